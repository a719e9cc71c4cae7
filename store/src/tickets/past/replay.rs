//! One past, step by step: each through its verb's own rules.

use domain::{
    form::Answers,
    id::{AttachmentId, TeamId, UserId},
    permit::{Act, Actor, TicketFacts, may},
    priority::{Impact, Urgency},
    rating::{Rating, is_taken},
    survey::{Finding, Moment, due},
    ticket::{ClosingRule, IllegalMove, LastWord, Move, Resolution, StatusName, What, draft, event::Source},
    time::Timestamp,
};

use super::{Chronicle, Deed, Offered, Past, Step};
use crate::{
    Error, Result, convert,
    entity::{follow_ups, surveys, tickets},
    ratings, sla,
    surveys::follow_up,
    tickets::{
        assign::{self, HandOver},
        change::Change,
        facts::Known,
        message::{self, Then},
        moves, stored,
    },
};

/// A ticket as its past leaves it, not yet written.
pub(super) struct Life {
    pub(super) known: Known,
    pub(super) answers: Answers,
    pub(super) lines: Vec<Line>,
    /// The description's files and who uploaded them.
    pub(super) files: (UserId, Vec<AttachmentId>),
    pub(super) rating: Option<(Rating, Timestamp)>,
    pub(super) survey: Option<surveys::Model>,
    /// What followed low ratings.
    pub(super) follow_ups: Vec<follow_ups::Model>,
}

/// A line of its timeline.
pub(super) struct Line {
    pub(super) at: Timestamp,
    pub(super) by: Option<UserId>,
    pub(super) what: What,
    pub(super) files: Vec<AttachmentId>,
}

impl Life {
    pub(super) fn of(book: &Chronicle, past: &Past) -> Result<Self> {
        let mut life = Self::filed(book, past).inspect_err(|error| told(past, None, error))?;
        let mut last = past.at;
        for step in &past.steps {
            // Nothing happens before what led to it.
            if step.at < last {
                return Err(Error::Conflict { what: "past" }).inspect_err(|error| told(past, Some(step), error));
            }
            last = step.at;
            life.take(book, step).inspect_err(|error| told(past, Some(step), error))?;
        }
        Ok(life)
    }

    fn filed(book: &Chronicle, past: &Past) -> Result<Self> {
        let service = book.services.get(&past.service).ok_or(Error::NotFound)?;
        let for_another = past.by != past.requester;
        let act = if for_another { Act::FileFor(&service.facts) } else { Act::File(&service.facts) };
        if !may(book.actor(past.by)?, act) {
            return Err(Error::NotFound);
        }
        let submission = past.draft.clone().parse(&service.form)?;
        let source = if for_another { Source::Agent } else { Source::Portal };
        let mut row = row(book, service, past)?;
        row.title = submission.title;
        row.description = submission.description;
        row.answers = convert::to_json("answers", &submission.answers)?;
        row.source = source.as_str().to_owned();
        let facts = facts(book, service, past.requester);
        let line = Line { at: past.at, by: Some(past.by), what: What::Submitted { source }, files: Vec::new() };
        Ok(Self {
            known: Known { row, facts },
            answers: submission.answers,
            lines: vec![line],
            files: (past.by, past.files.clone()),
            rating: None,
            survey: None,
            follow_ups: Vec::new(),
        })
    }

    fn take(&mut self, book: &Chronicle, step: &Step) -> Result<()> {
        let mut change = Change::of(self.known.clone(), step.by, step.at)?;
        match step.by {
            Some(person) => self.done_by(book.actor(person)?, &mut change, book, step)?,
            None => by_itself(&mut change, book, &step.deed)?,
        }
        let (row, told) = change.unwritten();
        // Who tells a past says who was asked how often.
        let moment = match step.deed {
            Deed::Resolve(_) => Some(Moment::Resolved),
            Deed::Close | Deed::CloseByItself => Some(Moment::Closed),
            _ => None,
        };
        let setting = book.survey(row.service_id);
        if let Some(kind) = moment.and_then(|moment| setting.asks_at(moment)) {
            self.survey = ratings::survey(&row, kind, step.at).or(self.survey.take());
        }
        self.settle(row)?;
        self.lines.extend(told.into_iter().map(|(what, files)| Line { at: step.at, by: step.by, what, files }));
        Ok(())
    }

