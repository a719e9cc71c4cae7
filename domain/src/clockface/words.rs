//! The words of dates. They are here and not among the screens' words because
//! a date's grammar is a rule: it is tested with the arithmetic that it follows.

use jiff::civil::{Date, Weekday};

use crate::{locale::Locale, time::Span};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn month(date: Date) -> &'static str {
    MONTHS.get(usize::try_from(date.month() - 1).unwrap_or(0)).copied().unwrap_or("January")
}

const fn weekday(locale: Locale, day: Weekday) -> &'static str {
    match (locale, day) {
        (Locale::En, Weekday::Monday) => "Monday",
        (Locale::En, Weekday::Tuesday) => "Tuesday",
        (Locale::En, Weekday::Wednesday) => "Wednesday",
        (Locale::En, Weekday::Thursday) => "Thursday",
        (Locale::En, Weekday::Friday) => "Friday",
        (Locale::En, Weekday::Saturday) => "Saturday",
        (Locale::En, Weekday::Sunday) => "Sunday",
        (Locale::Zh, Weekday::Monday) => "星期一",
        (Locale::Zh, Weekday::Tuesday) => "星期二",
        (Locale::Zh, Weekday::Wednesday) => "星期三",
        (Locale::Zh, Weekday::Thursday) => "星期四",
        (Locale::Zh, Weekday::Friday) => "星期五",
        (Locale::Zh, Weekday::Saturday) => "星期六",
        (Locale::Zh, Weekday::Sunday) => "星期日",
    }
}

pub(super) const fn just_now(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "just now",
        Locale::Zh => "刚刚",
    }
}

pub(super) fn minutes_ago(locale: Locale, minutes: i64) -> String {
    match locale {
        Locale::En => format!("{minutes} min ago"),
        Locale::Zh => format!("{minutes} 分钟前"),
    }
}

pub(super) fn in_minutes(locale: Locale, minutes: i64) -> String {
    match locale {
        Locale::En => format!("in {minutes} min"),
        Locale::Zh => format!("{minutes} 分钟后"),
    }
}

pub(super) fn today_at(locale: Locale, time: &str) -> String {
    match locale {
        Locale::En => format!("today {time}"),
        Locale::Zh => format!("今天 {time}"),
    }
}

pub(super) fn yesterday_at(locale: Locale, time: &str) -> String {
    match locale {
        Locale::En => format!("yesterday {time}"),
        Locale::Zh => format!("昨天 {time}"),
    }
}

pub(super) fn tomorrow_at(locale: Locale, time: &str) -> String {
    match locale {
        Locale::En => format!("tomorrow {time}"),
        Locale::Zh => format!("明天 {time}"),
    }
}

pub(super) fn short_date(locale: Locale, date: Date, with_year: bool) -> String {
    let (year, day) = (date.year(), date.day());
    match (locale, with_year) {
        (Locale::En, false) => format!("{day} {}", &month(date)[..3]),
        (Locale::En, true) => format!("{day} {} {year}", &month(date)[..3]),
        (Locale::Zh, false) => format!("{}月{day}日", date.month()),
        (Locale::Zh, true) => format!("{year}年{}月{day}日", date.month()),
    }
}

pub(super) fn full(locale: Locale, date: Date, time: &str, zone: &str) -> String {
    let (year, day, weekday) = (date.year(), date.day(), weekday(locale, date.weekday()));
    match locale {
        Locale::En => format!("{weekday} {day} {} {year}, {time} ({zone})", month(date)),
        Locale::Zh => format!("{year}年{}月{day}日{weekday} {time}（{zone}）", date.month()),
    }
}

pub(super) fn day_heading(locale: Locale, days_ago: i64, date: Date, with_year: bool) -> String {
    let (year, day, weekday) = (date.year(), date.day(), weekday(locale, date.weekday()));
    match (locale, days_ago) {
        (Locale::En, 0) => "Today".to_owned(),
        (Locale::En, 1) => "Yesterday".to_owned(),
        (Locale::En, -1) => "Tomorrow".to_owned(),
        (Locale::Zh, 0) => "今天".to_owned(),
        (Locale::Zh, 1) => "昨天".to_owned(),
        (Locale::Zh, -1) => "明天".to_owned(),
        (Locale::En, _) if with_year => format!("{weekday} {day} {} {year}", month(date)),
        (Locale::En, _) => format!("{weekday} {day} {}", month(date)),
        (Locale::Zh, _) if with_year => format!("{year}年{}月{day}日 {weekday}", date.month()),
        (Locale::Zh, _) => format!("{}月{day}日 {weekday}", date.month()),
    }
}

/// `UTC`, `UTC+8`, `UTC-3:30`.
pub(super) fn offset(seconds: i32) -> String {
    let minutes = seconds / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A length of time in its two largest units: `40 s`, `5 m`, `2 h 05 m`,
/// `3 d 04 h` (days of 24 hours). Minutes and seconds are not rounded up.
#[must_use]
pub fn duration(locale: Locale, span: Span) -> String {
    let seconds = span.millis().unsigned_abs() / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let sign = if span.millis() < 0 && seconds > 0 { "\u{2212}" } else { "" };
    let text = match (locale, days, hours, minutes) {
        (Locale::En, 0, 0, 0) => format!("{seconds} s"),
        (Locale::En, 0, 0, _) => format!("{minutes} m"),
        (Locale::En, 0, _, _) => format!("{hours} h {:02} m", minutes % 60),
        (Locale::En, _, _, _) => format!("{days} d {:02} h", hours % 24),
        (Locale::Zh, 0, 0, 0) => format!("{seconds} 秒"),
        (Locale::Zh, 0, 0, _) => format!("{minutes} 分"),
        (Locale::Zh, 0, _, _) => format!("{hours} 小时 {:02} 分", minutes % 60),
        (Locale::Zh, _, _, _) => format!("{days} 天 {:02} 小时", hours % 24),
    };
    format!("{sign}{text}")
}
