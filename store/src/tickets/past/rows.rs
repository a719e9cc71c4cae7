//! Many pasts as rows, some hundreds in a statement.

use std::collections::HashMap;

use domain::{
    form::Answer,
    id::{EventId, TicketId, UserId},
    ticket::event::Visibility,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    sea_query::{Expr, ExprTrait, Query},
};
use sha2::{Digest, Sha256};

use super::{
    Chronicle,
    replay::{Life, Line},
};
use crate::{
    Error, Result, Tx, counters,
    entity::{events, follow_ups, ratings, surveys, ticket_people, tickets},
    files, search,
    tickets::{
        change::standing,
        facts::{REQUESTER, WATCHER},
        stored, terms,
    },
};

/// Rows in one statement. SQLite takes 32,766 values in one, and a ticket has 42.
const TICKETS_AT_ONCE: usize = 400;
const EVENTS_AT_ONCE: usize = 2_000;

/// What was written.
pub(super) struct Written {
    pub(super) ids: Vec<TicketId>,
    pub(super) events: usize,
    /// Of everything that was written, so that the audit log can vouch for it with one record.
    pub(super) digest: Sha256,
}

pub(super) async fn write(tx: &Tx<'_>, book: &Chronicle, lives: &[Life]) -> Result<Written> {
    let ids = insert_tickets(&tx.conn, lives).await?;
    let mut digest = Sha256::new();
    let events = insert_events(tx, lives, &ids, &mut digest).await?;
    set_versions(&tx.conn, &ids).await?;
    insert_people(&tx.conn, lives, &ids).await?;
    insert_ratings(&tx.conn, book, lives, &ids).await?;
    for (life, &id) in lives.iter().zip(&ids) {
        attach_files(tx, life, id).await?;
        let row = tickets::Model { id: id.get(), ..life.known.row.clone() };
        if row.open {
            counters::shift(&tx.conn, None, Some(standing(&row)?)).await?;
        }
        let requester = book.actor(UserId(row.requester_id))?.name.clone();
        let said = life.lines.iter().map(|line| (line.what.visibility() == Visibility::Public, line.what.text().map(str::to_owned)));
        search::index(&tx.conn, id, &terms::gather(&row, Some(requester), said)?).await?;
    }
    Ok(Written { ids, events, digest })
}

/// The new tickets' ids, in the order of the lives.
async fn insert_tickets(conn: &DatabaseTransaction, lives: &[Life]) -> Result<Vec<TicketId>> {
    let mut by_key = HashMap::new();
    for lives in lives.chunks(TICKETS_AT_ONCE) {
        let rows = lives.iter().map(|life| {
            let row = life.known.row.clone().into_active_model().reset_all();
            // Its clocks stand still until [`super::settle`].
            tickets::ActiveModel { id: NotSet, steps_from: Set(super::UNSETTLED), ..row }
        });
        for row in tickets::Entity::insert_many(rows).exec_with_returning(conn).await? {
            by_key.insert(row.submission_key, TicketId(row.id));
        }
    }
    let id = |life: &Life| by_key.get(&life.known.row.submission_key).copied();
    lives.iter().map(|life| id(life).ok_or(Error::Unreadable { what: "ticket" })).collect()
}

/// The timelines; how many lines they have.
async fn insert_events(tx: &Tx<'_>, lives: &[Life], ids: &[TicketId], digest: &mut Sha256) -> Result<usize> {
    let mut rows = Vec::new();
    for (life, &id) in lives.iter().zip(ids) {
        digest.update(format!("{id} {}\n", life.known.row.title));
        for line in &life.lines {
            let row = event(id, line)?;
            digest.update(format!("{} {}\n", line.at.millis(), row.data));
            if line.files.is_empty() {
                rows.push(row.into_active_model());
            } else {
                // Its files want to know its id.
                let event = EventId(events::Entity::insert(unnumbered(row)).exec(&tx.conn).await?.last_insert_id);
                files::attach(&tx.conn, line.by, id, Some(event), &line.files).await?;
            }
        }
    }
    for rows in rows.chunks(EVENTS_AT_ONCE) {
        let rows = rows.iter().cloned().map(|row| events::ActiveModel { id: NotSet, ..row.reset_all() });
        events::Entity::insert_many(rows).exec_without_returning(&tx.conn).await?;
    }
    Ok(lives.iter().map(|life| life.lines.len()).sum())
}

