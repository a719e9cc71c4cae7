//! The HTML half of a mail: one column, one style block, no image and nothing loaded from elsewhere.

use domain::locale::Locale;
use domain::survey::Kind;

use super::words::Words;
use super::{Notice, lead};

const STYLE: &str = "body{margin:0;padding:24px;background:#f7f6f4;color:#1f2430;font:16px/1.5 -apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Microsoft YaHei',sans-serif}\
.card{max-width:600px;margin:0 auto;padding:28px;background:#fff;border:1px solid #e4e1dc;border-radius:10px}\
h1{margin:0 0 16px;font-size:18px;line-height:1.3}.said{margin:16px 0;padding:2px 16px;border-left:3px solid #c9c5bd}\
.button{display:inline-block;padding:10px 18px;border-radius:6px;background:#3f3f9e;color:#fff;text-decoration:none}\
.stars a{display:inline-block;padding:4px 8px;font-size:26px;color:#9a6a00;text-decoration:none}\
.scale a{display:inline-block;min-width:24px;margin:2px;padding:8px 6px;border:1px solid #c9c5bd;border-radius:6px;color:#3f3f9e;text-align:center;text-decoration:none}\
.foot{max-width:600px;margin:16px auto 0;color:#666b78;font-size:13px}.foot a{color:inherit}\
pre{white-space:pre-wrap}";

/// The whole document.
pub fn page(notice: &Notice, w: &Words) -> String {
    let mut card = format!("<h1>{} {}</h1>", escape(&notice.number.to_string()), escape(&notice.title));
    card.push_str(&format!("<p>{}</p><p>{}</p>", escape(&(w.greeting)(&notice.reader)), escape(&lead(notice, w))));
    if !notice.html.is_empty() {
        card.push_str(&format!("<div class=\"said\">{}</div>", notice.html));
    }
    if let Some(rating) = &notice.rating_link {
        let class = if notice.question == Kind::Stars { "stars" } else { "scale" };
        card.push_str(&format!(
            "<p>{}</p><p class=\"{class}\">{}</p>",
            escape((w.rate)(notice.question)),
            answers(rating, notice.question, w)
        ));
    }
    card.push_str(&format!("<p><a class=\"button\" href=\"{}\">{}</a></p>", escape(&notice.link), escape(w.open)));
    let foot = format!(
        "{}<br>{}<br><a href=\"{}\">{}</a>",
        escape(w.no_answer),
        escape(&notice.organisation),
        escape(&notice.preferences_link),
        escape(w.preferences)
    );
    document(notice.locale, &card, &foot)
}

/// The document around what a mail says; `card` and `foot` are HTML.
pub fn document(locale: Locale, card: &str, foot: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\
         <body><div class=\"card\">{card}</div><p class=\"foot\">{foot}</p></body></html>",
        locale.as_str()
    )
}

/// One link for each answer: stars below each other, numbers in a row with what their ends mean.
fn answers(rating: &str, kind: Kind, w: &Words) -> String {
    let link = |n: u8| {
        let label = escape(&(w.answer)(kind, n));
        let face = if kind == Kind::Stars { "★".repeat(n.into()) } else { n.to_string() };
        format!("<a href=\"{}?answer={n}\" title=\"{label}\" aria-label=\"{label}\">{face}</a>", escape(rating))
    };
    let links: Vec<String> = kind.answers().map(link).collect();
    links.join(if kind == Kind::Stars { "<br>" } else { " " })
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
