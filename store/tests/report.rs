//! Reports on both databases.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::collections::BTreeMap;

use domain::{
    id::{TeamId, UserId},
    invalid::Code,
    locale::Locale,
    people::AccountState,
    permit::{Actor, Grant, Permission, PermissionSet, Scope},
    rating::Rating,
    report::{By, Report, Satisfaction},
    servicenow::{Columns, History, Row, Tally},
    settings::Settings,
    survey::{Answer, Kind},
    ticket::{Resolution, ResolutionCode},
};
use jiff::{civil::DateTime, tz::Offset};
use store::{
    Error, Store,
    imports::{self, Batch, Source},
    ratings,
    report::{self, Question},
    settings,
    testing::{Company, each_database},
    tickets,
};

const HEADER: &str = "number,incident_state,sys_updated_at,opened_at,reopen_count,category,priority,assignment_group,resolved_at,closed_at";

#[test]
fn a_bound_that_cannot_be_read_is_told_and_not_taken_for_none() {
    let read = |from, to, by| Question::read(from, to, by, None, Locale::En);
    let all = read("", " ", "").unwrap();
    assert_eq!((all.from, all.to, all.by), (None, None, By::Team));
    assert_eq!(read("2026-02-01", "", "service").unwrap().from, Some("2026-02-01".parse().unwrap()));
    let wrong = read("2026-02-30", "soon", "colour").unwrap_err();
    assert_eq!((wrong.of("from"), wrong.of("to")), (Some(&Code::NotADate), Some(&Code::NotADate)));
    assert_eq!(wrong.of("by"), Some(&Code::UnknownChoice));
}

/// Tickets as an old system knew them: one row is enough for a report.
async fn imported(store: &Store, rows: &[&str]) {
    let columns = Columns::from_header(HEADER.split(',')).unwrap();
    let utc = |at: DateTime| Offset::UTC.to_timestamp(at).unwrap().into();
    let history = |(line, row): (u64, &&str)| {
        let row = Row::read(&columns, line, &row.split(',').collect::<Vec<_>>(), &utc).unwrap();
        History::of(&columns, vec![row]).unwrap()
    };
    let histories: Vec<History> = (2..).zip(rows).map(history).collect();
    let source =
        Source { file_name: "log.csv".into(), fingerprint: "1".into(), time_zone: "UTC".into(), mapping: BTreeMap::new(), rows: 0 };
    let mut run = imports::begin(store, None, &source).await.unwrap();
    let tally = Tally::default();
    let batch = Batch { histories: &histories, refused: &[], position: histories.len() as u64, tally: &tally };
    run.write(store, &batch).await.unwrap();
    run.finish(store, &tally).await.unwrap();
}

/// Six of February; the two resolved ones of Group 1 took 1 and 4 hours.
const FEBRUARY: [&str; 6] = [
    "A,Closed,1/2/2016 10:00,1/2/2016 00:00,0,Network,3 - Moderate,Group 1,1/2/2016 01:00,1/2/2016 10:00",
    "B,Closed,2/2/2016 10:00,2/2/2016 00:00,2,Network,3 - Moderate,Group 1,2/2/2016 04:00,2/2/2016 10:00",
    "C,Closed,3/2/2016 10:00,3/2/2016 00:00,0,Mail,2 - High,Group 1,?,3/2/2016 10:00",
    "D,Resolved,4/2/2016 10:00,4/2/2016 00:00,1,Mail,1 - Critical,Group 2,4/2/2016 10:00,?",
    "E,Active,5/2/2016 10:00,5/2/2016 00:00,0,Mail,4 - Low,Group 2,?,?",
    "F,New,29/2/2016 23:59,29/2/2016 23:59,0,?,4 - Low,?,?,?",
];

fn by(by: By) -> Question {
    Question { from: None, to: None, team: None, by, locale: Locale::En }
}

fn told(report: &Report) -> Vec<String> {
    let hours = |hours: Option<f64>| hours.map_or_else(|| "-".to_owned(), |hours| format!("{hours:.2}"));
    let rows = report.rows.iter().chain([&report.total]);
    rows.map(|row| {
        let (median, p90) = (hours(row.median_resolution_hours), hours(row.p90_resolution_hours));
        format!("{}: {} {} {} {median} {p90}", row.key, row.tickets, row.resolved, row.reopened)
    })
    .collect()
}

fn somebody(scope: Scope, permission: Permission) -> Actor {
    Actor {
        user: UserId(1),
        name: "Ada".to_owned(),
        locale: Locale::En,
        state: AccountState::Active,
        teams: Vec::new(),
        grants: vec![Grant { scope, permissions: PermissionSet::of(&[permission]) }],
        owns: Vec::new(),
    }
}

