//! Surveys: what people are asked after their request was answered, and what it comes to (`spec/kpi-and-scoring.md`, "Ratings").
//!
//! Each service asks in one [`Kind`]. Every figure has its n, and no figure is made of nothing.

mod answer;
mod asking;
mod figure;
mod sentiment;

pub use answer::{Answer, Kind, NotAnAnswer};
pub use asking::{EVERY_MAX, Every};
pub use figure::{Figure, Rate, figure};
pub use sentiment::{Lexicon, NotALexicon, Sentiment};
