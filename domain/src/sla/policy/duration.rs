//! Lengths of working time as people type them: `2d 4h 30m`, `2 days`, `1.5h`, `2小时30分钟`.

use crate::{invalid::Code, time::Span};

/// What the units are called, the shortest name first: days, hours, minutes, seconds.
const NAMES: [&[&str]; 4] = [
    &["d", "day", "days", "天", "日"],
    &["h", "hr", "hrs", "hour", "hours", "小时", "时"],
    &["m", "min", "mins", "minute", "minutes", "分钟", "分"],
    &["s", "sec", "secs", "second", "seconds", "秒"],
];

/// A typed length, more than nothing: days, hours, minutes and seconds, each once, in
/// this order, with at most three decimals. A day stands for `day` of working time.
///
/// # Errors
/// `Required`, `NotADuration`; `OutOfRange` for nothing and for more than 10,000 days.
pub fn parse(text: &str, day: Span) -> Result<Span, Code> {
    let lengths = [day.millis(), 3_600_000, 60_000, 1_000];
    let mut rest: &str = &text.trim().to_lowercase();
    if rest.is_empty() {
        return Err(Code::Required);
    }
    let (mut units, mut millis) = (NAMES.iter().zip(lengths), 0_i64);
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').ok_or(Code::NotADuration)?;
        let (number, thousandths) = decimal(&rest[..end]).ok_or(Code::NotADuration)?;
        let typed = rest[end..].trim_start();
        let name = &typed[..typed.find(|letter: char| !letter.is_alphabetic()).unwrap_or(typed.len())];
        let (_, length) = units.find(|(names, _)| names.contains(&name)).ok_or(Code::NotADuration)?;
        let part = thousandths.saturating_mul(length) / 1_000;
        millis = millis.saturating_add(number.saturating_mul(length)).saturating_add(part);
        rest = typed[name.len()..].trim_start();
    }
    if millis <= 0 || millis > Span::from_days(10_000).millis() {
        return Err(Code::OutOfRange { min: None, max: None });
    }
    Ok(Span::from_millis(millis))
}

/// A number as whole ones and thousandths.
fn decimal(typed: &str) -> Option<(i64, i64)> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, "0"));
    let thousandths = format!("{part:0<3}");
    (!part.is_empty() && thousandths.len() == 3).then_some(())?;
    Some((whole.parse().ok()?, thousandths.parse().ok()?))
}

/// A length as it would be typed, in whole seconds.
#[must_use]
pub fn typed(length: Span, day: Span) -> String {
    let mut seconds = length.millis() / 1_000;
    let units = [("d", day.millis() / 1_000), ("h", 3_600), ("m", 60), ("s", 1)];
    let mut parts = Vec::new();
    for (unit, length) in units.into_iter().filter(|(_, length)| *length > 0) {
        if seconds >= length {
            parts.push(format!("{}{unit}", seconds / length));
            seconds %= length;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}
