//! Rules in their order, and what they would have made.

use domain::{
    alert::{
        rule::{RULES_MAX, Rule, RuleDraft, Seen},
        trial::{self, Trial},
        view::RuleRow,
    },
    id::{AlertRuleId, ServiceId},
    invalid::{Code, Invalid},
    permit::Actor,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::{integrations::permitted, stored};
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{alert_rules as rule, alerts as alert, integrations as integration, services},
    tickets::names::Wanted,
    transact::Compared,
};

/// How many alerts a trial looks at: those that were heard of last.
const TRIED: u64 = 2_000;

/// The rules that hold, in their order.
pub(super) async fn in_force(conn: &impl ConnectionTrait) -> Result<Vec<Rule>> {
    ordered(conn).await?.iter().map(stored::rule).collect()
}

async fn ordered(conn: &impl ConnectionTrait) -> Result<Vec<rule::Model>> {
    Ok(rule::Entity::find().order_by_asc(rule::Column::Position).order_by_asc(rule::Column::Id).all(conn).await?)
}

/// Every rule in its order.
///
/// # Errors
/// [`Error::NotFound`] without the permission; the database's.
pub async fn rules(store: &Store, actor: &Actor) -> Result<Vec<RuleRow>> {
    permitted(actor)?;
    let rows = ordered(&store.read).await?;
    let rules: Vec<Rule> = rows.iter().map(stored::rule).collect::<Result<_>>()?;
    // What no integration speaks for: the rule's own services alone are left.
    let own = |rule: &Rule| rule.outcome.services(ServiceId(0)).into_iter().filter(|service| service.get() != 0).collect::<Vec<_>>();
    let mut wanted = Wanted::default();
    wanted.service(rules.iter().flat_map(own));
    let names = wanted.find(&store.read).await?;
    let row = |(rule, row): (Rule, rule::Model)| RuleRow {
        services: own(&rule).into_iter().filter_map(|service| names.service(service).cloned()).collect(),
        version: row.version,
        rule,
    };
    Ok(rules.into_iter().zip(rows).map(row).collect())
}

/// Makes a rule behind all others.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as [`RuleDraft::parse`], at `services` (`UnknownReference`) for one that is
/// not in use, at `name` (`TooMany`) over 200 rules.
pub async fn create_rule(store: &Store, actor: &Actor, draft: &RuleDraft) -> Result<AlertRuleId> {
    permitted(actor)?;
    let new = draft.parse(AlertRuleId(0))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                tx.alone_with(Compared::AlertRules).await?;
                fits(tx, &new).await?;
                let rows = ordered(&tx.conn).await?;
                if rows.len() >= RULES_MAX {
                    return Err(Invalid::one("name", Code::TooMany { max: RULES_MAX }).into());
                }
                let row = rule::ActiveModel {
                    position: Set(rows.last().map_or(1, |last| last.position + 1)),
                    name: Set(new.name.clone()),
                    body: Set(convert::to_json("alert rule", &new)?),
                    version: Set(1),
                    ..Default::default()
                };
                let id = AlertRuleId(rule::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
                tx.audit("alert_rule.create", ("alert_rule", id), json!({ "to": new }));
                Ok(id)
            })
        })
        .await
}

/// Changes a rule; `version` is what the change is based on. What alerts became stays.
///
/// # Errors
/// As [`create_rule`], and [`Error::Conflict`] when somebody else changed it since.
pub async fn change_rule(store: &Store, actor: &Actor, id: AlertRuleId, version: i64, draft: &RuleDraft) -> Result<()> {
    permitted(actor)?;
    let new = draft.parse(id)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                tx.alone_with(Compared::AlertRules).await?;
                let row = rule::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.version != version {
                    return Err(Error::Conflict { what: "alert rule" });
                }
                fits(tx, &new).await?;
                let data = json!({ "from": stored::rule(&row)?, "to": new });
                let mut row = row.into_active_model();
                row.name = Set(new.name.clone());
                row.body = Set(convert::to_json("alert rule", &new)?);
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("alert_rule.change", ("alert_rule", id), data);
                Ok(())
            })
        })
        .await
}

/// Deletes a rule.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a rule; the database's.
pub async fn delete_rule(store: &Store, actor: &Actor, id: AlertRuleId) -> Result<()> {
    permitted(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                tx.alone_with(Compared::AlertRules).await?;
                let row = rule::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                rule::Entity::delete_by_id(id.get()).exec(&tx.conn).await?;
                tx.audit("alert_rule.delete", ("alert_rule", id), json!({ "from": stored::rule(&row)? }));
                Ok(())
            })
        })
        .await
}

/// Puts a rule before the one above it, or behind the one below. The first one stays the first, and the last one the last.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a rule; the database's.
pub async fn move_rule(store: &Store, actor: &Actor, id: AlertRuleId, up: bool) -> Result<()> {
    permitted(actor)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                tx.alone_with(Compared::AlertRules).await?;
                let mut rows = ordered(&tx.conn).await?;
                let at = rows.iter().position(|row| row.id == id.get()).ok_or(Error::NotFound)?;
                let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|&to| to < rows.len()) };
                let Some(to) = to else { return Ok(()) };
                rows.swap(at, to);
                for (position, row) in (1..).zip(rows) {
                    if row.position != position {
                        let mut row = row.into_active_model();
                        row.position = Set(position);
                        row.update(&tx.conn).await?;
                    }
                }
                tx.audit("alert_rule.move", ("alert_rule", id), json!({ "to": to + 1 }));
                Ok(())
            })
        })
        .await
}

/// What all rules would have made of the alerts that were heard of last, with this draft in the place of rule `id`, or behind all of
/// them. Nothing is changed.
///
/// # Errors
/// As [`create_rule`] and [`change_rule`].
pub async fn trial(store: &Store, actor: &Actor, id: Option<AlertRuleId>, draft: &RuleDraft) -> Result<Trial> {
    permitted(actor)?;
    let tried = draft.parse(id.unwrap_or(AlertRuleId(0)))?;
    let conn = &store.read;
    let mut rules = in_force(conn).await?;
    let place = match id {
        Some(id) => rules.iter().position(|rule| rule.id == id).ok_or(Error::NotFound)?,
        None => rules.len(),
    };
    match rules.get_mut(place) {
        Some(rule) => *rule = tried,
        None => rules.push(tried),
    }
    let integrations = integration::Entity::find().all(conn).await?;
    let from = |id: i64| integrations.iter().find(|row| row.id == id);
    let rows = alert::Entity::find().order_by_desc(alert::Column::HeardAt).order_by_desc(alert::Column::Id).limit(TRIED).all(conn).await?;
    let told: Vec<_> = rows.iter().map(stored::told).collect::<Result<_>>()?;
    let seen = rows.iter().zip(&told).filter_map(|(row, told)| {
        let from = from(row.integration_id)?;
        Some((Seen { integration: &from.name, told }, ServiceId(from.service_id)))
    });
    Ok(trial::run(&rules, Some(place), seen))
}

/// Refuses services that are not in use.
async fn fits(tx: &Tx<'_>, rule: &Rule) -> Result<()> {
    let wanted = rule.outcome.services(ServiceId(0));
    let wanted: Vec<i64> = wanted.into_iter().map(ServiceId::get).filter(|&service| service != 0).collect();
    let found: Vec<i64> = services::Entity::find()
        .filter(services::Column::Id.is_in(wanted.iter().copied()))
        .filter(services::Column::ArchivedAt.is_null())
        .select_only()
        .column(services::Column::Id)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    if found.len() == wanted.len() { Ok(()) } else { Err(Invalid::one("services", Code::UnknownReference).into()) }
}
