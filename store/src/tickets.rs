//! Tickets: what people do with them (one verb a function), and what pages show of them.

mod assign;
mod change;
mod closing;
mod detail;
mod edit;
mod facts;
mod hands;
mod mention;
mod merge;
mod message;
mod mine;
mod moves;
pub(crate) mod named;
pub(crate) mod names;
mod opened;
pub mod past;
mod people;
mod queue;
pub(crate) mod stored;
mod submit;
mod terms;
mod timeline;
mod together;

pub use assign::{HandOver, assign, hand_over, take};
pub use closing::{close_due, resume_due};
pub use detail::{detail, request};
pub use edit::{change_kind, move_to_service, reprioritise, retitle};
pub use hands::hands;
pub use mention::callable;
pub use merge::{may_merge, merge};
pub use message::{Message, Then, attach, draft_key, note, note_key, reply};
pub use mine::{Which, colleagues, latest, mine};
pub use moves::{cancel, close, reopen, resolve, resolve_by_message, resume, start, wait};
pub use opened::{Draft, Opened, is_in_sight, open};
pub use people::{add_requester, add_watcher, follow, remove_requester, remove_watcher, unfollow};
pub use queue::{PAGE_MAX, breaching, find, queue, sees_beyond_teams};
pub(crate) use submit::{Alerted, ToDo, submit_by_alert, submit_to_do};
pub use submit::{Filing, request_key, submit};
pub use together::{Chosen, Outcome, Together, together};

pub(crate) use assign::escalate;
pub(crate) use change::Change;
pub(crate) use facts::{For, Known, REQUESTER};
pub(crate) use hands::{leads, members};
pub(crate) use queue::desk;
pub(crate) use timeline::last_public;
