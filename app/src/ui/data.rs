//! What a page reads from the server: once while it is rendered there, carried beside the page, and again when something changed.

use std::future::Future;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// What a server function answers.
pub type Data<T> = Resource<Result<T, AppError>, Json>;

/// Reads `fetch` for what `source` says, again whenever that changes. The answer waits for it, so that the page stands whole.
#[track_caller]
pub fn load<S, T, Answer>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Answer + Send + Sync + 'static,
) -> Resource<T, Json>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Answer: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, fetch, true)
}

/// Stands between data that have come and the view that is made of them.
///
/// While the server waits for a page's data, Leptos goes through its views again and again to see what else they read, and throws
/// away what it builds there. A view that steps back once at this place is built a single time: when it is written into the answer.
/// Whatever it reads must stand in a `Suspense` of its own, or be awaited before.
#[cfg(feature = "ssr")]
pub async fn built_once() {
    tokio::task::yield_now().await;
}

/// The browser hydrates at once and builds nothing in vain.
#[cfg(not(feature = "ssr"))]
pub async fn built_once() {}

/// JSON beside the page, read as the answers of server functions are: from bytes.
///
/// Leptos's own codec reads it from text. Each type would then be compiled into the browser's code for both ways, which is a tenth
/// of all of it.
#[derive(Debug)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}
