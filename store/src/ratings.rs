//! What requesters think of the answers: on the ticket's page, or by the signed link of a mail, which needs no login.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    id::{TicketId, UserId},
    locale::Locale,
    people::{AccountState, MailOccasion},
    permit::{Act, Actor},
    rating::{Rating, Stars, is_own_work, is_taken},
    ticket::{IllegalMove, Number, StatusName, What, view::RatingView},
    time::{Span, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use sha2::Sha256;

use crate::{
    Error, Result, Store, Tx,
    entity::{memberships, ratings, surveys, tickets, users},
    settings::SigningKey,
    tickets::{Change, For, Known, stored},
};

/// How long a link works.
const LINK_LIVES: Span = Span::from_days(30);
/// What is signed begins with it, so that no other signature of the same key is one of these.
const PURPOSE: &[u8] = b"opsbeat rating v1\n";
/// The bytes of the signature that a link carries: as many as a guess could never hit.
const SIGNATURE: usize = 16;

/// What somebody who follows a rating link is told of the ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// The name of who is asked.
    pub requester: String,
    /// The name of who answered; unknown for some imported tickets.
    pub agent: Option<String>,
    /// The language of who is asked.
    pub locale: Option<Locale>,
    /// What they said before.
    pub rating: Option<RatingView>,
    /// Whether a rating, or a change of it, is taken now.
    pub open: bool,
    /// Whether the ticket is answered at present.
    pub resolved: bool,
}

/// Rates the answer to one's own ticket, or changes the rating for as long as [`is_taken`] says.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the first requester, and for who did the work;
/// [`Error::IllegalMove`] while the ticket has no answer, or when it is too late for a change.
pub async fn rate(store: &Store, actor: &Actor, id: TicketId, rating: Rating) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::SeeTicket(facts)).await?;
                put(tx, change, actor, &rating).await
            })
        })
        .await
}

/// The ticket that a link asks about. Looking changes nothing: programs that check mails follow links, too.
///
/// # Errors
/// [`Error::DeadLink`] when the link was changed, is too old, or the ticket has another requester now.
pub async fn asked(store: &Store, token: &str) -> Result<Asked> {
    let link = Link::verify(&store.signing_key().await?, token, store.now())?;
    let known = Known::find(&store.read, link.ticket, For::Reading).await?.filter(|known| link.fits(known)).ok_or(Error::DeadLink)?;
    let row = &known.row;
    let names = users::Entity::find()
        .filter(users::Column::Id.is_in([Some(row.requester_id), row.resolved_by.or(row.assignee_id)].into_iter().flatten()))
        .all(&store.read)
        .await?;
    let person = |id: Option<i64>| names.iter().find(|person| Some(person.id) == id);
    let requester = person(Some(row.requester_id)).ok_or(Error::DeadLink)?;
    let rating = given(&store.read, link.ticket).await?;
    let status = known.facts.status;
    Ok(Asked {
        number: Number::new(stored::word(&row.kind)?, link.ticket),
        title: row.title.clone(),
        requester: requester.name.clone(),
        agent: person(row.resolved_by.or(row.assignee_id)).map(|agent| agent.name.clone()),
        locale: requester.locale.as_deref().and_then(|locale| locale.parse().ok()),
        open: is_taken(status, rating.as_ref().map(|given| store.now().since(given.at)))
            && known.permits(&link.rater(), |facts| Act::Rate(facts)).is_ok(),
        resolved: matches!(status, StatusName::Resolved | StatusName::Closed),
        rating,
    })
}

/// Rates by the link of a mail: whoever holds it is who it was sent to.
///
/// # Errors
/// As [`asked`] and [`rate`].
pub async fn rate_by_link(store: &Store, token: &str, rating: Rating) -> Result<()> {
    let link = Link::verify(&store.signing_key().await?, token, store.now())?;
    let rater = link.rater();
    store
        .transact(link.requester, |tx| {
            Box::pin(async {
                let change = Change::by_itself(tx, link.ticket, Some(link.requester)).await?;
                if change.facts().first_requester != link.requester {
                    return Err(Error::DeadLink);
                }
                put(tx, change, &rater, &rating).await
            })
        })
        .await
}

