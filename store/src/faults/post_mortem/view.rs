//! A fault with its post-mortem, as its authors, its reviewer and its audience read it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    fault::{
        action::Tally,
        goals::Goals,
        impact,
        moment::{Moments, Points},
        number::Number,
        post_mortem::{self, Again, Audience, Content, DUE_DAYS, PostMortem, Published, Revision, Shown, State, Text, Written, missing},
        recurrence::{self, DAYS},
    },
    id::{FaultId, ServiceId, UserId},
    permit::{Act, Actor, may},
    ticket::view::Names,
    time::{Span, Timestamp},
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    super::{facts::Known, goals, stored},
    discussion, handed,
    kept::Kept,
};
use crate::{
    Error, Result, Store,
    entity::{fault_actions, fault_causes, fault_services, faults},
    markdown,
    tickets::names::Wanted,
};

/// A fault with its post-mortem. Who works on the fault and who reviews read what is worked on; everybody else what was published last, as far as
/// they are its audience. With `revision`, what was published as that one, the first is 1; with 0, as the last one.
///
/// # Errors
/// [`Error::NotFound`] for whom may read nothing of it, and without such a revision.
pub async fn post_mortem(store: &Store, actor: &Actor, id: FaultId, revision: Option<u32>) -> Result<Shown> {
    let conn = &store.read;
    let known = Known::any(conn, id, false).await?;
    let kept = Kept::find(conn, id).await?;
    let works = may(actor, Act::WorkFault(&known.facts));
    let reviewer = kept.as_ref().and_then(|kept| kept.post_mortem.reviewer());
    let reviews = reviewer == Some(actor.user);
    let inside = may(actor, Act::DiscussPostMortem(&known.facts, reviewer));
    let (mut moments, _) = stored::moments(conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
    let row = &known.row;
    moments.finder = row.finder.as_deref().map(stored::word).transpose()?;
    let read = match &kept {
        None if works => None,
        None => return Err(Error::NotFound),
        Some(kept) => Some(reads(actor, &known, kept, inside, revision)?),
    };
    let (read, mut tickets) = match read {
        Some((mut content, number)) => {
            let tickets = handed::seen(conn, actor, &mut content).await?;
            (Some((content, number)), tickets)
        }
        None => (None, BTreeMap::new()),
    };
    let settings = store.settings().await?;
    let intervals: Vec<_> =
        stored::impacts(conn, id).await?.iter().filter(|row| row.withdrawn_at.is_none()).map(stored::interval).collect();
    let is_over = !intervals.is_empty() && intervals.iter().all(|interval| interval.until.is_some());
    // Its audience reads what was published, and neither who wrote it nor what was said on the way there.
    let names = names(conn, &known, kept.as_ref().filter(|_| inside), read.as_ref()).await?;
    let person = |id: UserId| names.person(id).cloned();
    let discussion = match &read {
        Some((content, None)) if inside => Some(discussion::of(conn, id, content, moments.points()).await?),
        _ => None,
    };
    let written = kept.as_ref().zip(read).map(|(kept, (content, revision))| Written {
        state: if inside { kept.post_mortem.state().clone() } else { published_state(&kept.post_mortem) },
        text: text(&content),
        missing: if inside && revision.is_none() { missing(&content, &moments) } else { Vec::new() },
        content,
        revision,
        revisions: published(&kept.post_mortem, &names),
        authors: if inside { kept.post_mortem.authors().iter().filter_map(|author| person(*author)).collect() } else { Vec::new() },
        version: kept.version,
        discussion,
        tickets: std::mem::take(&mut tickets),
    });
    let sees_fault = may(actor, Act::SeeFault(&known.facts));
    Ok(Shown {
        number: Number(id),
        title: row.title.clone(),
        severity: stored::word(&row.severity)?,
        state: stored::word(&row.state)?,
        drill: row.drill,
        services: known.services.iter().filter_map(|&service| names.service(service)).cloned().collect(),
        targets: settings.goals.of(stored::word(&row.severity)?),
        working: goals::working(store, &settings.goals, moments.points()).await?,
        hurt: is_over.then(|| impact::length(&intervals, store.now())),
        due: due(store, &settings.goals, &moments).await?,
        written,
        people: names.people.clone(),
        // What earlier faults were is for those who see faults.
        again: if sees_fault { again(store, actor, &known, moments.points()).await? } else { Vec::new() },
        may_write: works,
        reviews,
        sees_fault,
        moments: if sees_fault { moments } else { moments.bare() },
    })
}

/// The text that is worked on, if there is any.
pub(in crate::faults) async fn worked_on(conn: &impl ConnectionTrait, id: FaultId) -> Result<Option<Content>> {
    Ok(Kept::find(conn, id).await?.map(|kept| kept.post_mortem.content().clone()))
}

/// The text that the actor reads: what is worked on for who works on the fault or reviews it, what was published last for its audience, and for
/// everybody else nothing.
pub(in crate::faults) async fn readable(conn: &impl ConnectionTrait, actor: &Actor, known: &Known) -> Result<Option<Content>> {
    let Some(kept) = Kept::find(conn, known.id()).await? else { return Ok(None) };
    let inside = may(actor, Act::DiscussPostMortem(&known.facts, kept.post_mortem.reviewer()));
    let Ok((mut content, _)) = reads(actor, known, &kept, inside, None) else { return Ok(None) };
    handed::seen(conn, actor, &mut content).await?;
    Ok(Some(content))
}

/// What the actor reads: what is worked on, or a revision with its number.
fn reads(actor: &Actor, known: &Known, kept: &Kept, inside: bool, wanted: Option<u32>) -> Result<(Content, Option<u32>)> {
    let revisions = kept.post_mortem.revisions();
    if inside && wanted.is_none() {
        return Ok((kept.post_mortem.content().clone(), None));
    }
    // The last revision says who reads any of them.
    let last = revisions.last().ok_or(Error::NotFound)?;
    if !inside && !may(actor, Act::ReadPostMortem(&known.facts, &last.content.audience)) {
        return Err(Error::NotFound);
    }
    let number = wanted.filter(|number| *number > 0).unwrap_or_else(|| u32::try_from(revisions.len()).unwrap_or(u32::MAX));
    let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)).ok_or(Error::NotFound)?;
    let revision = revisions.get(place).ok_or(Error::NotFound)?;
    Ok((revision.content.clone(), Some(number)))
}

