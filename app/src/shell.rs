//! The document around the application: the only place that writes `<html>`.

use std::collections::{BTreeMap, BTreeSet};

use domain::people::Theme;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Deserialize;

use crate::app::App;
use crate::lazy::parts_of;
use crate::reader::{ELEMENT, reader};

/// Where the built files are; their names carry a hash of their content.
#[derive(Clone, Debug, Deserialize)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The modules of each part that is loaded when it is needed.
    pub parts: BTreeMap<String, Vec<String>>,
}

impl Assets {
    /// The modules that the page at this path needs beside the first one.
    fn modules_of(&self, path: &str) -> BTreeSet<String> {
        parts_of(path).iter().filter_map(|part| self.parts.get(*part)).flatten().cloned().collect()
    }
}

/// The whole document for one request.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let reader = reader();
    let nonce = use_nonce();
    let modules = assets.modules_of(expect_context::<http::request::Parts>().uri.path());
    let theme = match reader.theme {
        Theme::System => None,
        theme => Some(theme.as_str()),
    };
    let start = start(&assets.js, &assets.wasm);
    view! {
        <!DOCTYPE html>
        <html lang=reader.locale.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/site.webmanifest" />
                <link rel="stylesheet" href=assets.css.clone() />
                <link rel="modulepreload" href=assets.js.clone() nonce=nonce.clone() />
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                {modules.into_iter().map(|module| view! { <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous" /> }).collect_view()}
                <MetaTags />
            </head>
            <body>
                <App />
                <script id=ELEMENT type="application/json" inner_html=reader.to_json()></script>
                <script type="module" nonce=nonce inner_html=start></script>
            </body>
        </html>
    }
}

/// Loads the application and starts it. Whoever leaves the page meanwhile cuts the loading off, which is no failure: it is told a
/// moment later, when a page that was left is gone or knows that it was left. Anything else is told as it is.
fn start(js: &str, wasm: &str) -> String {
    format!(
        "let left=false;addEventListener(\"pagehide\",()=>{{left=true}});\
         try{{const{{default:init,hydrate}}=await import(\"{js}\");await init({{module_or_path:\"{wasm}\"}});hydrate()}}\
         catch(failure){{setTimeout(()=>{{if(!left)throw failure}})}}"
    )
}
