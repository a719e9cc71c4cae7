//! Service levels: what clocks do, and what they never do (`docs/sla.md`).

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

#[path = "sla/clocks.rs"]
mod clocks;
#[path = "sla/company.rs"]
mod company;
#[path = "sla/corrections.rs"]
mod corrections;
#[path = "sla/explaining.rs"]
mod explaining;
#[path = "sla/known_bugs.rs"]
mod known_bugs;
#[path = "sla/promises.rs"]
mod promises;
#[path = "sla/properties.rs"]
mod properties;
#[path = "sla/reports.rs"]
mod reports;
#[path = "sla/timeline.rs"]
mod timeline;
