//! Server functions that take holidays out of an iCalendar file: what it holds is shown before anything of it is taken.

use domain::calendar::ical::Found;
use domain::id::CalendarId;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::api::{NEW, keep, load_calendar, path, today};
use crate::error::AppError;

/// The fields of the form by which a file comes.
pub const CALENDAR: &str = "id";
pub const FROM: &str = "from";
pub const UNTIL: &str = "until";
pub const FILE: &str = "file";

/// What is shown of a file that cannot be read to its end.
pub const SKIPPED_MAX: usize = 200;

/// A file that was read, and what of it the calendar has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFile {
    pub name: String,
    pub found: Found,
    /// How many more were not taken than are listed.
    pub more_skipped: usize,
}

/// A holiday of the file beside what the calendar says of its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub date: String,
    pub name: String,
    /// The holiday that is there already, by its name.
    pub there: Option<String>,
    /// Whether the date has hours of its own, which count in place of the holiday.
    pub has_own_hours: bool,
}

/// What the page of a file shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayFile {
    pub id: CalendarId,
    /// The calendar's name as it is being edited.
    pub calendar: String,
    pub year: i16,
    pub read: Option<(ReadFile, Vec<Offered>)>,
}

/// The file that the reader looked into last.
#[server(prefix = "/api", endpoint = "admin/holiday-file", input = GetUrl)]
pub async fn load_holidays(id: CalendarId) -> Result<HolidayFile, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let sheet = load_calendar(id).await?.sheet;
    let body = store::drafts::load(&visit.store, &actor, &file_key(id)).await.map_err(fail)?;
    let read: Option<ReadFile> = body.and_then(|body| serde_json::from_str(&body).ok());
    let year = today(&visit).get(..4).and_then(|year| year.parse().ok()).unwrap_or(1970);
    let offered = |read: ReadFile| {
        let offer = |holiday: &domain::calendar::Holiday| Offered {
            date: holiday.date.clone(),
            name: holiday.name.clone(),
            there: sheet.content.holidays.iter().find(|there| there.date == holiday.date).map(|there| there.name.clone()),
            has_own_hours: sheet.content.overrides.iter().any(|own| own.date == holiday.date),
        };
        let offered = read.found.holidays.iter().map(offer).collect();
        (read, offered)
    };
    Ok(HolidayFile { id, year, read: read.map(offered), calendar: sheet.name })
}

/// Looks into a file; which calendar and which years stand before it in the form.
#[server(prefix = "/api", endpoint = "admin/read-holidays", input = MultipartFormData)]
pub async fn read_holidays(data: MultipartData) -> Result<(), AppError> {
    use crate::visit::{fail, keep_typed, redirect, signed_in};
    use domain::calendar::ical::{self, NotACalendar};
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = signed_in()?;
    let (fields, file) = receive(data, FILE, ical::BYTES_MAX).await?;
    let typed = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim().to_owned());
    keep_typed(fields.clone());
    let id = CalendarId(typed(CALENDAR).and_then(|id| id.parse().ok()).unwrap_or(-1));
    load_calendar(id).await?;
    let mut invalid = Invalid::default();
    let mut year = |name: &str| {
        let year = typed(name).and_then(|year| year.parse::<i16>().ok());
        let range = Code::OutOfRange { min: Some(1970.0), max: Some(2199.0) };
        invalid.take(name, year.ok_or(Code::NotANumber).and_then(|year| if (1970..2200).contains(&year) { Ok(year) } else { Err(range) }))
    };
    let (from, until) = (year(FROM), year(UNTIL));
    let text = invalid.take(FILE, file.ok_or(Code::Required));
    let (Some(from), Some(until), Some((name, text))) = (from, until, text) else { return Err(invalid.into()) };
    if until < from {
        return Err(Invalid::one(UNTIL, Code::EndsBeforeItBegins).into());
    }
    // Thousands of events may repeat over centuries: nobody else waits for that.
    let reading = tokio::task::spawn_blocking(move || ical::read(&text, from..=until));
    let mut found = reading.await.map_err(|_| AppError::Internal { request: visit.request_id.clone() })?.map_err(|wrong| match wrong {
        NotACalendar::NoCalendar => Invalid::one(FILE, Code::NotAnICalendar),
        NotACalendar::TooLarge => Invalid::one(FILE, Code::FileTooLarge { max: ical::BYTES_MAX as u64 }),
        NotACalendar::TooManyDates => Invalid::one(FILE, Code::TooMany { max: domain::calendar::DATES_MAX }),
    })?;
    let more_skipped = found.skipped.len().saturating_sub(SKIPPED_MAX);
    found.skipped.truncate(SKIPPED_MAX);
    let body = serde_json::to_string(&ReadFile { name, found, more_skipped }).map_err(|_| AppError::Malformed)?;
    store::drafts::keep(&visit.store, &actor, &file_key(id), &body).await.map_err(fail)?;
    redirect(&format!("{}/holidays?read={}", path(id), visit.request_id));
    Ok(())
}

