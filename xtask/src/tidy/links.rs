//! Links from one document to another file of the repository.

use std::path::Path;

/// The relative links of a Markdown document that lead nowhere.
pub fn broken(root: &Path, path: &str, text: &str) -> Vec<String> {
    let folder = root.join(path).parent().map(Path::to_owned).unwrap_or_default();
    let mut findings = Vec::new();
    let mut in_code = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for target in targets(line).filter(|target| !leads_outside(target)) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !folder.join(file).exists() {
                findings.push(format!("{path}:{number}: a link that leads nowhere: {target}"));
            }
        }
    }
    findings
}

/// What stands in the round brackets of `[text](target "title")`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

fn leads_outside(target: &str) -> bool {
    ["https:", "http:", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken_in(text: &str) -> Vec<String> {
        // Tests run in the folder of their crate.
        broken(Path::new("."), "README.md", text)
    }

    #[test]
    fn a_link_to_a_file_that_is_there_is_good() {
        assert_eq!(
            broken_in("[a](Cargo.toml), [b](src/main.rs#top \"title\"), [c](#here), [d](https://example.org)"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_named_with_its_line() {
        assert_eq!(broken_in("\n[a](Cargo.toml) ![b](none.png)"), ["README.md:2: a link that leads nowhere: none.png"]);
    }

    #[test]
    fn code_is_not_read_for_links() {
        assert_eq!(broken_in("```\n[a](none.md)\n```"), Vec::<String>::new());
    }
}
