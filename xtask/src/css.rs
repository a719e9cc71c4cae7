//! One stylesheet out of `style/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

/// Joins the files that `entry` imports, in its order and minified. Imports are one level deep: `entry` is the list.
pub fn bundle(entry: &Path) -> Result<String> {
    let source = read(entry)?;
    let mut joined = String::new();
    for rule in &parse(entry, &source)?.rules.0 {
        match rule {
            CssRule::Import(import) if import.layer.is_none() && import.supports.is_none() && import.media.media_queries.is_empty() => {
                let path = entry.with_file_name("").join(&*import.url);
                let source = read(&path)?;
                let sheet = parse(&path, &source)?;
                if sheet.rules.0.iter().any(|rule| matches!(rule, CssRule::Import(_))) {
                    bail!("{}: only {} may import", path.display(), entry.display());
                }
                joined.push_str(&print(sheet, &path)?);
            }
            CssRule::Import(import) => {
                bail!("{}: the import of {} must be plain, without layer() or a condition", entry.display(), import.url)
            }
            CssRule::LayerStatement(_) => {}
            _ => bail!("{}: only the order of the layers and imports belong here", entry.display()),
        }
    }
    Ok(layers(entry, &source)? + &joined)
}

/// The `@layer a, b;` statements of the entry file, which must come before everything else.
fn layers(entry: &Path, source: &str) -> Result<String> {
    let mut sheet = parse(entry, source)?;
    sheet.rules.0.retain(|rule| matches!(rule, CssRule::LayerStatement(_)));
    print(sheet, entry)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

fn parse<'a>(path: &Path, source: &'a str) -> Result<StyleSheet<'a>> {
    let options = ParserOptions { filename: path.display().to_string(), ..ParserOptions::default() };
    // The error prints as "message at file:line:column".
    StyleSheet::parse(source, options).map_err(|error| anyhow!("{error}"))
}

fn print(mut sheet: StyleSheet, path: &Path) -> Result<String> {
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.with_context(|| format!("could not minify {}", path.display()))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(files: &[(&str, &str)]) -> Result<String> {
        let folder = std::env::temp_dir().join(format!("opsbeat-css-{}-{:?}", std::process::id(), std::thread::current().id()));
        fs::create_dir_all(folder.join("parts"))?;
        for (name, text) in files {
            fs::write(folder.join(name), text)?;
        }
        let result = bundle(&folder.join("main.css"));
        fs::remove_dir_all(&folder)?;
        result
    }

    #[test]
    fn files_follow_each_other_in_the_order_of_the_imports() {
        let css = bundled(&[
            ("main.css", "@layer base, parts; @import url(\"./parts/b.css\"); @import \"./a.css\";"),
            ("a.css", "@layer base { a { color: #ff0000 } }"),
            ("parts/b.css", "@layer parts { b { color: blue } }"),
        ]);
        assert_eq!(css.unwrap(), "@layer base,parts;@layer parts{b{color:#00f}}@layer base{a{color:red}}");
    }

    #[test]
    fn a_syntax_error_names_its_file_and_line() {
        let error = bundled(&[("main.css", "@import \"./a.css\";"), ("a.css", "a {}\n}\n")]).unwrap_err();
        assert!(error.to_string().contains("a.css:2"), "{error}");
    }

    #[test]
    fn a_rule_in_the_list_of_imports_is_refused() {
        let error = bundled(&[("main.css", "a { color: red }")]).unwrap_err();
        assert!(error.to_string().contains("only the order of the layers and imports"), "{error}");
    }
}
