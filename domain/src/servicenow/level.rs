//! Impact, urgency and priority as a log writes them: a digit and a word.

use crate::priority::{Impact, Priority, Urgency};

/// `1 - High`, `2 - Medium`, `3 - Low`, or the digit alone.
pub(super) fn impact(text: &str) -> Option<Impact> {
    match digit(text)? {
        1 => Some(Impact::High),
        2 => Some(Impact::Medium),
        3 => Some(Impact::Low),
        _ => None,
    }
}

/// As [`impact`].
pub(super) fn urgency(text: &str) -> Option<Urgency> {
    match digit(text)? {
        1 => Some(Urgency::High),
        2 => Some(Urgency::Medium),
        3 => Some(Urgency::Low),
        _ => None,
    }
}

/// `1 - Critical`, `2 - High`, `3 - Moderate`, `4 - Low`, `5 - Planning`: one
/// word of theirs for each of ours, but for planning, which is not pressing either.
pub(super) fn priority(text: &str) -> Option<Priority> {
    match digit(text)? {
        1 => Some(Priority::Urgent),
        2 => Some(Priority::High),
        3 => Some(Priority::Normal),
        4 | 5 => Some(Priority::Low),
        _ => None,
    }
}

fn digit(text: &str) -> Option<u8> {
    let number = text.split_once(" - ").map_or(text, |(number, _)| number);
    number.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_moderate_is_our_normal_and_their_critical_our_urgent() {
        assert_eq!(priority("1 - Critical"), Some(Priority::Urgent));
        assert_eq!(priority("2 - High"), Some(Priority::High));
        assert_eq!(priority("3 - Moderate"), Some(Priority::Normal));
        assert_eq!(priority("4 - Low"), Some(Priority::Low));
        assert_eq!(impact("2 - Medium"), Some(Impact::Medium));
        assert_eq!(urgency("3 - Low"), Some(Urgency::Low));
        assert_eq!(urgency("1"), Some(Urgency::High));
    }

    #[test]
    fn a_level_that_is_not_known_is_not_guessed() {
        assert_eq!(priority("Soon"), None);
        assert_eq!(impact("4 - Tiny"), None);
        assert_eq!(urgency(""), None);
    }
}
