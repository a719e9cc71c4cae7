//! Who asks: loaded on every request, so in as few queries as possible.

use std::sync::Arc;

use domain::{
    id::{ServiceId, TeamId, UserId},
    locale::Locale,
    people::{AccountState, Density, Theme},
    permit::{Actor, Grant, Membership, PermissionSet, Scope},
    time::Timestamp,
};
use futures::{TryFutureExt, try_join};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};

use crate::{Error, Result, Store, accounts, convert, entity::users};

/// Somebody who is signed in, with what every page needs of them.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What permission depends on.
    pub actor: Arc<Actor>,
    /// Their language; by the browser's wish, if they chose none.
    pub locale: Option<Locale>,
    /// Light or dark.
    pub theme: Theme,
    /// How close together rows stand.
    pub density: Density,
    /// Their zone; the instance's, if they chose none.
    pub time_zone: Option<String>,
}

/// The visitor with this account; nobody, unless it is active, and nobody in a session that remembers another password than the one that
/// it has now. One that is older than such a memory (`None`) was ended when the password was changed.
///
/// # Errors
/// Those of the database.
pub async fn visitor(store: &Store, user: UserId, password_of: Option<Timestamp>) -> Result<Option<Visitor>> {
    let account = users::Entity::find_by_id(user.get()).filter(users::Column::State.eq(AccountState::Active.as_str()));
    let of_them = [user.get()];
    let (account, duties) = try_join!(account.one(&store.read).map_err(Error::from), duties(&store.read, &of_them))?;
    let same = |account: &users::Model| password_of.is_none_or(|at| at == accounts::chosen(account));
    let Some(account) = account.filter(same) else { return Ok(None) };
    Ok(Some(Visitor {
        locale: account.locale.as_deref().map(|word| convert::word("locale", word)).transpose()?,
        theme: convert::word("theme", &account.theme)?,
        density: convert::word("density", &account.density)?,
        time_zone: account.time_zone.clone(),
        actor: Arc::new(with_duties(account, &duties)?),
    }))
}

/// The actor with this account, in whatever state it is.
///
/// # Errors
/// [`Error::NotFound`] without such an account.
pub async fn load(store: &Store, user: UserId) -> Result<Actor> {
    let account = users::Entity::find_by_id(user.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let duties = duties(&store.read, &[user.get()]).await?;
    with_duties(account, &duties)
}

/// The actors with these accounts, in whatever state they are, by their ids; in two queries however many they are.
pub(crate) async fn load_all(conn: &impl ConnectionTrait, users: &[UserId]) -> Result<Vec<Actor>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = users.iter().map(|user| user.get()).collect();
    let accounts =
        users::Entity::find().filter(users::Column::Id.is_in(ids.iter().copied())).order_by_asc(users::Column::Id).all(conn).await?;
    let duties = duties(conn, &ids).await?;
    accounts
        .into_iter()
        .map(|account| {
            let id = account.id;
            with_duties(account, duties.iter().filter(|duty| duty.person == id))
        })
        .collect()
}

fn with_duties<'d>(account: users::Model, duties: impl IntoIterator<Item = &'d Duty>) -> Result<Actor> {
    let mut actor = Actor {
        user: UserId(account.id),
        name: account.name,
        locale: account.locale.as_deref().map(|word| convert::word("locale", word)).transpose()?.unwrap_or_default(),
        state: convert::word("account state", &account.state)?,
        teams: Vec::new(),
        grants: Vec::new(),
        owns: Vec::new(),
    };
    for duty in duties {
        match duty.what.as_str() {
            "team" => {
                actor.teams.push(Membership { team: TeamId(duty.id), kind: convert::word("team kind", &duty.kind)?, lead: duty.bits != 0 })
            }
            "grant" => actor.grants.push(Grant {
                scope: if duty.id == 0 { Scope::Everywhere } else { Scope::Team(TeamId(duty.id)) },
                permissions: PermissionSet::from_bits(duty.bits.cast_unsigned()),
            }),
            _ => actor.owns.push(ServiceId(duty.id)),
        }
    }
    Ok(actor)
}

/// One row of all that somebody's permissions depend on.
#[derive(FromQueryResult)]
struct Duty {
    person: i64,
    what: String,
    id: i64,
    kind: String,
    bits: i64,
}

/// Teams, grants and owned services in one journey: three tables, each by an index on the person.
/// Raw SQL, because the three have nothing in common but that. An archived team gives nothing.
async fn duties(conn: &impl ConnectionTrait, users: &[i64]) -> Result<Vec<Duty>> {
    let these = (1..=users.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "
        SELECT m.user_id AS person, 'team' AS what, m.team_id AS id, t.kind AS kind,
               CAST(CASE WHEN m.lead THEN 1 ELSE 0 END AS BIGINT) AS bits
        FROM memberships m JOIN teams t ON t.id = m.team_id
        WHERE m.user_id IN ({these}) AND t.archived_at IS NULL
        UNION ALL
        SELECT g.user_id, 'grant', CAST(COALESCE(g.team_id, 0) AS BIGINT), '', r.permissions
        FROM role_grants g JOIN roles r ON r.id = g.role_id WHERE g.user_id IN ({these})
        UNION ALL
        SELECT s.owner_id, 'service', s.id, '', CAST(0 AS BIGINT) FROM services s WHERE s.owner_id IN ({these})
        ORDER BY 1, 2, 3"
    );
    let backend: DbBackend = conn.get_database_backend();
    let values = users.iter().map(|&user| user.into());
    let rows = Duty::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(conn).await?;
    Ok(rows)
}
