//! Reports on promises read a period from indexes. Before, they read every clock, and two indexes that were meant for them served nobody.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0024_verdicts",
    both: "
CREATE INDEX clocks_met ON clocks (state_at) WHERE state = 'stopped' AND breached_at IS NULL;
CREATE INDEX clocks_missed ON clocks (breached_at) WHERE breached_at IS NOT NULL;
DROP INDEX clocks_ended;
DROP INDEX breaches_at;
",
    sqlite: "",
    postgres: "",
};
