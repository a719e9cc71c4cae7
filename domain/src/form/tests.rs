use std::collections::HashMap;

use super::*;
use crate::{id::AttachmentId, invalid::Code};

fn field(key: &str, kind: FieldKind) -> Field {
    Field { key: key.to_owned(), label: Localised::new(key, ""), help: Localised::default(), kind, required: false, when: None }
}

fn options(keys: &[&str]) -> Vec<ChoiceOption> {
    keys.iter().map(|key| ChoiceOption { key: (*key).to_owned(), label: Localised::new(*key, "") }).collect()
}

fn when(field: &str, equals: &str) -> Option<Condition> {
    Some(Condition { field: field.to_owned(), equals: equals.to_owned() })
}

fn number(min: Option<f64>, max: Option<f64>, decimals: u8) -> FieldKind {
    FieldKind::Number { unit: Localised::default(), min, max, decimals }
}

/// Which device; if it is a laptop, why; and how large.
fn laptop_form() -> Form {
    Form {
        fields: vec![
            Field { required: true, ..field("device", FieldKind::Choice { options: options(&["laptop", "phone"]) }) },
            Field { required: true, when: when("device", "laptop"), ..field("reason", FieldKind::Text { max: 10 }) },
            Field { when: when("device", "laptop"), ..field("extras", FieldKind::Choices { options: options(&["dock", "mouse"]) }) },
            Field { required: true, when: when("extras", "dock"), ..field("screens", number(Some(1.0), Some(3.0), 0)) },
        ],
    }
}

fn typed(values: &[(&str, &[&str])]) -> HashMap<String, Vec<String>> {
    values.iter().map(|(key, values)| ((*key).to_owned(), values.iter().map(|&value| value.to_owned()).collect())).collect()
}

fn one(kind: FieldKind, values: &[&str]) -> Result<Option<Answer>, Code> {
    let form = Form { fields: vec![field("x", kind)] };
    match form.answers(&typed(&[("x", values)])) {
        Ok(answers) => Ok(answers.get("x").cloned()),
        Err(invalid) => Err(invalid.of("answers.x").cloned().unwrap()),
    }
}

#[test]
fn a_hidden_field_is_not_required_and_its_value_is_dropped() {
    let answers = laptop_form().answers(&typed(&[("device", &["phone"]), ("reason", &["Travel"]), ("screens", &["junk"])]));
    assert_eq!(answers.unwrap().into_iter().collect::<Vec<_>>(), [("device".to_owned(), Answer::Choice("phone".to_owned()))]);
}

#[test]
fn a_field_behind_a_hidden_field_is_hidden_too() {
    let values = typed(&[("device", &["phone"]), ("extras", &["dock"])]);
    assert_eq!(laptop_form().shown(&values), ["device"]);
    assert!(laptop_form().answers(&values).is_ok());
    let values = typed(&[("device", &["laptop"]), ("extras", &["mouse", "dock"])]);
    assert_eq!(laptop_form().shown(&values), ["device", "reason", "extras", "screens"]);
}

#[test]
fn every_wrong_answer_is_told_at_its_field() {
    let invalid = laptop_form().answers(&typed(&[("device", &["laptop"]), ("extras", &["dock"]), ("screens", &["4"])])).unwrap_err();
    assert_eq!(invalid.of("answers.reason"), Some(&Code::Required));
    assert_eq!(invalid.of("answers.screens"), Some(&Code::OutOfRange { min: Some(1.0), max: Some(3.0) }));
    assert_eq!(invalid.fields.len(), 2);
}

#[test]
fn what_belongs_to_no_field_is_ignored() {
    let answers = laptop_form().answers(&typed(&[("device", &["phone"]), ("admin", &["true"])])).unwrap();
    assert_eq!(answers.len(), 1);
}

#[test]
fn numbers_keep_their_digits_and_lose_needless_zeros() {
    for (text, kept) in [("007", "7"), ("1.50", "1.5"), ("-0", "0"), ("−3", "-3"), ("+2", "2"), (".5", "0.5"), ("１２", "12"), ("3.", "3")]
    {
        assert_eq!(one(number(None, None, 2), &[text]), Ok(Some(Answer::Number(kept.to_owned()))), "{text}");
    }
    for text in ["1e9", "NaN", "inf", "1,5", "0x10", "--1", ".", "-", "1 2", "٣", &"9".repeat(31)] {
        assert_eq!(one(number(None, None, 2), &[text]), Err(Code::NotANumber), "{text}");
    }
    assert_eq!(one(number(None, None, 0), &["1.5"]), Err(Code::TooManyDecimals { max: 0 }));
    assert_eq!(one(number(None, None, 0), &["1.0"]), Ok(Some(Answer::Number("1".to_owned()))));
}

#[test]
fn only_days_of_the_calendar_are_dates() {
    assert_eq!(one(FieldKind::Date, &["2028-02-29"]), Ok(Some(Answer::Date("2028-02-29".to_owned()))));
    for text in ["2026-02-29", "16.11.2026", "20261116", "2026-11-16T10:00", "+002026-1-1", "2026-W47-1"] {
        assert_eq!(one(FieldKind::Date, &[text]), Err(Code::NotADate), "{text}");
    }
}

