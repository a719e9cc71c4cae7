//! A company that does not exist, with a year of tickets that could have been: for looking around, for screenshots, for measuring.
//!
//! People, teams and the catalogue are made by the verbs that an administrator would use; the tickets' pasts go through the same
//! rules in bulk ([`store::tickets::past`]). For one seed and one moment everything but the passwords is the same each time.

mod alerts;
mod calendar;
mod catalogue;
mod command;
mod company;
mod dice;
mod faults;
mod files;
mod forms;
mod life;
mod on_call;
mod people;
mod phrases;
mod promises;
mod reviews;
mod scenes;
mod scores;
mod slots;
mod stories;
mod surveys;
mod templates;
mod year;

use domain::time::{Span, Timestamp};
use store::tickets::past::{self, Chronicle, Past};
use store::{Store, accounts, services};

use calendar::Calendar;
use company::Company;
use people::LEAVER;
use year::Told;

pub use command::{Demo, run};
pub use company::Account;

/// Tickets that are written at once.
const AT_ONCE: usize = 500;
/// The service whose form got more questions half-way through the year.
const GROWING_FORM: &str = "starter";

/// What is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Another seed, another year.
    pub seed: u64,
    /// The present: nothing happens after it.
    pub until: Timestamp,
    /// About how many tickets the year has.
    pub tickets: u32,
}

impl Plan {
    /// When the store's clock must stand before the company is founded.
    #[must_use]
    pub fn from(&self) -> Timestamp {
        self.until.minus(Span::from_days(367))
    }
}

