//! Filing a ticket.

use std::collections::BTreeSet;

use domain::{
    form::{Answer, Answers, Form},
    id::{AttachmentId, ServiceId, TeamId, TicketId, UserId},
    invalid::{Code, Invalid},
    people::MailOccasion,
    permit::{Act, Actor, Circle, may},
    priority::Matrix,
    ticket::{ClosingRule, Draft, Kind, Number, StatusName, Submission, What, event::Source},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

use super::{
    assign::give,
    change::{Change, audit, standing, write},
    facts::{For, Known, REQUESTER},
    hands, people, stored, terms,
};
use crate::{
    Error, Result, Store, Tx, convert, counters, drafts,
    entity::{forms, services as service, tickets, users},
    files,
    live::{Public, Word},
    outbox::{self, Letter},
    people::Among,
    search, services, sla,
};

/// The longest key against a second click, in bytes.
const KEY_MAX: usize = 100;

/// A request as a page sends it.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What is asked for.
    pub service: ServiceId,
    /// What was typed.
    pub draft: Draft,
    /// Files that came with the description; the form's own stand in its answers.
    pub files: Vec<AttachmentId>,
    /// For whom it is, when an agent files it for somebody else.
    pub requester: Option<UserId>,
    /// Random text that the page was made with: sent twice, it files once.
    pub submission_key: Option<String>,
}

/// Files a ticket with the service's team, for nobody in particular yet.
///
/// # Errors
/// [`Error::NotFound`] when the service is not offered to the actor; [`Error::Invalid`] for the fields of
/// [`Draft::parse`], `files` and `requester`.
pub async fn submit(store: &Store, actor: &Actor, filing: Filing) -> Result<Number> {
    let (service, facts) = services::facts(&store.read, filing.service).await?;
    let for_another = filing.requester.filter(|&requester| requester != actor.user);
    let act = if for_another.is_some() { Act::FileFor(&facts) } else { Act::File(&facts) };
    if !may(actor, act) {
        return Err(Error::NotFound);
    }
    let form = form(&store.read, service.form_id).await?;
    let submission = filing.draft.parse(&form)?;
    check_references(store, actor, &submission.answers, for_another).await?;
    let key = filing.submission_key.as_deref().filter(|key| !key.is_empty() && key.len() <= KEY_MAX);
    // Somebody else's key, should it become known, opens nothing.
    let key = key.map(|key| format!("{}:{key}", actor.user));
    let new = New {
        matrix: store.settings().await?.matrix.clone(),
        requester: for_another.unwrap_or(actor.user),
        source: if for_another.is_some() { Source::Agent } else { Source::Portal },
        key,
        drafted: true,
        service,
        submission,
        files: filing.files,
    };
    let filed = store.transact(actor.user, |tx| Box::pin(async { file(tx, Some(actor), &new).await })).await;
    match (filed, &new.key) {
        // The other click was a moment earlier, in another process.
        (Err(error), Some(key)) if error.is_taken() => filed_before(&store.write, key).await?.ok_or(error),
        (filed, _) => filed,
    }
}

/// All that a ticket is made of, checked.
struct New {
    service: service::Model,
    submission: Submission,
    files: Vec<AttachmentId>,
    requester: UserId,
    source: Source,
    key: Option<String>,
    /// Whether it was written in the service's form, of which a draft may be kept.
    drafted: bool,
    matrix: Matrix,
}

/// What is to be done after a fault, handed to those who answer for a service.
pub(crate) struct ToDo {
    pub service: ServiceId,
    pub title: String,
    pub description: String,
    /// Who does it: the ticket is theirs where they are of the team, and else they watch it.
    pub owner: Option<UserId>,
    pub matrix: Matrix,
    pub rule: ClosingRule,
}

