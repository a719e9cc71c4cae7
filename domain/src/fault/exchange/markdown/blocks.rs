//! A Markdown file cut into blocks: a heading, the short things below it, and its text.

/// What a heading introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What stands before the first heading.
    Top,
    /// A text of the document, by the JSON's name for it.
    Text(&'static str),
    Why,
    Moments,
    Answers,
    Impact,
    Causes,
    Timeline,
    Actions,
    NotApplicable,
    Waiver,
    /// A heading that the form does not have.
    Unknown,
}

impl Section {
    fn of(heading: &str) -> Self {
        let heading = heading.trim().to_lowercase();
        match heading.as_str() {
            "summary" => Self::Text("summary"),
            "what went well" => Self::Text("went_well"),
            "what went wrong" => Self::Text("went_wrong"),
            "where we were lucky" => Self::Text("lucky"),
            "moments" => Self::Moments,
            "answers" => Self::Answers,
            "impact" => Self::Impact,
            "causes" => Self::Causes,
            "timeline" => Self::Timeline,
            "actions" => Self::Actions,
            "not applicable" => Self::NotApplicable,
            "waiver" => Self::Waiver,
            heading if heading.starts_with("why this long:") => Self::Why,
            _ => Self::Unknown,
        }
    }

    /// Whether it consists of things with a heading each.
    const fn has_items(self) -> bool {
        matches!(self, Self::Causes | Self::Timeline | Self::Actions | Self::NotApplicable)
    }

    /// Whether `- key: value` is something short here; elsewhere it is text like any other.
    fn takes(self, key: &str) -> bool {
        match self {
            Self::Top => matches!(key, "severity" | "service" | "drill" | "found_by" | "audience" | "reader"),
            Self::Moments | Self::Answers => true,
            Self::Impact => matches!(key, "users" | "requests" | "money" | "minutes" | "interval"),
            Self::Timeline => matches!(key, "evidence" | "pinned"),
            Self::Actions => {
                matches!(key, "owner" | "due" | "criterion" | "ticket" | "done" | "effect_days")
                    || key.starts_with("verified.")
                    || key.starts_with("effect.")
            }
            Self::Waiver => matches!(key, "by" | "at"),
            Self::Text(_) | Self::Why | Self::Causes | Self::NotApplicable | Self::Unknown => false,
        }
    }
}

/// A heading with what stands below it.
#[derive(Debug)]
pub struct Block {
    pub section: Section,
    /// The line of its heading, from 1.
    pub line: usize,
    /// The words of its heading, as they stand.
    pub heading: String,
    /// Whether it is a thing of its section, with its own heading.
    pub is_item: bool,
    /// Keys in lower case, and values.
    pub short: Vec<(String, String)>,
    pub text: Option<String>,
    /// The line on which its text begins.
    pub text_line: usize,
}

impl Block {
    const fn new(section: Section, line: usize, heading: String, is_item: bool) -> Self {
        Self { section, line, heading, is_item, short: Vec::new(), text: None, text_line: line }
    }

    fn say(&mut self, number: usize, line: &str) {
        match &mut self.text {
            Some(text) => {
                text.push('\n');
                text.push_str(line);
            }
            None => {
                self.text_line = number;
                self.text = Some(line.to_owned());
            }
        }
    }
}

/// The title, and all blocks in order.
pub fn cut(text: &str) -> (Option<String>, Vec<Block>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A file whose first line ends so was written with such ends throughout; our own has none there.
    let is_crlf = text.split('\n').next().is_some_and(|first| first.ends_with('\r'));
    let mut title = None;
    let mut blocks = Vec::new();
    let mut block = Block::new(Section::Top, 1, String::new(), false);
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = if is_crlf { line.strip_suffix('\r').unwrap_or(line) } else { line };
        let after = |marks: &str| line.strip_prefix(marks).and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_prefix(' ') });
        if let (None, Some(words)) = (&title, after("#")) {
            title = Some(unescaped(words));
        } else if let Some(words) = after("##") {
            let next = Block::new(Section::of(words), number, words.to_owned(), false);
            blocks.push(std::mem::replace(&mut block, next));
        } else if let (true, Some(words)) = (block.section.has_items(), after("###")) {
            let next = Block::new(block.section, number, words.to_owned(), true);
            blocks.push(std::mem::replace(&mut block, next));
        } else if let Some(quoted) = line.strip_prefix('>') {
            block.say(number, quoted.strip_prefix(' ').unwrap_or(quoted));
        } else if let Some((key, value)) = short(line, block.section) {
            block.short.push((key, value));
        } else if !line.trim().is_empty() {
            block.say(number, line);
        }
    }
    blocks.push(block);
    (title, blocks)
}

fn short(line: &str, section: Section) -> Option<(String, String)> {
    let (key, value) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))?.split_once(':')?;
    let key = key.trim().to_lowercase();
    section.takes(&key).then(|| (key, unescaped(value.strip_prefix(' ').unwrap_or(value))))
}

/// What was put on one line.
pub fn unescaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('\\') => text.push('\\'),
            // Somebody else's backslash stays as it is.
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}
