//! Faults as files: what goes out comes in without loss, and what comes in is told.

use domain::{
    fault::{
        action::{self, Kind as For},
        declaration::Details,
        exchange::{
            self, Action, Audience, Document, Done as WasDone, Line, NotAFile, Outcome, Seen, Waiver, What, all_to_json, all_to_markdown,
        },
        impact::Interval,
        moment::{Kind, Question, Value},
        number::Number,
        parts::Part,
        post_mortem::{ActionDraft, Cause, ContentDraft},
        timeline::{ChatLine, Origin},
    },
    id::FaultId,
    permit::Actor,
    time::{Span, Timestamp},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use store::{
    Error, Store, audit,
    faults::{
        self, export,
        import::{Incoming, import},
        post_mortem::{self, Done, Step},
    },
    testing::{Company, START, Sandbox, each_database},
};

use super::{declared, minute, saying, seen};

async fn bring(store: &Store, name: &str, text: &str) -> Outcome {
    import(store, None, &Incoming { name, text, zone: None, dry_run: false }).await.unwrap()
}

/// All that there is, in both forms.
async fn out(store: &Store) -> (String, String) {
    let all = export::all(store, None, None).await.unwrap();
    (all_to_json(&all), all_to_markdown(&all))
}

/// A fault with all that a fault can have, its post-mortem published and its actions followed.
async fn whole(store: &Store, company: &Company) -> (Actor, FaultId) {
    let (nina, id) = declared(store, company).await;
    let ada = store.as_actor(company.ada).await;
    for (kind, at) in [(Kind::Occurred, -90), (Kind::Detected, -80), (Kind::Located, -10), (Kind::Restored, -40)] {
        let evidence = if kind == Kind::Detected { "https://log.example/7".into() } else { String::new() };
        faults::set(store, &nina, id, &faults::Saying { evidence, ..saying(kind, minute(at)) }).await.unwrap();
    }
    faults::set(store, &nina, id, &faults::Saying { value: Value::Unknown, ..saying(Kind::Mitigated, minute(0)) }).await.unwrap();
    faults::answer(store, &nina, id, Question::RestoredBeforeLocated, "Rolled back first").await.unwrap();
    faults::start_impact(store, &nina, id, minute(-90), Some(minute(-60))).await.unwrap();
    faults::start_impact(store, &nina, id, minute(-55), Some(minute(-40))).await.unwrap();
    let chat = ChatLine { line: 1, at: minute(-70), author: "Mei".into(), text: "# it is dark\n- really".into() };
    faults::keep_chat(store, &nina, id, &[chat]).await.unwrap();
    faults::say(store, &nina, id, "The night shift rings", &jiff::tz::TimeZone::UTC).await.unwrap();
    post_mortem::begin(store, &nina, id).await.unwrap();
    let action = |kind: For, text: &str| ActionDraft {
        kind: kind.as_str().into(),
        text: text.into(),
        owner: Some(company.nina),
        due: "2026-11-30".into(),
        criterion: "Seen".into(),
        effect_days: "1".into(),
    };
    let draft = ContentDraft {
        summary: "A **rule**\n\n---\n\n# let nothing through.".into(),
        impact: "Nobody reached anything.".into(),
        causes: vec![Cause { category: "Change".into(), text: "Nobody had tried it".into() }],
        why_this_long: [(Part::Detect, "Nobody watched".into())].into(),
        actions: vec![action(For::Prevent, "Test rules"), action(For::LimitImpact, "A second way in")],
        not_applicable: [For::DetectFaster, For::LocateFaster, For::RestoreFaster].map(|kind| (kind, "Fast enough".into())).into(),
        audience: domain::fault::post_mortem::Audience::People { people: vec![company.rita, company.ron] },
        ..ContentDraft::default()
    };
    post_mortem::write(store, &nina, id, 1, &draft).await.unwrap();
    post_mortem::step(store, &nina, id, &Step::Submit { reviewer: company.ada }).await.unwrap();
    post_mortem::step(store, &ada, id, &Step::Approve).await.unwrap();
    post_mortem::step(store, &nina, id, &Step::Publish).await.unwrap();
    post_mortem::follow(store, &nina, id, 0, &Done::Finish).await.unwrap();
    post_mortem::follow(store, &ada, id, 0, &Done::Verify { evidence: "I tried".into() }).await.unwrap();
    store.clock().advance(Span::from_days(2));
    post_mortem::follow(store, &nina, id, 0, &Done::Check { helps: true, note: "It held".into() }).await.unwrap();
    (nina, id)
}

#[tokio::test]
async fn what_goes_out_comes_in_where_nothing_is_and_goes_out_again_as_it_was() {
    let sandboxes = || Sandbox::each();
    for (((from, by_json), by_markdown), same) in
        sandboxes().await.into_iter().zip(sandboxes().await).zip(sandboxes().await).zip(sandboxes().await)
    {
        let company = Company::found(&from.store).await;
        whole(&from.store, &company).await;
        declared(&from.store, &company).await;
        let (json, markdown) = out(&from.store).await;
        for part in ["\"Rolled back first\"", "\"Mei\"", "\"Nina Net\"", "\"Rita Requester\"", "\"It held\"", "\"Trouble\""] {
            assert!(json.contains(part), "{part}\n{json}");
        }
        for (other, name, text) in [(&by_json, "faults.json", &json), (&by_markdown, "faults.md", &markdown)] {
            let store = &other.store;
            store.clock().advance(Span::from_days(30));
            let came = bring(store, name, text).await;
            assert_eq!(came.new_ones(), 2);
            assert_eq!(came.faults[0].unknown_services, ["Trouble"], "nobody has the service here");
            assert_eq!(out(store).await, (json.clone(), markdown.clone()));
            assert_eq!(bring(store, "again.json", &json).await.new_ones(), 0);
            assert_eq!(bring(store, "again.md", &markdown).await.new_ones(), 0);
            assert_eq!(store.number("SELECT count(*) FROM faults").await, 2);
        }
        // Where people and services are called alike, they are meant; and the file is the same again.
        let there = Company::found(&same.store).await;
        same.store.clock().advance(Span::from_days(30));
        assert_eq!(bring(&same.store, "faults.json", &json).await.faults[0].unknown_services, [] as [String; 0]);
        assert_eq!(out(&same.store).await, (json.clone(), markdown.clone()));
        let nina = same.store.as_actor(there.nina).await;
        assert_eq!(seen(&same.store, &nina, FaultId(1)).await.services[0].id, there.trouble);
        // What went out of here is here.
        let again = bring(&from.store, "faults.md", &markdown).await;
        assert_eq!(again.faults.iter().map(|fault| fault.number).collect::<Vec<_>>(), [1, 2].map(|id| Some(Number(FaultId(id)))));
        assert_eq!(again.new_ones(), 0);
        for sandbox in [from, by_json, by_markdown, same] {
            sandbox.end().await;
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,16}", "[ab#>\\\\n: \n*-]{0,24}", Just(String::new()), Just("## Actions\n### prevent\n- owner: x".to_owned())]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("Nina Net".to_owned()), Just("Ada Agent".to_owned()), "[A-Za-z ]{1,9}x"]
}

fn time() -> impl Strategy<Value = Timestamp> {
    (1..2_000_000_i64).prop_map(|seconds| START.minus(Span::from_seconds(seconds)))
}

fn action_of_a_file() -> impl Strategy<Value = Action> {
    let seen = || (name(), prop::option::of(time()), text()).prop_map(|(by, at, evidence)| Seen { by, at, evidence });
    let done = prop_oneof![Just(WasDone::No), Just(WasDone::Yes), time().prop_map(WasDone::At)];
    let kind = prop::option::of(prop::sample::select(action::Kind::ALL));
    let later = (prop::option::of(seen()), prop::option::of((any::<bool>(), seen())), prop::option::of(0..60_u16));
    let ticket = prop_oneof![Just(String::new()), Just("SR-1042".to_owned()), text()];
    (kind, text(), name(), text(), ticket, done, later).prop_map(|(kind, text, owner, criterion, ticket, done, later)| {
        let (verified, effect, effect_days) = later;
        Action { kind, text, owner, due: None, criterion, ticket, done, verified, effect_days, effect }
    })
}

fn document() -> impl Strategy<Value = Document> {
    let value = prop_oneof![time().prop_map(|at| Value::Exact { at }), time().prop_map(|at| Value::Estimated { at }), Just(Value::Unknown)];
    let moments = prop::collection::btree_map(prop::sample::select(Kind::ALL), value, 0..6);
    let answers = prop::collection::btree_map(prop::sample::select(Question::ALL), text(), 0..3);
    let evidence = prop_oneof![Just("https://log.example/7".to_owned()), Just("javascript:x".to_owned())];
    let evidence = prop::collection::btree_map(prop::sample::select(Kind::ALL), evidence, 0..3);
    let interval = (time(), prop::option::of(time())).prop_map(|(from, until)| Interval { from, until });
    let line = (prop::option::of(time()), name(), text(), any::<bool>());
    let line = line.prop_map(|(at, author, text, pinned)| Line { at, author, text, evidence: String::new(), pinned });
    let cause = (name(), text()).prop_map(|(category, text)| Cause { category, text });
    let people = prop::collection::vec(name(), 0..4).prop_map(Audience::People);
    let audience = prop_oneof![Just(Audience::Company), Just(Audience::InvolvedTeams), people];
    let waiver = (name(), prop::option::of(time()), text()).prop_map(|(by, at, reason)| Waiver { by, at, reason });
    let severity = prop::option::of(prop::sample::select(domain::fault::Severity::ALL));
    (
        (name().prop_map(|name| format!("Fault {name}")), prop::collection::vec(name(), 0..3), severity, any::<bool>()),
        (moments, answers, evidence, prop::collection::vec(interval, 0..4)),
        (text(), text(), text(), prop::collection::vec(line, 0..5), prop::collection::vec(cause, 0..3)),
        (prop::collection::vec(action_of_a_file(), 0..4), prop::option::of(waiver), audience),
    )
        .prop_map(|(facts, times, texts, agreed)| {
            let (title, services, severity, drill) = facts;
            let (moments, answers, evidence, intervals) = times;
            let (impact, summary, lucky, timeline, causes) = texts;
            let (actions, waiver, audience) = agreed;
            Document {
                title,
                services,
                severity,
                drill,
                moments,
                answers,
                evidence,
                intervals,
                impact,
                summary,
                lucky,
                timeline,
                causes,
                actions,
                waiver,
                audience,
                ..Document::default()
            }
        })
}

#[tokio::test]
async fn whatever_was_taken_of_any_file_goes_out_and_comes_in_without_loss() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut documents = || (0..40).map(|_| document().new_tree(&mut runner).unwrap().current()).collect::<Vec<_>>();
    for (one, other) in Sandbox::each().await.into_iter().zip(Sandbox::each().await) {
        let company = Company::found(&one.store).await;
        company.file(&one.store, company.rita, company.laptop, "New laptop").await;
        let came = bring(&one.store, "any.json", &all_to_json(&documents())).await;
        assert_eq!((came.new_ones(), came.untitled.len()), (40, 0));
        let (json, markdown) = out(&one.store).await;
        assert_eq!(bring(&one.store, "same.md", &markdown).await.new_ones(), 0);
        // Later, and where none of the people are.
        other.store.clock().advance(Span::from_hours(5));
        let came = bring(&other.store, "any.md", &markdown).await;
        let notes: Vec<_> = came.faults.iter().flat_map(|fault| &fault.notes).collect();
        assert!(notes.iter().all(|note| matches!(note.what, What::NotFound { .. })), "{notes:?}");
        let (again, again_for_people) = out(&other.store).await;
        assert_eq!(again, json);
        assert_eq!(again_for_people, markdown);
        assert_eq!(bring(&other.store, "any.json", &json).await.new_ones(), 0);
        one.end().await;
        other.end().await;
    }
}

const FILE: &str = r#"{"faults":[
    {"title":"Nothing prints","services":["Trouble","Plotter"],"moments":{"detected":{"at":"2026-11-01T10:00:00+01:00"},
     "located":{"at":"2026-11-01T12:00:00+01:00"},"restored":{"at":"2026-11-01T11:00:00+01:00"},"occurred":{"at":"yesterday"}},
     "timeline":[{"at":"then","author":"Mei","text":"It was dark"},{"at":"2026-11-01T09:30:00Z","text":"It was light"}],
     "actions":[{"type":"prevent","text":"Buy paper","owner":"Nobody Here","done":false}]},
    {"severity":"major"},
    {"title":"No date at all"},
    {"title":"No date at all"}]}"#;

