//! Faults: what people do with them (one verb a function), and what pages show of them.
//!
//! Everything that the rule says is decided by [`domain::fault`]. What is kept is what was said; parts, timers and the order of
//! the timeline are made of it whenever somebody looks.

mod alerted;
mod board;
mod called;
mod change;
mod chat;
mod declare;
mod details;
pub mod export;
mod facts;
mod goals;
mod impacts;
pub mod import;
mod kept;
mod lines;
mod list;
mod moments;
pub mod post_mortem;
pub mod report;
mod roles;
mod stored;
mod tickets;
mod updates;
mod view;

pub(crate) use alerted::{acknowledged, alerted};
pub use board::{board, disturbances};
pub(crate) use called::{Standing, titles};
pub(crate) use change::Change as Acknowledging;
pub use chat::keep_chat;
pub(crate) use declare::declare_by_alert;
pub use declare::{Declaration, declarable, declare};
pub use details::change;
pub use goals::{calendars, change_goals};
pub use impacts::{Mending, mend_impact, start_impact, stop_impact};
pub use lines::{retime, say};
pub use list::{PAGE, list, ongoing};
pub use moments::{Saying, answer, confirm, set};
pub use roles::{candidates, hand};
pub(crate) use tickets::of_ticket;
pub use tickets::{link, unlink};
pub use updates::{publish, take_back, tell_due};
pub use view::{may_work, view};
