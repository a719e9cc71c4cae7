//! Rounds in which the teams scored each other: four that are over, one a quarter, and one that is open. In them are a rater who is harsh with everybody, a team that is kind to
//! everybody, two teams that are kind to each other alone, and teams too small to be shown.

use domain::scoring::plan::{Dimension, Draft};
use domain::scoring::view::BallotShown;
use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use store::Store;
use store::scoring::{self, Typed};

use super::calendar::ZONE;
use super::company::{Company, Member};
use super::dice::Dice;
use super::{DemoError, Plan, stand_at};

/// A round: its name, how many days before the end of the year it opens, and for how many days it is open.
#[derive(Debug)]
pub struct Round {
    name: &'static str,
    opens: i64,
    open_for: i64,
}

pub const ROUNDS: &[Round] = &[
    Round { name: "Winter round", opens: 292, open_for: 14 },
    Round { name: "Spring round", opens: 206, open_for: 14 },
    Round { name: "Summer round", opens: 118, open_for: 14 },
    Round { name: "Autumn round", opens: 48, open_for: 14 },
    Round { name: "November round", opens: 4, open_for: 14 },
];

/// Who runs them.
const OWNER: &str = "nadia";
/// Gives everybody three points less.
const HARSH: &str = "paul";
/// Gives everybody the best.
const LENIENT: &str = "Warehouse Rotterdam";
/// Give each other the best.
const FRIENDS: [&str; 2] = ["Service Desk", "Workplace"];
/// How many of those who may vote do.
const TAKING_PART: f64 = 0.75;
/// Of the open round so far.
const SO_FAR: f64 = 0.4;
/// Is scored by no more than so many in each round, which is too few to be shown.
const HARDLY_SCORED: (&str, usize) = ("Data and Reporting", 2);
/// Scores it low and says so later.
const APPEALS: (&str, &str) = ("ravi", "Order Platform");

/// What the year has made of a team, before anybody's own taste.
const STANDING: &[(&str, f64)] = &[
    ("Service Desk", 6.6),
    ("Workplace", 6.2),
    ("Network", 7.6),
    ("Order Platform", 5.8),
    ("Business Applications", 7.1),
    ("Data and Reporting", 6.6),
];
/// What business teams get, as those who ask.
const USUAL: f64 = 7.4;

const COMMENTS: &[&str] = &[
    "I had to ask three times before anybody told me where it stood.",
    "The answer was right, and it came two days after I needed it.",
    "Passed on twice, and each time I explained everything from the beginning.",
    "Please say when it takes longer. Waiting is fine, not knowing is not.",
    "等了很久才有人回复。",
];

impl Round {
    /// When it opens.
    pub fn opens(&self, until: Timestamp) -> Timestamp {
        until.minus(Span::from_days(self.opens))
    }

    /// When it closes; none for the one that is open at the end.
    pub fn closes(&self, until: Timestamp) -> Option<Timestamp> {
        Some(self.ends(until)).filter(|closes| *closes < until)
    }

    fn ends(&self, until: Timestamp) -> Timestamp {
        self.opens(until).plus(Span::from_days(self.open_for))
    }

    fn draft(&self, until: Timestamp, owner: domain::id::UserId) -> Result<Draft, DemoError> {
        let zone = TimeZone::get(ZONE)?;
        let typed = |at: Timestamp| at.to_jiff().to_zoned(zone.clone()).datetime().strftime("%Y-%m-%dT%H:%M").to_string();
        let day = |at: Timestamp| at.to_jiff().to_zoned(zone.clone()).date().to_string();
        let opens = self.opens(until);
        Ok(Draft {
            name: self.name.to_owned(),
            first_day: day(opens.minus(Span::from_days(91))),
            last_day: day(opens.minus(Span::from_days(1))),
            opens: typed(opens),
            closes: typed(self.ends(until)),
            owner: Some(owner),
            external: "70".to_owned(),
            internal: "30".to_owned(),
            dimensions: Dimension::usual(),
        })
    }
}

