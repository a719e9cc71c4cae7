//! Faults of the year: found soon and late, well handled and badly, one that nobody saw begin, a drill, and one that goes on.

use domain::fault::Severity;
use domain::fault::declaration::{Details, Role};
use domain::fault::moment::{Kind, Question, Value};
use domain::fault::update::{Draft, Stage};
use domain::permit::Actor;
use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use store::Store;
use store::faults::{self, Declaration, Saying};

use super::company::Company;
use super::{DemoError, on_call};

/// What happens in a fault, with the minute in which it is done, from the declaration on.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// A line of the timeline.
    Says(&'static str),
    /// A moment that was so many minutes after the declaration, or before it.
    Was(Kind, i64),
    /// About then.
    WasAbout(Kind, i64),
    /// Nobody can say.
    NobodyKnows(Kind),
    Commands,
    /// From then, until then.
    Hurt(i64, Option<i64>),
    Answers(Question, &'static str),
    /// Tells the company, and promises the next word within so many minutes.
    Tells(Stage, &'static str, Option<u32>),
}

use Act::{Answers, Commands, Hurt, NobodyKnows, Says, Tells, Was, WasAbout};

/// One fault.
#[derive(Debug)]
pub struct Story {
    /// So many days before the present.
    pub ago: i64,
    /// At so many minutes of that day's later hours, so that not all of them begin at one time of day.
    pub minutes: i64,
    service: &'static str,
    /// Who owns the service and works on its fault.
    owner: &'static str,
    title: &'static str,
    severity: Severity,
    drill: bool,
    acts: &'static [(i64, Act)],
}

pub const STORIES: &[Story] = &[
    Story {
        ago: 360,
        minutes: 40,
        service: "network",
        owner: "mateo",
        title: "The scanners of hall A lose their connection",
        severity: Severity::Major,
        drill: false,
        acts: &[
            (0, Commands),
            (1, WasAbout(Kind::Occurred, -25)),
            (2, Was(Kind::Detected, -3)),
            (48, Says("/located more devices than the access point can hold")),
            (75, Says("/restored a second access point hangs beside it")),
            (600, Says("/closed")),
        ],
    },
    Story {
        ago: 312,
        minutes: 95,
        service: "network",
        owner: "mateo",
        title: "Half of the warehouse has no network",
        severity: Severity::Critical,
        drill: false,
        acts: &[
            (1, Commands),
            (2, WasAbout(Kind::Occurred, -55)),
            (3, Was(Kind::Detected, -6)),
            (9, Says("Both switches of hall B restart every few minutes.")),
            (84, Says("/located the power supply of the rack sags under load")),
            (131, Says("/restored second supply is in, both switches are up for ten minutes")),
            (160, Hurt(-55, Some(131))),
            (300, Says("/closed")),
        ],
    },
    Story {
        ago: 233,
        minutes: 310,
        service: "payments",
        owner: "clara",
        title: "Card payments fail at checkout",
        severity: Severity::Critical,
        drill: false,
        acts: &[
            (0, Commands),
            (1, Was(Kind::Occurred, -3)),
            (1, Was(Kind::Detected, -1)),
            (6, Says("Three of ten payments fail since the release of this morning.")),
            (14, Says("/restored release rolled back, 99.8 % go through")),
            (52, Says("/located the new version opens one connection too many for each worker")),
            (55, Answers(Question::RestoredBeforeLocated, "Rolled back first and looked for the cause afterwards.")),
            (60, Hurt(-3, Some(14))),
            (1_440, Says("/closed")),
        ],
    },
    Story {
        ago: 148,
        minutes: 20,
        service: "orders",
        owner: "elif",
        title: "Orders of the night did not reach the warehouse",
        severity: Severity::Major,
        drill: false,
        acts: &[
            (4, NobodyKnows(Kind::Occurred)),
            (5, Was(Kind::Detected, 0)),
            (30, Says("The last order that came through is from 01:12, but the log of the transfer was not kept.")),
            (190, Says("/located a certificate had run out")),
            (214, Says("/restored new certificate, 412 orders followed")),
        ],
    },
    Story {
        ago: 96,
        minutes: 200,
        service: "vpn",
        owner: "wei",
        title: "Drill: the remote access gateway is gone",
        severity: Severity::Minor,
        drill: true,
        acts: &[
            (0, Commands),
            (0, Was(Kind::Occurred, 0)),
            (2, Says("/detected the monitoring calls")),
            (11, Says("/located as planned, the primary node is off")),
            (16, Says("/restored the second node took over")),
        ],
    },
    Story {
        ago: 27,
        minutes: 140,
        service: "shop",
        owner: "ravi",
        title: "The web shop is slow, and sometimes answers nothing",
        severity: Severity::Major,
        drill: false,
        acts: &[
            (3, WasAbout(Kind::Occurred, -35)),
            (3, Was(Kind::Detected, -4)),
            (5, Commands),
            (20, Says("Comes and goes: twenty minutes bad, ten minutes good.")),
            (65, Says("/located one of the caches loses its memory whenever the price list is loaded")),
            (90, Says("/restored price list is loaded at night until the cache is mended")),
            (95, Hurt(-35, Some(-12))),
            (95, Hurt(2, Some(31))),
            (96, Hurt(44, Some(90))),
        ],
    },
    Story {
        ago: 0,
        minutes: -75,
        service: "sign-in",
        owner: "jonas",
        title: "Nobody gets a code for signing in",
        severity: Severity::Major,
        drill: false,
        acts: &[
            (1, Was(Kind::Occurred, -12)),
            (1, Was(Kind::Detected, -2)),
            (2, Commands),
            (3, Hurt(-12, None)),
            (18, Says("The provider of the messages answers, but delivers nothing. Their status page says nothing either.")),
            (
                20,
                Tells(
                    Stage::Investigating,
                    "The provider of our text messages delivers none. Who has codes by mail can sign in with them.",
                    Some(30),
                ),
            ),
            (41, Says("Codes by mail instead work for those who have them.")),
        ],
    },
];

impl Story {
    /// What it is called.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// When it is declared.
    pub fn at(&self, until: Timestamp) -> Timestamp {
        until.minus(Span::from_days(self.ago)).plus(Span::from_minutes(if self.ago > 0 { -self.minutes } else { self.minutes }))
    }
}

/// Lets it happen.
///
/// # Errors
/// What the verbs refuse.
pub async fn happen(store: &Store, company: &Company, story: &Story) -> Result<(), DemoError> {
    let owner = company.member(story.owner).ok_or(DemoError::Script("nobody owns what is broken"))?;
    let owner = store::actor::load(store, owner.id).await?;
    let service = *company.services.get(story.service).ok_or(DemoError::Script("no such service"))?;
    let began = store.now();
    let declaration = Declaration { title: story.title.to_owned(), service: Some(service), ticket: None };
    let fault = faults::declare(store, &owner, &declaration).await?;
    if story.severity != Severity::Major || story.drill {
        let details = Details { title: story.title.to_owned(), severity: story.severity, services: vec![service], drill: story.drill };
        faults::change(store, &owner, fault, 1, &details).await?;
    }
    for (minute, act) in story.acts {
        on_call::pass_to(store, began.plus(Span::from_minutes(*minute))).await?;
        do_it(store, &owner, fault, began, *act).await?;
    }
    Ok(())
}

async fn do_it(store: &Store, owner: &Actor, fault: domain::id::FaultId, began: Timestamp, act: Act) -> Result<(), DemoError> {
    let minute = |n: i64| began.plus(Span::from_minutes(n));
    let saying = |kind, value| Saying { kind, value, evidence: String::new(), why: String::new(), based_on: None };
    match act {
        Says(line) => faults::say(store, owner, fault, line, &TimeZone::UTC).await?,
        Was(kind, at) => faults::set(store, owner, fault, &saying(kind, Value::Exact { at: minute(at) })).await?,
        WasAbout(kind, at) => faults::set(store, owner, fault, &saying(kind, Value::Estimated { at: minute(at) })).await?,
        NobodyKnows(kind) => faults::set(store, owner, fault, &saying(kind, Value::Unknown)).await?,
        Commands => faults::hand(store, owner, fault, Role::Commander, None, Some(owner.user)).await?,
        Hurt(from, until) => faults::start_impact(store, owner, fault, minute(from), until.map(minute)).await?,
        Tells(stage, text, next_in) => {
            let updates = faults::view(store, owner, fault).await?.updates;
            let headline = "Codes for signing in do not arrive".to_owned();
            let draft = Draft { stage, headline, text: text.to_owned(), next_in };
            faults::publish(store, owner, fault, updates.last().map_or(0, |update| update.id), &draft).await?;
        }
        Answers(question, reason) => faults::answer(store, owner, fault, question, reason).await?,
    }
    Ok(())
}
