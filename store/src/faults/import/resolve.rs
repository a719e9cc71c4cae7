//! Who and what here is meant by the names of a file.

use std::collections::{BTreeSet, HashMap};

use domain::{
    fault::{
        exchange::{Audience, Document, Found, Imported, Kept, Note, fit, settle},
        post_mortem::Content,
    },
    id::{ServiceId, TicketId, UserId},
    ticket::Number,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Result,
    entity::{services, tickets, users},
    tickets::stored,
};

/// What is to be written of a fault.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) document: Document,
    pub(super) services: Vec<ServiceId>,
    /// The text of its post-mortem.
    pub(super) content: Content,
    /// What stays as text.
    pub(super) kept: Kept,
    /// What was left out on the way.
    pub(super) notes: Vec<Note>,
}

impl Resolved {
    pub(super) async fn of(conn: &impl ConnectionTrait, fault: &Imported, now: Timestamp) -> Result<Self> {
        let (document, notes) = fitted(fault, now);
        let (services, unknown) = services_of(conn, &document.services).await?;
        let people = people_of(conn, &document).await?;
        let tickets = tickets_of(conn, &document).await?;
        let found = Found { person: &|name| people.get(name).copied().flatten(), ticket: &|number| tickets.get(number).copied() };
        Ok(Self::settled(document, (services, unknown), &found, now, notes))
    }

    /// Where nobody and nothing is.
    pub(super) fn nowhere(fault: &Imported, now: Timestamp) -> Self {
        let (document, notes) = fitted(fault, now);
        let unknown = document.services.clone();
        Self::settled(document, (Vec::new(), unknown), &Found { person: &|_| None, ticket: &|_| None }, now, notes)
    }

    fn settled(
        document: Document,
        (services, unknown): (Vec<ServiceId>, Vec<String>),
        found: &Found<'_>,
        now: Timestamp,
        mut notes: Vec<Note>,
    ) -> Self {
        let (content, unsettled) = settle(&document, found, now);
        notes.extend(unsettled);
        let kept = Kept { services: unknown, ..Kept::of(&document, &content, found) };
        Self { document, services, content, kept, notes }
    }
}

fn fitted(fault: &Imported, now: Timestamp) -> (Document, Vec<Note>) {
    let mut document = fault.document.clone();
    let notes = fit(&mut document, now);
    if document.title.is_empty() {
        // Of what a title has nothing is left that can be read.
        "?".clone_into(&mut document.title);
    }
    (document, notes)
}

/// The services of these names, in either language, and the names that there are none of. A name that several have is nobody's, unless one of
/// them alone is in use.
async fn services_of(conn: &impl ConnectionTrait, names: &[String]) -> Result<(Vec<ServiceId>, Vec<String>)> {
    if names.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let all: Vec<(i64, String, String, Option<i64>)> = services::Entity::find()
        .select_only()
        .columns([services::Column::Id, services::Column::NameEn, services::Column::NameZh, services::Column::ArchivedAt])
        .into_tuple()
        .all(conn)
        .await?;
    let (mut known, mut unknown) = (BTreeSet::new(), Vec::new());
    for name in names {
        let wanted = name.to_lowercase();
        let called = |archived: bool| -> Vec<i64> {
            let is_called = |(_, en, zh, at): &&(i64, String, String, Option<i64>)| {
                at.is_some() == archived && [en, zh].into_iter().any(|one| one.trim().to_lowercase() == wanted)
            };
            all.iter().filter(is_called).map(|(id, ..)| *id).collect()
        };
        let in_use = called(false);
        let found = if in_use.is_empty() { called(true) } else { in_use };
        match found.as_slice() {
            [only] => drop(known.insert(*only)),
            _ => unknown.push(name.clone()),
        }
    }
    Ok((known.into_iter().map(ServiceId).collect(), unknown))
}

/// Whom the document names beside the authors of its timeline, which stay names: what a file says that somebody wrote, nobody wrote here.
async fn people_of(conn: &impl ConnectionTrait, document: &Document) -> Result<HashMap<String, Option<UserId>>> {
    let mut names: BTreeSet<&str> = document.waiver.iter().map(|waiver| waiver.by.as_str()).collect();
    for action in &document.actions {
        names.insert(&action.owner);
        names.extend(action.verified.iter().chain(action.effect.iter().map(|(_, seen)| seen)).map(|seen| seen.by.as_str()));
    }
    if let Audience::People(people) = &document.audience {
        names.extend(people.iter().map(String::as_str));
    }
    names.remove("");
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = users::Entity::find()
        .filter(users::Column::Name.is_in(names))
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple()
        .all(conn)
        .await?;
    let mut people: HashMap<String, Option<UserId>> = HashMap::new();
    for (id, name) in rows {
        // Two of a name are nobody.
        people.entry(name).and_modify(|found| *found = None).or_insert(Some(UserId(id)));
    }
    Ok(people)
}

/// The tickets of these numbers, which must be of the kind that the number says: elsewhere another ticket may have it.
async fn tickets_of(conn: &impl ConnectionTrait, document: &Document) -> Result<HashMap<String, TicketId>> {
    let named = document.actions.iter().filter_map(|action| Some((action.ticket.clone(), action.ticket.parse::<Number>().ok()?)));
    let named: HashMap<String, Number> = named.collect();
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = tickets::Entity::find()
        .filter(tickets::Column::Id.is_in(named.values().map(|number| number.id.get())))
        .select_only()
        .columns([tickets::Column::Id, tickets::Column::Kind])
        .into_tuple()
        .all(conn)
        .await?;
    let mut here = BTreeSet::new();
    for (id, kind) in rows {
        here.insert(Number::new(stored::word(&kind)?, TicketId(id)).to_string());
    }
    // Only as it would go out again.
    Ok(named
        .into_iter()
        .filter(|(text, number)| here.contains(text) && number.to_string() == *text)
        .map(|(text, number)| (text, number.id))
        .collect())
}
