//! Calendars and policies out into a file, and in from one: all of it in one stroke, or nothing.

use std::collections::BTreeSet;

use domain::{
    calendar::{self, Calendar},
    id::{CalendarId, PolicyId},
    invalid::{self, Code, FieldError, Invalid},
    permit::{Act, Actor, may},
    sla::{Doubt, Policy, PolicyDraft},
    time::Timestamp,
};
use sea_orm::EntityTrait;

use super::{
    book, calendars,
    file::{CalendarEntry, File},
    named::{Named, draft_of},
    policies,
};
use crate::{
    Error, Result, Store, Tx,
    entity::{calendars as calendar_rows, policies as policy_rows},
    zone,
};

/// What bringing a file in came to, by the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Calendars that were made.
    pub calendars_made: Vec<String>,
    /// Calendars that say something else now.
    pub calendars_changed: Vec<String>,
    /// Policies that were made.
    pub policies_made: Vec<String>,
    /// Policies that say something else now.
    pub policies_changed: Vec<String>,
    /// What says the same as before.
    pub unchanged: usize,
    /// What is taken, and yet doubtful: the policy's place in the file, from 0, its name, and which target.
    pub doubts: Vec<(usize, String, Doubt)>,
}

/// How a file is brought in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// From when on new policies hold: tickets that were filed since get their clocks. From now on, if absent.
    pub since: Option<Timestamp>,
    /// Whether it is only told what it would come to.
    pub rehearse: bool,
}

/// All calendars and policies that are in use, by name.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn export(store: &Store, actor: Option<&Actor>) -> Result<File> {
    allowed(actor)?;
    let named = Named::read(&store.read).await?;
    let mut entries: Vec<CalendarEntry> = Vec::new();
    for line in calendars::lines(&store.read).await?.into_iter().filter(|line| !line.archived) {
        let calendar::Draft { zone, week, holidays, overrides } = calendar::Draft::from(line.calendar);
        entries.push(CalendarEntry { name: line.name, zone, week, holidays, overrides });
    }
    let policies = policies::lines(&store.read).await?.into_iter().filter(|line| !line.archived);
    Ok(File { calendars: entries, policies: policies.map(|line| named.entry(&line.policy)).collect() })
}

/// A file with this one calendar, as it would be typed.
#[must_use]
pub fn of_calendar(name: &str, draft: calendar::Draft) -> File {
    let calendar::Draft { zone, week, holidays, overrides } = draft;
    File { calendars: vec![CalendarEntry { name: name.to_owned(), zone, week, holidays, overrides }], policies: Vec::new() }
}

/// A file with this one policy.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn of_policy(store: &Store, actor: &Actor, policy: &Policy) -> Result<File> {
    allowed(Some(actor))?;
    let named = Named::read(&store.read).await?;
    Ok(File { calendars: Vec::new(), policies: vec![named.entry(policy)] })
}

/// Makes and changes calendars and policies as a file says. What it does not name stays as it is; what it names is the same
/// calendar or policy as the one of that name.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by the file's own fields, such as `policy.0.rules.1.service` and
/// `calendar.0.week.mon.0`, with what [`domain::sla::PolicyDraft::parse`] and [`domain::calendar::Draft::parse`] say.
pub async fn import(store: &Store, actor: Option<&Actor>, file: &File, how: How) -> Result<Taken> {
    allowed(actor)?;
    let by = actor.map(|actor| actor.user);
    if how.rehearse {
        return store.rehearse(by, |tx| Box::pin(async { take(tx, file, how.since).await })).await;
    }
    store.transact(by, |tx| Box::pin(async { take(tx, file, how.since).await })).await
}

fn allowed(actor: Option<&Actor>) -> Result<()> {
    if actor.is_none_or(|actor| may(actor, Act::ManageSla)) { Ok(()) } else { Err(Error::NotFound) }
}

async fn take(tx: &mut Tx<'_>, file: &File, since: Option<Timestamp>) -> Result<Taken> {
    book::lock(tx).await?;
    let calendars = match parsed(file) {
        Err(Error::Invalid(wrong)) => return Err(with_policies(tx, file, wrong).await?.into()),
        parsed => parsed?,
    };
    let mut taken = Taken::default();
    take_calendars(tx, calendars, &mut taken).await?;
    take_policies(tx, file, since, &mut taken).await?;
    Ok(taken)
}

