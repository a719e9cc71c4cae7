//! A mail with all that its text is made of, as the ticket stands when it is sent.

use domain::{
    id::{EventId, OutboxId, TicketId, UserId},
    locale::Locale,
    people::{AccountState, MailOccasion},
    permit::{Act, may},
    survey,
    ticket::{Event, Kind, Number, StatusName, Visibility, What, view::ServiceRef},
    time::Timestamp,
};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::Payload;
use crate::{
    Error, Result, Store, actor, convert,
    entity::{events, outbox, services, users},
    on_call::Page,
    ratings,
    tickets::{For, Known, stored},
};

/// Who gets a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language to write in.
    pub locale: Locale,
    /// Their time zone by its IANA name; the organisation's, if absent.
    pub time_zone: Option<String>,
}

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its row, for [`super::sent`] and [`super::failed`].
    pub id: OutboxId,
    /// The same for the same mail however often it is sent: what a Message-ID is made of.
    pub key: String,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// Why they get it.
    pub occasion: MailOccasion,
    /// Who gets it.
    pub to: Recipient,
    /// The name of who did what it tells of; nobody, when it happened by itself.
    pub by: Option<String>,
    /// What it tells of a ticket; absent for a mail about the recipient's own account.
    pub news: Option<News>,
    /// What calls its reader; absent for any other mail.
    pub call: Option<Page>,
    /// The secret of the link by which a new password is chosen; only in a mail that leaves, and never stored.
    pub link: Option<String>,
}

/// What happened to a ticket, as it stands when the mail is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The ticket; all mails about it are one thread.
    pub ticket: Number,
    /// Its title.
    pub title: String,
    /// Its service.
    pub service: ServiceRef,
    /// Where it stands now.
    pub status: StatusName,
    /// When it was filed.
    pub created_at: Timestamp,
    /// What the requester wrote first, for who has not read it yet: a team that a ticket reaches.
    pub description: String,
    /// What happened.
    pub event: Event,
    /// What the rating link carries, when they are asked to rate.
    pub rating: Option<String>,
    /// What they are asked then.
    pub question: Option<survey::Kind>,
    /// Whether they read it on the desk, as somebody who answers, or in the portal.
    pub to_agent: bool,
    /// Whether it is their own request; else they watch it or answer for it.
    pub to_requester: bool,
}

impl Mail {
    /// The mail of a row as it may leave; `None` when nobody is left who may read it: mail can wait for days, and duties change.
    pub(super) async fn leaving(store: &Store, conn: &impl ConnectionTrait, row: &outbox::Model) -> Result<Option<Self>> {
        let Some((mail, may_read)) = Self::read_with_permission(store, conn, row).await? else { return Ok(None) };
        Ok(may_read.then_some(mail))
    }

    /// The mail of a row, whether or not its reader may still read it: what the outbox shows. `None` when there is no reader.
    pub(super) async fn read(store: &Store, conn: &impl ConnectionTrait, row: &outbox::Model) -> Result<Option<Self>> {
        Ok(Self::read_with_permission(store, conn, row).await?.map(|(mail, _)| mail))
    }

    async fn read_with_permission(store: &Store, conn: &impl ConnectionTrait, row: &outbox::Model) -> Result<Option<(Self, bool)>> {
        let unreadable = || Error::Unreadable { what: "mail" };
        let payload: Payload = convert::json("mail", &row.payload)?;
        let reader = row.recipient_id.ok_or_else(unreadable)?;
        let Some(reader) = users::Entity::find_by_id(reader).one(conn).await? else { return Ok(None) };
        // A mail to an address of its own guards the account, also one that was closed.
        let in_use = row.address.is_some() || reader.state != AccountState::Disabled.as_str();
        let Some(email) = row.address.clone().or(reader.email) else { return Ok(None) };
        let occasion: MailOccasion = convert::word("mail", &row.event_kind)?;
        let (news, by, may_read) = match payload.event {
            Some(event) => {
                let ticket = row.ticket_id.ok_or_else(unreadable)?;
                let (news, may_read) = News::read(store, conn, occasion, reader.id, ticket, event).await?;
                let by = news.event.actor;
                (Some(news), by, may_read)
            }
            None => (None, payload.by, true),
        };
        let call = match payload.call {
            Some(call) => Some(Page::of_call(store, conn, call).await?.ok_or_else(unreadable)?),
            None => None,
        };
        let may_read = may_read && call.as_ref().is_none_or(|(_, waits)| *waits);
        let by = match by {
            Some(by) => users::Entity::find_by_id(by.get()).one(conn).await?.map(|by| by.name),
            None => None,
        };
        let mail = Self {
            id: OutboxId(row.id),
            key: row.key.clone(),
            attempt: row.attempts,
            occasion,
            to: Recipient {
                id: UserId(reader.id),
                name: reader.name,
                email,
                locale: reader.locale.as_deref().and_then(|locale| locale.parse().ok()).unwrap_or_default(),
                time_zone: reader.time_zone,
            },
            by,
            news,
            call: call.map(|(page, _)| page),
            link: None,
        };
        Ok(Some((mail, in_use && may_read)))
    }
}

