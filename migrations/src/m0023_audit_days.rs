//! The audit log by day: without it, a day of last year would walk back through every newer record.

use crate::Step;

pub const STEP: Step = Step { name: "m0023_audit_days", both: "CREATE INDEX audit_at ON audit (at, id);", sqlite: "", postgres: "" };
