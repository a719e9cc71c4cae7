//! How a post-mortem stands in its rows, there and back.

use std::collections::BTreeSet;

use domain::{
    fault::post_mortem::{PostMortem, Revision},
    id::{FaultId, TicketId, UserId},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::{
    Result, Tx, convert,
    entity::{fault_actions, fault_causes, post_mortem_revisions, post_mortems},
};

const POST_MORTEM: &str = "post-mortem";

/// A post-mortem and the state that a change is based on.
#[derive(Debug)]
pub(in crate::faults) struct Kept {
    pub(super) id: FaultId,
    pub(super) post_mortem: PostMortem,
    pub(super) version: i64,
    /// How many revisions are written.
    written: usize,
}

impl Kept {
    pub(super) async fn find(conn: &impl ConnectionTrait, id: FaultId) -> Result<Option<Self>> {
        let Some(row) = post_mortems::Entity::find_by_id(id.get()).one(conn).await? else { return Ok(None) };
        let rows = post_mortem_revisions::Entity::find()
            .filter(post_mortem_revisions::Column::FaultId.eq(id.get()))
            .order_by_asc(post_mortem_revisions::Column::Number)
            .all(conn)
            .await?;
        let revisions: Vec<Revision> = rows.iter().map(|row| convert::json(POST_MORTEM, &row.body)).collect::<Result<_>>()?;
        let written = revisions.len();
        let post_mortem: PostMortem = convert::json(POST_MORTEM, &row.body)?;
        Ok(Some(Self { id, post_mortem: post_mortem.with_revisions(revisions), version: row.version, written }))
    }

    /// Writes it with what was published since it was read, and with what lists are made of.
    pub(super) async fn write(self, tx: &Tx<'_>) -> Result<()> {
        let (state, content) = (self.post_mortem.state().name(), self.post_mortem.content());
        let fault = self.id.get();
        fault_actions::Entity::delete_many().filter(fault_actions::Column::FaultId.eq(fault)).exec(&tx.conn).await?;
        let actions = (0..).zip(&content.actions).map(|(place, action)| fault_actions::ActiveModel {
            fault_id: Set(fault),
            place: Set(place),
            owner_id: Set(action.owner.map(UserId::get)),
            done: Set(action.done_at().is_some()),
            due: Set(action.due.map(|due| due.to_string())),
            ticket_id: Set(action.ticket.map(TicketId::get)),
        });
        let actions: Vec<_> = actions.collect();
        if !actions.is_empty() {
            fault_actions::Entity::insert_many(actions).exec_without_returning(&tx.conn).await?;
        }
        fault_causes::Entity::delete_many().filter(fault_causes::Column::FaultId.eq(fault)).exec(&tx.conn).await?;
        let categories: BTreeSet<&String> = content.causes.iter().map(|cause| &cause.category).collect();
        let causes: Vec<_> =
            categories.into_iter().map(|name| fault_causes::ActiveModel { fault_id: Set(fault), category: Set(name.clone()) }).collect();
        if !causes.is_empty() {
            fault_causes::Entity::insert_many(causes).exec_without_returning(&tx.conn).await?;
        }
        let (post_mortem, revisions) = self.post_mortem.split();
        for (number, revision) in (1..).zip(revisions).skip(self.written) {
            let row = post_mortem_revisions::ActiveModel {
                fault_id: Set(fault),
                number: Set(number),
                body: Set(convert::to_json(POST_MORTEM, &revision)?),
                published_at: Set(revision.at.millis()),
            };
            post_mortem_revisions::Entity::insert(row).exec_without_returning(&tx.conn).await?;
        }
        let row = post_mortems::ActiveModel {
            fault_id: Set(fault),
            state: Set(state.as_str().to_owned()),
            body: Set(convert::to_json(POST_MORTEM, &post_mortem)?),
            version: Set(self.version + 1),
        };
        row.update(&tx.conn).await?;
        Ok(())
    }
}

/// Writes the first, empty draft.
pub(super) async fn begin(tx: &Tx<'_>, id: FaultId, author: UserId) -> Result<()> {
    insert(tx, id, &PostMortem::new(author)).await
}

/// Writes what came from a file, as the first draft.
pub(in crate::faults) async fn bring(tx: &Tx<'_>, id: FaultId, post_mortem: PostMortem) -> Result<()> {
    insert(tx, id, &post_mortem).await?;
    Kept { id, post_mortem, version: 0, written: 0 }.write(tx).await
}

async fn insert(tx: &Tx<'_>, id: FaultId, post_mortem: &PostMortem) -> Result<()> {
    let row = post_mortems::ActiveModel {
        fault_id: Set(id.get()),
        state: Set(post_mortem.state().name().as_str().to_owned()),
        body: Set(convert::to_json(POST_MORTEM, post_mortem)?),
        version: Set(1),
    };
    post_mortems::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    Ok(())
}