/// Files what is to be done, in the actor's name. It is not asked the questions of the service's form, which are for those who need help.
///
/// # Errors
/// [`Error::NotFound`] for a service that the actor may ask nothing of; the database's.
pub(crate) async fn submit_to_do(tx: &mut Tx<'_>, actor: &Actor, to_do: ToDo) -> Result<Number> {
    let (service, facts) = services::facts(&tx.conn, to_do.service).await?;
    if !may(actor, Act::File(&facts)) && !may(actor, Act::FileFor(&facts)) {
        return Err(Error::NotFound);
    }
    let team = TeamId(service.team_id);
    let new = New {
        matrix: to_do.matrix,
        requester: actor.user,
        source: Source::Agent,
        key: None,
        drafted: false,
        service,
        submission: Submission { title: to_do.title, description: to_do.description, answers: Answers::default() },
        files: Vec::new(),
    };
    let number = file(tx, Some(actor), &new).await?;
    let Some(owner) = to_do.owner else { return Ok(number) };
    let mut change = Change::by_itself(tx, number.id, Some(actor.user)).await?;
    let action = if hands::members(&tx.conn, Some(team)).await?.contains(&owner) {
        give(&mut change, Some(owner), Vec::new(), "", &to_do.rule)?;
        "ticket.assign"
    } else if change.facts().requesters.contains(&owner) {
        return Ok(number);
    } else {
        change.followed_by(tx, &[owner]).await?;
        "ticket.add_watcher"
    };
    change.finish(tx, action).await?;
    Ok(number)
}

/// What an alert files, in the name of who answers for its integration.
pub(crate) struct Alerted {
    pub service: ServiceId,
    pub owner: UserId,
    pub title: String,
    pub description: String,
    pub matrix: Matrix,
}

/// Files what an alert tells of. Nobody asks it the questions of the service's form.
///
/// # Errors
/// [`Error::NotFound`], when the service or its team is archived; the database's.
pub(crate) async fn submit_by_alert(tx: &mut Tx<'_>, alerted: &Alerted) -> Result<Number> {
    let (service, facts) = services::facts(&tx.conn, alerted.service).await?;
    if facts.archived {
        return Err(Error::NotFound);
    }
    let submission = Submission { title: alerted.title.clone(), description: alerted.description.clone(), answers: Answers::default() };
    let new = New {
        matrix: alerted.matrix.clone(),
        requester: alerted.owner,
        source: Source::Api,
        key: None,
        drafted: false,
        service,
        submission,
        files: Vec::new(),
    };
    file(tx, None, &new).await
}

async fn file(tx: &mut Tx<'_>, actor: Option<&Actor>, new: &New) -> Result<Number> {
    if let Some(key) = &new.key
        && let Some(number) = filed_before(&tx.conn, key).await?
    {
        return Ok(number);
    }
    if crate::teams::in_use(tx, TeamId(new.service.team_id)).await?.is_none() {
        // Archived a moment ago, and the service before it.
        return Err(Error::NotFound);
    }
    let row = insert(tx, new).await?;
    let id = TicketId(row.id);
    people::add(&tx.conn, id, new.requester, REQUESTER).await?;
    let what = What::Submitted { source: new.source };
    let by = actor.map(|actor| actor.user);
    let event = write(tx, id, by, &what).await?;
    let mut version = tickets::ActiveModel { id: Set(row.id), ..Default::default() };
    version.version = Set(event.get());
    tickets::Entity::update(version).exec(&tx.conn).await?;
    if let Some(actor) = actor {
        attach_files(tx, actor, id, new).await?;
        if new.drafted {
            drafts::forget_in(&tx.conn, actor, &request_key(ServiceId(new.service.id))).await?;
        }
    }
    sla::settle(tx, &row).await?;
    counters::shift(&tx.conn, None, Some(standing(&row)?)).await?;
    search::index(&tx.conn, id, &terms::texts(&tx.conn, &row).await?).await?;
    let letter = |occasion, recipient| Letter { occasion, recipient, ticket: id, event };
    let mut letters = vec![letter(MailOccasion::Created, new.requester)];
    let team = hands::members(&tx.conn, Some(TeamId(new.service.team_id))).await?;
    let team = team.into_iter().filter(|&member| member != new.requester && Some(member) != by);
    letters.extend(team.map(|member| letter(MailOccasion::TeamTicket, member)));
    outbox::enqueue(&tx.conn, tx.now, &letters).await?;
    let known = Known::find(&tx.conn, id, For::Reading).await?.ok_or(Error::NotFound)?;
    tx.news.push(Word::Changed {
        ticket: id,
        kind: what.kind().to_owned(),
        by,
        places: vec![stored::place(&row)],
        public: Public::of([&what], vec![Circle::of(&known.facts)]),
    });
    audit(tx, "ticket.submit", id, [&what])?;
    Ok(Number::new(stored::word(&row.kind)?, id))
}

