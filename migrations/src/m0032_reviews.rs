//! What is said of a post-mortem while it is written, and the tickets that its actions are worked on in.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0032_reviews",
    // A thread stands at a paragraph, which is known by its words; `quote` is how they began, for when they are changed. Comments are
    // inserted and never changed.
    both: "
CREATE TABLE post_mortem_threads (
    id {id},
    fault_id BIGINT NOT NULL REFERENCES post_mortems (fault_id),
    section TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    quote TEXT NOT NULL,
    resolved_at BIGINT,
    resolved_by BIGINT REFERENCES users (id)
);
CREATE INDEX post_mortem_threads_fault ON post_mortem_threads (fault_id, id);

CREATE TABLE post_mortem_comments (
    id {id},
    thread_id BIGINT NOT NULL REFERENCES post_mortem_threads (id),
    at BIGINT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES users (id),
    body TEXT NOT NULL
);
CREATE INDEX post_mortem_comments_thread ON post_mortem_comments (thread_id, id);

ALTER TABLE fault_actions ADD COLUMN ticket_id BIGINT;
CREATE INDEX fault_actions_ticket ON fault_actions (ticket_id) WHERE ticket_id IS NOT NULL;
",
    // An action that came from a file can have had its ticket before lists knew of it.
    sqlite: "
UPDATE fault_actions SET ticket_id = (
    SELECT json_extract(body, '$.content.actions[' || fault_actions.place || '].ticket')
    FROM post_mortems WHERE post_mortems.fault_id = fault_actions.fault_id
);
",
    postgres: "
UPDATE fault_actions SET ticket_id = (
    SELECT (body::json #>> ARRAY['content', 'actions', fault_actions.place::text, 'ticket'])::bigint
    FROM post_mortems WHERE post_mortems.fault_id = fault_actions.fault_id
);
",
};
