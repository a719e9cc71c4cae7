//! People are found whatever way their letters are typed; a mail can be held for a reason and let through in spite of a limit.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0009_directory_and_mail",
    // Name and address with their letters folded. No database can fold what was there before: the store does it when it migrates.
    both: "
ALTER TABLE users ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN held_for TEXT;
ALTER TABLE outbox ADD COLUMN pass TEXT;
-- How many left lately is asked with every round of mail.
CREATE INDEX outbox_sent ON outbox (sent_at);
",
    sqlite: "",
    postgres: "",
};
