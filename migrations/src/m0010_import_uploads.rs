//! Imports that come through the browser: where their log is kept, how it begins, and what a dry run found.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0010_import_uploads",
    // `upload` is the folder in the file store; absent for imports from the command line. `total` counts the log's rows and
    // `looked` those that a dry run has read.
    both: "
ALTER TABLE imports ADD COLUMN upload TEXT;
ALTER TABLE imports ADD COLUMN sample TEXT;
ALTER TABLE imports ADD COLUMN checked TEXT;
ALTER TABLE imports ADD COLUMN fault TEXT;
ALTER TABLE imports ADD COLUMN total BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN looked BIGINT NOT NULL DEFAULT 0;
",
    sqlite: "",
    postgres: "",
};
