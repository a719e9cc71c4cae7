//! The one tokenizer: what a text is indexed under and what a query looks for.
//!
//! Letters are folded (full-width to half-width, lower case, Latin accents
//! dropped), words are kept whole, and runs of CJK characters, which have no
//! spaces, become all their single characters and all their pairs. Both
//! databases store and match these terms as they are, so the same query finds
//! the same tickets on either.

use serde::{Deserialize, Serialize};

mod fold;

use fold::{fold, is_cjk};

/// The most characters of a text that are looked at.
const TEXT_MAX: usize = 100_000;
/// The most terms that one text gives.
const TERMS_MAX: usize = 20_000;
/// The most characters of a term; longer words are cut, in queries too.
const TERM_MAX: usize = 64;
/// The most characters of a query that are looked at.
const QUERY_MAX: usize = 400;
/// The most terms of a query; the rest is ignored.
const QUERY_TERMS_MAX: usize = 16;

/// What a query looks for: a text is found when it has every one of `all` and,
/// if there is a `prefix`, a term that starts with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Terms that must all be there. Letters and digits only, so that no
    /// database can take them for an operator.
    pub all: Vec<String>,
    /// The beginning of a term: the word that may still be being typed.
    pub prefix: Option<String>,
}

impl Query {
    /// Whether it looks for nothing at all, and so restricts nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty() && self.prefix.is_none()
    }

    /// Whether a text with these terms is found: what either database computes.
    #[must_use]
    pub fn matches(&self, terms: &[String]) -> bool {
        self.all.iter().all(|wanted| terms.contains(wanted))
            && self.prefix.as_ref().is_none_or(|prefix| terms.iter().any(|term| term.starts_with(prefix)))
    }
}

/// Whether a character is of a script that is written without spaces.
#[must_use]
pub const fn is_unparted(character: char) -> bool {
    is_cjk(character)
}

/// A text with its letters folded as in every term, so that a part of it can be looked for whatever way either was typed.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars().take(TEXT_MAX).flat_map(fold).collect()
}

/// The terms to index a text under, each once, in the order of their first occurrence.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Distinct::default();
    for run in runs(text, TEXT_MAX) {
        match run {
            Run::Word(word) => terms.add(word),
            Run::Cjk(characters) => {
                for (index, character) in characters.iter().enumerate() {
                    terms.add(character.to_string());
                    if let Some(next) = characters.get(index + 1) {
                        terms.add([*character, *next].iter().collect());
                    }
                }
            }
        }
        if terms.list.len() >= TERMS_MAX {
            terms.list.truncate(TERMS_MAX);
            break;
        }
    }
    terms.list
}

/// What a text typed into a search box looks for.
///
/// The last word counts as a beginning unless something follows it; a single
/// CJK character matches itself, a longer run by its pairs.
#[must_use]
pub fn query(text: &str) -> Query {
    let mut runs = runs(text, QUERY_MAX);
    let is_open = text.chars().take(QUERY_MAX).last().is_some_and(|last| fold(last).any(char::is_alphanumeric));
    let prefix = match runs.last() {
        Some(Run::Word(_)) if is_open && runs.len() <= QUERY_TERMS_MAX => match runs.pop() {
            Some(Run::Word(word)) => Some(word),
            _ => None,
        },
        _ => None,
    };
    let mut all = Distinct::default();
    for run in runs {
        match run {
            Run::Word(word) => all.add(word),
            Run::Cjk(characters) => match characters.as_slice() {
                [single] => all.add(single.to_string()),
                several => several.windows(2).for_each(|pair| all.add(pair.iter().collect())),
            },
        }
    }
    all.list.truncate(QUERY_TERMS_MAX - usize::from(prefix.is_some()));
    Query { all: all.list, prefix }
}

#[derive(Default)]
struct Distinct {
    list: Vec<String>,
    seen: std::collections::HashSet<String>,
}

impl Distinct {
    fn add(&mut self, term: String) {
        if self.seen.insert(term.clone()) {
            self.list.push(term);
        }
    }
}

enum Run {
    Word(String),
    Cjk(Vec<char>),
}

