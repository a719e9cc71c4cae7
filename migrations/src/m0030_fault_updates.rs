//! What the company is told of a fault.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0030_fault_updates",
    // An update is inserted and never changed, but for being taken back. `told_up_to` is the last of the fault's tickets that it was
    // written into, in the order of their ids; it is empty once no ticket waits for it any more. A notice is a copy of what the updates of a
    // fault come to, so that a page on a quiet day reads nothing but that there is none.
    both: "
CREATE TABLE fault_updates (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES faults (id),
    at BIGINT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES users (id),
    stage TEXT NOT NULL,
    headline TEXT NOT NULL,
    body TEXT NOT NULL,
    next_by BIGINT,
    told_up_to BIGINT,
    withdrawn_at BIGINT,
    withdrawn_by BIGINT REFERENCES users (id),
    withdrawn_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX fault_updates_fault ON fault_updates (fault_id, id);
CREATE INDEX fault_updates_untold ON fault_updates (id) WHERE told_up_to IS NOT NULL;

CREATE TABLE fault_notices (
    fault_id BIGINT NOT NULL PRIMARY KEY REFERENCES faults (id),
    current BOOLEAN NOT NULL,
    told_at BIGINT NOT NULL
);
CREATE INDEX fault_notices_list ON fault_notices (current, told_at, fault_id);
",
    sqlite: "",
    postgres: "",
};
