//! Server functions of calendars. What is being edited is kept on the server under its author, so that nothing is lost between steps.

use domain::calendar::{Difference, Run};
use domain::id::{CalendarId, PolicyId};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::sheet::Sheet;
use crate::error::AppError;

/// The calendar that is to be made: no row has this number.
pub const NEW: CalendarId = CalendarId(0);

/// A calendar in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRow {
    pub id: CalendarId,
    pub name: String,
    pub zone: String,
    pub week: Vec<Run>,
    /// Dates that differ from the week, from today on.
    pub dates: usize,
    pub used_by: Vec<(PolicyId, String)>,
    pub archived: bool,
}

/// The calendars that are offered, or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarList {
    pub rows: Vec<CalendarRow>,
    pub archived: bool,
    /// Whether there are archived ones that are not shown.
    pub hides: bool,
}

/// A version of a calendar, and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    pub version: u32,
    pub since: Timestamp,
    pub by: Option<String>,
    /// Against the version before; nothing for the first one.
    pub differences: Vec<Difference>,
    /// What going back to it would change of what is in force.
    pub back: Vec<Difference>,
}

/// What somebody else saved while this reader was editing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meanwhile {
    pub by: Option<String>,
    pub at: Timestamp,
    pub theirs: Vec<Difference>,
    pub mine: Vec<Difference>,
}

/// A calendar with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEditor {
    /// [`NEW`], for one that is to be made.
    pub id: CalendarId,
    /// Its name as it is saved; empty for a new one.
    pub name: String,
    pub sheet: Sheet,
    /// Whether the sheet is more than what is saved.
    pub changed: bool,
    pub zones: Vec<String>,
    pub archived: bool,
    pub used_by: Vec<(PolicyId, String)>,
    /// The newest first.
    pub versions: Vec<VersionRow>,
    pub meanwhile: Option<Meanwhile>,
}

/// The calendars.
#[server(prefix = "/api", endpoint = "admin/calendars", input = GetUrl)]
pub async fn list_calendars(archived: bool) -> Result<CalendarList, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let lines = store::sla::calendars::list(&visit.store, &actor).await.map_err(fail)?;
    let hides = !archived && lines.iter().any(|line| line.archived);
    let today = today(&visit);
    let row = |line: store::sla::calendars::Line| {
        let draft = domain::calendar::Draft::from(line.calendar);
        let dates = draft.holidays.iter().map(|day| &day.date).chain(draft.overrides.iter().map(|day| &day.date));
        CalendarRow {
            id: line.id,
            name: line.name,
            dates: dates.filter(|date| **date >= today).count(),
            week: draft.week.runs(),
            zone: draft.zone,
            used_by: line.used_by,
            archived: line.archived,
        }
    };
    let rows = lines.into_iter().filter(|line| archived || !line.archived).map(row).collect();
    Ok(CalendarList { rows, archived, hides })
}

/// One calendar to change, or a new one.
#[server(prefix = "/api", endpoint = "admin/calendar", input = GetUrl)]
pub async fn load_calendar(id: CalendarId) -> Result<CalendarEditor, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let zones = store::zone::names();
    let kept = kept(&visit, &actor, id).await?;
    if id == NEW {
        let changed = kept.is_some();
        let sheet = match kept {
            Some(sheet) => sheet,
            None => usual(&visit).await?,
        };
        let (name, used_by, versions) = (String::new(), Vec::new(), Vec::new());
        return Ok(CalendarEditor { id, name, sheet, changed, zones, archived: false, used_by, versions, meanwhile: None });
    }
    let view = store::sla::calendars::get(&visit.store, &actor, id).await.map_err(fail)?;
    let saved = as_saved(&view);
    let sheet = kept.unwrap_or_else(|| saved.clone());
    let changed = (&sheet.name, &sheet.content) != (&saved.name, &saved.content);
    Ok(CalendarEditor {
        id,
        changed,
        zones,
        meanwhile: if changed { meanwhile(&view, &sheet) } else { None },
        archived: view.line.archived,
        versions: versions(&view),
        name: view.line.name,
        used_by: view.line.used_by,
        sheet: if changed { sheet } else { saved },
    })
}

