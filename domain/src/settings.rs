//! What holds for the whole instance and can be changed while it runs.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{
    fault::goals::Goals,
    invalid::{Code, Invalid},
    priority::Matrix,
    ticket::ClosingRule,
};

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
    /// How much is taken in and sent out.
    pub limits: Limits,
    /// What is aimed at in faults.
    pub goals: Goals,
}

/// How much is taken in and sent out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The most MiB of one attached file.
    pub file_mib: u32,
    /// The most mails that one person gets in 24 hours; more than that is a loop or a flood.
    pub mails_per_person: u32,
    /// The most mails that leave in one hour, all people together; more than that is a flood, and waits for an administrator.
    pub mails_per_hour: u32,
}

impl Limits {
    /// What can be chosen for [`Limits::file_mib`], in MiB.
    pub const FILE_MIB: RangeInclusive<u32> = 1..=1_024;
    /// What can be chosen for [`Limits::mails_per_person`].
    pub const MAILS_PER_PERSON: RangeInclusive<u32> = 1..=1_000;
    /// What can be chosen for [`Limits::mails_per_hour`].
    pub const MAILS_PER_HOUR: RangeInclusive<u32> = 10..=1_000_000;

    /// The most bytes of one attached file.
    #[must_use]
    pub const fn file_bytes(&self) -> u64 {
        self.file_mib as u64 * 1024 * 1024
    }

    /// Takes the limits if all of them are within their bounds.
    ///
    /// # Errors
    /// `OutOfRange` by field: `file_mib`, `mails_per_person`, `mails_per_hour`.
    pub fn check(self) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        for (field, value, bounds) in [
            ("file_mib", self.file_mib, Self::FILE_MIB),
            ("mails_per_person", self.mails_per_person, Self::MAILS_PER_PERSON),
            ("mails_per_hour", self.mails_per_hour, Self::MAILS_PER_HOUR),
        ] {
            if !bounds.contains(&value) {
                invalid.add(field, Code::OutOfRange { min: Some((*bounds.start()).into()), max: Some((*bounds.end()).into()) });
            }
        }
        invalid.or(self)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_mib: 25, mails_per_person: 50, mails_per_hour: 1_000 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            time_zone: "UTC".to_owned(),
            base_url: String::new(),
            matrix: Matrix::default(),
            closing: ClosingRule::default(),
            limits: Limits::default(),
            goals: Goals::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_neither_none_nor_boundless() {
        assert!(Limits::default().check().is_ok());
        let all = Limits { file_mib: 0, mails_per_person: 0, mails_per_hour: 9 }.check().unwrap_err();
        assert_eq!(all.fields.len(), 3);
        let most = Limits { file_mib: 1_024, mails_per_person: 1_000, mails_per_hour: 1_000_000 };
        assert_eq!(most.check(), Ok(most));
        let over = Limits { file_mib: 1_025, ..most }.check().unwrap_err();
        assert_eq!(over.of("file_mib"), Some(&Code::OutOfRange { min: Some(1.0), max: Some(1_024.0) }));
    }

    #[test]
    fn limits_of_an_earlier_version_are_completed() {
        assert_eq!(serde_json::from_str::<Limits>(r#"{"file_mib":5}"#).unwrap(), Limits { file_mib: 5, ..Limits::default() });
    }
}
