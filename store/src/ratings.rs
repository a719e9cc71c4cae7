//! What requesters think of the answers: on the ticket's page, or by the signed link of a mail, which needs no login.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    id::{TicketId, UserId},
    invalid::{Code, Invalid},
    locale::Locale,
    people::AccountState,
    permit::{Act, Actor},
    rating::{Rating, is_own_work, is_taken},
    survey::{Answer, Kind, Moment},
    ticket::{IllegalMove, Number, StatusName, What, view::RatingView},
    time::{Span, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use sha2::Sha256;

use crate::{
    Error, Result, Store, Tx, convert,
    entity::{ratings, surveys, tickets, users},
    settings::SigningKey,
    surveys::{follow_up, setting},
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
    /// What they are asked.
    pub kind: Kind,
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
/// [`Error::IllegalMove`] while the ticket has no answer, or when it is too late for a change; [`Error::Invalid`] for an answer to
/// another question than the one that is asked.
pub async fn rate(store: &Store, actor: &Actor, id: TicketId, rating: Rating) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::SeeTicket(facts)).await?;
                put(store, tx, change, actor, &rating).await
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
    let kind = question(&store.read, row).await?.ok_or(Error::DeadLink)?;
    Ok(Asked {
        number: Number::new(stored::word(&row.kind)?, link.ticket),
        title: row.title.clone(),
        requester: requester.name.clone(),
        agent: person(row.resolved_by.or(row.assignee_id)).map(|agent| agent.name.clone()),
        locale: requester.locale.as_deref().and_then(|locale| locale.parse().ok()),
        open: is_taken(status, rating.as_ref().map(|given| store.now().since(given.at)))
            && known.permits(&link.rater(), |facts| Act::Rate(facts)).is_ok(),
        resolved: matches!(status, StatusName::Resolved | StatusName::Closed),
        kind,
        rating: rating.map(|rating| RatingView { guess: None, ..rating }),
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
                put(store, tx, change, &rater, &rating).await
            })
        })
        .await
}

/// What the link of a ticket's survey carries, and what it asks; nothing when its requester was not asked.
///
/// # Errors
/// The database's.
pub(crate) async fn asking(store: &Store, ticket: TicketId) -> Result<Option<(String, Kind)>> {
    let survey = surveys::Entity::find_by_id(ticket.get()).one(&store.read).await?.filter(|survey| survey.asked);
    let Some(survey) = survey else { return Ok(None) };
    let Some(row) = tickets::Entity::find_by_id(ticket.get()).one(&store.read).await? else { return Ok(None) };
    let link = Link { ticket, requester: UserId(row.requester_id), expires: Timestamp::from_millis(survey.expires_at) };
    Ok(Some((link.sign(&store.signing_key().await?), convert::word("survey", &survey.kind)?)))
}

