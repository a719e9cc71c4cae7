//! What new alerts make, by the first rule that matches each: those of one group join one fault or one ticket that is open.

use std::collections::{BTreeMap, HashMap};

use domain::{
    alert::{
        Occurrence,
        rule::{Outcome, Rule, Seen, decide as first},
        signal::line,
        view::Became,
    },
    fault::declaration::{Details, TITLE_MAX},
    id::{AlertRuleId, FaultId, IntegrationId, ServiceId, TicketId, UserId},
    priority::Matrix,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::rules;
use crate::{
    Result, Tx, convert,
    entity::{alert_groups as group, alerts as alert, faults as fault, integrations as integration, services, teams, tickets as ticket},
    faults, tickets,
};

/// What became of an alert.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined {
    became: Became,
    rule: Option<AlertRuleId>,
    pub(super) fault: Option<FaultId>,
    ticket: Option<TicketId>,
    declares: bool,
}

impl Joined {
    pub(super) const fn of(became: Became) -> Self {
        Self { became, rule: None, fault: None, ticket: None, declares: false }
    }

    /// What became of a known one.
    pub(super) fn kept(row: &alert::Model) -> Result<Self> {
        Ok(Self {
            became: convert::word("alert", &row.became)?,
            rule: row.rule_id.map(AlertRuleId),
            fault: row.fault_id.map(FaultId),
            ticket: row.ticket_id.map(TicketId),
            declares: row.declares,
        })
    }

    pub(super) fn put(self, row: &mut alert::ActiveModel) {
        row.became = Set(self.became.as_str().to_owned());
        row.rule_id = Set(self.rule.map(AlertRuleId::get));
        row.fault_id = Set(self.fault.map(FaultId::get));
        row.ticket_id = Set(self.ticket.map(TicketId::get));
        row.declares = Set(self.declares);
    }
}

/// Decides about new alerts, one for one.
pub(super) async fn decide(tx: &mut Tx<'_>, from: &integration::Model, new: &[&Occurrence], matrix: &Matrix) -> Result<Vec<Joined>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let rules = rules::in_force(&tx.conn).await?;
    let mut decided = Vec::with_capacity(new.len());
    let mut groups: BTreeMap<String, (&Rule, Vec<usize>)> = BTreeMap::new();
    for (place, occurrence) in new.iter().enumerate() {
        if !occurrence.begun {
            // Nothing is known of it but its end.
            decided.push(Joined::of(Became::Over));
            continue;
        }
        let seen = Seen { integration: &from.name, told: &occurrence.told };
        let rule = first(&rules, &seen);
        decided.push(match rule {
            None => Joined::of(Became::Unmatched),
            Some(rule) => Joined { rule: Some(rule.id), ..Joined::of(Became::Nothing) },
        });
        if let Some(rule) = rule.filter(|rule| rule.outcome != Outcome::Nothing) {
            groups.entry(rule.group(&seen, ServiceId(from.service_id))).or_insert_with(|| (rule, Vec::new())).1.push(place);
        }
    }
    if groups.is_empty() {
        return Ok(decided);
    }
    let mut open = open(tx, groups.keys()).await?;
    for (key, (rule, places)) in groups {
        let mut target = open.remove(&key);
        for place in places {
            let (joined, occurrence) = (&mut decided[place], new[place]);
            if target.is_none() && occurrence.ends_at.is_none() {
                let made = make(tx, from, rule, occurrence, matrix).await?;
                joined.declares = matches!(made, Some(Target::Fault(_)));
                let Some(made) = made else {
                    joined.became = Became::Impossible;
                    continue;
                };
                remember(tx, &key, made).await?;
                target = Some(made);
            }
            match target {
                Some(Target::Fault(id)) => (joined.became, joined.fault) = (Became::Fault, Some(id)),
                Some(Target::Ticket(id)) => (joined.became, joined.ticket) = (Became::Ticket, Some(id)),
                None => joined.became = Became::Over,
            }
        }
    }
    Ok(decided)
}

/// What alerts of a group join.
#[derive(Clone, Copy)]
enum Target {
    Fault(FaultId),
    Ticket(TicketId),
}