/// Takes a step: `step` is the button's value, what was typed is read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/edit-calendar")]
pub async fn edit_calendar(id: CalendarId, step: String) -> Result<(), AppError> {
    use super::sheet::Step;
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let step = Step::parse(&step).ok_or(AppError::Malformed)?;
    let mut sheet = load_calendar(id).await?.sheet;
    if step == Step::Discard {
        store::drafts::forget(&visit.store, &actor, &draft_key(id)).await.map_err(fail)?;
        if id == NEW {
            redirect("/admin/calendars");
        }
        return Ok(());
    }
    let fields = Fields::of_request().by_name();
    sheet.take(&|name: &str| fields.get(name).cloned());
    sheet.step(step);
    if let Step::Overrule | Step::Restore(_) = step {
        let view = store::sla::calendars::get(&visit.store, &actor, id).await.map_err(fail)?;
        (sheet.based_on, sheet.began_with) = (view.version, newest(&view));
        if let Step::Restore(version) = step {
            sheet.content = content_of(&view, version).ok_or(AppError::NotFound)?;
        }
    }
    keep(&visit, &actor, id, &sheet).await?;
    match step {
        Step::Save => save(&visit, &actor, id, &sheet).await,
        Step::Try => {
            let content = sheet.filled().0;
            let name = if id == NEW { sheet.name } else { load_calendar(id).await?.name };
            let file = store::sla::transfer::of_calendar(&name, content);
            crate::admin::promises::api::looking::try_instead(&visit, &actor, &file).await
        }
        Step::File => {
            redirect(&format!("{}/holidays", path(id)));
            Ok(())
        }
        Step::Restore(version) => {
            redirect(&format!("{}?restored={version}&at={}", path(id), visit.request_id));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Offers a calendar no more, or again.
#[server(prefix = "/api", endpoint = "admin/archive-calendar")]
pub async fn archive_calendar(id: CalendarId, archived: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::sla::calendars::set_archived(&visit.store, &actor, id, archived).await.map_err(crate::visit::fail)
}

/// The page of a calendar.
#[must_use]
pub fn path(id: CalendarId) -> String {
    if id == NEW { "/admin/calendars/new".to_owned() } else { format!("/admin/calendars/{id}") }
}

#[cfg(feature = "ssr")]
mod kept {
    use domain::calendar::{Calendar, Draft, Week, differences, typed_hours};
    use domain::id::CalendarId;
    use domain::permit::{Act, Actor, may};
    use store::sla::calendars::{self, View};

    use super::{Meanwhile, NEW, Sheet, VersionRow, path};
    use crate::error::AppError;
    use crate::visit::{Visit, fail, redirect};

    /// Under which name somebody's sheet of a calendar is kept.
    pub(in crate::admin) fn draft_key(id: CalendarId) -> String {
        format!("calendar:{id}")
    }

    /// The date where the reader is.
    pub(in crate::admin) fn today(visit: &Visit) -> String {
        visit.reader.clock.iso(visit.now).chars().take("2026-11-16".len()).collect()
    }

    /// What the reader was editing, if they may.
    pub(in crate::admin) async fn kept(visit: &Visit, actor: &Actor, id: CalendarId) -> Result<Option<Sheet>, AppError> {
        if !may(actor, Act::ManageSla) {
            return Err(AppError::NotFound);
        }
        let body = store::drafts::load(&visit.store, actor, &draft_key(id)).await.map_err(fail)?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }

    pub(in crate::admin) async fn keep(visit: &Visit, actor: &Actor, id: CalendarId, sheet: &Sheet) -> Result<(), AppError> {
        let body = serde_json::to_string(sheet).map_err(|_| AppError::Malformed)?;
        store::drafts::keep(&visit.store, actor, &draft_key(id), &body).await.map_err(fail)
    }

    /// Office hours in the company's zone: what most begin with.
    pub(super) async fn usual(visit: &Visit) -> Result<Sheet, AppError> {
        let zone = visit.store.settings().await.map_err(fail)?.time_zone.clone();
        let day = || typed_hours("09:00-17:00");
        let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), ..Week::default() };
        Ok(Sheet { content: Draft { zone, week, ..Draft::default() }, ..Sheet::default() })
    }

    pub(super) fn content_of(view: &View, version: u32) -> Option<Draft> {
        let found = view.versions.iter().find(|known| known.version == version)?;
        Some(Draft::from(found.calendar.clone()))
    }

    pub(super) fn newest(view: &View) -> u32 {
        view.versions.first().map_or(0, |version| version.version)
    }

    pub(super) fn as_saved(view: &View) -> Sheet {
        Sheet {
            name: view.line.name.clone(),
            based_on: view.version,
            began_with: newest(view),
            content: Draft::from(view.line.calendar.clone()),
        }
    }

    pub(super) fn versions(view: &View) -> Vec<VersionRow> {
        let before = view.versions.iter().skip(1).map(Some).chain([None]);
        let row = |(version, before): (&calendars::Version, Option<&calendars::Version>)| VersionRow {
            version: version.version,
            since: version.since,
            by: version.by.as_ref().map(|by| by.name.clone()),
            differences: before.map(|before| differences(&before.calendar, &version.calendar)).unwrap_or_default(),
            back: differences(&view.line.calendar, &version.calendar),
        };
        view.versions.iter().zip(before).map(row).collect()
    }

    /// What was saved since the sheet was begun.
    pub(super) fn meanwhile(view: &View, sheet: &Sheet) -> Option<Meanwhile> {
        let last = view.versions.first().filter(|_| sheet.based_on != view.version)?;
        let began = view.versions.iter().find(|version| version.version == sheet.began_with).unwrap_or(last);
        let mine = Calendar::try_from(sheet.filled().0).map(|mine| differences(&began.calendar, &mine)).unwrap_or_default();
        Some(Meanwhile {
            by: last.by.as_ref().map(|by| by.name.clone()),
            at: last.since,
            theirs: differences(&began.calendar, &last.calendar),
            mine,
        })
    }

    /// Makes the calendar, or a new version of it.
    pub(super) async fn save(visit: &Visit, actor: &Actor, id: CalendarId, sheet: &Sheet) -> Result<(), AppError> {
        let (content, places) = sheet.filled();
        let done = if id == NEW {
            calendars::create(&visit.store, actor, &sheet.name, content).await
        } else {
            calendars::change(&visit.store, actor, id, sheet.based_on, &sheet.name, content).await.map(|()| id)
        };
        match done {
            Ok(made) => {
                store::drafts::forget(&visit.store, actor, &draft_key(id)).await.map_err(fail)?;
                redirect(&format!("{}?saved={}", path(made), visit.request_id));
                Ok(())
            }
            Err(store::Error::Invalid(invalid)) => Err(places.typed(invalid).into()),
            // The page shows what was saved meanwhile beside what is kept here.
            Err(store::Error::Conflict { .. }) => {
                redirect(&format!("{}?meanwhile={}", path(id), visit.request_id));
                Ok(())
            }
            Err(error) => Err(fail(error)),
        }
    }
}

#[cfg(feature = "ssr")]
use kept::{as_saved, content_of, meanwhile, newest, save, usual, versions};
#[cfg(feature = "ssr")]
pub(in crate::admin) use kept::{draft_key, keep, kept, today};
