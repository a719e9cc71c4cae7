//! Planning a round, and changing what is planned.

use domain::{
    id::{RoundId, UserId},
    invalid::{Code, Invalid},
    people::{AccountState, TeamKind},
    permit::{Act, Actor, may},
    scoring::plan::{Draft, Plan, Stage},
    ticket::view::PersonRef,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Query,
};
use serde_json::json;

use super::stored;
use crate::{
    Error, Result, Store, actor,
    entity::{memberships, score_rounds as rounds, teams, users},
    zone,
};

/// Plans a round; what was typed is read by the actor's clock.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as [`Draft::parse`], and `UnknownPerson` at `owner` for who cannot run one.
pub async fn plan(store: &Store, actor: &Actor, draft: &Draft) -> Result<RoundId> {
    let plan = read(store, actor, draft).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut row = rounds::ActiveModel { stage: Set(Stage::Planned.as_str().to_owned()), ..Default::default() };
                stored::write(&mut row, &plan)?;
                let id = RoundId(rounds::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
                tx.audit("round.plan", ("round", id), json!({ "name": plan.name, "owner": plan.owner }));
                Ok(id)
            })
        })
        .await
}

/// Changes a round. While it is planned everything can be changed; afterwards its owner alone, since ballots were cast on the rest. `version` is what the change is
/// based on.
///
/// # Errors
/// As [`plan`]; [`Error::NotFound`] without such a round; [`Error::Conflict`] when somebody else changed it since.
pub async fn change(store: &Store, actor: &Actor, id: RoundId, version: i64, draft: &Draft) -> Result<()> {
    if !may(actor, Act::PlanRounds) {
        return Err(Error::NotFound);
    }
    let known = rounds::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let changed = if stored::stage(&known)? == Stage::Planned {
        read(store, actor, draft).await?
    } else {
        let owner = draft.owner.ok_or_else(|| Invalid::one("owner", Code::Required))?;
        suits(store, owner).await?;
        Plan { owner, ..stored::plan(&known)? }
    };
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = stored::locked(&tx.conn, id).await?;
                // It may have opened meanwhile, which leaves the version behind.
                if row.version != version || row.stage != known.stage {
                    return Err(Error::Conflict { what: "round" });
                }
                let before = stored::plan(&row)?;
                if before == changed {
                    return Ok(());
                }
                let mut row = row.into_active_model();
                stored::write(&mut row, &changed)?;
                row.version = Set(version + 1);
                row.update(&tx.conn).await?;
                let data = json!({ "from": { "name": before.name, "owner": before.owner }, "to": { "name": changed.name, "owner": changed.owner } });
                tx.audit("round.change", ("round", id), data);
                Ok(())
            })
        })
        .await
}

/// Who can run a round, by name: everybody of the company's own who is in a team or may plan one.
///
/// # Errors
/// [`Error::NotFound`] without the permission to plan.
pub async fn owners(store: &Store, actor: &Actor) -> Result<Vec<PersonRef>> {
    if !may(actor, Act::PlanRounds) {
        return Err(Error::NotFound);
    }
    let mut own = Query::select();
    own.column(teams::Column::Id).from(teams::Entity).and_where(teams::Column::Kind.ne(TeamKind::Supplier.as_str()));
    let mut members = Query::select();
    members.column(memberships::Column::UserId).from(memberships::Entity).and_where(memberships::Column::TeamId.in_subquery(own));
    let people = users::Entity::find()
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .filter(Condition::any().add(users::Column::Id.in_subquery(members)).add(users::Column::Id.eq(actor.user.get())))
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple::<(i64, String)>()
        .all(&store.read)
        .await?;
    Ok(people.into_iter().map(|(id, name)| PersonRef::new(UserId(id), name)).collect())
}

async fn read(store: &Store, actor: &Actor, draft: &Draft) -> Result<Plan> {
    if !may(actor, Act::PlanRounds) {
        return Err(Error::NotFound);
    }
    let zone = zone::find(&zone::name_of(store, actor.user).await?).unwrap_or(TimeZone::UTC);
    let plan = draft.parse(&zone, store.now())?;
    suits(store, plan.owner).await?;
    Ok(plan)
}

/// Refuses an owner whose account is not in use, or who comes from outside.
async fn suits(store: &Store, owner: UserId) -> Result<()> {
    let found = actor::load(store, owner).await.ok();
    match found.filter(|owner| owner.state == AccountState::Active && !owner.is_outsider()) {
        Some(_) => Ok(()),
        None => Err(Invalid::one("owner", Code::UnknownPerson).into()),
    }
}
