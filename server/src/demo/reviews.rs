//! Post-mortems of the year: a thorough one whose actions were followed to the end, one with an action that is overdue, one that its reviewer
//! reads, and one that hardly anybody has begun.

use std::collections::BTreeMap;

use domain::fault::action::Kind;
use domain::fault::impact::ExtentDraft;
use domain::fault::parts::Part;
use domain::fault::post_mortem::{ActionDraft, Cause, ContentDraft, Section, section_of};
use domain::fault::view::FaultFilter;
use domain::id::{FaultId, UserId};
use domain::permit::Actor;
use domain::time::{Span, Timestamp};
use store::Store;
use store::faults::post_mortem::{self, Done, Speaking, Step};

use super::company::Company;
use super::faults::STORIES;
use super::{DemoError, stand_at};

/// An action: what it is for, what is to be done, who sees to it, in how many days, and by what anybody sees that it is done.
type Agreed = (Kind, &'static str, &'static str, i64, &'static str);

/// What its reviewer asks of a section, what its author answers, and whether that settles it.
type Asked = (Section, &'static str, &'static str, bool);

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Draft,
    InReview,
    Published,
    /// And its first action is done, verified, and helps.
    Followed,
}

/// The post-mortem of one fault.
#[derive(Debug)]
pub struct Review {
    /// The title of the fault.
    pub of: &'static str,
    /// So many days after it.
    after: i64,
    author: &'static str,
    reviewer: &'static str,
    summary: &'static str,
    users: &'static str,
    cost: &'static str,
    why: &'static [(Part, &'static str)],
    causes: &'static [(&'static str, &'static str)],
    learnt: [&'static str; 3],
    actions: &'static [Agreed],
    not: &'static [(Kind, &'static str)],
    asked: &'static [Asked],
    /// What happened, as the second revision has it.
    added: &'static str,
    end: End,
}

