//! What came of an act upon many tickets, as it stands in the address of the list that comes next: so that it is told without a script
//! too, and nothing has to remember it.

use domain::id::TicketId;
use domain::ticket::Number;
use leptos_router::params::ParamsMap;

/// What is done to many tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Take,
    Assign,
    HandOver,
    Prioritise,
    Note,
    Resolve,
    Cancel,
    /// What was done before is taken back.
    Undo,
}

impl Act {
    const ALL: [Self; 8] =
        [Self::Take, Self::Assign, Self::HandOver, Self::Prioritise, Self::Note, Self::Resolve, Self::Cancel, Self::Undo];

    /// As it stands in forms and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Assign => "assign",
            Self::HandOver => "hand_over",
            Self::Prioritise => "prioritise",
            Self::Note => "note",
            Self::Resolve => "resolve",
            Self::Cancel => "cancel",
            Self::Undo => "undo",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }
}

/// Why something was not done to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is not there, or not for this reader to change.
    NotThere,
    /// Somebody else changed the same meanwhile.
    Changed,
    /// Its status has no such move.
    NotNow,
    /// The chosen person or team does not fit it.
    DoesNotFit,
    /// Something went wrong on the server.
    Failed,
}

impl Why {
    const ALL: [Self; 5] = [Self::NotThere, Self::Changed, Self::NotNow, Self::DoesNotFit, Self::Failed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::NotThere => "gone",
            Self::Changed => "changed",
            Self::NotNow => "not_now",
            Self::DoesNotFit => "unfit",
            Self::Failed => "failed",
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub act: Act,
    /// To how many tickets it was done.
    pub done: usize,
    /// To which ones it was not: by number, or by id where the reader does not see the ticket.
    pub refused: Vec<(Result<Number, TicketId>, Why)>,
    /// What the act `undo` is sent with; empty when it cannot be taken back.
    pub undo: String,
    /// When, so that doing the same twice leads to another address.
    pub at: i64,
}

impl Told {
    /// Reads an address' query.
    #[must_use]
    pub fn read(query: &ParamsMap) -> Option<Self> {
        let mut did = query.get_str("did")?.split('.');
        let (act, done, at) = (Act::read(did.next()?)?, did.next()?.parse().ok()?, did.next()?.parse().ok()?);
        let refused = query.get_str("not").unwrap_or_default().split(',').filter_map(|one| {
            let (ticket, why) = one.split_once('.')?;
            let why = Why::ALL.into_iter().find(|known| known.as_str() == why)?;
            let ticket = match ticket.parse::<TicketId>() {
                Ok(id) => Err(id),
                Err(_) => Ok(ticket.parse::<Number>().ok()?),
            };
            Some((ticket, why))
        });
        Some(Self { act, done, at, refused: refused.collect(), undo: query.get_str("undo").unwrap_or_default().to_owned() })
    }

    /// The names and values that say it.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let refused = self.refused.iter().map(|(ticket, why)| match ticket {
            Ok(number) => format!("{number}.{}", why.as_str()),
            Err(id) => format!("{id}.{}", why.as_str()),
        });
        let refused = refused.collect::<Vec<_>>().join(",");
        let mut pairs = vec![("did", format!("{}.{}.{}", self.act.as_str(), self.done, self.at))];
        pairs.extend([("not", refused), ("undo", self.undo.clone())].into_iter().filter(|(_, value)| !value.is_empty()));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_comes_back_from_its_address() {
        for undo in ["1042.7,1043.", ""] {
            let refused = vec![(Ok("INC-1044".parse().unwrap()), Why::Changed), (Err(TicketId(1045)), Why::NotThere)];
            let told = Told { act: Act::Take, done: 2, refused, undo: undo.to_owned(), at: 7 };
            let query: ParamsMap = told.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            assert_eq!(Told::read(&query), Some(told));
        }
        assert_eq!(Told::read(&ParamsMap::new()), None);
    }

    #[test]
    fn every_word_is_read_as_what_it_stands_for() {
        assert!(Act::ALL.into_iter().all(|act| Act::read(act.as_str()) == Some(act)));
        assert_eq!(Act::read("delete"), None);
    }
}
