//! Numbers in JSON that come back bit by bit. A JSON reader may take the nearest number but one for what was written as a number, and what is
//! frozen must come to the same again; so they are written as texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub(super) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    parsed(&String::deserialize(deserializer)?)
}

fn parsed<E: de::Error>(text: &str) -> Result<f64, E> {
    text.parse().map_err(|_| E::custom("not a number"))
}

/// The same for a number that may be absent.
pub(super) mod option {
    use super::{Deserialize, Deserializer, Serialize, Serializer, parsed};

    pub(in crate::scorecard) fn serialize<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(|number| number.to_string()).serialize(serializer)
    }

    pub(in crate::scorecard) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        Option::<String>::deserialize(deserializer)?.map(|text| parsed(&text)).transpose()
    }
}
