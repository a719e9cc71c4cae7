//! How comments seem to be meant, guessed anew: by other words than before.

use domain::survey::Sentiment;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};
use serde_json::json;

use crate::{
    Result, Store, Tx,
    entity::{past_surveys, ratings},
};

/// Comments that are looked at in one transaction.
const AT_ONCE: u64 = 1_000;

/// Guesses anew how every comment is meant, by the store's words; how many are told otherwise now.
///
/// # Errors
/// The database's.
pub async fn reguess(store: &Store) -> Result<u64> {
    let mut changed = 0;
    for past in [false, true] {
        let mut behind = 0;
        loop {
            let page = store.transact(None, |tx| Box::pin(page(store, tx, past, behind))).await?;
            changed += page.changed;
            match page.last {
                Some(last) => behind = last,
                None => break,
            }
        }
    }
    Ok(changed)
}

struct Page {
    changed: u64,
    last: Option<i64>,
}

async fn page(store: &Store, tx: &mut Tx<'_>, past: bool, behind: i64) -> Result<Page> {
    let rows: Vec<(i64, String, Option<String>)> = if past {
        use past_surveys::Column as C;
        past_surveys::Entity::find()
            .filter(C::Id.gt(behind))
            .filter(C::Comment.ne(""))
            .order_by_asc(C::Id)
            .select_only()
            .columns([C::Id, C::Comment, C::Sentiment])
            .limit(AT_ONCE)
            .into_tuple()
            .all(&tx.conn)
            .await?
    } else {
        use ratings::Column as C;
        ratings::Entity::find()
            .filter(C::TicketId.gt(behind))
            .filter(C::Comment.ne(""))
            .order_by_asc(C::TicketId)
            .select_only()
            .columns([C::TicketId, C::Comment, C::Sentiment])
            .limit(AT_ONCE)
            .into_tuple()
            .all(&tx.conn)
            .await?
    };
    let last = rows.last().map(|row| row.0);
    let mut changed = 0;
    for (id, comment, was) in rows {
        let is = store.lexicon.guess(&comment).map(Sentiment::as_str);
        if was.as_deref() == is {
            continue;
        }
        let mut update = Query::update();
        if past {
            update.table(past_surveys::Entity).value(past_surveys::Column::Sentiment, is).and_where(past_surveys::Column::Id.eq(id));
        } else {
            update.table(ratings::Entity).value(ratings::Column::Sentiment, is).and_where(ratings::Column::TicketId.eq(id));
        }
        tx.conn.execute(&update).await?;
        changed += 1;
    }
    if changed > 0 {
        tx.audit("survey.guess", ("survey", if past { "past" } else { "own" }), json!({ "comments": changed }));
    }
    Ok(Page { changed, last })
}
