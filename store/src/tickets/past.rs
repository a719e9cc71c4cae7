//! Tickets with their whole past, written at once: what a year of verbs would have left behind, without a transaction for each.
//!
//! Every step is asked of `domain` as its verb would ask, and runs through the verb's own code up to where that would
//! write. So nothing stands in such a past that nobody could have done. Mails are not among what is left behind: they
//! would be about things long gone.

mod replay;
mod rows;

use std::{collections::HashMap, sync::Arc};

use domain::{
    form::Form,
    id::{AttachmentId, ServiceId, TeamId, TicketId, UserId},
    people::{AccountState, TeamKind},
    permit::{Actor, ServiceFacts},
    priority::{Impact, Urgency},
    rating::Rating,
    settings::Settings,
    survey::{Finding, Lexicon, Setting},
    ticket::{Draft, Resolution, status::WaitFor},
    time::Timestamp,
};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::json;
use sha2::Digest;

use self::{replay::Life, rows::Written};
use super::assign::HandOver;
use crate::{
    Result, Store, actor, convert,
    entity::{forms, service_audience, service_surveys, services, tickets, users},
    report, sla,
    surveys::setting,
    token,
};

/// A ticket and everything that happened to it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Tells it from every other past, for ever: written twice, it is one ticket.
    pub key: String,
    /// What was asked for.
    pub service: ServiceId,
    /// What was typed.
    pub draft: Draft,
    /// Files that came with the description, uploaded by who filed it.
    pub files: Vec<AttachmentId>,
    /// For whom.
    pub requester: UserId,
    /// Who filed it: the requester, or an agent for them.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What happened then, in the order of time.
    pub steps: Vec<Step>,
}

/// Something that happened to a ticket.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who did it; nobody, when it happened by itself.
    pub by: Option<UserId>,
    /// What.
    pub deed: Deed,
}

/// What can happen to a ticket: one for each verb.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A person answers for it from now on, or nobody.
    Assign(Option<UserId>),
    /// Another team does.
    HandOver(HandOver),
    /// Work begins.
    Start,
    /// It waits.
    Wait(WaitFor),
    /// An agent ends the wait.
    Resume,
    /// The date that it waited for is here.
    DateCame,
    /// Somebody writes to the other side.
    Reply {
        /// Markdown.
        text: String,
        /// Files that the author uploaded.
        files: Vec<AttachmentId>,
    },
    /// Somebody writes to those who answer.
    Note(String),
    /// It is judged anew.
    Reprioritise(Impact, Urgency),
    /// Its title is reworded.
    Retitle(String),
    /// Somebody follows it.
    AddWatcher(UserId),
    /// One more person asks for it.
    AddRequester(UserId),
    /// It is answered.
    Resolve(Resolution),
    /// The answer was none.
    Reopen(String),
    /// It is withdrawn.
    Cancel(String),
    /// The requester confirms the answer.
    Close,
    /// The time for disagreeing is over.
    CloseByItself,
    /// The requester judges the answer.
    Rate(Rating),
    /// A lead says what came of following up a low rating.
    FollowUp(Finding),
}

/// How many people are read in one go.
const ACTORS_AT_ONCE: usize = 500;

/// What all pasts of an instance are judged by: its people, its catalogue, its settings, as they stand now.
#[derive(Debug)]
pub struct Chronicle {
    actors: HashMap<UserId, Actor>,
    services: HashMap<ServiceId, Offered>,
    settings: Settings,
    /// What services ask.
    surveys: HashMap<i64, Setting>,
    zone: TimeZone,
    lexicon: Arc<Lexicon>,
}

/// A service with its form in force.
#[derive(Debug)]
struct Offered {
    row: services::Model,
    facts: ServiceFacts,
    form: Form,
}

