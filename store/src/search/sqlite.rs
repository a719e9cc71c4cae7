//! FTS5. The index holds terms without the texts that they came from.

use domain::id::TicketId;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, sea_query::Expr};

use super::{Depth, INTERNAL, Wanted};

/// Raw, as no query builder knows `MATCH`.
pub(super) fn condition(wanted: &[Wanted], depth: Depth) -> Expr {
    Expr::cust_with_values("tickets.id IN (SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?)", [expression(wanted, depth)])
}

/// Terms are letters and digits alone, so nothing within the quotes can end them.
fn expression(wanted: &[Wanted], depth: Depth) -> String {
    let each = wanted.iter().map(|Wanted { term, begins }| {
        let star = if *begins { " *" } else { "" };
        match depth {
            Depth::Public => format!("\"{term}\"{star}"),
            Depth::Internal => format!("(\"{term}\"{star} OR \"{INTERNAL}{term}\"{star})"),
        }
    });
    each.collect::<Vec<_>>().join(" AND ")
}

pub(super) async fn index(conn: &impl ConnectionTrait, ticket: TicketId, terms: &str) -> Result<(), DbErr> {
    let sql = "INSERT OR REPLACE INTO ticket_search (rowid, terms) VALUES (?, ?)";
    let values = [ticket.get().into(), terms.into()];
    conn.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)).await?;
    Ok(())
}
