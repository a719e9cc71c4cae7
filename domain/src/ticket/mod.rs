//! A ticket: one request or one report of trouble, from filing to closing.

pub mod draft;
pub mod event;
mod kind;
pub mod number;
pub mod resolution;
pub mod status;
pub mod transition;
pub mod turn;
pub mod view;

pub use draft::{Draft, Reason, Submission};
pub use event::{Event, Visibility, What};
pub use kind::Kind;
pub use number::Number;
pub use resolution::{Resolution, ResolutionCode};
pub use status::{Cancelled, Closed, Open, Resolved, Status, StatusName, Waiting, WaitingOn};
pub use transition::{Circumstances, ClosingRule, IllegalMove, Move};
pub use turn::{LastWord, Turn};