/// What the link of a ticket's survey carries; nothing when its requester was not asked.
///
/// # Errors
/// The database's.
pub(crate) async fn token(store: &Store, ticket: TicketId) -> Result<Option<String>> {
    let Some(survey) = surveys::Entity::find_by_id(ticket.get()).one(&store.read).await? else { return Ok(None) };
    let Some(row) = tickets::Entity::find_by_id(ticket.get()).one(&store.read).await? else { return Ok(None) };
    let link = Link { ticket, requester: UserId(row.requester_id), expires: Timestamp::from_millis(survey.expires_at) };
    Ok(Some(link.sign(&store.signing_key().await?)))
}

/// Asks the requester of a ticket that is being resolved, unless they did the work themselves.
pub(crate) async fn ask(tx: &Tx<'_>, row: &tickets::Model) -> Result<()> {
    let Some(survey) = survey(row, tx.now) else { return Ok(()) };
    let survey = survey.into_active_model();
    // Resolved a second time, the ticket is still one survey, with a link that lives as long again.
    let again =
        OnConflict::column(surveys::Column::TicketId).update_columns([surveys::Column::SentAt, surveys::Column::ExpiresAt]).to_owned();
    surveys::Entity::insert(survey).on_conflict(again).exec_without_returning(&tx.conn).await?;
    Ok(())
}

/// The survey of a ticket that is resolved at this time; none for who did the work themselves.
pub(crate) fn survey(row: &tickets::Model, at: Timestamp) -> Option<surveys::Model> {
    let workers = [row.assignee_id, row.resolved_by].map(|worker| worker.map(UserId));
    let survey = surveys::Model { ticket_id: row.id, sent_at: at.millis(), expires_at: at.plus(LINK_LIVES).millis() };
    (!is_own_work(UserId(row.requester_id), workers)).then_some(survey)
}

/// What the requester said.
pub(crate) async fn given(conn: &impl ConnectionTrait, ticket: TicketId) -> Result<Option<RatingView>> {
    let Some(row) = ratings::Entity::find_by_id(ticket.get()).one(conn).await? else { return Ok(None) };
    let stars = u8::try_from(row.stars).ok().and_then(|stars| Stars::try_from(stars).ok());
    Ok(Some(RatingView {
        stars: stars.ok_or(Error::Unreadable { what: "rating" })?,
        comment: row.comment,
        at: Timestamp::from_millis(row.updated_at),
    }))
}

async fn put(tx: &mut Tx<'_>, mut change: Change, rater: &Actor, rating: &Rating) -> Result<()> {
    let before = given(&tx.conn, change.id()).await?;
    let status = change.facts().status;
    if change.facts().first_requester != rater.user {
        return Err(Error::NotFound);
    }
    if !is_taken(status, before.as_ref().map(|given| tx.now.since(given.at))) {
        return Err(IllegalMove::NotFrom { from: status }.into());
    }
    change.permits(rater, |facts| Act::Rate(facts))?;
    if before.is_some_and(|before| before.stars == rating.stars && before.comment == rating.comment) {
        return Ok(());
    }
    let now = tx.now.millis();
    let row = ratings::ActiveModel {
        ticket_id: Set(change.id().get()),
        rater_id: Set(rater.user.get()),
        stars: Set(i16::from(rating.stars.get())),
        comment: Set(rating.comment.clone()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let replace = OnConflict::column(ratings::Column::TicketId)
        .update_columns([ratings::Column::RaterId, ratings::Column::Stars, ratings::Column::Comment, ratings::Column::UpdatedAt])
        .to_owned();
    ratings::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx.conn).await?;
    change.tell(What::Rated { stars: rating.stars, comment: rating.comment.clone() });
    if rating.stars.asks_for_follow_up() {
        follow_up(tx, &mut change).await?;
    }
    change.finish(tx, "ticket.rate").await
}

/// The leads of the team are asked to look: the rating is mailed to them, and they follow the ticket from now on.
async fn follow_up(tx: &Tx<'_>, change: &mut Change) -> Result<()> {
    let Some(team) = change.facts().team else { return Ok(()) };
    let active =
        users::Entity::find().select_only().column(users::Column::Id).filter(users::Column::State.eq(AccountState::Active.as_str()));
    let leads: Vec<i64> = memberships::Entity::find()
        .filter(memberships::Column::TeamId.eq(team.get()))
        .filter(memberships::Column::Lead.eq(true))
        .filter(memberships::Column::UserId.in_subquery(sea_orm::QueryTrait::into_query(active)))
        .select_only()
        .column(memberships::Column::UserId)
        .into_tuple()
        .all(&tx.conn)
        .await?;
    let leads: Vec<UserId> = leads.into_iter().map(UserId).collect();
    change.mail(MailOccasion::Mentioned, leads.iter().copied());
    change.followed_by(tx, &leads).await
}

/// What a link says: which ticket, who is asked, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    ticket: TicketId,
    requester: UserId,
    expires: Timestamp,
}

