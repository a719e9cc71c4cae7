//! What pages show of services, and what is typed to change one.

use serde::{Deserialize, Serialize};

use crate::{
    form::Form,
    id::{CategoryId, FormId, ServiceId, TeamId, TicketId, UserId},
    invalid::{self, Code, Invalid},
    locale::Localised,
    priority::{Impact, Urgency},
    ticket::{
        Kind,
        view::{PersonRef, ServiceRef, TeamRef},
    },
    time::Timestamp,
};

mod wording;

pub use wording::Wording;

/// A service as the catalogue offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The service.
    pub service: ServiceRef,
    /// What it is, in plain words.
    pub description: Localised,
    /// What is filed for it.
    pub kind: Kind,
    /// What its form asks and offers as answers, in every language, a line each: it is looked through, and not shown.
    #[serde(default)]
    pub asks: String,
}

/// Services that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Absent for services without a category.
    pub id: Option<CategoryId>,
    /// Its name; empty for services without a category.
    pub name: Localised,
    /// The services in their order.
    pub offers: Vec<Offer>,
}

/// A service with the form in force, ready to be filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestForm {
    /// The service.
    pub service: ServiceRef,
    /// What it is, in plain words.
    pub description: Localised,
    /// What is filed for it.
    pub kind: Kind,
    /// Who will answer.
    pub team: TeamRef,
    /// The version of the form; `None` while the service asks nothing of its own.
    pub form_id: Option<FormId>,
    /// The form.
    pub form: Form,
}

/// A category, for those who change the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRow {
    /// Which one.
    pub id: CategoryId,
    /// Its name.
    pub name: Localised,
    /// Where it stands, from 0.
    pub position: i64,
    /// How many services are in it, those in use alone.
    pub services: u64,
}

/// One service in the list of those who change them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    /// The service.
    pub service: ServiceRef,
    /// Where it stands in the catalogue.
    pub category: Option<CategoryId>,
    /// What is filed for it.
    pub kind: Kind,
    /// The team that it belongs to.
    pub team: TeamRef,
    /// Who answers for it.
    pub owner: Option<PersonRef>,
    /// Whether it was ever offered: until then it is a draft.
    pub offered: bool,
    /// Whether it is offered no more.
    pub archived: bool,
}

/// Everything about one service, for those who change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDetail {
    /// Which service.
    pub id: ServiceId,
    /// What it is like now, as it would be typed.
    pub draft: ServiceDraft,
    /// The team that it belongs to.
    pub team: TeamRef,
    /// Who answers for it.
    pub owner: Option<PersonRef>,
    /// The teams that it is offered to; everybody, if empty.
    pub audience: Vec<TeamRef>,
    /// The state that a change must be based on.
    pub version: i64,
    /// The version of its form in force; 0 while it has none.
    pub form_version: i64,
    /// Since when it is offered; absent for a draft.
    pub offered_at: Option<Timestamp>,
    /// Since when it is offered no more.
    pub archived_at: Option<Timestamp>,
}

/// A service as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDraft {
    /// In at least one language; up to 120 characters each.
    pub name: Localised,
    /// In plain words; up to 2,000 characters each, may be empty.
    #[serde(default)]
    pub description: Localised,
    /// The name of its icon: `[a-z0-9-]`, up to 40 characters, may be empty.
    #[serde(default)]
    pub icon: String,
    /// Where it stands in the catalogue.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// The team that it belongs to.
    pub team: TeamId,
    /// The person who answers for it.
    #[serde(default)]
    pub owner: Option<UserId>,
    /// What is filed for it.
    pub kind: Kind,
    /// The impact that a ticket begins with.
    pub impact: Impact,
    /// The urgency that a ticket begins with.
    pub urgency: Urgency,
    /// Whether the requesters' business teams see its tickets.
    #[serde(default)]
    pub open_to_team: bool,
    /// The teams that it is offered to; everybody, if empty.
    #[serde(default)]
    pub audience: Vec<TeamId>,
}

