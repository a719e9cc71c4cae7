//! The administrator's page of mails.

use domain::{
    id::{OutboxId, TicketId, UserId},
    people::MailOccasion,
    permit::{Act, Actor, may},
    ticket::{Number, view::PersonRef},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{HeldFor, Mail, State};
use crate::{
    Error, Result, Store, convert,
    entity::{outbox, tickets, users},
};

/// The lines of one page.
const PAGE: u64 = 50;

/// One mail as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which mail.
    pub id: OutboxId,
    /// Where it stands.
    pub state: State,
    /// Why it was written.
    pub occasion: MailOccasion,
    /// Who gets it.
    pub to: Option<PersonRef>,
    /// Their address now; what it was, once it was sent.
    pub email: Option<String>,
    /// The ticket that it is about.
    pub ticket: Option<Number>,
    /// Why it is held, while it is.
    pub held_for: Option<HeldFor>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// A page of mails, the last written first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The mails.
    pub lines: Vec<Line>,
    /// Where the next page begins; absent on the last.
    pub next: Option<OutboxId>,
    /// How many mails a flood holds back, on whatever page.
    pub flooded: u64,
}

/// The mails in `state`, or all of them, written before `before`.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn list(store: &Store, actor: &Actor, state: Option<State>, before: Option<OutboxId>) -> Result<List> {
    permit(actor)?;
    let mut select = outbox::Entity::find().order_by_desc(outbox::Column::Id).limit(PAGE + 1);
    if let Some(state) = state {
        select = select.filter(outbox::Column::State.eq(state.as_str()));
    }
    if let Some(before) = before {
        select = select.filter(outbox::Column::Id.lt(before.get()));
    }
    let mut rows = select.all(&store.read).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let readers =
        users::Entity::find().filter(users::Column::Id.is_in(rows.iter().filter_map(|row| row.recipient_id))).all(&store.read).await?;
    let kinds: Vec<(i64, String)> = tickets::Entity::find()
        .filter(tickets::Column::Id.is_in(rows.iter().filter_map(|row| row.ticket_id)))
        .select_only()
        .columns([tickets::Column::Id, tickets::Column::Kind])
        .into_tuple()
        .all(&store.read)
        .await?;
    let next = if more { rows.last().map(|row| OutboxId(row.id)) } else { None };
    let lines = rows.into_iter().map(|row| line(row, &readers, &kinds)).collect::<Result<_>>()?;
    let flooded = outbox::Entity::find()
        .filter(outbox::Column::State.eq(State::Held.as_str()))
        .filter(outbox::Column::HeldFor.eq(HeldFor::Flood.as_str()))
        .count(&store.read)
        .await?;
    Ok(List { lines, next, flooded })
}

/// What stands for the secret of a link where somebody else than its reader looks at the mail.
const MASK: &str = "…";

/// Where a mail stands, and all that its text is made of but the secret of its link: that is the reader's alone.
///
/// # Errors
/// [`Error::NotFound`] without the permission or the mail.
pub async fn preview(store: &Store, actor: &Actor, id: OutboxId) -> Result<(State, Mail)> {
    permit(actor)?;
    let row = outbox::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let mut mail = Mail::read(store, &store.read, &row).await?.ok_or(Error::NotFound)?;
    if let Some(rating) = mail.news.as_mut().and_then(|news| news.rating.as_mut()) {
        MASK.clone_into(rating);
    }
    if let Some(call) = mail.call.as_mut().filter(|call| call.token.is_some()) {
        call.token = Some(MASK.to_owned());
    }
    if mail.occasion.brings_a_link() {
        mail.link = Some(MASK.to_owned());
    }
    Ok((convert::word("mail", &row.state)?, mail))
}

fn permit(actor: &Actor) -> Result<()> {
    if may(actor, Act::SeeOutbox) { Ok(()) } else { Err(Error::NotFound) }
}

fn line(row: outbox::Model, readers: &[users::Model], kinds: &[(i64, String)]) -> Result<Line> {
    let ticket = row.ticket_id.and_then(|id| kinds.iter().find(|(of, _)| *of == id));
    let reader = readers.iter().find(|reader| Some(reader.id) == row.recipient_id);
    Ok(Line {
        id: OutboxId(row.id),
        state: convert::word("mail", &row.state)?,
        occasion: convert::word("mail", &row.event_kind)?,
        to: reader.map(|reader| PersonRef::new(UserId(reader.id), reader.name.clone())),
        email: row.address.or_else(|| reader.and_then(|reader| reader.email.clone())),
        ticket: ticket.map(|(id, kind)| Ok::<_, Error>(Number::new(convert::word("ticket", kind)?, TicketId(*id)))).transpose()?,
        held_for: row.held_for.as_deref().map(|word| convert::word("mail", word)).transpose()?,
        attempts: row.attempts,
        due_at: Timestamp::from_millis(row.due_at),
        last_error: row.last_error,
        created_at: Timestamp::from_millis(row.created_at),
        sent_at: convert::time(row.sent_at),
    })
}
