//! Lengths of working time as people type them: `2d 4h 30m`.

use crate::{invalid::Code, time::Span};

/// A typed length, more than nothing: days, hours, minutes and seconds, each once, in
/// this order. A day stands for `day` of working time.
///
/// # Errors
/// `Required`, `NotADuration`; `OutOfRange` for nothing and for more than 10,000 days.
pub fn parse(text: &str, day: Span) -> Result<Span, Code> {
    let units = [('d', day.millis()), ('h', 3_600_000), ('m', 60_000), ('s', 1_000)];
    let mut rest: &str = &text.trim().to_ascii_lowercase();
    if rest.is_empty() {
        return Err(Code::Required);
    }
    let (mut units, mut millis) = (units.into_iter(), 0_i64);
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).ok_or(Code::NotADuration)?;
        let number: i64 = rest[..digits].parse().map_err(|_| Code::NotADuration)?;
        let typed = rest[digits..].trim_start();
        let unit = typed.chars().next().ok_or(Code::NotADuration)?;
        let (_, length) = units.find(|(name, _)| *name == unit).ok_or(Code::NotADuration)?;
        millis = millis.saturating_add(number.saturating_mul(length));
        rest = typed[unit.len_utf8()..].trim_start();
    }
    if millis <= 0 || millis > Span::from_days(10_000).millis() {
        return Err(Code::OutOfRange { min: None, max: None });
    }
    Ok(Span::from_millis(millis))
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
