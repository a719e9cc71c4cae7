//! Time zones: their names, and a reader's clock as plain data.

use domain::{
    clockface::Clockface,
    id::UserId,
    invalid::Code,
    locale::Locale,
    time::{Span, Timestamp},
};
use jiff::{civil::DateTime, tz::TimeZone};
use sea_orm::EntityTrait;

use crate::{Store, entity::users};

/// How far back a clock knows when it was changed; before that it shows the first offset it knows.
const BACK: Span = Span::from_days(12 * 366);
/// How far ahead it knows when it will be.
const AHEAD: Span = Span::from_days(2 * 366);

/// The clock of a reader in this zone; in the zone of the `house`, if they chose none.
#[must_use]
pub fn clockface(now: Timestamp, locale: Locale, zone: Option<&str>, house: &str) -> Clockface {
    let zone = zone.and_then(find).or_else(|| find(house)).unwrap_or(TimeZone::UTC);
    Clockface { now, locale, offsets: offsets(&zone, now) }
}

/// The name of somebody's zone; of the house's, if they chose none.
///
/// # Errors
/// Those of the database.
pub async fn name_of(store: &Store, person: UserId) -> crate::Result<String> {
    let account = users::Entity::find_by_id(person.get()).one(&store.read).await?;
    let own = account.and_then(|account| account.time_zone).filter(|name| find(name).is_some());
    Ok(match own {
        Some(name) => name,
        None => store.settings().await?.time_zone.clone(),
    })
}

/// The zone's name, if there is such a zone.
///
/// # Errors
/// `Required`, `UnknownZone`.
pub(crate) fn check(name: &str) -> Result<String, Code> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Code::Required);
    }
    find(name).map(|_| name.to_owned()).ok_or(Code::UnknownZone)
}

/// The names of all zones, in their order.
#[must_use]
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    names
}

/// The zone of this name.
#[must_use]
pub fn find(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The moment of a civil time in a zone. Where clocks were set back and an hour came twice, it is the first of the two; where
/// they were set forward and an hour is missing, the time is that much later.
#[must_use]
pub fn moment(zone: &TimeZone, at: DateTime) -> Timestamp {
    // It can only fail at the ends of the calendar, in the years -9999 and 9999.
    zone.to_ambiguous_timestamp(at).compatible().map_or(Timestamp::EPOCH, Timestamp::from)
}

fn offsets(zone: &TimeZone, now: Timestamp) -> Vec<(Timestamp, i32)> {
    let from = now.minus(BACK);
    let until = now.plus(AHEAD).to_jiff();
    let mut offsets = vec![(from, zone.to_offset(from.to_jiff()).seconds())];
    for change in zone.following(from.to_jiff()).take_while(|change| change.timestamp() <= until) {
        let seconds = change.offset().seconds();
        if offsets.last().is_none_or(|&(_, known)| known != seconds) {
            offsets.push((change.timestamp().into(), seconds));
        }
    }
    offsets
}
