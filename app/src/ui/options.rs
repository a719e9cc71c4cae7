//! The options of a drop-down list, as HTML: there are hundreds of them on a page of the desk, none of which is ever touched by itself,
//! and a text is made, sent to the page and taken over by a script in no time.

use super::field::Choice;

/// The options, of which that of `value` is chosen, and behind them those under headings.
#[must_use]
pub fn options_html(options: &[Choice], groups: &[(String, Vec<Choice>)], value: &str) -> String {
    let mut html = String::new();
    for option in options {
        write(&mut html, option, value);
    }
    for (heading, options) in groups {
        html.push_str("<optgroup label=\"");
        escape(&mut html, heading);
        html.push_str("\">");
        for option in options {
            write(&mut html, option, value);
        }
        html.push_str("</optgroup>");
    }
    html
}

fn write(html: &mut String, option: &Choice, value: &str) {
    html.push_str("<option value=\"");
    escape(html, &option.value);
    html.push_str(if option.value == value { "\" selected>" } else { "\">" });
    escape(html, &option.label);
    html.push_str("</option>");
}

/// What people typed can end neither an attribute nor an element.
pub fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_option_is_chosen_and_no_text_becomes_markup() {
        let options = [Choice::new("", "Anybody"), Choice::new("7", "R&D <b>\"x\"</b>")];
        let groups = [("\"A\" & B".to_owned(), vec![Choice::new("\"><script>", "Mei")])];
        assert_eq!(
            options_html(&options, &groups, "7"),
            "<option value=\"\">Anybody</option><option value=\"7\" selected>R&amp;D &lt;b&gt;&quot;x&quot;&lt;/b&gt;</option>\
             <optgroup label=\"&quot;A&quot; &amp; B\"><option value=\"&quot;&gt;&lt;script&gt;\">Mei</option></optgroup>"
        );
    }
}
