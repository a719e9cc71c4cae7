//! Server functions that bring surveys of another system in. The file that somebody looks at is kept under them, and nothing is taken before
//! they say so.

use domain::survey::import::Brought;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The fields of the form.
pub const FILE: &str = "file";
pub const TEXT: &str = "text";
pub const ZONE: &str = "zone";

/// Under which name the file is kept that somebody looks at.
#[cfg(feature = "ssr")]
const KEY: &str = "survey-import";
/// The most bytes of a file; larger ones come in by the command line.
#[cfg(feature = "ssr")]
const BYTES_MAX: usize = 190_000;

/// The file that somebody looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub name: String,
    pub text: String,
    /// The zone of its times without an offset.
    pub zone: String,
}

/// The page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportShown {
    pub kept: Kept,
    /// What it comes to; none before there is a file.
    pub brought: Option<Brought>,
    pub zones: Vec<String>,
}

/// The file that the reader looks at, and what it comes to.
#[server(prefix = "/api", endpoint = "surveys/import", input = GetUrl)]
pub async fn load_survey_import() -> Result<ImportShown, AppError> {
    use crate::visit::{fail, signed_in};
    use domain::permit::{Act, may};
    let (visit, actor) = signed_in()?;
    if !may(&actor, Act::Import) {
        return Err(AppError::NotFound);
    }
    let kept = store::drafts::load(&visit.store, &actor, KEY).await.map_err(fail)?;
    let kept: Option<Kept> = kept.and_then(|body| serde_json::from_str(&body).ok());
    let brought = match &kept {
        Some(kept) if !kept.text.is_empty() => Some(brought(&visit, &actor, kept, true).await?),
        _ => None,
    };
    // The times of most files are those of the company.
    let house = visit.store.settings().await.map_err(fail)?.time_zone.clone();
    let kept = kept.unwrap_or_else(|| Kept { zone: house, ..Kept::default() });
    Ok(ImportShown { kept, brought, zones: store::zone::names() })
}

/// Looks at a file, takes it, or forgets it, as `step` says. Its text stands in the form, or is sent as a file.
#[server(prefix = "/api", endpoint = "surveys/look-at-file", input = MultipartFormData)]
pub async fn look_at_surveys(data: MultipartData) -> Result<(), AppError> {
    use crate::visit::{fail, keep_typed, redirect, signed_in};
    use domain::invalid::{Code, Invalid};
    use domain::permit::{Act, may};
    let (visit, actor) = signed_in()?;
    let (fields, file) = crate::admin::calendars::file_api::receive(data, FILE, BYTES_MAX).await?;
    if !may(&actor, Act::Import) {
        return Err(AppError::NotFound);
    }
    let typed = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    keep_typed(fields.clone());
    let (name, text) = file.unwrap_or_else(|| (String::new(), typed(TEXT).replace("\r\n", "\n")));
    let kept = Kept { name, text: text.replace('\0', ""), zone: typed(ZONE).trim().to_owned() };
    let here = format!("/surveys/import?at={}", visit.request_id);
    let step = typed("step");
    if step == "forget" {
        store::drafts::forget(&visit.store, &actor, KEY).await.map_err(fail)?;
        redirect(&here);
        return Ok(());
    }
    let mut invalid = Invalid::default();
    if kept.text.trim().is_empty() {
        invalid.add(TEXT, Code::Required);
    }
    if store::zone::find(&kept.zone).is_none() {
        invalid.add(ZONE, Code::UnknownZone);
    }
    invalid.or(())?;
    let body = serde_json::to_string(&kept).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, &actor, KEY, &body).await.map_err(fail)?;
    if step == "take" && brought(&visit, &actor, &kept, false).await?.not_a_file.is_none() {
        redirect(&format!("{here}&taken=1"));
    } else {
        redirect(&here);
    }
    Ok(())
}

#[cfg(feature = "ssr")]
async fn brought(visit: &crate::visit::Visit, actor: &domain::permit::Actor, kept: &Kept, dry_run: bool) -> Result<Brought, AppError> {
    let zone = store::zone::find(&kept.zone).ok_or(AppError::Malformed)?;
    let incoming = store::surveys::import::Incoming { name: &kept.name, text: &kept.text, zone: &zone, dry_run };
    store::surveys::import::import(&visit.store, Some(actor), &incoming).await.map_err(crate::visit::fail)
}
