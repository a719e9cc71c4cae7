//! Whom a team's faults call: who decides it, and trying whether a call arrives.

use domain::{
    id::{TeamId, UserId},
    invalid::{Code, Invalid},
    on_call::{
        policy::{Checked, Place, Policy, PolicyDraft, Whom},
        view::{PolicyForm, PolicyView, StepView},
    },
    permit::{Act, Actor},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::OnConflict};
use serde_json::json;

use super::{
    attempts::{self, Attempt},
    members, stored, team_for,
    whom::Found,
};
use crate::{
    Error, Result, Store, convert,
    entity::{calling_policies, rotas, teams},
    tickets::names::Wanted,
};

/// Decides whom a team's faults call; `version` is what the change is based on, 0 where nothing was decided. Faults that call already go on
/// as it was, unless nobody is to be called any more.
///
/// # Errors
/// [`Error::NotFound`] for whom may not decide about the team; [`Error::Conflict`] when somebody else decided since; [`Error::Invalid`] as
/// [`PolicyDraft::parse`], and at `steps.N.whom.M` (`UnknownReference`) for a rota that there is not and for who is not in the team.
pub async fn save(store: &Store, actor: &Actor, team: TeamId, version: i64, draft: &PolicyDraft) -> Result<()> {
    team_for(&store.read, actor, team, Act::ManageOnCall).await?;
    let checked = draft.parse()?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = calling_policies::Entity::find_by_id(team.get()).lock_exclusive().one(&tx.conn).await?;
                if row.as_ref().map_or(0, |row| row.version) != version {
                    return Err(Error::Conflict { what: "calling policy" });
                }
                are_known(&tx.conn, team, draft).await?;
                let Checked { active, policy, url, secret } = checked.clone();
                // A gateway that is not there any more keeps no secret, and one at another address does not learn the old one's.
                let kept = row.filter(|row| !url.is_empty() && row.url == url).map(|row| row.secret).unwrap_or_default();
                let data = json!({ "active": active, "least": policy.least, "steps": policy.steps.len(), "gateway": !url.is_empty() });
                let row = calling_policies::ActiveModel {
                    team_id: Set(team.get()),
                    active: Set(active),
                    body: Set(convert::to_json("calling policy", &policy)?),
                    secret: Set(if secret.is_empty() { kept } else { secret }),
                    url: Set(url),
                    version: Set(version + 1),
                };
                let columns = [
                    calling_policies::Column::Active,
                    calling_policies::Column::Body,
                    calling_policies::Column::Url,
                    calling_policies::Column::Secret,
                    calling_policies::Column::Version,
                ];
                let replace = OnConflict::column(calling_policies::Column::TeamId).update_columns(columns).to_owned();
                calling_policies::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx.conn).await?;
                tx.audit("calling.change", ("team", team), data);
                Ok(())
            })
        })
        .await
}

/// Calls the actor once, by every way that the team has, of no fault: whether it arrives stands in the log.
///
/// # Errors
/// [`Error::NotFound`] for whom may not decide about the team.
pub async fn test(store: &Store, actor: &Actor, team: TeamId) -> Result<()> {
    team_for(&store.read, actor, team, Act::ManageOnCall).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let policy = calling_policies::Entity::find_by_id(team.get()).one(&tx.conn).await?;
                let gateway = policy.is_some_and(|policy| !policy.url.is_empty());
                let key = format!("test:{team}:{}:{}", tx.now.millis(), crate::token::hex(&crate::token::random::<4>()?));
                let attempt = Attempt { fault: None, team, place: Place::FIRST, key, gateway };
                let found = Found { people: vec![actor.user], ..Found::default() };
                attempts::make(tx, &attempt, &found).await?;
                tx.audit("calling.test", ("team", team), json!({ "gateway": gateway }));
                Ok(())
            })
        })
        .await
}

