//! Who can be told at this moment.

use domain::{
    id::{TeamId, UserId},
    on_call::{policy::Whom, view::Skip},
    people::AccountState,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::stored;
use crate::{
    Result,
    entity::{memberships, rotas, users},
};

/// Whom a step tells, and whom it would have told.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each once, in order.
    pub(super) people: Vec<UserId>,
    /// Who was passed over, or that nobody was there.
    pub(super) skipped: Vec<(Option<UserId>, Skip)>,
}

impl Found {
    fn tell(&mut self, person: UserId) {
        if !self.people.contains(&person) {
            self.people.push(person);
        }
    }

    fn skip(&mut self, person: Option<UserId>, why: Skip) {
        if !self.skipped.contains(&(person, why)) {
            self.skipped.push((person, why));
        }
    }
}

/// Whoever a step of this team means. Of a rota it is who is on call or, where that account is not in use, the next one whose turn it is.
pub(super) async fn find(conn: &impl ConnectionTrait, team: TeamId, whom: &[Whom], now: Timestamp) -> Result<Found> {
    let mut found = Found::default();
    for one in whom {
        match one {
            Whom::OnCall(rota) => {
                let asked = stored::rota(conn, *rota, now).await?.map(|kept| kept.in_turn(now)).unwrap_or_default();
                let active = active(conn, &asked).await?;
                let mut reached = false;
                for person in asked {
                    if active.contains(&person) {
                        found.tell(person);
                        reached = true;
                        break;
                    }
                    found.skip(Some(person), Skip::CannotSignIn);
                }
                if !reached {
                    found.skip(None, Skip::NobodyOnCall);
                }
            }
            Whom::Leads => {
                let leads = leads(conn, team).await?;
                if leads.is_empty() {
                    found.skip(None, Skip::NoLead);
                }
                tell_active(conn, &mut found, leads).await?;
            }
            Whom::Person(person) => tell_active(conn, &mut found, vec![*person]).await?,
        }
    }
    Ok(found)
}

async fn tell_active(conn: &impl ConnectionTrait, found: &mut Found, people: Vec<UserId>) -> Result<()> {
    let active = active(conn, &people).await?;
    for person in people {
        if active.contains(&person) {
            found.tell(person);
        } else {
            found.skip(Some(person), Skip::CannotSignIn);
        }
    }
    Ok(())
}

/// Who is on call for a team now, in each of its rotas.
pub(crate) async fn on_call(conn: &impl ConnectionTrait, team: TeamId, now: Timestamp) -> Result<Vec<UserId>> {
    let rotas = stored::rotas(conn, Condition::all().add(rotas::Column::TeamId.eq(team.get())), now).await?;
    let mut there = Vec::new();
    for kept in rotas {
        let asked = kept.in_turn(now);
        let active = active(conn, &asked).await?;
        // Whoever is on call in several rotas is told once.
        there.extend(asked.into_iter().find(|person| active.contains(person)).filter(|person| !there.contains(person)));
    }
    Ok(there)
}

/// Those of them whose accounts are in use.
async fn active(conn: &impl ConnectionTrait, people: &[UserId]) -> Result<Vec<UserId>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = users::Entity::find()
        .filter(users::Column::Id.is_in(people.iter().map(|person| person.get())))
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .select_only()
        .column(users::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// A team's leads, also those whose accounts are not in use.
async fn leads(conn: &impl ConnectionTrait, team: TeamId) -> Result<Vec<UserId>> {
    let ids: Vec<i64> = memberships::Entity::find()
        .filter(memberships::Column::TeamId.eq(team.get()))
        .filter(memberships::Column::Lead.eq(true))
        .order_by_asc(memberships::Column::UserId)
        .select_only()
        .column(memberships::Column::UserId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}
