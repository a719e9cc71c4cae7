//! Reply templates: what those who answer write often, kept by a team's leads for the team, and for everybody by who may change settings.

use domain::{
    id::{TeamId, TemplateId, TicketId},
    invalid::{Code, Invalid},
    people::TeamKind,
    permit::{Act, Actor, may},
    reply_template::{Filling, TemplateDraft, TemplateRef, TemplateRow, fill},
    ticket::{Number, view::TeamRef},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::json;

use crate::{
    Error, Result, Store, Tx,
    entity::{reply_templates as template, teams as team},
    people, teams,
    tickets::{For, Known, stored},
    transact::Compared,
};

/// For whom somebody may keep templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// For everybody.
    pub everybody: bool,
    /// For these teams, which answer tickets; by name.
    pub teams: Vec<TeamRef>,
}

/// Every template that the actor keeps, by name, and for whom they may keep one.
///
/// # Errors
/// [`Error::NotFound`] for who may keep none; the database's.
pub async fn list(store: &Store, actor: &Actor) -> Result<(Vec<TemplateRow>, Scopes)> {
    if !may(actor, Act::SeeTemplates) {
        return Err(Error::NotFound);
    }
    let rows = template::Entity::find().order_by_asc(template::Column::Name).order_by_asc(template::Column::Id).all(&store.read).await?;
    let rows: Vec<template::Model> = rows.into_iter().filter(|row| keeps(actor, row.team_id.map(TeamId))).collect();
    let names = teams::refs(&store.read, rows.iter().filter_map(|row| row.team_id)).await?;
    let rows = rows.into_iter().map(|row| read(row.team_id.and_then(|id| names.get(&id).cloned()), row)).collect();
    Ok((rows, scopes(store, actor).await?))
}

/// One template that the actor keeps, and for whom they may keep one.
///
/// # Errors
/// [`Error::NotFound`] without it; the database's.
pub async fn detail(store: &Store, actor: &Actor, id: TemplateId) -> Result<(TemplateRow, Scopes)> {
    let row = kept(&store.read, actor, id).await?;
    let names = teams::refs(&store.read, row.team_id).await?;
    let of = row.team_id.and_then(|id| names.get(&id).cloned());
    Ok((read(of, row), scopes(store, actor).await?))
}

/// Makes a template.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `team`, `name`, `text`.
pub async fn create(store: &Store, actor: &Actor, draft: &TemplateDraft) -> Result<TemplateId> {
    if !keeps(actor, draft.team) {
        return Err(Error::NotFound);
    }
    let draft = draft.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                fits(tx, &draft, None).await?;
                let row = template::ActiveModel {
                    team_id: Set(draft.team.map(TeamId::get)),
                    name: Set(draft.name.clone()),
                    body: Set(draft.text.clone()),
                    created_at: Set(tx.now.millis()),
                    updated_at: Set(tx.now.millis()),
                    version: Set(1),
                    ..Default::default()
                };
                let id = TemplateId(template::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
                tx.audit("template.create", ("template", id), json!({ "name": draft.name, "team": draft.team }));
                Ok(id)
            })
        })
        .await
}

/// Changes a template; `version` is the state that the change is based on.
///
/// # Errors
/// [`Error::NotFound`] without the permission, for where it was or for where it goes, or without such a template;
/// [`Error::Conflict`] when somebody else changed it since; [`Error::Invalid`] by field: `team`, `name`, `text`.
pub async fn change(store: &Store, actor: &Actor, id: TemplateId, version: i64, draft: &TemplateDraft) -> Result<()> {
    kept(&store.read, actor, id).await?;
    if !keeps(actor, draft.team) {
        return Err(Error::NotFound);
    }
    let draft = draft.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = kept(&tx.conn, actor, id).await?;
                if row.version != version {
                    return Err(Error::Conflict { what: "template" });
                }
                fits(tx, &draft, Some(id)).await?;
                let data = json!({ "from": { "name": row.name, "team": row.team_id, "text": row.body },
                                   "to": { "name": draft.name, "team": draft.team, "text": draft.text } });
                let mut row = row.into_active_model();
                row.team_id = Set(draft.team.map(TeamId::get));
                row.name = Set(draft.name.clone());
                row.body = Set(draft.text.clone());
                row.updated_at = Set(tx.now.millis());
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                tx.audit("template.change", ("template", id), data);
                Ok(())
            })
        })
        .await
}

