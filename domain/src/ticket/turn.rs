//! Whose turn it is: who spoke last, and whether the ticket waits for somebody else.

use super::{StatusName, What, event::Side};
use crate::word::words;

words! {
    /// Who said the last word that the requester can read.
    #[derive(Default)]
    pub enum LastWord {
        /// The requester, by filing: nobody wrote since.
        #[default]
        Filed = "filed",
        /// The requester, by a reply, or by saying that the answer was none.
        Requester = "requester",
        /// Those who answer.
        Agent = "agent",
    }
}

/// Whose turn a ticket is. It follows from the timeline alone and is kept beside the ticket, so that queues can be listed by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Who spoke last.
    pub last_word: LastWord,
    /// It waits for somebody else or a date, and the requester has said nothing since: there is nothing for us to do.
    pub parked: bool,
}

impl Turn {
    /// After one more entry. `by_requester` is whether one who asks for the ticket did it, `status` where the ticket stood before.
    #[must_use]
    pub const fn after(self, what: &What, by_requester: bool, status: StatusName) -> Self {
        match what {
            What::Replied { by: Side::Requester, .. } => Self { last_word: LastWord::Requester, parked: false },
            What::Replied { by: Side::Agent, .. } => Self { last_word: LastWord::Agent, parked: matches!(status, StatusName::Waiting) },
            What::Resolved { .. } => Self { last_word: LastWord::Agent, parked: false },
            What::StatusChanged { from: StatusName::Resolved | StatusName::Closed, to, .. } if by_requester && to.is_open() => {
                Self { last_word: LastWord::Requester, parked: false }
            }
            What::StatusChanged { to, .. } => Self { parked: matches!(to, StatusName::Waiting), ..self },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: Side) -> What {
        What::Replied { by, text: "Words".into() }
    }

    fn moved(from: StatusName, to: StatusName) -> What {
        What::StatusChanged { from, to, reason: String::new(), waiting_on: None, until: None }
    }

    #[test]
    fn whoever_speaks_last_leaves_the_turn_to_the_other_side() {
        let filed = Turn::default();
        let asked = filed.after(&said(Side::Agent), false, StatusName::New).after(
            &moved(StatusName::New, StatusName::Waiting),
            false,
            StatusName::Waiting,
        );
        assert_eq!(asked, Turn { last_word: LastWord::Agent, parked: true });
        let answered = asked.after(&said(Side::Requester), true, StatusName::Waiting);
        assert_eq!(answered, Turn { last_word: LastWord::Requester, parked: false });
        assert_eq!(answered.after(&said(Side::Agent), false, StatusName::Waiting), asked);
    }

    #[test]
    fn a_ticket_that_waits_again_after_an_answer_is_parked_and_still_owes_a_word() {
        let answered = Turn { last_word: LastWord::Requester, parked: false };
        let waits = answered.after(&moved(StatusName::InProgress, StatusName::Waiting), false, StatusName::Waiting);
        assert_eq!(waits, Turn { last_word: LastWord::Requester, parked: true });
        assert!(!waits.after(&moved(StatusName::Waiting, StatusName::InProgress), false, StatusName::InProgress).parked);
    }

    #[test]
    fn a_requester_who_reopens_says_something_and_an_agent_who_does_does_not() {
        let resolved = What::Resolved { from: StatusName::InProgress, code: None, text: String::new() };
        let resolved = Turn::default().after(&resolved, false, StatusName::Resolved);
        let reopened = moved(StatusName::Resolved, StatusName::Assigned);
        assert_eq!(resolved.after(&reopened, true, StatusName::Assigned).last_word, LastWord::Requester);
        assert_eq!(resolved.after(&reopened, false, StatusName::Assigned).last_word, LastWord::Agent);
    }

    #[test]
    fn what_only_those_who_answer_read_changes_no_turn() {
        let parked = Turn { last_word: LastWord::Agent, parked: true };
        assert_eq!(parked.after(&What::Noted { text: "Note".into() }, false, StatusName::Waiting), parked);
    }
}
