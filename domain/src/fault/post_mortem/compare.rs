//! What differs between two revisions of a text, for two columns: lines stand beside each other, and in those that changed their words.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The most words of two lines that are compared word by word. Longer ones are told as one that went and one that came.
const WORDS_MAX: usize = 4_000;

/// A run of words in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words, as they stand.
    pub text: String,
    /// Whether the other side has not got them.
    pub changed: bool,
}

/// A line of both columns. A side that has nothing here is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As it was.
    pub before: Option<Vec<Run>>,
    /// As it is.
    pub after: Option<Vec<Run>>,
}

impl Row {
    /// Whether both sides say the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.before == self.after
    }
}

/// The lines of two texts beside each other: those that both have, those that changed with the words that did, those that went and
/// those that came. All runs of a side are its text again. Empty when both are.
#[must_use]
pub fn compare(before: &str, after: &str) -> Vec<Row> {
    let (left, right): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut rows = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &left, &right) {
        let (tag, old, new) = step.as_tag_tuple();
        let (old, new) = (left.get(old).unwrap_or_default(), right.get(new).unwrap_or_default());
        if tag == DiffTag::Equal {
            rows.extend(new.iter().map(|line| Row { before: Some(vec![same(line)]), after: Some(vec![same(line)]) }));
            continue;
        }
        for place in 0..old.len().max(new.len()) {
            rows.push(match (old.get(place), new.get(place)) {
                (Some(old), Some(new)) => words(old, new),
                (old, new) => Row { before: old.map(|line| vec![changed(line)]), after: new.map(|line| vec![changed(line)]) },
            });
        }
    }
    rows
}

fn same(text: &str) -> Run {
    Run { text: text.to_owned(), changed: false }
}

fn changed(text: &str) -> Run {
    Run { text: text.to_owned(), changed: true }
}

/// A line that changed.
fn words(before: &str, after: &str) -> Row {
    let (left, right) = (split(before), split(after));
    if left.len() + right.len() > WORDS_MAX {
        return Row { before: Some(vec![changed(before)]), after: Some(vec![changed(after)]) };
    }
    let (mut old_runs, mut new_runs) = (Vec::new(), Vec::new());
    for step in capture_diff_slices(Algorithm::Myers, &left, &right) {
        let (tag, old, new) = step.as_tag_tuple();
        let is_changed = tag != DiffTag::Equal;
        push(&mut old_runs, left.get(old).unwrap_or_default(), is_changed);
        push(&mut new_runs, right.get(new).unwrap_or_default(), is_changed);
    }
    Row { before: Some(old_runs), after: Some(new_runs) }
}

fn push(runs: &mut Vec<Run>, words: &[&str], changed: bool) {
    if !words.is_empty() {
        runs.push(Run { text: words.concat(), changed });
    }
}

/// Words and what stands between them. A Chinese character is a word of its own: nothing else parts them.
fn split(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<Class> = None;
    for (at, character) in line.char_indices() {
        let class = Class::of(character);
        let goes_on = before == Some(class) && class.joins();
        if !goes_on && at > start {
            words.extend(line.get(start..at));
            start = at;
        }
        before = Some(class);
    }
    words.extend(line.get(start..).filter(|rest| !rest.is_empty()));
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Space,
    Alone,
}

impl Class {
    fn of(character: char) -> Self {
        let wide =
            ('\u{2e80}'..='\u{9fff}').contains(&character) || ('\u{f900}'..='\u{faff}').contains(&character) || character > '\u{1ffff}';
        match character {
            _ if wide => Self::Alone,
            character if character.is_alphanumeric() => Self::Word,
            character if character.is_whitespace() => Self::Space,
            _ => Self::Alone,
        }
    }

    const fn joins(self) -> bool {
        !matches!(self, Self::Alone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side(rows: &[Row], of: impl Fn(&Row) -> Option<&Vec<Run>>) -> Vec<String> {
        rows.iter().filter_map(|row| Some(of(row)?.iter().map(|run| run.text.as_str()).collect())).collect()
    }

    fn marked(runs: Option<&Vec<Run>>) -> String {
        let mark = |run: &Run| if run.changed { format!("[{}]", run.text) } else { run.text.clone() };
        runs.map(|runs| runs.iter().map(mark).collect()).unwrap_or_default()
    }

    #[test]
    fn a_line_that_changed_says_which_words_did() {
        let rows = compare("One\nIt took two minutes.\nThree", "One\nIt took twenty minutes, at night.\nThree");
        assert_eq!(rows.len(), 3);
        assert_eq!(marked(rows[1].before.as_ref()), "It took [two] minutes.");
        assert_eq!(marked(rows[1].after.as_ref()), "It took [twenty] minutes[, at night].");
        assert!(rows[0].is_same() && rows[2].is_same() && !rows[1].is_same());
    }

    #[test]
    fn chinese_is_compared_by_character() {
        let rows = compare("证书过期了", "证书昨夜过期了");
        assert_eq!(marked(rows[0].after.as_ref()), "证书[昨夜]过期了");
    }

    #[test]
    fn what_came_and_went_has_nothing_beside_it() {
        let rows = compare("a", "a\nb");
        assert_eq!((rows.len(), rows[1].before.is_none(), marked(rows[1].after.as_ref()).as_str()), (2, true, "[b]"));
        let rows = compare("gone", "");
        assert_eq!((rows[0].after.is_none(), marked(rows[0].before.as_ref()).as_str()), (true, "[gone]"));
        assert!(compare("", "").is_empty());
    }

    proptest! {
        #[test]
        fn each_side_is_its_text_again(before in "[ab .字\n]{0,40}", after in "[ab .字\n]{0,40}") {
            let rows = compare(&before, &after);
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(side(&rows, |row| row.before.as_ref()), lines(&before));
            prop_assert_eq!(side(&rows, |row| row.after.as_ref()), lines(&after));
            prop_assert_eq!(rows.iter().all(Row::is_same), lines(&before) == lines(&after));
        }
    }
}