pub const REVIEWS: &[Review] = &[
    Review {
        of: "The scanners of hall A lose their connection",
        after: 2,
        author: "mateo",
        reviewer: "clara",
        summary: "One access point served more scanners than it can hold, since two shifts overlapped.",
        users: "22",
        cost: "",
        why: &[(Part::Locate, "Nobody could see how many devices hang on which access point.")],
        causes: &[("capacity", "The hall had got twelve scanners more within a year.")],
        learnt: ["A spare access point was in the store room.", "Nobody had told the network about the new scanners.", ""],
        actions: &[
            (Kind::Prevent, "Whoever buys scanners asks the network first", "mateo", 30, "It stands in the order form"),
            (Kind::DetectFaster, "Watch how many devices hang on each access point", "wei", 45, "An alarm in a drill"),
        ],
        not: &[
            (Kind::LocateFaster, "Watching the number of devices says it at once."),
            (Kind::RestoreFaster, "It took half an hour, most of it on a ladder."),
            (Kind::LimitImpact, "The other halls were never in danger."),
        ],
        asked: &[],
        added: "",
        end: End::Published,
    },
    Review {
        of: "Half of the warehouse has no network",
        after: 3,
        author: "mateo",
        reviewer: "clara",
        summary: "Both switches of hall B restarted every few minutes, because the one power supply of their rack sagged under load. **64 people** \
                  could not scan, and lorries waited.",
        users: "64",
        cost: "9400",
        why: &[
            (Part::Detect, "Nobody watches the power of a rack. The first to notice were the people whose scanners fell silent."),
            (Part::Locate, "The switches were suspected for an hour, because they were what restarted."),
            (Part::Restore, "A second supply lay in the store room, and two people knew how to fit it."),
        ],
        causes: &[
            ("capacity", "The rack had grown by three devices since its supply was chosen."),
            ("monitoring", "Power is watched in the data centre, and not in the halls."),
        ],
        learnt: [
            "A spare supply was at hand, and somebody had practised with it.",
            "Two teams looked at the same switches without telling each other.",
            "It was a Tuesday. On a Friday twice as many lorries wait at that hour.",
        ],
        actions: &[
            (
                Kind::Prevent,
                "Every rack has two supplies, each strong enough alone",
                "mateo",
                40,
                "One is pulled in a drill and nothing restarts",
            ),
            (
                Kind::DetectFaster,
                "Watch the power of all racks outside the data centre",
                "mateo",
                30,
                "An alarm within a minute in a drill",
            ),
            (
                Kind::LocateFaster,
                "A page that says which devices hang on which supply",
                "wei",
                45,
                "The next on-call finds the supply in ten minutes",
            ),
            (Kind::RestoreFaster, "A spare supply in each hall", "mateo", 60, "It is in each hall's list of parts"),
        ],
        not: &[(Kind::LimitImpact, "A hall without a network cannot work on paper: the lists are too long by now.")],
        asked: &[],
        added: "",
        end: End::Followed,
    },
    Review {
        of: "Card payments fail at checkout",
        after: 2,
        author: "clara",
        reviewer: "mateo",
        summary: "A release opened one connection too many for each worker, and three of ten payments failed until it was rolled back.",
        users: "310",
        cost: "4150.50",
        why: &[
            (Part::Detect, "Two minutes: the failure rate is watched and rings."),
            (Part::LocateAndRestore, "Rolled back first, as the plan says, and looked for the cause afterwards."),
        ],
        causes: &[("change", "The pool of connections is set in two places, and one of them was forgotten.")],
        learnt: [
            "Rolling back took eight minutes and was not discussed.",
            "The load test does not pay.",
            "It was the hour with the fewest customers.",
        ],
        actions: &[
            (Kind::Prevent, "One setting for the pool of connections", "clara", 20, "The second place is gone"),
            (
                Kind::LimitImpact,
                "New releases take one of ten payments for the first quarter of an hour",
                "clara",
                30,
                "A bad release is seen with one in ten",
            ),
        ],
        not: &[
            (Kind::DetectFaster, "Two minutes are within the target."),
            (Kind::LocateFaster, "It was restored before; nobody waited for the cause."),
            (Kind::RestoreFaster, "Eight minutes, of which six are the release itself."),
        ],
        asked: &[(
            Section::Summary,
            "Three of ten by which count: tries, or customers?",
            "Tries. Of the customers one in twenty gave up; it stands in the impact.",
            true,
        )],
        added: "A release opened one connection too many for each worker, and three of ten tries to pay failed until it was rolled back. The same \
                setting was found in two more services.",
        end: End::Published,
    },
    Review {
        of: "Orders of the night did not reach the warehouse",
        after: 4,
        author: "elif",
        reviewer: "ravi",
        summary: "A certificate ran out over night. Orders waited until somebody missed them in the morning.",
        users: "",
        cost: "",
        why: &[(Part::Locate, "The log of the transfer had been deleted with the old ones.")],
        causes: &[("certificate", "It was in nobody's calendar.")],
        learnt: ["", "Nobody owns the certificates of transfers.", ""],
        actions: &[(Kind::Prevent, "Certificates of transfers are renewed by themselves", "elif", 60, "One is renewed without a person")],
        not: &[],
        asked: &[
            (Section::Summary, "How many orders, and since when? The warehouse will ask first.", "", false),
            (Section::Why, "Who deletes these logs, and after how many days?", "A job, after two. I ask for fourteen.", true),
        ],
        added: "",
        end: End::InReview,
    },
    Review {
        of: "The web shop is slow, and sometimes answers nothing",
        after: 6,
        author: "ravi",
        reviewer: "clara",
        summary: "",
        users: "",
        cost: "",
        why: &[],
        causes: &[("capacity", "The cache is as large as it was two years ago.")],
        learnt: ["", "", ""],
        actions: &[],
        not: &[],
        asked: &[],
        added: "",
        end: End::Draft,
    },
];

impl Review {
    /// When it is written.
    pub fn at(&self, until: Timestamp) -> Timestamp {
        let story = STORIES.iter().find(|story| story.title() == self.of);
        story.map_or(until, |story| story.at(until)).plus(Span::from_days(self.after))
    }

    fn draft(&self, person: impl Fn(&str) -> Option<UserId>, day: impl Fn(i64) -> String) -> ContentDraft {
        let text = |text: &&str| (*text).to_owned();
        let [went_well, went_wrong, lucky] = self.learnt.map(str::to_owned);
        let action = |(kind, what, owner, days, criterion): &Agreed| ActionDraft {
            kind: kind.as_str().to_owned(),
            text: text(what),
            owner: person(owner),
            due: day(*days),
            criterion: text(criterion),
            effect_days: String::new(),
        };
        let currency = if self.cost.is_empty() { "" } else { "EUR" };
        ContentDraft {
            summary: self.summary.to_owned(),
            extent: ExtentDraft {
                users: self.users.to_owned(),
                money: self.cost.to_owned(),
                currency: currency.to_owned(),
                ..ExtentDraft::default()
            },
            why_this_long: self.why.iter().map(|(part, why)| (*part, text(why))).collect(),
            causes: self.causes.iter().map(|(category, cause)| Cause { category: text(category), text: text(cause) }).collect(),
            went_well,
            went_wrong,
            lucky,
            actions: self.actions.iter().map(action).collect(),
            not_applicable: self.not.iter().map(|(kind, because)| (*kind, text(because))).collect::<BTreeMap<_, _>>(),
            ..ContentDraft::default()
        }
    }
}

