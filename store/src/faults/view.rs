//! One fault with all that its page shows.

use domain::{
    fault::{
        declaration::Role,
        derive,
        moment::{Moments, open_questions},
        number::Number,
        timeline::{Author, Entry, order},
        view::{FaultView, Held, Impact, Last, Line, Withdrawn},
    },
    id::{FaultId, UserId},
    permit::{Act, Actor, may},
    ticket::view::Names,
    time::Timestamp,
};
use sea_orm::EntityTrait;

use super::{facts::Known, goals, stored, tickets, updates};
use crate::{
    Result, Store, alerts,
    entity::{fault_impacts, post_mortems},
    markdown, on_call,
    tickets::names::Wanted,
};

/// Everything about one fault, for who may see it.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not, and without such a fault.
pub async fn view(store: &Store, actor: &Actor, id: FaultId) -> Result<FaultView> {
    let conn = &store.read;
    let known = Known::find(conn, actor, id, |facts| Act::SeeFault(facts), false).await?;
    let (mut moments, last) = stored::moments(conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
    let row = &known.row;
    moments.finder = row.finder.as_deref().map(stored::word).transpose()?;
    let may_work = may(actor, Act::WorkFault(&known.facts));
    let proposals =
        derive::open(derive::propose(&alerts::to_derive(conn, id).await?, &tickets::filed(conn, id).await?, store.now()), &moments);
    let goals = &store.settings().await?.goals;
    let alerts = alerts::of_fault(conn, id).await?;
    let working = goals::working(store, goals, moments.points()).await?;
    let mut entries = stored::entries(conn, id).await?;
    order(&mut entries);
    let impacts = stored::impacts(conn, id).await?;
    let names = names(store, &known, &moments, &entries, &impacts).await?;
    let person = |id: Option<i64>| id.and_then(|id| names.person(UserId(id)).cloned());
    let held = |role| Held {
        role,
        by: person(match role {
            Role::Commander => row.commander_id,
            Role::Scribe => row.scribe_id,
            Role::Liaison => row.liaison_id,
        }),
    };
    let kept = super::kept::of(conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default().kept;
    let post_mortem = post_mortems::Entity::find_by_id(id.get()).one(conn).await?;
    Ok(FaultView {
        called: on_call::of_fault(conn, actor, id).await?,
        updates: updates::of_fault(conn, id).await?,
        post_mortem: post_mortem.map(|row| stored::word(&row.state)).transpose()?,
        number: Number(id),
        title: row.title.clone(),
        severity: stored::word(&row.severity)?,
        state: stored::word(&row.state)?,
        drill: row.drill,
        services: known.services.iter().filter_map(|&service| names.service(service)).cloned().collect(),
        services_by_name: kept.services,
        // Who answers for the integration is no more than the name in which an alert declared it.
        declared_by: if alerts.declared { None } else { person(Some(row.declared_by)) },
        declared_at: Timestamp::from_millis(row.declared_at),
        finder: moments.finder,
        last: last.into_iter().map(|(kind, id)| Last { kind, id }).collect(),
        targets: goals.of(stored::word(&row.severity)?),
        working,
        questions: open_questions(&moments),
        proposals: if may_work { proposals } else { Vec::new() },
        roles: Role::ALL.iter().map(|&role| held(role)).collect(),
        alerts,
        tickets: tickets::linked(conn, actor, id).await?,
        impacts: standing(&impacts).map(|row| Impact { id: row.id, interval: stored::interval(row) }).collect(),
        withdrawn: impacts.iter().filter_map(|row| withdrawn(row, &names)).collect(),
        timeline: entries.into_iter().map(|entry| line(entry, &names)).collect(),
        people: names.people.clone(),
        moments,
        may_work,
        version: row.version,
        changes: row.changes,
    })
}

/// Whether the actor may work on a fault.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not.
pub async fn may_work(store: &Store, actor: &Actor, id: FaultId) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await.map(drop)
}

fn line(entry: Entry, names: &Names) -> Line {
    let author = match entry.author {
        Author::Nobody => None,
        Author::Person { id } => names.person(id).map(|person| person.name.clone()),
        Author::Named { name } => Some(name),
    };
    Line { arrival: entry.arrival, at: entry.at, origin: entry.origin, author, html: markdown::render(&entry.text), earlier: entry.earlier }
}

/// The intervals that nobody took back.
fn standing(impacts: &[fault_impacts::Model]) -> impl Iterator<Item = &fault_impacts::Model> {
    impacts.iter().filter(|row| row.withdrawn_at.is_none())
}

fn withdrawn(row: &fault_impacts::Model, names: &Names) -> Option<Withdrawn> {
    let at = Timestamp::from_millis(row.withdrawn_at?);
    let by = row.withdrawn_by.and_then(|by| names.person(UserId(by)).cloned());
    Some(Withdrawn { interval: stored::interval(row), at, by, why: row.withdrawn_why.clone() })
}

/// Everybody and everything that the page names, in one query.
async fn names(store: &Store, known: &Known, moments: &Moments, entries: &[Entry], impacts: &[fault_impacts::Model]) -> Result<Names> {
    let mut wanted = Wanted::default();
    wanted.person([known.facts.declared_by]);
    wanted.person(known.facts.holders.iter().copied());
    wanted.service(known.services.iter().copied());
    for (_, moment) in moments.iter() {
        wanted.person(moment.history().filter_map(|change| change.by));
    }
    for entry in entries {
        if let Author::Person { id } = entry.author {
            wanted.person([id]);
        }
        wanted.person(entry.earlier.iter().map(|earlier| earlier.by));
    }
    wanted.person(impacts.iter().filter_map(|row| row.withdrawn_by.map(UserId)));
    wanted.find(&store.read).await
}
