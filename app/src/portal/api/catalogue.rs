//! What is offered to the reader.

use domain::catalogue::Group;
use leptos::prelude::*;

use crate::error::AppError;

/// The catalogue as the reader may use it, group by group.
#[server(prefix = "/api", endpoint = "catalogue/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn catalogue() -> Result<Vec<Group>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::services::catalogue(&visit.store, &actor).await.map_err(crate::visit::fail)
}
