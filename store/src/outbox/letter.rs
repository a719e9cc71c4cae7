//! A mail with all that its text is made of, as the ticket stands when it is sent.

use domain::{
    id::{EventId, OutboxId, TicketId, UserId},
    locale::Locale,
    people::MailOccasion,
    permit::{Act, may},
    ticket::{Event, Kind, Number, StatusName, view::ServiceRef},
    time::Timestamp,
};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::Payload;
use crate::{
    Error, Result, Store, actor, convert,
    entity::{events, outbox, services, users},
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
    /// Whether they read it on the desk, as somebody who answers, or in the portal.
    pub to_agent: bool,
    /// Whether it is their own request; else they watch it or answer for it.
    pub to_requester: bool,
}

impl Mail {
    /// The mail of a row; `None` when nobody can get it any more.
    pub(super) async fn read(store: &Store, conn: &impl ConnectionTrait, row: &outbox::Model) -> Result<Option<Self>> {
        let unreadable = || Error::Unreadable { what: "mail" };
        let payload: Payload = convert::json("mail", &row.payload)?;
        let reader = row.recipient_id.ok_or_else(unreadable)?;
        let Some(reader) = users::Entity::find_by_id(reader).one(conn).await? else { return Ok(None) };
        let Some(email) = row.address.clone().or(reader.email) else { return Ok(None) };
        let occasion: MailOccasion = convert::word("mail", &row.event_kind)?;
        let (news, by) = match payload.event {
            Some(event) => {
                let ticket = row.ticket_id.ok_or_else(unreadable)?;
                let news = News::read(store, conn, occasion, reader.id, ticket, event).await?;
                let by = news.event.actor;
                (Some(news), by)
            }
            None => (None, payload.by),
        };
        let by = match by {
            Some(by) => users::Entity::find_by_id(by.get()).one(conn).await?.map(|by| by.name),
            None => None,
        };
        Ok(Some(Self {
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
            link: None,
        }))
    }
}

impl News {
    async fn read(
        store: &Store,
        conn: &impl ConnectionTrait,
        occasion: MailOccasion,
        reader: i64,
        ticket: i64,
        event: EventId,
    ) -> Result<Self> {
        let unreadable = || Error::Unreadable { what: "mail" };
        let known = Known::find(conn, TicketId(ticket), For::Reading).await?.ok_or_else(unreadable)?;
        let to_requester = known.facts.requesters.contains(&UserId(reader));
        let on_desk = occasion.is_for_agents() || known.facts.assignee == Some(UserId(reader));
        let to_agent = on_desk || !to_requester && sees_desk(store, UserId(reader), &known).await?;
        let ticket = known.row;
        let event = events::Entity::find_by_id(event.get()).one(conn).await?.ok_or_else(unreadable)?;
        let asked_to_rate = occasion == MailOccasion::Resolved && ticket.requester_id == reader;
        let rating = if asked_to_rate { ratings::token(store, TicketId(ticket.id)).await? } else { None };
        Ok(Self {
            ticket: Number::new(stored::word::<Kind>(&ticket.kind)?, TicketId(ticket.id)),
            title: ticket.title,
            description: if occasion == MailOccasion::TeamTicket { ticket.description } else { String::new() },
            service: service(conn, ticket.service_id).await?,
            status: stored::word(&ticket.status)?,
            created_at: Timestamp::from_millis(ticket.created_at),
            event: stored::event(event)?,
            rating,
            to_agent,
            to_requester,
        })
    }
}

/// Whether somebody who watches a ticket reads it on the desk.
async fn sees_desk(store: &Store, reader: UserId, known: &Known) -> Result<bool> {
    match actor::load(store, reader).await {
        Ok(actor) => Ok(may(&actor, Act::SeeNotes(&known.facts))),
        // Whoever cannot sign in any more.
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
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
