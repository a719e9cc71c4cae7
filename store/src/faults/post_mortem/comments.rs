//! Commenting on a post-mortem while it is written.

use domain::{
    fault::post_mortem::{COMMENT_MAX, Section, quote},
    id::FaultId,
    invalid::{self, Invalid},
    permit::{Act, Actor, may},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{Change, Kept, discussion::paragraphs};
use crate::{
    Error, Result, Store, Tx,
    entity::{post_mortem_comments, post_mortem_threads},
};

/// What somebody says of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaking {
    /// Where it stands.
    pub section: Section,
    /// The paragraph, by its key.
    pub paragraph: String,
    /// Its words as the person saw them. What stands in the text goes before; these are for a paragraph that was changed meanwhile.
    pub seen: String,
    /// What they say, in Markdown.
    pub text: String,
}

/// Comments on a paragraph. One that somebody changed meanwhile gets the comment at its section, with the words that were seen. The name of
/// what was begun.
///
/// # Errors
/// [`Error::NotFound`] for whom neither works on the fault nor reviews its post-mortem, and before that was begun; [`Error::Invalid`] at `text`
/// (`Required`, `TooLong`, `BadCharacters`).
pub async fn comment(store: &Store, actor: &Actor, id: FaultId, speaking: &Speaking) -> Result<i64> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (change, kept) = begin(tx, actor, id).await?;
                let text = text(&speaking.text)?;
                let standing = paragraphs(kept.post_mortem.content(), change.moments.points());
                let stands = |place: Section, key: &str| place == speaking.section && key == speaking.paragraph;
                let found = standing.into_iter().find(|(place, paragraph)| stands(place.section(), &paragraph.key));
                let row = post_mortem_threads::ActiveModel {
                    id: NotSet,
                    fault_id: Set(id.get()),
                    section: Set(speaking.section.as_str().to_owned()),
                    paragraph: Set(speaking.paragraph.chars().take(40).collect()),
                    quote: Set(found.map_or_else(|| quote(&speaking.seen), |(_, paragraph)| paragraph.quote)),
                    resolved_at: Set(None),
                    resolved_by: Set(None),
                };
                let thread = post_mortem_threads::Entity::insert(row).exec(&tx.conn).await?.last_insert_id;
                let said = say(tx, actor, thread, text).await?;
                change.finish(tx, "post_mortem.comment", json!({ "thread": thread, "comment": said, "section": speaking.section })).await?;
                Ok(thread)
            })
        })
        .await
}

/// Answers a comment. One that was resolved stays so.
///
/// # Errors
/// As [`comment`]; [`Error::NotFound`] without such a comment.
pub async fn answer(store: &Store, actor: &Actor, id: FaultId, thread: i64, typed: &str) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (change, _) = begin(tx, actor, id).await?;
                find(tx, id, thread).await?;
                let said = say(tx, actor, thread, text(typed)?).await?;
                change.finish(tx, "post_mortem.answer_comment", json!({ "thread": thread, "comment": said })).await
            })
        })
        .await
}

/// Says that there is nothing more to say of it, or that there is. What somebody else has said already stays as it is.
///
/// # Errors
/// [`Error::NotFound`] as [`answer`].
pub async fn settle(store: &Store, actor: &Actor, id: FaultId, thread: i64, resolved: bool) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (change, _) = begin(tx, actor, id).await?;
                let row = find(tx, id, thread).await?;
                if row.resolved_at.is_some() == resolved {
                    return Ok(());
                }
                let mut row = row.into_active_model();
                row.resolved_at = Set(resolved.then_some(tx.now.millis()));
                row.resolved_by = Set(resolved.then_some(actor.user.get()));
                post_mortem_threads::Entity::update(row).exec(&tx.conn).await?;
                let action = if resolved { "post_mortem.resolve_comment" } else { "post_mortem.reopen_comment" };
                change.finish(tx, action, json!({ "thread": thread })).await
            })
        })
        .await
}

/// The fault under change, for who may read what is worked on.
async fn begin(tx: &Tx<'_>, actor: &Actor, id: FaultId) -> Result<(Change, Kept)> {
    let change = Change::begin(tx, actor, id, |facts| Act::SeeFault(facts)).await?;
    let kept = Kept::find(&tx.conn, id).await?.ok_or(Error::NotFound)?;
    let allowed = may(actor, Act::DiscussPostMortem(&change.known.facts, kept.post_mortem.reviewer()));
    if allowed { Ok((change, kept)) } else { Err(Error::NotFound) }
}

async fn find(tx: &Tx<'_>, id: FaultId, thread: i64) -> Result<post_mortem_threads::Model> {
    let of_fault = post_mortem_threads::Entity::find_by_id(thread).filter(post_mortem_threads::Column::FaultId.eq(id.get()));
    of_fault.one(&tx.conn).await?.ok_or(Error::NotFound)
}

fn text(typed: &str) -> Result<String> {
    Ok(invalid::text(typed, 1, COMMENT_MAX).map_err(|code| Invalid::one("text", code))?)
}

async fn say(tx: &Tx<'_>, actor: &Actor, thread: i64, text: String) -> Result<i64> {
    let row = post_mortem_comments::ActiveModel {
        id: NotSet,
        thread_id: Set(thread),
        at: Set(tx.now.millis()),
        author_id: Set(actor.user.get()),
        body: Set(text),
    };
    Ok(post_mortem_comments::Entity::insert(row).exec(&tx.conn).await?.last_insert_id)
}
