//! On call: whose turn it is, who is called while nobody has a fault, and what came of each attempt.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0031_on_call",
    // A row of `callings` is there while a fault calls a team; `next_at` is its next step, and nothing once all of them were taken. `began_at` is
    // a part of an attempt's key, so that a fault that calls a second time is another calling.
    both: "
CREATE TABLE rotas (
    id {id},
    team_id BIGINT NOT NULL REFERENCES teams (id),
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (team_id, name)
);

CREATE TABLE rota_overrides (
    id {id},
    rota_id BIGINT NOT NULL REFERENCES rotas (id),
    person_id BIGINT NOT NULL REFERENCES users (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    withdrawn_at BIGINT
);
CREATE INDEX rota_overrides_until ON rota_overrides (rota_id, until_at);

CREATE TABLE calling_policies (
    team_id BIGINT PRIMARY KEY REFERENCES teams (id),
    active BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE callings (
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    began_at BIGINT NOT NULL,
    round BIGINT NOT NULL,
    step BIGINT NOT NULL,
    next_at BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (fault_id, team_id)
);
CREATE INDEX callings_next ON callings (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE calls (
    id {id},
    key TEXT NOT NULL UNIQUE,
    fault_id BIGINT REFERENCES faults (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    round BIGINT NOT NULL,
    step BIGINT NOT NULL,
    person_id BIGINT REFERENCES users (id),
    channel TEXT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    mail_id BIGINT,
    tries BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT,
    sent_at BIGINT
);
CREATE INDEX calls_fault ON calls (fault_id, id) WHERE fault_id IS NOT NULL;
CREATE INDEX calls_team ON calls (team_id, id);
CREATE INDEX calls_due ON calls (due_at) WHERE due_at IS NOT NULL;
",
    sqlite: "",
    postgres: "",
};
