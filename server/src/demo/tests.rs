use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::catalogue::{Group, Offer, Wording};
use domain::fault::Severity;
use domain::fault::declaration::State;
use domain::fault::moment::Kind;
use domain::fault::parts::is_combined;
use domain::fault::view::{FaultFilter, FaultRow};
use domain::form::{FieldKind, Form};
use domain::id::{ServiceId, UserId};
use domain::locale::Localised;
use domain::people::MailOccasion;
use domain::scoring::plan::Stage;
use domain::ticket::StatusName;
use domain::ticket::view::{QueueFilter, ServiceRef, View};
use domain::time::Timestamp;
use store::faults::post_mortem::Whose;
use store::testing::{Sandbox, each_database};
use store::tickets::past::Deed;
use store::{audit, counters, duties, outbox, scoring, sla, tickets};

use super::*;

const PASSWORD: &str = "copper-meadow-lantern-27";

fn plan(tickets: u32) -> Plan {
    Plan { seed: 7, until: "2026-11-20T13:20:00Z".parse().unwrap(), tickets }
}

async fn filled(store: &Store, plan: &Plan) -> Vec<Account> {
    stand_at(store, plan.from());
    fill(store, plan, &mut || PASSWORD.to_owned(), |_, _| {}).await.unwrap()
}

/// Everything that the audit log says: of tickets, by a hash of all that was written.
async fn recorded(plan: &Plan) -> Vec<String> {
    let sandbox = Sandbox::sqlite().await;
    filled(&sandbox.store, plan).await;
    let records =
        sandbox.store.texts("SELECT CAST(at AS TEXT) || ' ' || action || ' ' || object_id || ' ' || data FROM audit ORDER BY id").await;
    sandbox.end().await;
    records
}

#[tokio::test]
async fn the_same_seed_and_moment_make_the_same_company() {
    let first = recorded(&plan(250)).await;
    assert!(first.iter().any(|record| record.contains("ticket.record_past")));
    assert_eq!(first, recorded(&plan(250)).await);
    assert_ne!(first, recorded(&Plan { seed: 8, ..plan(250) }).await);
}

#[tokio::test]
async fn the_company_stands_on_both_databases() {
    each_database(async |store| {
        let plan = plan(600);
        let accounts = filled(&store, &plan).await;
        assert_eq!(accounts.len(), people::WITH_PASSWORD.len());
        assert_eq!(store.now(), plan.until);

        assert_eq!(counters::recompute(&store).await.unwrap(), 0, "counters that were wrong");
        let chain = audit::verify(&store, None).await.unwrap().expect("an unbroken chain");
        assert!(chain.records > 150, "{}", chain.records);

        let administrator = administrator(&store).await;
        let mails = outbox::list(&store, &administrator, None, None).await.unwrap().lines;
        let called = |line: &outbox::Line| line.occasion == MailOccasion::Called && line.state == outbox::State::Sent;
        assert!(mails.len() >= 3 && mails.iter().all(called), "mails about the past: {mails:?}");
        let (gaps, _) = duties::gaps(&store, &administrator, None).await.unwrap();
        assert_eq!((gaps.services_without_owner.len(), gaps.services_with_absent_owner.len(), gaps.teams_without_lead.len()), (1, 1, 1));
        assert!(!gaps.tickets.is_empty());

        let found = tickets::find(&store, &administrator, "dock 4 pallet lab", None, 10).await.unwrap();
        assert_eq!(found.rows.first().map(|row| row.title.as_str()), Some("Dock 4 scanners cannot print pallet labels"));
        let chinese = tickets::find(&store, &administrator, "视频会议", None, 10).await.unwrap();
        assert!(!chinese.rows.is_empty());

        let again = fill(&store, &plan, &mut || PASSWORD.to_owned(), |_, _| {}).await;
        assert!(matches!(again, Err(DemoError::NotEmpty)));
    })
    .await;
}

