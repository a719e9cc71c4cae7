//! Taking over, and taking that back.

use domain::{
    id::{RotaId, TeamId, UserId},
    invalid::{Code, Invalid},
    on_call::typed,
    permit::{Act, Actor, may},
    time::{Span, Timestamp},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};
use serde_json::json;

use super::{rotas::locked, stored};
use crate::{
    Error, Result, Store,
    entity::{rota_overrides, rotas},
};

/// How long one can take over at once, and how far ahead.
const LONGEST: Span = Span::from_days(366);
/// More than that.
const TOO_FAR: Code = Code::OutOfRange { min: None, max: None };

/// Somebody who takes over, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// Who; the actor, if empty.
    pub person: String,
    /// From when, by the wall of the rota's zone or in milliseconds since 1970; now, if empty.
    pub from: String,
    /// Until when, likewise.
    pub until: String,
}

/// Puts somebody in for a while. Who is in the team may put themselves in, and, for a while in which they alone are on call, somebody else of
/// the team; who decides about the team may put in anybody of it. Of several the last made holds.
///
/// # Errors
/// [`Error::NotFound`] for whom may not see the rota or be on call for its team; [`Error::Invalid`] at `person`: `UnknownReference` for who
/// is not in the team or may not be put in; at `from`: `NotADate`, `OutOfRange` for more than a year ahead; at `until`: `Required`, `NotADate`,
/// `NotAfterTheFirst`, `NotInTheFuture`, `OutOfRange` for more than a year.
pub async fn take_over(store: &Store, actor: &Actor, id: RotaId, taking: &Taking) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = rotas::Entity::find_by_id(id.get()).lock_shared().one(&tx.conn).await?.ok_or(Error::NotFound)?;
                let team = TeamId(row.team_id);
                let manages = may(actor, Act::ManageOnCall(team));
                if !manages && !may(actor, Act::TakeOver(team)) {
                    return Err(Error::NotFound);
                }
                let kept = stored::rota(&tx.conn, id, tx.now.minus(LONGEST)).await?.ok_or(Error::NotFound)?;
                let (from, until) = span(taking, &kept.zone, tx.now)?;
                let person = match taking.person.trim() {
                    "" => Some(actor.user),
                    typed => typed.parse().ok(),
                };
                let members = crate::tickets::members(&tx.conn, Some(team)).await?;
                let known = person.filter(|person| members.contains(person));
                let own = || kept.rota.is_alone(&kept.zone, &kept.overrides, actor.user, (from, until));
                let permitted = known.filter(|&person| manages || person == actor.user || own());
                let person = permitted.ok_or_else(|| Invalid::one("person", Code::UnknownReference))?;
                let row = rota_overrides::ActiveModel {
                    rota_id: Set(id.get()),
                    person_id: Set(person.get()),
                    from_at: Set(from.millis()),
                    until_at: Set(until.millis()),
                    made_at: Set(tx.now.millis()),
                    made_by: Set(actor.user.get()),
                    withdrawn_at: Set(None),
                    ..Default::default()
                };
                rota_overrides::Entity::insert(row).exec(&tx.conn).await?;
                tx.audit("rota.take_over", ("rota", id), json!({ "user": person, "from": from, "until": until }));
                Ok(())
            })
        })
        .await
}

/// Takes it back that somebody is put in; what of it lies behind stays in the log of who was called.
///
/// # Errors
/// [`Error::NotFound`] without such an override that holds or will, and for whom may not: it is for who was put in, who put them in, and who
/// decides about the team.
pub async fn withdraw(store: &Store, actor: &Actor, id: i64) -> Result<RotaId> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = rota_overrides::Entity::find_by_id(id).lock_exclusive().one(&tx.conn).await?;
                let holds = |row: &rota_overrides::Model| row.withdrawn_at.is_none() && row.until_at > tx.now.millis();
                let row = row.filter(holds).ok_or(Error::NotFound)?;
                let rota = locked(tx, RotaId(row.rota_id)).await?;
                let team = TeamId(rota.team_id);
                let theirs = is_theirs(actor, UserId(row.person_id), Some(UserId(row.made_by))) && may(actor, Act::TakeOver(team));
                if !theirs && !may(actor, Act::ManageOnCall(team)) {
                    return Err(Error::NotFound);
                }
                let (rota, person) = (RotaId(row.rota_id), row.person_id);
                let mut row = row.into_active_model();
                row.withdrawn_at = Set(Some(tx.now.millis()));
                row.update(&tx.conn).await?;
                tx.audit("rota.withdraw", ("rota", rota), json!({ "user": person }));
                Ok(rota)
            })
        })
        .await
}

/// Whether an override is the actor's to take back.
pub(super) fn is_theirs(actor: &Actor, person: UserId, by: Option<UserId>) -> bool {
    person == actor.user || by == Some(actor.user)
}

fn span(taking: &Taking, zone: &jiff::tz::TimeZone, now: Timestamp) -> std::result::Result<(Timestamp, Timestamp), Invalid> {
    let mut invalid = Invalid::default();
    let read = |text: &str| typed(text, zone).ok_or(Code::NotADate);
    let from = if taking.from.trim().is_empty() { Ok(now) } else { read(&taking.from) };
    let from = invalid.take("from", from);
    let until = if taking.until.trim().is_empty() { Err(Code::Required) } else { read(&taking.until) };
    let until = invalid.take("until", until);
    if let (Some(from), Some(until)) = (from, until) {
        if until <= from {
            invalid.add("until", Code::NotAfterTheFirst);
        } else if until <= now {
            invalid.add("until", Code::NotInTheFuture);
        } else if until.since(from) > LONGEST {
            invalid.add("until", TOO_FAR);
        }
        if from.since(now) > LONGEST {
            invalid.add("from", TOO_FAR);
        }
        return invalid.or((from, until));
    }
    Err(invalid)
}
