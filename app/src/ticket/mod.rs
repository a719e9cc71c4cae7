//! Parts that show a ticket, shared by the desk and the portal. Dumb, like [`crate::ui`]: they own no resource.

pub mod answers;
pub mod attachment;
pub mod avatar;
pub mod chip;
pub mod event_line;
pub mod rating;
pub mod timeline;
pub mod told_line;

pub use answers::AnswerList;
pub use attachment::Attachments;
pub use avatar::{Avatar, PersonName, avatar_html};
pub use chip::{PriorityMark, StatusChip};
pub use rating::{AnswerMark, Guess, RatingSaid};
pub use timeline::{Opening, Timeline};
