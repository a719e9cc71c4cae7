//! A change in the source's names as an event of a timeline in ours.

use domain::{
    id::{ServiceId, TeamId, UserId},
    servicenow::{Change, Held},
    ticket::{
        What,
        event::{Holder, Source},
    },
};

use super::names::Book;
use crate::Result;

/// What happened.
pub(super) fn what(change: &Change, book: &Book<'_>, resolution_text: &str) -> Result<What> {
    Ok(match change {
        Change::Submitted => What::Submitted { source: Source::Import },
        Change::Status { from, to, reason, waiting_on } => {
            What::StatusChanged { from: *from, to: *to, reason: reason.clone(), waiting_on: *waiting_on, until: None }
        }
        // The source's codes mean something to the source alone, so none of ours is claimed.
        Change::Resolved { from } => What::Resolved { from: *from, code: None, text: resolution_text.to_owned() },
        Change::Assigned { from, to } => What::Assigned { from: holder(from, book)?, to: holder(to, book)?, reason: String::new() },
        Change::Priority { from, to, by } => What::PriorityChanged { from: *from, to: *to, by: *by },
        Change::Category { from, to } => {
            let service = |category: &Option<String>| book.service(category.as_deref()).map(ServiceId);
            What::ServiceChanged { from: service(from)?, to: service(to)? }
        }
        Change::Field { field, from, to } => What::Imported { field: field.clone(), from: from.clone(), to: to.clone() },
    })
}

fn holder(held: &Held, book: &Book<'_>) -> Result<Holder> {
    Ok(Holder { team: book.team(held.group.as_deref())?.map(TeamId), person: book.person(held.person.as_deref())?.map(UserId) })
}
