//! One calm card in the middle.

use leptos::prelude::*;

use super::{LanguageSwitch, Skip};
use crate::reader::reader;
use crate::ui::Icon;
use crate::words::words;

/// A calm page in the middle: signing in, links from mail, errors without a home.
#[component]
pub fn PlainFrame(children: Children) -> impl IntoView {
    let organisation = reader().organisation;
    view! {
        <div class="single" data-scale="portal">
            <Skip />
            <header class="single-head">
                <a class="brand" href="/"><Icon name="mark" /><span class="brand-name">Opsbeat</span></a>
                <div class="cluster"><LanguageSwitch /></div>
            </header>
            <main id="main" class="single-main">{children()}</main>
            <footer class="single-foot"><span>{(words().portal().foot)(&organisation)}</span></footer>
        </div>
    }
}
