//! Who is meant by `@name` in a text.

use std::ops::Range;

use domain::{
    id::{TeamId, TicketId, UserId},
    mention::{is_of_a_word, is_within_a_word},
    people::AccountState,
    permit::{Act, Actor, TicketFacts, may},
    ticket::view::PersonRef,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::facts::{For, Known};
use crate::{
    Result, Store, actor,
    entity::{memberships, role_grants, services, users},
};

/// The most people that one text can call: more is a mistake or a nuisance.
const MOST: usize = 20;

/// Somebody who can be meant.
#[derive(Clone, Debug)]
struct Candidate {
    id: UserId,
    name: String,
    /// The part of the mail address before the `@`, which has no spaces and is quick to type.
    handle: Option<String>,
}

/// The agents that `text` calls who may read the ticket's internal side, each once.
pub(super) async fn people(store: &Store, ticket: &TicketFacts, text: &str) -> Result<Vec<UserId>> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let mut people = called(text, &candidates(store, ticket).await?);
    let readers = readers(store, ticket, &people).await?;
    people.retain(|person| readers.contains(person));
    Ok(people)
}

/// Everybody but the actor whom an `@name` on the ticket reaches, by name: for who may write a note on it. To outsiders their own
/// people alone are named.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not; the database's.
pub async fn callable(store: &Store, actor: &Actor, id: TicketId) -> Result<Vec<PersonRef>> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::Note(facts))?;
    let mut candidates = candidates(store, &known.facts).await?;
    let ids: Vec<UserId> = candidates.iter().map(|candidate| candidate.id).collect();
    let colleague = |person: &Actor| !actor.is_outsider() || person.teams.iter().any(|own| actor.is_member(own.team));
    let people = actor::load_all(&store.read, &ids).await?;
    let reached = people.iter().filter(|person| may(person, Act::SeeNotes(&known.facts)) && colleague(person));
    let reached: Vec<UserId> = reached.map(|person| person.user).filter(|&person| person != actor.user).collect();
    candidates.retain(|candidate| reached.contains(&candidate.id));
    candidates.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(candidates.into_iter().map(|candidate| PersonRef::new(candidate.id, candidate.name)).collect())
}

/// Those of the people that any of the texts calls who may read the ticket's internal side.
pub(super) struct Called(Vec<Candidate>);

impl Called {
    /// Looks them up; without an `@` in the texts there is nothing to look for.
    pub(super) async fn find<'t>(store: &Store, ticket: &TicketFacts, texts: impl Iterator<Item = &'t str>) -> Result<Self> {
        let texts: Vec<&str> = texts.filter(|text| text.contains('@')).collect();
        if texts.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let mut candidates = candidates(store, ticket).await?;
        let mut meant: Vec<UserId> = Vec::new();
        for id in texts.iter().flat_map(|text| called(text, &candidates)) {
            if !meant.contains(&id) {
                meant.push(id);
            }
        }
        let readers = readers(store, ticket, &meant).await?;
        candidates.retain(|candidate| readers.contains(&candidate.id));
        Ok(Self(candidates))
    }

    /// Where the text calls one of them, in bytes, each with its `@`.
    pub(super) fn in_text(&self, text: &str) -> Vec<Range<usize>> {
        calls(text, &self.0).map(|(at, _)| at).collect()
    }
}

/// Those of the people who may read the ticket's internal side.
async fn readers(store: &Store, ticket: &TicketFacts, people: &[UserId]) -> Result<Vec<UserId>> {
    let people = actor::load_all(&store.read, people).await?;
    Ok(people.into_iter().filter(|person| may(person, Act::SeeNotes(ticket))).map(|person| person.user).collect())
}

