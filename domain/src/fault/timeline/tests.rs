use jiff::{civil::Date, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::{fault::moment::Kind, invalid::Code, time::Span};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn entry(arrival: i64, minutes: i64) -> Entry {
    Entry {
        arrival,
        at: Timestamp::EPOCH.plus(Span::from_minutes(minutes)),
        origin: Origin::Person,
        author: Author::Person { id: UserId(7) },
        text: "x".to_owned(),
        evidence: String::new(),
        pinned: false,
        earlier: Vec::new(),
    }
}

#[test]
fn entries_stand_by_time_and_those_of_one_time_as_they_came() {
    let mut entries = [entry(4, 1), entry(3, 2), entry(2, 1), entry(1, 3)];
    order(&mut entries);
    assert_eq!(entries.map(|entry| entry.arrival), [2, 4, 3, 1]);
}

#[test]
fn an_entry_keeps_the_times_that_it_had() {
    let mut one = entry(1, 5);
    let (was, now) = (one.at, one.at.plus(Span::from_hours(1)));
    let to = was.plus(Span::from_minutes(3));
    one.retime(to, UserId(8), now).unwrap();
    one.retime(to, UserId(9), now).unwrap();
    assert_eq!((one.at, one.earlier.as_slice()), (to, [Retimed { from: was, by: UserId(8), at: now }].as_slice()));
    assert_eq!(one.retime(now.plus(Span::from_minutes(1)), UserId(8), now), Err(InTheFuture));
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), one);
}

const NOW: &str = "2026-03-01T03:00:00Z";

fn typed(line: &str) -> Result<(Option<Kind>, String, String), QuickRefused> {
    let quick = quick(line, at(NOW), &shanghai())?;
    let kind = match quick.command {
        Command::Moment { kind } => Some(kind),
        Command::Note => None,
    };
    Ok((kind, quick.at.to_string(), quick.text))
}

fn told(kind: Option<Kind>, at: &str, text: &str) -> Result<(Option<Kind>, String, String), QuickRefused> {
    Ok((kind, at.to_owned(), text.to_owned()))
}

#[test]
fn a_command_says_when_a_moment_was() {
    let located = Some(Kind::Located);
    assert_eq!(typed("/located"), told(located, NOW, ""));
    assert_eq!(typed("/located the cache is full"), told(located, NOW, "the cache is full"));
    assert_eq!(typed("/Located 10:42 the cache"), told(located, "2026-03-01T02:42:00Z", "the cache"));
    assert_eq!(typed("/恢复 10:42:30"), told(Some(Kind::Restored), "2026-03-01T02:42:30Z", ""));
    assert_eq!(typed("/detected 2026-02-27 10:42 by a call"), told(Some(Kind::Detected), "2026-02-27T02:42:00Z", "by a call"));
    assert_eq!(typed("/occurred 2026-02-27T10:42:00+01:00"), told(Some(Kind::Occurred), "2026-02-27T09:42:00Z", ""));
    for &kind in Kind::ALL {
        assert_eq!(typed(&format!("/{kind}")).unwrap().0, Some(kind));
    }
}

#[test]
fn a_time_that_is_still_to_come_today_was_yesterday() {
    assert_eq!(typed("/restored 23:50"), told(Some(Kind::Restored), "2026-02-28T15:50:00Z", ""));
    assert_eq!(typed("/restored 11:00"), told(Some(Kind::Restored), NOW, ""));
}

#[test]
fn any_other_line_is_a_note() {
    assert_eq!(typed("Ada looks at it"), told(None, NOW, "Ada looks at it"));
    assert_eq!(typed("/var/log is full"), told(None, NOW, "/var/log is full"));
    assert_eq!(typed("/note 10:42 restarted"), told(None, "2026-03-01T02:42:00Z", "restarted"));
    assert_eq!(typed("10:42 was the last good backup"), told(None, NOW, "10:42 was the last good backup"));
}

#[test]
fn what_is_not_understood_is_refused_and_not_guessed() {
    let unknown = |word: &str| Err(QuickRefused::UnknownCommand { word: word.to_owned() });
    assert_eq!(typed("/locatd x"), unknown("locatd"));
    let not_a_time = |typed: &str| Err(QuickRefused::NotATime { typed: typed.to_owned() });
    assert_eq!(typed("/located 25:10 x"), not_a_time("25:10"));
    assert_eq!(typed("/located 2026-03-05 10:00 x"), not_a_time("2026-03-05 10:00"));
    assert_eq!(typed("/note"), Err(QuickRefused::Text { code: Code::Required }));
    assert_eq!(typed("  "), Err(QuickRefused::Text { code: Code::Required }));
}

fn pasted(text: &str) -> Vec<(String, String, String)> {
    let pasted = paste(text, &shanghai(), Date::constant(2026, 3, 1));
    assert_eq!(pasted.unread, [], "{text}");
    pasted.messages.into_iter().map(|one| (one.at.to_string(), one.author, one.text)).collect()
}

fn message(at: &str, author: &str, text: &str) -> (String, String, String) {
    (at.to_owned(), author.to_owned(), text.to_owned())
}

const AT: &str = "2026-03-01T02:42:00Z";

