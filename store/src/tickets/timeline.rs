//! What happened to a ticket, and the files that came with it.

use domain::{
    id::{AttachmentId, TicketId},
    ticket::{
        Event, Visibility,
        view::{AttachmentRef, Names, TimelineEntry},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{names, stored};
use crate::{
    Result,
    entity::{attachments, events},
};

/// The events of a ticket, the first one first.
pub(crate) async fn events(conn: &impl ConnectionTrait, id: TicketId) -> Result<Vec<Event>> {
    let rows = events::Entity::find()
        .filter(events::Column::TicketId.eq(id.get()))
        .order_by_asc(events::Column::At)
        .order_by_asc(events::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(stored::event).collect()
}

/// The id of the last event of a ticket that its requester may read: the version of what they see. Zero, when there is none.
pub(crate) async fn last_public(conn: &impl ConnectionTrait, id: TicketId) -> Result<i64> {
    let last: Option<Option<i64>> = events::Entity::find()
        .filter(events::Column::TicketId.eq(id.get()))
        .filter(events::Column::Visibility.eq(Visibility::Public.as_str()))
        .select_only()
        .column_as(events::Column::Id.max(), "last")
        .into_tuple()
        .one(conn)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// The files of a ticket, by where they belong.
#[derive(Debug)]
pub(super) struct Files(Vec<attachments::Model>);

impl Files {
    pub(super) async fn find(conn: &impl ConnectionTrait, id: TicketId) -> Result<Self> {
        let rows = attachments::Entity::find()
            .filter(attachments::Column::TicketId.eq(id.get()))
            .order_by_asc(attachments::Column::Id)
            .all(conn)
            .await?;
        Ok(Self(rows))
    }

    /// Those that came with the description.
    pub(super) fn of_description(&self) -> Vec<AttachmentRef> {
        self.those(|file| file.event_id.is_none() && file.field_key.is_none())
    }

    /// Those that answer a field of the form.
    pub(super) fn of_field(&self, key: &str) -> Vec<AttachmentRef> {
        self.those(|file| file.event_id.is_none() && file.field_key.as_deref() == Some(key))
    }

    fn of_event(&self, event: &Event) -> Vec<AttachmentRef> {
        self.those(|file| file.event_id == Some(event.id.get()))
    }

    fn those(&self, belongs: impl Fn(&attachments::Model) -> bool) -> Vec<AttachmentRef> {
        let files = self.0.iter().filter(|file| belongs(file));
        files
            .map(|file| AttachmentRef {
                id: AttachmentId(file.id),
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                size: file.size.unsigned_abs(),
            })
            .collect()
    }
}

/// The lines of these events, with all that they show.
pub(super) fn entries(events: Vec<Event>, files: &Files, names: &Names, html: impl Fn(&str) -> String) -> Vec<TimelineEntry> {
    let entries = events
        .into_iter()
        .map(|event| TimelineEntry {
            before: None,
            actor: event.actor.and_then(|actor| names.person(actor)).cloned(),
            html: event.what.text().map(&html).unwrap_or_default(),
            attachments: files.of_event(&event),
            names: names::of_event(&event.what, names),
            event,
        })
        .collect();
    TimelineEntry::with_newest_ratings(entries)
}
