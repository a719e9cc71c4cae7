//! What a file is, judged by its first bytes: a name can say anything.

/// How many of a file's first bytes are enough to tell.
pub(super) const HEAD: usize = 8_192;

const TEXT: &str = "text/plain";
const UNKNOWN: &str = "application/octet-stream";

/// Formats whose files begin like a text and are none.
const LIKE_TEXT: [&str; 3] = ["application/pdf", "application/postscript", "application/rtf"];

/// Programs and packages of programs: a ticket is not the way to hand them out.
const REFUSED: [&str; 11] = [
    "application/java",
    "application/vnd.android.dex",
    "application/vnd.android.dey",
    "application/vnd.debian.binary-package",
    "application/vnd.microsoft.portable-executable",
    "application/wasm",
    "application/x-executable",
    "application/x-google-chrome-extension",
    "application/x-mach-binary",
    "application/x-rpm",
    "application/x-shockwave-flash",
];

/// The file is a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused;

/// The media type of a file with these first bytes.
///
/// Pages, scripts and vector drawings are texts here, so that a browser shows their source and runs nothing.
pub(super) fn media_type(head: &[u8]) -> Result<&'static str, Refused> {
    let known = infer::get(head).map(|kind| kind.mime_type());
    match known {
        Some(kind) if LIKE_TEXT.contains(&kind) => Ok(kind),
        // Before the rest, as short magic numbers are found in texts: a list of cars begins with `BM`, as a bitmap does.
        _ if is_text(head) => Ok(TEXT),
        Some(kind) if REFUSED.contains(&kind) => Err(Refused),
        Some(kind) if kind.starts_with("text/") => Ok(TEXT),
        Some(kind) => Ok(kind),
        None => Ok(UNKNOWN),
    }
}

fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end within a character.
        Err(cut) if cut.error_len().is_none() => match std::str::from_utf8(&head[..cut.valid_up_to()]) {
            Ok(text) => text,
            Err(_) => return false,
        },
        Err(_) => return false,
    };
    // Logs of terminals carry form feeds and escapes.
    text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_nothing_else() {
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Ok("image/png")),
            (b"%PDF-1.7\n", Ok("application/pdf")),
            (b"BMW, Audi, VW", Ok("text/plain")),
            (b"MZ is what a DOS program begins with", Ok("text/plain")),
            (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", Err(Refused)),
            (
                b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                Err(Refused),
            ),
            (b"<!DOCTYPE html><script>alert(1)</script>", Ok("text/plain")),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Ok("text/plain")),
            (b"#!/bin/sh\nrm -rf /", Ok("text/plain")),
            ("打印机坏了".as_bytes(), Ok("text/plain")),
            (&"打印机坏了".as_bytes()[..14], Ok("text/plain")),
            (b"\xfe\x01\x02\x03", Ok("application/octet-stream")),
            (b"", Ok("text/plain")),
        ] {
            assert_eq!(media_type(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_page_in_another_encoding_is_still_shown_as_its_source() {
        assert_eq!(media_type(b"<html ><body>caf\xe9</body>"), Ok("text/plain"));
    }
}
