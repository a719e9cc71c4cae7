//! Alerts in: who sends them, what becomes of them, and who is missed when nothing comes.
//!
//! What a payload means, how signals come together and which rule decides is said by [`domain::alert`]. What is kept is each alert with
//! what became of it; a fault's timeline and its proposals are made of that whenever somebody looks, so that a storm of a thousand alerts
//! writes a thousand rows and nothing else.

mod absorb;
mod acknowledge;
mod integrations;
mod join;
mod query;
mod refused;
mod rules;
mod silence;
mod stored;

use domain::id::{IntegrationId, ServiceId};

pub use absorb::absorb;
pub use acknowledge::acknowledge;
pub(crate) use acknowledge::take;
pub use integrations::{change, create, detail, list, replace_token, switch};
pub(crate) use query::{of_fault, to_derive};
pub use refused::refuse;
pub use rules::{change_rule, create_rule, delete_rule, move_rule, rules, trial};
pub use silence::{raise_silent, sweep};

use crate::{Result, Store, convert, entity::integrations as integration, token};

/// An integration that may speak.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Which one.
    pub id: IntegrationId,
    /// What it speaks.
    pub kind: domain::alert::Kind,
    /// What it speaks for.
    pub service: ServiceId,
}

/// Whom a token names; nobody, when it is unknown, was replaced, or its integration is switched off.
///
/// # Errors
/// The database's.
pub async fn speaker(store: &Store, secret: &str) -> Result<Option<Speaker>> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let row = integration::Entity::find()
        .filter(integration::Column::TokenHash.eq(token::hash(secret)))
        .filter(integration::Column::Enabled.eq(true))
        .one(&store.read)
        .await?;
    let speaker = |row: integration::Model| {
        Ok(Speaker { id: IntegrationId(row.id), kind: convert::word("integration", &row.kind)?, service: ServiceId(row.service_id) })
    };
    row.map(speaker).transpose()
}

/// A key for an alert that came without one.
///
/// # Errors
/// [`crate::Error::Unavailable`], when the system has no random numbers to give.
pub fn fresh_key() -> Result<String> {
    Ok(token::hex(&token::random::<16>()?))
}
