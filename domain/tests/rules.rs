//! Properties of the smaller rules: whatever comes in, these hold.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::collections::HashMap;

use domain::{
    audit::{Hash, Object, Record, Stored, link, verify},
    catalogue::{Group, Offer, Wording},
    form::{Answer, Form},
    id::{AuditId, ServiceId, UserId},
    invalid,
    locale::{Locale, Localised},
    people::{Email, initials},
    priority::{Impact, Matrix, Priority, Urgency},
    report::{Report, TicketRow},
    search_terms::{Query, query, terms},
    statistics::{median, p90, quantile},
    ticket::{Draft, Kind, Number, view::ServiceRef},
    time::{Span, Timestamp},
};
use proptest::prelude::*;

/// Texts as they occur: several scripts, widths, signs and numbers in one.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof!["[a-zA-ZäÖß0-9]{1,8}", "[打印机坏了网络三楼]{1,6}", "[ .,-]{1,2}", "[ＡＢ１２]{1,3}", "\\PC{0,4}"];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Services of these names, described by each other's.
fn services(names: &[String]) -> Vec<Group> {
    let offers = names.iter().enumerate().map(|(index, name)| Offer {
        service: ServiceRef { id: ServiceId(index as i64), name: Localised::new(name, ""), icon: String::new() },
        description: Localised::new("", names.get(index + 1).map_or("", String::as_str)),
        kind: Kind::ServiceRequest,
        asks: names.first().cloned().unwrap_or_default(),
    });
    vec![Group { id: None, name: Localised::default(), offers: offers.collect() }]
}

fn meant_by(wording: &Wording, words: &str) -> Vec<ServiceId> {
    wording.meant_by(words).into_iter().map(|offer| offer.service.id).collect()
}

proptest! {
    #[test]
    fn a_word_of_a_services_name_always_finds_it(names in proptest::collection::vec(any_text(), 1..6)) {
        let wording = Wording::of(&services(&names));
        for (index, name) in names.iter().enumerate() {
            let words = name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
            for word in words.filter(|word| !terms(word).is_empty()) {
                prop_assert!(meant_by(&wording, word).contains(&ServiceId(index as i64)), "{word}");
            }
        }
    }

    #[test]
    fn the_order_of_words_does_not_matter(
        names in proptest::collection::vec(any_text(), 1..6),
        mut words in proptest::collection::vec("(my|the|printer|printing|[a-c]{1,4}|打印机?坏?了?|网络|\\PC{1,4})", 1..7),
        turn in 0_usize..7,
    ) {
        let wording = Wording::of(&services(&names));
        let found = meant_by(&wording, &words.join(" "));
        let by = turn % words.len();
        words.rotate_left(by);
        prop_assert_eq!(meant_by(&wording, &words.join(" ")), found);
    }

    #[test]
    fn a_text_is_found_by_itself_and_by_each_of_its_words(text in any_text()) {
        let indexed = terms(&text);
        prop_assert!(query(&text).matches(&indexed));
        for word in text.split_whitespace() {
            prop_assert!(query(word).matches(&indexed), "{word}");
            prop_assert!(query(&format!("{word} ")).matches(&indexed), "{word}");
        }
    }

    #[test]
    fn a_word_is_found_from_its_first_letter_on(text in "[a-z]{1,12}( [a-z]{1,12}){0,4}", other in "[打印机]{0,5}") {
        let indexed = terms(&format!("{text}{other}"));
        let last = text.rsplit(' ').next().unwrap();
        for end in 1..=last.len() {
            prop_assert!(query(&last[..end]).matches(&indexed));
        }
    }

    #[test]
    fn any_part_of_a_chinese_text_finds_it(text in "[打印机坏了网络三楼]{1,12}", from in 0_usize..12, length in 1_usize..12) {
        let part: String = text.chars().skip(from).take(length).collect();
        prop_assert!(query(&part).matches(&terms(&text)));
    }

    #[test]
    fn terms_are_safe_to_hand_to_a_database(text in any_text()) {
        let Query { all, prefix } = query(&text);
        for term in terms(&text).into_iter().chain(all).chain(prefix) {
            prop_assert!(!term.is_empty() && term.chars().count() <= 64);
            prop_assert!(term.chars().all(char::is_alphanumeric), "{}", term);
        }
    }

    #[test]
    fn terms_are_in_their_folded_form_already(text in any_text()) {
        for term in terms(&text) {
            prop_assert!(terms(&term).contains(&term), "{}", term);
        }
    }

    #[test]
    fn case_and_width_make_no_difference(text in "[a-z0-9]{1,10}( [a-z0-9]{1,10}){0,3}") {
        let wide: String = text.chars().map(|c| if c == ' ' { '\u{3000}' } else { char::from_u32(u32::from(c) + 0xfee0).unwrap() }).collect();
        prop_assert_eq!(terms(&text.to_uppercase()), terms(&text));
        prop_assert_eq!(terms(&wide), terms(&text));
    }
}

