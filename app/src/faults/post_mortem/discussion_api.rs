//! Server functions of what is said of a post-mortem while it is written.

use domain::id::FaultId;
use leptos::prelude::*;

use crate::error::AppError;

/// Comments on a paragraph; `seen` is what it said to the reader.
#[server(prefix = "/api", endpoint = "faults/comment")]
pub async fn comment_post_mortem(
    fault: FaultId,
    section: String,
    paragraph: String,
    #[server(default)] seen: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    use store::faults::post_mortem::{Speaking, comment};
    let (visit, actor) = signed_in()?;
    let section = section.parse().map_err(|_| AppError::Malformed)?;
    let speaking = Speaking { section, paragraph, seen, text };
    let thread = comment(&visit.store, &actor, fault, &speaking).await.map_err(fail)?;
    go_to(&visit, fault, thread);
    Ok(())
}

/// Answers a comment.
#[server(prefix = "/api", endpoint = "faults/answer-comment")]
pub async fn answer_comment(fault: FaultId, thread: i64, #[server(default)] text: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::post_mortem::answer(&visit.store, &actor, fault, thread, &text).await.map_err(fail)?;
    go_to(&visit, fault, thread);
    Ok(())
}

/// Says of a comment that there is nothing more to say, `resolve`, or that there is, `reopen`.
#[server(prefix = "/api", endpoint = "faults/settle-comment")]
pub async fn settle_comment(fault: FaultId, thread: i64, step: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let resolved = match step.as_str() {
        "resolve" => true,
        "reopen" => false,
        _ => return Err(AppError::Malformed),
    };
    store::faults::post_mortem::settle(&visit.store, &actor, fault, thread, resolved).await.map_err(fail)?;
    go_to(&visit, fault, thread);
    Ok(())
}

#[cfg(feature = "ssr")]
fn go_to(visit: &crate::visit::Visit, fault: FaultId, thread: i64) {
    let page = super::page::address(domain::fault::number::Number(fault));
    crate::visit::redirect(&format!("{page}?at={}#thread-{thread}", visit.request_id));
}
