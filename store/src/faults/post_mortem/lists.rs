//! Lists over all faults: the actions that were agreed on, and what was published.

use std::collections::HashMap;

use domain::{
    fault::{
        number::Number,
        post_mortem::{ActionLine, PostMortem, PublishedLine, Revision},
    },
    id::{FaultId, TeamId, UserId},
    permit::{Act, Actor, may},
};
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, NullOrdering, Order, Query},
};

use super::{
    super::{facts::Known, list::seen_by, stored},
    view::today,
};
use crate::{
    Error, Result, Store, convert,
    entity::{fault_actions, faults, memberships, post_mortem_revisions, post_mortems},
    markdown,
    tickets::names::Wanted,
};

/// The most lines of a list.
const MOST: u64 = 200;

/// Which actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those that are not done, of everybody.
    #[default]
    Open,
    /// Those of them that the reader owns.
    Mine,
    /// Those of them whose day has passed.
    Overdue,
}

/// Actions that are not done, of the faults that the actor sees, the one that is due first before the others; at most 200.
///
/// # Errors
/// [`Error::NotFound`] for who answers for nothing.
pub async fn actions(store: &Store, actor: &Actor, whose: Whose) -> Result<Vec<ActionLine>> {
    if !may(actor, Act::SeeFaults) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let today = today(store).await?;
    let mut seen = Query::select();
    seen.column(faults::Column::Id).from(faults::Entity).cond_where(seen_by(actor));
    let mut wanted = fault_actions::Entity::find()
        .filter(fault_actions::Column::Done.eq(false))
        .filter(fault_actions::Column::FaultId.in_subquery(seen));
    match whose {
        Whose::Open => {}
        Whose::Mine => wanted = wanted.filter(fault_actions::Column::OwnerId.eq(actor.user.get())),
        Whose::Overdue => wanted = wanted.filter(fault_actions::Column::Due.lt(today.to_string())),
    }
    let rows = wanted
        .order_by_with_nulls(fault_actions::Column::Due, Order::Asc, NullOrdering::Last)
        .order_by_asc(fault_actions::Column::FaultId)
        .order_by_asc(fault_actions::Column::Place)
        .limit(MOST)
        .all(conn)
        .await?;
    lines(conn, &rows, today).await
}

/// The actions that members of a team own and have not done although their day has passed, of the faults that the actor sees; at most 200. None for
/// who answers for nothing.
///
/// # Errors
/// The database's.
pub async fn overdue_of(store: &Store, actor: &Actor, team: TeamId) -> Result<Vec<ActionLine>> {
    if !may(actor, Act::SeeFaults) {
        return Ok(Vec::new());
    }
    let today = today(store).await?;
    let mut seen = Query::select();
    seen.column(faults::Column::Id).from(faults::Entity).cond_where(seen_by(actor));
    let mut members = Query::select();
    members.column(memberships::Column::UserId).from(memberships::Entity).and_where(Expr::col(memberships::Column::TeamId).eq(team.get()));
    let rows = fault_actions::Entity::find()
        .filter(fault_actions::Column::Done.eq(false))
        .filter(fault_actions::Column::Due.lt(today.to_string()))
        .filter(fault_actions::Column::OwnerId.in_subquery(members))
        .filter(fault_actions::Column::FaultId.in_subquery(seen))
        .order_by_asc(fault_actions::Column::Due)
        .order_by_asc(fault_actions::Column::FaultId)
        .order_by_asc(fault_actions::Column::Place)
        .limit(MOST)
        .all(&store.read)
        .await?;
    lines(&store.read, &rows, today).await
}

/// The actions of these rows, in their order.
pub(super) async fn lines(conn: &impl ConnectionTrait, rows: &[fault_actions::Model], today: Date) -> Result<Vec<ActionLine>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.fault_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let bodies = post_mortems::Entity::find().filter(post_mortems::Column::FaultId.is_in(ids.iter().copied())).all(conn).await?;
    let bodies: HashMap<i64, PostMortem> =
        bodies.into_iter().map(|row| Ok((row.fault_id, convert::json("post-mortem", &row.body)?))).collect::<Result<_>>()?;
    let titles: HashMap<i64, String> = faults::Entity::find()
        .filter(faults::Column::Id.is_in(ids))
        .select_only()
        .columns([faults::Column::Id, faults::Column::Title])
        .into_tuple()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let mut names = Wanted::default();
    names.person(rows.iter().filter_map(|row| row.owner_id.map(UserId)));
    let names = names.find(conn).await?;
    let line = |row: &fault_actions::Model| {
        let place = usize::try_from(row.place).ok()?;
        let action = bodies.get(&row.fault_id)?.content().actions.get(place)?;
        Some(ActionLine {
            fault: Number(FaultId(row.fault_id)),
            title: titles.get(&row.fault_id).cloned().unwrap_or_default(),
            place,
            kind: action.kind,
            text: action.text.clone(),
            owner: action.owner.and_then(|owner| names.person(owner).cloned()),
            due: action.due,
            progress: action.progress.clone(),
            overdue: action.is_overdue(today),
        })
    };
    Ok(rows.iter().filter_map(line).collect())
}

/// The post-mortems that were published for an audience that the actor belongs to, the one that was published last first; at most 200.
///
/// # Errors
/// The database's.
pub async fn published(store: &Store, actor: &Actor) -> Result<Vec<PublishedLine>> {
    let conn = &store.read;
    let mut last = Query::select();
    last.expr(Expr::col(post_mortem_revisions::Column::Number).max()).from_as(post_mortem_revisions::Entity, "other").and_where(
        Expr::col(("other", post_mortem_revisions::Column::FaultId))
            .equals((post_mortem_revisions::Entity, post_mortem_revisions::Column::FaultId)),
    );
    let rows = post_mortem_revisions::Entity::find()
        .filter(Expr::col((post_mortem_revisions::Entity, post_mortem_revisions::Column::Number)).in_subquery(last))
        .order_by_desc(post_mortem_revisions::Column::PublishedAt)
        .order_by_desc(post_mortem_revisions::Column::FaultId)
        .limit(MOST)
        .all(conn)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.fault_id).collect();
    let mut all = Known::many(conn, &ids).await?;
    let mut lines = Vec::new();
    let mut wanted = Wanted::default();
    let mut hit = Vec::new();
    for row in rows {
        let Some(known) = all.remove(&row.fault_id) else { continue };
        let revision: Revision = convert::json("post-mortem", &row.body)?;
        if !may(actor, Act::ReadPostMortem(&known.facts, &revision.content.audience)) {
            continue;
        }
        wanted.service(known.services.iter().copied());
        hit.push(known.services.clone());
        lines.push(PublishedLine {
            number: Number(FaultId(row.fault_id)),
            title: known.row.title.clone(),
            severity: stored::word(&known.row.severity)?,
            services: Vec::new(),
            at: revision.at,
            revision: u32::try_from(row.number).unwrap_or_default(),
            summary: markdown::render(&revision.content.summary),
        });
    }
    let names = wanted.find(conn).await?;
    for (line, services) in lines.iter_mut().zip(hit) {
        line.services = services.iter().filter_map(|service| names.service(*service)).cloned().collect();
    }
    Ok(lines)
}