fn any_record() -> impl Strategy<Value = Record> {
    (any::<i64>(), any::<Option<i64>>(), "[a-z.]{0,6}", "[a-z]{0,4}", "[0-9]{0,4}", ".{0,12}").prop_map(
        |(at, actor, action, kind, id, data)| Record {
            at: Timestamp::from_millis(at),
            actor: actor.map(UserId),
            action,
            object: Object { kind, id },
            data,
        },
    )
}

fn chain(records: Vec<Record>) -> Vec<Stored> {
    let mut prev = Hash::GENESIS;
    let mut id = 0;
    let mut stored = Vec::new();
    for record in records {
        let hash = link(&prev, &record);
        id += 1;
        stored.push(Stored { id: AuditId(id), record, prev, hash });
        prev = hash;
    }
    stored
}

/// Changes one thing about a record, as somebody might who wants to hide it.
fn tamper(record: &mut Record, how: u8) {
    match how % 8 {
        0 => record.at = Timestamp::from_millis(record.at.millis().wrapping_add(1)),
        1 => record.actor = record.actor.map_or(Some(UserId(0)), |_| None),
        2 => record.action.push('x'),
        3 => record.object.kind.push('x'),
        4 => record.object.id.push('0'),
        5 => record.data.push(' '),
        // A letter moves over a border between two fields.
        6 => {
            let moved = record.action.pop().unwrap_or('x');
            record.object.kind.insert(0, moved);
        }
        _ => record.actor = Some(UserId(record.actor.map_or(7, |actor| actor.get().wrapping_add(1)))),
    }
}

proptest! {
    #[test]
    fn any_change_of_any_record_is_found_where_it_is(
        records in proptest::collection::vec(any_record(), 1..8),
        index: proptest::sample::Index,
        how: u8,
    ) {
        let mut stored = chain(records);
        let mut relinked = stored.clone();
        let intact = verify(stored.clone()).unwrap();
        prop_assert_eq!(intact.records, stored.len() as u64);
        let at = index.index(stored.len());
        tamper(&mut stored[at].record, how);
        let broken = verify(stored.clone()).unwrap_err();
        prop_assert_eq!((broken.id, broken.checked), (AuditId(at as i64 + 1), at as u64));
        // A changed link alone is found too, although the records still follow from each other.
        relinked[at].prev = intact.head;
        prop_assert_eq!(verify(relinked).unwrap_err().id, AuditId(at as i64 + 1));
        // Also when its own hash is made to fit: then the next one does not, or the head differs.
        stored[at].hash = link(&stored[at].prev, &stored[at].record);
        match verify(stored.clone()) {
            Err(broken) => prop_assert_eq!(broken.id, AuditId(at as i64 + 2)),
            Ok(other) => {
                prop_assert_eq!(at + 1, stored.len());
                prop_assert_ne!(other.head, intact.head);
            }
        }
    }

    #[test]
    fn a_record_left_out_put_in_or_moved_is_found(
        records in proptest::collection::vec(any_record(), 3..8),
        index: proptest::sample::Index,
    ) {
        let stored = chain(records);
        let at = index.index(stored.len() - 1);
        let (mut without, mut twice, mut swapped) = (stored.clone(), stored.clone(), stored.clone());
        without.remove(at);
        twice.insert(at, stored[at].clone());
        swapped.swap(at, at + 1);
        for tampered in [without, twice, swapped] {
            prop_assert!(verify(tampered).is_err());
        }
    }
}

