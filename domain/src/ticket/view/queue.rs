//! Lists of tickets: what they are filtered by, their rows, and where a page of them ends.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{PersonRef, ServiceRef, TeamRef};
use crate::{
    id::{ServiceId, TeamId, TicketId, UserId},
    priority::Priority,
    sla::Due,
    survey::Kind as SurveyKind,
    ticket::{Kind, Number, StatusName, WaitingOn},
    time::Timestamp,
    word::words,
};

words! {
    /// A saved queue.
    #[derive(Default)]
    pub enum View {
        /// Open tickets that the reader answers for.
        Mine = "mine",
        /// Open tickets of the reader's teams.
        #[default]
        Team = "team",
        /// Open tickets of the reader's teams that no person answers for.
        Unassigned = "unassigned",
        /// Waiting tickets of the reader's teams.
        Waiting = "waiting",
        /// Every open ticket within reach.
        AllOpen = "all_open",
        /// Open tickets within reach with a clock that will run past its target within an hour.
        Breaching = "breaching",
        /// What was resolved or closed lately, the last one first.
        RecentlyResolved = "recently_resolved",
    }
}

words! {
    /// In which order a queue is listed.
    #[derive(Default)]
    pub enum Order {
        /// By priority, the oldest first within each; behind them, in the same order, those that wait for somebody else.
        #[default]
        Priority = "priority",
        /// The newest first.
        Newest = "newest",
        /// The oldest first.
        Oldest = "oldest",
        /// What changed last first.
        Updated = "updated",
        /// What is due next first; behind it what no clock runs for.
        Due = "due",
    }
}

impl Order {
    /// The order of a queue that nobody chose one for: where anything is promised, what is due next comes first. What waits is
    /// seldom due, and is looked through by its priority.
    #[must_use]
    pub fn usual(filter: &QueueFilter, promises: bool) -> Self {
        match filter.view {
            View::Breaching => Self::Due,
            View::Waiting => Self::Priority,
            _ if filter.status == Some(StatusName::Waiting) => Self::Priority,
            _ if promises => Self::Due,
            _ => Self::Priority,
        }
    }
}

/// What a queue shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFilter {
    /// Which saved queue.
    #[serde(default)]
    pub view: View,
    /// Of this team alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Of this service alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Of this kind alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Of this priority alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// In this status alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusName>,
    /// Answered for by this person alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// Those alone whose requester waits for a word: nobody has written to them since they wrote last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unanswered: bool,
    /// Found by these words; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// In this order; in the usual one, if absent ([`Order::usual`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

/// Where a page of a list ends: the keys of its last row, in every order that
/// a list has. It is text in links, such as `3.1763370000000.1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The rank of its priority, and [`Cursor::PARKED`] more when it waits for somebody else; 0 in orders without.
    pub rank: i16,
    /// The time that the order goes by.
    pub at: Timestamp,
    /// Its id, which tells rows of one moment apart.
    pub id: TicketId,
}

impl Cursor {
    /// What the rank of a parked ticket is raised by, so that it stands behind every other one.
    pub const PARKED: i16 = 10;
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.rank, self.at.millis(), self.id)
    }
}

/// The text is not the end of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('.');
        let (Some(rank), Some(at), Some(id), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NotACursor);
        };
        Ok(Self {
            rank: rank.parse().map_err(|_| NotACursor)?,
            at: at.parse().map(Timestamp::from_millis).map_err(|_| NotACursor)?,
            id: id.parse().map_err(|_| NotACursor)?,
        })
    }
}

/// One ticket in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Which ticket.
    pub id: TicketId,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its priority.
    pub priority: Priority,
    /// Where it stands.
    pub status: StatusName,
    /// Whom or what it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_on: Option<WaitingOn>,
    /// When its wait ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_until: Option<Timestamp>,
    /// Who filed it.
    pub requester: PersonRef,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonRef>,
    /// Which team does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamRef>,
    /// Its service.
    pub service: ServiceRef,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When anything last happened to it.
    pub updated_at: Timestamp,
    /// When it was resolved, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// It is open, and its requester wrote something that nobody has answered yet, nor let it wait for somebody else since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_answer: bool,
    /// It waits for somebody else, and there is nothing for us to do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parked: bool,
    /// What a change that goes by this row is based on.
    pub version: i64,
    /// The clock that it is due by, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
}

impl QueueRow {
    /// The number that people say.
    #[must_use]
    pub const fn number(&self) -> Number {
        Number::new(self.kind, self.id)
    }
}

/// A page of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Its tickets.
    pub rows: Vec<QueueRow>,
    /// In which order they are.
    #[serde(default)]
    pub order: Order,
    /// Where the next page begins; absent on the last.
    pub next: Option<Cursor>,
}

/// One ticket in a requester's own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: StatusName,
    /// Whom or what it waits for.
    pub waiting_on: Option<WaitingOn>,
    /// Its service.
    pub service: ServiceRef,
    /// Who answers for it.
    pub assignee: Option<PersonRef>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// Whether the answer was judged.
    pub rated: bool,
    /// Whether the reader may judge it and it is not judged yet.
    pub rate: bool,
    /// What its requester is asked, if they are asked anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<SurveyKind>,
    /// Until when what is promised next is promised, in the reader's words; empty where nothing is, or nothing is put into words yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub promised: String,
}

/// A page of a requester's own list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    /// Its tickets.
    pub rows: Vec<RequestRow>,
    /// Where the next page begins; absent on the last.
    pub next: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_from_its_text(rank: i16, at: i64, id: i64) {
            let cursor = Cursor { rank, at: Timestamp::from_millis(at), id: TicketId(id) };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn no_text_in_a_link_stops_the_list(text in ".{0,40}") {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
            }
        }
    }

    #[test]
    fn a_filter_of_nothing_is_the_team_by_what_is_due_where_anything_is_promised() {
        let filter: QueueFilter = serde_json::from_str("{}").unwrap();
        assert_eq!(filter, QueueFilter::default());
        assert_eq!((filter.view, filter.order), (View::Team, None));
        assert_eq!(Order::usual(&filter, false), Order::Priority);
        assert_eq!(Order::usual(&filter, true), Order::Due);
    }
}
