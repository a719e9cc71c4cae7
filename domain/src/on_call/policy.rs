//! Who is told of a fault that nobody has, and after how many minutes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::rota::number;
use crate::{
    fault::{Severity, evidence},
    id::{RotaId, UserId},
    invalid::{self, Code, Invalid},
    time::Span,
};

/// The most steps of a round.
pub const STEPS_MAX: usize = 8;
/// The most people, rotas or leads that one step tells.
pub const WHOM_MAX: usize = 2;
/// The most minutes after which a step comes.
pub const AFTER_MAX: u16 = 1_440;
/// The most rounds: then nobody is told any more.
pub const ROUNDS_MAX: u16 = 9;
/// The most characters of the secret by which a gateway knows us.
pub const SECRET_MAX: usize = 200;

/// Whom a step tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Whom {
    /// Who is on call in this rota, and the next one whose turn it is where that person cannot be reached.
    OnCall(RotaId),
    /// Everybody who leads the team.
    Leads,
    /// This person.
    Person(UserId),
}

/// Not `rota:7`, `leads` or `person:7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody who can be told")]
pub struct Nobody;

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnCall(rota) => write!(f, "rota:{rota}"),
            Self::Leads => f.write_str("leads"),
            Self::Person(person) => write!(f, "person:{person}"),
        }
    }
}

impl FromStr for Whom {
    type Err = Nobody;

    fn from_str(text: &str) -> Result<Self, Nobody> {
        match text.split_once(':') {
            None if text == "leads" => Ok(Self::Leads),
            Some(("rota", id)) => id.parse().map(Self::OnCall).map_err(|_| Nobody),
            Some(("person", id)) => id.parse().map(Self::Person).map_err(|_| Nobody),
            _ => Err(Nobody),
        }
    }
}

impl TryFrom<String> for Whom {
    type Error = Nobody;

    fn try_from(text: String) -> Result<Self, Nobody> {
        text.parse()
    }
}

impl From<Whom> for String {
    fn from(whom: Whom) -> Self {
        whom.to_string()
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// After so many minutes of the round.
    pub after: u16,
    /// Whom it tells; at least one.
    pub whom: Vec<Whom>,
}

/// What a team has decided. Its JSON is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Of faults that are at least so bad.
    pub least: Severity,
    /// The steps of a round, each later than the one before.
    pub steps: Vec<Step>,
    /// How often the steps are taken, 1..=9.
    pub rounds: u16,
    /// How many minutes after its last step a round is over and the next one begins, 1..=1440.
    pub pause: u16,
}

/// Where the calling is: in which round, and before which step of it, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Which round.
    pub round: u16,
    /// Which step.
    pub step: u16,
}

impl Place {
    /// The first step of the first round.
    pub const FIRST: Self = Self { round: 0, step: 0 };
}

impl Policy {
    /// Whether a fault so bad calls anybody.
    #[must_use]
    pub fn covers(&self, severity: Severity) -> bool {
        // The worst is the first.
        severity <= self.least
    }

    /// The step at a place.
    #[must_use]
    pub fn step(&self, place: Place) -> Option<&Step> {
        if place.round < self.rounds { self.steps.get(usize::from(place.step)) } else { None }
    }

    /// How long after the beginning of the calling a place is reached.
    #[must_use]
    pub fn reached_after(&self, place: Place) -> Span {
        let of = |step: Option<&Step>| step.map_or(0, |step| i64::from(step.after));
        let round = of(self.steps.last()) + i64::from(self.pause);
        Span::from_minutes(round * i64::from(place.round) + of(self.steps.get(usize::from(place.step))))
    }

    /// The place that follows, and how long after this one; none after the last step of the last round.
    ///
    /// What comes is told by its distance and not by the beginning: after a downtime what was missed is done late, and whoever is told
    /// then has as long to answer as at any other time.
    #[must_use]
    pub fn following(&self, place: Place) -> Option<(Place, Span)> {
        let later = Place { step: place.step + 1, ..place };
        let again = Place { round: place.round + 1, step: 0 };
        let next = if self.step(later).is_some() { later } else { again };
        self.step(next)?;
        let distance = self.reached_after(next).millis() - self.reached_after(place).millis();
        Some((next, Span::from_millis(distance)))
    }
}