/// Deletes a template. What was written with it stays.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a template.
pub async fn delete(store: &Store, actor: &Actor, id: TemplateId) -> Result<()> {
    kept(&store.read, actor, id).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = kept(&tx.conn, actor, id).await?;
                template::Entity::delete_by_id(id.get()).exec(&tx.conn).await?;
                tx.audit("template.delete", ("template", id), json!({ "name": row.name, "team": row.team_id, "text": row.body }));
                Ok(())
            })
        })
        .await
}

/// A template with this ticket's names in it, for who may write a note on the ticket.
///
/// # Errors
/// [`Error::NotFound`] for whom may not, or when the template is not offered on this ticket; the database's.
pub async fn filled(store: &Store, actor: &Actor, ticket: TicketId, id: TemplateId) -> Result<String> {
    let known = Known::seen(&store.read, actor, ticket, For::Reading).await?;
    known.permits(actor, |facts| Act::Note(facts))?;
    let row = template::Entity::find_by_id(id.get()).filter(for_team(known.facts.team)).one(&store.read).await?.ok_or(Error::NotFound)?;
    let people = people::refs(&store.read, [known.row.requester_id]).await?;
    let number = Number::new(stored::word(&known.row.kind)?, ticket).to_string();
    let requester = people.get(&known.row.requester_id).map(|person| person.name.as_str()).unwrap_or_default();
    Ok(fill(&row.body, &Filling { requester, number: &number, title: &known.row.title, agent: &actor.name }))
}

/// The templates for everybody and for this team, by name.
pub(crate) async fn offered(conn: &impl ConnectionTrait, team: Option<TeamId>) -> Result<Vec<TemplateRef>> {
    let rows: Vec<(i64, String)> = template::Entity::find()
        .select_only()
        .columns([template::Column::Id, template::Column::Name])
        .filter(for_team(team))
        .order_by_asc(template::Column::Name)
        .order_by_asc(template::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| TemplateRef { id: TemplateId(id), name }).collect())
}

fn for_team(team: Option<TeamId>) -> Condition {
    Condition::any().add(template::Column::TeamId.is_null()).add_option(team.map(|team| template::Column::TeamId.eq(team.get())))
}

fn keeps(actor: &Actor, team: Option<TeamId>) -> bool {
    may(actor, Act::ManageTemplates { team })
}

async fn kept(conn: &impl ConnectionTrait, actor: &Actor, id: TemplateId) -> Result<template::Model> {
    let row = template::Entity::find_by_id(id.get()).one(conn).await?;
    row.filter(|row| keeps(actor, row.team_id.map(TeamId))).ok_or(Error::NotFound)
}

async fn scopes(store: &Store, actor: &Actor) -> Result<Scopes> {
    let rows = team::Entity::find().filter(answering()).order_by_asc(team::Column::Name).all(&store.read).await?;
    let teams = rows.into_iter().map(|row| TeamRef { id: TeamId(row.id), name: row.name }).filter(|team| keeps(actor, Some(team.id)));
    Ok(Scopes { everybody: keeps(actor, None), teams: teams.collect() })
}

/// Teams that get tickets.
fn answering() -> Condition {
    Condition::all().add(team::Column::ArchivedAt.is_null()).add(team::Column::Kind.ne(TeamKind::Business.as_str()))
}

/// Refuses a team that gets no tickets, and a name that another template for the same people has.
async fn fits(tx: &Tx<'_>, draft: &TemplateDraft, but: Option<TemplateId>) -> Result<()> {
    tx.alone_with(Compared::Templates).await?;
    if let Some(id) = draft.team {
        let answers = team::Entity::find_by_id(id.get()).filter(answering()).one(&tx.conn).await?;
        answers.ok_or_else(|| Invalid::one("team", Code::UnknownReference))?;
    }
    let same = match draft.team {
        Some(team) => template::Column::TeamId.eq(team.get()),
        None => template::Column::TeamId.is_null(),
    };
    let others: Vec<(i64, String)> = template::Entity::find()
        .select_only()
        .columns([template::Column::Id, template::Column::Name])
        .filter(same)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    let folded = draft.name.to_lowercase();
    let taken = others.iter().any(|(id, name)| Some(TemplateId(*id)) != but && name.to_lowercase() == folded);
    if taken { Err(Invalid::one("name", Code::AlreadyTaken).into()) } else { Ok(()) }
}

fn read(team: Option<TeamRef>, row: template::Model) -> TemplateRow {
    TemplateRow { id: TemplateId(row.id), team, name: row.name, text: row.body, version: row.version }
}
