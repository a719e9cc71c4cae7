//! What clocks did on their way, and tickets that became part of others.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0015_clock_steps",
    // A step happens once: whoever inserts its row does it. `place` is where on a clock's way it lies, `percent:80` or
    // `before:7200000`. No step of a ticket that lies before `steps_from` happens: that is when its past was written down.
    both: "
CREATE TABLE clock_steps (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    metric TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    place TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, metric, cycle, place)
);
ALTER TABLE tickets ADD COLUMN steps_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN merged_into BIGINT REFERENCES tickets (id);
",
    sqlite: "",
    postgres: "",
};
