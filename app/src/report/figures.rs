//! Numbers as people read them.

/// A count with its thousands apart: `24,918`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Hours with one digit after the point.
#[must_use]
pub fn hours(hours: f64) -> String {
    format!("{hours:.1}")
}

/// From two days on, hours are told as days of 24 hours too.
const DAYS_FROM: f64 = 48.0;

/// The same in days, with one digit after the point; nothing for what is less than two of them.
#[must_use]
pub fn days(hours: f64) -> Option<String> {
    (hours >= DAYS_FROM).then(|| format!("{:.1}", hours / 24.0))
}

/// A share in percent with one digit; nothing of nothing is none.
#[must_use]
pub fn percent(part: u64, whole: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let share = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    format!("{share:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (24_918, "24,918"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn two_days_and_more_are_told_in_days_too() {
        assert_eq!([47.9, 48.0, 152.4].map(days), [None, Some("2.0".to_owned()), Some("6.4".to_owned())]);
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(percent(0, 0), "0.0");
        assert_eq!(percent(275, 24_918), "1.1");
    }
}
