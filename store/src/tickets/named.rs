//! Tickets by what people call them, for lists that are made of something else.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::TicketId,
    permit::{Act, Actor, may},
    ticket::{Number, view::TicketRef},
};
use sea_orm::ConnectionTrait;

use super::{
    facts::{For, Known},
    stored,
};
use crate::Result;

/// The numbers of these few tickets, and the titles of those that the reader may see; without a reader it is somebody at the
/// command line. A ticket that does not exist is left out.
pub(crate) async fn named(
    conn: &impl ConnectionTrait,
    reader: Option<&Actor>,
    ids: &BTreeSet<TicketId>,
) -> Result<BTreeMap<TicketId, TicketRef>> {
    let mut named = BTreeMap::new();
    for &id in ids {
        let Some(known) = Known::find(conn, id, For::Reading).await? else { continue };
        let seen = reader.is_none_or(|reader| may(reader, Act::SeeTicket(&known.facts)));
        let number = Number::new(stored::word(&known.row.kind)?, id);
        named.insert(id, TicketRef { number, title: seen.then_some(known.row.title) });
    }
    Ok(named)
}