/// Those who may come into question, so that not everybody's name is read: whether they may see it is asked of each.
async fn candidates(store: &Store, ticket: &TicketFacts) -> Result<Vec<Candidate>> {
    let members = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::UserId)
        .filter(memberships::Column::TeamId.eq(ticket.team.map(TeamId::get)))
        .into_query();
    let granted = role_grants::Entity::find().select_only().column(role_grants::Column::UserId).into_query();
    let owner = services::Entity::find()
        .select_only()
        .column(services::Column::OwnerId)
        .filter(services::Column::Id.eq(ticket.service.map(domain::id::ServiceId::get)))
        .filter(services::Column::OwnerId.is_not_null())
        .into_query();
    let id = users::Column::Id;
    let found = users::Entity::find()
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .filter(
            Condition::any()
                .add(id.in_subquery(members))
                .add(id.in_subquery(granted))
                .add(id.in_subquery(owner))
                .add(id.is_in(ticket.watchers.iter().chain(&ticket.assignee).map(|person| person.get()))),
        )
        .select_only()
        .columns([users::Column::Id, users::Column::Name, users::Column::Email])
        .into_tuple::<(i64, String, Option<String>)>()
        .all(&store.read)
        .await?;
    let handle = |email: Option<String>| email.and_then(|email| Some(email.split_once('@')?.0.to_owned()));
    Ok(found.into_iter().map(|(id, name, email)| Candidate { id: UserId(id), name, handle: handle(email) }).collect())
}

/// The people that `text` calls, each once, in the order of the text.
///
/// A name is what follows an `@` at the beginning of a word, in either case; of two names that fit, the longer one.
fn called(text: &str, candidates: &[Candidate]) -> Vec<UserId> {
    let mut called = Vec::new();
    for (_, id) in calls(text, candidates) {
        if !called.contains(&id) && called.len() < MOST {
            called.push(id);
        }
    }
    called
}

/// Every place where `text` calls somebody, and whom.
fn calls<'t>(text: &'t str, candidates: &'t [Candidate]) -> impl Iterator<Item = (Range<usize>, UserId)> + 't {
    text.match_indices('@').filter_map(|(at, _)| {
        if is_within_a_word(&text[..at]) {
            return None; // a mail address
        }
        let rest = &text[at + 1..];
        let meant = candidates.iter().filter_map(|candidate| fits(rest, candidate).map(|length| (length, candidate.id)));
        let (length, id) = meant.max_by_key(|&(length, id)| (length, std::cmp::Reverse(id)))?;
        Some((at..at + 1 + length, id))
    })
}

fn fits(rest: &str, candidate: &Candidate) -> Option<usize> {
    [Some(candidate.name.as_str()), candidate.handle.as_deref()].into_iter().flatten().filter_map(|name| begins_with(rest, name)).max()
}

/// How many bytes of `text` are `name`, if it begins with it and does not go on with the same word.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for wanted in name.chars() {
        let c = rest.next()?;
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        length += c.len_utf8();
    }
    let ends_in_a_word = name.chars().next_back().is_some_and(is_of_a_word);
    match rest.next() {
        _ if name.is_empty() => None,
        Some(c) if ends_in_a_word && is_of_a_word(c) => None,
        _ => Some(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Candidate> {
        [(1, "Mei Lin", Some("mei.lin")), (2, "Mei", None), (3, "王小明", Some("xiaoming")), (4, "Ada", Some("ada")), (5, "Jürgen", None)]
            .into_iter()
            .map(|(id, name, handle)| Candidate { id: UserId(id), name: name.into(), handle: handle.map(str::to_owned) })
            .collect()
    }

    #[test]
    fn the_longest_name_that_fits_is_meant() {
        for (text, ids) in [
            ("@Mei Lin can you look?", vec![1]),
            ("@mei, can you look?", vec![2]),
            ("(@mei.lin) and @ADA: look", vec![1, 4]),
            ("请@王小明看一下", vec![3]),
            ("@Adam @Meike", vec![]),
            ("mail ada@ada.example", vec![]),
            ("mail josé@ada.example", vec![]),
            ("@Adaé and @Jürgensen, but @Jürgen.", vec![5]),
            ("@Jürgen看一下", vec![5]),
            ("@Ada @Ada @ada", vec![4]),
            ("@", vec![]),
        ] {
            let called: Vec<i64> = called(text, &people()).into_iter().map(UserId::get).collect();
            assert_eq!(called, ids, "{text}");
        }
    }

    #[test]
    fn a_call_is_marked_from_its_sign_to_the_end_of_the_name() {
        let called = Called(people());
        let marked = |text: &'static str| called.in_text(text).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(marked("@Mei Lin and (@ada), not ada@ada.example"), ["@Mei Lin", "@ada"]);
        assert_eq!(marked("请@王小明看一下"), ["@王小明"]);
        assert!(marked("@nobody").is_empty());
    }
}
