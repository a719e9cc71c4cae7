//! One ticket, as those who answer see it and as those who ask do.

use domain::{
    form::{Answer, Answers, FieldKind, Form},
    id::{TicketId, UserId},
    locale::Localised,
    permit::{Act, Actor, Allowed},
    ticket::{
        ClosingRule, Event, Number, Open, Status, What,
        view::{AnswerValue, AnswerView, Detail, Names, PersonRef, RatingView, RequestView, ServiceRef, TeamRef},
    },
    time::Timestamp,
};
use futures::try_join;
use sea_orm::ConnectionTrait;

use super::{
    facts::{For, Known},
    mention::Called,
    names::Wanted,
    stored, submit,
    timeline::{self, Files},
};
use crate::{Result, Store, convert, markdown, ratings};

/// All that the agent's page shows.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see the ticket's internal side.
pub async fn detail(store: &Store, actor: &Actor, id: TicketId) -> Result<Detail> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::SeeNotes(facts))?;
    of(store, actor, &known).await
}

/// The same for who sees the internal side.
pub(super) async fn of(store: &Store, actor: &Actor, known: &Known) -> Result<Detail> {
    let id = known.id();
    let (events, files) = try_join!(timeline::events(&store.read, id), Files::find(&store.read, id))?;
    let written = events.iter().filter_map(|event| event.what.text()).chain([known.row.description.as_str()]);
    let (rating, page, called) = try_join!(
        rating(&store.read, id, &events),
        Page::load(&store.read, known, files, &events),
        Called::find(store, &known.facts, written),
    )?;
    let html = |text: &str| markdown::render_with_calls(text, |piece| called.in_text(piece));
    let row = &page.known.row;
    let status = stored::status(row)?;
    let rule = closing(store, &status).await?;
    let count = |count: i64| u32::try_from(count).unwrap_or_default();
    Ok(Detail {
        number: page.number()?,
        title: row.title.clone(),
        description: row.description.clone(),
        description_html: html(&row.description),
        resolution_html: resolution_html(&status),
        status_since: Timestamp::from_millis(row.status_since),
        closes_at: status.closes_at(&rule),
        impact: stored::word(&row.impact)?,
        urgency: stored::word(&row.urgency)?,
        priority: stored::priority(row.priority)?,
        service: page.service(),
        team: page.team(),
        assignee: page.assignee(),
        requesters: page.people(&page.known.facts.requesters),
        watchers: page.people(&page.known.facts.watchers),
        answers: page.answers(),
        attachments: page.files.of_description(),
        timeline: timeline::entries(events, &page.files, &page.names, html),
        rating,
        allowed: allowed(actor, page.known),
        created_at: Timestamp::from_millis(row.created_at),
        updated_at: Timestamp::from_millis(row.updated_at),
        reopen_count: count(row.reopen_count),
        reassign_count: count(row.reassign_count),
        version: row.version,
        status,
    })
}

/// All that the requester's page shows: of the timeline what [`Event::for_requester`] lets through, and of the files
/// those that came with it or with the request.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see the ticket.
pub async fn request(store: &Store, actor: &Actor, id: TicketId) -> Result<RequestView> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    let (events, files) = try_join!(timeline::events(&store.read, id), Files::find(&store.read, id))?;
    let events: Vec<Event> = events.into_iter().filter_map(Event::for_requester).collect();
    let (rating, page, question) = try_join!(
        rating(&store.read, id, &events),
        Page::load(&store.read, &known, files, &events),
        ratings::question(&store.read, &known.row),
    )?;
    // How it seems to be meant is for those who answer.
    let rating = rating.map(|rating| RatingView { guess: None, ..rating });
    let may = allowed(actor, page.known);
    let row = &page.known.row;
    let status = stored::status(row)?;
    let rule = closing(store, &status).await?;
    let created_at = Timestamp::from_millis(row.created_at);
    Ok(RequestView {
        number: page.number()?,
        title: row.title.clone(),
        description_html: markdown::render(&row.description),
        resolution_html: resolution_html(&status),
        closes_at: status.closes_at(&rule),
        reopens_until: status.reopens_until(&rule).filter(|_| row.merged_into.is_none()),
        priority: stored::priority(row.priority)?,
        service: page.service(),
        team: page.team(),
        assignee: page.assignee(),
        requesters: page.people(&page.known.facts.requesters),
        answers: page.answers(),
        attachments: page.files.of_description(),
        updated_at: events.iter().map(|event| event.at).fold(created_at, Timestamp::max),
        timeline: timeline::entries(events, &page.files, &page.names, markdown::render),
        rating,
        question,
        allowed: Allowed { rate: may.rate && question.is_some(), ..may },
        created_at,
        promised: Vec::new(),
        status: status.for_requester(),
    })
}

/// What the actor may do with the ticket. One that became part of another goes on there: nothing opens it again.
fn allowed(actor: &Actor, known: &Known) -> Allowed {
    let allowed = Allowed::of(actor, &known.facts);
    if known.row.merged_into.is_some() { Allowed { reopen: false, reply: false, ..allowed } } else { allowed }
}

