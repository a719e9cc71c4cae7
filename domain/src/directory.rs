//! What pages show of people, teams, roles and the log of their changes.

use serde::{Deserialize, Serialize};

use crate::{
    audit::Object,
    fault::post_mortem::ActionLine,
    id::{AuditId, RoleId, UserId},
    locale::{Locale, Localised},
    people::{AccountState, Density, MailPreferences, TeamKind, Theme},
    permit::PermissionSet,
    ticket::view::{PersonRef, ServiceRef, TeamRef},
    time::Timestamp,
};

/// What was done of all that an instance needs before somebody can ask for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstSteps {
    /// There is a team that answers.
    pub team: bool,
    /// Somebody was invited.
    pub people: bool,
    /// A service is offered.
    pub service: bool,
}

/// One person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub person: PersonRef,
    /// Their address, if they have one.
    pub email: Option<String>,
    /// Whether they can sign in.
    pub state: AccountState,
    /// The teams that they are in.
    pub teams: Vec<TeamRef>,
}

/// Somebody whom a field that asks for a person offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Who.
    pub person: PersonRef,
    /// Whether they can sign in; else they were invited and have not come yet, or are known from an import alone.
    pub has_account: bool,
}

/// A page of people, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// The people.
    pub rows: Vec<PersonRow>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<NameCursor>,
}

/// Where a page of names ends: the name and the id of its last row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCursor {
    /// The name.
    pub name: String,
    /// Tells people of one name apart.
    pub id: UserId,
}

/// `7~Ada King`: the id stands first, because a name may hold anything.
impl std::fmt::Display for NameCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}", self.id, self.name)
    }
}

impl std::str::FromStr for NameCursor {
    type Err = crate::ticket::view::NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, name) = text.split_once('~').ok_or(crate::ticket::view::NotACursor)?;
        let id = id.parse().map_err(|_| crate::ticket::view::NotACursor)?;
        Ok(Self { name: name.to_owned(), id })
    }
}

/// Everything about one account that an administrator sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetail {
    /// Who.
    pub person: PersonRef,
    /// Their address, if they have one.
    pub email: Option<String>,
    /// Whether they can sign in.
    pub state: AccountState,
    /// Since when the account exists.
    pub created_at: Timestamp,
    /// When they were last here; `None` when they have no session any more.
    pub seen_at: Option<Timestamp>,
    /// The teams that they are in.
    pub teams: Vec<MembershipRow>,
    /// The roles that they hold.
    pub grants: Vec<GrantRow>,
    /// The services that they own.
    pub owns: Vec<ServiceRef>,
    /// Whether the reader may change the account: nobody changes somebody who may do more.
    pub may_manage: bool,
}

/// A person's place in a team, as their page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// The team.
    pub team: TeamRef,
    /// Its kind.
    pub kind: TeamKind,
    /// Whether they lead it.
    pub lead: bool,
}

/// What somebody has chosen for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Their language; by the browser's wish, if they chose none.
    pub locale: Option<Locale>,
    /// Light or dark.
    pub theme: Theme,
    /// How close together rows stand.
    pub density: Density,
    /// Their zone; the instance's, if they chose none.
    pub time_zone: Option<String>,
    /// Which mails they do not want.
    pub mail: MailPreferences,
}

/// Whom a link for choosing a password belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOwner {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether it is their first password.
    pub invited: bool,
}

/// One team in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// The team.
    pub team: TeamRef,
    /// Its kind.
    pub kind: TeamKind,
    /// How many people are in it.
    pub members: u64,
    /// Who leads it.
    pub leads: Vec<PersonRef>,
    /// Whether it is in use no more.
    pub archived: bool,
}

/// Everything about one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDetail {
    /// The team.
    pub team: TeamRef,
    /// Its kind.
    pub kind: TeamKind,
    /// What it does, in plain words.
    pub description: String,
    /// Since when it is in use no more.
    pub archived_at: Option<Timestamp>,
    /// The state that a change must be based on.
    pub version: i64,
    /// The people in it: leads first, then by name.
    pub members: Vec<MemberRow>,
    /// The services that belong to it.
    pub services: Vec<ServiceRef>,
    /// What its members own of the actions after faults that is not done although its day has passed, as far as the reader sees the faults.
    #[serde(default)]
    pub overdue: Vec<ActionLine>,
    /// Whether the reader may change it.
    pub may_manage: bool,
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Who.
    pub person: PersonRef,
    /// Whether they lead it.
    pub lead: bool,
    /// Whether they can sign in.
    pub state: AccountState,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Which role.
    pub id: RoleId,
    /// Its name; of a built-in one, the key to its words.
    pub name: String,
    /// What it allows.
    pub permissions: PermissionSet,
    /// Whether it came with the program, and stays as it is.
    pub builtin: bool,
    /// How often it is held.
    pub grants: u64,
}

/// Everything about one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDetail {
    /// The role.
    pub role: RoleRow,
    /// Who holds it, by name.
    pub holders: Vec<HolderRow>,
}

/// Somebody who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderRow {
    /// Who.
    pub person: PersonRef,
    /// For this team; everywhere, if absent.
    pub team: Option<TeamRef>,
}

/// A role that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRow {
    /// Which role.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// For this team; everywhere, if absent.
    pub team: Option<TeamRef>,
}

/// One of somebody's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Names the session and opens nothing: it is a hash of what the browser holds.
    pub id: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to within some minutes.
    pub seen_at: Timestamp,
    /// From which address it was begun.
    pub address: String,
    /// What the browser called itself.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub this_one: bool,
}

/// One record of the audit log in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Which record.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody, when it happened by itself.
    pub actor: Option<PersonRef>,
    /// What, by a verb: `team.rename`.
    pub action: String,
    /// To what.
    pub object: Object,
    /// From and to, as JSON.
    pub data: String,
}

/// A page of the audit log, the newest record first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The records.
    pub rows: Vec<AuditRow>,
    /// The record that the next page is older than; `None` on the last page.
    pub next: Option<AuditId>,
    /// What is called how of that which the records name by number; what is gone has no name.
    pub names: Vec<Named>,
}

/// The name that something has now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its sort, as in [`Object::kind`].
    pub kind: String,
    /// Its number.
    pub id: i64,
    /// In both languages where it has both.
    pub name: Localised,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_page_of_names_travels_in_a_link() {
        let cursor = NameCursor { name: "Ada ~ King".to_owned(), id: UserId(7) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert!("Ada".parse::<NameCursor>().is_err());
    }
}
