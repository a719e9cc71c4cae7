//! Whose turn imported tickets are: every one of them had counted as one that nobody has turned to.

use crate::Step;

/// Reads it from the past that was written down with them, as `domain::servicenow::History::last_word` does. What happened here since
/// has been told beside the ticket all along.
pub const BACKFILL: &str = r#"
UPDATE tickets SET last_word = COALESCE((
    SELECT CASE
        WHEN e.kind = 'status_changed'
            AND (e.data LIKE '%"from":"resolved"%' OR e.data LIKE '%"from":"closed"%' OR e.data LIKE '%"from":"cancelled"%') THEN 'requester'
        ELSE 'agent'
    END
    FROM events e
    WHERE e.ticket_id = tickets.id
        AND e.at <= tickets.steps_from
        AND (e.kind = 'resolved'
            OR (e.kind = 'status_changed'
                AND (e.data LIKE '%"to":"in_progress"%' OR e.data LIKE '%"to":"waiting"%'
                    OR e.data LIKE '%"from":"resolved"%' OR e.data LIKE '%"from":"closed"%' OR e.data LIKE '%"from":"cancelled"%')))
    ORDER BY e.at DESC, e.id DESC
    LIMIT 1
), 'filed')
WHERE source = 'import' AND last_word = 'filed';
"#;

pub const STEP: Step = Step { name: "m0019_imported_turns", both: BACKFILL, sqlite: "", postgres: "" };
