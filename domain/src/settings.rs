//! What holds for the whole instance and can be changed while it runs.

use serde::{Deserialize, Serialize};

use crate::{priority::Matrix, ticket::ClosingRule};

/// What holds for the whole instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The organisation's name, for the screens' head and for mails.
    pub organisation: String,
    /// The zone of whoever has not chosen one, as the IANA database names it.
    pub time_zone: String,
    /// The address that people type, for links in mails, without a slash at
    /// its end; empty to take the one that the server was started with.
    pub base_url: String,
    /// Which priority follows from each impact and urgency.
    pub matrix: Matrix,
    /// How long a resolved ticket stays open to disagreement.
    pub closing: ClosingRule,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            time_zone: "UTC".to_owned(),
            base_url: String::new(),
            matrix: Matrix::default(),
            closing: ClosingRule::default(),
        }
    }
}
