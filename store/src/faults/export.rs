//! Faults as documents that go out: as files, and to find out whether what comes in is here already.

use std::collections::{BTreeSet, HashMap};

use domain::{
    fault::{
        action::Progress,
        exchange::{Document, Facts, Names, compose},
        moment::Moments,
        post_mortem::{Audience, Content},
        timeline::{Author, Entry},
    },
    id::{FaultId, TicketId, UserId},
    permit::{Act, Actor, may},
    ticket::Number as TicketNumber,
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{facts::Known, kept, post_mortem, stored};
use crate::{
    Result, Store,
    entity::{faults, services, tickets as ticket},
    people,
    report::{house, midnight},
    tickets::stored as ticket_stored,
};

/// Faults whose documents are made at once.
const AT_ONCE: u64 = 200;

/// A fault with its post-mortem, as far as the actor reads it: what is worked on for who works on it or reviews it, and what was published last
/// for its audience. Everybody else who sees the fault gets it without.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see the fault.
pub async fn one(store: &Store, actor: &Actor, id: FaultId) -> Result<Document> {
    let conn = &store.read;
    let known = Known::find(conn, actor, id, |facts| Act::SeeFault(facts), false).await?;
    let content = post_mortem::readable(conn, actor, &known).await?;
    let works = may(actor, Act::WorkFault(&known.facts));
    document(conn, &known.row, content.unwrap_or_default(), works).await
}

/// All faults that began from the first day on and before the end, in the house's zone, the earliest first, with what is worked on of their
/// post-mortems: for somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// Those of the database.
pub async fn all(store: &Store, from: Option<Date>, to: Option<Date>) -> Result<Vec<Document>> {
    let conn = &store.read;
    let zone = house(store).await?;
    let mut after: Option<(i64, i64)> = None;
    let mut documents = Vec::new();
    loop {
        let mut query = faults::Entity::find();
        if let Some(from) = from {
            query = query.filter(faults::Column::BeganAt.gte(midnight(from, &zone).millis()));
        }
        if let Some(to) = to {
            query = query.filter(faults::Column::BeganAt.lt(midnight(to, &zone).millis()));
        }
        if let Some((began, id)) = after {
            let later = sea_orm::Condition::any()
                .add(faults::Column::BeganAt.gt(began))
                .add(sea_orm::Condition::all().add(faults::Column::BeganAt.eq(began)).add(faults::Column::Id.gt(id)));
            query = query.filter(later);
        }
        let rows = query.order_by_asc(faults::Column::BeganAt).order_by_asc(faults::Column::Id).limit(AT_ONCE).all(conn).await?;
        let Some(last) = rows.last() else { return Ok(documents) };
        after = Some((last.began_at, last.id));
        for row in &rows {
            documents.push(whole(conn, row).await?);
        }
    }
}

/// A fault with all that is worked on.
pub(super) async fn whole(conn: &impl ConnectionTrait, row: &faults::Model) -> Result<Document> {
    let content = post_mortem::worked_on(conn, FaultId(row.id)).await?;
    document(conn, row, content.unwrap_or_default(), true).await
}

/// `inside` is for who may read what the file said of the post-mortem, beside what stands in it.
async fn document(conn: &impl ConnectionTrait, row: &faults::Model, content: Content, inside: bool) -> Result<Document> {
    let id = FaultId(row.id);
    let (mut moments, _) = stored::moments(conn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    moments.finder = row.finder.as_deref().map(stored::word).transpose()?;
    let timeline = stored::entries(conn, id).await?;
    let mut rest = kept::of(conn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let people = people_of(conn, &content, &timeline).await?;
    let numbers = numbers_of(conn, &content).await?;
    // Times that nobody has said are not told, as long as nobody has put the entry to another one.
    let untimed: Vec<bool> = in_order(&timeline).into_iter().map(|entry| is_untimed(entry, &rest.untimed)).collect();
    let facts = facts(conn, row, &moments, timeline).await?;
    let names = Names {
        person: &|id| people.get(&id.get()).cloned().unwrap_or_default(),
        ticket: &|id| numbers.get(&id).cloned().unwrap_or_default(),
    };
    let mut document = compose(facts, &content, &names);
    for (line, untimed) in document.timeline.iter_mut().zip(untimed) {
        if untimed {
            line.at = None;
        }
    }
    if !inside {
        rest.kept.actions.clear();
        rest.kept.readers.clear();
        rest.kept.waiver = None;
    }
    rest.kept.give_back(&mut document);
    Ok(document)
}

fn in_order(timeline: &[Entry]) -> Vec<&Entry> {
    let mut order: Vec<&Entry> = timeline.iter().collect();
    order.sort_by_key(|entry| (entry.at, entry.arrival));
    order
}

fn is_untimed(entry: &Entry, untimed: &BTreeSet<i64>) -> bool {
    entry.earlier.is_empty() && untimed.contains(&entry.arrival)
}

async fn facts<'m>(conn: &impl ConnectionTrait, row: &faults::Model, moments: &'m Moments, timeline: Vec<Entry>) -> Result<Facts<'m>> {
    let id = FaultId(row.id);
    let impacts = stored::impacts(conn, id).await?;
    let known = Known::any(conn, id, false).await?;
    let names: Vec<String> = services::Entity::find()
        .filter(services::Column::Id.is_in(known.services.iter().map(|service| service.get())))
        .select_only()
        .column(services::Column::NameEn)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(Facts {
        title: row.title.clone(),
        services: names,
        severity: Some(stored::word(&row.severity)?),
        drill: row.drill,
        moments,
        intervals: impacts.iter().filter(|row| row.withdrawn_at.is_none()).map(stored::interval).collect(),
        timeline,
    })
}

/// Everybody whom the text and the timeline name.
async fn people_of(conn: &impl ConnectionTrait, content: &Content, timeline: &[Entry]) -> Result<HashMap<i64, String>> {
    let mut ids: BTreeSet<UserId> = content.waiver.iter().map(|waiver| waiver.by).collect();
    for action in &content.actions {
        ids.extend(action.owner);
        match &action.progress {
            Progress::Verified { verified, .. } => drop(ids.insert(verified.by)),
            Progress::Checked { verified, effect, .. } => ids.extend([verified.by, effect.by]),
            Progress::Open | Progress::Done { .. } => {}
        }
    }
    if let Audience::People { people } = &content.audience {
        ids.extend(people);
    }
    ids.extend(timeline.iter().filter_map(|entry| match entry.author {
        Author::Person { id } => Some(id),
        Author::Nobody | Author::Named { .. } => None,
    }));
    let found = people::refs(conn, ids.into_iter().map(UserId::get)).await?;
    Ok(found.into_iter().map(|(id, person)| (id, person.name)).collect())
}

async fn numbers_of(conn: &impl ConnectionTrait, content: &Content) -> Result<HashMap<TicketId, String>> {
    let ids: Vec<i64> = content.actions.iter().filter_map(|action| action.ticket).map(TicketId::get).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = ticket::Entity::find()
        .filter(ticket::Column::Id.is_in(ids))
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Kind])
        .into_tuple()
        .all(conn)
        .await?;
    let number = |(id, kind): (i64, String)| Ok((TicketId(id), TicketNumber::new(ticket_stored::word(&kind)?, TicketId(id)).to_string()));
    rows.into_iter().map(number).collect()
}