/// All that is kept of clocks, as text.
async fn kept(store: &Store) -> Vec<String> {
    let columns = "ticket_id, metric, cycle, team_id, policy_version_id, rule, calendar_version_id, target, started_at, started_by, \
                   state, state_why, state_at, state_by, elapsed, deadline, next_at, breached_at";
    let text: Vec<String> = columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
    let clocks = format!("SELECT {} FROM clocks ORDER BY ticket_id, metric, cycle", text.join(" || ' ' || "));
    let due = "SELECT CAST(id AS TEXT) || ' ' || CAST(due_at AS TEXT) FROM tickets ORDER BY id";
    let breaches = "SELECT CAST(ticket_id AS TEXT) || metric || CAST(cycle AS TEXT) || ' ' || CAST(at AS TEXT) FROM breaches ORDER BY ticket_id, metric, cycle";
    [store.texts(&clocks).await, store.texts(due).await, store.texts(breaches).await].concat()
}

#[tokio::test]
async fn what_is_kept_of_the_years_clocks_is_what_its_timelines_say() {
    each_database(async |store| {
        filled(&store, &plan(600)).await;
        let before = kept(&store).await;
        assert!(before.len() > 2_000, "{}", before.len());
        for metric in ["first_response", "update", "resolution", "ola"] {
            let of = |state: &str| format!("SELECT count(*) FROM clocks WHERE metric = '{metric}' AND state = '{state}'");
            assert!(store.number(&of("stopped")).await > 0, "no {metric} ended");
        }
        assert_eq!(store.number("SELECT count(*) FROM clock_steps").await, 0, "nobody is called to what is long past");
        store.run_sql("DELETE FROM clocks; UPDATE tickets SET due_at = 0").await;
        sla::recompute(&store).await.unwrap();
        assert_eq!(kept(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_year_has_tickets_in_every_state_and_queues_that_somebody_can_work_through() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    let plan = plan(6_000);
    filled(store, &plan).await;
    let states = store.texts("SELECT status || ' ' || CAST(COUNT(*) AS TEXT) FROM tickets GROUP BY status").await;
    let states: BTreeMap<StatusName, u32> = states
        .iter()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(status, count)| (status.parse().unwrap(), count.parse().unwrap()))
        .collect();
    assert_eq!(states.len(), StatusName::ALL.len(), "{states:?}");
    let open: u32 = states.iter().filter(|(status, _)| status.is_open()).map(|(_, count)| count).sum();
    assert!((100..500).contains(&open), "{open} open: {states:?}");
    assert!((5_700..6_300).contains(&states.values().sum::<u32>()), "{states:?}");
    let waits = store.texts("SELECT DISTINCT waiting_on FROM tickets WHERE waiting_on IS NOT NULL").await;
    assert_eq!(waits.len(), 3, "{waits:?}");

    let administrator = administrator(store).await;
    let all = QueueFilter { view: View::AllOpen, ..QueueFilter::default() };
    assert!(!tickets::queue(store, &administrator, &all, None, 50).await.unwrap().rows.is_empty());
    for team in ["Service Desk", "Workplace", "Network", "Order Platform", "Business Applications", "Data and Reporting"] {
        let held =
            store.texts(&format!("SELECT t.name FROM tickets k JOIN teams t ON t.id = k.team_id WHERE k.open AND t.name = '{team}'")).await;
        assert!((3..120).contains(&held.len()), "{team} holds {}", held.len());
    }
    let kinds = store.texts("SELECT DISTINCT kind FROM events").await;
    for kind in
        ["replied", "noted", "status_changed", "resolved", "assigned", "priority_changed", "watcher_added", "requester_added", "rated"]
    {
        assert!(kinds.iter().any(|known| known == kind), "nothing was {kind}");
    }
    for (what, sql) in [
        ("reopened", "SELECT title FROM tickets WHERE reopen_count > 0"),
        ("handed over", "SELECT title FROM tickets WHERE reassign_count > 0"),
        ("rated with one star", "SELECT comment FROM ratings WHERE kind = 'stars' AND given = 1"),
        ("with files", "SELECT name FROM attachments WHERE ticket_id IS NOT NULL"),
        ("filed by an agent", "SELECT title FROM tickets WHERE source = 'agent'"),
        ("with an older form", "SELECT k.title FROM tickets k JOIN services s ON s.id = k.service_id WHERE k.form_id <> s.form_id"),
    ] {
        let found = store.texts(sql).await.len();
        assert!((1..700).contains(&found), "{found} {what}");
    }
    let overdue =
        store.texts(&format!("SELECT title FROM tickets WHERE status = 'resolved' AND resolved_at < {}", closed_before(&plan))).await;
    assert_eq!(overdue, Vec::<String>::new(), "should have closed by themselves");
    sandbox.end().await;
}

#[tokio::test]
async fn forms_can_be_offered_and_answers_use_every_kind_of_field() {
    let sandbox = Sandbox::sqlite().await;
    let plan = plan(3_000);
    stand_at(&sandbox.store, plan.from());
    let company = company::found(&sandbox.store, &mut || PASSWORD.to_owned()).await.unwrap();
    let told = year::tell(&plan, &company, &Calendar::before(plan.until).unwrap()).unwrap();
    let forms: HashMap<_, Form> =
        catalogue::SERVICES.iter().map(|service| (company.services[service.key], forms::form(service.key))).collect();
    let (mut kinds, mut conditions) = (BTreeSet::new(), 0);
    for form in forms.values() {
        form.check().unwrap();
    }
    for Told { past, file_fields } in &told {
        let form = &forms[&past.service];
        let submission = past.draft.clone().parse(form).unwrap_or_else(|error| panic!("{}: {error}", past.draft.title));
        let answered = |key: &str| submission.answers.contains_key(key) || file_fields.contains(&key);
        for field in form.fields.iter().filter(|field| answered(&field.key)) {
            conditions += usize::from(field.when.is_some());
            kinds.insert(name(&field.kind));
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    assert!(conditions > 100);
    sandbox.end().await;
}

#[tokio::test]
async fn mondays_are_busy_summers_quiet_and_the_release_is_felt() {
    let sandbox = Sandbox::sqlite().await;
    let plan = plan(6_000);
    stand_at(&sandbox.store, plan.from());
    let company = company::found(&sandbox.store, &mut || PASSWORD.to_owned()).await.unwrap();
    let calendar = Calendar::before(plan.until).unwrap();
    let told = year::tell(&plan, &company, &calendar).unwrap();
    let filed = |fits: &dyn Fn(Timestamp) -> bool| told.iter().filter(|told| fits(told.past.at)).count();
    let on = |day: i8| filed(&|at| calendar.local(at).date().weekday().to_monday_zero_offset() == day);
    assert!(on(0) > on(4) * 5 / 4 && on(4) > on(5) * 3);
    let month = |month: i8| filed(&|at| calendar.local(at).month() == month);
    assert!(month(10) > month(8) * 5 / 4);
    let shop: BTreeSet<_> = ["shop", "payments", "orders"].map(|key| company.services[key]).into();
    let week = |from: Timestamp| {
        told.iter()
            .filter(|told| shop.contains(&told.past.service) && (from..from.plus(Span::from_days(7))).contains(&told.past.at))
            .count()
    };
    assert!(week(calendar.release) > 2 * week(calendar.release.minus(Span::from_days(14))));
    assert!(told.iter().all(|told| {
        told.past.steps.iter().all(|step| step.at <= plan.until && !matches!(step.deed, Deed::HandOver(ref to) if to.reason.is_empty()))
    }));
    sandbox.end().await;
}

#[tokio::test]
async fn the_years_faults_are_of_every_kind_and_one_goes_on() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    filled(store, &plan(60)).await;
    let administrator = administrator(store).await;
    let rows = store::faults::list(store, &administrator, &FaultFilter::default(), None).await.unwrap().rows;
    assert_eq!(rows.len(), super::faults::STORIES.len() + 1, "an alert declared one");
    let alerted = rows.iter().find(|row| row.title == super::alerts::TITLE).unwrap();
    let alerted = store::faults::view(store, &administrator, alerted.number.0).await.unwrap();
    assert_eq!((alerted.alerts.all, alerted.alerts.open, alerted.declared_by, alerted.proposals), (4, 0, None, Vec::new()));
    let count = |is: &dyn Fn(&FaultRow) -> bool| rows.iter().filter(|row| is(row)).count();
    assert_eq!(count(&|row| row.state == State::Ongoing), 1);
    assert_eq!(count(&|row| row.drill), 1);
    assert_eq!(count(&|row| row.moments.get(Kind::Occurred).is_some() && row.moments.at(Kind::Occurred).is_none()), 1, "nobody knows");
    assert_eq!(count(&|row| is_combined(row.moments.points())), 1, "restored before its cause was found");
    for row in &rows {
        let fault = store::faults::view(store, &administrator, row.number.0).await.unwrap();
        assert!(fault.questions.is_empty() && fault.working.is_some(), "{}", fault.title);
        assert_eq!(fault.targets.0.is_empty(), row.severity == Severity::Low, "{}", fault.title);
    }
    let states = store.texts("SELECT state FROM post_mortems ORDER BY fault_id").await;
    assert_eq!(states, ["published", "published", "published", "in_review", "draft"]);
    let overdue = store::faults::post_mortem::actions(store, &administrator, Whose::Overdue).await.unwrap();
    assert_eq!(overdue.len(), 7, "what was agreed on is not always done: {overdue:#?}");
    assert_eq!(store::faults::post_mortem::published(store, &administrator).await.unwrap().len(), 3);
    let year = store::faults::report::a_year_ago(store, None, None).await.unwrap();
    assert_eq!(year.len(), 1, "what was agreed on a year ago is looked at once more");
    let question = store::faults::report::Question::read("", "", "", "", None, domain::locale::Locale::En).unwrap();
    let figures = store::faults::report::count(store, None, &question).await.unwrap().report.figures;
    assert_eq!(figures.repeats, 1, "half of the warehouse repeats hall A");
    sandbox.end().await;
}

#[tokio::test]
async fn four_rounds_of_scores_are_over_and_one_waits_for_ballots() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    filled(store, &plan(2_500)).await;
    let nadia = UserId(store.number("SELECT id FROM users WHERE email = 'nadia@kestrel.example'").await);
    let nadia = store::actor::load(store, nadia).await.unwrap();
    let rounds = scoring::list(store, &nadia).await.unwrap().rounds;
    assert_eq!(
        rounds.iter().map(|round| round.stage).collect::<Vec<_>>(),
        [Stage::Open, Stage::Closed, Stage::Closed, Stage::Closed, Stage::Closed]
    );
    let open = scoring::round(store, &nadia, rounds[0].id).await.unwrap().participation.unwrap();
    assert!(open.all.done > 0 && open.all.is_open(), "{open:?}");
    let (mut flags, mut hidden, mut appeals) = (0, 0, 0);
    for round in &rounds[1..] {
        let shown = scoring::round(store, &nadia, round.id).await.unwrap();
        assert_eq!(shown.reproduced, Some(true));
        assert!(shown.teams.iter().any(|team| team.result.is_some_and(|result| result.counted && result.adjusted != Some(result.raw))));
        flags += shown.flags.len();
        hidden += shown.teams.iter().filter(|team| team.result.is_none()).count();
        appeals += shown.appeals.iter().filter(|appeal| appeal.answer.is_some()).count();
    }
    assert!(flags > 0, "two teams stand out");
    assert!(hidden > 0, "a small team is not shown");
    assert_eq!(appeals, 1);
    sandbox.end().await;
}

#[tokio::test]
async fn services_ask_in_every_way_and_low_ratings_are_followed_up() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    filled(store, &plan(2_500)).await;
    let administrator = administrator(store).await;
    let question = store::surveys::report::Question::read("", "", "", None, domain::locale::Locale::En).unwrap();
    let report = store::surveys::report::count(store, Some(&administrator), &question).await.unwrap();
    assert_eq!(report.total.len(), domain::survey::Kind::ALL.len(), "{:?}", report.total);
    assert!(report.total.iter().all(|line| line.n >= 5 && line.answered <= line.sent), "{:?}", report.total);
    assert!(report.silent.iter().any(|silent| silent.why == domain::survey::report::Why::NeverAsked), "{:?}", report.silent);
    let open = store::surveys::follow_up::list(store, &administrator, domain::survey::Whose::Open).await.unwrap();
    let done = store::surveys::follow_up::list(store, &administrator, domain::survey::Whose::Done).await.unwrap();
    assert!(!open.is_empty() && done.len() > open.len(), "{} open, {} done", open.len(), done.len());
    sandbox.end().await;
}

async fn administrator(store: &Store) -> domain::permit::Actor {
    let id = store.texts("SELECT CAST(id AS TEXT) FROM users WHERE email = 'amara@kestrel.example'").await;
    store.as_actor(id[0].parse().unwrap()).await
}

fn closed_before(plan: &Plan) -> i64 {
    plan.until.minus(Span::from_days(5)).minus(Span::from_minutes(1)).millis()
}

fn name(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. } => "text",
        FieldKind::LongText => "long text",
        FieldKind::Number { .. } => "number",
        FieldKind::Date => "date",
        FieldKind::Choice { .. } => "choice",
        FieldKind::Choices { .. } => "choices",
        FieldKind::Person => "person",
        FieldKind::Service => "service",
        FieldKind::File { .. } => "file",
    }
}

