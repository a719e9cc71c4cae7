//! From the fields of a correction's form to a correction; every error names its field.

use domain::clockface::Clockface;
use domain::id::EventId;
use domain::invalid::{Code, Invalid};
use domain::sla::Correction;
use domain::time::Timestamp;

use super::api::Thought;
use crate::admin::typed::Fields;
use crate::visit::{Visit, local_path, redirect};

/// The fields as they were typed. Times are the reader's, `2026-11-16T14:05`.
pub struct Typed<'a> {
    /// `moment`, `paused` or `counted`.
    pub what: &'a str,
    pub event: &'a str,
    pub at: &'a str,
    pub from: &'a str,
    pub until: &'a str,
}

impl<'a> Typed<'a> {
    /// As an address carries it.
    #[must_use]
    pub fn of(thought: &'a Thought) -> Self {
        let Thought { what, event, at, from, until } = thought;
        Self { what, event, at, from, until }
    }

    /// Reads them.
    ///
    /// # Errors
    /// `Required`, `UnknownChoice` or `UnknownReference` for `what` and `event`; `Required` or `NotADate` for the times.
    pub fn read(&self, clock: &Clockface) -> Result<Correction, Invalid> {
        let mut invalid = Invalid::default();
        let mut time = |field: &str, typed: &str| invalid.take(field, moment(typed, clock));
        let correction = match self.what {
            "moment" => {
                let at = time("at", self.at);
                let event = match self.event.trim() {
                    "" => Err(Code::Required),
                    id => id.parse().map(EventId).map_err(|_| Code::UnknownReference),
                };
                let event = invalid.take("event", event);
                event.zip(at).map(|(event, at)| Correction::Moment { event, at })
            }
            "paused" | "counted" => {
                let times = (time("from", self.from), time("until", self.until));
                let (Some(from), Some(until)) = times else { return Err(invalid) };
                Some(match self.what {
                    "paused" => Correction::Paused { metric: None, from, until },
                    _ => Correction::Counted { metric: None, from, until },
                })
            }
            _ => {
                invalid.add("what", Code::UnknownChoice);
                None
            }
        };
        correction.ok_or(invalid)
    }
}

/// Goes back to the page of the clock that the form stood on, with these names and values; a form that does not say where stays.
pub fn back(visit: &Visit, pairs: &[(&str, &str)]) {
    let here = Fields::of_request().one("here");
    if here.starts_with("/desk/") {
        let joined = if here.contains('?') { '&' } else { '?' };
        // What was done twice is told twice: the address differs.
        let told = [("told", visit.request_id.as_str())];
        let pairs = pairs.iter().chain(&told).filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", leptos_router::location::Url::escape(value))).collect();
        redirect(&format!("{}{joined}{}", local_path(Some(&here)), pairs.join("&")));
    }
}

fn moment(typed: &str, clock: &Clockface) -> Result<Timestamp, Code> {
    match typed.trim() {
        "" => Err(Code::Required),
        typed => clock.moment_of(typed).ok_or(Code::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;

    use super::*;

    fn clock() -> Clockface {
        let now: Timestamp = "2026-11-16T12:00:00Z".parse().unwrap();
        Clockface { now, locale: Locale::En, offsets: vec![(Timestamp::EPOCH, 8 * 3_600)] }
    }

    #[test]
    fn times_are_those_of_the_readers_clock() {
        let typed = Typed { what: "paused", event: "", at: "", from: "2026-11-16T14:05", until: "2026-11-16T15:00:30" };
        let (from, until) = ("2026-11-16T06:05:00Z".parse().unwrap(), "2026-11-16T07:00:30Z".parse().unwrap());
        assert_eq!(typed.read(&clock()), Ok(Correction::Paused { metric: None, from, until }));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_its_field() {
        let wrong = Typed { what: "moment", event: "", at: "noon", from: "", until: "" }.read(&clock()).unwrap_err();
        assert_eq!((wrong.of("event"), wrong.of("at")), (Some(&Code::Required), Some(&Code::NotADate)));
        let wrong = Typed { what: "counted", event: "", at: "", from: "", until: "x" }.read(&clock()).unwrap_err();
        assert_eq!((wrong.of("from"), wrong.of("until")), (Some(&Code::Required), Some(&Code::NotADate)));
        let wrong = Typed { what: "", event: "", at: "", from: "", until: "" }.read(&clock()).unwrap_err();
        assert_eq!(wrong.of("what"), Some(&Code::UnknownChoice));
    }
}
