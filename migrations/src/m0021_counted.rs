//! What a clock had counted when it last began or ceased to count, so that a list knows what is left without reading timelines.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0021_counted",
    // A copy like the rest of the row. Open clocks are looked at in the next round of jobs, which writes it.
    both: "
ALTER TABLE clocks ADD COLUMN counted BIGINT;
ALTER TABLE clocks ADD COLUMN counted_until BIGINT;
UPDATE clocks SET next_at = 0 WHERE state IN ('running', 'paused');
",
    sqlite: "",
    postgres: "",
};
