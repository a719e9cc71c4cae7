//! Where a word ends that somebody is called by: `@Jürgen,` and `请@王小明看一下` call, `@Jürgensen` and `josé@ada.example` do not.

use crate::search_terms::is_unparted;

/// Whether this character is of one word with a letter beside it. Scripts that put no spaces between words have no such characters:
/// there a name ends where it ends.
#[must_use]
pub fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unparted(c)
}

/// Whether an `@` behind `before` stands within a word, as in a mail address.
#[must_use]
pub fn is_within_a_word(before: &str) -> bool {
    before.chars().next_back().is_some_and(is_of_a_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_alphabet_go_on_with_a_word() {
        for c in ['a', 'Z', '7', 'é', 'ü', 'ж', 'ß'] {
            assert!(is_of_a_word(c), "{c}");
        }
        for c in [' ', ',', '.', '_', '@', '王', '看', '，', '。'] {
            assert!(!is_of_a_word(c), "{c}");
        }
        assert!(is_within_a_word("josé"));
        assert!(!is_within_a_word("请") && !is_within_a_word("(") && !is_within_a_word(""));
    }
}
