//! People and teams: the words and values that an account consists of.

mod guests;

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    invalid::{self, Code},
    word::words,
};

pub use guests::{GUESTS_MAX, Guest, guests};

words! {
    /// What a team is for.
    pub enum TeamKind {
        /// It serves: it owns services and answers tickets.
        Service = "service",
        /// It is served.
        Business = "business",
        /// It serves from outside the company.
        Supplier = "supplier",
    }
}

words! {
    /// Whether somebody can sign in.
    pub enum AccountState {
        /// Can sign in.
        Active = "active",
        /// Has been sent an invitation and has not yet chosen a password.
        Invited = "invited",
        /// Known by name alone, from an import; nobody signs in with it.
        Placeholder = "placeholder",
        /// May nothing any more; the name stays on what was done.
        Disabled = "disabled",
    }
}

impl AccountState {
    /// Whether somebody signs in with it.
    #[must_use]
    pub const fn signs_in(self) -> bool {
        matches!(self, Self::Active)
    }
}

words! {
    /// Light or dark, or as the reader's system is.
    #[derive(Default)]
    pub enum Theme {
        #[default]
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

words! {
    /// How close together the rows of lists stand.
    #[derive(Default)]
    pub enum Density {
        #[default]
        Comfortable = "comfortable",
        Compact = "compact",
    }
}

words! {
    /// An occasion on which somebody gets a mail.
    pub enum MailOccasion {
        Created = "created",
        Replied = "replied",
        WaitingForYou = "waiting_for_you",
        Resolved = "resolved",
        /// The company was told of a fault that the ticket belongs to.
        Informed = "informed",
        Mentioned = "mentioned",
        Assigned = "assigned",
        TeamReply = "team_reply",
        TeamTicket = "team_ticket",
        /// A clock reached a step before its deadline.
        DeadlineNear = "deadline_near",
        /// A clock's deadline has passed.
        DeadlineMissed = "deadline_missed",
        /// Somebody else changed the address of the account; it goes to the old one.
        AddressChanged = "address_changed",
        /// Somebody asked for a link to choose another password.
        PasswordForgotten = "password_forgotten",
        /// The account has another password now.
        PasswordChanged = "password_changed",
        /// Somebody is invited: the link by which they come in.
        Invited = "invited",
        /// A fault calls them: nobody has it yet.
        Called = "called",
    }
}

impl MailOccasion {
    /// Whether people may do without it. A mail that guards an account comes always, and so does one by which a fault calls.
    #[must_use]
    pub const fn can_be_turned_off(self) -> bool {
        !matches!(self, Self::AddressChanged | Self::PasswordForgotten | Self::PasswordChanged | Self::Invited | Self::Called)
    }

    /// Whether it brings its reader a link for choosing a password.
    #[must_use]
    pub const fn brings_a_link(self) -> bool {
        matches!(self, Self::PasswordForgotten | Self::Invited)
    }

    /// Whether it is one of those who answer tickets.
    #[must_use]
    pub const fn is_for_agents(self) -> bool {
        matches!(self, Self::Mentioned | Self::Assigned | Self::TeamReply | Self::TeamTicket | Self::DeadlineNear | Self::DeadlineMissed)
    }

    /// Whether it is mailed to those alone who ask for it: every new ticket of a team to each of its members would be a flood,
    /// after which nobody reads what is for them.
    #[must_use]
    pub const fn is_asked_for(self) -> bool {
        matches!(self, Self::TeamTicket)
    }
}

/// Which mails somebody wants: all but those that they turned off, and of those that have to be asked for the ones that they
/// turned on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPreferences {
    /// The occasions that are turned off.
    #[serde(default)]
    pub off: BTreeSet<MailOccasion>,
    /// The occasions that are turned on, of those that are off by themselves.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub on: BTreeSet<MailOccasion>,
}

impl MailPreferences {
    /// Whether a mail is wanted on this occasion.
    #[must_use]
    pub fn wants(&self, occasion: MailOccasion) -> bool {
        match occasion {
            _ if !occasion.can_be_turned_off() => true,
            _ if occasion.is_asked_for() => self.on.contains(&occasion),
            _ => !self.off.contains(&occasion),
        }
    }

    /// The preferences of who wants these and no others.
    #[must_use]
    pub fn of(wanted: &BTreeSet<MailOccasion>) -> Self {
        let chosen = MailOccasion::ALL.iter().filter(|occasion| occasion.can_be_turned_off());
        let (asked_for, usual): (BTreeSet<_>, BTreeSet<_>) = chosen.partition(|occasion| occasion.is_asked_for());
        Self { off: &usual - wanted, on: &asked_for & wanted }
    }
}

/// A mail address, lower-cased, so that one person has one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address as people type it.
    ///
    /// Stricter than RFC 5321 (no quotes, no address literals) and no judge of
    /// whether the mailbox exists: only a mail can tell.
    ///
    /// # Errors
    /// `Required`, `TooLong` over 254 characters, `NotAnEmail`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = invalid::line(text, 1, 254)?.to_lowercase();
        let Some((local, host)) = text.rsplit_once('@') else {
            return Err(Code::NotAnEmail);
        };
        if is_local_part(local) && is_host(host) { Ok(Self(text)) } else { Err(Code::NotAnEmail) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.split('.').all(label)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("not a mail address"))
    }
}

