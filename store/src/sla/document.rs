//! A TOML file of calendars and policies: read with the place of everything in it, so that what is wrong is told with its line.

use toml_edit::{Array, DocumentMut, ImDocument, Item, KeyMut, TableLike, Value, visit_mut::VisitMut};

use super::file::File;
use crate::{Error, Result};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    /// What it says.
    pub content: File,
}

/// It is no TOML, or says what no such file can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Unreadable {
    /// From 1.
    pub line: usize,
    /// What the reader of TOML says, in English.
    pub message: String,
}

impl Document {
    /// Reads a file's text.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(text: String) -> std::result::Result<Self, Unreadable> {
        match toml_edit::de::from_str(&text) {
            Ok(content) => Ok(Self { text, content }),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(&text, span.start));
                Err(Unreadable { line, message: error.message().to_owned() })
            }
        }
    }

    /// The line, from 1, of a field such as `policy.0.rules.1.targets.resolution`, or of what is nearest around it.
    #[must_use]
    pub fn line(&self, field: &str) -> Option<usize> {
        let document = ImDocument::parse(self.text.as_str()).ok()?;
        let mut at = Node::Item(document.as_item());
        let mut found = None;
        for name in field.split('.') {
            let Some((next, span)) = at.step(name) else { break };
            found = span.or_else(|| next.span()).or(found);
            at = next;
        }
        found.map(|start| line_of(&self.text, start))
    }
}

/// How a file is written: each list and each rule's targets on one line.
///
/// # Errors
/// [`Error::Unreadable`], unless a name cannot be written at all: never.
pub fn written(file: &File) -> Result<String> {
    let unreadable = Error::Unreadable { what: "file of policies" };
    let Ok(text) = toml_edit::ser::to_string_pretty(file) else { return Err(unreadable) };
    let Ok(mut document) = text.parse::<DocumentMut>() else { return Err(unreadable) };
    OnOneLine.visit_document_mut(&mut document);
    Ok(document.to_string())
}

struct OnOneLine;

impl VisitMut for OnOneLine {
    fn visit_array_mut(&mut self, array: &mut Array) {
        array.iter_mut().for_each(|value| value.decor_mut().clear());
        array.set_trailing("");
        array.set_trailing_comma(false);
        toml_edit::visit_mut::visit_array_mut(self, array);
    }

    fn visit_table_like_kv_mut(&mut self, key: KeyMut<'_>, item: &mut Item) {
        let mut key = key;
        if matches!(key.get(), "targets" | "reassign")
            && let Some(table) = item.as_table()
        {
            key.leaf_decor_mut().set_suffix(" ");
            *item = Item::Value(Value::InlineTable(table.clone().into_inline_table()));
        }
        toml_edit::visit_mut::visit_table_like_kv_mut(self, key, item);
    }
}

#[derive(Clone, Copy)]
enum Node<'a> {
    Item(&'a Item),
    Value(&'a Value),
    Table(&'a dyn TableLike),
}

impl<'a> Node<'a> {
    /// What stands under a name or a number, and where its name begins.
    fn step(self, name: &str) -> Option<(Self, Option<usize>)> {
        let table = match self {
            Self::Table(table) => Some(table),
            Self::Item(item) => item.as_table_like(),
            Self::Value(value) => value.as_inline_table().map(|table| table as &dyn TableLike),
        };
        if let Some(table) = table {
            let (key, item) = table.get_key_value(name)?;
            return Some((Self::Item(item), key.span().map(|span| span.start)));
        }
        let place: usize = name.parse().ok()?;
        if let Self::Item(Item::ArrayOfTables(tables)) = self {
            return tables.get(place).map(|table| (Self::Table(table), table.span().map(|span| span.start)));
        }
        let array = match self {
            Self::Item(item) => item.as_array(),
            Self::Value(value) => value.as_array(),
            Self::Table(_) => None,
        };
        array?.get(place).map(|value| (Self::Value(value), value.span().map(|span| span.start)))
    }

    fn span(self) -> Option<usize> {
        let span = match self {
            Self::Item(item) => item.span(),
            Self::Value(value) => value.span(),
            Self::Table(_) => None,
        };
        span.map(|span| span.start)
    }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"[[calendar]]
name = "Office"
zone = "Europe/Nowhere"
[calendar.week]
mon = [["09:00", "17:00"],
       ["18:00", "noon"]]

[[policy]]
name = "Standard"
calendar = "Office"

[[policy.rules]]
priority = "high"
targets = { resolution = "8h" }

[[policy.rules]]
targets = { resolution = "eight hours" }
"#;

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let file = Document::read(TEXT.to_owned()).unwrap();
        for (field, line) in [
            ("calendar.0.zone", 3),
            ("calendar.0.week.mon.1", 6),
            ("policy.0.calendar", 10),
            ("policy.0.rules.0", 12),
            ("policy.0.rules.1.targets.resolution", 17),
            ("policy.0.rules.1.service", 16),
        ] {
            assert_eq!(file.line(field), Some(line), "{field}");
        }
    }

    #[test]
    fn what_is_no_such_file_is_told_with_its_line() {
        let wrong = Document::read("[[calendar]]\nname = \"Office\"\ncolour = \"red\"\n".to_owned()).unwrap_err();
        assert_eq!(wrong.line, 3);
        assert_eq!(Document::read("[[calendar]\n".to_owned()).unwrap_err().line, 1);
    }

    #[test]
    fn what_was_written_is_read_again() {
        let content: File = toml_edit::de::from_str(TEXT).unwrap();
        let text = written(&content).unwrap();
        assert_eq!(toml_edit::de::from_str::<File>(&text).unwrap(), content, "{text}");
    }
}