    /// What permission depends on, after the change.
    fn settle(&mut self, row: tickets::Model) -> Result<()> {
        let facts = &mut self.known.facts;
        facts.team = row.team_id.map(TeamId);
        facts.assignee = row.assignee_id.map(UserId);
        facts.resolved_by = row.resolved_by.map(UserId);
        facts.status = stored::word(&row.status)?;
        self.known.row = row;
        Ok(())
    }

    fn done_by(&mut self, actor: &Actor, change: &mut Change, book: &Chronicle, step: &Step) -> Result<()> {
        change.permits(actor, |facts| act(&step.deed, facts))?;
        let rule = &book.settings.closing;
        match &step.deed {
            Deed::Assign(person) => {
                answers_for(book, *person, change.facts().team)?;
                assign::give(change, *person, Vec::new(), "", rule)
            }
            Deed::HandOver(HandOver { team, person, reason }) => {
                answers_for(book, *person, Some(*team))?;
                change.row.team_id = Some(team.get());
                assign::give(change, *person, Vec::new(), reason, rule)
            }
            Deed::Start => start(change, actor, rule),
            Deed::Wait(wait) => moved(change, book, Move::Wait(wait.clone()), &wait.reason),
            Deed::Resume => moved(change, book, Move::Resume, ""),
            Deed::Reply { text, files } => reply(change, book, step.at, text, files),
            Deed::Note(text) => {
                change.tell(What::Noted { text: draft::message(text)? });
                Ok(())
            }
            Deed::Reprioritise(impact, urgency) => reprioritise(change, book, *impact, *urgency),
            Deed::Retitle(title) => {
                let from = std::mem::replace(&mut change.row.title, title.clone());
                change.tell(What::TitleChanged { from, to: title.clone() });
                Ok(())
            }
            Deed::AddWatcher(person) => {
                self.follow(change, *person);
                Ok(())
            }
            Deed::AddRequester(person) => {
                self.asked_by(change, book, *person);
                Ok(())
            }
            Deed::Resolve(resolution) => resolve(change, actor, rule, resolution, step.at),
            Deed::Reopen(why) => moved(change, book, Move::Reopen, why),
            Deed::Cancel(why) => moved(change, book, Move::Cancel { by: actor.user, reason: why.clone() }, why),
            Deed::Close => moved(change, book, Move::Close, ""),
            Deed::Rate(rating) => self.rate(change, book, rating, step.at),
            Deed::FollowUp(finding) => self.close_follow_up(change, actor.user, finding, step.at),
            // What nobody does.
            Deed::DateCame | Deed::CloseByItself => Err(Error::NotFound),
        }
    }

    fn asked_by(&mut self, change: &mut Change, book: &Chronicle, person: UserId) {
        let facts = &mut self.known.facts;
        facts.requesters.push(person);
        if facts.open_to_team {
            facts.requester_teams.extend(book.teams_of(person));
        }
        change.tell(What::RequesterAdded { person });
    }

    fn rate(&mut self, change: &mut Change, book: &Chronicle, rating: &Rating, at: Timestamp) -> Result<()> {
        let status = change.facts().status;
        if !is_taken(status, self.rating.as_ref().map(|(_, given)| at.since(*given))) {
            return Err(IllegalMove::NotFrom { from: status }.into());
        }
        let kind = rating.answer.kind();
        match &self.survey {
            Some(survey) if survey.kind == kind.as_str() => {}
            None if book.survey(change.row.service_id).unasked(status == StatusName::Closed) == Some(kind) => {
                self.survey = Some(ratings::unasked(&change.row, kind, at));
            }
            _ => return Err(Error::Conflict { what: "survey" }),
        }
        change.tell(What::Rated { answer: rating.answer, comment: rating.comment.clone() });
        let same = self.rating.as_ref().is_some_and(|(before, _)| before.answer == rating.answer);
        if rating.answer.asks_for_follow_up() && !same {
            let leads = change.facts().team.map(|team| book.leads(team)).unwrap_or_default();
            for &lead in &leads {
                self.follow(change, lead);
            }
            self.open_follow_up(change, book, &leads, at);
        }
        self.rating = Some((rating.clone(), at));
        Ok(())
    }

