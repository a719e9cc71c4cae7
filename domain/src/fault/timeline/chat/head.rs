//! How a message begins: its time, its author, and what it says on the same line.

use jiff::civil::{DateTime, Time};

use crate::{
    fault::moment::typed::{date, time_of_day},
    time::Timestamp,
};

/// The most characters of a name, and the most words.
const NAME_MAX: usize = 60;
const NAME_WORDS: usize = 5;
/// The most bytes of a time behind a name, with the space around it.
const TIME_MAX: usize = 48;

/// A time as a chat writes it.
#[derive(Clone, Copy, Debug)]
pub enum When {
    Instant(Timestamp),
    Dated(DateTime),
    TimeOfDay(Time),
}

/// The beginning of a message.
#[derive(Debug)]
pub struct Head<'l> {
    pub when: When,
    pub author: &'l str,
    pub text: &'l str,
}

/// What a line is.
pub enum Read<'l> {
    Head(Head<'l>),
    /// It begins as a message does, and its time is none.
    NotATime,
    /// It begins no message.
    Text,
}

pub fn read(line: &str) -> Read<'_> {
    let text = line.trim();
    if let Some((inside, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return match whole(inside) {
            Found::Time(when) => said(when, rest),
            Found::NotATime => Read::NotATime,
            Found::Nothing => Read::Text,
        };
    }
    match leading(text) {
        (Found::Time(when), rest) => said(when, rest),
        (Found::NotATime, _) => Read::NotATime,
        (Found::Nothing, _) => own_line(text),
    }
}

fn said(when: When, rest: &str) -> Read<'_> {
    let rest = rest.trim_start_matches([' ', '\t', '-', '–', '|']).trim_start();
    let (author, text) = author(rest);
    Read::Head(Head { when, author, text })
}

/// `Name: text`, `<Name> text`, or a first word that is written as a name.
fn author(rest: &str) -> (&str, &str) {
    if let Some((name, text)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
        && is_name(name)
    {
        return (name, text.trim_start());
    }
    if let Some((name, text)) = rest.split_once([':', '：']) {
        // `http://` is no name, and neither is a time of day.
        if is_name(name) && !text.starts_with('/') && !text.starts_with(|c: char| c.is_ascii_digit()) {
            return (name.trim_end(), text.trim_start());
        }
    }
    let (word, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let begins_a_name = |c: char| c == '@' || c.is_alphabetic() && !c.is_lowercase();
    if !text.trim().is_empty() && word.starts_with(begins_a_name) { (word, text.trim_start()) } else { ("", rest) }
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.chars().count() <= NAME_MAX && name.split_whitespace().count() <= NAME_WORDS
}

/// `Name  10:42 AM` with two spaces or a bracket before the time, as it is copied out of Slack; or with a whole date, as WeChat has it.
fn own_line(text: &str) -> Read<'_> {
    let at = |start: usize| {
        let (name, time) = (text.get(..start)?.trim_end(), text.get(start..)?.trim());
        let bracketed = time.strip_prefix('[').and_then(|time| time.strip_suffix(']'));
        let Found::Time(when) = whole(bracketed.unwrap_or(time)) else { return None };
        let apart = bracketed.is_some() || text[..start].ends_with("  ") || text[..start].ends_with('\t') || !is_time_of_day(when);
        (apart && is_name(name)).then_some(Head { when, author: name, text: "" })
    };
    let starts = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(start, c)| start + c.len_utf8());
    // The first place from which the whole rest is a time, so that a date belongs to it. A time is short.
    starts.filter(|start| text.len() - start <= TIME_MAX).find_map(at).map_or(Read::Text, Read::Head)
}

const fn is_time_of_day(when: When) -> bool {
    matches!(when, When::TimeOfDay(_))
}

enum Found {
    Time(When),
    NotATime,
    Nothing,
}

/// A text that is a time and nothing else.
fn whole(text: &str) -> Found {
    match leading(text.trim()) {
        (Found::Time(_), rest) if !rest.trim().is_empty() => Found::Nothing,
        (found, _) => found,
    }
}

/// The time that a text begins with, and what follows it.
fn leading(text: &str) -> (Found, &str) {
    let (first, rest) = word(text);
    if let Ok(at) = first.parse::<Timestamp>() {
        return (Found::Time(When::Instant(at)), rest);
    }
    if let Some((day, time)) = first.split_once('T')
        && let (Some(day), Some(time)) = (date(day), time_of_day(time))
    {
        return (Found::Time(When::Dated(day.to_datetime(time))), rest);
    }
    if is_made_of(first, ['-', '/']) && first.len() >= 8 {
        let (second, rest) = word(rest);
        if !is_made_of(second, [':', ':']) {
            return (Found::Nothing, text);
        }
        let (time, rest) = half_of_day(second, rest);
        return match date(first).zip(time) {
            Some((day, time)) => (Found::Time(When::Dated(day.to_datetime(time))), rest),
            None => (Found::NotATime, rest),
        };
    }
    // `10:42am`, in one word.
    let split = first.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(first.len());
    let (digits, half) = first.split_at(split);
    if !is_made_of(digits, [':', ':']) {
        return (Found::Nothing, text);
    }
    let (time, rest) = if half.is_empty() { half_of_day(digits, rest) } else { (in_half(digits, half), rest) };
    match time {
        Some(time) => (Found::Time(When::TimeOfDay(time)), rest),
        None if half.is_empty() => (Found::NotATime, rest),
        None => (Found::Nothing, text),
    }
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (first, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    (first.trim_end_matches(','), rest)
}

/// Digits in several groups, of which the first and the last have digits.
fn is_made_of(word: &str, between: [char; 2]) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    word.contains(between)
        && word.starts_with(is_digit)
        && word.ends_with(is_digit)
        && word.chars().all(|c| is_digit(c) || between.contains(&c))
}

/// A time of day, with the `AM` or `PM` that may follow it.
fn half_of_day<'l>(digits: &str, rest: &'l str) -> (Option<Time>, &'l str) {
    let (half, behind) = word(rest);
    match in_half(digits, half) {
        Some(time) => (Some(time), behind),
        None if is_half(half) => (None, behind),
        None => (time_of_day(digits), rest),
    }
}

fn is_half(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// Twelve o'clock is the first hour of its half.
fn in_half(digits: &str, half: &str) -> Option<Time> {
    let time = time_of_day(digits).filter(|time| (1..=12).contains(&time.hour()) && is_half(half))?;
    let hour = time.hour() % 12 + if half.eq_ignore_ascii_case("pm") { 12 } else { 0 };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}