fn event(ticket: TicketId, line: &Line) -> Result<events::Model> {
    let (body, data) = stored::put_what(&line.what)?;
    Ok(events::Model {
        id: 0,
        ticket_id: ticket.get(),
        at: line.at.millis(),
        actor_id: line.by.map(UserId::get),
        visibility: line.what.visibility().as_str().to_owned(),
        kind: line.what.kind().to_owned(),
        body,
        data,
    })
}

fn unnumbered(row: events::Model) -> events::ActiveModel {
    events::ActiveModel { id: NotSet, ..row.into_active_model().reset_all() }
}

/// A ticket's version is the id of its last event.
async fn set_versions(conn: &DatabaseTransaction, ids: &[TicketId]) -> Result<()> {
    let last = Query::select()
        .expr(Expr::col(events::Column::Id).max())
        .from(events::Entity)
        .and_where(Expr::col((events::Entity, events::Column::TicketId)).equals((tickets::Entity, tickets::Column::Id)))
        .to_owned();
    for ids in ids.chunks(EVENTS_AT_ONCE) {
        let mut update = Query::update();
        update
            .table(tickets::Entity)
            .value(tickets::Column::Version, last.clone())
            .and_where(Expr::col(tickets::Column::Id).is_in(ids.iter().map(|id| id.get())));
        conn.execute(&update).await?;
    }
    Ok(())
}

async fn insert_people(conn: &DatabaseTransaction, lives: &[Life], ids: &[TicketId]) -> Result<()> {
    let mut rows = Vec::new();
    for (life, id) in lives.iter().zip(ids) {
        let facts = &life.known.facts;
        let requesters = facts.requesters.iter().map(|person| (person, REQUESTER));
        let watchers = facts.watchers.iter().map(|person| (person, WATCHER));
        rows.extend(requesters.chain(watchers).map(|(person, role)| ticket_people::ActiveModel {
            ticket_id: Set(id.get()),
            user_id: Set(person.get()),
            role: Set(role.to_owned()),
        }));
    }
    for rows in rows.chunks(EVENTS_AT_ONCE) {
        ticket_people::Entity::insert_many(rows.iter().cloned()).exec_without_returning(conn).await?;
    }
    Ok(())
}

async fn insert_ratings(conn: &DatabaseTransaction, book: &Chronicle, lives: &[Life], ids: &[TicketId]) -> Result<()> {
    let (mut given, mut asked, mut followed) = (Vec::new(), Vec::new(), Vec::new());
    for (life, id) in lives.iter().zip(ids) {
        asked.extend(life.survey.clone().map(|survey| surveys::Model { ticket_id: id.get(), ..survey }.into_active_model().reset_all()));
        given.extend(life.rating.as_ref().map(|(rating, at)| ratings::ActiveModel {
            ticket_id: Set(id.get()),
            rater_id: Set(life.known.row.requester_id),
            given: Set(i16::from(rating.answer.given())),
            kind: Set(rating.answer.kind().as_str().to_owned()),
            sentiment: Set(book.lexicon.guess(&rating.comment).map(|guess| guess.as_str().to_owned())),
            comment: Set(rating.comment.clone()),
            created_at: Set(at.millis()),
            updated_at: Set(at.millis()),
        }));
    }
    for (life, id) in lives.iter().zip(ids) {
        followed.extend(life.follow_ups.iter().map(|row| {
            let row = follow_ups::Model { ticket_id: id.get(), ..row.clone() }.into_active_model().reset_all();
            follow_ups::ActiveModel { id: NotSet, ..row }
        }));
    }
    for followed in followed.chunks(EVENTS_AT_ONCE) {
        follow_ups::Entity::insert_many(followed.iter().cloned()).exec_without_returning(conn).await?;
    }
    for asked in asked.chunks(EVENTS_AT_ONCE) {
        surveys::Entity::insert_many(asked.iter().cloned()).exec_without_returning(conn).await?;
    }
    for given in given.chunks(EVENTS_AT_ONCE) {
        ratings::Entity::insert_many(given.iter().cloned()).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// The description's files, and those of the form under their fields.
async fn attach_files(tx: &Tx<'_>, life: &Life, id: TicketId) -> Result<()> {
    let (by, attached) = &life.files;
    files::attach(&tx.conn, Some(*by), id, None, attached).await?;
    for (key, answer) in &life.answers {
        if let Answer::Files(attached) = answer {
            files::attach_to_field(&tx.conn, *by, id, key, attached).await?;
        }
    }
    Ok(())
}
