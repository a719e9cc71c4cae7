//! An interval of impact that was wrong is withdrawn with a reason, and stays to be read.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0025_mended_impacts",
    both: "
ALTER TABLE fault_impacts ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE fault_impacts ADD COLUMN withdrawn_by BIGINT REFERENCES users (id);
ALTER TABLE fault_impacts ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';
DROP INDEX fault_impacts_open;
CREATE UNIQUE INDEX fault_impacts_open ON fault_impacts (fault_id) WHERE ended_at IS NULL AND withdrawn_at IS NULL;
",
    sqlite: "",
    postgres: "",
};
