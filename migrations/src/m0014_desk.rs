//! Whose turn each ticket is (who spoke last, and whether it waits for somebody else), and reply templates.

use crate::Step;

/// Reads whose turn it is from the timelines, as `domain::ticket::Turn` does for each entry that is written.
pub const BACKFILL: &str = r#"
UPDATE tickets SET last_word = COALESCE((
    SELECT CASE
        WHEN e.kind = 'status_changed' THEN 'requester'
        WHEN e.kind = 'replied' AND e.data LIKE '%"by":"requester"%' THEN 'requester'
        ELSE 'agent'
    END
    FROM events e
    WHERE e.ticket_id = tickets.id
        AND (e.kind IN ('replied', 'resolved')
            OR (e.kind = 'status_changed'
                AND (e.data LIKE '%"from":"resolved"%' OR e.data LIKE '%"from":"closed"%')
                AND e.data NOT LIKE '%"to":"closed"%'
                AND EXISTS (
                    SELECT 1 FROM ticket_people p
                    WHERE p.ticket_id = e.ticket_id AND p.user_id = e.actor_id AND p.role = 'requester'
                )))
    ORDER BY e.at DESC, e.id DESC
    LIMIT 1
), 'filed');
UPDATE tickets SET parked = (status = 'waiting' AND COALESCE((
    SELECT e.data
    FROM events e
    WHERE e.ticket_id = tickets.id AND e.kind IN ('replied', 'status_changed')
    ORDER BY e.at DESC, e.id DESC
    LIMIT 1
), '') NOT LIKE '%"by":"requester"%');
"#;

pub const STEP: Step = Step {
    name: "m0014_desk",
    // A queue by priority shows what waits for others behind everything else, so that its indexes begin with that. They end
    // with the last word, so that "needs an answer" is decided without looking at the tickets.
    both: "
ALTER TABLE tickets ADD COLUMN last_word TEXT NOT NULL DEFAULT 'filed';
ALTER TABLE tickets ADD COLUMN parked BOOLEAN NOT NULL DEFAULT FALSE;
DROP INDEX tickets_team_queue;
DROP INDEX tickets_own_queue;
DROP INDEX tickets_service_queue;
DROP INDEX tickets_queue;
CREATE INDEX tickets_team_queue ON tickets (team_id, parked, priority, created_at, id, last_word) WHERE open;
CREATE INDEX tickets_own_queue ON tickets (assignee_id, parked, priority, created_at, id, last_word) WHERE open;
CREATE INDEX tickets_service_queue ON tickets (service_id, parked, priority, created_at, id, last_word) WHERE open;
CREATE INDEX tickets_queue ON tickets (parked, priority, created_at, id, last_word) WHERE open;

CREATE TABLE reply_templates (
    id {id},
    team_id BIGINT REFERENCES teams (id),
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX reply_templates_team ON reply_templates (team_id);
",
    sqlite: BACKFILL,
    postgres: BACKFILL,
};