/// What the form of a team's policy offers.
///
/// # Errors
/// [`Error::NotFound`] for whom may not decide about the team.
pub async fn policy_form(store: &Store, actor: &Actor, team: TeamId) -> Result<PolicyForm> {
    let conn = &store.read;
    let team = team_for(conn, actor, team, Act::ManageOnCall).await?;
    let rows: Vec<(i64, String, i64)> = rotas::Entity::find()
        .select_only()
        .columns([rotas::Column::Id, rotas::Column::Name, rotas::Column::TeamId])
        .order_by_asc(rotas::Column::Name)
        .order_by_asc(rotas::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    let names: Vec<(i64, String)> =
        teams::Entity::find().select_only().columns([teams::Column::Id, teams::Column::Name]).into_tuple().all(conn).await?;
    let of = |id: i64| names.iter().find(|(team, _)| *team == id).map(|(_, name)| name.clone()).unwrap_or_default();
    // The team's own first.
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(.., of)| *of == team.id.get());
    // Who comes from outside reads no other team's name.
    let others = if actor.is_outsider() { Vec::new() } else { others };
    let own = own.into_iter().map(|(id, name, _)| (format!("rota:{id}"), name));
    let others = others.into_iter().map(|(id, name, team)| (format!("rota:{id}"), format!("{}: {name}", of(team))));
    Ok(PolicyForm {
        policy: view(conn, team.id, true).await?,
        rotas: own.chain(others).collect(),
        people: members(conn, team.id).await?,
        team,
    })
}

/// What a team has decided; the gateway's address for who decides.
pub(super) async fn view(conn: &impl ConnectionTrait, team: TeamId, may_manage: bool) -> Result<Option<PolicyView>> {
    let Some(row) = calling_policies::Entity::find_by_id(team.get()).one(conn).await? else { return Ok(None) };
    let Policy { least, steps, rounds, pause } = stored::policy(&row)?;
    let named: Vec<Whom> = steps.iter().flat_map(|step| step.whom.iter().copied()).collect();
    let mut wanted = Wanted::default();
    wanted.person(named.iter().filter_map(|whom| if let Whom::Person(person) = whom { Some(*person) } else { None }));
    let names = wanted.find(conn).await?;
    let ids = named.iter().filter_map(|whom| if let Whom::OnCall(rota) = whom { Some(rota.get()) } else { None });
    let rotas: Vec<(i64, String)> = rotas::Entity::find()
        .filter(Condition::all().add(rotas::Column::Id.is_in(ids)))
        .select_only()
        .columns([rotas::Column::Id, rotas::Column::Name])
        .into_tuple()
        .all(conn)
        .await?;
    let name = |whom: &Whom| match whom {
        Whom::Leads => String::new(),
        Whom::Person(person) => names.person(*person).map(|person| person.name.clone()).unwrap_or_default(),
        Whom::OnCall(id) => rotas.iter().find(|(rota, _)| *rota == id.get()).map(|(_, name)| name.clone()).unwrap_or_default(),
    };
    let steps = steps
        .iter()
        .map(|step| StepView { after: step.after, whom: step.whom.iter().map(|whom| (whom.to_string(), name(whom))).collect() });
    Ok(Some(PolicyView {
        active: row.active,
        least,
        steps: steps.collect(),
        rounds,
        pause,
        has_gateway: !row.url.is_empty(),
        has_secret: !row.secret.is_empty(),
        url: may_manage.then_some(row.url),
        version: row.version,
    }))
}

/// Refuses a rota that there is not and who is not in the team, at the field where they stand.
async fn are_known(conn: &impl ConnectionTrait, team: TeamId, draft: &PolicyDraft) -> Result<()> {
    let members: Vec<UserId> = crate::tickets::members(conn, Some(team)).await?;
    let rotas: Vec<i64> = rotas::Entity::find().select_only().column(rotas::Column::Id).into_tuple().all(conn).await?;
    let mut invalid = Invalid::default();
    for (row, step) in draft.steps.iter().enumerate() {
        for (place, typed) in step.whom.iter().enumerate() {
            let known = match typed.trim().parse::<Whom>() {
                Ok(Whom::OnCall(rota)) => rotas.contains(&rota.get()),
                Ok(Whom::Person(person)) => members.contains(&person),
                Ok(Whom::Leads) | Err(_) => true,
            };
            if !known {
                invalid.add(format!("steps.{row}.whom.{place}"), Code::UnknownReference);
            }
        }
    }
    Ok(invalid.or(())?)
}