    fn open_follow_up(&mut self, change: &mut Change, book: &Chronicle, leads: &[UserId], at: Timestamp) {
        if self.follow_ups.last().is_some_and(|last| last.done_at.is_none()) {
            return;
        }
        let (owner, due) = (follow_up::owner(leads, change), due(at, &book.zone));
        self.follow_ups.push(follow_ups::Model {
            id: 0,
            ticket_id: 0,
            team_id: change.facts().team.map(TeamId::get),
            owner_id: owner.map(UserId::get),
            opened_at: at.millis(),
            due_at: due.millis(),
            outcome: None,
            contacted: None,
            learnt: None,
            done_at: None,
            done_by: None,
        });
        change.tell(What::FollowUpOpened { owner, due });
    }

    fn close_follow_up(&mut self, change: &mut Change, by: UserId, finding: &Finding, at: Timestamp) -> Result<()> {
        let open = self.follow_ups.last_mut().filter(|last| last.done_at.is_none()).ok_or(Error::NotFound)?;
        open.outcome = Some(finding.outcome.as_str().to_owned());
        open.contacted = Some(finding.contacted);
        open.learnt = Some(finding.learnt.clone());
        open.done_at = Some(at.millis());
        open.done_by = Some(by.get());
        let Finding { outcome, contacted, learnt } = finding.clone();
        change.tell(What::FollowUpClosed { outcome, contacted, learnt });
        Ok(())
    }

    fn follow(&mut self, change: &mut Change, person: UserId) {
        let facts = &mut self.known.facts;
        if !facts.watchers.contains(&person) && !facts.requesters.contains(&person) {
            facts.watchers.push(person);
            change.tell(What::WatcherAdded { person });
        }
    }
}

fn start(change: &mut Change, actor: &Actor, rule: &ClosingRule) -> Result<()> {
    let before = change.status().clone();
    if change.row.assignee_id.is_none() && may(actor, Act::Assign(change.facts())) {
        assign::pass(change, Some(actor.user), "", rule)?;
    }
    change.apply(Move::Start, rule)?;
    moves::tell_status(change, &before, "");
    Ok(())
}

fn reprioritise(change: &mut Change, book: &Chronicle, impact: Impact, urgency: Urgency) -> Result<()> {
    let (from, to) = (stored::priority(change.row.priority)?, book.settings.matrix.priority(impact, urgency));
    change.row.impact = impact.as_str().to_owned();
    change.row.urgency = urgency.as_str().to_owned();
    change.row.priority = to.rank();
    change.tell(What::PriorityChanged { from, to, by: Some((impact, urgency)) });
    Ok(())
}

fn resolve(change: &mut Change, actor: &Actor, rule: &ClosingRule, resolution: &Resolution, at: Timestamp) -> Result<()> {
    let from = change.status().name();
    change.apply(Move::Resolve { by: actor.user, resolution: resolution.clone() }, rule)?;
    change.tell(What::Resolved { from, code: Some(resolution.code), text: resolution.text.clone() });
    if !change.is_by_requester() {
        change.row.first_response_at.get_or_insert(at.millis());
    }
    Ok(())
}

/// The log says which past it was; the error itself says only what.
fn told(past: &Past, step: Option<&Step>, error: &Error) {
    let (key, title) = (&past.key, &past.draft.title);
    match step {
        Some(step) => tracing::error!(key, title, at = %step.at, deed = ?step.deed, %error, "a past that cannot have been"),
        None => tracing::error!(key, title, %error, "a past that cannot have begun"),
    }
}