/// A step as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepDraft {
    /// Minutes.
    pub after: String,
    /// [`Whom`], each; empty texts are left out.
    pub whom: Vec<String>,
}

/// A policy as it is typed, with where its gateway is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyDraft {
    /// Whether anybody is called at all.
    pub active: bool,
    /// A [`Severity`].
    pub least: String,
    /// The steps; one without anything typed is left out.
    pub steps: Vec<StepDraft>,
    /// How often.
    pub rounds: String,
    /// Minutes.
    pub pause: String,
    /// The address that is told as well; may be empty.
    pub url: String,
    /// A new secret for it; the one that is kept stays while this is empty.
    pub secret: String,
}

/// A policy that is right, with where its gateway is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// As in the draft.
    pub active: bool,
    /// What was decided.
    pub policy: Policy,
    /// An address of http or https; empty for none.
    pub url: String,
    /// As in the draft.
    pub secret: String,
}

impl PolicyDraft {
    /// The same once it is right. Whether rotas and people are there is for who knows them to say.
    ///
    /// # Errors
    /// At `least`: `UnknownChoice`; at `steps.N.after`: `Required`, `NotANumber`, `OutOfRange`, the bound being the step before; at
    /// `steps.N.whom.M`: `Required`, `UnknownReference`, `TooMany`; at `rounds` and `pause`: `Required`, `NotANumber`, `OutOfRange`; at `url`:
    /// `BadCharacters` for what is no address of http or https, `TooLong`; at `secret`: `TooLong`, `BadCharacters`.
    pub fn parse(&self) -> Result<Checked, Invalid> {
        let mut invalid = Invalid::default();
        let least = invalid.take("least", self.least.parse::<Severity>().map_err(|_| Code::UnknownChoice));
        let steps = self.steps(&mut invalid);
        let rounds = invalid.take("rounds", number(&self.rounds, 1, ROUNDS_MAX));
        let pause = invalid.take("pause", number(&self.pause, 1, AFTER_MAX));
        let url = invalid.take("url", address(&self.url));
        let secret = invalid.take("secret", invalid::line(&self.secret, 0, SECRET_MAX));
        match (least, rounds, pause, url, secret) {
            (Some(least), Some(rounds), Some(pause), Some(url), Some(secret)) if invalid.is_empty() => {
                Ok(Checked { active: self.active, policy: Policy { least, steps, rounds, pause }, url, secret })
            }
            _ => Err(invalid),
        }
    }

    fn steps(&self, invalid: &mut Invalid) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let is_typed = |step: &StepDraft| !step.after.trim().is_empty() || step.whom.iter().any(|whom| !whom.trim().is_empty());
        for (row, typed) in self.steps.iter().enumerate().filter(|(_, step)| is_typed(step)) {
            let earliest = steps.last().map_or(0, |before| before.after + 1);
            let after = invalid.take(&format!("steps.{row}.after"), number(&typed.after, earliest, AFTER_MAX));
            let mut whom = Vec::new();
            for (place, text) in typed.whom.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
                match text.trim().parse::<Whom>() {
                    Ok(one) if whom.contains(&one) => {}
                    Ok(one) => whom.push(one),
                    Err(Nobody) => invalid.add(format!("steps.{row}.whom.{place}"), Code::UnknownReference),
                }
            }
            match whom.len() {
                0 => invalid.add(format!("steps.{row}.whom.0"), Code::Required),
                more if more > WHOM_MAX => invalid.add(format!("steps.{row}.whom.0"), Code::TooMany { max: WHOM_MAX }),
                _ => {}
            }
            // A step whose minutes are wrong says nothing of those behind it.
            steps.push(Step { after: after.unwrap_or(earliest), whom });
        }
        if steps.is_empty() {
            invalid.add("steps.0.whom.0", Code::Required);
        } else if steps.len() > STEPS_MAX {
            invalid.add("steps.0.after", Code::TooMany { max: STEPS_MAX });
        }
        steps
    }
}

/// Where a gateway is; may be empty.
fn address(typed: &str) -> Result<String, Code> {
    let link = evidence(typed)?;
    if link.starts_with('/') { Err(Code::BadCharacters) } else { Ok(link) }
}
