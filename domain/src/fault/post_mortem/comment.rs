//! Comments on what is being written, each at a paragraph (`docs/rule-345.md`, "The post-mortem").
//!
//! A paragraph has no name of its own: it is known by its words. When they change, what was said of it stays at its section, with the
//! words that it spoke of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Content;
use crate::{
    fault::{
        action,
        moment::Points,
        parts::{Part, is_combined},
    },
    ticket::view::PersonRef,
    time::Timestamp,
    word::words,
};

/// The most characters of a comment.
pub const COMMENT_MAX: usize = 4_000;
/// The most characters of a paragraph that are kept with what was said of it.
pub const QUOTE_MAX: usize = 280;

words! {
    /// A part of the text, as its reader sees it under a heading.
    pub enum Section {
        /// What happened.
        Summary = "summary",
        /// What it did.
        Impact = "impact",
        /// "Why this long?", all of its parts.
        Why = "why",
        /// What contributed.
        Causes = "causes",
        /// What went well.
        WentWell = "went_well",
        /// What went wrong.
        WentWrong = "went_wrong",
        /// Where we were lucky.
        Lucky = "lucky",
        /// What is done about it, and why there is nothing of a kind.
        Actions = "actions",
    }
}

/// One text of a post-mortem; several of them can stand in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The one text of a section.
    Whole(Section),
    /// "Why this long?" of a part.
    Why(Part),
    /// The cause in this place of the list, from 0.
    Cause(usize),
    /// The action in this place of the list, from 0.
    Action(usize),
    /// Why there is no action of a kind.
    NotApplicable(action::Kind),
}

impl Place {
    /// The section that it stands in.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Whole(section) => section,
            Self::Why(_) => Section::Why,
            Self::Cause(_) => Section::Causes,
            Self::Action(_) | Self::NotApplicable(_) => Section::Actions,
        }
    }

    /// By what a page finds its paragraphs.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Whole(section) => section.to_string(),
            Self::Why(part) => format!("why.{part}"),
            Self::Cause(row) => format!("causes.{row}"),
            Self::Action(row) => format!("actions.{row}"),
            Self::NotApplicable(kind) => format!("not_applicable.{kind}"),
        }
    }
}

/// The texts as they are read, in their order: without those of parts that this fault has not, and without reasons why there is no
/// action of a kind that there is one of.
#[must_use]
pub fn texts(content: &Content, points: Points) -> Vec<(Place, &str)> {
    let whole = |section, text| (Place::Whole(section), text);
    let mut texts = vec![whole(Section::Summary, content.summary.as_str()), whole(Section::Impact, &content.impact)];
    let parts: &[Part] = if is_combined(points) { &[Part::Detect, Part::LocateAndRestore] } else { &Part::THREE };
    texts.extend(parts.iter().filter_map(|&part| Some((Place::Why(part), content.why_this_long.get(&part)?.as_str()))));
    texts.extend(content.causes.iter().enumerate().map(|(row, cause)| (Place::Cause(row), cause.text.as_str())));
    texts.extend([
        whole(Section::WentWell, content.went_well.as_str()),
        whole(Section::WentWrong, &content.went_wrong),
        whole(Section::Lucky, &content.lucky),
    ]);
    for &kind in action::Kind::ALL {
        let of_kind = content.actions.iter().enumerate().filter(|(_, action)| action.kind == kind);
        let mut of_kind = of_kind.map(|(row, action)| (Place::Action(row), action.text.as_str())).peekable();
        if of_kind.peek().is_none() {
            texts.extend(content.not_applicable.get(&kind).map(|because| (Place::NotApplicable(kind), because.as_str())));
        }
        texts.extend(of_kind);
    }
    texts.retain(|(_, text)| !text.trim().is_empty());
    texts
}

/// Gives the paragraphs of a section their keys, one after the other: the same words have the same key in whatever text of the section they
/// stand, however they are spaced. Of equal paragraphs each but the first also bears its number.
#[derive(Debug, Default)]
pub struct Keys {
    met: BTreeMap<(Section, String), u32>,
}

impl Keys {
    /// The key of the next paragraph that has these words; 16 characters, or a few more.
    pub fn of(&mut self, section: Section, words: &str) -> String {
        let words: Vec<&str> = words.split_whitespace().collect();
        let hash = Sha256::digest(words.join(" ").as_bytes());
        let key: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let times = self.met.entry((section, key.clone())).or_default();
        *times += 1;
        if *times == 1 { key } else { format!("{key}-{times}") }
    }
}

/// The first words of a paragraph: as many as are kept with what is said of it, in one line.
#[must_use]
pub fn quote(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTE_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// A paragraph as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// By what comments find it.
    pub key: String,
    /// Its first words, without marks.
    pub quote: String,
    /// As HTML that is safe to show.
    pub html: String,
}

/// Something that somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// By what it is named.
    pub id: i64,
    /// Who.
    pub by: Option<PersonRef>,
    /// When.
    pub at: Timestamp,
    /// As HTML that is safe to show.
    pub html: String,
}

/// Who has said that there is nothing more to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// Who.
    pub by: Option<PersonRef>,
    /// When.
    pub at: Timestamp,
}

