//! The rules of the house that no compiler knows.

mod links;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::workspace::Workspace;

/// A file longer than this is two files.
const LONGEST: usize = 500;

/// What is written by people, by the end of its name. Data that tests read (CSV, mails, snapshots) may look as it likes.
const WRITTEN: [&str; 13] = ["css", "html", "js", "json", "md", "rs", "sh", "sql", "svg", "toml", "ts", "yaml", "yml"];

/// Looks at every file that git holds or would take; fails with every finding as `path:line: what`.
pub fn check(workspace: &Workspace) -> Result<()> {
    let listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let files =
        command::output(Command::new("git").current_dir(&workspace.root).args(listed)).context("tidy asks git for the list of files")?;
    let mut findings = Vec::new();
    for path in files.split('\0').filter(|path| !path.is_empty()) {
        // A file that was deleted but not yet committed is still on git's list.
        if let Ok(text) = fs::read_to_string(workspace.root.join(path)) {
            findings.extend(look(&workspace.root, path, &text));
        }
    }
    findings.sort();
    findings.dedup();
    if !findings.is_empty() {
        bail!("{} findings\n{}", findings.len(), findings.join("\n"));
    }
    Ok(())
}

fn look(root: &Path, path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let generated = path.ends_with("package-lock.json") || path.ends_with("Cargo.lock");
    if generated {
        if text.contains("\"resolved\"") {
            findings.push(format!("{path}: names a registry's host; run npm with --omit-lockfile-registry-resolved"));
        }
        return findings;
    }
    if matches!(extension, "rs" | "css" | "ts") && text.lines().count() > LONGEST {
        findings.push(format!("{path}: {} lines, and {LONGEST} are the most", text.lines().count()));
    }
    for (number, line) in (1..).zip(text.lines()) {
        let at = format!("{path}:{number}");
        if let Some(place) = place_of_a_machine(line) {
            findings.push(format!("{at}: a path of one machine: {place}"));
        }
        if !WRITTEN.contains(&extension) && !path.starts_with(".ci/") {
            continue;
        }
        if line.ends_with([' ', '\t', '\r']) {
            findings.push(format!("{at}: white space at the end"));
        }
        if let Some(word) = leftover(line) {
            findings.push(format!("{at}: left over: {word}"));
        }
        if extension == "rs" && line.trim_start().starts_with("#[ignore") {
            findings.push(format!("{at}: a test that does not run"));
        }
        if path.starts_with("app/src/") && has_inline_style(line) {
            findings.push(format!("{at}: an inline style, which the Content-Security-Policy refuses"));
        }
    }
    if extension == "md" {
        findings.extend(links::broken(root, path, text));
    }
    findings
}

/// What people write when they mean to come back.
fn leftover(line: &str) -> Option<&'static str> {
    // In pieces, so that this file may be looked at as well.
    const WORDS: [&str; 5] =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("to", "do!"), concat!("unimple", "mented!")];
    let stands_alone = |start: usize, word: &str| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(before) && (word.ends_with('!') || !joins(after))
    };
    WORDS.into_iter().find(|word| line.match_indices(word).any(|(start, _)| stands_alone(start, word)))
}

/// A path that exists on somebody's machine alone.
fn place_of_a_machine(line: &str) -> Option<&'static str> {
    const PLACES: [&str; 3] = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    let begins =
        |start: usize| line[..start].chars().next_back().is_none_or(|before| before.is_whitespace() || "\"'`=(<[,".contains(before));
    PLACES.into_iter().find(|place| line.match_indices(place).any(|(start, _)| begins(start)))
}

/// `style="..."` or Leptos's `style:name=`, which the server renders as the same attribute.
fn has_inline_style(line: &str) -> bool {
    let mut words = line.split([' ', '\t', '<']);
    !line.trim_start().starts_with("//")
        && words.any(|word| word.starts_with("style=") || word.strip_prefix("style:").is_some_and(|rest| rest.contains('=')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        look(Path::new("."), path, text)
    }

    #[test]
    fn a_tidy_file_has_no_findings() {
        assert_eq!(found("app/src/lib.rs", "fn main() {}\n"), Vec::<String>::new());
    }

    #[test]
    fn a_file_may_have_five_hundred_lines_and_no_more() {
        assert_eq!(found("a.rs", &"\n".repeat(500)), Vec::<String>::new());
        assert_eq!(found("a.rs", &"\n".repeat(501)).len(), 1);
        assert_eq!(found("a.csv", &"\n".repeat(501)), Vec::<String>::new());
    }

    #[test]
    fn leftovers_are_found_as_whole_words() {
        assert_eq!(found("a.rs", concat!("// TO", "DO: later")), [concat!("a.rs:1: left over: TO", "DO")]);
        assert_eq!(found("a.rs", concat!("    to", "do!()")).len(), 1);
        assert_eq!(found("a.rs", concat!("const TO", "DOS: u8 = 1;")), Vec::<String>::new());
    }

    #[test]
    fn white_space_at_the_end_is_found_in_what_people_write() {
        assert_eq!(found("a.css", "a {} \n"), ["a.css:1: white space at the end"]);
        assert_eq!(found("fixture.eml", "Subject: a \r\n"), Vec::<String>::new());
    }

    #[test]
    fn inline_styles_are_found_in_the_application() {
        assert_eq!(found("app/src/a.rs", "<p style=\"color: red\">").len(), 1);
        assert_eq!(found("app/src/a.rs", "<p style:width=width>").len(), 1);
        assert_eq!(found("app/src/a.rs", "struct A { style: Style }"), Vec::<String>::new());
        assert_eq!(found("app/src/a.rs", "<p data-style=kind>"), Vec::<String>::new());
    }

    #[test]
    fn a_path_of_one_machine_is_found_and_an_address_is_not() {
        assert_eq!(found("a.toml", concat!("dir = \"/ho", "me/me/x\"")).len(), 1);
        assert_eq!(found("a.md", concat!("<https://example.org/ho", "me/x>")), Vec::<String>::new());
    }

    #[test]
    fn a_lock_file_names_no_registry() {
        assert_eq!(found("end2end/package-lock.json", "\"resolved\": \"https://example.org\"").len(), 1);
    }
}
