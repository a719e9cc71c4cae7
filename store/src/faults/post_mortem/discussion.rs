//! What is said of a post-mortem that is written, beside the paragraphs that it speaks of.

use std::collections::HashMap;

use domain::{
    fault::{
        moment::Points,
        post_mortem::{Comment, Content, Discussion, Keys, Paragraph, Place, Resolved, Thread, quote, texts},
    },
    id::{FaultId, UserId},
    ticket::view::Names,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::stored;
use crate::{
    Result,
    entity::{post_mortem_comments, post_mortem_threads},
    markdown,
    tickets::names::Wanted,
};

/// All of it.
pub(super) async fn of(conn: &impl ConnectionTrait, id: FaultId, content: &Content, points: Points) -> Result<Discussion> {
    let mut discussion = Discussion::default();
    for (place, paragraph) in paragraphs(content, points) {
        discussion.paragraphs.entry(place.name()).or_default().push(paragraph);
    }
    discussion.threads = threads(conn, id).await?;
    Ok(discussion)
}

/// The paragraphs of a text, each with where it stands.
pub(super) fn paragraphs(content: &Content, points: Points) -> Vec<(Place, Paragraph)> {
    let mut keys = Keys::default();
    let mut all = Vec::new();
    for (place, text) in texts(content, points) {
        for block in markdown::blocks(text) {
            let key = keys.of(place.section(), &block.words);
            all.push((place, Paragraph { key, quote: quote(&block.words), html: block.html }));
        }
    }
    all
}

async fn threads(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<Thread>> {
    let rows = post_mortem_threads::Entity::find()
        .filter(post_mortem_threads::Column::FaultId.eq(id.get()))
        .order_by_asc(post_mortem_threads::Column::Id)
        .all(conn)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let said = post_mortem_comments::Entity::find()
        .filter(post_mortem_comments::Column::ThreadId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(post_mortem_comments::Column::Id)
        .all(conn)
        .await?;
    let mut wanted = Wanted::default();
    wanted.person(said.iter().map(|row| UserId(row.author_id)).chain(rows.iter().filter_map(|row| row.resolved_by.map(UserId))));
    let names = wanted.find(conn).await?;
    let mut by_thread: HashMap<i64, Vec<Comment>> = HashMap::new();
    for row in said {
        by_thread.entry(row.thread_id).or_default().push(Comment {
            id: row.id,
            by: names.person(UserId(row.author_id)).cloned(),
            at: Timestamp::from_millis(row.at),
            html: markdown::render(&row.body),
        });
    }
    rows.into_iter().map(|row| thread(row, &mut by_thread, &names)).collect()
}

fn thread(row: post_mortem_threads::Model, said: &mut HashMap<i64, Vec<Comment>>, names: &Names) -> Result<Thread> {
    let by = row.resolved_by.and_then(|by| names.person(UserId(by)).cloned());
    Ok(Thread {
        id: row.id,
        section: stored::word(&row.section)?,
        paragraph: row.paragraph,
        quote: row.quote,
        comments: said.remove(&row.id).unwrap_or_default(),
        resolved: row.resolved_at.map(|at| Resolved { by, at: Timestamp::from_millis(at) }),
    })
}
