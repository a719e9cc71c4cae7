//! Full text search: one tokenizer (`domain::search_terms`), one index for each database.
//!
//! Only whether a ticket holds the words is asked here; in which order and to whom it is shown is the list's affair.
//! What is said among those who answer stands in the same index under marked terms, so that a requester's search
//! cannot find a ticket by a note that they must not read.

mod postgres;
mod sqlite;

use domain::{id::TicketId, search_terms};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, sea_query::Expr};

/// Marks a term of an internal text: a private character, which no word holds and both indexes keep.
const INTERNAL: char = '\u{e000}';

/// The most bytes of terms of one ticket: PostgreSQL's limit is one megabyte.
const BYTES_MAX: usize = 600_000;

/// What of a ticket is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What requesters read.
    Public,
    /// The notes, too.
    Internal,
}

/// All that a ticket is found by.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) public: Vec<String>,
    pub(crate) internal: Vec<String>,
}

/// One word of a query.
struct Wanted {
    term: String,
    /// Whether longer words count, too: the last one may not be typed to its end.
    begins: bool,
}

/// The condition on `tickets.id` that the ticket holds these words; `None` when they say nothing.
pub(crate) fn condition(backend: DbBackend, words: &str, depth: Depth) -> Option<Expr> {
    let query = search_terms::query(words);
    let whole = query.all.into_iter().map(|term| Wanted { term, begins: false });
    let begun = query.prefix.into_iter().map(|term| Wanted { term, begins: true });
    let wanted: Vec<Wanted> = whole.chain(begun).collect();
    match backend {
        _ if wanted.is_empty() => None,
        DbBackend::Postgres => Some(postgres::condition(&wanted, depth)),
        _ => Some(sqlite::condition(&wanted, depth)),
    }
}

/// Makes the ticket be found by these texts and no others.
pub(crate) async fn index(conn: &impl ConnectionTrait, ticket: TicketId, texts: &Texts) -> Result<(), DbErr> {
    let terms = terms(texts).join(" ");
    match conn.get_database_backend() {
        DbBackend::Postgres => postgres::index(conn, ticket, &terms).await,
        _ => sqlite::index(conn, ticket, &terms).await,
    }
}

fn terms(texts: &Texts) -> Vec<String> {
    let public = search_terms::terms(&texts.public.join("\n"));
    let internal = search_terms::terms(&texts.internal.join("\n"));
    let marked = internal.into_iter().map(|term| format!("{INTERNAL}{term}"));
    let mut bytes = 0;
    public
        .into_iter()
        .chain(marked)
        .take_while(|term| {
            bytes += term.len() + 1;
            bytes <= BYTES_MAX
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_note_is_another_term_than_the_same_word_of_a_reply() {
        let texts = Texts { public: vec!["disk full".into()], internal: vec!["disk quota".into()] };
        assert_eq!(terms(&texts), ["disk", "full", "\u{e000}disk", "\u{e000}quota"]);
    }

    #[test]
    fn no_ticket_outgrows_the_index() {
        let long: String = (0..20_000).map(|n| format!("{n:0>64} ")).collect();
        let texts = Texts { public: vec![long.clone()], internal: vec![long] };
        assert!(terms(&texts).join(" ").len() <= BYTES_MAX);
    }

    #[test]
    fn words_that_say_nothing_restrict_nothing() {
        assert!(condition(DbBackend::Sqlite, " ** ", Depth::Public).is_none());
        assert!(condition(DbBackend::Postgres, "", Depth::Internal).is_none());
    }
}