/// What its audience is told of where it stands: that it was published, whatever is being added to it.
fn published_state(post_mortem: &PostMortem) -> State {
    post_mortem.revisions().last().map_or(State::Draft, |last| State::Published { by: last.by, at: last.at })
}

/// The newest first.
pub(super) fn published(post_mortem: &PostMortem, names: &Names) -> Vec<Published> {
    let person = |id: UserId| names.person(id).cloned();
    let one = |(number, one): (u32, &Revision)| Published { number, at: one.at, by: person(one.by), reviewer: person(one.reviewer) };
    let mut all: Vec<Published> = (1..).zip(post_mortem.revisions()).map(one).collect();
    all.reverse();
    all
}

fn text(content: &Content) -> Text {
    let html = |text: &String| markdown::render(text);
    Text {
        summary: html(&content.summary),
        impact: html(&content.impact),
        why_this_long: content.why_this_long.iter().map(|(part, why)| (*part, html(why))).collect(),
        causes: content.causes.iter().map(|cause| html(&cause.text)).collect(),
        went_well: html(&content.went_well),
        went_wrong: html(&content.went_wrong),
        lucky: html(&content.lucky),
        actions: content.actions.iter().map(|action| html(&action.text)).collect(),
        not_applicable: content.not_applicable.iter().map(|(kind, because)| (*kind, html(because))).collect(),
    }
}

async fn names(conn: &impl ConnectionTrait, known: &Known, kept: Option<&Kept>, read: Option<&(Content, Option<u32>)>) -> Result<Names> {
    let mut wanted = Wanted::default();
    wanted.service(known.services.iter().copied());
    if let Some(kept) = kept {
        let post_mortem = &kept.post_mortem;
        wanted.person(post_mortem.authors().iter().copied());
        wanted.person(post_mortem.reviewer());
        wanted.person(post_mortem.revisions().iter().flat_map(|revision| [revision.by, revision.reviewer]));
        wanted.person(match post_mortem.state() {
            State::Published { by, .. } | State::Addendum { by, .. } => Some(*by),
            _ => None,
        });
    }
    if let Some((content, _)) = read {
        use domain::fault::action::Progress;
        wanted.person(content.waiver.as_ref().map(|waiver| waiver.by));
        for action in &content.actions {
            wanted.person(action.owner);
            match &action.progress {
                Progress::Verified { verified, .. } => wanted.person([verified.by]),
                Progress::Checked { verified, effect, .. } => wanted.person([verified.by, effect.by]),
                Progress::Open | Progress::Done { .. } => {}
            }
        }
        if let Audience::People { people } = &content.audience {
            wanted.person(people.iter().copied());
        }
    }
    wanted.find(conn).await
}

