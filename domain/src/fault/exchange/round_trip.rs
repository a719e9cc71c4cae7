//! A post-mortem goes out as a file and comes in as it was.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::{collection::btree_map, prelude::*};

use super::*;
use crate::{
    fault::{
        action::{Action as Agreed, Effect, Progress, Verified},
        moment::{Moments, Reading, Source},
        post_mortem::{Audience as Readers, Content, Waiver as Waived},
        timeline::{Author, Entry, Origin},
    },
    id::{TicketId, UserId},
    time::Span,
};

fn t(minutes: i64) -> Timestamp {
    "2026-02-01T00:00:00Z".parse::<Timestamp>().unwrap().plus(Span::from_minutes(minutes))
}

fn person() -> impl Strategy<Value = UserId> {
    (1..9_i64).prop_map(UserId)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", "[ab#>\\\\nr: \n\r*-]{0,24}"]
}

fn progress() -> impl Strategy<Value = Progress> {
    let verified = || (person(), 0..900_i64, text()).prop_map(|(by, at, evidence)| Verified { by, at: t(at), evidence });
    let effect = (any::<bool>(), person(), 0..900_i64, text()).prop_map(|(helps, by, at, note)| Effect { helps, by, at: t(at), note });
    prop_oneof![
        Just(Progress::Open),
        (0..900_i64).prop_map(|at| Progress::Done { at: t(at) }),
        (0..900_i64, verified()).prop_map(|(at, verified)| Progress::Verified { at: t(at), verified }),
        (0..900_i64, verified(), effect).prop_map(|(at, verified, effect)| Progress::Checked { at: t(at), verified, effect }),
    ]
}

fn action() -> impl Strategy<Value = Agreed> {
    let due = prop::option::of((1..28_i8).prop_map(|day| Date::constant(2026, 4, day)));
    let ticket = prop::option::of((1..99_i64).prop_map(TicketId));
    let kind = prop::sample::select(action::Kind::ALL);
    (kind, text(), prop::option::of(person()), due, text(), ticket, 0..90_u16, progress()).prop_map(
        |(kind, text, owner, due, criterion, ticket, effect_days, progress)| Agreed {
            kind,
            text,
            owner,
            due,
            criterion,
            ticket,
            effect_days,
            progress,
        },
    )
}

fn content() -> impl Strategy<Value = Content> {
    let readers = prop_oneof![
        Just(Readers::Company),
        Just(Readers::InvolvedTeams),
        prop::collection::vec(person(), 0..3).prop_map(|people| Readers::People { people }),
    ];
    let waiver = (person(), 0..900_i64, text()).prop_map(|(by, at, reason)| Waived { by, at: t(at), reason });
    (
        (text(), text(), text(), text(), text()),
        btree_map(prop::sample::select(Part::ALL), text(), 0..4),
        prop::collection::vec((text(), text()).prop_map(|(category, text)| Cause { category, text }), 0..3),
        prop::collection::vec(action(), 0..4),
        btree_map(prop::sample::select(action::Kind::ALL), text(), 0..4),
        prop::option::of(waiver),
        readers,
    )
        .prop_map(
            |((summary, impact, went_well, went_wrong, lucky), why_this_long, causes, actions, not_applicable, waiver, audience)| Content {
                summary,
                impact,
                extent: Extent { users: Some(3), ..Extent::default() },
                why_this_long,
                causes,
                went_well,
                went_wrong,
                lucky,
                actions,
                not_applicable,
                waiver,
                audience,
            },
        )
}

fn document(content: &Content, moments: &Moments) -> Document {
    let entry = Entry {
        arrival: 1,
        at: t(5),
        origin: Origin::Person,
        author: Author::Person { id: UserId(4) },
        text: "It is back.".to_owned(),
        evidence: String::new(),
        pinned: true,
        earlier: Vec::new(),
    };
    let earlier = Entry { arrival: 2, at: t(1), author: Author::Nobody, ..entry.clone() };
    let facts = Facts {
        title: "Labels".to_owned(),
        services: vec!["Printing".to_owned()],
        severity: Some(Severity::Major),
        drill: false,
        moments,
        intervals: vec![Interval { from: t(0), until: None }],
        timeline: vec![entry, earlier],
    };
    let names = Names { person: &|id| format!("person {id}"), ticket: &|id| format!("SR-{id}") };
    compose(facts, content, &names)
}

fn settled(document: &Document) -> (Content, Vec<Note>) {
    let found =
        Found { person: &|name| name.strip_prefix("person ")?.parse().ok(), ticket: &|number| number.strip_prefix("SR-")?.parse().ok() };
    settle(document, &found, t(10_000))
}

fn moments() -> Moments {
    let mut moments = Moments::default();
    for (kind, minutes) in Kind::FOUR.into_iter().zip([0, 10, 90, 40]) {
        let evidence = if kind == Kind::Detected { "https://alerts.example/7" } else { "" };
        let reading = Reading { value: Value::Estimated { at: t(minutes) }, source: Source::Alert, evidence: evidence.to_owned() };
        moments.set(kind, reading, Some(UserId(1)), t(100), "").unwrap();
    }
    moments.answer(Question::RestoredBeforeLocated, "Rolled back first.", Some(UserId(1)), t(100)).unwrap();
    moments.finder = Some(Finder::User);
    moments
}

#[test]
fn the_moments_their_evidence_and_their_answers_go_with_it() {
    let moments = moments();
    let document = document(&Content::default(), &moments);
    assert_eq!(document.timeline.iter().map(|line| line.author.as_str()).collect::<Vec<_>>(), ["", "person 4"]);
    let import = from_markdown(&to_markdown(&document), None, t(1_000));
    let read = &import.faults[0];
    assert_eq!((&read.document, read.questions.as_slice(), read.notes.as_slice()), (&document, [].as_slice(), [].as_slice()));
    assert_eq!((read.moments.points(), read.moments.finder), (moments.points(), Some(Finder::User)));
    assert_eq!(read.moments.get(Kind::Detected).unwrap().reading().evidence, "https://alerts.example/7");
}

#[test]
fn a_name_that_nobody_here_has_is_told_and_takes_nothing_with_it() {
    let verified = Some(Seen { by: "Mallory".to_owned(), at: None, evidence: "seen".to_owned() });
    let one = Action { kind: Some(action::Kind::Prevent), text: "kept".to_owned(), owner: "Wei".to_owned(), ..Action::default() };
    let document = Document {
        actions: vec![
            Action { ticket: "#7".to_owned(), done: Done::Yes, verified, ..one.clone() },
            Action { kind: None, text: "of no kind".to_owned(), ..one },
        ],
        audience: Audience::People(vec!["Ada".to_owned()]),
        waiver: Some(Waiver { by: "Ines".to_owned(), at: None, reason: "because".to_owned() }),
        ..Document::default()
    };
    let (content, notes) = settled(&document);
    let fields: Vec<_> = notes.iter().map(|note| note.field.as_str()).collect();
    let expected = ["audience", "waiver.by", "actions[0].ticket", "actions[0].owner", "actions[0].verified.by", "actions[1].type"];
    assert_eq!(fields, expected);
    assert_eq!((content.actions.len(), content.actions[0].owner, &content.waiver), (1, None, &None));
    assert_eq!(content.actions[0].progress, Progress::Done { at: t(10_000) }, "what nobody here has seen is not verified");
    assert_eq!(content.audience, Readers::People { people: vec![] }, "a restriction is never lifted");
    assert_eq!(content.not_applicable, BTreeMap::new());
}

/// What is here of a document whose names some have and some have not, and what it is when it goes out again.
fn returned(document: &Document, found: &Found<'_>) -> Document {
    let now = t(10_000);
    let (content, _) = settle(document, found, now);
    let kept = Kept { services: document.services.clone(), ..Kept::of(document, &content, found) };
    let json = serde_json::to_string(&kept).unwrap();
    let names = Names { person: &|id| format!("person {id}"), ticket: &|id| format!("SR-{id}") };
    let facts = Facts {
        title: document.title.clone(),
        services: Vec::new(),
        severity: Some(Severity::Major),
        drill: document.drill,
        moments: &moments(),
        intervals: document.intervals.clone(),
        timeline: Vec::new(),
    };
    let mut back = compose(facts, &content, &names);
    serde_json::from_str::<Kept>(&json).unwrap().give_back(&mut back);
    back.timeline.clone_from(&document.timeline);
    back
}

#[test]
fn what_was_done_here_goes_before_what_the_file_said() {
    let verified = Some(Seen { by: "Mallory".to_owned(), at: Some(t(3)), evidence: "seen".to_owned() });
    let action = Action { kind: Some(action::Kind::Prevent), owner: "Wei".to_owned(), done: Done::At(t(2)), verified, ..Action::default() };
    let document = Document { actions: vec![action], ..Document::default() };
    let found = Found { person: &|_| None, ticket: &|_| None };
    let (mut content, _) = settle(&document, &found, t(10_000));
    let kept = Kept::of(&document, &content, &found);
    let names = Names { person: &|id| format!("person {id}"), ticket: &|_| String::new() };
    let goes_out = |content: &Content| {
        let facts = Facts {
            title: String::new(),
            services: Vec::new(),
            severity: None,
            drill: false,
            moments: &Moments::default(),
            intervals: Vec::new(),
            timeline: Vec::new(),
        };
        let mut back = compose(facts, content, &names);
        kept.give_back(&mut back);
        back.actions.remove(0)
    };
    assert_eq!(goes_out(&content), document.actions[0]);
    content.actions[0].owner = Some(UserId(7));
    content.actions[0].progress = Progress::Done { at: t(9_000) };
    let one = goes_out(&content);
    assert_eq!((one.owner.as_str(), one.verified), ("person 7", None), "it was done anew, and nobody has seen that");
}

proptest! {
    #[test]
    fn names_that_nobody_here_has_go_out_as_they_came(content in content(), known in 0..9_i64) {
        let document = document(&content, &moments());
        let everybody = |name: &str| name.strip_prefix("person ")?.parse().ok();
        let some = |name: &str| everybody(name).filter(|id: &UserId| id.0 <= known);
        let ticket = |number: &str| number.strip_prefix("SR-")?.parse().ok().filter(|id: &TicketId| id.0 < 50);
        for person in [&some as &dyn Fn(&str) -> Option<UserId>, &|_| None] {
            prop_assert_eq!(returned(&document, &Found { person, ticket: &ticket }), document.clone());
        }
    }

    #[test]
    fn a_post_mortem_goes_out_and_comes_in_without_loss(content in content()) {
        let document = document(&content, &moments());
        let json = serde_json::json!([to_json(&document)]).to_string();
        let by_json = from_json(&json, None, t(1_000)).unwrap();
        let by_markdown = from_markdown(&to_markdown(&document), None, t(1_000));
        for import in [by_json, by_markdown] {
            prop_assert_eq!(settled(&import.faults[0].document), (content.clone(), vec![]));
        }
    }
}