#[tokio::test]
async fn tickets_are_counted_by_team_by_priority_and_by_service() {
    each_database(|store| async move {
        imported(&store, &FEBRUARY).await;
        let report = async |by_what| told(&report::tickets(&store, None, &by(by_what)).await.unwrap());
        assert_eq!(
            report(By::Team).await,
            ["Group 1: 3 2 1 2.50 3.70", "Group 2: 2 1 1 10.00 10.00", ": 1 0 0 - -", "total: 6 3 2 4.00 8.80"]
        );
        assert_eq!(
            report(By::Priority).await,
            ["low: 2 0 0 - -", "normal: 2 2 1 2.50 3.70", "high: 1 0 0 - -", "urgent: 1 1 1 10.00 10.00", "total: 6 3 2 4.00 8.80"]
        );
        assert_eq!(
            report(By::Service).await,
            ["Mail: 3 1 1 10.00 10.00", "Network: 2 2 1 2.50 3.70", "Uncategorised: 1 0 0 - -", "total: 6 3 2 4.00 8.80"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_period_begins_with_its_first_day_and_ends_before_its_last_in_the_instances_zone() {
    each_database(|store| async move {
        imported(&store, &FEBRUARY).await;
        let count = async |from: &str, to: &str| {
            let period = Question { from: from.parse().ok(), to: to.parse().ok(), ..by(By::Team) };
            report::tickets(&store, None, &period).await.unwrap().total.tickets
        };
        assert_eq!(count("2016-02-01", "2016-03-01").await, 6);
        assert_eq!((count("2016-02-02", "2016-02-04").await, count("", "2016-02-02").await, count("2016-02-29", "").await), (2, 1, 1));

        // In Shanghai the last of them was filed in March.
        let clerk = somebody(Scope::Everywhere, Permission::ManageSettings);
        let shanghai = Settings { organisation: "Example".into(), time_zone: "Asia/Shanghai".into(), ..Settings::default() };
        settings::change(&store, &clerk, shanghai).await.unwrap();
        assert_eq!((count("2016-02-01", "2016-03-01").await, count("2016-03-01", "").await), (5, 1));
    })
    .await;
}

#[tokio::test]
async fn satisfaction_counts_who_was_asked_and_who_answered_and_the_report_stays_as_it_was() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let mut resolved = Vec::new();
        for title in ["One", "Two", "Three"] {
            let id = company.file(&store, company.rita, company.laptop, title).await;
            let how = Resolution { code: ResolutionCode::Fulfilled, text: "It is on your desk.".into() };
            tickets::resolve(&store, &ada, id, how, None).await.unwrap();
            resolved.push(id);
        }
        company.file(&store, company.rita, company.trouble, "Open").await;
        for (&id, stars) in resolved.iter().zip([5, 2]) {
            let rating = Rating { answer: Answer::try_from((Kind::Stars, stars)).unwrap(), comment: String::new() };
            ratings::rate(&store, &rita, id, rating).await.unwrap();
        }
        let insight = report::insight(&store, None, &by(By::Service)).await.unwrap();
        assert_eq!(insight.report, report::tickets(&store, None, &by(By::Service)).await.unwrap());
        assert_eq!(insight.report.rows[0].key, "Laptop");
        let said = Satisfaction { asked: 3, answered: 2, stars: 7 };
        assert_eq!(insight.satisfaction, [said, Satisfaction::default()]);
        assert_eq!((insight.total, insight.total.mean()), (said, Some(3.5)));
        assert_eq!((insight.trend.len(), insight.trend[0].row.tickets, insight.trend[0].satisfaction), (1, 4, said));
        assert!(matches!(report::insight(&store, Some(&rita), &by(By::Service)).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_trend_is_told_in_the_days_of_the_instance() {
    each_database(|store| async move {
        imported(&store, &FEBRUARY).await;
        let weeks = async || {
            let trend = report::insight(&store, None, &by(By::Team)).await.unwrap().trend;
            trend.into_iter().map(|point| (point.row.key, point.row.tickets)).collect::<Vec<_>>()
        };
        let at = |day: &str, tickets| (day.to_owned(), tickets);
        let utc = [at("2016-02-01", 5), at("2016-02-08", 0), at("2016-02-15", 0), at("2016-02-22", 0), at("2016-02-29", 1)];
        assert_eq!(weeks().await, utc);
        // In New York the first of them was filed on a Sunday.
        let clerk = somebody(Scope::Everywhere, Permission::ManageSettings);
        let there = Settings { organisation: "Example".into(), time_zone: "America/New_York".into(), ..Settings::default() };
        settings::change(&store, &clerk, there).await.unwrap();
        assert_eq!(weeks().await[..2], [at("2016-01-25", 1), at("2016-02-01", 4)]);
    })
    .await;
}

#[tokio::test]
async fn a_report_of_one_team_is_for_those_who_may_see_that_one() {
    each_database(|store| async move {
        imported(&store, &FEBRUARY).await;
        let lead = somebody(Scope::Team(TeamId(1)), Permission::SeeReports);
        let of = |team| Question { team, ..by(By::Priority) };
        let own = report::tickets(&store, Some(&lead), &of(Some(TeamId(1)))).await.unwrap();
        assert_eq!(own.total.tickets, 3);
        for other in [Some(TeamId(2)), None] {
            assert!(matches!(report::tickets(&store, Some(&lead), &of(other)).await, Err(Error::NotFound)));
        }
    })
    .await;
}