/// Has it written, as far as it came.
///
/// # Errors
/// What the verbs refuse.
pub async fn write(store: &Store, company: &Company, administrator: &Actor, review: &Review) -> Result<(), DemoError> {
    let member = |key: &str| company.member(key).map(|member| member.id);
    let author = member(review.author).ok_or(DemoError::Script("nobody writes the post-mortem"))?;
    let reviewer = member(review.reviewer).ok_or(DemoError::Script("nobody reviews the post-mortem"))?;
    let (author, reviewer) = (store::actor::load(store, author).await?, store::actor::load(store, reviewer).await?);
    let faults = store::faults::list(store, administrator, &FaultFilter::default(), None).await?.rows;
    let fault = faults.iter().find(|row| row.title == review.of).ok_or(DemoError::Script("no such fault"))?.number.0;
    let began = store.now();
    let day = |days: i64| began.plus(Span::from_days(days)).to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    post_mortem::begin(store, &author, fault).await?;
    post_mortem::write(store, &author, fault, 1, &review.draft(member, day)).await?;
    if review.end == End::Draft {
        return Ok(());
    }
    post_mortem::step(store, &author, fault, &Step::Submit { reviewer: reviewer.user }).await?;
    for asked in review.asked {
        discuss(store, &author, &reviewer, fault, asked).await?;
    }
    if review.end == End::InReview {
        return Ok(());
    }
    stand_at(store, began.plus(Span::from_days(1)));
    post_mortem::step(store, &reviewer, fault, &Step::Approve).await?;
    post_mortem::step(store, &author, fault, &Step::Publish).await?;
    if !review.added.is_empty() {
        stand_at(store, began.plus(Span::from_days(8)));
        let why = "It concerns more than the checkout".to_owned();
        post_mortem::step(store, &author, fault, &Step::Reopen { why }).await?;
        let version = post_mortem::post_mortem(store, &author, fault, None).await?.written.map_or(0, |written| written.version);
        let again = ContentDraft { summary: review.added.to_owned(), ..review.draft(member, day) };
        post_mortem::write(store, &author, fault, version, &again).await?;
        post_mortem::step(store, &author, fault, &Step::Submit { reviewer: reviewer.user }).await?;
        post_mortem::step(store, &reviewer, fault, &Step::Approve).await?;
        post_mortem::step(store, &author, fault, &Step::Publish).await?;
    }
    if review.end == End::Followed {
        stand_at(store, began.plus(Span::from_days(36)));
        post_mortem::follow(store, &author, fault, 0, &Done::Finish).await?;
        let evidence = "Pulled one on Thursday; nothing restarted.".to_owned();
        post_mortem::follow(store, &reviewer, fault, 0, &Done::Verify { evidence }).await?;
        stand_at(store, began.plus(Span::from_days(70)));
        let note = "The storm of last week took one supply, and nobody noticed.".to_owned();
        post_mortem::follow(store, &author, fault, 0, &Done::Check { helps: true, note }).await?;
        post_mortem::follow(store, &author, fault, 1, &Done::Finish).await?;
    }
    Ok(())
}

/// Has the reviewer ask, at the first paragraph of the section, and the author answer.
async fn discuss(store: &Store, author: &Actor, reviewer: &Actor, fault: FaultId, asked: &Asked) -> Result<(), DemoError> {
    let (section, question, answer, settled) = *asked;
    let written = post_mortem::post_mortem(store, reviewer, fault, None).await?.written;
    let paragraphs = written.and_then(|written| written.discussion).map(|all| all.paragraphs).unwrap_or_default();
    let first = paragraphs.into_iter().find(|(place, _)| section_of(place) == Some(section)).and_then(|(_, all)| all.into_iter().next());
    let paragraph = first.ok_or(DemoError::Script("nothing stands where somebody asks"))?;
    let speaking = Speaking { section, paragraph: paragraph.key, seen: paragraph.quote, text: question.to_owned() };
    let thread = post_mortem::comment(store, reviewer, fault, &speaking).await?;
    if !answer.is_empty() {
        post_mortem::answer(store, author, fault, thread, answer).await?;
    }
    if settled {
        post_mortem::settle(store, reviewer, fault, thread, true).await?;
    }
    Ok(())
}
