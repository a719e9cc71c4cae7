//! A ticket with all that stands around it on the agent's page, each thing read once.

use domain::{
    fault::{number::Number as FaultNumber, post_mortem::ActionLine},
    id::TicketId,
    permit::{Act, Actor, may},
    reply_template::TemplateRef,
    sla::Due,
    ticket::view::{Detail, PersonRef, QueueRow},
};
use futures::try_join;

use super::{
    assign, detail,
    facts::{For, Known},
    message::{draft_key, note_key},
    queue,
};
use crate::{Result, Store, drafts, faults, sla, templates};

/// Other tickets of the requester that are named beside one.
const EARLIER: u64 = 5;

/// What the agent's page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The ticket.
    pub detail: Detail,
    /// What the actor was writing on it.
    pub draft: Draft,
    /// Who can be made to answer for it, by name: the members of its team, and who does now. Empty for who may not decide that.
    pub assignable: Vec<PersonRef>,
    /// Other tickets of its first requester, open or not, within the reach of [`super::queue`]; the newest first, at most five.
    pub earlier: Vec<QueueRow>,
    /// Reply templates for the ticket's team and for everybody, by name. Empty for who writes to nobody on it.
    pub templates: Vec<TemplateRef>,
    /// Its clocks, by their starts.
    pub clocks: Vec<Due>,
    /// The faults that it belongs to, with their titles, the last one first, as far as the actor sees them.
    pub faults: Vec<(FaultNumber, String)>,
    /// The actions of faults that are worked on in it, as far as the actor sees these.
    pub actions: Vec<ActionLine>,
}

/// A text that was not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// As it was typed.
    pub text: String,
    /// Meant as a note.
    pub internal: bool,
}

/// Whether the actor can open the ticket on the desk; of one that does not exist, nobody can.
///
/// # Errors
/// The database's.
pub async fn is_in_sight(store: &Store, actor: &Actor, id: TicketId) -> Result<bool> {
    let known = Known::find(&store.read, id, For::Reading).await?;
    Ok(known.is_some_and(|known| may(actor, Act::SeeNotes(&known.facts))))
}

/// Opens a ticket on the desk.
///
/// It asks the database a fixed number of times, however long the conversation is and whoever is called in it.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see the ticket's internal side.
pub async fn open(store: &Store, actor: &Actor, id: TicketId) -> Result<Opened> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::SeeNotes(facts))?;
    // None of these waits for what another one found.
    let (assignable, templates, earlier, draft, clocks, faults, actions, detail) = try_join!(
        assignable(store, actor, &known),
        offered(store, actor, &known),
        queue::others(store, actor, &known, EARLIER),
        kept(store, actor, id),
        sla::due::of_ticket(store, id),
        faults::of_ticket(&store.read, actor, id),
        faults::post_mortem::of_ticket(store, actor, id),
        detail::of(store, actor, &known),
    )?;
    Ok(Opened { detail, draft, assignable, earlier, templates, clocks, faults, actions })
}

async fn assignable(store: &Store, actor: &Actor, known: &Known) -> Result<Vec<PersonRef>> {
    match may(actor, Act::Assign(&known.facts)) {
        true => assign::candidates(&store.read, &known.facts).await,
        false => Ok(Vec::new()),
    }
}

async fn offered(store: &Store, actor: &Actor, known: &Known) -> Result<Vec<TemplateRef>> {
    match may(actor, Act::Note(&known.facts)) {
        true => templates::offered(&store.read, known.facts.team).await,
        false => Ok(Vec::new()),
    }
}

async fn kept(store: &Store, actor: &Actor, id: TicketId) -> Result<Draft> {
    let (note, reply) = (note_key(id), draft_key(id));
    let mut kept = drafts::load_all(store, actor, [note.as_str(), reply.as_str()]).await?;
    Ok(match (kept.remove(&note), kept.remove(&reply)) {
        (Some(text), _) => Draft { text, internal: true },
        (None, reply) => Draft { text: reply.unwrap_or_default(), internal: false },
    })
}
