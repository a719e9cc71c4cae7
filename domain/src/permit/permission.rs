use serde::{Deserialize, Deserializer, Serialize};

use crate::word::words;

words! {
    /// One thing that a role can allow. The order is the order of the bits in
    /// the database: add at the end, never take one out of the middle.
    pub enum Permission {
        /// See tickets with their notes.
        SeeTickets = "see_tickets",
        /// Reply, note, work on, resolve, cancel and reopen tickets.
        Answer = "answer",
        /// Give tickets to people and hand them to other teams.
        Assign = "assign",
        /// Change what a ticket says about itself: title, kind, service, priority, people.
        EditTickets = "edit_tickets",
        /// Create, change and archive services and their forms.
        ManageServices = "manage_services",
        /// Change teams and who is in them.
        ManageTeams = "manage_teams",
        /// Invite, change and disable accounts.
        ManagePeople = "manage_people",
        /// Change roles and who holds them: whoever has it can have everything.
        ManageRoles = "manage_roles",
        /// Change what holds for the whole instance.
        ManageSettings = "manage_settings",
        /// Read the audit log.
        SeeAudit = "see_audit",
        /// Read the mails that left or wait, hold them, send them again or call them off.
        SeeOutbox = "see_outbox",
        /// Bring another system's log in.
        Import = "import",
        /// Read reports.
        SeeReports = "see_reports",
        /// Read which duties nobody has.
        SeeGaps = "see_gaps",
        /// Change calendars and policies, excuse breaches, correct clocks and re-base tickets.
        ManageSla = "manage_sla",
        /// Plan rounds in which teams score each other, and name who runs them.
        ManageScoring = "manage_scoring",
    }
}

impl Permission {
    const fn bit(self) -> u64 {
        1 << self as u32
    }

    /// Whether it means anything for one team alone.
    #[must_use]
    pub const fn fits_a_team(self) -> bool {
        matches!(
            self,
            Self::SeeTickets
                | Self::Answer
                | Self::Assign
                | Self::EditTickets
                | Self::ManageServices
                | Self::ManageTeams
                | Self::SeeReports
        )
    }
}

/// A set of permissions, kept as one integer. Bits that this version does not
/// know are dropped: nobody gets a permission that has no name yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything that this version knows.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// These permissions.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut rest = permissions;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    /// The set of a stored integer.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The integer to store.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether this one is in it.
    #[must_use]
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether all of it is in `other`, too.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without what cannot be done blindly: who may not see tickets
    /// cannot answer, assign or edit them either.
    #[must_use]
    pub const fn with_sight(self) -> Self {
        const BLIND: u64 = Permission::Answer.bit() | Permission::Assign.bit() | Permission::EditTickets.bit();
        if self.has(Permission::SeeTickets) { self } else { Self(self.0 & !BLIND) }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in it, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |&permission| self.has(permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::from_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_bits_keep_their_meaning() {
        let words: Vec<String> = Permission::ALL.iter().map(|p| format!("{} {p}", p.bit())).collect();
        assert_eq!(
            words,
            [
                "1 see_tickets",
                "2 answer",
                "4 assign",
                "8 edit_tickets",
                "16 manage_services",
                "32 manage_teams",
                "64 manage_people",
                "128 manage_roles",
                "256 manage_settings",
                "512 see_audit",
                "1024 see_outbox",
                "2048 import",
                "4096 see_reports",
                "8192 see_gaps",
                "16384 manage_sla",
                "32768 manage_scoring"
            ]
        );
    }

    #[test]
    fn a_bit_without_a_name_gives_nothing() {
        assert_eq!(PermissionSet::from_bits(u64::MAX), PermissionSet::ALL);
        assert_eq!(serde_json::from_str::<PermissionSet>("9223372036854775808").unwrap(), PermissionSet::NONE);
    }

    #[test]
    fn a_set_comes_back_from_its_parts() {
        assert_eq!(PermissionSet::ALL.iter().collect::<PermissionSet>(), PermissionSet::ALL);
        assert_eq!(PermissionSet::ALL.iter().count(), Permission::ALL.len());
        assert!(PermissionSet::NONE.is_empty());
    }
}
