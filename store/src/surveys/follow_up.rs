//! Low ratings that are followed up: made with the rating, ended by a lead who says what came of it.

use domain::{
    id::{FollowUpId, ServiceId, TeamId, TicketId, UserId},
    permit::{Act, Actor, TicketFacts, may},
    survey::{Answer, Finding, FollowUpLine, Sentiment, Whose, due},
    ticket::{Number, What},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{
    Error, Result, Store, Tx, convert,
    entity::{follow_ups, follow_ups::Column, ratings, tickets},
    people, ratings as rated, report, teams,
    tickets::{self as ticketed, Change, stored},
};

/// The most lines of a list.
pub const MOST: u64 = 200;

/// Follow-ups of the teams whose low ratings the actor sees followed up: those that are due first before the others, or those that were
/// done last; at most [`MOST`].
///
/// # Errors
/// [`Error::NotFound`] for who sees none.
pub async fn list(store: &Store, actor: &Actor, whose: Whose) -> Result<Vec<FollowUpLine>> {
    if !may(actor, Act::SeeFollowUps) {
        return Err(Error::NotFound);
    }
    let wanted = follow_ups::Entity::find().filter(seen_by(actor));
    let wanted = match whose {
        Whose::Done => wanted.filter(Column::DoneAt.is_not_null()).order_by_desc(Column::DoneAt).order_by_desc(Column::Id),
        open => {
            let all = wanted.filter(Column::DoneAt.is_null());
            let some = match open {
                Whose::Mine => all.filter(Column::OwnerId.eq(actor.user.get())),
                Whose::Overdue => all.filter(Column::DueAt.lt(store.now().millis())),
                _ => all,
            };
            some.order_by_asc(Column::DueAt).order_by_asc(Column::Id)
        }
    };
    let rows = wanted.limit(MOST).all(&store.read).await?;
    lines(store, actor, &rows).await
}

/// One follow-up.
///
/// # Errors
/// [`Error::NotFound`] for who may not see it.
pub async fn one(store: &Store, actor: &Actor, id: FollowUpId) -> Result<FollowUpLine> {
    let row = follow_ups::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    if !may(actor, Act::SeeFollowUp(row.team_id.map(TeamId))) {
        return Err(Error::NotFound);
    }
    lines(store, actor, &[row]).await?.pop().ok_or(Error::NotFound)
}

/// Ends a follow-up: what came of it stands in the ticket's timeline, for those who answer.
///
/// # Errors
/// [`Error::NotFound`] for who does not follow up for this team; [`Error::Conflict`] when somebody else ended it.
pub async fn close(store: &Store, actor: &Actor, id: FollowUpId, finding: &Finding) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async move {
                let lock = follow_ups::Entity::find_by_id(id.get()).lock_exclusive();
                let row = lock.one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if !may(actor, Act::FollowUp(row.team_id.map(TeamId))) {
                    return Err(Error::NotFound);
                }
                if row.done_at.is_some() {
                    return Err(Error::Conflict { what: "follow-up" });
                }
                let ticket = TicketId(row.ticket_id);
                let mut row = row.into_active_model();
                row.outcome = Set(Some(finding.outcome.as_str().to_owned()));
                row.contacted = Set(Some(finding.contacted));
                row.learnt = Set(Some(finding.learnt.clone()));
                row.done_at = Set(Some(tx.now.millis()));
                row.done_by = Set(Some(actor.user.get()));
                row.update(&tx.conn).await?;
                let mut change = Change::by_itself(tx, ticket, Some(actor.user)).await?;
                let Finding { outcome, contacted, learnt } = finding.clone();
                change.tell(What::FollowUpClosed { outcome, contacted, learnt });
                change.finish(tx, "ticket.follow_up").await
            })
        })
        .await
}

/// Of a low rating that was just told: the leads get a mail and follow the ticket, and one of them is to follow it up.
pub(crate) async fn open(tx: &Tx<'_>, change: &mut Change) -> Result<()> {
    let leads = ticketed::leads(&tx.conn, change.facts().team).await?;
    change.mail(domain::people::MailOccasion::Mentioned, leads.iter().copied());
    change.followed_by(tx, &leads).await?;
    let is_open =
        follow_ups::Entity::find().filter(Column::TicketId.eq(change.id().get())).filter(Column::DoneAt.is_null()).one(&tx.conn).await?;
    if is_open.is_some() {
        return Ok(());
    }
    let owner = owner(&leads, change);
    let zone = report::house_in(&tx.conn).await?;
    let due = due(tx.now, &zone);
    let row = follow_ups::ActiveModel {
        id: NotSet,
        ticket_id: Set(change.id().get()),
        team_id: Set(change.facts().team.map(TeamId::get)),
        owner_id: Set(owner.map(UserId::get)),
        opened_at: Set(tx.now.millis()),
        due_at: Set(due.millis()),
        outcome: Set(None),
        contacted: Set(None),
        learnt: Set(None),
        done_at: Set(None),
        done_by: Set(None),
    };
    follow_ups::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    change.tell(What::FollowUpOpened { owner, due });
    Ok(())
}

