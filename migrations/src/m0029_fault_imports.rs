//! Faults that came from a file: by what they are known when it comes again, and what in it nobody and nothing here stands for.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0029_fault_imports",
    // `kept` is JSON: names of services, people and tickets that there are none of, and the entries of the timeline whose time is not known.
    both: "
CREATE TABLE fault_imports (
    fault_id BIGINT PRIMARY KEY REFERENCES faults (id),
    fingerprint TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    kept TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by BIGINT REFERENCES users (id)
);
CREATE INDEX faults_began ON faults (began_at, id);
",
    sqlite: "",
    postgres: "",
};