/// A comment with its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// By what it is named.
    pub id: i64,
    /// Where it stands.
    pub section: Section,
    /// The paragraph that it speaks of.
    pub paragraph: String,
    /// The words of that paragraph when it was begun.
    pub quote: String,
    /// What was said, the first word first.
    pub comments: Vec<Comment>,
    /// Nobody, while it waits for an answer.
    pub resolved: Option<Resolved>,
}

/// All that is said of a text, beside its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussion {
    /// The paragraphs of each text, by [`Place::name`].
    pub paragraphs: BTreeMap<String, Vec<Paragraph>>,
    /// What is said of them, the oldest first.
    pub threads: Vec<Thread>,
}

impl Discussion {
    /// How many threads wait.
    #[must_use]
    pub fn open(&self) -> usize {
        self.threads.iter().filter(|thread| thread.resolved.is_none()).count()
    }

    /// What is said of a paragraph.
    pub fn at(&self, section: Section, paragraph: &str) -> impl Iterator<Item = &Thread> {
        self.threads.iter().filter(move |thread| thread.section == section && thread.paragraph == paragraph)
    }

    /// What was said in a section of paragraphs that are gone. `of` says which section a text stands in.
    #[must_use]
    pub fn lost(&self, section: Section) -> Vec<&Thread> {
        let stands = |thread: &Thread| {
            self.paragraphs
                .iter()
                .any(|(place, all)| section_of(place) == Some(section) && all.iter().any(|paragraph| paragraph.key == thread.paragraph))
        };
        self.threads.iter().filter(|thread| thread.section == section && !stands(thread)).collect()
    }
}

/// The section of the text with this name.
#[must_use]
pub fn section_of(place: &str) -> Option<Section> {
    match place.split_once('.') {
        Some(("not_applicable", _)) => Some(Section::Actions),
        Some((section, _)) => section.parse().ok(),
        None => place.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{action::Action, post_mortem::Cause};

    #[test]
    fn a_paragraph_is_known_by_its_words_and_not_by_its_place() {
        let (mut before, mut after) = (Keys::default(), Keys::default());
        let known = before.of(Section::Causes, "The rack  had\ngrown");
        after.of(Section::Causes, "A new first cause");
        assert_eq!(after.of(Section::Causes, "The rack had grown"), known);
        assert_ne!(after.of(Section::Causes, "The rack had shrunk"), known);
    }

    #[test]
    fn equal_paragraphs_of_a_section_are_told_apart() {
        let mut keys = Keys::default();
        let first = keys.of(Section::Actions, "It took a minute.");
        assert_eq!(keys.of(Section::Actions, "It took a minute."), format!("{first}-2"));
        assert_eq!(keys.of(Section::Summary, "It took a minute."), first, "another section has its own");
    }

    #[test]
    fn what_is_read_can_be_commented_and_nothing_else() {
        let content = Content {
            summary: "Dark".into(),
            causes: vec![Cause { category: "change".into(), text: "A rule".into() }],
            why_this_long: [(Part::Detect, "Nobody looked".into()), (Part::LocateAndRestore, "Both at once".into())].into(),
            actions: vec![Action::new(action::Kind::Prevent, "Try rules").unwrap()],
            not_applicable: [(action::Kind::Prevent, "Hidden by the action".into()), (action::Kind::LimitImpact, "Small".into())].into(),
            ..Content::default()
        };
        let names: Vec<String> = texts(&content, Points::default()).into_iter().map(|(place, _)| place.name()).collect();
        assert_eq!(names, ["summary", "why.detect", "causes.0", "actions.0", "not_applicable.limit_impact"]);
        for (place, _) in texts(&content, Points::default()) {
            assert_eq!(section_of(&place.name()), Some(place.section()));
        }
    }

    #[test]
    fn what_was_said_of_a_paragraph_that_is_gone_stays_at_its_section() {
        let thread = |id, paragraph: &str, resolved| Thread {
            id,
            section: Section::Summary,
            paragraph: paragraph.into(),
            quote: "Dark".into(),
            comments: Vec::new(),
            resolved,
        };
        let paragraph = Paragraph { key: "a".into(), quote: "Dark".into(), html: String::new() };
        let done = Some(Resolved { by: None, at: Timestamp::EPOCH });
        let all = Discussion {
            paragraphs: [("summary".to_owned(), vec![paragraph])].into(),
            threads: vec![thread(1, "a", None), thread(2, "gone", None), thread(3, "gone", done)],
        };
        let ids = |threads: Vec<&Thread>| threads.into_iter().map(|thread| thread.id).collect::<Vec<_>>();
        assert_eq!(ids(all.at(Section::Summary, "a").collect()), [1]);
        assert_eq!(ids(all.lost(Section::Summary)), [2, 3]);
        assert!(all.lost(Section::Lucky).is_empty());
        assert_eq!(all.open(), 2);
    }

    #[test]
    fn a_quote_is_one_line_and_not_the_whole_text() {
        assert_eq!(quote("One\n two"), "One two");
        let long = quote(&"字".repeat(400));
        assert_eq!(long.chars().count(), QUOTE_MAX + 1);
        assert!(long.ends_with('…'));
    }
}
