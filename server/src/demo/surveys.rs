//! What services of the demo company ask, and what became of low ratings.

use domain::permit::Actor;
use domain::survey::{Answer, Every, Finding, Kind, Moment, Outcome, Setting};
use store::Store;
use store::surveys::setting;

use super::DemoError;
use super::company::Company;

/// Services that ask something else than stars.
const KINDS: &[(&str, Kind, Moment)] = &[
    ("vpn", Kind::Nps, Moment::Resolved),
    ("phone", Kind::Nps, Moment::Resolved),
    ("office-printer", Kind::Nps, Moment::Closed),
    ("access", Kind::Ces, Moment::Resolved),
    ("invoices", Kind::Ces, Moment::Resolved),
];
/// Asks nobody.
const SILENT: &str = "loan";
/// From now on asks one person seldom.
const SELDOM: (&str, u16) = ("device-trouble", 14);

/// What a lead has learnt, in turn.
const LEARNT: [(Outcome, bool, &str); 5] = [
    (Outcome::Explained, true, "Nobody had said that the part was ordered. We tell the day of delivery from now on."),
    (Outcome::Mended, true, "We looked at it together on the phone, and it works now."),
    (Outcome::Changed, false, "The answer stood in the notes and was never sent. The checklist for handing over has a line for it now."),
    (Outcome::Nothing, true, "What was asked for is against the rules for good reason; she knows that now."),
    (Outcome::Unreachable, false, "写了两次信都没有回复，问题已按原样解决。"),
];

/// What is asked of people whom a service has answered; nothing, where nobody is asked.
pub fn asked(service: &str) -> Option<(Kind, Moment)> {
    if service == SILENT {
        return None;
    }
    let set = KINDS.iter().find(|(key, ..)| *key == service);
    Some(set.map_or((Kind::Stars, Moment::Resolved), |(_, kind, moment)| (*kind, *moment)))
}

/// What somebody answers who would give one to five stars; `by` chooses among answers that say the same.
pub fn answer(kind: Kind, place: usize, by: i64) -> Option<Answer> {
    let choices: &[u8] = match (kind, place) {
        (Kind::Stars, place) => return Answer::try_from((kind, u8::try_from(place + 1).ok()?)).ok(),
        (Kind::Nps, 0) => &[0, 1, 2, 3],
        (Kind::Nps, 1) => &[4, 5, 6],
        (Kind::Nps, 2) => &[6, 7],
        (Kind::Nps, 3) => &[7, 8, 8, 9],
        (Kind::Nps, _) => &[9, 10, 10],
        (Kind::Ces, 0) => &[1],
        (Kind::Ces, 1) => &[2],
        (Kind::Ces, 2) => &[3, 4],
        (Kind::Ces, 3) => &[5, 6],
        (Kind::Ces, _) => &[6, 7, 7],
    };
    let given = choices.get(usize::try_from(by.rem_euclid(i64::try_from(choices.len()).ok()?)).ok()?)?;
    Answer::try_from((kind, *given)).ok()
}

/// What a lead says of a low rating; `by` chooses.
pub fn finding(by: i64) -> Finding {
    let many = i64::try_from(LEARNT.len()).unwrap_or(1);
    let place = usize::try_from(by.rem_euclid(many)).unwrap_or_default();
    let (outcome, contacted, learnt) = LEARNT[place];
    Finding { outcome, contacted, learnt: learnt.to_owned() }
}

/// Sets what services ask, before their first ticket is answered.
///
/// # Errors
/// What the verb refuses.
pub async fn set(store: &Store, administrator: &Actor, company: &Company) -> Result<(), DemoError> {
    let kinds = KINDS.iter().map(|&(key, kind, at)| (key, Setting { kind: Some(kind), at, every: Every::default() }));
    for (key, setting) in kinds.chain([(SILENT, Setting { kind: None, ..Setting::default() })]) {
        put(store, administrator, company, key, setting).await?;
    }
    Ok(())
}

/// Lets one service ask seldom from now on.
///
/// # Errors
/// What the verb refuses.
pub async fn ask_seldom(store: &Store, administrator: &Actor, company: &Company) -> Result<(), DemoError> {
    let (key, days) = SELDOM;
    let every = Every::days(days).map_err(|_| DemoError::Script("no such pause between surveys"))?;
    put(store, administrator, company, key, Setting { every, ..Setting::default() }).await
}

async fn put(store: &Store, administrator: &Actor, company: &Company, key: &str, setting: Setting) -> Result<(), DemoError> {
    let service = *company.services.get(key).ok_or(DemoError::Script("no such service"))?;
    Ok(setting::set(store, administrator, service, setting).await?)
}
