//! What the log names by number, by the names that it has now. The records themselves keep the numbers: names change.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::sort_named_by,
    directory::Named,
    fault,
    id::{FaultId, TicketId},
    locale::Localised,
    ticket::Number,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use crate::{
    Result, convert,
    entity::{
        alert_rules, audit, calendars, categories, integrations, policies, reply_templates, roles, rotas, services, teams, tickets, users,
    },
};

/// Numbers by their sort.
type Numbers = BTreeMap<String, BTreeSet<i64>>;

/// The names of all that these records name by number.
pub(super) async fn of(conn: &impl ConnectionTrait, rows: &[audit::Model]) -> Result<Vec<Named>> {
    let mut numbers = Numbers::new();
    for row in rows {
        if let Ok(id) = row.object_id.parse() {
            numbers.entry(row.object_kind.clone()).or_default().insert(id);
        }
        if let Ok(data) = serde_json::from_str(&row.data) {
            collect(&data, None, &mut numbers);
        }
    }
    let mut names = Vec::new();
    for (kind, ids) in numbers {
        let found = find(conn, &kind, ids).await?;
        names.extend(found.into_iter().map(|(id, name)| Named { kind: kind.clone(), id, name }));
    }
    Ok(names)
}

fn collect(value: &Value, sort: Option<&str>, numbers: &mut Numbers) {
    match (value, sort) {
        (Value::Number(number), Some(sort)) => {
            if let Some(id) = number.as_i64() {
                numbers.entry(sort.to_owned()).or_default().insert(id);
            }
        }
        (Value::Array(items), sort) => items.iter().for_each(|item| collect(item, sort, numbers)),
        (Value::Object(parts), _) => parts.iter().for_each(|(name, part)| collect(part, sort_named_by(name), numbers)),
        _ => {}
    }
}

async fn find(conn: &impl ConnectionTrait, kind: &str, ids: BTreeSet<i64>) -> Result<Vec<(i64, Localised)>> {
    macro_rules! named {
        ($table:ident, $($name:ident),+) => {
            $table::Entity::find()
                .select_only()
                .column($table::Column::Id)
                $(.column($table::Column::$name))+
                .filter($table::Column::Id.is_in(ids))
                .into_tuple()
                .all(conn)
                .await?
        };
    }
    let both = |rows: Vec<(i64, String, String)>| rows.into_iter().map(|(id, en, zh)| (id, Localised::new(en, zh))).collect();
    let one = |rows: Vec<(i64, String)>| rows.into_iter().map(|(id, name)| (id, Localised::new(name, ""))).collect();
    Ok(match kind {
        "user" => one(named!(users, Name)),
        "team" => one(named!(teams, Name)),
        "role" => one(named!(roles, Name)),
        "rota" => one(named!(rotas, Name)),
        "integration" => one(named!(integrations, Name)),
        "alert_rule" => one(named!(alert_rules, Name)),
        "template" => one(named!(reply_templates, Name)),
        "calendar" => one(named!(calendars, Name)),
        "policy" => one(named!(policies, Name)),
        // By the number that people say; its title is for those who may see it.
        "ticket" => one(numbers_of(named!(tickets, Kind))?),
        // By its number, like a ticket.
        "fault" => ids.into_iter().map(|id| (id, Localised::new(fault::number::Number(FaultId(id)).to_string(), ""))).collect(),
        "service" => both(named!(services, NameEn, NameZh)),
        "category" => both(named!(categories, NameEn, NameZh)),
        _ => Vec::new(),
    })
}

fn numbers_of(rows: Vec<(i64, String)>) -> Result<Vec<(i64, String)>> {
    let number = |(id, kind): (i64, String)| Ok((id, Number::new(convert::word("kind", &kind)?, TicketId(id)).to_string()));
    rows.into_iter().map(number).collect()
}
