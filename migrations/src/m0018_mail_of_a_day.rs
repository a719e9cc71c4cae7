//! What somebody had of mail within a day is counted by when it left, and not by when it was written: mail may wait for days.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0018_mail_of_a_day",
    both: "
CREATE INDEX outbox_sent_to ON outbox (recipient_id, sent_at) WHERE sent_at IS NOT NULL;
DROP INDEX outbox_recipient;
",
    sqlite: "",
    postgres: "",
};
