//! A guess at how a comment is meant, from the words in it. It is a guess, and is shown as one.
//!
//! A word, or several in a row, counts for or against; a negation turns the next one around, within the same part of a sentence and at
//! most [`REACH`] words (or Chinese characters) further. The longest entry is taken first, so that 不错 ("not bad") is praise and no negated
//! mistake. There is neither grammar nor irony in it.

use std::collections::BTreeMap;

use crate::{
    search_terms::{folded, is_unparted},
    word::words,
};

/// How many words a negation reaches over.
const REACH: usize = 3;
/// The most characters of a comment that are looked at.
const TEXT_MAX: usize = 4_000;
/// What is used where nobody brought another one.
const BUILT_IN: &str = include_str!("lexicon.txt");

words! {
    /// How a comment seems to be meant.
    pub enum Sentiment {
        /// More praise than blame.
        Positive = "positive",
        /// As much of either, or words that are neither.
        Neutral = "neutral",
        /// More blame than praise.
        Negative = "negative",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Praise,
    Blame,
    Neither,
    Negation,
    /// A new part of a sentence begins: "but".
    Turn,
}

/// Words, and what they say. Another one can be read in place of the built-in one.
#[derive(Clone, Debug)]
pub struct Lexicon {
    entries: BTreeMap<Vec<String>, Mark>,
    longest: usize,
}

/// A line of a lexicon that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not a mark (+ - = ! |), a space and words")]
pub struct NotALexicon {
    /// Which line, from 1.
    pub line: usize,
}

impl Lexicon {
    /// The built-in lexicon for English and Chinese.
    #[must_use]
    pub fn built_in() -> Self {
        let mut lexicon = Self { entries: BTreeMap::new(), longest: 0 };
        BUILT_IN.lines().for_each(|line| {
            lexicon.take(line);
        });
        lexicon
    }

    /// Reads a lexicon. Each line is a mark, a space and entries that are separated by commas: `+` praise, `-` blame, `=` neither, `!` a
    /// negation, `|` what a negation does not reach beyond. Lines that begin with `#` and empty ones are passed over. Of two entries
    /// of the same words the later one holds.
    ///
    /// # Errors
    /// The first line that is none of this.
    pub fn read(text: &str) -> Result<Self, NotALexicon> {
        let mut lexicon = Self { entries: BTreeMap::new(), longest: 0 };
        let wrong = text.lines().position(|line| !lexicon.take(line));
        wrong.map_or(Ok(lexicon), |line| Err(NotALexicon { line: line + 1 }))
    }

    /// Takes a line in; says whether it was one.
    fn take(&mut self, line: &str) -> bool {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return true;
        }
        let mark = match line.split_once(' ') {
            Some(("+", _)) => Mark::Praise,
            Some(("-", _)) => Mark::Blame,
            Some(("=", _)) => Mark::Neither,
            Some(("!", _)) => Mark::Negation,
            Some(("|", _)) => Mark::Turn,
            _ => return false,
        };
        for entry in line[1..].split(',') {
            let entry: Vec<String> = parts(entry).into_iter().flatten().collect();
            if entry.is_empty() {
                return false;
            }
            self.longest = self.longest.max(entry.len());
            self.entries.insert(entry, mark);
        }
        true
    }

    /// How a comment seems to be meant. None where no word of it is known: there is nothing to guess from.
    #[must_use]
    pub fn guess(&self, comment: &str) -> Option<Sentiment> {
        let parts = parts(comment);
        let (mut balance, mut known, mut place) = (0_i32, false, 0);
        // Whether a negation waits for its word, and over how many words it came.
        let mut negated: Option<usize> = None;
        while place < parts.len() {
            let (length, mark) = self.at(&parts[place..]);
            place += length;
            let turned = if negated.is_some() { -1 } else { 1 };
            match mark {
                Some(Mark::Negation) => negated = if negated.is_some() { None } else { Some(0) },
                Some(Mark::Turn) => negated = None,
                Some(mark) => {
                    known = true;
                    if mark != Mark::Neither {
                        balance += if mark == Mark::Praise { turned } else { -turned };
                        negated = None;
                    }
                }
                None => negated = negated.map(|over| over + 1).filter(|&over| over <= REACH),
            }
        }
        known.then_some(match balance {
            1.. => Sentiment::Positive,
            0 => Sentiment::Neutral,
            _ => Sentiment::Negative,
        })
    }

    /// The longest entry that begins here, and how long it is. What ends a part of a sentence is a turn.
    fn at(&self, parts: &[Option<String>]) -> (usize, Option<Mark>) {
        let Some(Some(first)) = parts.first() else {
            return (1, Some(Mark::Turn));
        };
        let row: Vec<String> = parts.iter().take(self.longest).map_while(Clone::clone).collect();
        let longest = (1..=row.len()).rev().find_map(|length| Some((length, *self.entries.get(&row[..length])?)));
        match longest {
            Some((length, mark)) => (length, Some(mark)),
            None if first.ends_with("n't") => (1, Some(Mark::Negation)),
            None => (1, None),
        }
    }
}

