//! Changing what a fault says about itself.

use domain::{
    fault::declaration::Details,
    id::FaultId,
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
};
use serde_json::json;

use super::{change::Change, declare, facts::Known, kept};
use crate::{Error, Result, Store, on_call, services as catalogue};

/// Changes title, severity, services and whether it is a drill; `version` is what the change is based on. Who had a part in it may
/// change it so that they have none any more.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when somebody else changed it since; [`Error::Invalid`] as
/// [`Details::parse`], and at `services` (`UnknownReference`) for a service that is new to it and that the actor may not know of.
pub async fn change(store: &Store, actor: &Actor, id: FaultId, version: i64, details: &Details) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let details = details.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                if change.known.row.version != version {
                    return Err(Error::Conflict { what: "fault" });
                }
                for service in &details.services {
                    let is_new = !change.known.services.contains(service);
                    let known = catalogue::facts(&tx.conn, *service).await.ok();
                    if is_new && !known.is_some_and(|(_, facts)| may(actor, Act::DeclareFault(&facts))) {
                        return Err(Invalid::one("services", Code::UnknownReference).into());
                    }
                }
                let row = change.row();
                let data = json!({ "from": { "title": row.title, "severity": row.severity, "drill": row.drill },
                                   "to": { "title": details.title, "severity": details.severity, "drill": details.drill },
                                   "services": details.services });
                row.title.clone_from(&details.title);
                details.severity.as_str().clone_into(&mut row.severity);
                row.drill = details.drill;
                row.version += 1;
                kept::overrule(tx, id, change.known.services != details.services).await?;
                declare::hits(tx, id, &details.services).await?;
                change.known.services.clone_from(&details.services);
                let waits = change.waits() && !details.drill;
                change.finish(tx, "fault.change", data).await?;
                // What it hits now, or how bad it is now, may call somebody for whom it was nothing before.
                if waits { on_call::begin(tx, id, details.severity, &details.services).await } else { Ok(()) }
            })
        })
        .await
}
