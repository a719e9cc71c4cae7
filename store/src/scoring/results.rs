//! What came of a round, as it was kept.

use std::fmt::Write;

use domain::{
    id::{RoundId, TeamId, UserId},
    permit::{Act, Actor, may},
    scoring::{Figure, Flag, Kept, Of, Pool, Publication, plan::Plan, publish, view::TeamScores},
    ticket::view::TeamRef,
};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};

use super::stored;
use crate::{Error, Result, Store, convert, entity::score_results as results, teams};

/// What somebody wrote to a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Comment {
    pub(super) team: TeamId,
    pub(super) pool: Pool,
    pub(super) text: String,
}

/// The result of a closed round.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) publication: Publication<TeamId>,
    pub(super) flags: Vec<Flag<TeamId>>,
    pub(super) comments: Vec<Comment>,
    /// Every team that was scored, also those of which nothing is shown.
    pub(super) scored: Vec<TeamId>,
    /// Whether what is kept of the ballots makes the same publication, to the last bit.
    pub(super) reproduced: bool,
}

impl Outcome {
    /// None while the round has not closed.
    pub(super) async fn find(conn: &impl ConnectionTrait, id: RoundId) -> Result<Option<Self>> {
        let Some(row) = results::Entity::find_by_id(id.get()).one(conn).await? else { return Ok(None) };
        let kept: Vec<Kept> = convert::json("result", &row.kept)?;
        let mut scored: Vec<TeamId> = kept.iter().map(|one| one.target).collect();
        scored.sort_unstable();
        scored.dedup();
        Ok(Some(Self {
            publication: convert::json("result", &row.publication)?,
            flags: convert::json("result", &row.flags)?,
            comments: convert::json("result", &row.comments)?,
            scored,
            // As texts: what is read from one may differ by the last bit.
            reproduced: convert::to_json("result", &publish(&kept))? == row.publication,
        }))
    }

    pub(super) fn of(&self, team: TeamRef, plan: &Plan) -> TeamScores {
        let figure = |pool| self.publication.figure(&team.id, pool).cloned();
        TeamScores {
            result: self.publication.result(&team.id, plan.weights()),
            external: figure(Pool::External),
            internal: figure(Pool::Internal),
            team,
        }
    }
}

/// A figure in a file.
#[derive(Serialize)]
struct Line {
    /// `team`, `others` or `all`.
    of: &'static str,
    /// The teams that it is of; empty for all.
    teams: Vec<String>,
    /// `external` or `internal`; absent for both.
    pool: Option<Pool>,
    n: usize,
    raw: f64,
    adjusted: Option<f64>,
    dimensions: Vec<f64>,
}

/// What was published of a round, for its owner: as CSV, or as JSON.
///
/// # Errors
/// [`Error::NotFound`] for whom does not run it, and before it has closed.
pub async fn export(store: &Store, actor: &Actor, id: RoundId, as_csv: bool) -> Result<String> {
    let row = stored::seen(&store.read, actor, id).await?;
    if !may(actor, Act::RunRound { owner: UserId(row.owner_id) }) {
        return Err(Error::NotFound);
    }
    let outcome = Outcome::find(&store.read, id).await?.ok_or(Error::NotFound)?;
    let plan = stored::plan(&row)?;
    let scored: Vec<i64> = outcome.scored.iter().map(|team| team.get()).collect();
    let names = teams::refs(&store.read, scored).await?;
    let name = |team: &TeamId| names.get(&team.get()).map(|team| team.name.clone()).unwrap_or_default();
    let line = |figure: &Figure<TeamId>| {
        let (of, teams) = match &figure.of {
            Of::Team(team) => ("team", vec![name(team)]),
            Of::Others(teams) => ("others", teams.iter().map(name).collect()),
            Of::All => ("all", Vec::new()),
        };
        Line {
            of,
            teams,
            pool: figure.pool,
            n: figure.n,
            raw: figure.raw,
            adjusted: figure.adjusted,
            dimensions: figure.dimensions.clone(),
        }
    };
    let lines: Vec<Line> = outcome.publication.figures.iter().map(line).collect();
    if as_csv { Ok(csv(&lines, &plan)) } else { json(&lines, &plan) }
}

fn json(lines: &[Line], plan: &Plan) -> Result<String> {
    let dimensions: Vec<_> = plan.dimensions.iter().map(|one| &one.name).collect();
    let file = serde_json::json!({
        "round": plan.name, "from": plan.from, "until": plan.until, "closed": plan.closes,
        "weights": { "external": plan.external, "internal": plan.internal }, "dimensions": dimensions, "figures": lines,
    });
    convert::to_json("result", &file)
}

fn csv(lines: &[Line], plan: &Plan) -> String {
    let number = |number: f64| format!("{number:.4}");
    let mut head = vec!["of".to_owned(), "teams".to_owned(), "pool".to_owned(), "n".to_owned(), "raw".to_owned(), "adjusted".to_owned()];
    head.extend(plan.dimensions.iter().map(|one| one.name.get(domain::locale::Locale::En).to_owned()));
    let mut text = row(&head);
    for line in lines {
        let pool = line.pool.map_or("both", Pool::as_str);
        let mut fields = vec![line.of.to_owned(), line.teams.join("; "), pool.to_owned(), line.n.to_string(), number(line.raw)];
        fields.push(line.adjusted.map(number).unwrap_or_default());
        fields.extend(line.dimensions.iter().copied().map(number));
        text.push_str(&row(&fields));
    }
    text
}

/// A line as RFC 4180 has it.
fn row(fields: &[String]) -> String {
    let mut line = String::new();
    for (place, field) in fields.iter().enumerate() {
        let between = if place > 0 { "," } else { "" };
        let _ = write!(line, "{between}{}", domain::csv::cell(field));
    }
    line.push_str("\r\n");
    line
}
