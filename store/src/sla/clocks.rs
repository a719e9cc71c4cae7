//! A ticket's clocks as somebody looks at them: reckoned now, with every while that they counted or did not.

use domain::{
    id::TicketId,
    permit::{Act, Actor, may},
    sla::{self, Breach, Clock, Explanation, Moved, Promise, Revision},
};

use super::{book::Book, settle::Lives};
use crate::{
    Result, Store,
    entity::tickets,
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

/// All that is known of a ticket's clocks, for its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The clocks, by their starts.
    pub clocks: Vec<Told>,
    /// Breaches that a correction showed to be none. They stay on record.
    pub overruled: Vec<Breach>,
    /// What was believed before each correction, in order.
    pub revisions: Vec<Revision>,
    /// Whether the actor may excuse, correct and re-base here.
    pub may_judge: bool,
}

/// The clocks of a ticket. What teams and suppliers promise each other is for those who answer; who asks is told what
/// they were promised.
///
/// # Errors
/// [`crate::Error::NotFound`] without such a ticket, or none that the actor may see.
pub async fn of_ticket(store: &Store, actor: &Actor, ticket: TicketId) -> Result<Vec<Told>> {
    Ok(view(store, actor, ticket).await?.clocks)
}

/// The same, with what was believed before corrections, for those who answer.
///
/// # Errors
/// As [`of_ticket`].
pub async fn view(store: &Store, actor: &Actor, ticket: TicketId) -> Result<View> {
    let known = Known::seen(&store.read, actor, ticket, For::Reading).await?;
    let inside = may(actor, Act::SeeNotes(&known.facts));
    let mut view = told(store, &known.row).await?;
    view.may_judge = may(actor, Act::JudgeClocks(&known.facts));
    if !inside {
        view.clocks.retain(|told| told.clock.metric.promise() == Promise::Sla);
        (view.overruled, view.revisions) = (Vec::new(), Vec::new());
    }
    Ok(view)
}

/// The same for the machine's own commands, which nobody is signed in for.
///
/// # Errors
/// [`crate::Error::NotFound`] without such a ticket.
pub async fn explained(store: &Store, ticket: TicketId) -> Result<View> {
    let known = Known::find(&store.read, ticket, For::Reading).await?.ok_or(crate::Error::NotFound)?;
    told(store, &known.row).await
}

/// How the deadline of one of a ticket's clocks moved, by which event.
///
/// # Errors
/// As [`of_ticket`].
pub async fn moves(store: &Store, actor: &Actor, ticket: TicketId, clock: &Clock) -> Result<Vec<Moved>> {
    let known = Known::seen(&store.read, actor, ticket, For::Reading).await?;
    known.permits(actor, |facts| Act::SeeNotes(facts))?;
    let book = store.book().await?;
    let lives = Lives::read(&store.read, std::slice::from_ref(&known.row)).await?;
    Ok(sla::moves(clock, &lives.happenings(&known.row)?, &book.policies, &book.calendars))
}

pub(super) async fn told(store: &Store, row: &tickets::Model) -> Result<View> {
    let book = store.book().await?;
    if !book.promises {
        return Ok(View::default());
    }
    let now = store.now();
    let lives = Lives::read(&store.read, std::slice::from_ref(row)).await?;
    let replay = sla::replay(&lives.happenings(row)?, &book.policies, &book.calendars, now);
    let explained = |clock: Clock, book: &Book| {
        let explanation = sla::explain(&clock, &book.policies, &book.calendars, now)?;
        Some(Told { clock, explanation })
    };
    let clocks = replay.clocks.into_iter().filter_map(|clock| explained(clock, &book)).collect();
    Ok(View { clocks, overruled: replay.overruled, revisions: replay.revisions, may_judge: false })
}
