//! Attempts to tell somebody: written once each, and listed with what became of them.

use std::collections::HashMap;

use domain::{
    fault::number::Number,
    id::{FaultId, TeamId, UserId},
    on_call::{
        policy::Place,
        view::{AttemptRow, Called, Channel, Outcome, Skip},
    },
    permit::Actor,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::{calling, whom::Found};
use crate::{
    Result, Tx, convert,
    entity::{calls, outbox, users},
    faults::{self, Standing},
    outbox::{State, enqueue_call},
    tickets::names::Wanted,
};

/// Waits for its turn to go to the gateway.
pub(super) const WAITING: &str = Outcome::Waiting.as_str();
/// Was not needed any more.
pub(super) const CALLED_OFF: &str = Outcome::CalledOff.as_str();
/// Somebody hands it to the gateway just now.
pub(super) const SENDING: &str = "sending";
/// Stands in the outbox, which knows what became of it.
const MAILED: &str = "mailed";
/// The most attempts that a page lists.
const LISTED: u64 = 50;

/// What all attempts of one step have in common.
pub(super) struct Attempt {
    /// None for a test.
    pub(super) fault: Option<FaultId>,
    pub(super) team: TeamId,
    pub(super) place: Place,
    /// What tells this calling from others.
    pub(super) key: String,
    pub(super) gateway: bool,
}

/// Writes down whom a step tells, with the mail or the request that does it, and whom it passes over; says how many attempts are on their way.
/// The same attempt a second time is refused by its key, and the whole step with it.
pub(super) async fn make(tx: &Tx<'_>, attempt: &Attempt, found: &Found) -> Result<usize> {
    for (person, why) in &found.skipped {
        write(tx, attempt, *person, Channel::Nobody, Some(*why)).await?;
    }
    let with_mail = reachable(&tx.conn, &found.people).await?;
    let mut reached = 0;
    for &person in &found.people {
        let by_mail = with_mail.contains(&person);
        if by_mail {
            let call = write(tx, attempt, Some(person), Channel::Mail, None).await?;
            let id = call.id;
            let mut call = call.into_active_model();
            call.mail_id = Set(Some(enqueue_call(tx, person, id).await?));
            call.update(&tx.conn).await?;
            reached += 1;
        }
        if attempt.gateway {
            write(tx, attempt, Some(person), Channel::Webhook, None).await?;
            reached += 1;
        }
        if !by_mail && !attempt.gateway {
            write(tx, attempt, Some(person), Channel::Nobody, Some(Skip::NoChannel)).await?;
        }
    }
    Ok(reached)
}

async fn write(tx: &Tx<'_>, attempt: &Attempt, person: Option<UserId>, channel: Channel, skip: Option<Skip>) -> Result<calls::Model> {
    let Place { round, step } = attempt.place;
    let who = person.map(|person| person.to_string()).unwrap_or_default();
    let why = skip.map_or("", Skip::as_str);
    let state = match channel {
        Channel::Mail => MAILED,
        Channel::Webhook => WAITING,
        Channel::Nobody => Outcome::Skipped.as_str(),
    };
    // A test has no place.
    let counted = |n: u16| if attempt.fault.is_some() { i64::from(n) + 1 } else { 0 };
    let row = calls::ActiveModel {
        key: Set(format!("{}:{round}:{step}:{who}:{channel}:{why}", attempt.key)),
        fault_id: Set(attempt.fault.map(FaultId::get)),
        team_id: Set(attempt.team.get()),
        round: Set(counted(round)),
        step: Set(counted(step)),
        person_id: Set(person.map(UserId::get)),
        channel: Set(channel.as_str().to_owned()),
        at: Set(tx.now.millis()),
        state: Set(state.to_owned()),
        why: Set(why.to_owned()),
        mail_id: Set(None),
        tries: Set(0),
        due_at: Set((channel == Channel::Webhook).then_some(tx.now.millis())),
        sent_at: Set(None),
        ..Default::default()
    };
    Ok(row.insert(&tx.conn).await?)
}

/// Those of them who have an address.
async fn reachable(conn: &impl ConnectionTrait, people: &[UserId]) -> Result<Vec<UserId>> {
    let ids: Vec<i64> = users::Entity::find()
        .filter(users::Column::Id.is_in(people.iter().map(|person| person.get())))
        .filter(users::Column::Email.is_not_null())
        .select_only()
        .column(users::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Who was told of a fault, for who sees it.
pub(crate) async fn of_fault(conn: &impl ConnectionTrait, actor: &Actor, id: FaultId) -> Result<Called> {
    let standing = Standing::find(conn, id, false).await?;
    Ok(Called {
        rows: list(conn, actor, Condition::all().add(calls::Column::FaultId.eq(id.get()))).await?,
        next_at: calling::next_at(conn, id).await?,
        waits: standing.row.open && standing.had.is_none(),
    })
}

/// Who was told for a team.
pub(super) async fn of_team(conn: &impl ConnectionTrait, actor: &Actor, id: TeamId) -> Result<Vec<AttemptRow>> {
    list(conn, actor, Condition::all().add(calls::Column::TeamId.eq(id.get()))).await
}

async fn list(conn: &impl ConnectionTrait, actor: &Actor, which: Condition) -> Result<Vec<AttemptRow>> {
    let rows = calls::Entity::find().filter(which).order_by_desc(calls::Column::Id).limit(LISTED).all(conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Wanted::default();
    wanted.person(rows.iter().filter_map(|row| row.person_id.map(UserId)));
    let names = wanted.find(conn).await?;
    let mails = outbox::Entity::find().filter(outbox::Column::Id.is_in(rows.iter().filter_map(|row| row.mail_id))).all(conn).await?;
    let mails: HashMap<i64, outbox::Model> = mails.into_iter().map(|mail| (mail.id, mail)).collect();
    let mut faults: Vec<i64> = rows.iter().filter_map(|row| row.fault_id).collect();
    faults.sort_unstable();
    faults.dedup();
    let titles = faults::titles(conn, actor, &faults).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        let fault = match row.fault_id {
            // Of a fault that is not theirs to see they learn nothing, not that somebody was called for it either.
            Some(id) => match titles.get(&id) {
                Some(title) => Some((Number(FaultId(id)), title.clone())),
                None => continue,
            },
            None => None,
        };
        let mail = row.mail_id.and_then(|id| mails.get(&id));
        let (outcome, error, sent_at) = became(&row, mail)?;
        let place = |n: i64| u16::try_from(n).unwrap_or(u16::MAX);
        listed.push(AttemptRow {
            id: row.id,
            at: Timestamp::from_millis(row.at),
            fault,
            place: (place(row.round), place(row.step)),
            person: row.person_id.and_then(|id| names.person(UserId(id))).cloned(),
            channel: convert::word("call", &row.channel)?,
            skip: if outcome == Outcome::Skipped { Some(convert::word("call", &row.why)?) } else { None },
            outcome,
            error,
            tries: row.tries,
            sent_at,
        });
    }
    Ok(listed)
}

/// What became of an attempt, what was said of it last, and when it was taken. Of a mail the outbox knows.
fn became(row: &calls::Model, mail: Option<&outbox::Model>) -> Result<(Outcome, String, Option<Timestamp>)> {
    let Some(mail) = mail else {
        let outcome = match row.state.as_str() {
            SENDING | MAILED => Outcome::Waiting,
            word => convert::word("call", word)?,
        };
        let error = if outcome == Outcome::Skipped { String::new() } else { row.why.clone() };
        return Ok((outcome, error, convert::time(row.sent_at)));
    };
    let outcome = match convert::word("mail", &mail.state)? {
        State::Queued | State::Sending => Outcome::Waiting,
        State::Sent => Outcome::Sent,
        State::Failed | State::Suppressed => Outcome::Failed,
        State::Held => Outcome::Held,
        State::Cancelled => Outcome::CalledOff,
    };
    Ok((outcome, mail.last_error.clone().unwrap_or_default(), convert::time(mail.sent_at)))
}
