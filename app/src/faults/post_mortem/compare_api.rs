//! How two revisions of a post-mortem differ.

use domain::fault::number::Number;
use domain::fault::post_mortem::{Published, Row};
use domain::id::FaultId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A text of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedText {
    /// What it is called.
    pub title: String,
    /// Its lines beside each other.
    pub rows: Vec<Row>,
}

/// Two revisions beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedShown {
    pub number: Number,
    pub title: String,
    /// What can be compared, the newest first, beside what is worked on.
    pub revisions: Vec<Published>,
    /// The revision that went before.
    pub before: u32,
    /// The other one; 0 for what is worked on.
    pub after: u32,
    /// The texts that differ.
    pub changed: Vec<ComparedText>,
    /// The names of those that do not.
    pub same: Vec<String>,
}

/// Two revisions beside each other, the first is 1, and 0 what is worked on; without any named, the last change.
#[server(prefix = "/api", endpoint = "faults/compare-post-mortem", input = GetUrl)]
pub async fn compare_post_mortem(id: FaultId, before: Option<u32>, after: Option<u32>) -> Result<ComparedShown, AppError> {
    use crate::visit::{fail, signed_in};
    use domain::fault::post_mortem::compare;
    let (visit, actor) = signed_in()?;
    let pair = store::faults::post_mortem::pair(&visit.store, &actor, id, before, after).await.map_err(fail)?;
    let texts = super::compared::texts(&pair, visit.reader.clock.locale);
    let mut changed = Vec::new();
    let mut same = Vec::new();
    for (title, before, after) in texts {
        match before == after {
            true => same.push(title),
            false => changed.push(ComparedText { title, rows: compare(&before, &after) }),
        }
    }
    let (before, after) = (pair.before.0, pair.after.0);
    Ok(ComparedShown { number: pair.number, title: pair.title, revisions: pair.revisions, before, after, changed, same })
}
