//! Who asked for a link to choose a new password, until somebody looks whether there is such an account.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0012_password_requests",
    both: "
CREATE TABLE password_requests (
    id {id},
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
",
    sqlite: "",
    postgres: "",
};