/// A person's or a team's name as it is shown: one line of 1..=120 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name as people type it; runs of space become one.
    ///
    /// # Errors
    /// `Required`, `TooLong`, `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let name = invalid::line(text, 1, 120)?;
        Ok(Self(name.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The one or two letters that stand for a name on its badge.
///
/// Latin names give the first letters of their first and last word (`Ada King
/// Lovelace`: `AL`). A Chinese name gives its last two characters, as people
/// are called by their given name and share few family names.
#[must_use]
pub fn initials(name: &str) -> String {
    let first_letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let words: Vec<&str> = name.split_whitespace().filter(|word| first_letter(word).is_some()).collect();
    match words.as_slice() {
        [] => "?".to_owned(),
        [word] if word.chars().all(is_han) => {
            let characters: Vec<char> = word.chars().collect();
            characters[characters.len().saturating_sub(2)..].iter().collect()
        }
        [word] => first_letter(word).into_iter().flat_map(char::to_uppercase).collect(),
        [first, .., last] => [first, last].into_iter().filter_map(|word| first_letter(word)).flat_map(char::to_uppercase).collect(),
    }
}

/// A name as colleagues write it where there is little room: the first word, and the first letter of the last one (`Ada L.`). What is one
/// word, and a Chinese name, stays whole.
#[must_use]
pub fn short_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [first, .., last] if !name.chars().any(is_han) => match last.chars().find(|c| c.is_alphanumeric()) {
            // A number tells who is meant: `Caller 2403`.
            Some(letter) if !letter.is_numeric() => format!("{first} {}.", letter.to_uppercase()),
            _ => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Which of `count` badge colours stands for somebody: the same one on every page.
#[must_use]
pub fn hue(id: crate::id::UserId, count: u8) -> u8 {
    // A multiplicative hash, so that people who came one after another differ.
    let mixed = id.get().unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    u8::try_from(mixed % u64::from(count.max(1))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;

    #[test]
    fn one_person_has_one_address_however_it_is_typed() {
        assert_eq!(Email::parse(" Mei.Lin@Example.COM ").unwrap().as_str(), "mei.lin@example.com");
        assert_eq!(Email::parse("ops@localhost").unwrap().as_str(), "ops@localhost");
        for text in [
            "",
            "mei",
            "@example.com",
            "mei@",
            "mei@-x.com",
            "a b@example.com",
            "a..b@example.com",
            "mei@example..com",
            "mei@lin@example.com",
            "mei@example.com\r\nBcc: x@example.com",
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wrong_address_is_not_read_from_json_either() {
        assert!(serde_json::from_str::<Email>("\"mei\"").is_err());
        assert_eq!(serde_json::from_str::<Email>("\"A@B.c\"").unwrap().as_str(), "a@b.c");
    }

    #[test]
    fn initials_follow_the_script_of_the_name() {
        for (name, letters) in [
            ("Ada King Lovelace", "AL"),
            ("plato", "P"),
            ("王小明", "小明"),
            ("李", "李"),
            ("Caller 2403", "C2"),
            ("  ", "?"),
            ("--", "?"),
            ("éva ñu", "ÉÑ"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn a_short_name_still_says_who_is_meant() {
        for (name, short) in [
            ("Ada King Lovelace", "Ada L."),
            ("plato", "plato"),
            ("王小明", "王小明"),
            ("王 小明", "王 小明"),
            ("Caller 2403", "Caller 2403"),
            ("éva ñu", "éva Ñ."),
            ("A --", "A --"),
            ("", ""),
        ] {
            assert_eq!(short_name(name), short, "{name}");
        }
    }

    #[test]
    fn a_name_is_one_line_with_single_spaces() {
        assert_eq!(PersonName::parse("  Ada   King ").unwrap().as_str(), "Ada King");
        assert_eq!(PersonName::parse("Ada\nKing"), Err(Code::BadCharacters));
    }

    #[test]
    fn a_hue_stays_within_the_palette() {
        assert!((0..500).all(|id| hue(UserId(id), 8) < 8));
        assert_eq!(hue(UserId(7), 0), 0);
        assert_ne!(hue(UserId(1), 8), hue(UserId(2), 8));
    }

    #[test]
    fn every_mail_is_wanted_until_it_is_turned_off() {
        let none: MailPreferences = serde_json::from_str("{}").unwrap();
        assert!(MailOccasion::ALL.iter().all(|&occasion| none.wants(occasion) != occasion.is_asked_for()));
        let off = MailPreferences { off: BTreeSet::from([MailOccasion::Created]), ..none };
        assert!(!off.wants(MailOccasion::Created));
        let off = MailPreferences { off: BTreeSet::from([MailOccasion::AddressChanged]), ..off };
        assert!(off.wants(MailOccasion::AddressChanged), "what guards an account comes always");
    }

    #[test]
    fn what_is_wanted_is_what_was_ticked() {
        for ticked in [
            BTreeSet::new(),
            BTreeSet::from([MailOccasion::Replied, MailOccasion::TeamTicket]),
            MailOccasion::ALL.iter().copied().collect(),
        ] {
            let preferences = MailPreferences::of(&ticked);
            let wanted: BTreeSet<_> = MailOccasion::ALL.iter().copied().filter(|&occasion| preferences.wants(occasion)).collect();
            let always = BTreeSet::from([
                MailOccasion::AddressChanged,
                MailOccasion::PasswordForgotten,
                MailOccasion::PasswordChanged,
                MailOccasion::Invited,
                MailOccasion::Called,
            ]);
            assert_eq!(wanted, &ticked | &always);
        }
    }
}
