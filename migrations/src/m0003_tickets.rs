//! Tickets, their people, their timeline and their files.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0003_tickets",
    // `open` repeats what the status says, so that the queues' indexes can be
    // partial: they hold the open tickets alone, however long the past grows.
    // A query finds them by the bare column (`WHERE open`), not by `open = ?`.
    both: "
CREATE TABLE tickets (
    id {id},
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    service_id BIGINT REFERENCES services (id),
    form_id BIGINT REFERENCES forms (id),
    answers TEXT NOT NULL DEFAULT '{}',
    requester_id BIGINT NOT NULL REFERENCES users (id),
    team_id BIGINT REFERENCES teams (id),
    assignee_id BIGINT REFERENCES users (id),
    impact TEXT NOT NULL,
    urgency TEXT NOT NULL,
    priority SMALLINT NOT NULL,
    status TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    waiting_on TEXT,
    waiting_until BIGINT,
    started BOOLEAN NOT NULL DEFAULT FALSE,
    status_reason TEXT NOT NULL DEFAULT '',
    status_since BIGINT NOT NULL,
    status_by BIGINT REFERENCES users (id),
    resolution_code TEXT,
    resolution_text TEXT,
    resolved_by BIGINT REFERENCES users (id),
    source TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    first_response_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    reopen_count BIGINT NOT NULL DEFAULT 0,
    reassign_count BIGINT NOT NULL DEFAULT 0,
    reply_count BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    submission_key TEXT UNIQUE,
    external_ref TEXT UNIQUE,
    extra TEXT
);
CREATE INDEX tickets_team_queue ON tickets (team_id, priority, created_at, id) WHERE open;
CREATE INDEX tickets_team_newest ON tickets (team_id, created_at, id) WHERE open;
CREATE INDEX tickets_team_updated ON tickets (team_id, updated_at, id) WHERE open;
CREATE INDEX tickets_own_queue ON tickets (assignee_id, priority, created_at, id) WHERE open;
CREATE INDEX tickets_queue ON tickets (priority, created_at, id) WHERE open;
CREATE INDEX tickets_updated ON tickets (updated_at, id) WHERE open;
CREATE INDEX tickets_service_queue ON tickets (service_id, priority, created_at, id) WHERE open;
CREATE INDEX tickets_waiting ON tickets (waiting_until) WHERE waiting_until IS NOT NULL;
CREATE INDEX tickets_requester ON tickets (requester_id, created_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee_id);
CREATE INDEX tickets_service ON tickets (service_id, created_at);
CREATE INDEX tickets_status ON tickets (status, status_since);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_resolved ON tickets (team_id, resolved_at, id) WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_resolved_anywhere ON tickets (resolved_at, id) WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_own_resolved ON tickets (assignee_id, resolved_at, id) WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_service_resolved ON tickets (service_id, resolved_at, id) WHERE resolved_at IS NOT NULL;

CREATE TABLE ticket_people (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    PRIMARY KEY (ticket_id, user_id, role)
);
CREATE INDEX ticket_people_user ON ticket_people (user_id, ticket_id);

CREATE TABLE events (
    id {id},
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    at BIGINT NOT NULL,
    actor_id BIGINT REFERENCES users (id),
    visibility TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT,
    data TEXT NOT NULL
);
CREATE INDEX events_ticket ON events (ticket_id, at, id);

-- Without a ticket, the file was uploaded and its form not yet sent.
CREATE TABLE attachments (
    id {id},
    ticket_id BIGINT REFERENCES tickets (id),
    event_id BIGINT REFERENCES events (id),
    uploader_id BIGINT NOT NULL REFERENCES users (id),
    field_key TEXT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    object_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX attachments_ticket ON attachments (ticket_id);
CREATE INDEX attachments_pending ON attachments (created_at) WHERE ticket_id IS NULL;

CREATE TABLE drafts (
    user_id BIGINT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE TABLE ratings (
    ticket_id BIGINT PRIMARY KEY NOT NULL REFERENCES tickets (id),
    rater_id BIGINT NOT NULL REFERENCES users (id),
    stars SMALLINT NOT NULL,
    comment TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE surveys (
    ticket_id BIGINT PRIMARY KEY NOT NULL REFERENCES tickets (id),
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The numbers beside the navigation, kept up by the verbs and never counted when a page is read.
CREATE TABLE counters (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (scope, name)
);
",
    // Ticket numbers start at 1001: SR-1 looks like a toy.
    sqlite: "INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets', 1000);",
    postgres: "ALTER TABLE tickets ALTER COLUMN id RESTART WITH 1001;",
};