impl Chronicle {
    /// Reads what pasts are judged by.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(store: &Store) -> Result<Self> {
        let people: Vec<i64> = users::Entity::find()
            .filter(users::Column::State.eq(AccountState::Active.as_str()))
            .select_only()
            .column(users::Column::Id)
            .into_tuple()
            .all(&store.read)
            .await?;
        let people: Vec<UserId> = people.into_iter().map(UserId).collect();
        let mut actors = HashMap::new();
        for some in people.chunks(ACTORS_AT_ONCE) {
            actors.extend(actor::load_all(&store.read, some).await?.into_iter().map(|actor| (actor.user, actor)));
        }
        let audience = service_audience::Entity::find().all(&store.read).await?;
        let forms = forms::Entity::find().order_by_asc(forms::Column::Id).all(&store.read).await?;
        let mut offered = HashMap::new();
        for row in services::Entity::find().all(&store.read).await? {
            let id = ServiceId(row.id);
            let teams = audience.iter().filter(|member| member.service_id == row.id).map(|member| TeamId(member.team_id));
            let facts = ServiceFacts {
                id,
                team: TeamId(row.team_id),
                owner: row.owner_id.map(UserId),
                visible_to: (row.visibility != "all").then(|| teams.collect()),
                offered: row.offered_at.is_some(),
                archived: row.archived_at.is_some(),
            };
            let form = forms.iter().find(|form| Some(form.id) == row.form_id);
            let form = form.map_or(Ok(Form::default()), |form| convert::json("form", &form.fields))?;
            offered.insert(id, Offered { row, facts, form });
        }
        let surveys = service_surveys::Entity::find().all(&store.read).await?;
        let surveys = surveys.iter().map(|row| Ok((row.service_id, setting::of_row(row)?))).collect::<Result<_>>()?;
        Ok(Self {
            actors,
            services: offered,
            settings: Settings::clone(&*store.settings().await?),
            surveys,
            zone: report::house(store).await?,
            lexicon: Arc::clone(&store.lexicon),
        })
    }

    /// Writes the pasts in one transaction, and gives the tickets' ids in their order. Best some hundreds at a time.
    ///
    /// # Errors
    /// What the verbs would have refused, with the past's key in the log; [`crate::Error::Database`] for a key that is
    /// there already. Nothing was written then.
    pub async fn write(&self, store: &Store, pasts: &[Past]) -> Result<Vec<TicketId>> {
        let lives: Vec<Life> = pasts.iter().map(|past| Life::of(self, past)).collect::<Result<_>>()?;
        store
            .transact(None, |tx| {
                Box::pin(async {
                    let Written { ids, events, digest } = rows::write(tx, self, &lives).await?;
                    let data = json!({
                        "tickets": ids.len(),
                        "first": ids.iter().min(),
                        "last": ids.iter().max(),
                        "events": events,
                        "sha256": token::hex(&digest.finalize()),
                    });
                    tx.audit("ticket.record_past", ("ticket", ids.first().map_or(0, |id| id.get())), data);
                    Ok(ids)
                })
            })
            .await
    }

    /// What a service asks.
    fn survey(&self, service: Option<i64>) -> Setting {
        service.and_then(|service| self.surveys.get(&service)).copied().unwrap_or_default()
    }

    fn actor(&self, person: UserId) -> Result<&Actor> {
        self.actors.get(&person).ok_or(crate::Error::NotFound)
    }

    /// Those who lead a team, by their ids.
    fn leads(&self, team: TeamId) -> Vec<UserId> {
        let leads = |actor: &&Actor| actor.teams.iter().any(|membership| membership.team == team && membership.lead);
        let mut leads: Vec<UserId> = self.actors.values().filter(leads).map(|actor| actor.user).collect();
        leads.sort_unstable();
        leads
    }

    /// The one business team that a requester counts for: the first of theirs.
    fn business_team(&self, person: UserId) -> Option<TeamId> {
        let teams = self.actors.get(&person)?.teams.iter().filter(|membership| membership.kind == TeamKind::Business);
        teams.map(|membership| membership.team).min()
    }

    fn teams_of(&self, person: UserId) -> impl Iterator<Item = TeamId> {
        self.actors.get(&person).into_iter().flat_map(|actor| &actor.teams).map(|membership| membership.team)
    }
}

/// `tickets.steps_from` of a past that is not settled.
const UNSETTLED: i64 = i64::MAX;

/// Gives the pasts that were written their clocks, as they stand now, once everything that happened lies behind. What the clocks
/// would have said on their way is said to nobody.
///
/// # Errors
/// The database's.
pub async fn settle(store: &Store) -> Result<()> {
    tickets::Entity::update_many()
        .col_expr(tickets::Column::StepsFrom, Expr::value(store.now().millis()))
        .filter(tickets::Column::StepsFrom.eq(UNSETTLED))
        .exec(&store.write)
        .await?;
    sla::recompute(store).await.map(drop)
}

/// Whether the instance holds neither people nor tickets: only then may a made-up past be written into it.
///
/// # Errors
/// The database's.
pub async fn is_blank(store: &Store) -> Result<bool> {
    let somebody = users::Entity::find().limit(1).one(&store.read).await?;
    let something = tickets::Entity::find().limit(1).one(&store.read).await?;
    Ok(somebody.is_none() && something.is_none())
}