/// What the requester thinks of the answer. Who has not rated has left no word of it in the timeline either, and is not looked for.
async fn rating(conn: &impl ConnectionTrait, id: TicketId, events: &[Event]) -> Result<Option<RatingView>> {
    let rated = events.iter().any(|event| matches!(event.what, What::Rated { .. }));
    if rated { ratings::given(conn, id).await } else { Ok(None) }
}

/// The rule of closing and reopening, which says nothing about a ticket that is open.
async fn closing(store: &Store, status: &Status) -> Result<ClosingRule> {
    if status.is_open() { Ok(ClosingRule::default()) } else { Ok(store.settings().await?.closing) }
}

/// A ticket with everything that both pages show of it.
struct Page<'a> {
    known: &'a Known,
    form: Form,
    given: Answers,
    files: Files,
    names: Names,
}

impl<'a> Page<'a> {
    async fn load(conn: &impl ConnectionTrait, known: &'a Known, files: Files, events: &[Event]) -> Result<Self> {
        let given: Answers = convert::json("answers", &known.row.answers)?;
        let facts = &known.facts;
        let mut wanted = Wanted::default();
        wanted.person(facts.requesters.iter().chain(&facts.watchers).copied());
        wanted.person(facts.assignee.into_iter().chain(facts.resolved_by));
        wanted.team(facts.team);
        wanted.service(facts.service);
        for event in events {
            wanted.person(event.actor);
            wanted.event(&event.what);
        }
        for answer in given.values() {
            match answer {
                Answer::Person(person) => wanted.person([*person]),
                Answer::Service(service) => wanted.service([*service]),
                _ => {}
            }
        }
        // Where nothing was answered, nobody asks what the questions were.
        let asked = submit::form(conn, known.row.form_id.filter(|_| !given.is_empty()));
        let (form, names) = try_join!(asked, wanted.find(conn))?;
        Ok(Self { form, given, files, names, known })
    }

    fn number(&self) -> Result<Number> {
        Ok(Number::new(stored::word(&self.known.row.kind)?, self.known.id()))
    }

    fn service(&self) -> ServiceRef {
        let named = self.known.facts.service.and_then(|service| self.names.service(service)).cloned();
        named.unwrap_or_else(|| stored::service_ref(self.known.row.service_id, None, None, None))
    }

    fn team(&self) -> Option<TeamRef> {
        self.known.facts.team.and_then(|team| self.names.team(team)).cloned()
    }

    fn assignee(&self) -> Option<PersonRef> {
        self.known.facts.assignee.and_then(|person| self.names.person(person)).cloned()
    }

    fn people(&self, ids: &[UserId]) -> Vec<PersonRef> {
        ids.iter().filter_map(|&id| self.names.person(id)).cloned().collect()
    }

    /// The answers in the order of the form that the ticket was filed with.
    fn answers(&self) -> Vec<AnswerView> {
        let fields = self.form.fields.iter().filter_map(|field| {
            let value = self.value(&field.key, &field.kind, self.given.get(&field.key)?)?;
            Some(AnswerView { key: field.key.clone(), label: field.label.clone(), value })
        });
        fields.collect()
    }

    fn value(&self, key: &str, kind: &FieldKind, answer: &Answer) -> Option<AnswerValue> {
        Some(match (answer, kind) {
            (Answer::Text(text), _) => AnswerValue::Text(text.clone()),
            (Answer::Number(number), FieldKind::Number { unit, .. }) => AnswerValue::Number(number.clone(), unit.clone()),
            (Answer::Number(number), _) => AnswerValue::Number(number.clone(), Localised::default()),
            (Answer::Date(date), _) => AnswerValue::Date(date.clone()),
            (Answer::Choice(chosen), kind) => AnswerValue::Chosen(labels(kind, std::slice::from_ref(chosen))),
            (Answer::Choices(chosen), kind) => AnswerValue::Chosen(labels(kind, chosen)),
            (Answer::Person(person), _) => AnswerValue::Person(self.names.person(*person)?.clone()),
            (Answer::Service(service), _) => AnswerValue::Service(self.names.service(*service)?.clone()),
            (Answer::Files(_), _) => AnswerValue::Files(self.files.of_field(key)),
        })
    }
}

fn labels(kind: &FieldKind, chosen: &[String]) -> Vec<Localised> {
    let (FieldKind::Choice { options } | FieldKind::Choices { options }) = kind else { return Vec::new() };
    options.iter().filter(|option| chosen.contains(&option.key)).map(|option| option.label.clone()).collect()
}

fn resolution_html(status: &Status) -> String {
    let resolved = match status {
        Status::Resolved(resolved) => Some(resolved),
        Status::Closed(closed) => closed.resolved.as_ref(),
        Status::Open(Open::New | Open::Assigned | Open::InProgress | Open::Waiting(_)) | Status::Cancelled(_) => None,
    };
    let resolution = resolved.and_then(|resolved| resolved.resolution.as_ref());
    resolution.map(|resolution| markdown::render(&resolution.text)).unwrap_or_default()
}
