use std::collections::HashMap;

use super::*;

fn typed<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    let map: HashMap<&str, &str> = pairs.iter().copied().collect();
    move |name| map.get(name).map(|value| (*value).to_owned())
}

fn draft(types: &[&str]) -> Draft {
    let mut draft = Draft::default();
    for kind in types {
        draft.step(&Step::Add, kind);
    }
    draft
}

fn key(key: &str) -> String {
    key.to_owned()
}

fn keys(draft: &Draft) -> Vec<&str> {
    draft.form.fields.iter().map(|field| field.key.as_str()).collect()
}

#[test]
fn every_type_that_is_offered_can_be_added_and_is_recognised() {
    let draft = draft(&TYPES);
    let types: Vec<&str> = draft.form.fields.iter().map(|field| type_of(&field.kind)).collect();
    assert_eq!(types, TYPES);
}

#[test]
fn a_new_field_opens_and_has_a_key_of_its_own() {
    let mut draft = draft(&["text", "date"]);
    assert_eq!(draft.open, Some(1));
    draft.step(&Step::Remove(key("q1")), "");
    draft.step(&Step::Add, "text");
    assert_eq!(keys(&draft), ["q2", "q1"]);
}

#[test]
fn what_is_open_stays_open_while_fields_move_around_it() {
    let mut draft = draft(&["text", "date", "file"]);
    draft.step(&Step::Open(key("q2")), "");
    draft.step(&Step::Up(key("q2")), "");
    assert_eq!((keys(&draft), draft.open), (vec!["q2", "q1", "q3"], Some(0)));
    draft.step(&Step::Up(key("q1")), "");
    assert_eq!(draft.open, Some(1));
    draft.step(&Step::Remove(key("q1")), "");
    assert_eq!((keys(&draft), draft.open), (vec!["q2", "q3"], Some(0)));
    draft.step(&Step::Remove(key("q2")), "");
    assert_eq!(draft.open, None);
}

#[test]
fn steps_beyond_the_ends_change_nothing() {
    let mut draft = draft(&["text", "choice"]);
    let before = draft.clone();
    for step in [
        Step::Up(key("q1")),
        Step::Down(key("q2")),
        Step::Up(key("q9")),
        Step::Remove(key("q9")),
        Step::Open(key("q3")),
        Step::AddOption(key("q1")),
        Step::OptionUp(key("q2"), key("o1")),
        Step::RemoveOption(key("q2"), key("o7")),
    ] {
        draft.step(&step, "");
    }
    assert_eq!(draft, before);
}

#[test]
fn only_the_field_that_was_sent_takes_what_was_typed() {
    let mut draft = draft(&["text", "choice"]);
    draft
        .take(&typed(&[
            ("fields.1.key", "q2"),
            ("fields.1.label", " Which kind? "),
            ("fields.1.label.zh", "哪一种？"),
            ("fields.1.required", "true"),
            ("fields.1.options.0.key", "o1"),
            ("fields.1.options.0.label", "Laptop"),
            ("fields.1.options.1.key", "o2"),
            ("fields.1.options.1.label", "Phone"),
        ]))
        .unwrap();
    assert_eq!(draft.form.fields[1].label, Localised::new("Which kind?", "哪一种？"));
    assert!(draft.form.fields[1].required);
    assert_eq!(draft.form.fields[1].options()[1].label.en, "Phone");
    assert!(draft.form.fields[0].label.is_empty());
}

#[test]
fn options_stay_when_one_answer_becomes_several_and_go_with_another_type() {
    let mut draft = draft(&["choice"]);
    draft
        .take(&typed(&[
            ("fields.0.key", "q1"),
            ("fields.0.label", "a"),
            ("fields.0.options.0.key", "o1"),
            ("fields.0.options.0.label", "Laptop"),
            ("fields.0.type", "choices"),
        ]))
        .unwrap();
    assert_eq!((type_of(&draft.form.fields[0].kind), draft.form.fields[0].options()[0].label.en.as_str()), ("choices", "Laptop"));
    draft.take(&typed(&[("fields.0.key", "q1"), ("fields.0.label", "a"), ("fields.0.type", "date")])).unwrap();
    assert_eq!(draft.form.fields[0].kind, FieldKind::Date);
}

#[test]
fn a_number_that_is_none_is_refused_at_its_input() {
    let mut draft = draft(&["number"]);
    let refused =
        draft.take(&typed(&[("fields.0.key", "q1"), ("fields.0.label", "a"), ("fields.0.min", "few"), ("fields.0.max", "9")])).unwrap_err();
    assert_eq!(refused.of("fields.0.min"), Some(&Code::NotANumber));
    assert_eq!(refused.of("fields.0.max"), None);
}

#[test]
fn a_condition_travels_as_question_and_answer() {
    let mut draft = draft(&["choice", "text"]);
    draft.take(&typed(&[("fields.1.key", "q2"), ("fields.1.label", "From when?"), ("fields.1.when", "q1=o2")])).unwrap();
    assert_eq!(draft.form.fields[1].when, Some(Condition { field: "q1".to_owned(), equals: "o2".to_owned() }));
    draft.take(&typed(&[("fields.1.key", "q2"), ("fields.1.label", "From when?"), ("fields.1.when", "")])).unwrap();
    assert_eq!(draft.form.fields[1].when, None);
}

#[test]
fn a_button_names_its_step() {
    assert_eq!(Step::parse("remove_option.q2.o1"), Some(Step::RemoveOption(key("q2"), key("o1"))));
    assert_eq!(Step::parse("publish"), Some(Step::Publish));
    for text in ["", "up", "up.", "option_up.q1", "fly.q1"] {
        assert_eq!(Step::parse(text), None, "{text}");
    }
}

#[test]
fn a_step_from_another_tab_meets_the_question_that_it_names_or_none() {
    let mut draft = draft(&["text", "date", "file"]);
    // The other tab still shows all three.
    draft.step(&Step::Remove(key("q1")), "");
    draft.take(&typed(&[("fields.2.key", "q3"), ("fields.2.label", "Which file?")])).unwrap();
    assert_eq!(draft.form.fields[1].label.en, "Which file?");
    draft.take(&typed(&[("fields.0.key", "q1"), ("fields.0.label", "Gone")])).unwrap();
    draft.step(&Step::Remove(key("q1")), "");
    assert_eq!(keys(&draft), ["q2", "q3"]);
    assert!(draft.form.fields[0].label.is_empty());
}

#[test]
fn a_wrong_number_is_told_where_the_question_stands_now() {
    let mut draft = draft(&["text", "number"]);
    draft.step(&Step::Up(key("q2")), "");
    let refused = draft.take(&typed(&[("fields.1.key", "q2"), ("fields.1.label", "a"), ("fields.1.min", "few")])).unwrap_err();
    assert_eq!(refused.of("fields.0.min"), Some(&Code::NotANumber));
}