/// Why there is no demo company.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database is in use.
    #[error("the database is not empty: a demo company is only made in a new one. Name another with --database")]
    NotEmpty,
    /// The content does not fit together; a defect of this program.
    #[error("the demo company's script does not fit together: {0}")]
    Script(&'static str),
    /// The zone's data is missing.
    #[error("the demo company's time zone is unknown")]
    Zone(#[from] jiff::Error),
    /// A verb refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Fills an empty, migrated database. The store's clock is fixed and stands at [`Plan::from`]; it ends at `until`.
///
/// `password` gives a fresh password for each account; `progress` is told how many of how many tickets are written.
///
/// # Errors
/// [`DemoError::NotEmpty`], and what the verbs refuse.
pub async fn fill(
    store: &Store,
    plan: &Plan,
    password: &mut (dyn FnMut() -> String + Send),
    mut progress: impl FnMut(usize, usize) + Send,
) -> Result<Vec<Account>, DemoError> {
    let calendar = Calendar::before(plan.until)?;
    let company = company::found(store, password).await?;
    let administrator = store::actor::load(store, company.administrator).await?;
    promises::make(store, &administrator, &calendar, plan.until).await?;
    surveys::set(store, &administrator, &company).await?;
    let mut told = year::tell(plan, &company, &calendar)?;
    told.extend(scenes::all(plan, &company, &calendar)?);
    told.sort_by_key(|told| told.past.at);
    let all = told.len();
    let mut milestones = milestones(plan).peekable();
    let mut chronicle = Chronicle::open(store).await?;
    let mut rest = told.into_iter().peekable();
    let mut written = 0;
    while let Some(next) = rest.peek() {
        let begins = next.past.at;
        while let Some((at, milestone)) = milestones.next_if(|(at, _)| *at <= begins) {
            stand_at(store, at);
            pass(store, plan, &company, milestone).await?;
            chronicle = Chronicle::open(store).await?;
        }
        let until = milestones.peek().map(|(at, _)| *at);
        let mut batch = Vec::new();
        while batch.len() < AT_ONCE
            && let Some(told) = rest.next_if(|told| until.is_none_or(|until| told.past.at < until))
        {
            batch.push(told);
        }
        written += batch.len();
        write(store, &chronicle, plan, batch).await?;
        progress(written, all);
    }
    for (at, milestone) in milestones {
        stand_at(store, at);
        pass(store, plan, &company, milestone).await?;
    }
    stand_at(store, plan.until);
    past::settle(store).await?;
    surveys::ask_seldom(store, &administrator, &company).await?;
    Ok(company.accounts)
}

async fn write(store: &Store, chronicle: &Chronicle, plan: &Plan, batch: Vec<Told>) -> Result<(), DemoError> {
    let mut pasts: Vec<Past> = Vec::with_capacity(batch.len());
    for told in batch {
        stand_at(store, told.past.at);
        pasts.push(files::attached(store, plan, told).await?);
    }
    chronicle.write(store, &pasts).await?;
    Ok(())
}

/// What happened during the year beside tickets.
#[derive(Clone, Copy, Debug)]
enum Milestone {
    /// A form asks more from now on; what was filed before keeps the form that it was filed with.
    FormGrows,
    /// Somebody leaves, and what he owned is nobody's.
    SomebodyLeaves,
    /// Something breaks.
    Breaks(&'static faults::Story),
    /// Two teams are on call from now on.
    OnCall,
    /// Monitoring begins to speak.
    Alerts,
    /// What broke is reviewed.
    Reviewed(&'static reviews::Review),
    /// Teams score each other.
    Scores(&'static scores::Round),
    /// What they scored is told; of the last round also what came after.
    Scored { last: bool },
}

fn milestones(plan: &Plan) -> impl Iterator<Item = (Timestamp, Milestone)> {
    let ago = |days| plan.until.minus(Span::from_days(days));
    let mut all = vec![
        (ago(190), Milestone::FormGrows),
        (ago(on_call::AGO), Milestone::OnCall),
        (ago(41), Milestone::SomebodyLeaves),
        (ago(alerts::AGO), Milestone::Alerts),
    ];
    all.extend(faults::STORIES.iter().map(|story| (story.at(plan.until), Milestone::Breaks(story))));
    all.extend(reviews::REVIEWS.iter().map(|review| (review.at(plan.until), Milestone::Reviewed(review))));
    all.extend(scores::ROUNDS.iter().map(|round| (round.opens(plan.until), Milestone::Scores(round))));
    let closed: Vec<Timestamp> = scores::ROUNDS.iter().filter_map(|round| round.closes(plan.until)).collect();
    let last = closed.len();
    all.extend((1..).zip(closed).map(|(place, at)| (at, Milestone::Scored { last: place == last })));
    all.sort_by_key(|(at, _)| *at);
    all.into_iter()
}

async fn pass(store: &Store, plan: &Plan, company: &Company, milestone: Milestone) -> Result<(), DemoError> {
    let administrator = store::actor::load(store, company.administrator).await?;
    match milestone {
        Milestone::FormGrows => {
            let service = *company.services.get(GROWING_FORM).ok_or(DemoError::Script("no such service"))?;
            services::publish_form(store, &administrator, service, 1, &forms::form(GROWING_FORM)).await?;
        }
        Milestone::Breaks(story) => faults::happen(store, company, story).await?,
        Milestone::Scores(round) => scores::open(store, company, plan, round).await?,
        Milestone::Scored { last } => scores::close(store, company, last).await?,
        Milestone::OnCall => on_call::begin(store, company, &administrator, plan).await?,
        Milestone::Alerts => alerts::happen(store, company, &administrator).await?,
        Milestone::Reviewed(review) => reviews::write(store, company, &administrator, review).await?,
        Milestone::SomebodyLeaves => {
            let leaver = company.member(LEAVER).ok_or(DemoError::Script("nobody leaves"))?;
            accounts::disable(store, &administrator, leaver.id).await?;
        }
    }
    Ok(())
}

/// Sets the store's fixed clock.
fn stand_at(store: &Store, at: Timestamp) {
    store.clock().advance(at.since(store.now()));
}

#[cfg(test)]
mod tests;
