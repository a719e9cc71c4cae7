//! A rota: the people of a team in their order, and when one hands over to the next.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{clock, minute_of_day},
    clockface::typed,
    id::UserId,
    invalid::{self, Code, Invalid},
    word::words,
};

/// The most characters of a name.
pub const NAME_MAX: usize = 80;
/// The most people of a rota.
pub const PEOPLE_MAX: usize = 30;
/// The most days of a shift.
pub const DAYS_MAX: u16 = 60;

words! {
    /// On which day shifts of whole weeks are handed over.
    #[derive(Default)]
    pub enum HandOver {
        #[default]
        Monday = "mon",
        Tuesday = "tue",
        Wednesday = "wed",
        Thursday = "thu",
        Friday = "fri",
        Saturday = "sat",
        Sunday = "sun",
    }
}

impl HandOver {
    /// How many days after Monday.
    #[must_use]
    pub const fn after_monday(self) -> i8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

/// A rota that is right. Its JSON is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// What people call it; 1..=80 characters.
    pub name: String,
    /// In whose wall time shifts begin and end, as the IANA database names it.
    pub zone: String,
    /// Who takes turns, in this order; at least one, nobody twice.
    pub people: Vec<UserId>,
    /// How many days a shift has, 1..=60: calendar days of the zone, and not spans of 24 hours.
    pub days: u16,
    /// On which day shifts of whole weeks are handed over; of no meaning for others.
    pub hand_over: HandOver,
    /// At which minute of the day a shift begins and the one before it ends, 0..1440.
    pub minute: u16,
    /// On which day the first of [`Self::people`] begins. Nobody is on call before.
    pub from: Date,
}

/// A rota as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RotaDraft {
    /// What people call it.
    pub name: String,
    /// The name of a zone. Whether there is such a zone is for who has the zones to say.
    pub zone: String,
    /// People's ids in their order; empty texts are left out.
    pub people: Vec<String>,
    /// How many days a shift has.
    pub days: String,
    /// A [`HandOver`].
    pub hand_over: String,
    /// A time of day, `09:00`.
    pub time: String,
    /// The first day, `2026-11-16`.
    pub from: String,
}

impl RotaDraft {
    /// The same once it is right.
    ///
    /// # Errors
    /// At `name`: `Required`, `TooLong`, `BadCharacters`; at `zone`: `Required`; at `people.0`: `Required`, `TooMany`, at `people.N`:
    /// `UnknownReference`, `AlreadyTaken` for who stands there twice; at `days`: `NotANumber`, `OutOfRange`; at `hand_over`:
    /// `UnknownChoice`; at `time`: `NotATimeOfDay`; at `from`: `NotADate`, and `OutOfRange` outside of the years 2000 to 2199.
    pub fn parse(&self) -> Result<Rota, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::line(&self.name, 1, NAME_MAX));
        let zone = invalid.take("zone", invalid::line(&self.zone, 1, NAME_MAX));
        let people = self.people(&mut invalid);
        let days = invalid.take("days", number(&self.days, 1, DAYS_MAX));
        let hand_over = invalid.take("hand_over", self.hand_over.parse::<HandOver>().map_err(|_| Code::UnknownChoice));
        let minute = minute_of_day(&self.time).filter(|&minute| minute < 24 * 60);
        let minute = invalid.take("time", minute.ok_or(Code::NotATimeOfDay));
        let from = invalid.take("from", first_day(&self.from));
        match (name, zone, days, hand_over, minute, from) {
            (Some(name), Some(zone), Some(days), Some(hand_over), Some(minute), Some(from)) if invalid.is_empty() => {
                Ok(Rota { name, zone, people, days, hand_over, minute, from })
            }
            _ => Err(invalid),
        }
    }

    fn people(&self, invalid: &mut Invalid) -> Vec<UserId> {
        let mut people = Vec::new();
        for (place, typed) in self.people.iter().enumerate().filter(|(_, typed)| !typed.trim().is_empty()) {
            let field = format!("people.{place}");
            match typed.trim().parse::<UserId>() {
                Ok(person) if people.contains(&person) => invalid.add(field, Code::AlreadyTaken),
                Ok(person) => people.push(person),
                Err(_) => invalid.add(field, Code::UnknownReference),
            }
        }
        if people.is_empty() {
            invalid.add("people.0", Code::Required);
        } else if people.len() > PEOPLE_MAX {
            invalid.add("people.0", Code::TooMany { max: PEOPLE_MAX });
        }
        people
    }
}

impl From<&Rota> for RotaDraft {
    fn from(rota: &Rota) -> Self {
        Self {
            name: rota.name.clone(),
            zone: rota.zone.clone(),
            people: rota.people.iter().map(ToString::to_string).collect(),
            days: rota.days.to_string(),
            hand_over: rota.hand_over.as_str().to_owned(),
            time: clock(rota.minute),
            from: rota.from.to_string(),
        }
    }
}

/// A typed whole number within these bounds.
pub(super) fn number(typed: &str, min: u16, max: u16) -> Result<u16, Code> {
    let number: i64 = typed.trim().parse().map_err(|_| if typed.trim().is_empty() { Code::Required } else { Code::NotANumber })?;
    let range = || Code::OutOfRange { min: Some(f64::from(min)), max: Some(f64::from(max)) };
    u16::try_from(number).ok().filter(|number| (min..=max).contains(number)).ok_or_else(range)
}

fn first_day(text: &str) -> Result<Date, Code> {
    let day = typed::day(text.trim()).ok_or(Code::NotADate)?;
    if (2000..2200).contains(&day.year()) { Ok(day) } else { Err(Code::OutOfRange { min: Some(2000.0), max: Some(2199.0) }) }
}
