//! What services ask, what followed low ratings, and surveys of other systems.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0033_surveys",
    // A service without a row asks for stars, when its tickets are resolved, each time. `surveys.asked` is false where somebody answered of
    // their own accord; `requester_id` is a copy of the ticket's, by which it is found when somebody was asked last.
    both: "
CREATE TABLE service_surveys (
    service_id BIGINT PRIMARY KEY REFERENCES services (id),
    kind TEXT,
    asked_at TEXT NOT NULL,
    every_days INTEGER NOT NULL
);

ALTER TABLE ratings RENAME COLUMN stars TO given;
ALTER TABLE ratings ADD COLUMN kind TEXT NOT NULL DEFAULT 'stars';
ALTER TABLE ratings ADD COLUMN sentiment TEXT;

ALTER TABLE surveys ADD COLUMN kind TEXT NOT NULL DEFAULT 'stars';
ALTER TABLE surveys ADD COLUMN asked BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE surveys ADD COLUMN requester_id BIGINT NOT NULL DEFAULT 0;
INSERT INTO surveys (ticket_id, sent_at, expires_at, asked)
    SELECT ticket_id, created_at, created_at, FALSE FROM ratings WHERE ticket_id NOT IN (SELECT ticket_id FROM surveys);
UPDATE surveys SET requester_id = (SELECT tickets.requester_id FROM tickets WHERE tickets.id = surveys.ticket_id);
CREATE INDEX surveys_sent ON surveys (sent_at, ticket_id);
CREATE INDEX surveys_requester ON surveys (requester_id, sent_at);

CREATE TABLE follow_ups (
    id {id},
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    team_id BIGINT REFERENCES teams (id),
    owner_id BIGINT REFERENCES users (id),
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    outcome TEXT,
    contacted BOOLEAN,
    learnt TEXT,
    done_at BIGINT,
    done_by BIGINT REFERENCES users (id)
);
CREATE UNIQUE INDEX follow_ups_open_one ON follow_ups (ticket_id) WHERE done_at IS NULL;
CREATE INDEX follow_ups_open ON follow_ups (due_at, id) WHERE done_at IS NULL;
CREATE INDEX follow_ups_done ON follow_ups (done_at, id) WHERE done_at IS NOT NULL;

CREATE TABLE past_surveys (
    id {id},
    fingerprint TEXT NOT NULL UNIQUE,
    service_id BIGINT NOT NULL REFERENCES services (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    ticket_id BIGINT REFERENCES tickets (id),
    reference TEXT NOT NULL,
    respondent TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    kind TEXT NOT NULL,
    given SMALLINT,
    comment TEXT NOT NULL,
    sentiment TEXT,
    file_name TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by BIGINT REFERENCES users (id)
);
CREATE INDEX past_surveys_asked ON past_surveys (asked_at, id);
",
    sqlite: "",
    postgres: "",
};
