//! One cell of a CSV file that people will open with a spreadsheet.

/// A text as a cell (RFC 4180).
///
/// Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a line's end for a formula and run it, and much of what
/// is exported was typed by somebody else. Such a text gets an apostrophe in front, which spreadsheets show as text. A number
/// stays as it is: it begins with a sign at most.
#[must_use]
pub fn cell(text: &str) -> String {
    let text = if is_formula(text) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number(text)
}

/// Stricter than `f64`, which takes `-inf` for one.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("-inf", "'-inf"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
        ] {
            assert_eq!(cell(text), safe, "{text:?}");
        }
    }

    #[test]
    fn numbers_and_plain_texts_stay_as_they_are() {
        for text in ["-5", "+1.5", "-1e3", "Service desk", "a=b", "", "打印机"] {
            assert_eq!(cell(text), text);
        }
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