/// Puts the dates that are ticked into the calendar that is being edited; `step` is `forget` to take none.
#[server(prefix = "/api", endpoint = "admin/take-holidays")]
pub async fn take_holidays(id: CalendarId, step: String) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let file = load_holidays(id).await?;
    let ticked = Fields::of_request().all("dates[]");
    let mut taken = 0;
    if let (Some((read, _)), true) = (file.read, step == "take") {
        let mut sheet = load_calendar(id).await?.sheet;
        for holiday in read.found.holidays.into_iter().filter(|holiday| ticked.contains(&holiday.date)) {
            match sheet.content.holidays.iter_mut().find(|there| there.date == holiday.date) {
                Some(there) => there.name = holiday.name,
                None => sheet.content.holidays.push(holiday),
            }
            taken += 1;
        }
        sheet.content.holidays.retain(|holiday| !holiday.date.is_empty() || !holiday.name.is_empty());
        sheet.content.holidays.sort();
        keep(&visit, &actor, id, &sheet).await?;
    }
    store::drafts::forget(&visit.store, &actor, &file_key(id)).await.map_err(fail)?;
    let on = if id == NEW { "/admin/calendars/new".to_owned() } else { path(id) };
    redirect(&if taken > 0 { format!("{on}?taken={taken}") } else { format!("{on}?taken=") });
    Ok(())
}

/// Under which name a file is kept that somebody looks into.
#[cfg(feature = "ssr")]
fn file_key(id: CalendarId) -> String {
    format!("holidays:{id}")
}

/// A form with one file: its fields, and the file's name and text, when one was chosen.
///
/// # Errors
/// `TooLarge` for a file of more bytes than this; `Malformed`.
#[cfg(feature = "ssr")]
pub(crate) async fn receive(
    data: MultipartData,
    file_field: &str,
    most: usize,
) -> Result<(Vec<(String, String)>, Option<(String, String)>), AppError> {
    use crate::portal::received::Room;
    let mut parts = data.into_inner().ok_or(AppError::Malformed)?;
    let mut room = Room::default();
    let (mut fields, mut file) = (Vec::new(), None);
    while let Some(mut part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        if name == file_field {
            let mut bytes = Vec::new();
            while let Some(more) = part.chunk().await.map_err(|_| AppError::Malformed)? {
                bytes.extend_from_slice(&more);
                if bytes.len() > most {
                    return Err(AppError::TooLarge { limit: most as u64 });
                }
            }
            if !file_name.is_empty() {
                file = Some((file_name.chars().take(200).collect(), String::from_utf8_lossy(&bytes).into_owned()));
            }
            continue;
        }
        let mut text = room.text(&name)?;
        while let Some(more) = part.chunk().await.map_err(|_| AppError::Malformed)? {
            text.push(&more)?;
        }
        let value = text.end();
        fields.push((name, value));
    }
    Ok((fields, file))
}