#[test]
fn several_choices_come_in_the_order_of_the_form_and_once() {
    let kind = || FieldKind::Choices { options: options(&["dock", "mouse"]) };
    let chosen = Answer::Choices(vec!["dock".to_owned(), "mouse".to_owned()]);
    assert_eq!(one(kind(), &["mouse", "dock", "mouse"]), Ok(Some(chosen)));
    assert_eq!(one(kind(), &["mouse", "gold"]), Err(Code::UnknownChoice));
    let single = FieldKind::Choice { options: options(&["a", "b"]) };
    assert_eq!(one(single, &["a", "b"]), Err(Code::TooMany { max: 1 }));
}

#[test]
fn references_are_ids_and_files_are_counted() {
    assert_eq!(one(FieldKind::Person, &["7"]), Ok(Some(Answer::Person(UserId(7)))));
    assert_eq!(one(FieldKind::Service, &["-7"]), Err(Code::UnknownReference));
    let files = || FieldKind::File { max_files: 2 };
    assert_eq!(one(files(), &["3", "", "4"]), Ok(Some(Answer::Files(vec![AttachmentId(3), AttachmentId(4)]))));
    assert_eq!(one(files(), &["3", "4", "5"]), Err(Code::TooMany { max: 2 }));
    assert_eq!(one(FieldKind::Text { max: 5 }, &[" "]), Ok(None));
}

fn wrong(fields: Vec<Field>) -> Vec<(String, Code)> {
    let invalid = Form { fields }.check().err().unwrap_or_default();
    invalid.fields.into_iter().map(|error| (error.field, error.code)).collect()
}

#[test]
fn a_sound_form_passes() {
    assert_eq!(laptop_form().check(), Ok(()));
    assert_eq!(Form::default().check(), Ok(()));
}

#[test]
fn a_condition_must_refer_to_an_answer_that_can_be_given_before() {
    let choice = || field("device", FieldKind::Choice { options: options(&["laptop"]) });
    let dependent = |condition| Field { when: condition, ..field("reason", FieldKind::LongText) };
    let codes = |fields| wrong(fields).into_iter().map(|(_, code)| code).collect::<Vec<_>>();
    assert_eq!(codes(vec![choice(), dependent(when("device", "tablet"))]), [Code::ConditionUnknownOption]);
    assert_eq!(codes(vec![choice(), dependent(when("colour", "red"))]), [Code::ConditionUnknownField]);
    assert_eq!(codes(vec![dependent(when("device", "laptop")), choice()]), [Code::ConditionCycle]);
    assert_eq!(codes(vec![dependent(when("reason", "x"))]), [Code::ConditionCycle]);
    assert_eq!(codes(vec![field("a", FieldKind::Date), dependent(when("a", "x"))]), [Code::ConditionUnknownOption]);
}

#[test]
fn every_fault_of_a_form_is_told_at_its_place() {
    let unlabelled = Field { label: Localised::default(), ..field("a", FieldKind::Text { max: 0 }) };
    let doubled = field("a", FieldKind::Choice { options: options(&["x", "x"]) });
    let empty = field("B b", FieldKind::Choices { options: vec![] });
    let found =
        wrong(vec![unlabelled, doubled, empty, field("n", number(Some(2.0), Some(1.0), 9)), field("f", FieldKind::File { max_files: 0 })]);
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "fields.0.label",
            "fields.0.max",
            "fields.1.key",
            "fields.1.options.1.key",
            "fields.2.key",
            "fields.2.options",
            "fields.3.decimals",
            "fields.3.max",
            "fields.4.max_files"
        ]
    );
    let many = (0..41).map(|n| field(&format!("f{n}"), FieldKind::Person)).collect();
    assert_eq!(wrong(many), [("fields".to_owned(), Code::TooMany { max: 40 })]);
}

#[test]
fn a_form_that_was_stored_can_still_be_read() {
    let stored = r#"[{"key":"device","label":{"en":"Which device?","zh":"哪种设备？"},"kind":{"type":"choice","options":[
        {"key":"laptop","label":{"en":"Laptop"}}]},"required":true},
        {"key":"size","label":{"zh":"大小"},"kind":{"type":"number"},"when":{"field":"device","equals":"laptop"}}]"#;
    let form: Form = serde_json::from_str(stored).unwrap();
    assert_eq!(form.check(), Ok(()));
    assert_eq!(form.fields[1].kind, number(None, None, 0));
    let back: Form = serde_json::from_str(&serde_json::to_string(&form).unwrap()).unwrap();
    assert_eq!(back, form);
    let answers =
        r#"{"device":{"type":"choice","value":"laptop"},"size":{"type":"number","value":"13.5"},"who":{"type":"person","value":7}}"#;
    let answers: Answers = serde_json::from_str(answers).unwrap();
    assert_eq!(answers["who"], Answer::Person(UserId(7)));
}