/// What people type, and the services that must be there, the first of them before every other one.
const MEANT: &[(&str, &[&str])] = &[
    ("my computer is slow", &["device-trouble"]),
    ("printer is broken", &["office-printer", "warehouse"]),
    ("the printer does not print", &["office-printer", "warehouse"]),
    ("vpn does not connect", &["vpn"]),
    ("password forgotten", &["sign-in"]),
    ("new phone", &["phone", "device-trouble"]),
    ("I can't log in", &["sign-in"]),
    ("monitor", &["device-trouble", "device"]),
    ("电脑", &["device-trouble", "device"]),
    ("我的电脑很慢", &["device-trouble"]),
    ("打印机坏了", &["office-printer", "warehouse"]),
    ("VPN 连不上", &["vpn"]),
    ("忘记密码", &["sign-in"]),
    ("换手机", &["phone"]),
    ("无线", &["network"]),
    ("email", &["leaver"]),
];

#[test]
fn people_find_the_services_in_their_own_words() {
    let offers = catalogue::SERVICES.iter().zip(1..).map(|(plan, id)| Offer {
        service: ServiceRef { id: ServiceId(id), name: Localised::new(plan.name.0, plan.name.1), icon: plan.key.into() },
        description: Localised::new(plan.about.0, plan.about.1),
        kind: plan.kind,
        asks: forms::form(plan.key).wording(),
    });
    let wording = Wording::of(&[Group { id: None, name: Localised::default(), offers: offers.collect() }]);
    let mut wrong = Vec::new();
    for (words, wanted) in MEANT {
        let found: Vec<String> = wording.meant_by(words).into_iter().map(|offer| offer.service.icon).collect();
        let is_first = found.first().map(String::as_str) == wanted.first().copied();
        if !is_first || !wanted.iter().all(|wanted| found.iter().any(|found| found == wanted)) {
            wrong.push(format!("{words}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(wording.anything_else().map(|offer| offer.service.icon.as_str()), Some("other"));
}
