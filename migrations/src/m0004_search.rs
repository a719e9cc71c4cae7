//! The search index. The terms come ready made from the one tokenizer, so both
//! databases are told to split at spaces and to fold nothing.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0004_search",
    both: "",
    // Contentless: the terms are never read back, and can still be deleted. The tokenizer `ascii` takes every character
    // beyond ASCII for a letter; `unicode61` knows the letters of an old Unicode and would part words at newer ones.
    sqlite: r#"
CREATE VIRTUAL TABLE ticket_search USING fts5(
    terms, content='', contentless_delete=1, tokenize='ascii'
);
"#,
    postgres: "
CREATE TABLE ticket_search (
    ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id),
    terms TSVECTOR NOT NULL
);
CREATE INDEX ticket_search_terms ON ticket_search USING GIN (terms);
",
};
