//! On call: whose turn it is in a team, who is called while nobody has a fault, and what came of each attempt.
//!
//! Whose turn it is and when the next step comes is said by [`domain::on_call`]. A row of `callings` is there while a fault calls a team, and
//! goes when somebody has it or it is over; the attempts stay. Each step is one transaction under the fault's lock, in which whoever
//! is called is written down with the mail or the request to the gateway: several processes may look, each step happens once, and what
//! became due during a downtime happens late.

mod acknowledge;
mod attempts;
mod board;
mod calling;
mod gateway;
mod link;
mod overrides;
mod policies;
mod rotas;
mod stored;
mod whom;

pub use acknowledge::{asked, have, have_by_link};
pub use board::{board, team};
pub use calling::call_due;
pub use gateway::{ATTEMPTS, Call, claim, failed, sent};
pub use link::{Page, PageFault};
pub use overrides::{Taking, take_over, withdraw};
pub use policies::{policy_form, save as save_policy, test};
pub use rotas::{change, create, delete, form, rota};

pub(crate) use attempts::of_fault;
pub(crate) use calling::{begin, settle};
pub(crate) use link::token;
pub(crate) use whom::on_call;

use domain::{
    id::TeamId,
    permit::{Act, Actor, may},
    ticket::view::{PersonRef, TeamRef},
};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    Error, Result,
    entity::{teams, users},
};

/// The team in use, for who may do this for it.
async fn team_for(conn: &impl ConnectionTrait, actor: &Actor, team: TeamId, act: impl Fn(TeamId) -> Act<'static>) -> Result<TeamRef> {
    if !may(actor, act(team)) {
        return Err(Error::NotFound);
    }
    let row = teams::Entity::find_by_id(team.get()).one(conn).await?.filter(|row| row.archived_at.is_none()).ok_or(Error::NotFound)?;
    Ok(TeamRef { id: team, name: row.name })
}

/// A team's members whose accounts are in use, by name.
async fn members(conn: &impl ConnectionTrait, team: TeamId) -> Result<Vec<PersonRef>> {
    use domain::id::UserId;
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
    let ids = crate::tickets::members(conn, Some(team)).await?;
    let rows = users::Entity::find()
        .filter(users::Column::Id.is_in(ids.into_iter().map(UserId::get)))
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| PersonRef::new(UserId(row.id), row.name)).collect())
}
