//! Figures over faults: what counts, what is left out, and who reads them.

use domain::{
    fault::{
        declaration::Details,
        parts::{Measure, Part},
        report::{By, Of, PartRow},
    },
    id::FaultId,
    invalid::Code,
    locale::Locale,
    permit::{Permission, PermissionSet},
    settings::Settings,
    time::Span,
};
use store::{
    Error, Store,
    faults::{
        self,
        import::{Incoming, import},
        post_mortem::{self, Done},
        report::{Question, a_year_ago, count, listed},
    },
    roles, settings,
    testing::{Company, START, each_database},
};

use super::seen;

const ALL: Question = Question { from: None, to: None, team: None, by: None, measure: Measure::Wall, locale: Locale::En };

/// Four faults: one whose beginning nobody knows, one that was over before it was located and came back from the first, and a drill.
const FILE: &str = r#"{"faults":[
    {"title":"First","services":["Trouble"],"severity":"critical","found_by":"monitoring","causes":[{"category":"change","text":""}],
     "moments":{"occurred":{"at":"2026-09-30T23:30:00Z"},"detected":{"at":"2026-09-30T23:40:00Z"},
                "located":{"at":"2026-10-01T00:00:00Z"},"restored":{"at":"2026-10-01T01:30:00Z"}},
     "actions":[{"type":"prevent","text":"a","due":"2026-10-10","done":"2026-10-10T20:00:00Z"},
                {"type":"limit_impact","text":"b","due":"2026-10-20","done":"2026-11-01T20:00:00Z"},
                {"type":"limit_impact","text":"c","due":"2026-12-24"}]},
    {"title":"Second","services":["Trouble","Laptop"],"found_by":"user","causes":[{"category":"Change ","text":""},{"category":"people","text":""}],
     "moments":{"occurred":{"at":"2026-10-05T10:00:00Z"},"detected":{"at":"2026-10-05T10:30:00Z"},
                "located":{"at":"2026-10-05T13:00:00Z"},"restored":{"at":"2026-10-05T11:00:00Z"}}},
    {"title":"Third","services":["Plotter"],"severity":"minor","moments":{"detected":{"at":"2026-11-02T10:00:00Z"}}},
    {"title":"Drill","services":["Trouble"],"drill":true,"moments":{"occurred":{"at":"2026-10-06T10:00:00Z"},"restored":{"at":"2026-10-06T20:00:00Z"}}},
    {"title":"A year ago","services":["Laptop"],"moments":{"restored":{"at":"2025-11-20T10:00:00Z"}},"actions":[{"type":"prevent","text":"d"}]}]}"#;

async fn filled(store: &Store) -> Company {
    let company = Company::found(store).await;
    let incoming = Incoming { name: "faults.json", text: FILE, zone: None, dry_run: false };
    assert_eq!(import(store, None, &incoming).await.unwrap().new_ones(), 5);
    company
}

async fn in_shanghai(store: &Store, company: &Company) {
    let there = Settings { organisation: "Example".into(), time_zone: "Asia/Shanghai".into(), ..Settings::default() };
    settings::change(store, &store.as_actor(company.admin).await, there).await.unwrap();
}

fn part(rows: &[PartRow], part: Part) -> (u64, u64, Option<f64>, Option<f64>, Option<f64>) {
    let row = rows.iter().find(|row| row.part == part).unwrap();
    (row.n, row.left_out, row.median_seconds, row.p90_seconds, row.mean_seconds)
}

#[tokio::test]
async fn figures_are_of_what_is_known_and_say_what_was_left_out() {
    each_database(async |store| {
        filled(&store).await;
        let counted = count(&store, None, &ALL).await.unwrap();
        let (report, figures) = (&counted.report, &counted.report.figures);
        assert_eq!((figures.n, report.drills, report.faults.len()), (4, 1, 4));
        assert_eq!(part(&figures.parts, Part::Detect), (2, 2, Some(1_200.0), Some(1_680.0), Some(1_200.0)));
        assert_eq!(part(&figures.parts, Part::Locate), (1, 3, Some(1_200.0), Some(1_200.0), Some(1_200.0)));
        assert_eq!(part(&figures.parts, Part::Total), (2, 2, Some(5_400.0), Some(6_840.0), Some(5_400.0)));
        assert_eq!(figures.combined.as_ref().map(|row| (row.n, row.median_seconds)), Some((1, Some(1_800.0))));
        assert_eq!((figures.finder_known, figures.monitoring_share, figures.repeats), (2, Some(0.5), 1));
        assert_eq!((figures.actions.due, figures.actions.in_time, figures.completion), (2, 1, Some(0.5)));
        assert_eq!(counted.calendar, None);
        let working = count(&store, None, &Question { measure: Measure::Working, ..ALL }).await.unwrap().report.figures;
        assert_eq!(part(&working.parts, Part::Total), (0, 4, None, None, None), "without a calendar nobody guesses");
        let nothing = Question { from: Some("2024-01-01".parse().unwrap()), to: Some("2024-02-01".parse().unwrap()), ..ALL };
        let nothing = count(&store, None, &nothing).await.unwrap().report;
        assert!(nothing.figures.parts.iter().all(|row| row.median_seconds.is_none() && row.n == 0) && nothing.faults.is_empty());
    })
    .await;
}