/// Plans a round, opens it, and lets people vote.
///
/// # Errors
/// What the verbs refuse.
pub async fn open(store: &Store, company: &Company, plan: &Plan, round: &Round) -> Result<(), DemoError> {
    let administrator = store::actor::load(store, company.administrator).await?;
    let owner = company.member(OWNER).ok_or(DemoError::Script("nobody runs the rounds"))?;
    let id = scoring::plan(store, &administrator, &round.draft(plan.until, owner.id)?).await?;
    scoring::settle_due(store).await?;
    let mut of_few = 0;
    let often = if round.closes(plan.until).is_some() { TAKING_PART } else { SO_FAR };
    for member in &company.people {
        let mut dice = Dice::for_thing(plan.seed, 7_000_000 + round.opens.unsigned_abs() * 10_000 + member.id.get().unsigned_abs());
        if !dice.chance(often) {
            continue;
        }
        let actor = store::actor::load(store, member.id).await?;
        let ballots = match scoring::voting(store, &actor, id).await {
            Err(store::Error::NotFound) => continue,
            voting => voting?.ballots,
        };
        for ballot in ballots {
            if ballot.team.name == HARDLY_SCORED.0 {
                of_few += 1;
                if of_few > HARDLY_SCORED.1 {
                    continue;
                }
            }
            scoring::cast(store, &actor, id, ballot.team.id, &said(&mut dice, member, &ballot)).await?;
        }
    }
    Ok(())
}

/// Lets it close, and whatever comes after.
///
/// # Errors
/// What the verbs refuse.
pub async fn close(store: &Store, company: &Company, last: bool) -> Result<(), DemoError> {
    scoring::settle_due(store).await?;
    if !last {
        return Ok(());
    }
    let (lead, team) = APPEALS;
    let (Some(lead), Some(owner), Some(team)) = (company.member(lead), company.member(OWNER), company.teams.get(team)) else {
        return Err(DemoError::Script("nobody appeals"));
    };
    let (lead, owner) = (store::actor::load(store, lead.id).await?, store::actor::load(store, owner.id).await?);
    let rounds = scoring::list(store, &lead).await?.rounds;
    let round = rounds.first().ok_or(DemoError::Script("no round"))?.id;
    let closed = store.now();
    // In a small company nobody may have dealt with them.
    if scoring::team(store, &lead, round, *team).await.is_ok() {
        stand_at(store, closed.plus(Span::from_days(3)));
        let why = "Half of these ballots are from the week in which the payment provider was down. That was not in our hands.";
        scoring::appeal(store, &lead, round, *team, why).await?;
        stand_at(store, closed.plus(Span::from_days(5)));
        let answer = "Ballots are about how you dealt with people, and that week was part of it. The scores stand, and so does this remark beside them.";
        scoring::answer(store, &owner, round, *team, answer).await?;
    }
    Ok(())
}

fn said(dice: &mut Dice, member: &Member, ballot: &BallotShown) -> Typed {
    if dice.chance(0.04) {
        return Typed::CannotJudge;
    }
    let (from, to) = (member.team.name, ballot.team.name.as_str());
    let friends = FRIENDS.contains(&from) && FRIENDS.contains(&to);
    let standing = STANDING.iter().find(|(team, _)| *team == to).map_or(USUAL, |(_, standing)| *standing);
    let taste = match (member.plan.mailbox, from) {
        (HARSH, _) => -3.0,
        (_, LENIENT) => 2.0,
        _ => dice.part() * 2.0 - 1.0,
    };
    let mut low = false;
    let mut score = || {
        let given = if friends { 9.6 + dice.part() } else { standing + taste + dice.part() * 2.4 - 1.2 };
        let given = given.round().clamp(1.0, 10.0);
        low |= given <= 6.0;
        format!("{given:.0}")
    };
    let scores = (0..Dimension::usual().len()).map(|_| score()).collect();
    let comment = if low { *dice.pick(COMMENTS) } else { "" };
    Typed::Scores(scores, comment.to_owned())
}
