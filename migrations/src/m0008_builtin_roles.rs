//! The roles that every instance has. What a number means is tested in the store.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0008_builtin_roles",
    // The administrator has every bit, also those that later versions give a meaning.
    both: "
INSERT INTO roles (name, permissions, builtin) VALUES
    ('Administrator', 9223372036854775807, TRUE),
    ('Service manager', 12351, TRUE),
    ('Auditor', 12801, TRUE);
",
    sqlite: "",
    postgres: "",
};
