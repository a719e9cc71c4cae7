//! Runs of an import, resumable, and the rows that they refused.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0007_imports",
    both: "
CREATE TABLE imports (
    id {id},
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    object_key TEXT NOT NULL,
    state TEXT NOT NULL,
    mapping TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    accepted BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    summary TEXT,
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE import_rejections (
    import_id BIGINT NOT NULL REFERENCES imports (id),
    line BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
",
    sqlite: "",
    postgres: "",
};