/// What each of these groups joins, as far as that is open. Nobody else makes anything for them until the transaction ends.
async fn open(tx: &Tx<'_>, keys: impl Iterator<Item = &String> + Clone) -> Result<HashMap<String, Target>> {
    let find = || {
        group::Entity::find()
            .filter(group::Column::Key.is_in(keys.clone()))
            // In one order, so that no two wait for each other.
            .order_by_asc(group::Column::Key)
            .lock_exclusive()
    };
    let mut rows = find().all(&tx.conn).await?;
    if rows.len() < keys.clone().count() {
        let new = keys.clone().map(|key| group::ActiveModel { key: Set(key.clone()), fault_id: Set(None), ticket_id: Set(None) });
        let nothing = OnConflict::column(group::Column::Key).do_nothing().to_owned();
        group::Entity::insert_many(new).on_conflict(nothing).exec_without_returning(&tx.conn).await?;
        rows = find().all(&tx.conn).await?;
    }
    let faults: Vec<i64> = fault::Entity::find()
        .filter(fault::Column::Id.is_in(rows.iter().filter_map(|row| row.fault_id)))
        .filter(fault::Column::Open.eq(true))
        .select_only()
        .column(fault::Column::Id)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    let mut tickets: Vec<i64> = Vec::new();
    if rows.iter().any(|row| row.ticket_id.is_some()) {
        tickets = ticket::Entity::find()
            .filter(ticket::Column::Id.is_in(rows.iter().filter_map(|row| row.ticket_id)))
            .filter(ticket::Column::Open.eq(true))
            .select_only()
            .column(ticket::Column::Id)
            .into_tuple()
            .all(&tx.conn)
            .await?;
    }
    let target = |row: &group::Model| {
        let fault = row.fault_id.filter(|id| faults.contains(id)).map(|id| Target::Fault(FaultId(id)));
        fault.or_else(|| row.ticket_id.filter(|id| tickets.contains(id)).map(|id| Target::Ticket(TicketId(id))))
    };
    Ok(rows.iter().filter_map(|row| Some((row.key.clone(), target(row)?))).collect())
}

async fn remember(tx: &Tx<'_>, key: &str, target: Target) -> Result<()> {
    let (fault, ticket) = match target {
        Target::Fault(id) => (Some(id.get()), None),
        Target::Ticket(id) => (None, Some(id.get())),
    };
    group::Entity::update_many()
        .col_expr(group::Column::FaultId, Expr::value(fault))
        .col_expr(group::Column::TicketId, Expr::value(ticket))
        .filter(group::Column::Key.eq(key))
        .exec(&tx.conn)
        .await?;
    Ok(())
}

/// Makes what the rule asks for; nothing, when none of its services is in use any more.
async fn make(tx: &mut Tx<'_>, from: &integration::Model, rule: &Rule, occurrence: &Occurrence, matrix: &Matrix) -> Result<Option<Target>> {
    let services = in_use(tx, rule.outcome.services(ServiceId(from.service_id))).await?;
    let (owner, title) = (UserId(from.owner_id), title(occurrence, &from.name));
    let Some(&service) = services.first() else { return Ok(None) };
    match &rule.outcome {
        Outcome::Nothing => Ok(None),
        Outcome::Fault { severity, .. } => {
            let details = Details { title, severity: *severity, services, drill: false };
            let id = faults::declare_by_alert(tx, owner, &details, IntegrationId(from.id)).await?;
            Ok(Some(Target::Fault(id)))
        }
        Outcome::Ticket { .. } => {
            let alerted = tickets::Alerted { service, owner, title, description: description(occurrence), matrix: matrix.clone() };
            let number = tickets::submit_by_alert(tx, &alerted).await?;
            Ok(Some(Target::Ticket(number.id)))
        }
    }
}

/// Those that are not archived, and whose teams are not.
async fn in_use(tx: &Tx<'_>, wanted: Vec<ServiceId>) -> Result<Vec<ServiceId>> {
    let of_used_teams = teams::Entity::find().filter(teams::Column::ArchivedAt.is_null()).select_only().column(teams::Column::Id);
    let found: Vec<i64> = services::Entity::find()
        .filter(services::Column::Id.is_in(wanted.iter().map(|service| service.get())))
        .filter(services::Column::ArchivedAt.is_null())
        .filter(Expr::col(services::Column::TeamId).in_subquery(sea_orm::QueryTrait::into_query(of_used_teams)))
        .order_by_asc(services::Column::Id)
        .select_only()
        .column(services::Column::Id)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    Ok(found.into_iter().map(ServiceId).collect())
}

/// What is wrong, in a line that a fault or a ticket can have.
fn title(occurrence: &Occurrence, integration: &str) -> String {
    let title = line(&occurrence.told.summary, TITLE_MAX);
    if title.chars().count() < 3 { line(&format!("Alert: {integration} {title}"), TITLE_MAX) } else { title }
}

/// All that the alert tells, as Markdown that nothing in it can leave.
fn description(occurrence: &Occurrence) -> String {
    let told = &occurrence.told;
    // Four spaces in front make code of a line, and no value holds a line's end.
    let mut text = format!("    {}\n", told.summary);
    for (name, value) in &told.labels {
        text.push_str(&format!("    {name}: {value}\n"));
    }
    if !told.link.is_empty() {
        text.push_str(&format!("\n<{}>\n", told.link));
    }
    text.chars().take(50_000).collect()
}
