//! The way to a team's gateway: attempts that wait for it are claimed, handed over by the server, and noted.
//!
//! It is at least once: whoever takes an attempt and dies leaves it to the next one, and its key lets the gateway know it again.

use domain::{
    locale::Locale,
    on_call::view::{Channel, Outcome},
    time::{Span, Timestamp},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, UpdateMany,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{
    attempts::{CALLED_OFF, SENDING, WAITING},
    link::{Page, signature},
};
use crate::{
    Result, Store, Tx,
    entity::{calling_policies, calls, users},
};

/// How often the gateway is tried before an attempt is given up.
pub const ATTEMPTS: i64 = 6;
/// How long whoever took an attempt has it for themselves.
const CLAIM: Span = Span::from_minutes(2);
/// The first pause after a failure; each further one is twice as long.
const PAUSE: Span = Span::from_seconds(15);
/// The most characters of what a gateway said that are kept.
const ERROR_MAX: usize = 300;

/// By what a gateway knows us; no log repeats it.
#[derive(Clone)]
struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// An attempt that is to be handed to a gateway.
#[derive(Clone, Debug)]
pub struct Call {
    id: i64,
    try_no: i64,
    /// The same for the same attempt however often it is handed over.
    pub key: String,
    /// Where the gateway is.
    pub url: String,
    secret: Secret,
    /// Who is called: their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// The language to say it in.
    pub locale: Locale,
    /// What it tells.
    pub page: Page,
    /// When it was decided.
    pub at: Timestamp,
}

impl Call {
    /// The signature of a body by which the gateway knows us; none where the team keeps no secret.
    #[must_use]
    pub fn signature(&self, body: &[u8]) -> Option<String> {
        (!self.secret.0.is_empty()).then(|| signature(&self.secret.0, body))
    }
}

/// Takes up to `limit` attempts whose time has come; nobody else gets them for two minutes. What is not needed any more is called off.
///
/// # Errors
/// The database's.
pub async fn claim(store: &Store, limit: u64) -> Result<Vec<Call>> {
    // Made on first use, which is a change of its own: it must not wait for the transaction that waits for it.
    store.signing_key().await?;
    store.transact(None, |tx| Box::pin(async move { take(store, tx, limit).await })).await
}

async fn take(store: &Store, tx: &Tx<'_>, limit: u64) -> Result<Vec<Call>> {
    let now = tx.now;
    // Who died while sending left a row in that state, with the end of their claim as its time.
    let due = calls::Entity::find()
        .filter(calls::Column::DueAt.lte(now.millis()))
        .filter(calls::Column::Channel.eq(Channel::Webhook.as_str()))
        .order_by_asc(calls::Column::DueAt)
        .order_by_asc(calls::Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx.conn)
        .await?;
    let mut taken = Vec::new();
    for row in due {
        let (page, waits) = Page::of_row(store, &tx.conn, &row).await?;
        let policy = calling_policies::Entity::find_by_id(row.team_id).one(&tx.conn).await?.filter(|policy| !policy.url.is_empty());
        let person = match row.person_id {
            Some(person) => users::Entity::find_by_id(person).one(&tx.conn).await?,
            None => None,
        };
        let (state, due_at) = match (&policy, &person) {
            _ if row.tries >= ATTEMPTS => (Outcome::Failed.as_str(), None),
            (Some(_), Some(_)) if waits => (SENDING, Some(now.plus(CLAIM).millis())),
            _ => (CALLED_OFF, None),
        };
        let (id, try_no, key, at) = (row.id, row.tries + 1, row.key.clone(), Timestamp::from_millis(row.at));
        let mut row = row.into_active_model();
        row.state = Set(state.to_owned());
        row.due_at = Set(due_at);
        row.tries = Set(if state == SENDING { try_no } else { try_no - 1 });
        row.update(&tx.conn).await?;
        if let (Some(policy), Some(person), SENDING) = (policy, person, state) {
            let locale = person.locale.as_deref().and_then(|locale| locale.parse().ok()).unwrap_or_default();
            let (url, secret) = (policy.url, Secret(policy.secret));
            taken.push(Call { id, try_no, key, url, secret, name: person.name, email: person.email, locale, page, at });
        }
    }
    Ok(taken)
}

/// The gateway took it.
///
/// # Errors
/// The database's: it will be handed over a second time, with the same key.
pub async fn sent(store: &Store, call: &Call) -> Result<()> {
    becomes(call, Outcome::Sent.as_str())
        .col_expr(calls::Column::SentAt, Expr::val(store.now().millis()))
        .col_expr(calls::Column::Why, Expr::val(""))
        .col_expr(calls::Column::DueAt, Expr::value(Option::<i64>::None))
        .exec(&store.write)
        .await?;
    Ok(())
}

/// The gateway did not take it: it is tried again after a pause that doubles each time, up to [`ATTEMPTS`] times.
///
/// # Errors
/// The database's.
pub async fn failed(store: &Store, call: &Call, why: &str) -> Result<()> {
    let given_up = call.try_no >= ATTEMPTS;
    let doublings = u32::try_from(call.try_no.clamp(1, ATTEMPTS) - 1).unwrap_or_default();
    let again = store.now().plus(Span::from_millis(PAUSE.millis() << doublings)).millis();
    let why: String = why.chars().take(ERROR_MAX).collect();
    becomes(call, if given_up { Outcome::Failed.as_str() } else { WAITING })
        .col_expr(calls::Column::Why, Expr::val(why))
        .col_expr(calls::Column::DueAt, Expr::value((!given_up).then_some(again)))
        .exec(&store.write)
        .await?;
    Ok(())
}

/// Whoever was so slow that others took it meanwhile has no say in what becomes of it any more.
fn becomes(call: &Call, state: &str) -> UpdateMany<calls::Entity> {
    calls::Entity::update_many()
        .col_expr(calls::Column::State, Expr::val(state))
        .filter(calls::Column::Id.eq(call.id))
        .filter(calls::Column::State.eq(SENDING))
        .filter(calls::Column::Tries.eq(call.try_no))
}