/// A text as words, single characters of what is written without spaces, and emoji; nothing stands for what separates parts of a
/// sentence.
fn parts(text: &str) -> Vec<Option<String>> {
    let mut parts: Vec<Option<String>> = Vec::new();
    let mut word = String::new();
    let text: String = text.chars().take(TEXT_MAX).collect();
    for character in folded(&text).chars().chain([' ']) {
        let character = if character == '\u{2019}' { '\'' } else { character };
        if (character.is_alphanumeric() && !is_unparted(character)) || (character == '\'' && !word.is_empty()) {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            parts.push(Some(std::mem::take(&mut word)));
        }
        if is_unparted(character) || is_emoji(character) {
            parts.push(Some(character.to_string()));
        } else if !character.is_whitespace() && character != '-' {
            parts.push(None);
        }
    }
    parts
}

const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(comment: &str) -> &'static str {
        Lexicon::built_in().guess(comment).map_or("none", Sentiment::as_str)
    }

    #[test]
    fn every_line_of_the_built_in_lexicon_says_something() {
        assert_eq!(Lexicon::read(BUILT_IN).unwrap().entries, Lexicon::built_in().entries);
    }

    #[test]
    fn comments_are_guessed_in_english() {
        for (comment, expected) in [
            ("Great help, thank you!", "positive"),
            ("Thanks", "positive"),
            ("Slow, and nobody answered.", "negative"),
            ("It was not helpful.", "negative"),
            ("This wasn\u{2019}t a very good experience", "negative"),
            ("Not bad at all", "positive"),
            ("No problems", "positive"),
            ("I can't complain", "positive"),
            ("Friendly, but slow", "neutral"),
            ("It was okay", "neutral"),
            ("not only fast but also friendly", "positive"),
            ("Printer on floor 3", "none"),
            ("I did not call. Great service", "positive"),
            ("  ", "none"),
            ("\u{1f44d}", "positive"),
        ] {
            assert_eq!(guessed(comment), expected, "{comment}");
        }
    }

    #[test]
    fn comments_are_guessed_in_chinese() {
        for (comment, expected) in [
            ("非常满意，谢谢！", "positive"),
            ("服务态度不错", "positive"),
            ("态度不好", "negative"),
            ("不是很满意", "negative"),
            ("处理太慢了", "negative"),
            ("没有及时解决", "negative"),
            ("没问题", "positive"),
            ("很热情，但是太慢", "neutral"),
            ("一般", "neutral"),
            ("三楼打印机", "none"),
            ("不但快速，而且专业", "positive"),
            ("无法登录", "negative"),
            ("无线网很快", "positive"),
            ("特别好", "positive"),
        ] {
            assert_eq!(guessed(comment), expected, "{comment}");
        }
    }

    #[test]
    fn another_lexicon_can_take_its_place() {
        let lexicon = Lexicon::read("# Deutsch\n+ gut, sehr freundlich\n- langsam\n! nicht\n").unwrap();
        assert_eq!(lexicon.guess("Nicht gut."), Some(Sentiment::Negative));
        assert_eq!(lexicon.guess("Sehr freundlich"), Some(Sentiment::Positive));
        assert_eq!(lexicon.guess("Great!"), None);
        assert_eq!(Lexicon::read("+ gut\ngut\n").unwrap_err(), NotALexicon { line: 2 });
        assert_eq!(Lexicon::read("+ ,\n").unwrap_err(), NotALexicon { line: 1 });
    }
}
