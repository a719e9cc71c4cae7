//! On call: whose turn it is, and who is called while nobody has a fault.
//!
//! A [`rota::Rota`] says who is on call by itself, in the wall time of its zone; an [`Override`] puts somebody else there for a while.
//! A [`policy::Policy`] says who is told after how many minutes in which nobody said "I have it". Everything here is a function of its
//! arguments: the zone's history comes in, and so does the time.

pub mod ical;
pub mod policy;
pub mod rota;
mod turns;
pub mod view;

pub use turns::{Duty, Override, Shift, typed};

#[cfg(test)]
mod tests;
