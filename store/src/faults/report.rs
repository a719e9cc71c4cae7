//! Figures over faults: the same for the page, its files and the command line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    fault::{
        action::Tally,
        moment::Moments,
        parts::{Measure, Part},
        post_mortem::PostMortem,
        recurrence::{self, DAYS},
        report::{Anniversary, By, Fault, FaultRow, Of, Report, anniversaries, anniversary_days, behind},
    },
    id::{FaultId, ServiceId, TeamId},
    invalid::{Code, Invalid},
    locale::{Locale, Localised},
    permit::{Act, Actor, may},
    time::{Span, Timestamp},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{facts::Known, kept, kept::Rest, post_mortem::today, stored};
use crate::{
    Error, Result, Store, convert,
    entity::{calendars, fault_causes, fault_services, faults, post_mortems, services, teams},
    report::{house, midnight, period},
};

/// Faults that are read at once: a database takes only so many numbers in a question.
const AT_ONCE: usize = 5_000;

/// What a report is about, and what its rows are.
///
/// Of faults it is those that began in the period, by the earliest moment that is known of them; where none is, those that were declared in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The first day; all from the beginning, if absent.
    pub from: Option<Date>,
    /// The day after the last one; all up to now, if absent.
    pub to: Option<Date>,
    /// Those alone that hit a service of this team.
    pub team: Option<TeamId>,
    /// What the rows are; without it there are none, and figures of all faults alone.
    pub by: Option<By>,
    /// By which clock lengths are measured.
    pub measure: Measure,
    /// In which language services are called.
    pub locale: Locale,
}

impl Question {
    /// Reads a question as an address asks it. What is empty is not asked for.
    ///
    /// # Errors
    /// `NotADate` for `from` and `to`, `NotAfterTheFirst` for `to`, `UnknownChoice` for `by` and `clock`.
    pub fn read(from: &str, to: &str, by: &str, clock: &str, team: Option<TeamId>, locale: Locale) -> std::result::Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let (from, to) = period(from, to, &mut invalid);
        let by = match by.trim() {
            "" => None,
            by => invalid.take("by", by.parse().map_err(|_| Code::UnknownChoice)),
        };
        let measure = match clock.trim() {
            "" => Some(Measure::default()),
            clock => invalid.take("clock", clock.parse().map_err(|_| Code::UnknownChoice)),
        };
        invalid.or(Self { from, to, team, by, measure: measure.unwrap_or_default(), locale })
    }
}

/// A report, and by what its working time is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The figures.
    pub report: Report,
    /// The calendar whose working time is told; none, where nobody has chosen one for faults.
    pub calendar: Option<String>,
}

