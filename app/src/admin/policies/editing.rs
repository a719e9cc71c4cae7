//! What the server does with a policy that is being edited.

use std::collections::HashMap;

use domain::id::{CalendarId, PolicyId};
use domain::invalid::{Code, Invalid};
use domain::permit::{Act, Actor, may};
use domain::sla::{self, Policy, PolicyDraft, Promise, Whom, differences};
use domain::ticket::view::PersonRef;
use store::sla::policies::{self, Version, View};

use super::api::{Choices, Meanwhile, NEW, Named, PolicyEditor, Tried, VersionRow, path};
use super::sheet::{Sheet, fresh};
use crate::error::AppError;
use crate::visit::{Visit, fail, redirect};

/// Under which name somebody's sheet of a policy is kept. Each kind of promise has its own new one.
pub(super) fn draft_key(id: PolicyId, promise: Promise) -> String {
    if id == NEW { format!("policy:new:{promise}") } else { format!("policy:{id}") }
}

pub(super) async fn keep(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &Sheet) -> Result<(), AppError> {
    let body = serde_json::to_string(sheet).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, actor, &draft_key(id, sheet.draft.promise), &body).await.map_err(fail)
}

pub(super) async fn load(visit: &Visit, actor: &Actor, id: PolicyId, promise: Promise) -> Result<PolicyEditor, AppError> {
    if !may(actor, Act::ManageSla) {
        return Err(AppError::NotFound);
    }
    let body = store::drafts::load(&visit.store, actor, &draft_key(id, promise)).await.map_err(fail)?;
    let kept: Option<Sheet> = body.and_then(|body| serde_json::from_str(&body).ok());
    let mut choices = choices(visit, actor).await?;
    if id == NEW {
        let changed = kept.is_some();
        let first = choices.calendars.iter().find(|calendar| !calendar.archived).map_or(0, |calendar| calendar.id);
        let sheet = kept.unwrap_or_else(|| fresh(promise, CalendarId(first)));
        choices.people = people(visit, actor, &[&sheet.draft]).await?;
        let tried = tried(visit, actor, id, &sheet).await?;
        let (name, versions) = (String::new(), Vec::new());
        let doubts = sheet.draft.doubts();
        return Ok(PolicyEditor { id, name, sheet, doubts, changed, choices, archived: false, open: 0, versions, meanwhile: None, tried });
    }
    let view = policies::get(&visit.store, actor, id).await.map_err(fail)?;
    let saved = as_saved(&view);
    let kept = kept.filter(|_| !view.line.archived);
    let changed = kept.as_ref().is_some_and(|kept| kept.draft != saved.draft);
    let sheet = kept.map_or_else(|| saved.clone(), |kept| if changed { kept } else { Sheet { tried: kept.tried, ..saved.clone() } });
    let all: Vec<PolicyDraft> = view.versions.iter().map(|version| PolicyDraft::from(&version.policy)).collect();
    choices.people = people(visit, actor, &all.iter().chain([&sheet.draft]).collect::<Vec<_>>()).await?;
    let open = store::sla::choices::open_tickets(&visit.store, actor).await.map_err(fail)?;
    Ok(PolicyEditor {
        id,
        changed,
        meanwhile: if changed { meanwhile(&view, &sheet) } else { None },
        tried: tried(visit, actor, id, &sheet).await?,
        archived: view.line.archived,
        open: open.get(&id).copied().unwrap_or_default(),
        versions: versions(&view),
        name: view.line.policy.name,
        choices,
        doubts: sheet.draft.doubts(),
        sheet,
    })
}

fn as_saved(view: &View) -> Sheet {
    let began_with = view.versions.first().map_or(0, |version| version.version);
    Sheet { based_on: view.version, began_with, draft: PolicyDraft::from(&view.line.policy), tried: None }
}

async fn choices(visit: &Visit, actor: &Actor) -> Result<Choices, AppError> {
    let locale = visit.reader.locale;
    let all = store::sla::choices::choices(&visit.store, actor).await.map_err(fail)?;
    let policies = policies::list(&visit.store, actor).await.map_err(fail)?;
    Ok(Choices {
        calendars: all.calendars.into_iter().map(|one| Named { id: one.id.get(), name: one.name, archived: one.archived }).collect(),
        services: all
            .services
            .into_iter()
            .map(|one| Named { id: one.id.get(), name: one.name.get(locale).to_owned(), archived: one.archived })
            .collect(),
        teams: all
            .teams
            .into_iter()
            .map(|(one, kind)| (Named { id: one.id.get(), name: one.name, archived: one.archived }, kind))
            .collect(),
        people: Vec::new(),
        policies: policies.into_iter().map(|line| (line.id, line.policy.name)).collect(),
    })
}

/// Those whom these policies name.
async fn people(visit: &Visit, actor: &Actor, drafts: &[&PolicyDraft]) -> Result<Vec<PersonRef>, AppError> {
    let acts = drafts.iter().flat_map(|draft| draft.steps.iter().flatten()).flat_map(|step| &step.acts);
    let ids = acts.filter_map(|act| match act {
        sla::Act::Notify { whom: Whom::Person(person) } | sla::Act::Reassign { person: Some(person), .. } => Some(*person),
        _ => None,
    });
    store::sla::choices::people(&visit.store, actor, ids).await.map_err(fail)
}

