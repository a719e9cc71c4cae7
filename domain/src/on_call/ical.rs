//! Somebody's shifts as an iCalendar file (RFC 5545), for the calendar on their phone.

use jiff::tz::TimeZone;

use super::view::OwnShift;
use crate::time::Timestamp;

/// The most octets of a line before it is folded.
const FOLD: usize = 75;

/// The file. An event is known again by its rota and its beginning.
#[must_use]
pub fn shifts(own: &[OwnShift], now: Timestamp) -> String {
    let mut text = String::new();
    for said in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Opsbeat//On call//EN", "METHOD:PUBLISH"] {
        line(&mut text, said);
    }
    for OwnShift { team, rota, shift } in own {
        line(&mut text, "BEGIN:VEVENT");
        line(&mut text, &format!("UID:{}-{}@on-call.opsbeat", rota.0, shift.from.millis()));
        line(&mut text, &format!("DTSTAMP:{}", stamp(now)));
        line(&mut text, &format!("DTSTART:{}", stamp(shift.from)));
        line(&mut text, &format!("DTEND:{}", stamp(shift.until)));
        line(&mut text, &format!("SUMMARY:{}", escaped(&format!("{} · {}", team.name, rota.1))));
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}

fn stamp(at: Timestamp) -> String {
    let utc = TimeZone::UTC.to_datetime(at.to_jiff());
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.year(), utc.month(), utc.day(), utc.hour(), utc.minute(), utc.second())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\r', '\n'], " ")
}

/// Writes a line, in pieces of at most 75 octets that end between characters.
fn line(text: &mut String, said: &str) {
    let mut width = 0;
    for c in said.chars() {
        if width + c.len_utf8() > FOLD {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{RotaId, TeamId, UserId},
        on_call::view::ShiftView,
        ticket::view::{PersonRef, TeamRef},
    };

    #[test]
    fn a_shift_is_an_event_in_universal_time_and_no_line_is_too_long() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let person = PersonRef::new(UserId(1), "Ada".into());
        let shift = ShiftView { from: at("2026-11-16T08:00:00Z"), until: at("2026-11-23T08:00:00Z"), person, instead_of: None };
        let team = TeamRef { id: TeamId(1), name: "网络".repeat(20) };
        let own = OwnShift { team, rota: (RotaId(7), "First; second, line".into()), shift };
        let file = shifts(&[own], at("2026-11-01T00:00:00Z"));
        assert!(file.contains("\r\nDTSTART:20261116T080000Z\r\nDTEND:20261123T080000Z\r\n"), "{file}");
        assert!(file.lines().all(|line| line.len() <= FOLD), "{file}");
        assert!(file.replace("\r\n ", "").contains("First\\; second\\, line"), "{file}");
    }
}
