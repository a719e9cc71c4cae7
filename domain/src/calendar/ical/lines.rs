//! Content lines (RFC 5545, 3.1): unfolded, and cut into name, parameters and value.

use std::borrow::Cow;

/// One content line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// The line of the file that it begins on, from 1.
    pub number: usize,
    /// In capitals; empty when the line is none.
    pub name: String,
    parameters: String,
    pub value: Cow<'t, str>,
}

impl Line<'_> {
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.trim().eq_ignore_ascii_case(value)
    }

    /// Whether it has the parameter, such as `VALUE=DATE`.
    pub fn has(&self, parameter: &str) -> bool {
        self.parameters.split(';').any(|one| one.eq_ignore_ascii_case(parameter))
    }

    /// The value as a text, its escapes undone (RFC 5545, 3.3.11), in one line.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => text.push(' '),
                    Some(escaped) => text.push(escaped),
                    None => {}
                },
                letter if letter.is_control() => text.push(' '),
                letter => text.push(letter),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The content lines of a text.
pub fn unfold(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines()).peekable();
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut whole = Cow::Borrowed(first);
        while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with([' ', '\t'])) {
            whole.to_mut().push_str(&more[1..]);
        }
        Some(cut(number, whole))
    })
}

fn cut(number: usize, whole: Cow<'_, str>) -> Line<'_> {
    let mut quoted = false;
    let colon = whole.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    });
    let Some(colon) = colon else {
        return Line { number, name: String::new(), parameters: String::new(), value: whole };
    };
    let (name, parameters) = whole[..colon].split_once(';').unwrap_or((&whole[..colon], ""));
    let (name, parameters) = (name.trim().to_ascii_uppercase(), parameters.to_owned());
    let value = match whole {
        Cow::Borrowed(whole) => Cow::Borrowed(&whole[colon + 1..]),
        Cow::Owned(whole) => Cow::Owned(whole[colon + 1..].to_owned()),
    };
    Line { number, name, parameters, value }
}
