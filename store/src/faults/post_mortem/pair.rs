//! Two revisions of a post-mortem, for who compares them.

use std::collections::BTreeSet;

use domain::{
    fault::{
        number::Number,
        post_mortem::{Audience, Content, Published},
    },
    id::{FaultId, UserId},
    permit::{Act, Actor, may},
    ticket::view::PersonRef,
};

use super::{super::facts::Known, kept::Kept, view::published};
use crate::{Error, Result, Store, tickets::names::Wanted};

/// Two revisions with the people whom they name. A revision is named by its number, the first is 1, and 0 is what is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Of which fault.
    pub number: Number,
    /// What that was.
    pub title: String,
    /// What was published, the newest first.
    pub revisions: Vec<Published>,
    /// What went before.
    pub before: (u32, Content),
    /// What came after.
    pub after: (u32, Content),
    /// Everybody who is named.
    pub people: Vec<PersonRef>,
}

/// Two revisions. Without any named, what was changed last: what is worked on and what was published before it, or of what is published the
/// last two.
///
/// # Errors
/// [`Error::NotFound`] for whom neither works on the fault nor reviews its post-mortem, without such revisions, and before one was published.
pub async fn pair(store: &Store, actor: &Actor, id: FaultId, before: Option<u32>, after: Option<u32>) -> Result<Pair> {
    let conn = &store.read;
    let known = Known::any(conn, id, false).await?;
    let kept = Kept::find(conn, id).await?.ok_or(Error::NotFound)?;
    let post_mortem = &kept.post_mortem;
    if !may(actor, Act::DiscussPostMortem(&known.facts, post_mortem.reviewer())) {
        return Err(Error::NotFound);
    }
    let last = u32::try_from(post_mortem.revisions().len()).unwrap_or(u32::MAX);
    if last == 0 {
        return Err(Error::NotFound);
    }
    let is_published = matches!(post_mortem.state(), domain::fault::post_mortem::State::Published { .. });
    let after = after.unwrap_or(if is_published && last > 1 { last } else { 0 });
    let before = before.unwrap_or(if after == last { last.saturating_sub(1) } else { last });
    let content = |number: u32| match number.checked_sub(1) {
        None => Some(post_mortem.content().clone()),
        Some(place) => post_mortem.revisions().get(usize::try_from(place).ok()?).map(|revision| revision.content.clone()),
    };
    let (old, new) = (content(before).ok_or(Error::NotFound)?, content(after).ok_or(Error::NotFound)?);
    let mut wanted = Wanted::default();
    wanted.person(post_mortem.revisions().iter().flat_map(|revision| [revision.by, revision.reviewer]));
    wanted.person(people(&old).into_iter().chain(people(&new)));
    let names = wanted.find(conn).await?;
    Ok(Pair {
        number: Number(id),
        title: known.row.title.clone(),
        revisions: published(post_mortem, &names),
        before: (before, old),
        after: (after, new),
        people: names.people,
    })
}

fn people(content: &Content) -> BTreeSet<UserId> {
    let mut people: BTreeSet<UserId> = content.actions.iter().filter_map(|action| action.owner).collect();
    if let Audience::People { people: named } = &content.audience {
        people.extend(named);
    }
    people
}