/// By counting: at least a share `q` of the values is no larger, and the
/// result lies between the two values at its rank.
fn naive_bounds(values: &[f64], q: f64) -> (f64, f64) {
    let mut rest = values.to_vec();
    let rank = q * (values.len() - 1) as f64;
    let mut smallest = Vec::new();
    while !rest.is_empty() {
        let least = rest.iter().enumerate().min_by(|one, other| one.1.total_cmp(other.1)).unwrap().0;
        smallest.push(rest.remove(least));
    }
    (smallest[rank.floor() as usize], smallest[rank.ceil() as usize])
}

proptest! {
    #[test]
    fn quantiles_agree_with_sorting_by_hand(values in proptest::collection::vec(-1e6_f64..1e6, 1..40), q in 0.0_f64..=1.0) {
        let (low, high) = naive_bounds(&values, q);
        let fraction = (q * (values.len() - 1) as f64).fract();
        let expected = low * (1.0 - fraction) + high * fraction;
        prop_assert!((quantile(&values, q).unwrap() - expected).abs() < 1e-6);
        prop_assert!(median(&values).unwrap() <= p90(&values).unwrap());
    }

    #[test]
    fn no_value_stops_the_statistics(values: Vec<f64>, q: f64) {
        let _ = (quantile(&values, q), median(&values), p90(&values));
    }

    #[test]
    fn a_report_adds_up(tickets in proptest::collection::vec(("[a-c]", any::<Option<u16>>(), any::<bool>()), 0..40)) {
        let rows: Vec<TicketRow> = tickets.into_iter().map(|(key, minutes, reopened)| TicketRow {
            key,
            created_at: Timestamp::EPOCH,
            resolved_at: minutes.map(|minutes| Timestamp::EPOCH.plus(Span::from_minutes(minutes.into()))),
            reopened,
            asked: false,
            stars: None,
            day: jiff::civil::date(2026, 1, 1),
        }).collect();
        let report = Report::of(rows.clone());
        let sum = |figure: fn(&domain::report::Row) -> u64| report.rows.iter().map(figure).sum::<u64>();
        prop_assert_eq!(sum(|row| row.tickets), rows.len() as u64);
        prop_assert_eq!(report.total.tickets, rows.len() as u64);
        prop_assert_eq!(sum(|row| row.resolved), report.total.resolved);
        prop_assert_eq!(sum(|row| row.reopened), report.total.reopened);
        let hours: Vec<f64> = rows.iter().filter_map(|row| Some(row.resolved_at?.since(row.created_at).hours())).collect();
        prop_assert_eq!(report.total.median_resolution_hours, median(&hours));
        prop_assert!(report.rows.windows(2).all(|pair| pair[0].tickets >= pair[1].tickets));
        prop_assert_eq!(report.csv().lines().count(), report.rows.len() + 2);
    }

    #[test]
    fn the_default_priority_never_falls_when_something_gets_worse(
        impact in 0_usize..3, urgency in 0_usize..3, worse in 0_usize..3,
    ) {
        let matrix = Matrix::default();
        let of = |impact: usize, urgency: usize| matrix.priority(Impact::ALL[impact], Urgency::ALL[urgency]);
        let priority: Priority = of(impact, urgency);
        // The first of each list is the worst.
        prop_assert!(of(impact.min(worse), urgency) <= priority);
        prop_assert!(of(impact, urgency.min(worse)) <= priority);
    }
}