/// What the requester of a ticket is asked: what they were asked once, or else what its service asks everybody each time.
pub(crate) async fn question(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<Option<Kind>> {
    if let Some(asked) = surveys::Entity::find_by_id(row.id).one(conn).await? {
        return Ok(Some(convert::word("survey", &asked.kind)?));
    }
    let closed = row.status == StatusName::Closed.as_str();
    Ok(setting::of_service(conn, row.service_id).await?.unasked(closed))
}

/// Asks the requester of a ticket that is being resolved or closed, if its service asks then, unless they did the work themselves or were
/// asked about any ticket too short a time ago. Says whether they are asked.
pub(crate) async fn ask(tx: &Tx<'_>, row: &tickets::Model, moment: Moment) -> Result<bool> {
    let setting = setting::of_service(&tx.conn, row.service_id).await?;
    let Some(kind) = setting.asks_at(moment) else { return Ok(false) };
    let Some(survey) = survey(row, kind, tx.now) else { return Ok(false) };
    let known = surveys::Entity::find_by_id(row.id).one(&tx.conn).await?;
    if !known.is_some_and(|known| known.asked) && !setting.every.allows(last_asked(tx, row).await?, tx.now) {
        return Ok(false);
    }
    let survey = survey.into_active_model();
    // Resolved a second time, the ticket is still one survey that asks the same, with a link that lives as long again.
    let again = OnConflict::column(surveys::Column::TicketId)
        .update_columns([surveys::Column::SentAt, surveys::Column::ExpiresAt, surveys::Column::Asked])
        .to_owned();
    surveys::Entity::insert(survey).on_conflict(again).exec_without_returning(&tx.conn).await?;
    Ok(true)
}

/// When the requester of a ticket was asked last about another one.
async fn last_asked(tx: &Tx<'_>, row: &tickets::Model) -> Result<Option<Timestamp>> {
    let last = surveys::Entity::find()
        .filter(surveys::Column::RequesterId.eq(row.requester_id))
        .filter(surveys::Column::Asked.eq(true))
        .filter(surveys::Column::TicketId.ne(row.id))
        .order_by_desc(surveys::Column::SentAt)
        .one(&tx.conn)
        .await?;
    Ok(last.map(|last| Timestamp::from_millis(last.sent_at)))
}

/// The survey of a ticket that is asked at this time; none for who did the work themselves.
pub(crate) fn survey(row: &tickets::Model, kind: Kind, at: Timestamp) -> Option<surveys::Model> {
    let workers = [row.assignee_id, row.resolved_by].map(|worker| worker.map(UserId));
    let survey = surveys::Model {
        ticket_id: row.id,
        sent_at: at.millis(),
        expires_at: at.plus(LINK_LIVES).millis(),
        kind: kind.as_str().to_owned(),
        asked: true,
        requester_id: row.requester_id,
    };
    (!is_own_work(UserId(row.requester_id), workers)).then_some(survey)
}

/// The row of who answers without having been asked: it counts in no response rate, and its link is dead.
pub(crate) fn unasked(row: &tickets::Model, kind: Kind, at: Timestamp) -> surveys::Model {
    surveys::Model {
        ticket_id: row.id,
        sent_at: at.millis(),
        expires_at: at.millis(),
        kind: kind.as_str().to_owned(),
        asked: false,
        requester_id: row.requester_id,
    }
}

/// An answer as it is stored.
pub(crate) fn answer(kind: &str, given: i16) -> Result<Answer> {
    let kind: Kind = convert::word("rating", kind)?;
    let answer = u8::try_from(given).ok().and_then(|given| Answer::try_from((kind, given)).ok());
    answer.ok_or(Error::Unreadable { what: "rating" })
}

/// What the requester said.
pub(crate) async fn given(conn: &impl ConnectionTrait, ticket: TicketId) -> Result<Option<RatingView>> {
    let Some(row) = ratings::Entity::find_by_id(ticket.get()).one(conn).await? else { return Ok(None) };
    Ok(Some(RatingView {
        answer: answer(&row.kind, row.given)?,
        guess: follow_up::guess(row.sentiment.as_deref())?,
        comment: row.comment,
        at: Timestamp::from_millis(row.updated_at),
    }))
}

async fn put(store: &Store, tx: &mut Tx<'_>, mut change: Change, rater: &Actor, rating: &Rating) -> Result<()> {
    let before = given(&tx.conn, change.id()).await?;
    let status = change.facts().status;
    if change.facts().first_requester != rater.user {
        return Err(Error::NotFound);
    }
    if !is_taken(status, before.as_ref().map(|given| tx.now.since(given.at))) {
        return Err(IllegalMove::NotFrom { from: status }.into());
    }
    change.permits(rater, |facts| Act::Rate(facts))?;
    let asked = question(&tx.conn, &change.row).await?.ok_or(Error::NotFound)?;
    if rating.answer.kind() != asked {
        let mut invalid = Invalid::default();
        invalid.add("answer", Code::UnknownChoice);
        return Err(invalid.into());
    }
    let same = before.as_ref().is_some_and(|before| before.answer == rating.answer);
    if same && before.is_some_and(|before| before.comment == rating.comment) {
        return Ok(());
    }
    let alone = OnConflict::column(surveys::Column::TicketId).do_nothing().to_owned();
    surveys::Entity::insert(unasked(&change.row, asked, tx.now).into_active_model())
        .on_conflict(alone)
        .exec_without_returning(&tx.conn)
        .await?;
    let now = tx.now.millis();
    let row = ratings::ActiveModel {
        ticket_id: Set(change.id().get()),
        rater_id: Set(rater.user.get()),
        given: Set(i16::from(rating.answer.given())),
        kind: Set(asked.as_str().to_owned()),
        sentiment: Set(store.lexicon.guess(&rating.comment).map(|guess| guess.as_str().to_owned())),
        comment: Set(rating.comment.clone()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let replace = OnConflict::column(ratings::Column::TicketId)
        .update_columns([
            ratings::Column::RaterId,
            ratings::Column::Given,
            ratings::Column::Kind,
            ratings::Column::Comment,
            ratings::Column::Sentiment,
            ratings::Column::UpdatedAt,
        ])
        .to_owned();
    ratings::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx.conn).await?;
    change.tell(What::Rated { answer: rating.answer, comment: rating.comment.clone() });
    // Another comment alone asks nobody once more.
    if rating.answer.asks_for_follow_up() && !same {
        follow_up::open(tx, &mut change).await?;
    }
    change.finish(tx, "ticket.rate").await
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
