//! Filing a request: the form, its draft, its files.

use domain::catalogue::RequestForm;
use domain::directory::Found;
use domain::id::ServiceId;
use domain::ticket::view::{AttachmentRef, ServiceRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A service's form, ready to be filled in by the reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asking {
    pub offer: RequestForm,
    /// What a field that asks for a service offers; empty when none asks.
    pub services: Vec<ServiceRef>,
    /// Names this filling-in, so that a double click files one ticket.
    pub submission_key: String,
    /// Megabytes that one file may have.
    pub file_limit_mb: u64,
    /// Whether answers also go out by mail.
    pub sends_mail: bool,
    pub draft: Option<Draft>,
}

/// What somebody had typed before: names and values as the form sends them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub at: Timestamp,
    pub fields: Vec<(String, String)>,
}

/// The form of a service.
#[server(prefix = "/api", endpoint = "catalogue/form", input = GetUrl)]
pub async fn service_form(service: ServiceId) -> Result<Asking, AppError> {
    use crate::visit::{fail, signed_in};
    use domain::form::FieldKind;
    let (visit, actor) = signed_in()?;
    let offer = store::services::offer(&visit.store, &actor, service).await.map_err(fail)?;
    let services = if offer.form.fields.iter().any(|field| field.kind == FieldKind::Service) {
        super::catalogue().await?.into_iter().flat_map(|group| group.offers).map(|offer| offer.service).collect()
    } else {
        Vec::new()
    };
    let draft = store::drafts::load(&visit.store, &actor, &store::tickets::request_key(service)).await.map_err(fail)?;
    Ok(Asking {
        offer,
        services,
        submission_key: visit.request_id,
        file_limit_mb: visit.store.settings().await.map_err(fail)?.limits.file_mib.into(),
        sends_mail: visit.sends_mail,
        draft: draft.and_then(|body| serde_json::from_str(&body).ok()),
    })
}

/// Files a ticket: text fields, answers as `answers.<key>`, and files.
#[server(prefix = "/api", endpoint = "tickets/submit", input = MultipartFormData)]
pub async fn file_request(data: MultipartData) -> Result<(), AppError> {
    use crate::portal::received::{Received, name_people};
    use crate::visit::{fail, redirect};
    let (visit, actor, data) = Received::signed_in(data).await?;
    let received = Received::read(&visit, &actor, data).await?;
    let service = received.one("service").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let offer = store::services::offer(&visit.store, &actor, service).await.map_err(fail)?;
    let mut answers = received.answers();
    name_people(&visit.store, &actor, &offer.form, &mut answers).await.map_err(fail)?;
    let text = |name| received.one(name).unwrap_or_default().to_owned();
    let draft = domain::ticket::Draft { title: text("title"), description: text("description"), answers };
    if let Err(refused) = received.check(draft.clone().parse(&offer.form).map(drop)) {
        // Without a script this is the only moment at which a draft is kept. What is wrong with the form says more than
        // what is wrong with its draft.
        drop(keep_draft(&visit, &actor, service, received.fields).await);
        return Err(refused);
    }
    let filing = store::tickets::Filing {
        service,
        draft,
        files: received.loose_files(),
        requester: None,
        submission_key: received.one("submission_key").map(str::to_owned),
    };
    let number = match store::tickets::submit(&visit.store, &actor, filing).await.map_err(fail) {
        Ok(number) => number,
        Err(refused) => {
            drop(keep_draft(&visit, &actor, service, received.fields).await);
            return Err(refused);
        }
    };
    redirect(&format!("/requests/{number}?filed=yes"));
    Ok(())
}

/// Keeps files before the form is sent, for showing and sending them by their ids.
#[server(prefix = "/api", endpoint = "files/keep", input = MultipartFormData)]
pub async fn keep_files(data: MultipartData) -> Result<Vec<AttachmentRef>, AppError> {
    use crate::portal::received::Received;
    let (visit, actor) = crate::visit::signed_in()?;
    let received = Received::read(&visit, &actor, data).await?;
    received.check(Ok(()))?;
    Ok(received.files)
}

/// Keeps what is being typed into a service's form; `fields` is JSON of names and values.
#[server(prefix = "/api", endpoint = "catalogue/draft")]
pub async fn keep_request_draft(service: ServiceId, fields: String) -> Result<Timestamp, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let fields = serde_json::from_str(&fields).map_err(|_| AppError::Malformed)?;
    keep_draft(&visit, &actor, service, fields).await?;
    Ok(visit.now)
}

#[cfg(feature = "ssr")]
async fn keep_draft(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    service: ServiceId,
    fields: Vec<(String, String)>,
) -> Result<(), AppError> {
    let body = serde_json::to_string(&Draft { at: visit.now, fields }).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, actor, &store::tickets::request_key(service), &body).await.map_err(crate::visit::fail)
}

/// Throws the draft for a service away.
#[server(prefix = "/api", endpoint = "catalogue/discard-draft")]
pub async fn discard_request_draft(service: ServiceId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::drafts::forget(&visit.store, &actor, &store::tickets::request_key(service)).await.map_err(crate::visit::fail)?;
    crate::visit::redirect(&format!("/catalogue/{service}"));
    Ok(())
}

/// People in whose names or addresses these words stand, for a field that asks for one; with `everybody` also those without an account.
#[server(prefix = "/api", endpoint = "people/find", input = GetUrl)]
pub async fn find_people(words: String, #[server(default)] everybody: bool) -> Result<Vec<Found>, AppError> {
    use store::people::Among;
    let (visit, actor) = crate::visit::signed_in()?;
    let among = if everybody { Among::Everybody } else { Among::Active };
    store::people::find(&visit.store, &actor, &words, among, 8).await.map_err(crate::visit::fail)
}
