//! What a ticket is found by: its number, its words, and what was said about it.

use domain::{
    form::{Answer, Answers},
    id::TicketId,
    ticket::{Number, event::Visibility},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::stored;
use crate::{
    Result, convert,
    entity::{events, tickets, users},
    search::Texts,
};

/// The texts of a ticket as it stands now.
pub(crate) async fn texts(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<Texts> {
    let requester: Option<String> =
        users::Entity::find_by_id(row.requester_id).select_only().column(users::Column::Name).into_tuple().one(conn).await?;
    let said: Vec<(String, Option<String>)> = events::Entity::find()
        .filter(events::Column::TicketId.eq(row.id))
        .filter(events::Column::Body.is_not_null())
        .order_by_asc(events::Column::Id)
        .select_only()
        .columns([events::Column::Visibility, events::Column::Body])
        .into_tuple()
        .all(conn)
        .await?;
    let said = said.into_iter().map(|(visibility, body)| (visibility == Visibility::Public.as_str(), body));
    gather(row, requester, said)
}

/// The texts of a row, its requester's name, and what was said: whether publicly, and the words.
pub(super) fn gather(row: &tickets::Model, requester: Option<String>, said: impl Iterator<Item = (bool, Option<String>)>) -> Result<Texts> {
    let number = Number::new(stored::word(&row.kind)?, TicketId(row.id));
    let mut texts = Texts { public: vec![number.to_string(), row.title.clone(), row.description.clone()], internal: Vec::new() };
    // An imported ticket is still asked for by the number that it had before.
    texts.public.extend(row.external_ref.clone());
    let answers: Answers = convert::json("ticket", &row.answers)?;
    texts.public.extend(answers.into_values().filter_map(written));
    texts.public.extend(requester);
    for (publicly, body) in said {
        let side = if publicly { &mut texts.public } else { &mut texts.internal };
        side.extend(body);
    }
    Ok(texts)
}

fn written(answer: Answer) -> Option<String> {
    match answer {
        Answer::Text(text) | Answer::Number(text) | Answer::Date(text) => Some(text),
        _ => None,
    }
}
