//! A ticket's clocks as somebody looks at them: reckoned now, with every while that they counted or did not.

use domain::{
    id::TicketId,
    permit::{Act, Actor, may},
    sla::{self, Clock, Explanation, Promise},
};

use super::settle;
use crate::{
    Result, Store,
    tickets::{For, Known},
};

/// A clock and how it came to stand where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The clock, now.
    pub clock: Clock,
    /// Every while from its start on.
    pub explanation: Explanation,
}

/// The clocks of a ticket. What teams and suppliers promise each other is for those who answer; who asks is told what
/// they were promised.
///
/// # Errors
/// [`crate::Error::NotFound`] without such a ticket, or none that the actor may see.
pub async fn of_ticket(store: &Store, actor: &Actor, ticket: TicketId) -> Result<Vec<Told>> {
    let known = Known::seen(&store.read, actor, ticket, For::Reading).await?;
    let inside = may(actor, Act::SeeNotes(&known.facts));
    let book = store.shelf.book(&store.read).await?;
    if !book.promises {
        return Ok(Vec::new());
    }
    let now = store.now();
    let replay = settle::replayed(&store.read, &book, &known.row, now).await?;
    let shown = replay.clocks.into_iter().filter(|clock| inside || clock.metric.promise() == Promise::Sla);
    let told = shown.filter_map(|clock| {
        let explanation = sla::explain(&clock, &book.policies, &book.calendars, now)?;
        Some(Told { clock, explanation })
    });
    Ok(told.collect())
}