impl ServiceDraft {
    /// The draft without surrounding space, if it can be a service.
    ///
    /// # Errors
    /// Everything that is wrong, by field: `name_en`, `name_zh`,
    /// `description_en`, `description_zh`, `icon`.
    pub fn parse(self) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = name(&self.name, &mut invalid);
        let mut text = |field, value: &str| invalid.take(field, invalid::text(value, 0, 2_000)).unwrap_or_default();
        let description = Localised { en: text("description_en", &self.description.en), zh: text("description_zh", &self.description.zh) };
        let icon = self.icon.trim().to_owned();
        if icon.len() > 40 {
            invalid.add("icon", Code::TooLong { max: 40 });
        } else if !icon.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            invalid.add("icon", Code::BadCharacters);
        }
        let mut audience = self.audience.clone();
        audience.sort_unstable();
        audience.dedup();
        invalid.or(Self { name, description, icon, audience, ..self })
    }
}

/// A name in at least one language, of 1..=120 characters each; what is wrong
/// stands under `name_en` and `name_zh`.
pub fn name(name: &Localised, invalid: &mut Invalid) -> Localised {
    if name.is_empty() {
        invalid.add("name_en", Code::Required);
    }
    let mut line = |field, value: &str| invalid.take(field, invalid::line(value, 0, 120)).unwrap_or_default();
    Localised { en: line("name_en", &name.en), zh: line("name_zh", &name.zh) }
}

/// One version of a service's form in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersion {
    /// Which version's form.
    pub id: FormId,
    /// Counted from 1.
    pub version: i64,
    /// Who published it.
    pub by: Option<PersonRef>,
    /// When.
    pub at: Timestamp,
    /// How many fields it has.
    pub fields: usize,
    /// Whether it is in force.
    pub in_force: bool,
}

/// The duties that nobody has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// Services that no person answers for.
    pub services_without_owner: Vec<ServiceGap>,
    /// Services whose owner cannot sign in.
    pub services_with_absent_owner: Vec<ServiceGap>,
    /// Teams that nobody leads.
    pub teams_without_lead: Vec<TeamRef>,
    /// How many open tickets no person answers for.
    pub tickets_without_person: u64,
    /// The first of them, the oldest first.
    pub tickets: Vec<TicketGap>,
}

/// A service that nobody answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceGap {
    /// The service.
    pub service: ServiceRef,
    /// The team that it belongs to.
    pub team: TeamRef,
    /// Its owner, who cannot sign in.
    pub owner: Option<PersonRef>,
}

/// An open ticket that no person answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketGap {
    /// Which ticket.
    pub id: TicketId,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The team that answers for it.
    pub team: Option<TeamRef>,
    /// Since when.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ServiceDraft {
        ServiceDraft {
            name: Localised::new(" A new device ", ""),
            description: Localised::default(),
            icon: "laptop".to_owned(),
            category: None,
            team: TeamId(1),
            owner: None,
            kind: Kind::ServiceRequest,
            impact: Impact::Low,
            urgency: Urgency::Low,
            open_to_team: false,
            audience: vec![TeamId(2), TeamId(1), TeamId(2)],
        }
    }

    #[test]
    fn a_service_needs_a_name_in_one_language_alone() {
        let parsed = draft().parse().unwrap();
        assert_eq!(parsed.name, Localised::new("A new device", ""));
        assert_eq!(parsed.audience, [TeamId(1), TeamId(2)]);
        let nameless = ServiceDraft { name: Localised::new(" ", ""), ..draft() };
        assert_eq!(nameless.parse().unwrap_err().of("name_en"), Some(&Code::Required));
    }

    #[test]
    fn an_icon_is_a_plain_word() {
        for icon in ["../x", "A", "a b", "<svg>"] {
            let wrong = ServiceDraft { icon: icon.to_owned(), ..draft() };
            assert_eq!(wrong.parse().unwrap_err().of("icon"), Some(&Code::BadCharacters), "{icon}");
        }
    }
}