impl News {
    /// What the mail tells, and whether its reader may still read it.
    async fn read(
        store: &Store,
        conn: &impl ConnectionTrait,
        occasion: MailOccasion,
        reader: i64,
        ticket: i64,
        event: EventId,
    ) -> Result<(Self, bool)> {
        let unreadable = || Error::Unreadable { what: "mail" };
        let known = Known::find(conn, TicketId(ticket), For::Reading).await?.ok_or_else(unreadable)?;
        let event = stored::event(events::Entity::find_by_id(event.get()).one(conn).await?.ok_or_else(unreadable)?)?;
        let to_requester = known.facts.requesters.contains(&UserId(reader));
        let sees = Sees::of(store, UserId(reader), &known).await?;
        let may_read = if event.visibility == Visibility::Internal { sees == Sees::Notes } else { to_requester || sees != Sees::Nothing };
        let on_desk = occasion.is_for_agents() || known.facts.assignee == Some(UserId(reader));
        let to_agent = on_desk || !to_requester && sees == Sees::Notes;
        let ticket = known.row;
        let is_closed = matches!(event.what, What::StatusChanged { to: StatusName::Closed, .. });
        let asked_to_rate = (occasion == MailOccasion::Resolved || is_closed) && ticket.requester_id == reader;
        let asking = if asked_to_rate { ratings::asking(store, TicketId(ticket.id)).await? } else { None };
        let (rating, question) = asking.unzip();
        let news = Self {
            ticket: Number::new(stored::word::<Kind>(&ticket.kind)?, TicketId(ticket.id)),
            title: ticket.title,
            description: if occasion == MailOccasion::TeamTicket { ticket.description } else { String::new() },
            service: service(conn, ticket.service_id).await?,
            status: stored::word(&ticket.status)?,
            created_at: Timestamp::from_millis(ticket.created_at),
            event,
            rating,
            question,
            to_agent,
            to_requester,
        };
        Ok((news, may_read))
    }
}

/// What somebody sees of a ticket at the moment when their mail leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sees {
    Notes,
    PublicSide,
    /// Also of who has no account yet: a requester whom somebody filed for gets the public mails all the same.
    Nothing,
}

impl Sees {
    async fn of(store: &Store, reader: UserId, known: &Known) -> Result<Self> {
        let actor = match actor::load(store, reader).await {
            Ok(actor) => actor,
            Err(Error::NotFound) => return Ok(Self::Nothing),
            Err(error) => return Err(error),
        };
        Ok(if may(&actor, Act::SeeNotes(&known.facts)) {
            Self::Notes
        } else if may(&actor, Act::SeeTicket(&known.facts)) {
            Self::PublicSide
        } else {
            Self::Nothing
        })
    }
}

async fn service(conn: &impl ConnectionTrait, id: Option<i64>) -> Result<ServiceRef> {
    let row = match id {
        Some(id) => services::Entity::find_by_id(id).one(conn).await?,
        None => None,
    };
    Ok(match row {
        Some(row) => stored::service_ref(id, Some(row.name_en), Some(row.name_zh), Some(row.icon)),
        None => stored::service_ref(id, None, None, None),
    })
}