async fn insert(tx: &Tx<'_>, new: &New) -> Result<tickets::Model> {
    let service = &new.service;
    let (impact, urgency) = (stored::word(&service.impact)?, stored::word(&service.urgency)?);
    let now = tx.now.millis();
    let row = tickets::ActiveModel {
        id: NotSet,
        kind: Set(service.kind.clone()),
        title: Set(new.submission.title.clone()),
        description: Set(new.submission.description.clone()),
        service_id: Set(Some(service.id)),
        form_id: Set(service.form_id),
        answers: Set(convert::to_json("answers", &new.submission.answers)?),
        requester_id: Set(new.requester.get()),
        team_id: Set(Some(service.team_id)),
        impact: Set(service.impact.clone()),
        urgency: Set(service.urgency.clone()),
        priority: Set(new.matrix.priority(impact, urgency).rank()),
        status: Set(StatusName::New.as_str().to_owned()),
        open: Set(true),
        status_since: Set(now),
        source: Set(new.source.as_str().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        submission_key: Set(new.key.clone()),
        requester_team_id: Set(sla::requester_team(&tx.conn, new.requester).await?.map(TeamId::get)),
        ..Default::default()
    };
    Ok(tickets::Entity::insert(row).exec_with_returning(&tx.conn).await?)
}

/// The files of the description, and those of the form under their fields.
async fn attach_files(tx: &Tx<'_>, actor: &Actor, id: TicketId, new: &New) -> Result<()> {
    files::attach(&tx.conn, Some(actor.user), id, None, &new.files).await?;
    for (key, answer) in &new.submission.answers {
        if let Answer::Files(attached) = answer {
            files::attach_to_field(&tx.conn, actor.user, id, key, attached).await?;
        }
    }
    Ok(())
}

/// The key under which a page keeps the draft of a request for this service; filing it forgets the draft.
#[must_use]
pub fn request_key(service: ServiceId) -> String {
    format!("request:{service}")
}

async fn filed_before(conn: &impl ConnectionTrait, key: &str) -> Result<Option<Number>> {
    let filed: Option<(i64, String)> = tickets::Entity::find()
        .filter(tickets::Column::SubmissionKey.eq(key))
        .select_only()
        .columns([tickets::Column::Id, tickets::Column::Kind])
        .into_tuple()
        .one(conn)
        .await?;
    filed.map(|(id, kind)| Ok(Number::new(stored::word::<Kind>(&kind)?, TicketId(id)))).transpose()
}

/// The form of this version; one without questions, if the service has none.
pub(super) async fn form(conn: &impl ConnectionTrait, id: Option<i64>) -> Result<Form> {
    let Some(id) = id else { return Ok(Form::default()) };
    match forms::Entity::find_by_id(id).one(conn).await? {
        Some(form) => convert::json("form", &form.fields),
        None => Ok(Form::default()),
    }
}

/// People and services that an answer names must be there, and a service must be one that the actor may know of.
async fn check_references(store: &Store, actor: &Actor, answers: &Answers, requester: Option<UserId>) -> Result<()> {
    let mut invalid = Invalid::default();
    let people = answers.values().filter_map(|answer| match answer {
        Answer::Person(person) => Some(person.get()),
        _ => None,
    });
    let people = reachable(&store.read, actor, people.chain(requester.map(UserId::get)).collect()).await?;
    let named = answers.values().filter_map(|answer| match answer {
        Answer::Service(service) => Some(*service),
        _ => None,
    });
    let services = services::facts_of_all(&store.read, named).await?;
    if requester.is_some_and(|requester| !people.contains(&requester.get())) {
        invalid.add("requester", Code::UnknownReference);
    }
    for (key, answer) in answers {
        let found = match answer {
            Answer::Person(person) => people.contains(&person.get()),
            Answer::Service(id) => services.iter().any(|facts| facts.id == *id && may(actor, Act::SeeService(facts))),
            _ => true,
        };
        if !found {
            invalid.add(Form::field_name(key), Code::UnknownReference);
        }
    }
    Ok(invalid.or(())?)
}

/// Those of the people whom the actor may name: the same as a field that asks for a person finds for them.
async fn reachable(conn: &impl ConnectionTrait, actor: &Actor, people: BTreeSet<i64>) -> Result<Vec<i64>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(users::Entity::find()
        .filter(users::Column::Id.is_in(people))
        .filter(Among::all_for(actor).condition(actor)?)
        .select_only()
        .column(users::Column::Id)
        .into_tuple()
        .all(conn)
        .await?)
}
