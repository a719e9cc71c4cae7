//! Post-mortems: what is worked on, what was published and never changes, and what lists and repeats are found by.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0026_post_mortems",
    // `body` is the post-mortem as the rule has it, without its revisions. `state` is a copy of what it says, as the rows of
    // `fault_actions` and `fault_causes` are.
    both: "
CREATE TABLE post_mortems (
    fault_id BIGINT PRIMARY KEY REFERENCES faults (id),
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX post_mortems_state ON post_mortems (state, fault_id);

CREATE TABLE post_mortem_revisions (
    fault_id BIGINT NOT NULL REFERENCES post_mortems (fault_id),
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (fault_id, number)
);
CREATE INDEX post_mortem_revisions_lately ON post_mortem_revisions (published_at, fault_id);

CREATE TABLE fault_actions (
    fault_id BIGINT NOT NULL REFERENCES post_mortems (fault_id),
    place BIGINT NOT NULL,
    owner_id BIGINT REFERENCES users (id),
    done BOOLEAN NOT NULL,
    due TEXT,
    PRIMARY KEY (fault_id, place)
);
CREATE INDEX fault_actions_owner ON fault_actions (owner_id, done, due);
CREATE INDEX fault_actions_due ON fault_actions (done, due);

CREATE TABLE fault_causes (
    fault_id BIGINT NOT NULL REFERENCES post_mortems (fault_id),
    category TEXT NOT NULL,
    PRIMARY KEY (fault_id, category)
);
",
    sqlite: "
CREATE TRIGGER post_mortem_revisions_no_update BEFORE UPDATE ON post_mortem_revisions
BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER post_mortem_revisions_no_delete BEFORE DELETE ON post_mortem_revisions
BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
",
    postgres: "
CREATE TRIGGER post_mortem_revisions_no_update BEFORE UPDATE ON post_mortem_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER post_mortem_revisions_no_delete BEFORE DELETE ON post_mortem_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
",
};
