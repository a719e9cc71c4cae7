//! What people write, as HTML that can do no harm: Markdown rendered, then everything removed that is not on a list.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use comrak::{Options, markdown_to_html};

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    // People end a line where they mean it to end.
    options.render.hardbreaks = true;
    // Typed tags are shown as they were typed: somebody may be asking about one.
    options.render.escape = true;
    options
});

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut safe = Builder::default();
    safe.tags(TAGS.into_iter().collect())
        .generic_attributes(std::collections::HashSet::new())
        .tag_attributes(
            [("a", ["href", "title"].into()), ("img", ["src", "alt"].into()), ("th", ["align"].into()), ("td", ["align"].into())].into(),
        )
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // A picture from elsewhere would tell its owner who reads the ticket, and when.
            ("img", "src") if !value.starts_with("/files/") => None,
            _ => Some(value.into()),
        });
    safe
});

/// What Markdown can become, and nothing else: no headings above the page's own, no scripts, styles, forms or frames.
const TAGS: [&str; 25] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Renders what somebody wrote.
#[must_use]
pub fn render(markdown: &str) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let html = markdown_to_html(markdown, &OPTIONS);
    let html = lower_headings(&html);
    SAFE.clean(&html).to_string()
}

/// Headings of a text stand below those of the page.
fn lower_headings(html: &str) -> String {
    [("h3", "h6"), ("h2", "h5"), ("h1", "h4")].iter().fold(html.to_owned(), |html, (from, to)| {
        html.replace(&format!("<{from}>"), &format!("<{to}>")).replace(&format!("</{from}>"), &format!("</{to}>"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_becomes_paragraphs_lists_and_code() {
        assert_eq!(render("Hello\nthere"), "<p>Hello<br>\nthere</p>\n");
        assert_eq!(render("- one\n- two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
        assert_eq!(render("`rm -rf`"), "<p><code>rm -rf</code></p>\n");
        assert_eq!(render("# Big"), "<h4>Big</h4>\n");
        assert_eq!(render("  \n"), "");
    }

    #[test]
    fn tables_survive() {
        let html = render("| a | b |\n|---|--:|\n| 1 | 2 |");
        assert!(html.contains("<table>") && html.contains("<td align=\"right\">2</td>"), "{html}");
    }

    #[test]
    fn nothing_runs_and_nothing_loads_from_elsewhere() {
        for evil in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[click](javascript:alert(1))",
            "[click](data:text/html;base64,PHNjcmlwdD4=)",
            "![x](https://tracker.example/pixel.gif)",
            "<a href=\"#\" style=\"position:fixed\">x</a>",
            "<iframe src=//evil.example></iframe>",
            "<svg/onload=alert(1)>",
        ] {
            let html = render(evil);
            for bad in [
                "<script",
                "<img src=x",
                "href=\"javascript",
                "href=\"data:",
                "tracker.example\"",
                "<iframe",
                "<svg",
                "<a href=\"#\" style",
            ] {
                assert!(!html.contains(bad), "{evil} became {html}");
            }
        }
    }

    #[test]
    fn a_link_gives_nothing_away() {
        let html = render("https://example.org/a?b=c");
        assert!(html.contains("href=\"https://example.org/a?b=c\"") && html.contains("rel=\"noopener noreferrer nofollow\""), "{html}");
    }
}
