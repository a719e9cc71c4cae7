//! How alerts and rules stand in their columns, there and back.

use domain::{
    alert::{Occurrence, rule::Rule, signal::Told},
    id::{AlertRuleId, IntegrationId},
    time::Timestamp,
};
use sea_orm::Set;

use crate::{
    Result, Tx, convert,
    entity::{alert_rules, alerts},
};

/// An alert as it was folded so far.
pub(super) fn occurrence(row: &alerts::Model) -> Result<Occurrence> {
    Ok(Occurrence {
        key: row.key.clone(),
        starts_at: Timestamp::from_millis(row.starts_at),
        begun: row.begun,
        ends_at: convert::time(row.ends_at),
        acknowledged_at: convert::time(row.acknowledged_at),
        told: told(row)?,
        times: row.times,
        heard_at: Timestamp::from_millis(row.heard_at),
    })
}

/// What an alert tells of itself.
pub(super) fn told(row: &alerts::Model) -> Result<Told> {
    Ok(Told {
        summary: row.summary.clone(),
        severity: row.severity.clone(),
        labels: convert::json("alert", &row.labels)?,
        link: row.link.clone(),
    })
}

/// A new row without what became of it.
pub(super) fn row(tx: &Tx<'_>, integration: IntegrationId, occurrence: &Occurrence) -> Result<alerts::ActiveModel> {
    Ok(alerts::ActiveModel {
        integration_id: Set(integration.get()),
        key: Set(occurrence.key.clone()),
        starts_at: Set(occurrence.starts_at.millis()),
        begun: Set(occurrence.begun),
        ends_at: Set(occurrence.ends_at.map(Timestamp::millis)),
        acknowledged_at: Set(occurrence.acknowledged_at.map(Timestamp::millis)),
        acknowledged_by: Set(None),
        summary: Set(occurrence.told.summary.clone()),
        severity: Set(occurrence.told.severity.clone()),
        labels: Set(convert::to_json("alert", &occurrence.told.labels)?),
        link: Set(occurrence.told.link.clone()),
        times: Set(occurrence.times),
        first_at: Set(tx.now.millis()),
        heard_at: Set(occurrence.heard_at.millis()),
        ..Default::default()
    })
}

/// A rule from its row.
pub(super) fn rule(row: &alert_rules::Model) -> Result<Rule> {
    let mut rule: Rule = convert::json("alert rule", &row.body)?;
    rule.id = AlertRuleId(row.id);
    rule.name.clone_from(&row.name);
    Ok(rule)
}