/// Splits the first `max` characters into words and runs of CJK characters.
///
/// Whatever is neither letter nor digit parts words, so `INC-1043` is found by
/// `inc-1043`, `inc 1043` and `1043` alike.
fn runs(text: &str, max: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut open = false;
    for folded in text.chars().take(max).flat_map(fold) {
        if !folded.is_alphanumeric() {
            open = false;
            continue;
        }
        match (runs.last_mut(), is_cjk(folded)) {
            (Some(Run::Cjk(characters)), true) if open => characters.push(folded),
            (Some(Run::Word(word)), false) if open => word.push(folded),
            (_, true) => runs.push(Run::Cjk(vec![folded])),
            (_, false) => runs.push(Run::Word(folded.to_string())),
        }
        open = true;
    }
    for run in &mut runs {
        if let Run::Word(word) = run
            && let Some((end, _)) = word.char_indices().nth(TERM_MAX)
        {
            word.truncate(end);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, query_text: &str) -> bool {
        query(query_text).matches(&terms(text))
    }

    #[test]
    fn words_are_found_in_any_case_and_width() {
        assert_eq!(terms("The PRINTER, the ＰＲＩＮＴＥＲ！"), ["the", "printer"]);
        assert!(found("Drucker in Zürich", "zurich"));
        assert!(found("Drucker in Zu\u{308}rich", "Zürich"));
        assert!(found("Straße", "strasse"));
        assert!(found("ﬁle server", "file"));
    }

    #[test]
    fn a_folded_text_is_the_same_however_its_letters_were_typed() {
        for (text, same) in [
            ("JÜRGEN Groß", "jurgen gross"),
            ("Ju\u{308}rgen", "jurgen"),
            ("ＡＤＡ　King", "ada king"),
            ("Ørsted", "orsted"),
            ("王小明", "王小明"),
        ] {
            assert_eq!(folded(text), same);
        }
        assert_eq!(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφοσ"));
    }

    #[test]
    fn chinese_is_found_by_one_two_and_more_characters() {
        assert_eq!(terms("打印机"), ["打", "打印", "印", "印机", "机"]);
        for words in ["打", "印机", "打印机", "打印机 坏", "坏了"] {
            assert!(found("三楼打印机坏了", words), "{words}");
        }
        assert!(!found("三楼打印机坏了", "机打"));
    }

    #[test]
    fn letters_among_chinese_are_words_of_their_own() {
        assert_eq!(terms("无法连接VPN2服务"), ["无", "无法", "法", "法连", "连", "连接", "接", "vpn2", "服", "服务", "务"]);
        assert!(found("无法连接VPN2服务", "vpn"));
        assert!(found("无法连接VPN2服务", "服务 vpn2"));
    }

    #[test]
    fn a_ticket_number_is_found_with_and_without_its_prefix() {
        for words in ["INC-1043", "inc 1043", "1043", "104"] {
            assert!(found("Same as INC-1043.", words), "{words}");
        }
    }

    #[test]
    fn only_the_last_word_is_a_beginning_and_only_while_it_is_open() {
        assert!(found("printer on fire", "printer fi"));
        assert!(!found("printer on fire", "fi printer"));
        assert!(!found("printer on fire", "printer fi "));
        assert!(!found("printer on fire", "\"fi\""));
    }

    #[test]
    fn a_query_of_signs_alone_looks_for_nothing() {
        for text in ["", "  ", "***", "\"' OR 1=1 --".get(..3).unwrap_or(""), "。、"] {
            assert!(query(text).is_empty(), "{text}");
        }
        assert!(!query("a AND b* NOT (c)").all.iter().any(|term| term.contains(['*', '(', ' '])));
    }

    #[test]
    fn hostile_lengths_are_capped() {
        assert!(terms(&"a ".repeat(300_000)).len() == 1);
        assert!(terms(&(0..60_000).map(|n| format!("{n} ")).collect::<String>()).len() <= TERMS_MAX);
        let long = "x".repeat(5_000);
        assert_eq!(terms(&long)[0].chars().count(), TERM_MAX);
        assert!(query(&"ab ".repeat(1_000)).all.len() <= QUERY_TERMS_MAX);
        assert!(found(&"y".repeat(70), &"y".repeat(68)));
    }
}
