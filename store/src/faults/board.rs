//! What the company was told, for everybody who knows of what is disturbed.

use std::collections::HashMap;

use domain::{
    fault::{
        Severity,
        number::Number,
        update::{Board, Disturbance, PAST_DAYS, Told},
    },
    id::{FaultId, ServiceId},
    permit::Actor,
    ticket::view::ServiceRef,
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{declare::declarable, stored};
use crate::{
    Result, Store,
    entity::{fault_notices, fault_services, fault_updates, faults},
    markdown,
};

/// The most disturbances of a page.
const MOST: u64 = 100;

/// What disturbs the services that the actor knows of right now, the one that was told of last first. On a quiet day one short question.
///
/// # Errors
/// The database's.
pub async fn disturbances(store: &Store, actor: &Actor) -> Result<Vec<Disturbance>> {
    let notices = notices(&store.read, Condition::all().add(fault_notices::Column::Current.eq(true))).await?;
    if notices.is_empty() {
        return Ok(Vec::new());
    }
    let known = declarable(store, actor).await?;
    Ok(told(&store.read, &notices, &known).await?.into_iter().map(|(_, one)| one).collect())
}

/// How every service that the actor knows of stands, what goes on, and what was over within the last [`PAST_DAYS`] days.
///
/// # Errors
/// The database's.
pub async fn board(store: &Store, actor: &Actor) -> Result<Board> {
    let since = store.now().minus(Span::from_days(PAST_DAYS)).millis();
    let wanted = Condition::any().add(fault_notices::Column::Current.eq(true)).add(fault_notices::Column::ToldAt.gte(since));
    let notices = notices(&store.read, wanted).await?;
    let known = declarable(store, actor).await?;
    let (current, past): (Vec<_>, Vec<_>) = told(&store.read, &notices, &known).await?.into_iter().partition(|(current, _)| *current);
    let current: Vec<Disturbance> = current.into_iter().map(|(_, one)| one).collect();
    let worst = |service: ServiceId| -> Option<Severity> {
        let hits = current.iter().filter(|one| one.services.iter().any(|hit| hit.id == service));
        hits.map(|one| one.severity).min()
    };
    let services = known.into_iter().map(|service| (service.clone(), worst(service.id))).collect();
    Ok(Board { services, past: past.into_iter().map(|(_, one)| one).collect(), current })
}

async fn notices(conn: &impl ConnectionTrait, wanted: Condition) -> Result<Vec<fault_notices::Model>> {
    let rows = fault_notices::Entity::find()
        .filter(wanted)
        .order_by_desc(fault_notices::Column::ToldAt)
        .order_by_desc(fault_notices::Column::FaultId)
        .limit(MOST)
        .all(conn)
        .await?;
    Ok(rows)
}

/// What was told of these faults, with whether it goes on, as far as they hit any of the services. A drill is nobody's business.
async fn told(conn: &impl ConnectionTrait, notices: &[fault_notices::Model], known: &[ServiceRef]) -> Result<Vec<(bool, Disturbance)>> {
    let ids: Vec<i64> = notices.iter().map(|notice| notice.fault_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = faults::Entity::find()
        .filter(faults::Column::Id.is_in(ids.iter().copied()))
        .filter(faults::Column::Drill.eq(false))
        .all(conn)
        .await?;
    let severities: HashMap<i64, String> = rows.into_iter().map(|row| (row.id, row.severity)).collect();
    let hits = fault_services::Entity::find().filter(fault_services::Column::FaultId.is_in(ids.iter().copied())).all(conn).await?;
    let mut updates: HashMap<i64, Vec<fault_updates::Model>> = HashMap::new();
    let standing = fault_updates::Entity::find()
        .filter(fault_updates::Column::FaultId.is_in(ids))
        .filter(fault_updates::Column::WithdrawnAt.is_null())
        .order_by_desc(fault_updates::Column::Id)
        .all(conn)
        .await?;
    for update in standing {
        updates.entry(update.fault_id).or_default().push(update);
    }
    let mut all = Vec::new();
    for notice in notices {
        let Some(severity) = severities.get(&notice.fault_id) else { continue };
        let services: Vec<ServiceRef> = known
            .iter()
            .filter(|service| hits.iter().any(|hit| hit.fault_id == notice.fault_id && hit.service_id == service.id.get()))
            .cloned()
            .collect();
        let Some(of_fault) = updates.remove(&notice.fault_id).filter(|_| !services.is_empty()) else { continue };
        all.push((
            notice.current,
            Disturbance {
                number: Number(FaultId(notice.fault_id)),
                headline: of_fault.first().map(|last| last.headline.clone()).unwrap_or_default(),
                severity: stored::word(severity)?,
                services,
                told: of_fault.iter().map(one).collect::<Result<_>>()?,
            },
        ));
    }
    Ok(all)
}

fn one(row: &fault_updates::Model) -> Result<Told> {
    Ok(Told {
        at: Timestamp::from_millis(row.at),
        stage: stored::word(&row.stage)?,
        html: markdown::render(&row.body),
        next_by: row.next_by.map(Timestamp::from_millis),
    })
}