/// A form from pieces that mostly fit together, so that many pass `check`.
fn any_form() -> impl Strategy<Value = Form> {
    let kind = prop_oneof![
        Just(r#"{"type":"text","max":5}"#),
        Just(r#"{"type":"long_text"}"#),
        Just(r#"{"type":"number","min":-1.5,"max":10,"decimals":1}"#),
        Just(r#"{"type":"date"}"#),
        Just(r#"{"type":"choice","options":[{"key":"a","label":{"en":"A"}},{"key":"b","label":{"en":"B"}}]}"#),
        Just(r#"{"type":"choices","options":[{"key":"a","label":{"en":"A"}},{"key":"b","label":{"en":"B"}}]}"#),
        Just(r#"{"type":"person"}"#),
        Just(r#"{"type":"service"}"#),
        Just(r#"{"type":"file","max_files":2}"#),
    ];
    let when = prop_oneof![
        2 => Just(String::new()),
        3 => (0_usize..6, "[abc]").prop_map(|(field, option)| format!(r#","when":{{"field":"f{field}","equals":"{option}"}}"#)),
    ];
    proptest::collection::vec((kind, any::<bool>(), when), 0..7).prop_map(|fields| {
        let fields: Vec<String> = fields
            .into_iter()
            .enumerate()
            .map(|(index, (kind, required, when))| {
                format!(r#"{{"key":"f{index}","label":{{"en":"F"}},"kind":{kind},"required":{required}{when}}}"#)
            })
            .collect();
        serde_json::from_str(&format!("[{}]", fields.join(","))).unwrap()
    })
}

fn any_typed() -> impl Strategy<Value = HashMap<String, Vec<String>>> {
    let value = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        "[0-9.-]{0,5}",
        Just("2026-11-16".to_owned()),
        "\\PC{0,8}",
        any::<String>()
    ];
    proptest::collection::hash_map("f[0-6]|[a-z]{1,3}", proptest::collection::vec(value, 0..4), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_form_answers_whatever_is_typed_into_it(form in any_form(), typed in any_typed()) {
        let shown = form.shown(&typed);
        let checked = form.check();
        match form.answers(&typed) {
            Ok(answers) => {
                prop_assert!(answers.keys().all(|key| shown.contains(&key.as_str())), "hidden fields are dropped");
                for field in &form.fields {
                    let must = field.required && shown.contains(&field.key.as_str());
                    prop_assert!(!must || answers.contains_key(&field.key), "required fields are there");
                }
                for answer in answers.values() {
                    prop_assert!(!matches!(answer, Answer::Choices(keys) if keys.is_empty()));
                }
                let json = serde_json::to_string(&answers).unwrap();
                prop_assert_eq!(serde_json::from_str::<domain::form::Answers>(&json).unwrap(), answers);
            }
            Err(invalid) => {
                prop_assert!(!invalid.is_empty());
                for error in &invalid.fields {
                    let key = error.field.strip_prefix("answers.").unwrap();
                    prop_assert!(shown.contains(&key), "only what is shown can be wrong");
                }
            }
        }
        if checked.is_ok() {
            let earlier = |index: usize, key: &str| form.fields[..index].iter().any(|field| field.key == key);
            for (index, field) in form.fields.iter().enumerate() {
                prop_assert!(field.when.as_ref().is_none_or(|when| earlier(index, &when.field)));
            }
        }
    }

    #[test]
    fn no_form_from_the_outside_stops_the_program(json in r#"[\[\]{}":,a-z0-9.]{0,60}"#) {
        if let Ok(form) = serde_json::from_str::<Form>(&json) {
            let _ = form.check();
        }
    }

    #[test]
    fn no_input_stops_the_readers(text in any::<String>()) {
        let _ = (Locale::from_accept_language(&text), Email::parse(&text), initials(&text), Number::parse_id(&text));
        let _ = (text.parse::<Number>(), text.parse::<Timestamp>(), text.parse::<Hash>());
        let _ = invalid::line(&text, 1, 10);
        let draft = Draft { title: text.clone(), description: text, answers: HashMap::new() };
        if let Ok(submission) = draft.parse(&Form::default()) {
            prop_assert!((3..=200).contains(&submission.title.chars().count()));
            prop_assert_eq!(submission.title.trim(), submission.title.as_str());
        }
    }
}