#[tokio::test]
async fn faults_are_grouped_and_each_number_has_its_faults() {
    each_database(async |store| {
        in_shanghai(&store, &filled(&store).await).await;
        for (by, expected) in [
            (By::Service, vec![("Laptop", 2), ("Trouble", 2), ("Plotter", 1)]),
            (By::Team, vec![("Network", 2), ("Workplace", 2), ("", 1)]),
            (By::Cause, vec![("", 2), ("Change ", 1), ("change", 1), ("people", 1)]),
            (By::Severity, vec![("", 2), ("critical", 1), ("minor", 1)]),
            (By::Detector, vec![("", 2), ("monitoring", 1), ("user", 1)]),
            (By::Month, vec![("2025-11", 1), ("2026-10", 2), ("2026-11", 1)]),
        ] {
            let question = Question { by: Some(by), ..ALL };
            let report = count(&store, None, &question).await.unwrap().report;
            let groups: Vec<(&str, u64)> = report.groups.iter().map(|group| (group.key.as_str(), group.figures.n)).collect();
            assert_eq!(groups, expected, "{by}");
            for group in &report.groups {
                let faults = listed(&store, None, &question, Some(&group.key), None, Of::All).await.unwrap();
                assert_eq!(faults.len() as u64, group.figures.n, "{by} {}", group.key);
                for row in &group.figures.parts {
                    let of = async |of| listed(&store, None, &question, Some(&group.key), Some(row.part), of).await.unwrap().len() as u64;
                    assert_eq!((of(Of::Known).await, of(Of::LeftOut).await), (row.n, row.left_out));
                }
            }
        }
        let titles = async |of| {
            let rows = listed(&store, None, &ALL, None, None, of).await.unwrap();
            rows.into_iter().map(|row| row.title.unwrap()).collect::<Vec<_>>()
        };
        assert_eq!((titles(Of::Repeats).await, titles(Of::NotInTime).await), (vec!["Second".to_owned()], vec!["First".to_owned()]));
        assert_eq!((titles(Of::Drills).await, titles(Of::Monitoring).await), (vec!["Drill".to_owned()], vec!["First".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn a_period_is_of_days_where_the_company_is_and_what_repeats_may_lie_before_it() {
    each_database(async |store| {
        let company = filled(&store).await;
        let october = Question { from: Some("2026-10-01".parse().unwrap()), to: Some("2026-11-01".parse().unwrap()), ..ALL };
        let report = async || count(&store, None, &october).await.unwrap().report;
        let first = report().await;
        assert_eq!((first.faults.len(), first.figures.repeats), (1, 1), "the earlier one lies in September");
        in_shanghai(&store, &company).await;
        assert_eq!(report().await.faults.len(), 2, "the night of October has begun there");
    })
    .await;
}

#[tokio::test]
async fn reports_are_for_whom_may_see_them_and_titles_for_who_sees_the_fault() {
    each_database(async |store| {
        let company = filled(&store).await;
        let of = |team| Question { team: Some(team), ..ALL };
        let lead = store.as_actor(company.lead).await;
        assert!(matches!(count(&store, Some(&lead), &ALL).await, Err(Error::NotFound)));
        assert!(matches!(count(&store, Some(&lead), &of(company.network)).await, Err(Error::NotFound)));
        let theirs = count(&store, Some(&lead), &of(company.workplace)).await.unwrap().report;
        assert_eq!(theirs.faults.iter().map(|row| row.title.as_deref()).collect::<Vec<_>>(), [Some("Second"), Some("A year ago")]);
        for person in [company.ada, company.rita, company.stranger] {
            let actor = store.as_actor(person).await;
            assert!(matches!(count(&store, Some(&actor), &of(company.workplace)).await, Err(Error::NotFound)));
        }
        // Who reads figures and sees no faults reads no titles.
        let admin = store.as_actor(company.admin).await;
        let role = roles::create(&store, &admin, "Figures", PermissionSet::of(&[Permission::SeeReports])).await.unwrap();
        roles::grant(&store, &admin, role, company.stranger, None).await.unwrap();
        let reader = store.as_actor(company.stranger).await;
        let report = count(&store, Some(&reader), &ALL).await.unwrap().report;
        assert_eq!((report.figures.n, report.faults.iter().filter(|row| row.title.is_some()).count()), (4, 0));
        let invalid = Question::read("soon", "2026-01-01", "colour", "sun", None, Locale::En).unwrap_err();
        let codes = ["from", "by", "clock"].map(|field| invalid.of(field).cloned());
        assert_eq!(codes, [Some(Code::NotADate), Some(Code::UnknownChoice), Some(Code::UnknownChoice)]);
    })
    .await;
}

#[tokio::test]
async fn a_year_later_what_was_agreed_on_is_told_once_more() {
    each_database(async |store| {
        let company = filled(&store).await;
        let about = a_year_ago(&store, None, None).await.unwrap();
        assert_eq!(about.iter().map(|one| (one.title.as_deref(), one.actions.all)).collect::<Vec<_>>(), [(Some("A year ago"), 1)]);
        assert!(a_year_ago(&store, None, Some(company.network)).await.unwrap().is_empty());
        // What is done in time counts once its last day is over.
        let admin = store.as_actor(company.admin).await;
        let view = seen(&store, &admin, FaultId(1)).await;
        let details = Details { title: view.title, severity: view.severity, services: vec![company.trouble], drill: true };
        faults::change(&store, &admin, FaultId(1), view.version, &details).await.unwrap();
        assert_eq!(count(&store, None, &ALL).await.unwrap().report.figures.completion, None, "a drill counts nowhere");
        assert!(matches!(post_mortem::follow(&store, &admin, FaultId(5), 0, &Done::Finish).await, Err(Error::Invalid(_))));
        store.clock().advance(Span::from_days(40));
        assert!(a_year_ago(&store, None, None).await.unwrap().is_empty(), "{START}");
    })
    .await;
}