/// Who is to do it: the first lead who did not do the ticket's work, or else the first. Without a lead it is a gap of the team's.
pub(crate) fn owner(leads: &[UserId], change: &Change) -> Option<UserId> {
    let facts = change.facts();
    let worked = |lead: &&UserId| [facts.assignee, facts.resolved_by].contains(&Some(**lead));
    leads.iter().find(|lead| !worked(lead)).or(leads.first()).copied()
}

fn seen_by(actor: &Actor) -> Condition {
    if may(actor, Act::SeeFollowUp(None)) {
        return Condition::all();
    }
    Condition::all().add(Column::TeamId.is_in(actor.follows_up_for().into_iter().map(TeamId::get)))
}

async fn lines(store: &Store, actor: &Actor, rows: &[follow_ups::Model]) -> Result<Vec<FollowUpLine>> {
    let conn = &store.read;
    let ids = || rows.iter().map(|row| row.ticket_id);
    let found = tickets::Entity::find().filter(tickets::Column::Id.is_in(ids())).all(conn).await?;
    let judged = ratings::Entity::find().filter(ratings::Column::TicketId.is_in(ids())).all(conn).await?;
    let named: Vec<i64> = rows.iter().flat_map(|row| [row.owner_id, row.done_by]).flatten().collect();
    let names = people::refs(conn, named).await?;
    let led: Vec<i64> = rows.iter().filter_map(|row| row.team_id).collect();
    let teams = teams::refs(conn, led).await?;
    let person = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned());
    let mut lines = Vec::new();
    for row in rows {
        let ticket = found.iter().find(|ticket| ticket.id == row.ticket_id);
        let rating = judged.iter().find(|rating| rating.ticket_id == row.ticket_id);
        let (Some(ticket), Some(rating)) = (ticket, rating) else { continue };
        let sees = may(actor, Act::SeeNotes(&facts(ticket)?));
        let done = match (&row.outcome, row.done_at) {
            (Some(outcome), Some(at)) => {
                let outcome = convert::word("follow-up", outcome)?;
                let learnt = row.learnt.clone().unwrap_or_default();
                let finding = Finding { outcome, contacted: row.contacted.unwrap_or_default(), learnt };
                Some((finding, Timestamp::from_millis(at), person(row.done_by)))
            }
            _ => None,
        };
        lines.push(FollowUpLine {
            id: FollowUpId(row.id),
            ticket: Number::new(stored::word(&ticket.kind)?, TicketId(ticket.id)),
            title: if sees { ticket.title.clone() } else { String::new() },
            team: row.team_id.and_then(|id| teams.get(&id).cloned()),
            owner: person(row.owner_id),
            answer: answer(&rating.kind, rating.given)?,
            comment: rating.comment.clone(),
            guess: guess(rating.sentiment.as_deref())?,
            opened_at: Timestamp::from_millis(row.opened_at),
            due_at: Timestamp::from_millis(row.due_at),
            overdue: done.is_none() && row.due_at < store.now().millis(),
            closes: done.is_none() && may(actor, Act::FollowUp(row.team_id.map(TeamId))),
            done,
        });
    }
    Ok(lines)
}

/// What the sight of its internal side depends on; that has nothing to do with who asks for it.
fn facts(ticket: &tickets::Model) -> Result<TicketFacts> {
    Ok(TicketFacts {
        requesters: Vec::new(),
        first_requester: UserId(ticket.requester_id),
        watchers: Vec::new(),
        requester_teams: Vec::new(),
        open_to_team: false,
        team: ticket.team_id.map(TeamId),
        assignee: ticket.assignee_id.map(UserId),
        resolved_by: ticket.resolved_by.map(UserId),
        service: ticket.service_id.map(ServiceId),
        status: stored::word(&ticket.status)?,
    })
}

pub(crate) fn answer(kind: &str, given: i16) -> Result<Answer> {
    rated::answer(kind, given)
}

pub(crate) fn guess(word: Option<&str>) -> Result<Option<Sentiment>> {
    word.map(|word| convert::word("rating", word)).transpose()
}
