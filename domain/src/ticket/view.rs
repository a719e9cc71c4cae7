//! What pages show of tickets: complete, so that a page asks for nothing else.

mod names;
mod page;
mod queue;
mod why;

pub use names::{AttachmentRef, HUES, Names, PersonRef, Present, ServiceRef, TeamRef, TicketRef};
pub use page::{AnswerValue, AnswerView, Detail, RatingView, RequestView, TimelineEntry};
pub use queue::{Cursor, NotACursor, Order, QueueFilter, QueuePage, QueueRow, RequestPage, RequestRow, View};
pub use why::{Believed, BreachSaid, ClockEvent, ClockFact, PromiseLine, StepSaid, Why, WhyClock};
