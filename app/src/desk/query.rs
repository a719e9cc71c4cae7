//! What an address of the desk says: which queue, narrowed how, from where on, and what of a ticket is shown.

use domain::id::TeamId;
use domain::ticket::Number;
use domain::ticket::view::{Cursor, QueueFilter};
use leptos_router::params::ParamsMap;
use std::str::FromStr;

/// Which entries of a timeline are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    All,
    Replies,
    Notes,
    Changes,
}

impl Show {
    /// In the order of the tabs.
    pub const ALL: [Self; 4] = [Self::All, Self::Replies, Self::Notes, Self::Changes];

    /// As it stands in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Replies => "replies",
            Self::Notes => "notes",
            Self::Changes => "changes",
        }
    }
}

/// The query of an address. What cannot be read is left out rather than refused: an old link still leads somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskQuery {
    pub filter: QueueFilter,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    pub show: Show,
    pub hide_details: bool,
}

/// A ticket that its reader gave out of their own sight a moment ago: the queue that they come back to says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handed {
    pub ticket: Number,
    /// Whose it is now, if that is known.
    pub team: Option<TeamId>,
}

impl Handed {
    /// Reads an address' query.
    #[must_use]
    pub fn read(query: &ParamsMap) -> Option<Self> {
        let ticket = query.get_str("handed").and_then(|number| number.parse().ok())?;
        Some(Self { ticket, team: query.get_str("to").and_then(|team| team.parse().ok()) })
    }

    /// The queue's address with this in it.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn address(self, queue: &DeskQuery) -> String {
        let mut pairs = queue.pairs();
        pairs.push(("handed", self.ticket.to_string()));
        pairs.extend(self.team.map(|team| ("to", team.to_string())));
        address("/desk", pairs)
    }
}

/// The address of `path` with these names and values.
#[must_use]
pub fn address(path: &str, pairs: Vec<(&'static str, String)>) -> String {
    let query: ParamsMap = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    format!("{path}{}", query.to_query_string())
}

impl DeskQuery {
    /// Reads the part of an address behind its question mark.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn of(query: &str) -> Self {
        let read = |text: &str| leptos_router::location::Url::unescape(&text.replace('+', " "));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Self::read(&pairs.map(|(name, value)| (read(name), read(value))).collect())
    }

    /// Reads an address' query.
    #[must_use]
    pub fn read(query: &ParamsMap) -> Self {
        fn take<T: FromStr>(query: &ParamsMap, name: &str) -> Option<T> {
            query.get_str(name).and_then(|value| value.trim().parse().ok())
        }
        let show = query.get_str("show").unwrap_or_default();
        Self {
            filter: QueueFilter {
                view: take(query, "view").unwrap_or_default(),
                team: take(query, "team"),
                service: take(query, "service"),
                kind: take(query, "kind"),
                priority: take(query, "priority"),
                status: take(query, "status"),
                assignee: take(query, "assignee"),
                unanswered: query.get_str("unanswered") == Some("1"),
                search: query.get_str("q").unwrap_or_default().trim().to_owned(),
                order: take(query, "order"),
            },
            after: take(query, "after"),
            show: Show::ALL.into_iter().find(|choice| choice.as_str() == show).unwrap_or_default(),
            hide_details: query.get_str("hide") == Some("details"),
        }
    }

    /// The names and values that differ from what an address without them means.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        let filter = &self.filter;
        put("view", (filter.view != Default::default()).then(|| filter.view.to_string()));
        put("team", filter.team.map(|id| id.to_string()));
        put("service", filter.service.map(|id| id.to_string()));
        put("kind", filter.kind.map(|kind| kind.to_string()));
        put("priority", filter.priority.map(|priority| priority.to_string()));
        put("status", filter.status.map(|status| status.to_string()));
        put("assignee", filter.assignee.map(|id| id.to_string()));
        put("unanswered", filter.unanswered.then(|| "1".to_owned()));
        put("q", (!filter.search.is_empty()).then(|| filter.search.clone()));
        put("order", filter.order.map(|order| order.to_string()));
        put("after", self.after.map(|after| after.to_string()));
        put("show", (self.show != Show::All).then(|| self.show.as_str().to_owned()));
        put("hide", self.hide_details.then(|| "details".to_owned()));
        pairs
    }

    /// The address of `path` with this query.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        address(path, self.pairs())
    }

    /// The same list without what belongs to one ticket.
    #[must_use]
    pub fn list(&self) -> Self {
        Self { show: Show::All, hide_details: false, ..self.clone() }
    }

    /// The same with another filter, from its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut QueueFilter)) -> Self {
        let mut query = Self { after: None, ..self.list() };
        change(&mut query.filter);
        query
    }

    /// Whether anything narrows the saved queue.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        let plain = QueueFilter { view: self.filter.view, order: self.filter.order, ..QueueFilter::default() };
        self.filter != plain
    }
}

#[cfg(test)]
mod tests {
    use domain::id::TeamId;
    use domain::ticket::view::{Order, View};
    use domain::ticket::{Kind, StatusName};

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> DeskQuery {
        DeskQuery::read(&pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn an_address_says_what_the_query_means_and_comes_back() {
        let query = DeskQuery {
            filter: QueueFilter {
                view: View::Waiting,
                team: Some(TeamId(3)),
                kind: Some(Kind::Incident),
                status: Some(StatusName::Waiting),
                unanswered: true,
                search: "dock & 4".into(),
                order: Some(Order::Oldest),
                ..QueueFilter::default()
            },
            after: "2.1763370000000.1042".parse().ok(),
            show: Show::Notes,
            hide_details: true,
        };
        let pairs = query.pairs();
        assert_eq!(read(&pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()), query);
        assert!(query.address("/desk").contains("q=dock%20%26%204"), "{}", query.address("/desk"));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn an_address_is_read_however_its_spaces_are_written() {
        let query = read(&[("view", "team"), ("q", "dock & 4")]);
        assert_eq!(DeskQuery::of("view=team&q=dock+%26+4"), query);
        assert_eq!(DeskQuery::of("view=team&q=dock%20%26%204&again"), query);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_was_handed_away_is_told_by_the_queue_it_was_in() {
        let handed = Handed { ticket: "INC-1042".parse().unwrap(), team: Some(TeamId(3)) };
        let address = handed.address(&read(&[("view", "unassigned")]));
        assert_eq!(address, "/desk?view=unassigned&handed=INC%2D1042&to=3");
        let query: ParamsMap =
            [("handed", "INC-1042"), ("to", "3")].map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        assert_eq!(Handed::read(&query), Some(handed));
        assert_eq!(Handed::read(&ParamsMap::new()), None);
    }

    #[test]
    fn a_plain_queue_has_a_plain_address() {
        assert_eq!(DeskQuery::default().address("/desk"), "/desk");
        assert!(!DeskQuery::default().is_narrowed());
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        assert_eq!(read(&[("view", "nonsense"), ("team", ""), ("after", "1.2"), ("priority", "")]), DeskQuery::default());
    }

    #[test]
    fn another_filter_begins_at_its_first_page() {
        let query = read(&[("after", "2.1.3"), ("priority", "high"), ("show", "notes")]);
        assert!(query.is_narrowed());
        let wider = query.with(|filter| filter.priority = None);
        assert_eq!(wider, DeskQuery::default());
    }
}