#[tokio::test]
async fn a_file_is_looked_at_and_then_taken_once() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (admin, nina) = (store.as_actor(company.admin).await, store.as_actor(company.nina).await);
        let incoming = |dry_run| Incoming { name: "faults.json", text: FILE, zone: None, dry_run };
        assert!(matches!(import(&store, Some(&nina), &incoming(true)).await, Err(Error::NotFound)));
        let looked = import(&store, Some(&admin), &incoming(true)).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM faults").await, 0, "looking writes nothing");
        let taken = import(&store, Some(&admin), &incoming(false)).await.unwrap();
        assert_eq!((looked.new_ones(), taken.new_ones(), taken.untitled.as_slice()), (2, 2, [1].as_slice()));
        let [first, second, twice] = taken.faults.as_slice() else { panic!("{taken:?}") };
        assert_eq!((first.number, second.number), (Some(Number(FaultId(1))), Some(Number(FaultId(2)))));
        assert!(twice.was_here && looked.faults[2].was_here, "what stands in the file twice is one fault");
        assert_eq!((&first.questions, &first.unknown), (&vec![Question::RestoredBeforeLocated], &vec![Kind::Occurred]));
        assert_eq!((&first.unknown_services, second.unknown.len()), (&vec!["Plotter".to_owned()], 4));
        let fields: Vec<&str> = first.notes.iter().map(|note| note.field.as_str()).collect();
        assert_eq!(fields, ["moments.occurred.at", "timeline[0].at", "actions[0].owner"]);
        assert_eq!(looked.faults[0].notes, first.notes);

        let fault = seen(&store, &nina, FaultId(1)).await;
        assert_eq!((fault.services[0].id, fault.services_by_name.as_slice()), (company.trouble, ["Plotter".to_owned()].as_slice()));
        assert_eq!(fault.questions, [Question::RestoredBeforeLocated]);
        assert!(fault.moments.get(Kind::Occurred).is_none(), "what cannot be read was not said");
        assert_eq!(fault.declared_by.unwrap().id, company.admin);
        let lines: Vec<_> = fault.timeline.iter().map(|line| (line.at, line.origin, line.author.as_deref())).collect();
        let light: Timestamp = "2026-11-01T09:30:00Z".parse().unwrap();
        assert_eq!(lines, [(light, Origin::Import, None), (START, Origin::Import, Some("Mei"))]);
        let review = post_mortem::post_mortem(&store, &nina, FaultId(1), None).await.unwrap().written.unwrap();
        assert_eq!((review.content.actions.len(), review.content.actions[0].owner), (1, None));
        let other = post_mortem::post_mortem(&store, &admin, FaultId(2), None).await.unwrap();
        assert!(other.written.is_none(), "what the file says nothing of is not begun");

        let again = import(&store, Some(&admin), &incoming(false)).await.unwrap();
        assert_eq!((again.new_ones(), again.faults[0].number), (0, first.number));
        assert_eq!(store.number("SELECT count(*) FROM faults").await, 2);
        let records = store.number("SELECT count(*) FROM audit WHERE action = 'fault.import'").await;
        assert_eq!(records, 2, "each fault has its record");
        assert!(audit::verify(&store, None).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_said_here_goes_before_what_the_file_said() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let text = r#"{"faults":[{"title":"Dark rooms","services":["Lamps"],"timeline":[{"text":"when?"}]}]}"#;
        bring(&store, "faults.json", text).await;
        let (id, before) = (FaultId(1), export::all(&store, None, None).await.unwrap().remove(0));
        assert_eq!((before.services.as_slice(), before.severity, before.timeline[0].at), (["Lamps".to_owned()].as_slice(), None, None));
        assert_eq!(store.number("SELECT count(*) FROM users WHERE state = 'placeholder'").await, 1, "nobody declared it here");
        // What no service answers for is for those who look after all of them.
        let view = seen(&store, &admin, id).await;
        assert!(view.may_work && view.moments.iter().next().is_none());
        let details = Details { title: view.title, severity: domain::fault::Severity::Low, services: vec![company.laptop], drill: false };
        faults::change(&store, &admin, id, view.version, &details).await.unwrap();
        let line = &view.timeline[0];
        faults::retime(&store, &admin, id, line.arrival, line.at, minute(-9)).await.unwrap();
        let after = export::one(&store, &admin, id).await.unwrap();
        assert_eq!((after.services, after.severity), (vec!["Laptop".to_owned()], Some(domain::fault::Severity::Low)));
        assert_eq!(after.timeline[0].at, Some(minute(-9)));
        assert_eq!(bring(&store, "faults.json", text).await.new_ones(), 0, "it is still the fault of that file");
    })
    .await;
}

#[tokio::test]
async fn a_fault_goes_out_with_what_its_reader_reads_of_its_post_mortem() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = whole(&store, &company).await;
        let summary = |document: exchange::Document| document.summary.is_empty();
        assert!(!summary(export::one(&store, &nina, id).await.unwrap()));
        // Ada sees every fault, and is none of the people for whom it was published.
        let ada = export::one(&store, &store.as_actor(company.ada).await, id).await.unwrap();
        assert!(ada.summary.is_empty() && ada.actions.is_empty() && !ada.moments.is_empty());
        for person in [company.rita, company.stranger, company.gone] {
            assert!(matches!(export::one(&store, &store.as_actor(person).await, id).await, Err(Error::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_file_of_faults_is_told_and_writes_nothing() {
    each_database(async |store| {
        for (name, text, why) in
            [("a.json", "", NotAFile::NotJson), ("a.json", "{}", NotAFile::NoFaults), ("a.md", "hello", NotAFile::NoFaults)]
        {
            let outcome = bring(&store, name, text).await;
            assert_eq!((outcome.not_a_file, outcome.faults.len()), (Some(why), 0));
        }
        assert_eq!(store.number("SELECT count(*) FROM faults").await, 0);
    })
    .await;
}
