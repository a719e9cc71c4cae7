//! Rows of a file in the database.

use std::collections::HashMap;

use domain::{
    id::{TicketId, UserId},
    survey::Sentiment,
    ticket::Number,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::json;

use super::read::Row;
use crate::{
    Result, Store,
    entity::{past_surveys, surveys, tickets},
};

/// A ticket that a row names.
#[derive(Clone, Copy)]
pub(super) struct Ticket {
    pub(super) id: TicketId,
    /// Whether its requester was asked, or answered, here.
    pub(super) asked: bool,
}

/// The tickets that rows name, by our number or by that of the system that they came from.
pub(super) async fn tickets(conn: &impl ConnectionTrait, rows: &[Row]) -> Result<HashMap<String, Ticket>> {
    let named = || rows.iter().map(|row| row.reference.as_str()).filter(|name| !name.is_empty());
    let number = |name: &str| name.parse::<Number>().ok().map(|number| number.id.get());
    if named().next().is_none() {
        return Ok(HashMap::new());
    }
    let found: Vec<(i64, Option<String>)> = tickets::Entity::find()
        .filter(
            Condition::any().add(tickets::Column::Id.is_in(named().filter_map(number))).add(tickets::Column::ExternalRef.is_in(named())),
        )
        .select_only()
        .columns([tickets::Column::Id, tickets::Column::ExternalRef])
        .into_tuple()
        .all(conn)
        .await?;
    let asked: Vec<i64> = surveys::Entity::find()
        .filter(surveys::Column::TicketId.is_in(found.iter().map(|(id, _)| *id)))
        .select_only()
        .column(surveys::Column::TicketId)
        .into_tuple()
        .all(conn)
        .await?;
    let mut known = HashMap::new();
    for name in named() {
        let is = |(id, other): &&(i64, Option<String>)| other.as_deref() == Some(name) || number(name) == Some(*id);
        if let Some((id, _)) = found.iter().find(is) {
            known.insert(name.to_owned(), Ticket { id: TicketId(*id), asked: asked.contains(id) });
        }
    }
    Ok(known)
}

/// Writes rows with one record.
pub(super) async fn write(store: &Store, by: Option<UserId>, file: &str, rows: &[(&Row, Option<TicketId>)]) -> Result<()> {
    store
        .transact(by, |tx| {
            Box::pin(async move {
                let models = rows.iter().map(|(row, ticket)| past_surveys::ActiveModel {
                    id: NotSet,
                    fingerprint: Set(row.fingerprint.clone()),
                    service_id: Set(row.service),
                    team_id: Set(row.team),
                    ticket_id: Set(ticket.map(TicketId::get)),
                    reference: Set(row.reference.clone()),
                    respondent: Set(row.respondent.clone()),
                    asked_at: Set(row.asked_at.millis()),
                    answered_at: Set(row.answered_at.map(Timestamp::millis)),
                    kind: Set(row.kind.as_str().to_owned()),
                    given: Set(row.given.map(i16::from)),
                    comment: Set(row.comment.clone()),
                    sentiment: Set(store.lexicon.guess(&row.comment).map(Sentiment::as_str).map(str::to_owned)),
                    file_name: Set(file.to_owned()),
                    imported_at: Set(tx.now.millis()),
                    imported_by: Set(by.map(UserId::get)),
                });
                // Somebody may bring the same file at the same time.
                let twice = OnConflict::column(past_surveys::Column::Fingerprint).do_nothing().to_owned();
                past_surveys::Entity::insert_many(models).on_conflict(twice).exec_without_returning(&tx.conn).await?;
                tx.audit("survey.import", ("survey", file), json!({ "file": file, "rows": rows.len() }));
                Ok(())
            })
        })
        .await
}
