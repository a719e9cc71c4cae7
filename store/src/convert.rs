//! From columns to values, where a column's text is a word or JSON.

use std::str::FromStr;

use domain::time::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// A stored word.
pub(crate) fn word<T: FromStr>(what: &'static str, word: &str) -> Result<T> {
    word.parse().map_err(|_| Error::Unreadable { what })
}

/// Stored JSON.
pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Unreadable { what })
}

/// JSON to store.
pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Unreadable { what })
}

/// A stored time that may be absent.
pub(crate) fn time(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(Timestamp::from_millis)
}
