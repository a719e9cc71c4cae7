use jiff::tz::TimeZone;
use proptest::{collection::btree_map, prelude::*};

use super::*;
use crate::{
    fault::{
        impact::Money,
        moment::{Rule, Unreadable},
    },
    time::Span,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const NOW: &str = "2026-03-10T00:00:00Z";

fn import(json: &str) -> Import {
    from_json(json, None, at(NOW)).unwrap()
}

fn one(json: &str) -> Imported {
    let import = import(&format!(r#"{{"faults":[{json}]}}"#));
    assert_eq!(import.faults.len(), 1, "{import:?}");
    import.faults.into_iter().next().unwrap()
}

#[test]
fn the_documented_form_is_read_whole() {
    let json = r#"{"title":"Labels","services":["Printing"],"severity":"major",
        "moments":{"occurred":{"at":"2026-03-01T18:12:00+08:00","precision":"estimated"},
            "detected":{"at":"2026-03-01T18:31:00+08:00","precision":"exact"},"located":{"precision":"unknown"},
            "restored":{"at":"2026-03-01T19:22:00+08:00"}},
        "timeline":[{"at":"2026-03-01T18:31:00+08:00","author":"Lead","text":"first ticket"}],
        "impact":"40 people waited","causes":[{"category":"change","text":"not tried"}],
        "actions":[{"type":"prevent","text":"pin them","owner":"Wei","due":"2026-04-01","done":true}]}"#;
    let read = one(json);
    assert_eq!(read.notes, []);
    assert_eq!((read.unknown, read.questions), (vec![Kind::Located], vec![]));
    let document = read.document;
    assert_eq!((document.severity, document.services), (Some(Severity::Major), vec!["Printing".to_owned()]));
    assert_eq!(document.moments[&Kind::Occurred], Value::Estimated { at: at("2026-03-01T10:12:00Z") });
    assert_eq!(document.moments[&Kind::Located], Value::Unknown);
    assert_eq!((document.impact.as_str(), document.causes[0].category.as_str()), ("40 people waited", "change"));
    assert_eq!((document.timeline[0].author.as_str(), document.timeline[0].at), ("Lead", Some(at("2026-03-01T10:31:00Z"))));
    let action = &document.actions[0];
    assert_eq!((action.kind, action.owner.as_str(), action.done), (Some(action::Kind::Prevent), "Wei", Done::Yes));
    assert_eq!(action.due, Some(Date::constant(2026, 4, 1)));
}

#[test]
fn everything_but_the_title_may_be_missing() {
    let read = one(r#"{"title":"x"}"#);
    assert_eq!((read.notes, read.unknown), (vec![], Kind::FOUR.to_vec()));
    let import = import(r#"{"faults":[{"severity":"major"},{"title":"x"},7]}"#);
    assert_eq!((import.faults.len(), import.untitled.iter().map(|(place, _)| *place).collect::<Vec<_>>()), (1, vec![0, 2]));
}

#[test]
fn a_broken_time_keeps_the_fault_and_is_told() {
    let read = one(
        r#"{"title":"x","moments":{"occurred":{"at":"yesterday"},"detected":{"at":"2026-03-01T10:00"},"restored":"2026-03-01T12:00:00Z"},
        "timeline":[{"at":7,"text":"kept"}]}"#,
    );
    let note = |field: &str, value: &str, why| Note { field: field.into(), what: What::NotATime { value: value.into(), why } };
    let expected = [
        note("moments.detected.at", "2026-03-01T10:00", Unreadable::NoZone),
        note("moments.occurred.at", "yesterday", Unreadable::NotATime),
        note("timeline[0].at", "7", Unreadable::NotATime),
    ];
    assert_eq!(read.notes, expected);
    assert_eq!(read.unknown, [Kind::Occurred, Kind::Detected, Kind::Located]);
    assert_eq!((read.document.timeline[0].at, read.document.timeline[0].text.as_str()), (None, "kept"));
}

#[test]
fn a_zone_for_times_without_an_offset_can_be_given() {
    let json = r#"{"faults":[{"title":"x","moments":{"detected":{"at":"2026-03-01 10:00"}}}]}"#;
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let import = from_json(json, Some(&shanghai), at(NOW)).unwrap();
    assert_eq!(import.faults[0].document.points().detected, Some(at("2026-03-01T02:00:00Z")));
}

#[test]
fn reversed_moments_become_questions_unless_they_are_answered() {
    let moments = r#""moments":{"detected":"2026-03-01T10:00:00Z","located":"2026-03-01T13:00:00Z","restored":"2026-03-01T12:00:00Z"}"#;
    assert_eq!(one(&format!(r#"{{"title":"x",{moments}}}"#)).questions, [Question::RestoredBeforeLocated]);
    let answered = one(&format!(r#"{{"title":"x",{moments},"answers":{{"restored_before_located":"rolled back"}}}}"#));
    assert_eq!(answered.questions, []);
    assert_eq!(answered.moments.answer_to(Question::RestoredBeforeLocated).unwrap().reason, "rolled back");
}

#[test]
fn what_breaks_a_hard_rule_stays_unknown_and_is_told() {
    let read = one(
        r#"{"title":"x","moments":{"occurred":"2026-03-01T10:00:00Z","detected":"2026-03-01T09:00:00Z","restored":"2027-01-01T00:00:00Z"}}"#,
    );
    let note = |field: &str, value: &str, rule| Note { field: field.into(), what: What::Refused { value: value.into(), rule } };
    let expected = [
        note("moments.detected.at", "2026-03-01T09:00:00Z", Rule::BeforeItOccurred),
        note("moments.restored.at", "2027-01-01T00:00:00Z", Rule::InTheFuture),
    ];
    assert_eq!(read.notes, expected);
    assert_eq!(read.unknown, [Kind::Detected, Kind::Located, Kind::Restored]);
    assert_eq!(read.document.points(), read.moments.points());
}

#[test]
fn what_the_form_does_not_have_is_told_and_takes_nothing_with_it() {
    let read = one(r#"{"title":"x","severity":"huge","services":"Mail","colour":"red","moments":{"begun":"x"},"causes":["a text alone",3],
        "actions":[{"type":"pray","text":"kept","done":"maybe"}],"impact":{"users":"many","minutes":"12","money":"lots"}}"#);
    let fields: Vec<_> = read.notes.iter().map(|note| note.field.as_str()).collect();
    let expected =
        ["actions[0].type", "actions[0].done", "causes[1]", "colour", "impact.money", "impact.users", "moments.begun", "severity"];
    assert_eq!(fields, expected);
    let document = read.document;
    assert_eq!((document.services, document.extent.minutes), (vec!["Mail".to_owned()], Some(12)));
    assert_eq!((document.actions[0].kind, document.actions[0].done, document.actions[0].text.as_str()), (None, Done::Yes, "kept"));
    assert_eq!(document.causes[0].text, "a text alone");
}

#[test]
fn a_file_without_faults_is_refused() {
    assert_eq!(from_json("{", None, at(NOW)), Err(NotAFile::NotJson));
    assert_eq!(from_json(r#"{"fault":1}"#, None, at(NOW)), Err(NotAFile::NoFaults));
    assert_eq!(from_json(r#"[{"title":"x"}]"#, None, at(NOW)).unwrap().faults.len(), 1);
}

#[test]
fn a_markdown_file_is_what_people_would_write() {
    let document = Document {
        title: "Labels".into(),
        services: vec!["Printing".into()],
        severity: Some(Severity::Major),
        moments: BTreeMap::from([(Kind::Detected, Value::Exact { at: at("2026-03-01T10:31:00Z") }), (Kind::Located, Value::Unknown)]),
        why_this_long: BTreeMap::from([(Part::Detect, "Nobody\n# watched".into())]),
        actions: vec![Action { kind: Some(action::Kind::Prevent), text: "Pin them".into(), owner: "Wei".into(), ..Action::default() }],
        ..Document::default()
    };
    let expected = concat!(
        "# Labels\n\n- severity: major\n- service: Printing\n\n## Moments\n\n- detected: 2026-03-01T10:31:00Z (exact)\n- located: unknown\n\n",
        "## Why this long: detect, occurred -> detected\n\n> Nobody\n> # watched\n\n## Actions\n\n### prevent\n\n> Pin them\n\n- owner: Wei\n",
    );
    assert_eq!(to_markdown(&document), expected);
}

#[test]
fn a_markdown_file_that_somebody_typed_is_read_as_far_as_it_goes() {
    let text = concat!(
        "# Labels\r\n\r\nIt was a switch.\r\n\r\n- Service: Printing\r\n\r\n## Moments\r\n* Detected: 2026-03-01T10:31:00Z\r\nabout then\r\n",
        "\r\n## What went well\r\n- the backup\r\n\r\n## Weather\r\nsunny\r\n",
    );
    let import = from_markdown(text, None, at(NOW));
    let read = &import.faults[0];
    assert_eq!((read.document.title.as_str(), read.document.summary.as_str()), ("Labels", "It was a switch."));
    assert_eq!((read.document.services.as_slice(), read.document.went_well.as_str()), (["Printing".to_owned()].as_slice(), "- the backup"));
    assert_eq!(read.document.points().detected, Some(at("2026-03-01T10:31:00Z")));
    let notes: Vec<_> = read.notes.iter().map(|note| note.field.as_str()).collect();
    assert_eq!(notes, ["line 9", "line 14", "line 15"]);
    assert_eq!(from_markdown("no title", None, at(NOW)).untitled.len(), 1);
}

#[test]
fn a_file_holds_several_faults_and_dashes_in_a_text_part_none() {
    let one = Document { title: "One".into(), summary: "a\n\n---\n\n# not a title".into(), ..Document::default() };
    let other = Document { title: "Other".into(), lucky: "---".into(), ..Document::default() };
    let text = all_to_markdown(&[one.clone(), other.clone()]);
    let documents = |text: &str| from_markdown(text, None, at(NOW)).faults.into_iter().map(|one| one.document).collect::<Vec<_>>();
    assert_eq!(documents(&text), [one.clone(), other.clone()]);
    assert_eq!(documents(&text.replace('\n', "\r\n")), [one.clone(), other.clone()], "as another system ends its lines");
    assert_eq!(documents("# One\n\nfirst\n\n---\n\nsecond\n")[0].summary, "first\n---\nsecond");
    let json = all_to_json(&[one.clone(), other.clone()]);
    let read = Form::of("x.md", &json).read(&json, None, at(NOW)).unwrap();
    assert_eq!(read.faults.into_iter().map(|one| one.document).collect::<Vec<_>>(), [one, other]);
    let wrong = from_markdown("# One\n\n---\n\n# Other\n\n## Weather\n", None, at(NOW));
    assert_eq!(wrong.faults[1].notes[0].field, "line 7", "lines are those of the file");
}

#[test]
fn the_form_of_a_file_is_told_by_how_it_begins_and_then_by_its_name() {
    for (name, text, form) in [
        ("a.txt", " {\"faults\":[]}", Form::Json),
        ("a.md", "[]", Form::Json),
        ("a.json", "# Labels", Form::Markdown),
        ("a.JSON", "", Form::Json),
        ("a", "Labels", Form::Markdown),
        ("a.md", "\u{feff}# Labels", Form::Markdown),
    ] {
        assert_eq!(Form::of(name, text), form, "{name} {text}");
    }
    assert_eq!(Form::Markdown.read("no title", None, at(NOW)).unwrap_err(), NotAFile::NoFaults);
    assert_eq!(Form::Json.read("", None, at(NOW)).unwrap_err(), NotAFile::NotJson);
}

#[test]
fn what_no_form_would_take_is_cut_or_left_out_and_told() {
    let now = at("2026-03-02T00:00:00Z");
    let late = now.plus(Span::from_minutes(1));
    let mut document = Document {
        title: "Two\r\nlines".into(),
        services: vec![" Mail ".into(), "Mail".into(), String::new()],
        evidence: BTreeMap::from([(Kind::Detected, "javascript:alert(1)".into()), (Kind::Located, "https://log.example".into())]),
        answers: BTreeMap::from([(Question::RestoredBeforeLocated, "nobody asks".into())]),
        intervals: vec![
            Interval { from: now, until: None },
            Interval { from: now, until: None },
            Interval { from: now, until: Some(at("2026-03-01T00:00:00Z")) },
        ],
        summary: "a\r\nb\u{202e}c".into(),
        lucky: "x".repeat(20_001),
        timeline: vec![Line { at: Some(late), text: "soon".into(), evidence: "data:x".into(), ..Line::default() }],
        ..Document::default()
    };
    let notes = fit(&mut document, now);
    let fields: Vec<&str> = notes.iter().map(|note| note.field.as_str()).collect();
    let expected = [
        "moments.detected.evidence",
        "answers.restored_before_located",
        "intervals[1]",
        "intervals[2]",
        "lucky",
        "timeline[0].at",
        "timeline[0].evidence",
    ];
    assert_eq!(fields, expected);
    assert_eq!((document.title.as_str(), document.services.as_slice()), ("Two lines", ["Mail".to_owned()].as_slice()));
    assert_eq!((document.evidence.len(), document.answers.len(), document.intervals.len()), (1, 0, 1));
    assert_eq!((document.summary.as_str(), document.lucky.len()), ("a\nbc", 20_000));
    assert_eq!((document.timeline[0].at, document.timeline[0].text.as_str()), (None, "soon"));
    assert_eq!(fit(&mut document, now), [], "what fits is left as it is");
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0..1_000_000_i64, 0..1_000_i64)
        .prop_map(|(seconds, millis)| at("2026-02-01T00:00:00Z").plus(Span::from_millis(seconds * 1_000 + millis)))
}

/// Texts that try to break out: line ends, quotes, headings, backslashes, blanks at both ends.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", "[ab#>\\\\nr: \n\r*-]{0,24}", Just(String::new()), Just("## Actions\n### prevent\n- owner: x".to_owned())]
}

fn moments() -> impl Strategy<Value = BTreeMap<Kind, Value>> {
    let value =
        prop_oneof![time().prop_map(|at| Value::Exact { at }), time().prop_map(|at| Value::Estimated { at }), Just(Value::Unknown),];
    // Behind T0 each, so that none is refused.
    btree_map(prop::sample::select(&Kind::ALL[1..]), value, 0..5)
}

fn extent() -> impl Strategy<Value = Extent> {
    let number = || prop::option::of(any::<u64>());
    let money = (0..9_007_199_254_740_991_u64, prop::sample::select(vec!["CNY", "JPY", "KWD"]));
    let money = money.prop_map(|(minor, currency)| Money { minor, currency: currency.parse().unwrap() });
    (number(), number(), prop::option::of(money), number()).prop_map(|(users, requests, money, minutes)| Extent {
        users,
        requests,
        money,
        minutes,
    })
}

fn line() -> impl Strategy<Value = Line> {
    (prop::option::of(time()), text(), text(), text(), any::<bool>()).prop_map(|(at, author, text, evidence, pinned)| Line {
        at,
        author,
        text,
        evidence,
        pinned,
    })
}

fn seen() -> impl Strategy<Value = Seen> {
    (text(), time(), text()).prop_map(|(by, at, evidence)| Seen { by, at: Some(at), evidence })
}

fn audience() -> impl Strategy<Value = Audience> {
    let people = prop::collection::vec(text(), 0..3).prop_map(Audience::People);
    prop_oneof![Just(Audience::Company), Just(Audience::InvolvedTeams), people]
}

fn waiver() -> impl Strategy<Value = Waiver> {
    (text(), prop::option::of(time()), text()).prop_map(|(by, at, reason)| Waiver { by, at, reason })
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let done = prop_oneof![Just(Done::No), Just(Done::Yes), time().prop_map(Done::At)];
    let due = prop::option::of((0..28_i8).prop_map(|day| Date::constant(2026, 4, day + 1)));
    let kind = prop::option::of(prop::sample::select(action::Kind::ALL));
    let effect = (any::<bool>(), prop_oneof![seen(), Just(Seen::default())]);
    let later = (prop::option::of(seen()), prop::option::of(0..=action::EFFECT_DAYS_MAX), prop::option::of(effect));
    let one =
        (kind, text(), text(), due, text(), text(), done, later).prop_map(|(kind, text, owner, due, criterion, ticket, done, later)| {
            let (verified, effect_days, effect) = later;
            Action { kind, text, owner, due, criterion, ticket, done, verified, effect_days, effect }
        });
    prop::collection::vec(one, 0..3)
}

fn document() -> impl Strategy<Value = Document> {
    let interval = (time(), prop::option::of(time())).prop_map(|(from, until)| Interval { from, until });
    let cause = (text(), text()).prop_map(|(category, text)| Cause { category, text });
    let facts = (
        text().prop_map(|title| format!("x{title}")),
        prop::collection::vec(text(), 0..3),
        prop::option::of(prop::sample::select(Severity::ALL)),
        moments(),
        btree_map(prop::sample::select(Question::ALL), text(), 0..2),
        prop::collection::vec(interval, 0..3),
        extent(),
    );
    let texts = (text(), text(), text(), text(), text());
    let rest = (
        btree_map(prop::sample::select(Part::ALL), text(), 0..4),
        prop::collection::vec(cause, 0..3),
        prop::collection::vec(line(), 0..4),
        actions(),
        btree_map(prop::sample::select(action::Kind::ALL), text(), 0..4),
        prop::option::of(waiver()),
    );
    let link = text().prop_map(|text| format!("x{text}"));
    let about = (
        any::<bool>(),
        prop::option::of(prop::sample::select(Finder::ALL)),
        btree_map(prop::sample::select(Kind::ALL), link, 0..4),
        audience(),
    );
    (facts, texts, rest, about).prop_map(|(facts, texts, rest, about)| {
        let (drill, found_by, evidence, audience) = about;
        let (title, services, severity, moments, answers, intervals, extent) = facts;
        let (impact, summary, went_well, went_wrong, lucky) = texts;
        let (why_this_long, causes, timeline, actions, not_applicable, waiver) = rest;
        Document {
            title,
            services,
            severity,
            drill,
            found_by,
            moments,
            evidence,
            answers,
            intervals,
            impact,
            extent,
            summary,
            why_this_long,
            causes,
            went_well,
            went_wrong,
            lucky,
            timeline,
            actions,
            not_applicable,
            waiver,
            audience,
        }
    })
}

proptest! {
    #[test]
    fn json_goes_out_and_comes_in_without_loss(document in document()) {
        let json = serde_json::json!({ "faults": [to_json(&document)] }).to_string();
        let import = import(&json);
        prop_assert_eq!(&import.faults[0].notes, &[]);
        prop_assert_eq!(&import.faults[0].document, &document);
    }

    #[test]
    fn markdown_goes_out_and_comes_in_without_loss(document in document()) {
        let import = from_markdown(&to_markdown(&document), None, at(NOW));
        prop_assert_eq!(&import.faults[0].notes, &[]);
        prop_assert_eq!(&import.faults[0].document, &document);
    }

    #[test]
    fn no_file_stops_the_reader(text in "(#{0,3} ?\\PC{0,20}\n|- \\PC{0,9}: \\PC{0,9}\n|> \\PC{0,9}\n){0,12}", json in "[\\[\\]{}\":,a-z0-9]{0,60}") {
        let _ = from_markdown(&text, Some(&TimeZone::UTC), at(NOW));
        let _ = from_json(&json, Some(&TimeZone::UTC), at(NOW));
    }
}
