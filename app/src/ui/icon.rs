//! Icons from the sprite.

use leptos::prelude::*;

use super::options::escape;

/// The same as text, for what is made as text as a whole.
pub fn icon_html(html: &mut String, name: &str) {
    html.push_str("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#i-");
    escape(html, name);
    html.push_str("\"></use></svg>");
}

/// One icon of `public/icons.svg`; always beside a word, so hidden from screen readers.
#[component]
pub fn Icon(#[prop(into)] name: String) -> impl IntoView {
    // As text: a page has hundreds of them.
    let mut shape = "<use href=\"/icons.svg#i-".to_owned();
    escape(&mut shape, &name);
    shape.push_str("\"></use>");
    view! { <svg class="icon" aria-hidden="true" inner_html=shape></svg> }
}
