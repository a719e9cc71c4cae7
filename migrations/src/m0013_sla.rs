//! Service levels: calendars and policies with their versions, the clocks of tickets, and what was missed.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0013_sla",
    // A version is inserted and never changed, but for `until`, which closes when the next one begins. `clocks` and
    // `tickets.due_at` are a copy of what replaying the timeline says, and may be thrown away; `breaches` are on record for
    // ever. `sla_edition` holds one row that changes with every version: whoever has read this edition has all of them.
    // A ticket that nothing is due for has the largest number as `due_at`, so that pages by key need no NULLs.
    both: "
CREATE TABLE sla_edition (id SMALLINT PRIMARY KEY NOT NULL, edition TEXT NOT NULL);
INSERT INTO sla_edition (id, edition) VALUES (1, 'none');

CREATE TABLE calendars (
    id {id},
    name TEXT NOT NULL UNIQUE,
    archived_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE calendar_versions (
    id {id},
    calendar_id BIGINT NOT NULL REFERENCES calendars (id),
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (calendar_id, version)
);

CREATE TABLE policies (
    id {id},
    name TEXT NOT NULL UNIQUE,
    promise TEXT NOT NULL,
    archived_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE policy_versions (
    id {id},
    policy_id BIGINT NOT NULL REFERENCES policies (id),
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (policy_id, version)
);

CREATE TABLE clocks (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    metric TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    team_id BIGINT REFERENCES teams (id),
    policy_version_id BIGINT NOT NULL REFERENCES policy_versions (id),
    rule BIGINT NOT NULL,
    calendar_version_id BIGINT NOT NULL REFERENCES calendar_versions (id),
    target BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    started_by BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_why TEXT,
    state_at BIGINT,
    state_by BIGINT,
    elapsed BIGINT,
    deadline BIGINT,
    next_at BIGINT,
    breached_at BIGINT,
    PRIMARY KEY (ticket_id, metric, cycle)
);
CREATE INDEX clocks_deadline ON clocks (deadline, ticket_id) WHERE state = 'running';
CREATE INDEX clocks_next ON clocks (next_at, ticket_id) WHERE next_at IS NOT NULL;
CREATE INDEX clocks_ended ON clocks (metric, state_at, ticket_id);
CREATE INDEX clocks_policy ON clocks (policy_version_id);
CREATE INDEX clocks_calendar ON clocks (calendar_version_id);

CREATE TABLE breaches (
    id {id},
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    metric TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    team_id BIGINT REFERENCES teams (id),
    policy_version_id BIGINT NOT NULL REFERENCES policy_versions (id),
    rule BIGINT NOT NULL,
    calendar_version_id BIGINT NOT NULL REFERENCES calendar_versions (id),
    target BIGINT NOT NULL,
    deadline BIGINT NOT NULL,
    at BIGINT NOT NULL,
    excused_at BIGINT,
    excused_by BIGINT,
    overruled BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (ticket_id, metric, cycle)
);
CREATE INDEX breaches_at ON breaches (at, id);

ALTER TABLE tickets ADD COLUMN due_at BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE tickets ADD COLUMN requester_team_id BIGINT REFERENCES teams (id);
UPDATE tickets SET requester_team_id = (
    SELECT MIN(m.team_id) FROM memberships m JOIN teams t ON t.id = m.team_id
    WHERE m.user_id = tickets.requester_id AND t.kind = 'business'
);
CREATE INDEX tickets_due ON tickets (due_at, id) WHERE open;
CREATE INDEX tickets_team_due ON tickets (team_id, due_at, id) WHERE open;
CREATE INDEX tickets_own_due ON tickets (assignee_id, due_at, id) WHERE open;
CREATE INDEX tickets_service_due ON tickets (service_id, due_at, id) WHERE open;
",
    sqlite: "
CREATE TRIGGER calendar_versions_no_update BEFORE UPDATE ON calendar_versions
BEGIN SELECT RAISE(ABORT, 'a calendar''s version is immutable'); END;
CREATE TRIGGER policy_versions_no_update BEFORE UPDATE OF policy_id, version, since, content ON policy_versions
BEGIN SELECT RAISE(ABORT, 'a policy''s version is immutable'); END;
CREATE TRIGGER breaches_no_update BEFORE UPDATE OF ticket_id, metric, cycle, policy_version_id, rule, calendar_version_id, target, deadline, at ON breaches
BEGIN SELECT RAISE(ABORT, 'a breach is on record for ever'); END;
CREATE TRIGGER breaches_no_delete BEFORE DELETE ON breaches
BEGIN SELECT RAISE(ABORT, 'a breach is on record for ever'); END;
",
    postgres: "
CREATE TRIGGER calendar_versions_no_update BEFORE UPDATE ON calendar_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_versions_no_update BEFORE UPDATE OF policy_id, version, since, content ON policy_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER breaches_no_update BEFORE UPDATE OF ticket_id, metric, cycle, policy_version_id, rule, calendar_version_id, target, deadline, at ON breaches
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER breaches_no_delete BEFORE DELETE ON breaches
FOR EACH ROW EXECUTE FUNCTION refuse_change();
",
};