/// What permission a deed needs.
fn act<'f>(deed: &Deed, facts: &'f TicketFacts) -> Act<'f> {
    match deed {
        Deed::Assign(_) => Act::Assign(facts),
        Deed::HandOver(_) => Act::HandOver(facts),
        Deed::Start | Deed::Wait(_) | Deed::Resume | Deed::DateCame | Deed::CloseByItself => Act::Work(facts),
        Deed::Reply { .. } => Act::Reply(facts),
        Deed::Note(_) => Act::Note(facts),
        Deed::Reprioritise(..) | Deed::Retitle(_) | Deed::AddWatcher(_) | Deed::AddRequester(_) => Act::Edit(facts),
        Deed::Resolve(_) => Act::Resolve(facts),
        Deed::Reopen(_) => Act::Reopen(facts),
        Deed::Cancel(_) => Act::Cancel(facts),
        Deed::Close => Act::Close(facts),
        Deed::Rate(_) => Act::Rate(facts),
        Deed::FollowUp(_) => Act::FollowUp(facts.team),
    }
}

fn by_itself(change: &mut Change, book: &Chronicle, deed: &Deed) -> Result<()> {
    match deed {
        Deed::DateCame => moved(change, book, Move::DateCame, ""),
        Deed::CloseByItself => moved(change, book, Move::CloseByItself, ""),
        // What somebody has to do.
        _ => Err(Error::NotFound),
    }
}

fn moved(change: &mut Change, book: &Chronicle, mv: Move, reason: &str) -> Result<()> {
    let before = change.status().clone();
    change.apply(mv, &book.settings.closing)?;
    moves::tell_status(change, &before, reason);
    Ok(())
}

fn reply(change: &mut Change, book: &Chronicle, at: Timestamp, text: &str, files: &[AttachmentId]) -> Result<()> {
    let text = draft::message(text)?;
    if change.is_by_requester() {
        message::requester_says(change, &text, files, &[]);
        moved(change, book, Move::RequesterReplied, "")
    } else {
        message::agent_says(change, at, &text, files, &[], Then::Nothing);
        Ok(())
    }
}

fn answers_for(book: &Chronicle, person: Option<UserId>, team: Option<TeamId>) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    let actor = book.actor(person)?;
    if actor.answers_for(team) { Ok(()) } else { Err(Error::NotFound) }
}

fn facts(book: &Chronicle, service: &Offered, requester: UserId) -> TicketFacts {
    let open_to_team = service.row.open_to_team;
    TicketFacts {
        requesters: vec![requester],
        first_requester: requester,
        watchers: Vec::new(),
        requester_teams: if open_to_team { book.teams_of(requester).collect() } else { Vec::new() },
        open_to_team,
        team: Some(service.facts.team),
        assignee: None,
        resolved_by: None,
        service: Some(service.facts.id),
        status: StatusName::New,
    }
}

/// The row of a ticket that was just filed; its id comes with writing it.
fn row(book: &Chronicle, service: &Offered, past: &Past) -> Result<tickets::Model> {
    let (impact, urgency) = (stored::word(&service.row.impact)?, stored::word(&service.row.urgency)?);
    let at = past.at.millis();
    Ok(tickets::Model {
        id: 0,
        kind: service.row.kind.clone(),
        title: String::new(),
        description: String::new(),
        service_id: Some(service.row.id),
        form_id: service.row.form_id,
        answers: String::new(),
        requester_id: past.requester.get(),
        team_id: Some(service.row.team_id),
        assignee_id: None,
        impact: service.row.impact.clone(),
        urgency: service.row.urgency.clone(),
        priority: book.settings.matrix.priority(impact, urgency).rank(),
        status: StatusName::New.as_str().to_owned(),
        open: true,
        waiting_on: None,
        waiting_until: None,
        started: false,
        status_reason: String::new(),
        status_since: at,
        status_by: None,
        resolution_code: None,
        resolution_text: None,
        resolved_by: None,
        source: String::new(),
        created_at: at,
        updated_at: at,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        reopen_count: 0,
        reassign_count: 0,
        reply_count: 0,
        version: 1,
        submission_key: Some(past.key.clone()),
        external_ref: None,
        extra: None,
        due_at: sla::NEVER,
        requester_team_id: book.business_team(past.requester).map(TeamId::get),
        steps_from: 0,
        merged_into: None,
        last_word: LastWord::Filed.as_str().to_owned(),
        parked: false,
    })
}
