//! Server functions of what the company is told.

use domain::fault::update::Board;
use domain::id::FaultId;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// How things are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusShown {
    pub board: Board,
    pub now: Timestamp,
}

/// How things are, as far as the reader knows of the services.
#[server(prefix = "/api", endpoint = "status/board", input = GetUrl)]
pub async fn status() -> Result<StatusShown, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let board = store::faults::board(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(StatusShown { board, now: visit.now })
}

/// Tells the company how a fault stands; `after` is the last update that the person saw. A stage that is none is refused at its field.
#[server(prefix = "/api", endpoint = "faults/publish-update")]
pub async fn publish_update(
    fault: FaultId,
    #[server(default)] after: i64,
    #[server(default)] stage: String,
    #[server(default)] headline: String,
    #[server(default)] text: String,
    #[server(default)] next_in: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    use domain::fault::update::Draft;
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = signed_in()?;
    // Whoever may not work on it is not told what they typed wrong.
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let stage = stage.parse().map_err(|_| Invalid::one("stage", Code::UnknownChoice))?;
    let next_in = match next_in.trim() {
        "" => None,
        minutes => Some(minutes.parse().map_err(|_| Invalid::one("next_in", Code::NotANumber))?),
    };
    store::faults::publish(&visit.store, &actor, fault, after, &Draft { stage, headline, text, next_in }).await.map_err(fail)
}

/// Takes an update back.
#[server(prefix = "/api", endpoint = "faults/take-update-back")]
pub async fn take_update_back(fault: FaultId, update: i64, #[server(default)] why: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::faults::take_back(&visit.store, &actor, fault, update, &why).await.map_err(crate::visit::fail)
}
