//! Queues by age and by change, also of one person and of one service.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0011_queue_orders",
    // Without these, such a queue was found by the person or the service among all tickets that there ever were, and sorted.
    // The old index had the time in it as well and would be preferred, although it holds the closed tickets, too.
    both: "
CREATE INDEX tickets_own_newest ON tickets (assignee_id, created_at, id) WHERE open;
CREATE INDEX tickets_own_updated ON tickets (assignee_id, updated_at, id) WHERE open;
CREATE INDEX tickets_service_newest ON tickets (service_id, created_at, id) WHERE open;
CREATE INDEX tickets_service_updated ON tickets (service_id, updated_at, id) WHERE open;
DROP INDEX tickets_service;
CREATE INDEX tickets_service ON tickets (service_id);
",
    sqlite: "",
    postgres: "",
};
