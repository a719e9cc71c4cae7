//! Who may change calendars and policies. What a number means is tested in the store.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0016_manage_sla",
    // Until now whoever could change settings could change them; nobody loses what they had.
    both: "
UPDATE roles SET permissions = permissions | 16384
WHERE (permissions & 256) <> 0 OR (builtin AND name = 'Service manager');
",
    sqlite: "",
    postgres: "",
};
