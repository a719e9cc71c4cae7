//! Server functions of the audit log.

use domain::directory::AuditPage;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What of the log is asked for; empty fields ask for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// A name, as it was typed.
    pub who: String,
    /// A sort of thing.
    pub kind: String,
    /// The number of one thing of that sort.
    pub number: String,
    /// One day, `2026-01-31`, by the reader's clock.
    pub day: String,
    /// The record that the page is older than.
    pub before: String,
}

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// How many records hold, and the last link.
    Intact { records: u64, head: String },
    /// The first record that does not follow, and how many before it do.
    Broken { record: i64, sound: u64 },
}

/// A page of the log, the newest record first.
#[server(prefix = "/api", endpoint = "admin/audit", input = GetUrl)]
pub async fn audit(
    who: String,
    kind: String,
    number: String,
    #[server(default)] day: String,
    before: String,
) -> Result<AuditPage, AppError> {
    use crate::person_field::meant;
    use crate::visit::{fail, signed_in};
    use domain::time::Span;
    use store::audit::Filter;
    let (visit, actor) = signed_in()?;
    let by = match meant(&visit, &actor, "who", &who).await {
        Ok(by) => by,
        // Nobody of that name did anything.
        Err(AppError::Invalid { .. }) => return Ok(AuditPage::default()),
        Err(error) => return Err(error),
    };
    let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let clock = &visit.reader.clock;
    let begin = clock.moment_of(&format!("{day}T00:00"));
    if begin.is_none() && !day.is_empty() {
        // The page says so at the field.
        return Ok(AuditPage::default());
    }
    let day = begin.map(|begin| {
        // A day and a half later it is the next day, whatever the clocks were set to.
        let next = clock.iso(begin.plus(Span::from_hours(36)));
        let end = next.get(.."0000-00-00".len()).and_then(|next| clock.moment_of(&format!("{next}T00:00")));
        (begin, end.unwrap_or(begin))
    });
    let filter = Filter { actor: by, object_kind: given(kind), object_id: given(number), day, before: before.parse().ok() };
    store::audit::list(&visit.store, &actor, &filter).await.map_err(fail)
}

/// Proves the chain from its first record to its last.
#[server(prefix = "/api", endpoint = "admin/verify-audit", input = GetUrl)]
pub async fn verify_audit() -> Result<Verdict, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    Ok(match store::audit::verify(&visit.store, Some(&actor)).await.map_err(fail)? {
        Ok(intact) => Verdict::Intact { records: intact.records, head: intact.head.to_string() },
        Err(broken) => Verdict::Broken { record: broken.id.get(), sound: broken.checked },
    })
}
