//! `opsbeat settings`: what every setting means, from the one place where that is written. A binary alone has no other.

use std::io::{self, Write};

/// The documentation of settings, as it lies in the repository.
const DOCUMENTED: &str = include_str!("../../docs/configuration.md");
/// Lines are no longer than this where words allow it.
const WIDTH: usize = 88;
const INDENT: &str = "    ";

/// Prints it.
///
/// # Errors
/// Those of writing.
pub fn print() -> io::Result<()> {
    io::stdout().write_all(for_terminal(DOCUMENTED).as_bytes())
}

/// Markdown as a terminal shows it: each row of the table as a name with its default, and the text below.
fn for_terminal(markdown: &str) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    for line in markdown.lines().chain([""]) {
        let begins = line.is_empty() || line.starts_with(['#', '|']) || line.starts_with(|first: char| first.is_ascii_digit());
        if begins && !paragraph.is_empty() {
            text.push_str(&wrapped(&paragraph, ""));
            paragraph.clear();
        }
        match line.strip_prefix('|') {
            Some(row) => text.push_str(&setting(row)),
            None if line.is_empty() => text.push('\n'),
            None => {
                let line = line.trim_start_matches('#').trim();
                paragraph = if paragraph.is_empty() { line.to_owned() } else { format!("{paragraph} {line}") };
            }
        }
    }
    let text = text.replace('`', "");
    format!("{}\n", text.trim())
}

/// A row of the table; nothing for its head.
fn setting(row: &str) -> String {
    let cells: Vec<&str> = row.trim_end().trim_end_matches('|').splitn(3, '|').map(str::trim).collect();
    match cells[..] {
        [name, default, meaning] if name.starts_with('`') => {
            let default = if default == "empty" { "none" } else { default };
            format!("{name}  [default: {default}]\n{}\n", wrapped(meaning, INDENT))
        }
        _ => String::new(),
    }
}

fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && indent.len() + line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines = format!("{lines}{indent}{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    format!("{lines}{indent}{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_of_the_table_stands_there_with_its_default_and_no_markdown() {
        let text = for_terminal(DOCUMENTED);
        let documented = DOCUMENTED.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let mut count = 0;
        for name in documented {
            assert!(text.contains(&format!("\n{name}  [default: ")), "{name}");
            count += 1;
        }
        assert!(count > 5 && !text.contains(['`', '|']), "{text}");
        let words: Vec<&str> = text.lines().filter(|line| line.chars().count() > WIDTH).collect();
        assert!(words.iter().all(|line| line.split_whitespace().count() == 1), "{words:?}");
    }

    #[test]
    fn a_paragraph_and_a_list_keep_their_lines_apart() {
        let text = for_terminal("# Settings\n\nSome words\nthat go on.\n\n1. one;\n2. two\n   more.\n\n| `a` | empty | What `a` is. |\n");
        assert_eq!(text, "Settings\n\nSome words that go on.\n\n1. one;\n2. two more.\n\na  [default: none]\n    What a is.\n");
    }
}
