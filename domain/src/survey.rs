//! Surveys: what people are asked after their request was answered, and what it comes to (`spec/kpi-and-scoring.md`, "Ratings").
//!
//! Each service asks in one [`Kind`]. Every figure has its n, and no figure is made of nothing.

mod answer;
mod asking;
mod figure;
mod follow_up;
pub mod import;
pub mod report;
mod sentiment;
mod setting;

pub use answer::{Answer, Kind, NotAnAnswer};
pub use asking::{EVERY_MAX, Every};
pub use figure::{Figure, Rate, figure};
pub use follow_up::{Finding, FollowUpLine, Outcome, Whose, due};
pub use sentiment::{Lexicon, NotALexicon, Sentiment};
pub use setting::{Moment, Setting};
