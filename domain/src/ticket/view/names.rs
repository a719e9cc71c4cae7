//! How pages name people, tickets, teams, services and files.

use serde::{Deserialize, Serialize};

use crate::{
    id::{AttachmentId, ServiceId, TeamId, UserId},
    locale::Localised,
    people,
    ticket::Number,
};

/// How many colours a badge can have.
pub const HUES: u8 = 8;

/// A person as a list or a timeline names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The letters of their badge.
    pub initials: String,
    /// The colour of their badge, below [`HUES`].
    pub hue: u8,
}

impl PersonRef {
    /// The reference to a person of this name.
    #[must_use]
    pub fn new(id: UserId, name: String) -> Self {
        Self { id, initials: people::initials(&name), hue: people::hue(id, HUES), name }
    }
}

/// Somebody who has a ticket open at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub person: PersonRef,
    /// Whether they are writing on it, and do not only look at it.
    pub writing: bool,
}

/// A ticket as a list names it that is not about tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRef {
    /// Its number.
    pub number: Number,
    /// Its title; `None` for who may know that there is such a ticket, and no more.
    pub title: Option<String>,
}

/// A team as a list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRef {
    /// Which team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// A service as a list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRef {
    /// Which service.
    pub id: ServiceId,
    /// Its name.
    pub name: Localised,
    /// The name of its icon.
    pub icon: String,
}

/// A file as a page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    /// Which file.
    pub id: AttachmentId,
    /// The name that it was attached under.
    pub name: String,
    /// Its type, judged by its content.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// The names of what an event refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// People.
    #[serde(default)]
    pub people: Vec<PersonRef>,
    /// Teams.
    #[serde(default)]
    pub teams: Vec<TeamRef>,
    /// Services.
    #[serde(default)]
    pub services: Vec<ServiceRef>,
}

impl Names {
    /// The person of this id.
    #[must_use]
    pub fn person(&self, id: UserId) -> Option<&PersonRef> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The team of this id.
    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<&TeamRef> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// The service of this id.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> Option<&ServiceRef> {
        self.services.iter().find(|service| service.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_the_same_badge_on_every_page() {
        let person = PersonRef::new(UserId(7), "Ada King".to_owned());
        assert_eq!(person, PersonRef::new(UserId(7), "Ada King".to_owned()));
        assert_eq!(person.initials, "AK");
        assert!(person.hue < HUES);
    }
}
