//! Alerts: who sends them, what they said, what rules make of them, and what was not understood.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0028_alerts",
    // `late_at` is when an integration will be missed; nothing while nobody would miss it, or it is missed already. An alert's `begun` is
    // false for one that was heard of by its end alone. `alert_groups` says which fault or ticket the next alert of a group joins, as long
    // as that is open; its rows are what two processes wait at.
    both: "
CREATE TABLE integrations (
    id {id},
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    service_id BIGINT NOT NULL REFERENCES services (id),
    owner_id BIGINT NOT NULL REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE,
    token_at BIGINT NOT NULL,
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    created_at BIGINT NOT NULL,
    heard_at BIGINT,
    every_minutes BIGINT,
    grace_minutes BIGINT NOT NULL DEFAULT 0,
    late_at BIGINT,
    silent BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX integrations_late ON integrations (late_at) WHERE late_at IS NOT NULL;

CREATE TABLE alert_rules (
    id {id},
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX alert_rules_order ON alert_rules (position, id);

CREATE TABLE alerts (
    id {id},
    integration_id BIGINT NOT NULL REFERENCES integrations (id),
    key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    begun BOOLEAN NOT NULL,
    ends_at BIGINT,
    acknowledged_at BIGINT,
    acknowledged_by BIGINT REFERENCES users (id),
    summary TEXT NOT NULL,
    severity TEXT NOT NULL,
    labels TEXT NOT NULL,
    link TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    became TEXT NOT NULL,
    rule_id BIGINT,
    fault_id BIGINT REFERENCES faults (id),
    ticket_id BIGINT REFERENCES tickets (id),
    declares BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (integration_id, key, starts_at)
);
CREATE INDEX alerts_lately ON alerts (integration_id, heard_at, id);
CREATE INDEX alerts_heard ON alerts (heard_at, id);
CREATE INDEX alerts_fault ON alerts (fault_id, starts_at, id) WHERE fault_id IS NOT NULL;

CREATE TABLE alert_groups (
    key TEXT PRIMARY KEY,
    fault_id BIGINT REFERENCES faults (id),
    ticket_id BIGINT REFERENCES tickets (id)
);

CREATE TABLE alert_refusals (
    id {id},
    integration_id BIGINT NOT NULL REFERENCES integrations (id),
    at BIGINT NOT NULL,
    place TEXT NOT NULL,
    why TEXT NOT NULL,
    size BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX alert_refusals_lately ON alert_refusals (integration_id, id);
CREATE INDEX alert_refusals_at ON alert_refusals (at);
",
    sqlite: "",
    postgres: "",
};
