//! Tickets: every verb on both databases.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it must")]

#[path = "tickets/answering.rs"]
mod answering;
#[path = "tickets/counting.rs"]
mod counting;
#[path = "tickets/editing.rs"]
mod editing;
#[path = "tickets/filing.rs"]
mod filing;
#[path = "tickets/finding.rs"]
mod finding;
#[path = "tickets/following.rs"]
mod following;
#[path = "tickets/listing.rs"]
mod listing;
#[path = "tickets/moving.rs"]
mod moving;
#[path = "tickets/opening.rs"]
mod opening;
#[path = "tickets/outside.rs"]
mod outside;
#[path = "tickets/overtaking.rs"]
mod overtaking;
#[path = "tickets/past.rs"]
mod past;
#[path = "tickets/permission.rs"]
mod permission;
#[path = "tickets/receiving.rs"]
mod receiving;
#[path = "tickets/sending.rs"]
mod sending;
#[path = "tickets/together.rs"]
mod together;
#[path = "tickets/turns.rs"]
mod turns;
