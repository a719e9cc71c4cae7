//! Faults: what was declared, what was said of their moments, their timelines, and the whiles in which they hurt.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0022_faults",
    // What is said of a moment, an answer to what moments ask, and a time that an entry had are inserted and never changed. `state`, `open` and `began_at` are
    // copies of what the moments say, for lists: `began_at` is where a fault stands among the others, and no moment of it. `version` changes
    // with what the fault says about itself, `changes` with anything at all.
    both: "
CREATE TABLE faults (
    id {id},
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    drill BOOLEAN NOT NULL DEFAULT FALSE,
    state TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    began_at BIGINT NOT NULL,
    finder TEXT,
    declared_by BIGINT NOT NULL REFERENCES users (id),
    declared_at BIGINT NOT NULL,
    commander_id BIGINT REFERENCES users (id),
    scribe_id BIGINT REFERENCES users (id),
    liaison_id BIGINT REFERENCES users (id),
    version BIGINT NOT NULL DEFAULT 1,
    changes BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX faults_list ON faults (open, began_at, id);
CREATE INDEX faults_severity ON faults (severity, open, began_at, id);

CREATE TABLE fault_services (
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    service_id BIGINT NOT NULL REFERENCES services (id),
    PRIMARY KEY (fault_id, service_id)
);
CREATE INDEX fault_services_service ON fault_services (service_id, fault_id);

CREATE TABLE fault_tickets (
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    linked_by BIGINT NOT NULL REFERENCES users (id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (fault_id, ticket_id)
);
CREATE INDEX fault_tickets_ticket ON fault_tickets (ticket_id, fault_id);

CREATE TABLE fault_moments (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    kind TEXT NOT NULL,
    at BIGINT,
    precision TEXT NOT NULL,
    source TEXT NOT NULL,
    evidence TEXT NOT NULL DEFAULT '',
    said_at BIGINT NOT NULL,
    said_by BIGINT REFERENCES users (id),
    why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX fault_moments_fault ON fault_moments (fault_id, id);

CREATE TABLE fault_answers (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    question TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    second_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    said_by BIGINT REFERENCES users (id)
);
CREATE INDEX fault_answers_fault ON fault_answers (fault_id, id);

CREATE TABLE fault_impacts (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX fault_impacts_fault ON fault_impacts (fault_id, id);
CREATE UNIQUE INDEX fault_impacts_open ON fault_impacts (fault_id) WHERE ended_at IS NULL;

CREATE TABLE fault_entries (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    at BIGINT NOT NULL,
    origin TEXT NOT NULL,
    author_id BIGINT REFERENCES users (id),
    author_name TEXT,
    body TEXT NOT NULL,
    evidence TEXT NOT NULL DEFAULT '',
    pinned BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX fault_entries_fault ON fault_entries (fault_id, at, id);

CREATE TABLE fault_entry_times (
    id {id},
    entry_id BIGINT NOT NULL REFERENCES fault_entries (id),
    was BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    said_by BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX fault_entry_times_entry ON fault_entry_times (entry_id, id);
",
    sqlite: "
CREATE TRIGGER fault_moments_no_update BEFORE UPDATE ON fault_moments
BEGIN SELECT RAISE(ABORT, 'what was said of a moment stays'); END;
CREATE TRIGGER fault_moments_no_delete BEFORE DELETE ON fault_moments
BEGIN SELECT RAISE(ABORT, 'what was said of a moment stays'); END;
CREATE TRIGGER fault_answers_no_update BEFORE UPDATE ON fault_answers
BEGIN SELECT RAISE(ABORT, 'an answer stays'); END;
CREATE TRIGGER fault_answers_no_delete BEFORE DELETE ON fault_answers
BEGIN SELECT RAISE(ABORT, 'an answer stays'); END;
CREATE TRIGGER fault_entry_times_no_update BEFORE UPDATE ON fault_entry_times
BEGIN SELECT RAISE(ABORT, 'a time that an entry had stays'); END;
CREATE TRIGGER fault_entry_times_no_delete BEFORE DELETE ON fault_entry_times
BEGIN SELECT RAISE(ABORT, 'a time that an entry had stays'); END;
",
    postgres: "
CREATE TRIGGER fault_moments_no_update BEFORE UPDATE ON fault_moments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fault_moments_no_delete BEFORE DELETE ON fault_moments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fault_answers_no_update BEFORE UPDATE ON fault_answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fault_answers_no_delete BEFORE DELETE ON fault_answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fault_entry_times_no_update BEFORE UPDATE ON fault_entry_times FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fault_entry_times_no_delete BEFORE DELETE ON fault_entry_times FOR EACH ROW EXECUTE FUNCTION refuse_change();
",
};
