//! A pasted chat as entries of a timeline. What is not recognised is kept and told, and never dropped.

mod head;

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use self::head::{Head, Read};
use crate::{
    fault::moment::typed::instant,
    time::{Span, Timestamp},
    word::words,
};

/// Clocks that go back by more than this between two lines have passed midnight; by less, two people wrote at once.
const BACK_MAX: Span = Span::from_hours(12);

/// One message of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatLine {
    /// The pasted line that it begins in, from 1.
    pub line: usize,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it, as the chat calls them; empty where it does not say.
    pub author: String,
    /// What was written, with the lines that follow it; may be empty.
    pub text: String,
}

words! {
    /// Why a line became no message.
    pub enum Why {
        /// It stands before the first message.
        BeforeTheFirst = "before_the_first",
        /// It begins as a message does, and its time is none.
        NotATime = "not_a_time",
    }
}

/// A line that became no message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Which one, from 1.
    pub line: usize,
    /// As it was pasted.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// What was made of a pasted text. Every line that is not blank is in one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pasted {
    /// The messages, as they stood.
    pub messages: Vec<ChatLine>,
    /// The rest, as it stood.
    pub unread: Vec<Unread>,
}

/// Reads the forms in which chats are copied:
///
/// - `[10:42] Name: text`, `[10:42:07] Name text`, `[2026-03-01 10:42] Name: text`
/// - `2026-03-01 10:42 Name: text`, `2026-03-01T10:42:00+08:00 Name: text`
/// - `10:42 Name: text`, `10:42 Name text`, also `10:42 AM`
/// - `Name  10:42 AM`, `Name  10:42` or `Name 2026-03-01 10:42:07` on a line of its own, the text below it
///
/// Lines that begin in no such way go on with the message above. Without a colon the first word is the author when
/// it is written as a name: with a capital, in a script without capitals, or behind an `@`.
///
/// Times are wall times in `zone` unless they bear an offset. Those without a date are of `day`, of the date that was last told, or of the date after
/// it when the clock has gone back by more than twelve hours.
#[must_use]
pub fn paste(text: &str, zone: &TimeZone, day: Date) -> Pasted {
    let mut pasted = Pasted::default();
    let mut day = day;
    let mut last: Option<Timestamp> = None;
    for (line, text) in (1..).zip(text.lines()) {
        match head::read(text) {
            Read::Head(head) => match time(&head, zone, &mut day, last) {
                Some(at) => {
                    last = Some(at);
                    pasted.messages.push(ChatLine { line, at, author: head.author.to_owned(), text: head.text.to_owned() });
                }
                None => pasted.unread.push(Unread { line, text: text.to_owned(), why: Why::NotATime }),
            },
            Read::NotATime => pasted.unread.push(Unread { line, text: text.to_owned(), why: Why::NotATime }),
            Read::Text => pasted.go_on(line, text),
        }
    }
    for message in &mut pasted.messages {
        message.text.truncate(message.text.trim_end().len());
    }
    pasted
}

impl Pasted {
    fn go_on(&mut self, line: usize, text: &str) {
        match self.messages.last_mut() {
            Some(message) if message.text.is_empty() => text.trim_end().clone_into(&mut message.text),
            Some(message) => {
                message.text.push('\n');
                message.text.push_str(text.trim_end());
            }
            None if text.trim().is_empty() => {}
            None => self.unread.push(Unread { line, text: text.to_owned(), why: Why::BeforeTheFirst }),
        }
    }
}

fn time(head: &Head<'_>, zone: &TimeZone, day: &mut Date, last: Option<Timestamp>) -> Option<Timestamp> {
    let at = match head.when {
        head::When::Instant(at) => {
            *day = at.to_jiff().to_zoned(zone.clone()).date();
            return Some(at);
        }
        head::When::Dated(wall) => {
            *day = wall.date();
            return instant(wall, zone);
        }
        head::When::TimeOfDay(time) => time,
    };
    let today = instant(day.to_datetime(at), zone)?;
    if last.is_some_and(|last| last.since(today) > BACK_MAX) {
        *day = day.checked_add(1.day()).ok()?;
        return instant(day.to_datetime(at), zone);
    }
    Some(today)
}