#[test]
fn every_common_form_of_a_chat_is_read() {
    for text in [
        "[10:42] Ada Wong: pods are down",
        "[2026-03-01 10:42] Ada Wong: pods are down",
        "2026-03-01 10:42 Ada Wong: pods are down",
        "2026/3/1 10:42:00 Ada Wong: pods are down",
        "2026-03-01T10:42:00+08:00 Ada Wong: pods are down",
        "2026-03-01T10:42 Ada Wong: pods are down",
        "10:42 Ada Wong: pods are down",
        "10:42 AM Ada Wong: pods are down",
        "[10:42 AM] <Ada Wong> pods are down",
        "10:42 - Ada Wong：pods are down",
        "Ada Wong  10:42 AM\npods are down",
        "Ada Wong  10:42\npods are down\n\n",
        "Ada Wong [10:42 AM]\npods are down",
        "Ada Wong 2026-03-01 10:42:00\npods are down",
    ] {
        assert_eq!(pasted(text), [message(AT, "Ada Wong", "pods are down")], "{text}");
    }
    assert_eq!(pasted("10:42 Ada pods are down"), [message(AT, "Ada", "pods are down")]);
    assert_eq!(pasted("10:42 张三 重启了服务"), [message(AT, "张三", "重启了服务")]);
    assert_eq!(pasted("张三 2026-03-01 10:42\n重启了服务"), [message(AT, "张三", "重启了服务")]);
    assert_eq!(pasted("12:05 PM Ada: x"), [message("2026-03-01T04:05:00Z", "Ada", "x")]);
    assert_eq!(pasted("12:05 am Ada: x"), [message("2026-02-28T16:05:00Z", "Ada", "x")]);
}

#[test]
fn a_line_without_a_name_keeps_all_of_its_text() {
    assert_eq!(pasted("[10:42] restarted the pods"), [message(AT, "", "restarted the pods")]);
    assert_eq!(pasted("10:42 https://wiki/runbook"), [message(AT, "", "https://wiki/runbook")]);
}

#[test]
fn lines_that_begin_no_message_go_on_with_the_one_above() {
    let text = "[10:42] Ada: log says\n  at main (x.rs:10)\n\nrestarted at 10:40\n[10:43] Bo: thanks";
    let expected =
        [message(AT, "Ada", "log says\n  at main (x.rs:10)\n\nrestarted at 10:40"), message("2026-03-01T02:43:00Z", "Bo", "thanks")];
    assert_eq!(pasted(text), expected);
}

#[test]
fn a_clock_that_goes_back_by_half_a_day_has_passed_midnight() {
    let times: Vec<_> = pasted("[23:58] A: x\n[23:57] B: y\n[00:02] A: z").into_iter().map(|one| one.0).collect();
    assert_eq!(times, ["2026-03-01T15:58:00Z", "2026-03-01T15:57:00Z", "2026-03-01T16:02:00Z"]);
}

#[test]
fn what_is_not_recognised_is_told_with_its_line() {
    let pasted = paste("Channel #outage\n[25:61] Ada: x\n2026-02-30 10:00 Bo: y\n[10:42] Ada: z", &shanghai(), Date::constant(2026, 3, 1));
    let unread: Vec<_> = pasted.unread.iter().map(|one| (one.line, one.text.as_str(), one.why)).collect();
    let expected =
        [(1, "Channel #outage", Why::BeforeTheFirst), (2, "[25:61] Ada: x", Why::NotATime), (3, "2026-02-30 10:00 Bo: y", Why::NotATime)];
    assert_eq!(unread, expected);
    assert_eq!(pasted.messages.len(), 1);
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn chat_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "\\PC{0,40}",
        "[0-9:\\[\\] AMPam/T-]{0,24}",
        "\\[[0-9]{2}:[0-9]{2}\\] [A-Za-z :]{0,20}",
        "[A-Z][a-z]{1,6}  [0-9]{1,2}:[0-5][0-9]"
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn no_line_of_a_pasted_chat_is_lost(text in chat_lines()) {
        let pasted = paste(&text, &shanghai(), Date::constant(2026, 3, 1));
        let mut kept: Vec<char> = Vec::new();
        for one in &pasted.messages {
            kept.extend(letters(&one.author).into_iter().chain(letters(&one.text)));
        }
        pasted.unread.iter().for_each(|one| kept.extend(letters(&one.text)));
        let mut kept_count = std::collections::BTreeMap::<char, usize>::new();
        kept.into_iter().for_each(|c| *kept_count.entry(c).or_default() += 1);
        // The letters of a time alone, `T`, `Z`, `AM` and `PM`, are not text.
        for c in letters(&text).into_iter().filter(|c| !"AMPTZampmtz".contains(*c)) {
            let count = kept_count.entry(c).or_default();
            prop_assert!(*count > 0, "{c:?} is lost");
            *count -= 1;
        }
    }

    #[test]
    fn the_order_does_not_depend_on_how_entries_stood(times in prop::collection::vec(0..4_i64, 0..12), turn in 0..12_usize) {
        let mut entries: Vec<Entry> = (1..).zip(&times).map(|(arrival, minutes)| entry(arrival, *minutes)).collect();
        let mut turned = entries.clone();
        turned.rotate_left(turn % times.len().max(1));
        order(&mut entries);
        order(&mut turned);
        prop_assert_eq!(entries, turned);
    }

    #[test]
    fn no_line_stops_the_quick_entry_and_none_lies_in_the_future(line in "(/[a-z]{1,8} )?[0-9:T /+-]{0,20}\\PC{0,20}") {
        if let Ok(quick) = quick(&line, at(NOW), &shanghai()) {
            prop_assert!(quick.at <= at(NOW));
        }
    }
}
