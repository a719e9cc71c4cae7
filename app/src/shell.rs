//! The document around the application: the only place that writes `<html>`.

use domain::people::Theme;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::app::App;
use crate::reader::{ELEMENT, reader};

/// Where the built files are; their names carry a hash of their content.
#[derive(Clone, Debug)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
}

/// The whole document for one request.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let reader = reader();
    let nonce = use_nonce();
    let theme = match reader.theme {
        Theme::System => None,
        theme => Some(theme.as_str()),
    };
    let start = format!("import init,{{hydrate}} from\"{}\";await init({{module_or_path:\"{}\"}});hydrate();", assets.js, assets.wasm);
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
