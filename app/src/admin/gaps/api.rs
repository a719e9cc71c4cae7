//! Server functions of the gaps in duties.

use domain::catalogue::Gaps;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// Every duty that nobody has, and where the next page of tickets begins.
#[server(prefix = "/api", endpoint = "admin/gaps", input = GetUrl)]
pub async fn load_gaps(after: String) -> Result<(Gaps, Option<String>), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (gaps, next) = store::duties::gaps(&visit.store, &actor, after.parse().ok()).await.map_err(crate::visit::fail)?;
    Ok((gaps, next.map(|next| next.to_string())))
}
