//! Server functions that make entries of a pasted chat: what it says is shown before any of it is kept.

use domain::fault::number::Number;
use domain::fault::timeline::Pasted;
use domain::id::FaultId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What was pasted last, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    pub text: String,
    /// The zone of its times.
    pub zone: String,
    /// The day of the first message, where the chat names none.
    pub day: String,
}

/// What the page of a chat shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatShown {
    pub number: Number,
    pub title: String,
    pub chat: Chat,
    /// What was made of it; none before anything was pasted.
    pub read: Option<Pasted>,
}

/// The chat that the reader pasted last, and what was made of it.
#[server(prefix = "/api", endpoint = "faults/chat", input = GetUrl)]
pub async fn load_chat(id: FaultId) -> Result<ChatShown, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, id).await.map_err(fail)?;
    let fault = store::faults::view(&visit.store, &actor, id).await.map_err(fail)?;
    let kept = store::drafts::load(&visit.store, &actor, &key(id)).await.map_err(fail)?;
    let (chat, read) = match kept.and_then(|body| serde_json::from_str::<Chat>(&body).ok()) {
        Some(chat) => {
            let read = read(&chat).ok();
            (chat, read)
        }
        None => {
            let zone = store::zone::name_of(&visit.store, actor.user).await.map_err(fail)?;
            let tz = store::zone::find(&zone).ok_or(AppError::Malformed)?;
            let day = visit.now.to_jiff().to_zoned(tz).date().to_string();
            (Chat { text: String::new(), zone, day }, None)
        }
    };
    Ok(ChatShown { number: fault.number, title: fault.title, chat, read })
}

/// Looks into what was pasted.
#[server(prefix = "/api", endpoint = "faults/read-chat")]
pub async fn read_chat(
    fault: FaultId,
    #[server(default)] text: String,
    #[server(default)] zone: String,
    #[server(default)] day: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let chat = Chat { text, zone, day };
    read(&chat)?;
    let body = serde_json::to_string(&chat).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, &actor, &key(fault), &body).await.map_err(fail)?;
    redirect(&format!("/faults/{}/chat?read={}", Number(fault), visit.request_id));
    Ok(())
}

/// Writes what was looked at into the timeline; `step` is `forget` to keep none of it.
#[server(prefix = "/api", endpoint = "faults/keep-chat")]
pub async fn keep_chat(fault: FaultId, step: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    // Without anything to keep it was kept already, by a button that was pressed twice.
    if let (Some(read), true) = (load_chat(fault).await?.read, step == "keep") {
        store::faults::keep_chat(&visit.store, &actor, fault, &read.messages).await.map_err(fail)?;
    }
    store::drafts::forget(&visit.store, &actor, &key(fault)).await.map_err(fail)?;
    redirect(&format!("/faults/{}", Number(fault)));
    Ok(())
}

/// What a chat says.
///
/// # Errors
/// At `text` (`Required`), `zone` (`UnknownZone`), `day` (`NotADate`).
#[cfg(feature = "ssr")]
fn read(chat: &Chat) -> Result<Pasted, domain::invalid::Invalid> {
    use domain::invalid::{Code, Invalid};
    let mut invalid = Invalid::default();
    let zone = invalid.take("zone", store::zone::find(chat.zone.trim()).ok_or(Code::UnknownZone));
    let day = invalid.take("day", domain::fault::timeline::day(&chat.day).ok_or(Code::NotADate));
    if chat.text.trim().is_empty() {
        invalid.add("text", Code::Required);
    }
    match (zone, day) {
        (Some(zone), Some(day)) => invalid.or(domain::fault::timeline::paste(&chat.text, &zone, day)),
        _ => Err(invalid),
    }
}

/// Under which name a chat is kept that somebody looks into.
#[cfg(feature = "ssr")]
fn key(fault: FaultId) -> String {
    format!("chat:{fault}")
}
