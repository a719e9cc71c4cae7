//! The name that a file is listed under: what was sent, without what could mislead.

const LONGEST: usize = 150;

/// The last part of a path as a browser or a hostile program sends it, in one line, of at most 150 characters.
///
/// Characters that turn the reading direction are dropped: `exe.gpj` must not look like `jpg.exe` turned round.
pub(crate) fn clean(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|&c| !c.is_control() && !is_invisible(c)).collect();
    let name = visible.trim_matches(|c: char| c.is_whitespace() || c == '.');
    if name.is_empty() { "file".to_owned() } else { shorten(name) }
}

/// Keeps the ending, which tells a reader what to open the file with.
fn shorten(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let ending: String = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= 10 => format!(".{ending}"),
        _ => String::new(),
    };
    let kept: String = name.chars().take(LONGEST - ending.chars().count()).collect();
    kept + &ending
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_loses_its_teeth() {
        for (sent, name) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\mei\\错误 截图.png", "错误 截图.png"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("  ..  ", "file"),
            ("", "file"),
            ("folder/", "file"),
            (".htaccess", "htaccess"),
        ] {
            assert_eq!(clean(sent), name, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = clean(&format!("{}.tar.gz", "长".repeat(400)));
        assert_eq!(name.chars().count(), 150);
        assert!(name.ends_with(".gz"));
        assert_eq!(clean(&"x".repeat(400)).len(), 150);
    }
}