/// Counts faults.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not see reports of the team, or of all.
pub async fn count(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Counted> {
    let found = found(store, actor, question).await?;
    let book = store.book().await?;
    let chosen = store.settings().await?.goals.calendar;
    let timetable = chosen.and_then(|id| book.calendars.find(id, store.now())).map(|version| &version.timetable);
    let report = Report::of(&found, question.by, question.measure, timetable);
    let calendar = match chosen.filter(|_| timetable.is_some()) {
        Some(id) => calendars::Entity::find_by_id(id.get()).one(&store.read).await?.map(|row| row.name),
        None => None,
    };
    Ok(Counted { report, calendar })
}

/// The faults behind a number of it: of a row by its key, or of all together.
///
/// # Errors
/// As for [`count`].
pub async fn listed(
    store: &Store,
    actor: Option<&Actor>,
    question: &Question,
    key: Option<&str>,
    part: Option<Part>,
    of: Of,
) -> Result<Vec<FaultRow>> {
    let found = found(store, actor, question).await?;
    let book = store.book().await?;
    let chosen = store.settings().await?.goals.calendar;
    let timetable = chosen.and_then(|id| book.calendars.find(id, store.now())).map(|version| &version.timetable);
    Ok(behind(&found, question.by.zip(key), part, of, question.measure, timetable))
}

/// Faults of about a year ago after which something was agreed on.
///
/// # Errors
/// As for [`count`].
pub async fn a_year_ago(store: &Store, actor: Option<&Actor>, team: Option<TeamId>) -> Result<Vec<Anniversary>> {
    let today = today(store).await?;
    let (first, last) = anniversary_days(today);
    let question =
        Question { from: Some(first), to: Some(last.saturating_add(1.day())), team, by: None, measure: Measure::Wall, locale: Locale::En };
    Ok(anniversaries(&found(store, actor, &question).await?, today))
}

/// The faults of the period, those that are left out of figures as well, with all that they are counted by.
async fn found(store: &Store, actor: Option<&Actor>, question: &Question) -> Result<Vec<Fault>> {
    if actor.is_some_and(|actor| !may(actor, Act::SeeReports { team: question.team })) {
        return Err(Error::NotFound);
    }
    let zone = house(store).await?;
    let from = question.from.map(|from| midnight(from, &zone));
    let to = question.to.map(|to| midnight(to, &zone));
    // What a fault repeats may lie before the period.
    let since = from.map(|from| from.minus(Span::from_days(i64::from(DAYS))));
    let all = Read::all(store, since, to, &zone).await?;
    let repeats = all.repeats(from);
    let seen = all.seen_by(store, actor).await?;
    let wanted = all.rows.iter().filter(|row| from.is_none_or(|from| row.began_at >= from.millis()));
    let wanted = wanted.filter(|row| question.team.is_none_or(|team| all.teams(row.id).any(|(id, _)| id == team)));
    wanted.map(|row| all.fault(row, question.locale, &zone, seen.contains(&row.id), repeats.contains(&row.id))).collect()
}

/// A service: what it is called, and who answers for it.
struct Service {
    name: Localised,
    team: (TeamId, String),
}

/// All that is read of the faults of a period, the earliest first.
#[derive(Default)]
struct Read {
    rows: Vec<faults::Model>,
    moments: HashMap<i64, Moments>,
    hits: HashMap<i64, BTreeSet<i64>>,
    services: HashMap<i64, Service>,
    categories: HashMap<i64, BTreeSet<String>>,
    tallies: HashMap<i64, Tally>,
    kept: HashMap<i64, Rest>,
}

impl Read {
    async fn all(store: &Store, since: Option<Timestamp>, to: Option<Timestamp>, zone: &TimeZone) -> Result<Self> {
        let conn = &store.read;
        let mut query = faults::Entity::find();
        if let Some(since) = since {
            query = query.filter(faults::Column::BeganAt.gte(since.millis()));
        }
        if let Some(to) = to {
            query = query.filter(faults::Column::BeganAt.lt(to.millis()));
        }
        let rows = query.order_by_asc(faults::Column::BeganAt).order_by_asc(faults::Column::Id).all(conn).await?;
        let mut all = Self { services: named(conn).await?, ..Self::default() };
        let today = today(store).await?;
        for some in rows.chunks(AT_ONCE) {
            let ids: Vec<i64> = some.iter().map(|row| row.id).collect();
            all.moments.extend(stored::moments(conn, &ids).await?.into_iter().map(|(id, (moments, _))| (id, moments)));
            all.kept.extend(kept::of(conn, &ids).await?);
            for hit in fault_services::Entity::find().filter(fault_services::Column::FaultId.is_in(ids.iter().copied())).all(conn).await? {
                all.hits.entry(hit.fault_id).or_default().insert(hit.service_id);
            }
            for cause in fault_causes::Entity::find().filter(fault_causes::Column::FaultId.is_in(ids.iter().copied())).all(conn).await? {
                all.categories.entry(cause.fault_id).or_default().insert(cause.category);
            }
            let bodies: Vec<(i64, String)> = post_mortems::Entity::find()
                .filter(post_mortems::Column::FaultId.is_in(ids))
                .select_only()
                .columns([post_mortems::Column::FaultId, post_mortems::Column::Body])
                .into_tuple()
                .all(conn)
                .await?;
            for (id, body) in bodies {
                let post_mortem: PostMortem = convert::json("post-mortem", &body)?;
                all.tallies.insert(id, Tally::of(&post_mortem.content().actions, today, zone));
            }
        }
        all.rows = rows;
        Ok(all)
    }

    /// Those of the faults from `from` on that repeat an earlier one.
    fn repeats(&self, from: Option<Timestamp>) -> BTreeSet<i64> {
        let as_asked = |row: &faults::Model| recurrence::Fault {
            id: FaultId(row.id),
            at: Timestamp::from_millis(row.began_at),
            services: self.hits.get(&row.id).into_iter().flatten().copied().map(ServiceId).collect(),
            categories: self.categories.get(&row.id).cloned().unwrap_or_default(),
            actions: Tally::default(),
            left_out: row.drill,
        };
        let all: Vec<recurrence::Fault> = self.rows.iter().map(as_asked).collect();
        let mut repeating = BTreeSet::new();
        let mut first = 0;
        for (place, fault) in all.iter().enumerate() {
            // They stand by their beginning, so that only a few before each of them can be what it repeats.
            while all[first].at < fault.at.minus(Span::from_days(i64::from(DAYS))) {
                first += 1;
            }
            let asked = from.is_none_or(|from| fault.at >= from);
            if asked && !recurrence::repeats(fault, &all[first..place], DAYS).is_empty() {
                repeating.insert(fault.id.get());
            }
        }
        repeating
    }

    /// Those of the faults whose titles the actor may read.
    async fn seen_by(&self, store: &Store, actor: Option<&Actor>) -> Result<BTreeSet<i64>> {
        let ids: Vec<i64> = self.rows.iter().map(|row| row.id).collect();
        let Some(actor) = actor.filter(|actor| !actor.sees_every_fault()) else { return Ok(ids.into_iter().collect()) };
        let mut seen = BTreeSet::new();
        for some in ids.chunks(AT_ONCE) {
            let known = Known::many(&store.read, some).await?;
            seen.extend(known.into_iter().filter(|(_, known)| may(actor, Act::SeeFault(&known.facts))).map(|(id, _)| id));
        }
        Ok(seen)
    }

    /// The teams that answer for what a fault hit, a team once for each service.
    fn teams(&self, fault: i64) -> impl Iterator<Item = (TeamId, &String)> {
        let hit = self.hits.get(&fault).into_iter().flatten();
        hit.filter_map(|service| self.services.get(service)).map(|service| (service.team.0, &service.team.1))
    }

    fn fault(&self, row: &faults::Model, locale: Locale, zone: &TimeZone, seen: bool, repeats: bool) -> Result<Fault> {
        let kept = self.kept.get(&row.id).map(|rest| &rest.kept);
        let hit = self.hits.get(&row.id).into_iter().flatten().filter_map(|service| self.services.get(service));
        let named = kept.into_iter().flat_map(|kept| kept.services.iter().cloned());
        let severity = if kept.is_some_and(|kept| kept.no_severity) { None } else { Some(stored::word(&row.severity)?) };
        let causes = self.categories.get(&row.id).into_iter().flatten().filter(|category| !category.trim().is_empty());
        Ok(Fault {
            id: FaultId(row.id),
            title: seen.then(|| row.title.clone()),
            day: Timestamp::from_millis(row.began_at).to_jiff().to_zoned(zone.clone()).date(),
            services: hit.map(|service| service.name.get(locale).to_owned()).chain(named).collect(),
            teams: self.teams(row.id).map(|(_, name)| name.clone()).collect(),
            causes: causes.cloned().collect(),
            severity,
            finder: row.finder.as_deref().map(stored::word).transpose()?,
            points: self.moments.get(&row.id).map(Moments::points).unwrap_or_default(),
            actions: self.tallies.get(&row.id).copied().unwrap_or_default(),
            repeats,
            is_drill: row.drill,
            is_duplicate: false,
        })
    }
}

/// Every service with its team. There are fewer of them than of anything else.
async fn named(conn: &impl ConnectionTrait) -> Result<HashMap<i64, Service>> {
    let names: Vec<(i64, String)> =
        teams::Entity::find().select_only().columns([teams::Column::Id, teams::Column::Name]).into_tuple().all(conn).await?;
    let teams: BTreeMap<i64, String> = names.into_iter().collect();
    let rows: Vec<(i64, String, String, i64)> = services::Entity::find()
        .select_only()
        .columns([services::Column::Id, services::Column::NameEn, services::Column::NameZh, services::Column::TeamId])
        .into_tuple()
        .all(conn)
        .await?;
    let service = |(id, en, zh, team): (i64, String, String, i64)| {
        let team = (TeamId(team), teams.get(&team).cloned().unwrap_or_default());
        (id, Service { name: Localised::new(en, zh), team })
    };
    Ok(rows.into_iter().map(service).collect())
}
