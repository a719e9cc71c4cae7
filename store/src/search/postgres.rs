//! A text search vector of the terms as they are: `array_to_tsvector` and a cast do not parse, so PostgreSQL's own idea
//! of words and languages has no say.

use domain::id::TicketId;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, sea_query::Expr};

use super::{Depth, INTERNAL, Wanted};

/// Raw, as no query builder knows `@@`.
pub(super) fn condition(wanted: &[Wanted], depth: Depth) -> Expr {
    Expr::cust_with_values(
        "tickets.id IN (SELECT ticket_id FROM ticket_search WHERE terms @@ CAST($1 AS tsquery))",
        [expression(wanted, depth)],
    )
}

/// Terms are letters and digits alone, so nothing within the quotes can end them.
fn expression(wanted: &[Wanted], depth: Depth) -> String {
    let each = wanted.iter().map(|Wanted { term, begins }| {
        let star = if *begins { ":*" } else { "" };
        match depth {
            Depth::Public => format!("'{term}'{star}"),
            Depth::Internal => format!("('{term}'{star} | '{INTERNAL}{term}'{star})"),
        }
    });
    each.collect::<Vec<_>>().join(" & ")
}

pub(super) async fn index(conn: &impl ConnectionTrait, ticket: TicketId, terms: &str) -> Result<(), DbErr> {
    // `array_remove` because the parts of an empty text are one empty term, which no vector may hold.
    let sql = "INSERT INTO ticket_search (ticket_id, terms) \
               VALUES ($1, array_to_tsvector(array_remove(string_to_array($2, ' '), ''))) \
               ON CONFLICT (ticket_id) DO UPDATE SET terms = excluded.terms";
    let values = [ticket.get().into(), terms.into()];
    conn.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(())
}
