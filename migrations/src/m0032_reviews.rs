//! What is said of a post-mortem while it is written.

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
",
    sqlite: "",
    postgres: "",
};
