//! Since when a service is offered: until then it is a draft, which requesters do not see.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0017_offered_services",
    // What was there before was offered as soon as it was made.
    both: "
ALTER TABLE services ADD COLUMN offered_at BIGINT;
UPDATE services SET offered_at = created_at;
",
    sqlite: "",
    postgres: "",
};
