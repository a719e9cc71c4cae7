//! What waits to leave, and who is at it.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0005_messages",
    both: "
CREATE TABLE outbox (
    id {id},
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    recipient_id BIGINT REFERENCES users (id),
    address TEXT,
    ticket_id BIGINT REFERENCES tickets (id),
    event_kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    message_id TEXT
);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_recipient ON outbox (recipient_id, created_at);
CREATE INDEX outbox_ticket ON outbox (ticket_id);

CREATE TABLE leases (
    name TEXT PRIMARY KEY NOT NULL,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);
",
    sqlite: "",
    postgres: "",
};