impl Link {
    fn claims(self) -> [u8; 24] {
        let mut claims = [0; 24];
        let numbers = [self.ticket.get(), self.requester.get(), self.expires.millis()];
        for (place, number) in claims.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        claims
    }

    fn sign(self, key: &SigningKey) -> String {
        let claims = self.claims();
        let signature = mac(key, &claims).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([&claims[..], &signature[..SIGNATURE]].concat())
    }

    fn verify(key: &SigningKey, token: &str, now: Timestamp) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::DeadLink)?;
        let (claims, signature) = bytes.split_at_checked(24).ok_or(Error::DeadLink)?;
        if signature.len() != SIGNATURE || mac(key, claims).verify_truncated_left(signature).is_err() {
            return Err(Error::DeadLink);
        }
        let number = |at: usize| claims[at..at + 8].iter().fold(0_i64, |number, &byte| number << 8 | i64::from(byte));
        let link = Self { ticket: TicketId(number(0)), requester: UserId(number(8)), expires: Timestamp::from_millis(number(16)) };
        if link.expires <= now { Err(Error::DeadLink) } else { Ok(link) }
    }

    fn fits(self, known: &Known) -> bool {
        known.facts.first_requester == self.requester
    }

    /// Who is asked, with no other right than that: also a customer who never had a password.
    fn rater(self) -> Actor {
        Actor {
            user: self.requester,
            name: String::new(),
            locale: Locale::default(),
            state: AccountState::Active,
            teams: Vec::new(),
            grants: Vec::new(),
            owns: Vec::new(),
        }
    }
}

fn mac(key: &SigningKey, claims: &[u8]) -> Hmac<Sha256> {
    // A key that is shorter than a block is filled with zeros (RFC 2104), here so that nothing can fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(PURPOSE);
    mac.update(claims);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SigningKey = [7; 32];
    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn link() -> Link {
        Link { ticket: TicketId(1042), requester: UserId(9), expires: NOW.plus(LINK_LIVES) }
    }

    #[test]
    fn a_link_says_what_was_signed_and_nothing_else() {
        let token = link().sign(&KEY);
        assert_eq!(Link::verify(&KEY, &token, NOW).unwrap(), link());
        assert!(token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{token}");
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(Link::verify(&KEY, &changed, NOW).is_err(), "{changed}");
        }
        assert!(Link::verify(&[8; 32], &token, NOW).is_err());
        assert!(Link::verify(&KEY, "", NOW).is_err());
        assert!(Link::verify(&KEY, &token[..40], NOW).is_err());
    }

    #[test]
    fn a_link_dies_after_thirty_days() {
        let token = link().sign(&KEY);
        assert!(Link::verify(&KEY, &token, NOW.plus(LINK_LIVES).minus(Span::from_millis(1))).is_ok());
        assert!(Link::verify(&KEY, &token, NOW.plus(LINK_LIVES)).is_err());
    }
}
