//! Icons from the sprite.

use leptos::prelude::*;

use super::options::escape;

/// One icon of `public/icons.svg`; always beside a word, so hidden from screen readers.
#[component]
pub fn Icon(#[prop(into)] name: String) -> impl IntoView {
    // As text: a page has hundreds of them.
    let mut shape = "<use href=\"/icons.svg#i-".to_owned();
    escape(&mut shape, &name);
    shape.push_str("\"></use>");
    view! { <svg class="icon" aria-hidden="true" inner_html=shape></svg> }
}
