//! Rounds as pages show them.

use serde::{Deserialize, Serialize};

use super::{
    Band, Dealt, FlagKind, Opinion, Side, TeamResult,
    plan::{Plan, Stage},
    publication::Figure,
};
use crate::{
    id::{RoundId, TeamId},
    people::TeamKind,
    ticket::view::{PersonRef, TeamRef},
    time::Timestamp,
};

/// How many of one's own ballots are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Cast, or left to others.
    pub done: usize,
    /// All of them.
    pub all: usize,
}

impl Progress {
    /// Whether something is left to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.done < self.all
    }
}

/// A round in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundLine {
    /// Which one.
    pub id: RoundId,
    /// Where it stands.
    pub stage: Stage,
    /// What was planned.
    pub plan: Plan,
    /// The reader's own ballots in it, while it is open and if there are any.
    pub mine: Option<Progress>,
}

/// All rounds that the reader knows of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundList {
    /// The last one first.
    pub rounds: Vec<RoundLine>,
    /// Whether the reader plans rounds.
    pub may_plan: bool,
}

/// A round that waits for the reader's ballots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which round.
    pub id: RoundId,
    /// Its name.
    pub name: String,
    /// When it closes.
    pub closes: Timestamp,
    /// The reader's ballots.
    pub mine: Progress,
}

/// What the first page says of scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The round that waits for the reader's ballots.
    pub waiting: Option<Notice>,
    /// Whether there is any round to look at.
    pub any: bool,
}

/// What became of a ballot so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// The rater leaves it to others.
    CannotJudge,
    /// This.
    Opinion(Opinion),
}

/// One of the reader's ballots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BallotShown {
    /// Whom it is about.
    pub team: TeamRef,
    /// What they are.
    pub kind: TeamKind,
    /// What it rests on.
    pub dealt: Dealt,
    /// What was said.
    pub said: Said,
}

/// The page on which a ballot is cast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voting {
    /// The round.
    pub round: RoundLine,
    /// The reader's ballots, by the names of teams; never empty.
    pub ballots: Vec<BallotShown>,
}

/// How many have cast their ballots, for the owner of an open round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The whole round.
    pub all: Progress,
    /// How many people may cast ballots.
    pub raters: usize,
    /// The teams of the raters, roughly; nothing of small ones.
    pub teams: Vec<(TeamRef, Option<Band>)>,
}

/// What a team was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamScores {
    /// Which team.
    pub team: TeamRef,
    /// Both sides together; none where there are too few raters.
    pub result: Option<TeamResult>,
    /// What business teams gave.
    pub external: Option<Figure<TeamId>>,
    /// What service teams gave.
    pub internal: Option<Figure<TeamId>>,
}

/// A pair of teams that stand out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagShown {
    /// What it looks like.
    pub kind: FlagKind,
    /// Both directions.
    pub sides: [Side<TeamRef>; 2],
}

/// An appeal and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppealShown {
    /// Whose scores it is about.
    pub team: TeamRef,
    /// Who appealed.
    pub by: Option<PersonRef>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Who answered, when and what; none while it waits.
    pub answer: Option<(Option<PersonRef>, Timestamp, String)>,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundShown {
    /// What everybody sees of it.
    pub round: RoundLine,
    /// Who runs it.
    pub owner: Option<PersonRef>,
    /// What a change is based on.
    pub version: i64,
    /// Whether the reader plans rounds.
    pub may_plan: bool,
    /// Whether the reader runs it.
    pub runs: bool,
    /// The reader's own ballots, while it is open.
    pub ballots: Vec<BallotShown>,
    /// How many have cast theirs, for its owner while it is open.
    pub participation: Option<Participation>,
    /// How many ballots were cast of how many, once it has closed.
    pub counted: Option<Progress>,
    /// Whether what is kept of the ballots makes the published figures again, to the last bit; for its owner, once it has closed.
    pub reproduced: Option<bool>,
    /// The teams whose scores the reader sees, by name, once it has closed.
    pub teams: Vec<TeamScores>,
    /// The figures of nobody alone: teams that are too small, and everybody.
    pub together: Vec<(Figure<TeamId>, Vec<TeamRef>)>,
    /// Pairs that stand out, for its owner.
    pub flags: Vec<FlagShown>,
    /// Appeals, for its owner.
    pub appeals: Vec<AppealShown>,
}

/// A team's result in one of several rounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Which round.
    pub id: RoundId,
    /// Its name.
    pub name: String,
    /// When it closed.
    pub closed: Timestamp,
    /// What the team was given; none where there were too few raters.
    pub result: Option<TeamResult>,
}

/// What one team was given in one round, with its past, what was written, and its appeal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamShown {
    /// The round.
    pub round: RoundLine,
    /// What the team was given.
    pub scores: TeamScores,
    /// Everybody's, side by side: external, internal.
    pub everybody: [Option<Figure<TeamId>>; 2],
    /// The team's results up to this round, the first one first.
    pub past: Vec<Past>,
    /// What was written; none for whom may not read it.
    pub comments: Option<Vec<String>>,
    /// Its appeal, for its lead and the round's owner.
    pub appeal: Option<AppealShown>,
    /// Whether the reader may appeal now.
    pub may_appeal: bool,
    /// Whether the reader may answer now.
    pub may_answer: bool,
    /// Until when appeals are taken.
    pub appeals_until: Timestamp,
}
