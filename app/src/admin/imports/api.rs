//! Server functions of imports.

use domain::id::ImportId;
use domain::servicenow::Progress;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// One import, with the first rows that it refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub progress: Progress,
    /// Line and reason.
    pub refused: Vec<(u64, String)>,
}

/// The last imports, the newest first.
#[server(prefix = "/api", endpoint = "admin/imports", input = GetUrl)]
pub async fn list_imports() -> Result<Vec<Progress>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::imports::latest(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// How far one import has come.
#[server(prefix = "/api", endpoint = "admin/import", input = GetUrl)]
pub async fn load_import(id: ImportId) -> Result<ImportView, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let progress = store::imports::progress(&visit.store, &actor, id).await.map_err(fail)?;
    let refused = store::imports::rejections(&visit.store, &actor, id).await.map_err(fail)?;
    Ok(ImportView { progress, refused })
}
