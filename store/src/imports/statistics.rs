//! What the database's planner knows of the sizes of its tables.

use sea_orm::{ConnectionTrait, DbBackend};

use crate::{Result, Store};

/// Has the planner learn the sizes that an import left, as it would go on planning for a nearly empty database.
///
/// It is raw SQL because there is no other way to say it. On SQLite it looks at a part of each index alone, so that it is
/// quick however large the database is; on PostgreSQL it takes a sample anyway.
pub(super) async fn refresh(store: &Store) -> Result<()> {
    let statement = match store.backend() {
        DbBackend::Sqlite => "PRAGMA analysis_limit = 1000; ANALYZE",
        _ => "ANALYZE tickets, events, ticket_people, ticket_search, users, teams, memberships, services, counters, audit",
    };
    store.write.execute_unprepared(statement).await?;
    Ok(())
}