/// What is wrong with the policies of a file whose calendars are wrong as well, as far as it can be said without those.
async fn with_policies(tx: &Tx<'_>, file: &File, mut invalid: Invalid) -> Result<Invalid> {
    let mut named = Named::read(&tx.conn).await?;
    for (place, entry) in (1..).zip(&file.calendars) {
        named.calendars.entry(entry.name.trim().to_owned()).or_insert(CalendarId(-place));
    }
    for (number, entry) in file.policies.iter().enumerate() {
        let mut wrong = Invalid::default();
        let draft = named.draft(entry, &mut wrong);
        wrong.fields.extend(apart_from_ties(&draft));
        put_under(&mut invalid, &format!("policy.{number}"), wrong);
    }
    Ok(invalid)
}

/// What is wrong with a policy by itself: whether it ties with another one is only known when everything that it names is.
fn apart_from_ties(draft: &PolicyDraft) -> Vec<FieldError> {
    let wrong = draft.parse(&[]).err().unwrap_or_default();
    wrong.fields.into_iter().filter(|error| !matches!(error.code, Code::TiesWith { .. })).collect()
}

async fn take_calendars(tx: &mut Tx<'_>, calendars: Vec<(String, Calendar)>, taken: &mut Taken) -> Result<()> {
    let known = Named::read(&tx.conn).await?.calendars;
    for (name, calendar) in calendars {
        match known.get(&name) {
            Some(&CalendarId(id)) => {
                let row = calendar_rows::Entity::find_by_id(id).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if calendars::revise(tx, row, &name, &calendar).await? {
                    taken.calendars_changed.push(name);
                } else {
                    taken.unchanged += 1;
                }
            }
            None => {
                calendars::insert(tx, &name, &calendar).await?;
                taken.calendars_made.push(name);
            }
        }
    }
    Ok(())
}

/// The file's calendars, checked.
pub(super) fn parsed(file: &File) -> Result<Vec<(String, Calendar)>> {
    let mut invalid = Invalid::default();
    let mut parsed: Vec<(String, Calendar)> = Vec::new();
    for (number, entry) in file.calendars.iter().enumerate() {
        let name = invalid.take(&format!("calendar.{number}.name"), invalid::line(&entry.name, 1, 120)).unwrap_or_default();
        if parsed.iter().any(|(other, _)| *other == name) {
            invalid.add(format!("calendar.{number}.name"), Code::AlreadyTaken);
        }
        match draft_of(entry).parse(zone::find) {
            Ok(calendar) => parsed.push((name, calendar)),
            Err(wrong) => put_under(&mut invalid, &format!("calendar.{number}"), wrong),
        }
    }
    Ok(invalid.or(parsed)?)
}

async fn take_policies(tx: &mut Tx<'_>, file: &File, since: Option<Timestamp>, taken: &mut Taken) -> Result<()> {
    let named = Named::read(&tx.conn).await?;
    // Those that the file says anew do not tie with what it says.
    let mut replaced: BTreeSet<PolicyId> =
        file.policies.iter().filter_map(|entry| named.policies.get(entry.name.trim())).copied().collect();
    let mut invalid = Invalid::default();
    for (number, entry) in file.policies.iter().enumerate() {
        let at = format!("policy.{number}");
        let mut unknown = Invalid::default();
        let draft = named.draft(entry, &mut unknown);
        if !unknown.fields.is_empty() {
            unknown.fields.extend(apart_from_ties(&draft));
            put_under(&mut invalid, &at, unknown);
            continue;
        }
        let id = named.policies.get(entry.name.trim()).copied();
        let policy = match policies::checked(tx, &draft, id, &replaced).await {
            Ok(policy) => policy,
            Err(Error::Invalid(wrong)) => {
                put_under(&mut invalid, &at, wrong);
                continue;
            }
            Err(error) => return Err(error),
        };
        taken.doubts.extend(draft.doubts().into_iter().map(|doubt| (number, policy.name.clone(), doubt)));
        take_policy(tx, id, &policy, since, taken).await?;
        if let Some(id) = id {
            replaced.remove(&id);
        }
    }
    Ok(invalid.or(())?)
}

async fn take_policy(tx: &mut Tx<'_>, id: Option<PolicyId>, policy: &Policy, since: Option<Timestamp>, taken: &mut Taken) -> Result<()> {
    let Some(id) = id else {
        let since = since.unwrap_or(tx.now);
        policies::insert(tx, policy, since).await?;
        taken.policies_made.push(policy.name.clone());
        return Ok(());
    };
    let row = policy_rows::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
    if policies::revise(tx, row, policy).await? {
        taken.policies_changed.push(policy.name.clone());
    } else {
        taken.unchanged += 1;
    }
    Ok(())
}

/// Adds what is wrong with an entry, by the file's fields: a rule's conditions stand beside its targets there.
pub(super) fn put_under(invalid: &mut Invalid, at: &str, wrong: Invalid) {
    for error in wrong.fields {
        let field = error.field.replace(".scope.", ".").replace(".acts", "");
        invalid.add(format!("{at}.{field}"), error.code);
    }
}
