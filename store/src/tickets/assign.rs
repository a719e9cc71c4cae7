//! Who answers for a ticket.

use domain::{
    id::{TeamId, TicketId, UserId},
    invalid::{Code, Invalid},
    people::{AccountState, MailOccasion, TeamKind},
    permit::{Act, Actor, TicketFacts},
    ticket::{ClosingRule, Move, Reason, StatusName, What, event::Holder, view::PersonRef},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{
    change::Change,
    facts::{For, Known},
    hands, moves, stored,
};
use crate::{
    Error, Result, Store, Tx, actor,
    entity::{memberships, teams, users},
};

/// To whom a ticket is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The team that answers for it from now on.
    pub team: TeamId,
    /// The person of that team who does; nobody yet, if absent.
    pub person: Option<UserId>,
    /// Why, for those who take it over.
    pub reason: String,
}

/// Makes a person answer for the ticket, or nobody. The ticket stays with its team.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Invalid`] for `person` when they do not answer for the ticket's team;
/// [`Error::Conflict`] when somebody else assigned the version that was seen.
pub async fn assign(store: &Store, actor: &Actor, id: TicketId, person: Option<UserId>, seen: Option<i64>) -> Result<()> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::Assign(facts))?;
    check_person(store, person, known.facts.team).await?;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::Assign(facts)).await?;
                change.overtakes(tx, seen, &["assigned"]).await?;
                // The team may have changed since the person was looked at.
                if change.facts().team != known.facts.team {
                    return Err(Error::Conflict { what: "assigned" });
                }
                give(&mut change, person, Vec::new(), "", &rule)?;
                change.finish(tx, "ticket.assign").await
            })
        })
        .await
}

/// Makes the actor answer for the ticket.
///
/// # Errors
/// As [`assign`].
pub async fn take(store: &Store, actor: &Actor, id: TicketId, seen: Option<i64>) -> Result<()> {
    assign(store, actor, id, Some(actor.user), seen).await
}

/// Makes another team answer for the ticket, which begins anew there unless a person of it is named.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Invalid`] for `team`, `person` and `reason`;
/// [`Error::Conflict`] when somebody else assigned the version that was seen.
pub async fn hand_over(store: &Store, actor: &Actor, id: TicketId, to: HandOver, seen: Option<i64>) -> Result<()> {
    Known::seen(&store.read, actor, id, For::Reading).await?.permits(actor, |facts| Act::HandOver(facts))?;
    let reason = Reason::Required.read(&to.reason)?;
    check_team(&store.read, actor, to.team).await?;
    check_person(store, to.person, Some(to.team)).await?;
    if to.person.is_some() && !hands::names_people(actor, to.team) {
        return Err(Invalid::one("person", Code::UnknownReference).into());
    }
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::HandOver(facts)).await?;
                change.overtakes(tx, seen, &["assigned"]).await?;
                if crate::teams::in_use(tx, to.team).await?.is_none() {
                    return Err(Invalid::one("team", Code::UnknownReference).into());
                }
                change.row.team_id = Some(to.team.get());
                let nobody = to.person.is_none();
                let team = if nobody { hands::members(&tx.conn, Some(to.team)).await? } else { Vec::new() };
                give(&mut change, to.person, team, &reason, &rule)?;
                change.finish(tx, "ticket.hand_over").await
            })
        })
        .await
}

/// Makes others answer for the ticket because a clock says so. Where that is not possible any more, it stays where it is.
pub(crate) async fn escalate(tx: &Tx<'_>, change: &mut Change, team: TeamId, person: Option<UserId>, rule: &ClosingRule) -> Result<()> {
    let there = change.row.team_id == Some(team.get()) && person.is_none();
    if there || !change.status().is_open() {
        return Ok(());
    }
    let members = hands::members(&tx.conn, Some(team)).await?;
    // Who was named in the policy may have left the team since.
    let person = person.filter(|person| members.contains(person));
    let serves = crate::teams::in_use(tx, team).await?.is_some_and(|team| team.kind != TeamKind::Business.as_str());
    if !serves {
        tracing::warn!(ticket = %change.id(), %team, "a policy hands tickets to a team that is not there any more");
        return Ok(());
    }
    change.row.team_id = Some(team.get());
    let told = if person.is_none() { members } else { Vec::new() };
    give(change, person, told, "", rule)
}

/// Those who can be made to answer for the ticket, by name: the members of its team, and who does now.
pub(super) async fn candidates(conn: &impl ConnectionTrait, ticket: &TicketFacts) -> Result<Vec<PersonRef>> {
    let members = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::UserId)
        .filter(memberships::Column::TeamId.eq(ticket.team.map(TeamId::get)))
        .into_query();
    let people: Vec<(i64, String)> = users::Entity::find()
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .filter(users::Column::Id.in_subquery(members).or(users::Column::Id.eq(ticket.assignee.map(UserId::get))))
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple()
        .all(conn)
        .await?;
    Ok(people.into_iter().map(|(id, name)| PersonRef::new(UserId(id), name)).collect())
}

/// Gives the ticket to a person, or takes it from whoever has it, and tells it; `team` are those who are to know that it has reached
/// them all. The row's team may have changed before.
pub(super) fn give(change: &mut Change, person: Option<UserId>, team: Vec<UserId>, reason: &str, rule: &ClosingRule) -> Result<()> {
    let before = change.status().clone();
    pass(change, person, reason, rule)?;
    // Their mail tells of the hand-over, and not of what the status became by it.
    change.mail(MailOccasion::TeamTicket, team);
    moves::tell_status(change, &before, "");
    Ok(())
}

/// The same without telling of the status, for who moves it further.
pub(super) fn pass(change: &mut Change, person: Option<UserId>, reason: &str, rule: &ClosingRule) -> Result<()> {
    let from = Holder { team: change.facts().team, person: change.facts().assignee };
    let before = change.status().clone();
    change.row.assignee_id = person.map(UserId::get);
    let to = stored::holder(&change.row);
    if from == to {
        return Ok(());
    }
    // A first person taking it up is no change of hands.
    if from.team != to.team || from.person.is_some() && to.person.is_some() {
        change.row.reassign_count += 1;
    }
    let another_team = from.team != to.team && before.is_open() && before.name() != StatusName::Waiting;
    if another_team {
        // The other team has not begun, whoever of it gets the ticket.
        change.apply(Move::Unassign, rule)?;
    }
    change.apply(if person.is_some() { Move::Assign } else { Move::Unassign }, rule)?;
    change.tell(What::Assigned { from, to, reason: reason.to_owned() });
    change.mail(MailOccasion::Assigned, person);
    Ok(())
}

async fn check_person(store: &Store, person: Option<UserId>, team: Option<TeamId>) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    let answers = match actor::load(store, person).await {
        Ok(person) => person.answers_for(team),
        Err(Error::NotFound) => false,
        Err(error) => return Err(error),
    };
    if answers { Ok(()) } else { Err(Invalid::one("person", Code::UnknownReference).into()) }
}

/// One of the teams that the actor can hand tickets to.
async fn check_team(conn: &impl ConnectionTrait, actor: &Actor, team: TeamId) -> Result<()> {
    let found = hands::answering(actor).filter(teams::Column::Id.eq(team.get())).one(conn).await?;
    if found.is_some() { Ok(()) } else { Err(Invalid::one("team", Code::UnknownReference).into()) }
}
