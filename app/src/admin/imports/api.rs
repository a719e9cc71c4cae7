//! Server functions of imports.

use domain::id::ImportId;
use domain::servicenow::{Draft, Progress, Steer};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The fields of the form by which a log comes.
pub const LOG: &str = "log";
pub const TIME_ZONE: &str = "time_zone";

/// The last imports, and what another one needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsView {
    /// The newest first.
    pub rows: Vec<Progress>,
    pub zones: Vec<String>,
    /// The organisation's zone.
    pub zone: String,
    /// The most megabytes of a log.
    pub limit_mb: u64,
}

/// One import, with the first rows that it refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub progress: Progress,
    /// Line and reason.
    pub refused: Vec<(u64, String)>,
    /// How it is being prepared, while it can be.
    pub draft: Option<Draft>,
    /// The zones to choose from, while it is being prepared.
    pub zones: Vec<String>,
}

/// The last imports, and what another one needs.
#[server(prefix = "/api", endpoint = "admin/imports", input = GetUrl)]
pub async fn list_imports() -> Result<ImportsView, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    Ok(ImportsView {
        rows: store::imports::latest(&visit.store, &actor).await.map_err(fail)?,
        zones: store::zone::names(),
        zone: visit.store.settings().await.map_err(fail)?.time_zone.clone(),
        limit_mb: visit.import_limit / (1024 * 1024),
    })
}

/// How far one import has come.
#[server(prefix = "/api", endpoint = "admin/import", input = GetUrl)]
pub async fn load_import(id: ImportId) -> Result<ImportView, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let progress = store::imports::progress(&visit.store, &actor, id).await.map_err(fail)?;
    let refused = store::imports::rejections(&visit.store, &actor, id).await.map_err(fail)?;
    let draft = store::imports::draft(&visit.store, &actor, id).await.map_err(fail)?;
    let zones = if draft.is_some() { store::zone::names() } else { Vec::new() };
    Ok(ImportView { progress, refused, draft, zones })
}

/// Takes a log in; the zone of its times stands before it in the form.
#[server(prefix = "/api", endpoint = "admin/upload-log", input = MultipartFormData)]
pub async fn upload_log(data: MultipartData) -> Result<(), AppError> {
    use crate::portal::received::Room;
    use crate::visit::{fail, keep_typed, redirect, signed_in};
    use domain::invalid::{Code, Invalid};
    use domain::permit::{Act, may};
    let (visit, actor) = signed_in()?;
    if !may(&actor, Act::Import) {
        return Err(AppError::NotFound);
    }
    let mut parts = data.into_inner().ok_or(AppError::Malformed)?;
    let mut room = Room::default();
    let mut time_zone = String::new();
    while let Some(mut part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
        match (part.name().unwrap_or_default(), part.file_name().unwrap_or_default().to_owned()) {
            (TIME_ZONE, _) => {
                let mut text = room.text(TIME_ZONE)?;
                while let Some(more) = part.chunk().await.map_err(|_| AppError::Malformed)? {
                    text.push(&more)?;
                }
                time_zone = text.end();
                keep_typed(vec![(TIME_ZONE.to_owned(), time_zone.clone())]);
            }
            (LOG, file_name) if !file_name.is_empty() => {
                let incoming = store::imports::Incoming { file_name: &file_name, time_zone: &time_zone, limit: visit.import_limit };
                let id = store::imports::upload(&visit.store, &actor, visit.logs, &incoming, part).await.map_err(fail)?;
                redirect(&format!("/admin/imports/{id}"));
                return Ok(());
            }
            _ => {}
        }
    }
    let mut invalid = Invalid::one(LOG, Code::Required);
    if store::zone::find(&time_zone).is_none() {
        invalid.add(TIME_ZONE, if time_zone.is_empty() { Code::Required } else { Code::UnknownZone });
    }
    Err(invalid.into())
}

/// Keeps which column feeds which field, each as `map.<field>`, and the zone; `step` is `check` to begin the dry run.
#[server(prefix = "/api", endpoint = "admin/prepare-import")]
pub async fn prepare_import(id: ImportId, time_zone: String, #[server(default)] step: String) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::servicenow::map_name;
    let (visit, actor) = signed_in()?;
    let fields = Fields::of_request();
    let columns = |field| fields.get(&map_name(field));
    let wanted = store::imports::Wanted { columns: &columns, time_zone: &time_zone, check: step == "check" };
    store::imports::prepare(&visit.store, &actor, id, &wanted).await.map_err(fail)?;
    redirect(&format!("/admin/imports/{id}?at={}", visit.request_id));
    Ok(())
}

/// Imports what was checked, stops, goes on, or throws the log away.
#[server(prefix = "/api", endpoint = "admin/steer-import")]
pub async fn steer_import(id: ImportId, step: Steer) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    if store::imports::steer(&visit.store, &actor, id, step).await.map_err(fail)? {
        redirect(&format!("/admin/imports/{id}?at={}", visit.request_id));
    } else {
        redirect("/admin/imports");
    }
    Ok(())
}
