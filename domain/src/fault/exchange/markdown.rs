//! A document as Markdown: a heading for each thing, a list for what is short, and quotes for what people wrote.
//!
//! Quotes because a text may hold headings and lists of its own; what is short stands on one line, with `\n` for a line's end and `\\` for a
//! backslash. So everything is read back as it was.

mod blocks;
mod from;

use std::fmt::Write as _;

use super::{Action, Audience, Document, Done, Line, Seen};
use crate::fault::moment::Value;

pub(super) use from::read;

/// What stands on a line of its own between the faults of a file.
const BETWEEN: &str = "---";

/// Documents as one Markdown file, with a line of dashes between them.
#[must_use]
pub fn all_to_markdown(documents: &[Document]) -> String {
    documents.iter().map(to_markdown).collect::<Vec<_>>().join(&format!("\n{BETWEEN}\n\n"))
}

/// The faults of a Markdown file, each with as many empty lines before it that its lines are counted as in the file. Another one begins
/// where a title follows upon a line of dashes; everywhere else dashes are text.
pub(super) fn faults_of(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_title = |line: &&&str| line.trim_end() == "#" || line.starts_with("# ");
    let begins = |at: usize| {
        let next = lines.get(at + 1..).unwrap_or_default().iter().find(|line| !line.trim().is_empty());
        lines[at].trim_end() == BETWEEN && next.is_some_and(|next| is_title(&next))
    };
    let end = if lines.first().is_some_and(|first| first.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let mut faults = vec![String::new()];
    for (at, line) in lines.iter().enumerate() {
        if begins(at) {
            faults.push(end.repeat(at + 1));
        } else if let Some(fault) = faults.last_mut() {
            fault.push_str(line);
        }
    }
    faults
}

/// A document as a Markdown file. [`super::from_markdown`] reads it back without loss.
#[must_use]
pub fn to_markdown(document: &Document) -> String {
    let mut page = Page(String::new());
    page.line(&format!("# {}", one_line(&document.title)));
    page.gap();
    page.item("severity", document.severity.map_or("", |severity| severity.as_str()));
    document.services.iter().for_each(|service| page.bullet("service", service));
    page.item("drill", if document.drill { "true" } else { "" });
    page.item("found_by", document.found_by.map_or("", |finder| finder.as_str()));
    audience(&mut page, &document.audience);
    page.text_section("Summary", &document.summary);
    moments(&mut page, document);
    impact(&mut page, document);
    for (part, why) in &document.why_this_long {
        let (from, to) = part.ends();
        page.heading(&format!("Why this long: {part}, {from} -> {to}"));
        page.quote(why);
    }
    if !document.causes.is_empty() {
        page.heading("Causes");
    }
    for cause in &document.causes {
        page.sub(&one_line(&cause.category));
        page.quote(&cause.text);
    }
    page.text_section("What went well", &document.went_well);
    page.text_section("What went wrong", &document.went_wrong);
    page.text_section("Where we were lucky", &document.lucky);
    timeline(&mut page, &document.timeline);
    actions(&mut page, &document.actions);
    if !document.not_applicable.is_empty() {
        page.heading("Not applicable");
    }
    for (kind, because) in &document.not_applicable {
        page.sub(kind.as_str());
        page.quote(because);
    }
    if let Some(waiver) = &document.waiver {
        page.heading("Waiver");
        page.gap();
        page.item("by", &waiver.by);
        page.item("at", &waiver.at.map_or_else(String::new, |at| at.to_string()));
        page.quote(&waiver.reason);
    }
    page.0
}

fn audience(page: &mut Page, audience: &Audience) {
    match audience {
        Audience::Company => {}
        Audience::InvolvedTeams => page.bullet("audience", "involved_teams"),
        Audience::People(people) => {
            page.bullet("audience", "people");
            people.iter().for_each(|person| page.bullet("reader", person));
        }
    }
}

fn moments(page: &mut Page, document: &Document) {
    if !document.moments.is_empty() || !document.evidence.is_empty() {
        page.heading("Moments");
        page.gap();
    }
    for (kind, value) in &document.moments {
        match value {
            Value::Unknown => page.bullet(kind.as_str(), "unknown"),
            Value::Exact { at } | Value::Estimated { at } => page.bullet(kind.as_str(), &format!("{at} ({})", value.precision())),
        }
    }
    document.evidence.iter().for_each(|(kind, link)| page.bullet(&format!("{kind} evidence"), link));
    if !document.answers.is_empty() {
        page.heading("Answers");
        page.gap();
    }
    document.answers.iter().for_each(|(question, reason)| page.bullet(question.as_str(), reason));
}

fn impact(page: &mut Page, document: &Document) {
    let extent = document.extent;
    if document.impact.is_empty() && document.intervals.is_empty() && !extent.is_numeric() {
        return;
    }
    page.heading("Impact");
    page.gap();
    let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    page.item("users", &number(extent.users));
    page.item("requests", &number(extent.requests));
    page.item("money", &extent.money.map_or_else(String::new, |money| money.to_string()));
    page.item("minutes", &number(extent.minutes));
    for interval in &document.intervals {
        let until = interval.until.map_or_else(String::new, |until| until.to_string());
        page.bullet("interval", &format!("{}/{until}", interval.from));
    }
    page.quote(&document.impact);
}

fn timeline(page: &mut Page, lines: &[Line]) {
    if !lines.is_empty() {
        page.heading("Timeline");
    }
    for line in lines {
        let at = line.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        page.sub(&format!("{at} {}", one_line(&line.author)));
        page.gap();
        page.item("evidence", &line.evidence);
        page.item("pinned", if line.pinned { "true" } else { "" });
        page.quote(&line.text);
    }
}

fn actions(page: &mut Page, actions: &[Action]) {
    if !actions.is_empty() {
        page.heading("Actions");
    }
    for action in actions {
        page.sub(action.kind.map_or("-", |kind| kind.as_str()));
        page.quote(&action.text);
        page.gap();
        page.item("owner", &action.owner);
        page.item("due", &action.due.map_or_else(String::new, |due| due.to_string()));
        page.item("criterion", &action.criterion);
        page.item("ticket", &action.ticket);
        let done = match action.done {
            Done::No => String::new(),
            Done::Yes => "true".to_owned(),
            Done::At(at) => at.to_string(),
        };
        page.item("done", &done);
        if let Some(verified) = &action.verified {
            seen(page, "verified", verified);
        }
        page.item("effect_days", &action.effect_days.map_or_else(String::new, |days| days.to_string()));
        if let Some((helps, by)) = &action.effect {
            page.bullet("effect.helps", if *helps { "true" } else { "false" });
            seen(page, "effect", by);
        }
    }
}

fn seen(page: &mut Page, key: &str, seen: &Seen) {
    page.item(&format!("{key}.by"), &seen.by);
    page.item(&format!("{key}.at"), &seen.at.map_or_else(String::new, |at| at.to_string()));
    page.item(&format!("{key}.evidence"), &seen.evidence);
}

/// A text on one line.
fn one_line(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// An empty line, of which there are never two.
    fn gap(&mut self) {
        if !self.0.ends_with("\n\n") {
            self.line("");
        }
    }

    fn heading(&mut self, heading: &str) {
        self.gap();
        self.line(&format!("## {heading}"));
    }

    fn sub(&mut self, heading: &str) {
        self.gap();
        self.line(&format!("### {heading}"));
    }

    fn bullet(&mut self, key: &str, value: &str) {
        self.line(&format!("- {key}: {}", one_line(value)));
    }

    /// A bullet, unless it says nothing.
    fn item(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.bullet(key, value);
        }
    }

    fn quote(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.gap();
        for line in text.split('\n') {
            self.line(if line.is_empty() { ">".to_owned() } else { format!("> {line}") }.as_str());
        }
    }

    fn text_section(&mut self, heading: &str, text: &str) {
        if !text.is_empty() {
            self.heading(heading);
            self.quote(text);
        }
    }
}
