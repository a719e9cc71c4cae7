//! One line that is typed in a hurry: `/restored 10:42 pods rolled back`.

use jiff::{ToSpan as _, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::TEXT_MAX;
use crate::{
    fault::moment::{
        Kind,
        typed::{instant, time_of_day, wall},
    },
    invalid::{self, Code},
    time::Timestamp,
};

/// What a line does, beside being an entry of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Nothing else.
    Note,
    /// It says when a moment was.
    Moment {
        /// Which one.
        kind: Kind,
    },
}

impl Command {
    /// The command of a word behind the slash, in either language and in any case.
    fn of(word: &str) -> Option<Self> {
        let kind = match word {
            "note" | "备注" | "记录" => return Some(Self::Note),
            "发生" => Kind::Occurred,
            "发现" => Kind::Detected,
            "定位" => Kind::Located,
            "恢复" => Kind::Restored,
            "ack" | "响应" | "确认" => Kind::Acknowledged,
            "缓解" => Kind::Mitigated,
            "验证" => Kind::Verified,
            "关闭" => Kind::Closed,
            word => word.parse().ok()?,
        };
        Some(Self::Moment { kind })
    }
}

/// A line that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quick {
    /// What it does.
    #[serde(flatten)]
    pub command: Command,
    /// When it was: as it was typed, or else now.
    pub at: Timestamp,
    /// What was written; may be empty behind a moment's command.
    pub text: String,
}

/// Why a line is not taken. Whoever typed it keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum Refused {
    /// A slash and a word that is no command.
    #[error("no such command: /{word}")]
    UnknownCommand {
        /// The word.
        word: String,
    },
    /// Something that looks like a time of day, and is none, such as `25:10`; or a wall time with its date that lies in the future.
    #[error("no time that has been: {typed}")]
    NotATime {
        /// What was typed.
        typed: String,
    },
    /// The text is missing, too long or of characters that may not stand there.
    #[error("not a text: {code:?}")]
    Text {
        /// What is wrong.
        code: Code,
    },
}

/// Reads a line: a command with a slash, a time and a text, of which a time goes only with a command. Any other line is a note.
///
/// `10:42` is the last time at which clocks in `zone` showed it, up to `now`: today, or else yesterday.
/// `2026-03-01 10:42` and RFC 3339 are taken as well. A slash that no word follows alone, as in `/var/log is full`, is no command.
///
/// # Errors
/// [`Refused`].
pub fn quick(line: &str, now: Timestamp, zone: &TimeZone) -> Result<Quick, Refused> {
    let line = line.trim();
    let Some((word, rest)) = command_word(line) else {
        return note(line, now);
    };
    let command = Command::of(&word.to_lowercase()).ok_or_else(|| Refused::UnknownCommand { word: word.to_owned() })?;
    let (at, text) = leading_time(rest, now, zone)?;
    let min = usize::from(command == Command::Note);
    let text = invalid::text(text, min, TEXT_MAX).map_err(|code| Refused::Text { code })?;
    Ok(Quick { command, at: at.unwrap_or(now), text })
}

fn note(line: &str, now: Timestamp) -> Result<Quick, Refused> {
    let text = invalid::text(line, 1, TEXT_MAX).map_err(|code| Refused::Text { code })?;
    Ok(Quick { command: Command::Note, at: now, text })
}

/// The word of letters behind a slash, and what follows it.
fn command_word(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('/')?;
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (!word.is_empty() && word.chars().all(char::is_alphabetic)).then_some((word, rest.trim_start()))
}

fn leading_time<'l>(text: &'l str, now: Timestamp, zone: &TimeZone) -> Result<(Option<Timestamp>, &'l str), Refused> {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let refused = |typed: &str| Refused::NotATime { typed: typed.to_owned() };
    if let Ok(at) = first.parse::<Timestamp>() {
        return if at <= now { Ok((Some(at), rest)) } else { Err(refused(first)) };
    }
    if let Some(at) = dated(text, zone) {
        let (at, length) = at;
        return if at <= now { Ok((Some(at), &text[length..])) } else { Err(refused(&text[..length])) };
    }
    if !looks_like_a_time(first) {
        return Ok((None, text));
    }
    let at = time_of_day(first).and_then(|time| {
        let today = now.to_jiff().to_zoned(zone.clone()).date();
        let today_at = instant(today.to_datetime(time), zone)?;
        if today_at <= now {
            return Some(today_at);
        }
        instant(today.checked_sub(1.day()).ok()?.to_datetime(time), zone)
    });
    at.map(|at| (Some(at), rest)).ok_or_else(|| refused(first))
}

/// A date with a time at the beginning, and how many bytes they take.
fn dated(text: &str, zone: &TimeZone) -> Option<(Timestamp, usize)> {
    let first = text.find(char::is_whitespace).unwrap_or(text.len());
    if let Some(at) = wall(&text[..first]) {
        return Some((instant(at, zone)?, first));
    }
    let second = text.get(first + 1..)?;
    let length = first + 1 + second.find(char::is_whitespace).unwrap_or(second.len());
    Some((instant(wall(text.get(..length)?)?, zone)?, length))
}

/// Digits and colons alone, with a colon between digits.
fn looks_like_a_time(word: &str) -> bool {
    word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}
