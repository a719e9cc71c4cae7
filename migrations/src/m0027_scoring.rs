//! Rounds in which teams score each other: what was planned, who may score whom, what was scored, and what came of it.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0027_scoring",
    // `score_ballots` says who may score whom, and never whether they did. `score_votes` says what was scored, and neither by whom nor of whom:
    // `key` is made of rater and team with a secret that does not stand in this database. Both are emptied when the round closes. The table of
    // votes stands below, because its rows must not have numbers in the order of their coming.
    both: "
UPDATE roles SET permissions = permissions | 32768
WHERE (permissions & 256) <> 0 OR (builtin AND name = 'Service manager');

CREATE TABLE score_rounds (
    id {id},
    stage TEXT NOT NULL,
    name TEXT NOT NULL,
    period_from BIGINT NOT NULL,
    period_until BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES users (id),
    external BIGINT NOT NULL,
    internal BIGINT NOT NULL,
    dimensions TEXT NOT NULL,
    ballots BIGINT NOT NULL DEFAULT 0,
    votes BIGINT NOT NULL DEFAULT 0,
    unlinked BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX score_rounds_stage ON score_rounds (stage, closes_at);
CREATE INDEX score_rounds_list ON score_rounds (opens_at, id);

CREATE TABLE score_ballots (
    round_id BIGINT NOT NULL REFERENCES score_rounds (id),
    rater_id BIGINT NOT NULL REFERENCES users (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    rater_team_id BIGINT NOT NULL REFERENCES teams (id),
    filed BIGINT NOT NULL,
    handled BIGINT NOT NULL,
    handed_over BIGINT NOT NULL,
    taken_over BIGINT NOT NULL,
    faults BIGINT NOT NULL,
    PRIMARY KEY (round_id, rater_id, team_id)
);
CREATE INDEX score_ballots_rater ON score_ballots (rater_id, round_id);

CREATE TABLE score_results (
    round_id BIGINT PRIMARY KEY REFERENCES score_rounds (id),
    kept TEXT NOT NULL,
    publication TEXT NOT NULL,
    flags TEXT NOT NULL,
    comments TEXT NOT NULL
);

CREATE TABLE score_appeals (
    round_id BIGINT NOT NULL REFERENCES score_results (round_id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    raised_by BIGINT NOT NULL REFERENCES users (id),
    raised_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    answered_by BIGINT REFERENCES users (id),
    answered_at BIGINT,
    answer TEXT,
    PRIMARY KEY (round_id, team_id)
);
",
    sqlite: "
CREATE TABLE score_votes (
    round_id BIGINT NOT NULL REFERENCES score_rounds (id),
    key TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (round_id, key)
) WITHOUT ROWID;

CREATE TRIGGER score_results_no_update BEFORE UPDATE ON score_results
BEGIN SELECT RAISE(ABORT, 'a result stays'); END;
CREATE TRIGGER score_results_no_delete BEFORE DELETE ON score_results
BEGIN SELECT RAISE(ABORT, 'a result stays'); END;
CREATE TRIGGER score_appeals_no_update BEFORE UPDATE ON score_appeals WHEN OLD.answered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an answer stays'); END;
CREATE TRIGGER score_appeals_no_delete BEFORE DELETE ON score_appeals
BEGIN SELECT RAISE(ABORT, 'an appeal stays'); END;
",
    postgres: "
CREATE TABLE score_votes (
    round_id BIGINT NOT NULL REFERENCES score_rounds (id),
    key TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (round_id, key)
);

CREATE TRIGGER score_results_no_update BEFORE UPDATE ON score_results FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_results_no_delete BEFORE DELETE ON score_results FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_appeals_no_update BEFORE UPDATE ON score_appeals FOR EACH ROW
WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_appeals_no_delete BEFORE DELETE ON score_appeals FOR EACH ROW EXECUTE FUNCTION refuse_change();
",
};