/// Until when it is to be published: so many working days after the fault was over, by the calendar that is chosen for faults, and days of 24 hours
/// where none is.
async fn due(store: &Store, goals: &Goals, moments: &Moments) -> Result<Option<Timestamp>> {
    let Some(restored) = moments.points().restored else { return Ok(None) };
    let book = store.book().await?;
    let chosen = goals.calendar.and_then(|id| book.calendars.find(id, store.now()));
    let Some(version) = chosen else { return Ok(Some(restored.plus(Span::from_days(i64::from(DUE_DAYS))))) };
    // A working day is as long as the longest of the two weeks from then on.
    let from = |day: i64| restored.plus(Span::from_days(day));
    let worked = (0..14).map(|day| version.timetable.worked(from(day), from(day + 1)));
    let Some(day) = worked.max().filter(|day| *day > Span::ZERO) else { return Ok(None) };
    let deadline = post_mortem::due(moments, DUE_DAYS, day, &version.timetable);
    Ok(deadline.and_then(|deadline| deadline.at()))
}

/// The earlier faults of the services that it hit, with one of the categories of its causes.
async fn again(store: &Store, actor: &Actor, known: &Known, points: Points) -> Result<Vec<Again>> {
    let conn = &store.read;
    let id = known.id();
    let categories = categories(conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
    if categories.is_empty() || known.row.drill {
        return Ok(Vec::new());
    }
    let at = points.earliest().unwrap_or_else(|| Timestamp::from_millis(known.row.declared_at));
    let this = recurrence::Fault {
        id,
        at,
        services: known.services.iter().copied().collect(),
        categories,
        actions: Tally::default(),
        left_out: false,
    };
    let since = at.minus(Span::from_days(i64::from(DAYS)));
    let rows = faults::Entity::find()
        .filter(faults::Column::BeganAt.between(since.millis(), at.millis()))
        .filter(faults::Column::Id.ne(id.get()))
        .filter(super::super::list::seen_by(actor))
        .all(conn)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut services: HashMap<i64, BTreeSet<ServiceId>> = HashMap::new();
    for hit in fault_services::Entity::find().filter(fault_services::Column::FaultId.is_in(ids.iter().copied())).all(conn).await? {
        services.entry(hit.fault_id).or_default().insert(ServiceId(hit.service_id));
    }
    let mut named = self::categories(conn, &ids).await?;
    let mut tallies = tallies(store, &ids).await?;
    let earlier: Vec<recurrence::Fault> = rows
        .iter()
        .map(|row| recurrence::Fault {
            id: FaultId(row.id),
            at: Timestamp::from_millis(row.began_at),
            services: services.remove(&row.id).unwrap_or_default(),
            categories: named.remove(&row.id).unwrap_or_default(),
            actions: tallies.remove(&row.id).unwrap_or_default(),
            left_out: row.drill,
        })
        .collect();
    let titles: HashMap<i64, &String> = rows.iter().map(|row| (row.id, &row.title)).collect();
    let found = recurrence::repeats(&this, &earlier, DAYS).into_iter().map(|repeat| Again {
        number: Number(repeat.of),
        title: titles.get(&repeat.of.get()).map(|title| (*title).clone()).unwrap_or_default(),
        after: repeat.after,
        categories: repeat.categories,
        actions: repeat.actions,
    });
    Ok(found.collect())
}

async fn categories(conn: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, BTreeSet<String>>> {
    let mut found: HashMap<i64, BTreeSet<String>> = HashMap::new();
    for row in fault_causes::Entity::find().filter(fault_causes::Column::FaultId.is_in(ids.iter().copied())).all(conn).await? {
        found.entry(row.fault_id).or_default().insert(row.category);
    }
    Ok(found)
}

/// How many actions these faults have, how many are done, and how many are not although their day has passed.
async fn tallies(store: &Store, ids: &[i64]) -> Result<BTreeMap<i64, Tally>> {
    let today = today(store).await?;
    let mut found: BTreeMap<i64, Tally> = BTreeMap::new();
    for row in fault_actions::Entity::find().filter(fault_actions::Column::FaultId.is_in(ids.iter().copied())).all(&store.read).await? {
        let tally = found.entry(row.fault_id).or_default();
        tally.all += 1;
        tally.done += u64::from(row.done);
        tally.overdue += u64::from(!row.done && row.due.and_then(|due| due.parse::<Date>().ok()).is_some_and(|due| due < today));
    }
    Ok(found)
}

/// The day that it is where the company is.
pub(in crate::faults) async fn today(store: &Store) -> Result<Date> {
    let settings = store.settings().await?;
    let zone = crate::zone::find(&settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    Ok(store.now().to_jiff().to_zoned(zone).date())
}
