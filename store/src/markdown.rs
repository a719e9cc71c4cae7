//! What people write, as HTML that can do no harm: Markdown rendered, then everything removed that is not on a list.

use std::{ops::Range, sync::LazyLock};

use ammonia::{Builder, Url, UrlRelative, clean_text};
use comrak::{
    Arena, Options, format_html, markdown_to_html,
    nodes::{AstNode, NodeValue},
    parse_document,
};

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

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| safe(UrlRelative::PassThrough));

/// What lets through what is on the list and nothing else.
fn safe(relative: UrlRelative<'static>) -> Builder<'static> {
    let mut safe = Builder::default();
    safe.tags(TAGS.into_iter().collect())
        .allowed_classes([("span", ["mention"].into())].into())
        .generic_attributes(std::collections::HashSet::new())
        .tag_attributes(
            [("a", ["href", "title"].into()), ("img", ["src", "alt"].into()), ("th", ["align"].into()), ("td", ["align"].into())].into(),
        )
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(relative)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // A picture from elsewhere would tell its owner who reads the ticket, and when.
            ("img", "src") if !value.starts_with("/files/") => None,
            _ => Some(value.into()),
        });
    safe
}

/// What Markdown can become, and nothing else: no headings above the page's own, no scripts, styles, forms or frames.
const TAGS: [&str; 26] = [
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
    "span",
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
    clean(&markdown_to_html(markdown, &OPTIONS))
}

/// A piece of a text that stands by itself: a paragraph, a list, a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words, without marks.
    pub words: String,
    /// As it is shown.
    pub html: String,
}

/// Renders what somebody wrote, piece by piece. All of them one after the other are what [`render`] makes of it.
#[must_use]
pub fn blocks(markdown: &str) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    let block = |node| {
        let mut html = String::new();
        format_html(node, &OPTIONS, &mut html).ok()?;
        let html = clean(&html);
        (!html.trim().is_empty()).then(|| Block { words: words(node), html })
    };
    root.children().filter_map(block).collect()
}

fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut words = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::CodeBlock(code) => words.push_str(&code.literal),
            NodeValue::HtmlInline(html) => words.push_str(html),
            NodeValue::HtmlBlock(html) => words.push_str(&html.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Item(_) | NodeValue::Paragraph | NodeValue::TableCell => {
                words.push(' ')
            }
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// Renders what somebody wrote, with the people marked whom it calls: `calls` says where a piece of its text does, in bytes.
/// Code and links are shown as they are.
#[must_use]
pub fn render_with_calls(markdown: &str, calls: impl Fn(&str) -> Vec<Range<usize>>) -> String {
    if !markdown.contains('@') {
        return render(markdown);
    }
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    let texts: Vec<_> = root.descendants().filter(|node| node.data().value.text().is_some() && !is_in_link(node)).collect();
    for node in texts {
        let Some(text) = node.data().value.text().map(str::to_owned) else { continue };
        let mut end = 0;
        for call in calls(&text) {
            let (Some(before), Some(name)) = (text.get(end..call.start), text.get(call.clone())) else { continue };
            let mark = format!("<span class=\"mention\">{}</span>", clean_text(name));
            for value in [NodeValue::Text(before.to_owned().into()), NodeValue::Raw(mark)] {
                node.insert_before(arena.alloc(value.into()));
            }
            end = call.end;
        }
        let rest = text.get(end..).unwrap_or_default().to_owned();
        node.data_mut().value = NodeValue::Text(rest.into());
    }
    let mut html = String::new();
    if format_html(root, &OPTIONS, &mut html).is_err() {
        return render(markdown);
    }
    clean(&html)
}

/// Renders it for a mail program, which is not signed in and knows no address but whole ones: links within the site become those of
/// `base`, and pictures become links.
#[must_use]
pub fn render_for_mail(markdown: &str, base: &str) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    for node in root.descendants() {
        let picture = match &node.data().value {
            NodeValue::Image(picture) => picture.clone(),
            _ => continue,
        };
        node.data_mut().value = NodeValue::Link(picture);
    }
    let mut html = String::new();
    if format_html(root, &OPTIONS, &mut html).is_err() {
        return clean_text(markdown);
    }
    let relative = Url::parse(base).map_or(UrlRelative::Deny, UrlRelative::RewriteWithBase);
    safe(relative).clean(&lower_headings(&html)).to_string()
}

fn is_in_link<'a>(node: &'a AstNode<'a>) -> bool {
    node.ancestors().any(|around| matches!(around.data().value, NodeValue::Link(_) | NodeValue::Image(_)))
}

fn clean(html: &str) -> String {
    SAFE.clean(&lower_headings(html)).to_string()
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
    fn a_mail_has_whole_addresses_and_no_pictures() {
        let mail = |text| render_for_mail(text, "https://desk.example.org");
        assert_eq!(
            mail("[other](/desk/INC-7)"),
            "<p><a href=\"https://desk.example.org/desk/INC-7\" rel=\"noopener noreferrer nofollow\">other</a></p>\n"
        );
        assert_eq!(
            mail("![a plan](/files/12)"),
            "<p><a href=\"https://desk.example.org/files/12\" rel=\"noopener noreferrer nofollow\">a plan</a></p>\n"
        );
        assert_eq!(mail("<script>x</script>\n\n**b**"), "&lt;script&gt;x&lt;/script&gt;\n<p><strong>b</strong></p>\n");
        assert!(!mail("[x](javascript:alert)").contains("javascript"));
    }

    #[test]
    fn what_people_write_becomes_paragraphs_lists_and_code() {
        assert_eq!(render("Hello\nthere"), "<p>Hello<br>\nthere</p>\n");
        assert_eq!(render("- one\n- two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
        assert_eq!(render("`rm -rf`"), "<p><code>rm -rf</code></p>\n");
        assert_eq!(render("# Big"), "<h4>Big</h4>\n");
        assert_eq!(render("  \n"), "");
    }

    #[test]
    fn who_is_called_is_marked_but_not_in_code_or_links() {
        let ada = |text: &str| text.match_indices("@Ada").map(|(at, name)| at..at + name.len()).collect::<Vec<_>>();
        let marked = |text: &str| render_with_calls(text, ada);
        let mark = "<span class=\"mention\">@Ada</span>";
        assert_eq!(marked("Ask @Ada, **@Ada**!"), format!("<p>Ask {mark}, <strong>{mark}</strong>!</p>\n"));
        assert_eq!(marked("`@Ada` @Eve"), "<p><code>@Ada</code> @Eve</p>\n");
        assert!(!marked("[@Ada](https://example.org)").contains("mention"));
        // Nobody marks anything by typing a tag.
        assert!(!marked("<span class=\"mention\">@Eve</span>").contains("<span"));
        assert_eq!(marked("a < b @Ada"), format!("<p>a &lt; b {mark}</p>\n"));
    }

    #[test]
    fn a_text_comes_in_pieces_and_none_is_lost() {
        let text = "First **bold**\nline\n\n- one\n- `two`\n\n```\ncode\n```\n\n| a |\n|---|\n| 1 |\n\n[a link][ref]\n\n[ref]: https://example.org\n\n# Head";
        let blocks = blocks(text);
        assert_eq!(blocks.iter().map(|block| block.html.as_str()).collect::<String>(), render(text));
        let words: Vec<&str> = blocks.iter().map(|block| block.words.as_str()).collect();
        assert_eq!(words, ["First bold line", "one  two", "code", "a 1", "a link", "Head"]);
        assert!(super::blocks("  ").is_empty());
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
