//! Service levels: promises with a clock that anyone can check, `docs/sla.md`.
