//! An incident's state in the source's words and in ours.

use crate::ticket::{StatusName, WaitingOn};

/// Where an incident stands, as far as a ticket can stand there too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has begun.
    New,
    /// Somebody works on it.
    Active,
    /// It waits.
    Waiting(WaitingOn),
    /// It is answered.
    Resolved,
    /// It is over.
    Closed,
    /// It was withdrawn.
    Cancelled,
}

impl State {
    /// The state of the source's word, or of the number behind it. `None` for
    /// one that is not known, such as `-100`, which no choice of the source's
    /// own list has.
    ///
    /// Evidence comes from who asks. A problem is worked on elsewhere, as a
    /// supplier's part is: what is awaited stays readable in the reason.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "new" | "1" => Some(Self::New),
            "active" | "in progress" | "work in progress" | "2" => Some(Self::Active),
            "awaiting user info" | "awaiting caller" | "4" => Some(Self::Waiting(WaitingOn::Requester)),
            "awaiting evidence" | "5" => Some(Self::Waiting(WaitingOn::Requester)),
            "awaiting problem" | "awaiting change" | "on hold" | "3" => Some(Self::Waiting(WaitingOn::Supplier)),
            "awaiting vendor" => Some(Self::Waiting(WaitingOn::Supplier)),
            "resolved" | "6" => Some(Self::Resolved),
            "closed" | "7" => Some(Self::Closed),
            "cancelled" | "canceled" | "8" => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// The ticket's status. A new ticket that a person already answers for is
    /// assigned, as it is when an agent assigns it here.
    #[must_use]
    pub const fn status(self, has_person: bool) -> StatusName {
        match (self, has_person) {
            (Self::New, false) => StatusName::New,
            (Self::New, true) => StatusName::Assigned,
            (Self::Active, _) => StatusName::InProgress,
            (Self::Waiting(_), _) => StatusName::Waiting,
            (Self::Resolved, _) => StatusName::Resolved,
            (Self::Closed, _) => StatusName::Closed,
            (Self::Cancelled, _) => StatusName::Cancelled,
        }
    }

    /// Whom it waits for, if it waits.
    #[must_use]
    pub const fn waiting_on(self) -> Option<WaitingOn> {
        match self {
            Self::Waiting(on) => Some(on),
            _ => None,
        }
    }

    /// Whether it was answered or over, so that going on is a reopening.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_the_log_has_its_place_here() {
        let status = |text| State::read(text).map(|state| (state.status(true), state.waiting_on()));
        assert_eq!(status("New"), Some((StatusName::Assigned, None)));
        assert_eq!(status("Active"), Some((StatusName::InProgress, None)));
        assert_eq!(status("Awaiting User Info"), Some((StatusName::Waiting, Some(WaitingOn::Requester))));
        assert_eq!(status("Awaiting Evidence"), Some((StatusName::Waiting, Some(WaitingOn::Requester))));
        assert_eq!(status("Awaiting Vendor"), Some((StatusName::Waiting, Some(WaitingOn::Supplier))));
        assert_eq!(status("Awaiting Problem"), Some((StatusName::Waiting, Some(WaitingOn::Supplier))));
        assert_eq!(status("Resolved"), Some((StatusName::Resolved, None)));
        assert_eq!(status("Closed"), Some((StatusName::Closed, None)));
    }

    #[test]
    fn a_new_incident_that_nobody_answers_for_is_new_here_too() {
        assert_eq!(State::New.status(false), StatusName::New);
    }

    #[test]
    fn minus_one_hundred_is_no_state() {
        assert_eq!(State::read("-100"), None);
        assert_eq!(State::read("?"), None);
    }
}
