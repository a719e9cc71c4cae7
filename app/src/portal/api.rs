//! Server functions of the requester's side. They decide nothing: the store asks whether it may be.

mod catalogue;
mod filing;
mod rating;
mod requests;

pub use catalogue::*;
pub use filing::*;
pub use rating::*;
pub use requests::*;
