//! What is aimed at in faults: how long their parts may take, and by which calendar working time is told.

use domain::{
    fault::{
        goals::{Goals, Working},
        moment::Points,
    },
    id::CalendarId,
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
    settings::Settings,
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{Error, Result, Store, entity::calendars, settings};

/// The calendars that can be chosen, by name, and the one that is, also when it is out of use by now.
///
/// # Errors
/// [`Error::NotFound`] for whom may not change settings.
pub async fn calendars(store: &Store, actor: &Actor) -> Result<Vec<(CalendarId, String)>> {
    if !may(actor, Act::ManageSettings) {
        return Err(Error::NotFound);
    }
    let chosen = store.settings().await?.goals.calendar;
    let rows = calendars::Entity::find().order_by_asc(calendars::Column::Name).all(&store.read).await?;
    let offered = |row: &calendars::Model| row.archived_at.is_none() || Some(CalendarId(row.id)) == chosen;
    Ok(rows.into_iter().filter(offered).map(|row| (CalendarId(row.id), row.name)).collect())
}

/// Changes what is aimed at, as it stood in `version` of the settings.
///
/// # Errors
/// Those of [`settings::change_since`]; [`Error::Invalid`] at `calendar` for one that cannot be chosen.
pub async fn change_goals(store: &Store, actor: &Actor, version: i64, goals: Goals) -> Result<()> {
    let known = calendars(store, actor).await?;
    if goals.calendar.is_some_and(|chosen| known.iter().all(|(id, _)| *id != chosen)) {
        return Err(Invalid::one("calendar", Code::UnknownReference).into());
    }
    let old = Settings::clone(&*store.settings().await?);
    settings::change_since(store, actor, version, Settings { goals, ..old }).await
}

/// The working time between the moments of a fault, by the calendar as it is now; nothing where none was chosen.
pub(super) async fn working(store: &Store, goals: &Goals, points: Points) -> Result<Option<Working>> {
    let Some(id) = goals.calendar else { return Ok(None) };
    let Some(row) = calendars::Entity::find_by_id(id.get()).one(&store.read).await? else { return Ok(None) };
    let book = store.book().await?;
    let now = store.now();
    Ok(book.calendars.find(id, now).map(|version| Working::reckon(row.name, &version.timetable, points, now)))
}