/// Adds those who were typed to the steps that shall tell them; says whose name nobody has.
pub(super) async fn add_people(
    visit: &Visit,
    actor: &Actor,
    sheet: &mut Sheet,
    fields: &HashMap<String, String>,
) -> Result<Invalid, AppError> {
    let mut unknown = Invalid::default();
    for (row, step) in sheet.draft.steps.iter_mut().flatten().enumerate() {
        let field = format!("steps.{row}.somebody");
        let Some(typed) = fields.get(&field).filter(|typed| !typed.trim().is_empty()) else { continue };
        let among = store::people::Among::all_for(actor);
        match store::people::meant(&visit.store, actor, typed, among).await.map_err(fail)? {
            Some(person) => step.acts.insert(0, sla::Act::Notify { whom: Whom::Person(person) }),
            None => unknown.add(field, Code::UnknownPerson),
        }
    }
    Ok(unknown)
}

fn versions(view: &View) -> Vec<VersionRow> {
    let before = view.versions.iter().skip(1).map(Some).chain([None]);
    let row = |(version, before): (&Version, Option<&Version>)| VersionRow {
        version: version.version,
        since: version.since,
        until: version.until,
        by: version.by.as_ref().map(|by| by.name.clone()),
        differences: before.map(|before| differences(&before.policy, &version.policy)).unwrap_or_default(),
        back: differences(&view.line.policy, &version.policy),
    };
    view.versions.iter().zip(before).map(row).collect()
}

fn meanwhile(view: &View, sheet: &Sheet) -> Option<Meanwhile> {
    let last = view.versions.first().filter(|_| sheet.based_on != view.version)?;
    let began = view.versions.iter().find(|version| version.version == sheet.began_with).unwrap_or(last);
    let mine = sheet.draft.parse(&[]).map(|mine| differences(&began.policy, &mine)).unwrap_or_default();
    let theirs = differences(&began.policy, &last.policy);
    Some(Meanwhile { by: last.by.as_ref().map(|by| by.name.clone()), at: last.since, theirs, mine })
}

/// Which rule the ticket would find that the reader asks about.
async fn tried(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &Sheet) -> Result<Option<Tried>, AppError> {
    let Some(facts) = sheet.tried else { return Ok(None) };
    let policy: Policy = match sheet.draft.parse(&[]) {
        Ok(policy) => policy,
        Err(wrong) => return Ok(Some(Tried::Wrong(wrong.fields.into_iter().take(3).map(|error| (error.field, error.code)).collect()))),
    };
    let here = Some(id).filter(|id| *id != NEW);
    let found = store::sla::choices::would_match(&visit.store, actor, here, policy, &facts).await.map_err(fail)?;
    Ok(Some(match found {
        None => Tried::Nothing,
        Some(found) => match found.policy {
            None => Tried::Here(found.rule),
            Some(policy) => Tried::There(policy, found.name, found.rule),
        },
    }))
}

pub(super) async fn overrule(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &mut Sheet) -> Result<(), AppError> {
    let now = as_saved(&policies::get(&visit.store, actor, id).await.map_err(fail)?);
    (sheet.based_on, sheet.began_with) = (now.based_on, now.began_with);
    Ok(())
}

/// Takes what an older version says under the name that the policy has now.
pub(super) async fn restore(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &mut Sheet, version: u32) -> Result<(), AppError> {
    let view = policies::get(&visit.store, actor, id).await.map_err(fail)?;
    let old = view.versions.iter().find(|known| known.version == version).ok_or(AppError::NotFound)?;
    let name = view.line.policy.name.clone();
    *sheet = Sheet { draft: PolicyDraft { name, ..PolicyDraft::from(&old.policy) }, ..as_saved(&view) };
    Ok(())
}

/// Makes the policy, or a new version of it.
pub(super) async fn save(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &Sheet) -> Result<(), AppError> {
    let promise = sheet.draft.promise;
    let done = if id == NEW {
        policies::create(&visit.store, actor, &sheet.draft).await
    } else {
        policies::change(&visit.store, actor, id, sheet.based_on, &sheet.draft).await.map(|()| id)
    };
    match done {
        Ok(made) => {
            store::drafts::forget(&visit.store, actor, &draft_key(id, promise)).await.map_err(fail)?;
            redirect(&format!("/admin/policies/{made}?saved={}", visit.request_id));
            Ok(())
        }
        // The page shows what was saved meanwhile beside what is kept here.
        Err(store::Error::Conflict { .. }) => {
            redirect(&format!("{}?meanwhile={}", path(id, promise), visit.request_id));
            Ok(())
        }
        Err(error) => Err(fail(error)),
    }
}

/// What the policy would have made of the last month, in the place of the one that is saved.
pub(super) async fn try_on_the_past(visit: &Visit, actor: &Actor, id: PolicyId, sheet: &Sheet) -> Result<(), AppError> {
    let mut policy = sheet.draft.parse(&[])?;
    if id != NEW {
        policy.name = policies::get(&visit.store, actor, id).await.map_err(fail)?.line.policy.name;
    }
    let file = store::sla::transfer::of_policy(&visit.store, actor, &policy).await.map_err(fail)?;
    crate::admin::promises::api::looking::try_instead(visit, actor, &file).await
}
