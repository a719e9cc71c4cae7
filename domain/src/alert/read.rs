//! Reading JSON that anybody may have written: what is wrong is told by the place where it stands.

use serde_json::{Map, Value};

use crate::{time::Timestamp, word::words};

words! {
    /// What is wrong with a place of a payload.
    pub enum Why {
        /// It is no JSON, or is nested too deeply.
        NotJson = "not_json",
        /// It has to be there.
        Missing = "missing",
        /// It is something else than the format has there.
        WrongType = "wrong_type",
        /// It is none of the choices.
        UnknownChoice = "unknown_choice",
        /// It is no time as RFC 3339 writes it.
        NotATime = "not_a_time",
        /// It lies before 1970 or behind 9999.
        OutOfRange = "out_of_range",
        /// It is too long.
        TooLong = "too_long",
        /// There are too many.
        TooMany = "too_many",
        /// The body is larger than what is taken.
        TooLarge = "too_large",
    }
}

/// A payload that cannot be understood. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {why}")]
pub struct Malformed {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole.
    pub at: String,
    /// What is wrong there.
    pub why: Why,
}

impl Malformed {
    /// This is wrong there.
    pub fn new(at: impl Into<String>, why: Why) -> Self {
        Self { at: at.into(), why }
    }
}

/// The object that a body is. JSON that is nested more than 128 deep is none.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Malformed> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Malformed::new("", Why::WrongType)),
        Err(_) => Err(Malformed::new("", Why::NotJson)),
    }
}

/// An object with its place.
#[derive(Clone, Debug)]
pub(super) struct At<'v> {
    pub at: String,
    pub object: &'v Map<String, Value>,
}

impl<'v> At<'v> {
    pub fn new(at: impl Into<String>, value: &'v Value) -> Result<Self, Malformed> {
        let at = at.into();
        match value {
            Value::Object(object) => Ok(Self { at, object }),
            _ => Err(Malformed::new(at, Why::WrongType)),
        }
    }

    pub fn wrong(&self, name: &str, why: Why) -> Malformed {
        Malformed::new(format!("{}/{}", self.at, name.replace('~', "~0").replace('/', "~1")), why)
    }

    /// What stands there; `null` is nothing.
    pub fn get(&self, name: &str) -> Option<&'v Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub fn text(&self, name: &str) -> Result<Option<&'v str>, Malformed> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, Why::WrongType)),
        }
    }

    pub fn needed(&self, name: &str) -> Result<&'v str, Malformed> {
        self.text(name)?.filter(|text| !text.trim().is_empty()).ok_or_else(|| self.wrong(name, Why::Missing))
    }

    /// An object that may be absent.
    pub fn part(&self, name: &str) -> Result<Option<Self>, Malformed> {
        self.get(name).map(|value| Self::new(format!("{}/{name}", self.at), value)).transpose()
    }

    /// The texts of an object of texts.
    pub fn texts(&self) -> Result<Vec<(&'v str, String)>, Malformed> {
        let one = |(name, value): (&'v String, &'v Value)| match value {
            Value::String(text) => Ok((name.as_str(), text.clone())),
            _ => Err(self.wrong(name, Why::WrongType)),
        };
        self.object.iter().map(one).collect()
    }

    /// A time, also one that cannot be: it is judged by whoever needs it.
    pub fn time(&self, name: &str) -> Result<Option<Timestamp>, Malformed> {
        let Some(text) = self.text(name)?.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let time: jiff::Timestamp = text.parse().map_err(|_| self.wrong(name, Why::NotATime))?;
        Ok(Some(Timestamp::from_millis(time.as_millisecond())))
    }

    /// A time that an alert can have.
    pub fn possible(&self, name: &str) -> Result<Option<Timestamp>, Malformed> {
        match self.time(name)? {
            Some(time) if !(0..=LAST).contains(&time.millis()) => Err(self.wrong(name, Why::OutOfRange)),
            time => Ok(time),
        }
    }
}

/// The end of the year 9999.
const LAST: i64 = 253_402_300_799_999;
