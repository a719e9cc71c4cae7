//! A page: its title, its data, and what stands there when the data cannot be had.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_meta::Title;

use super::data::{Data, built_once};
use super::icon::Icon;
use crate::error::AppError;
use crate::reader::reader;
use crate::words::{errors, words};

/// Sets the document's title.
#[component]
pub fn Page(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let organisation = reader().organisation;
    let title = if organisation.is_empty() { format!("{title} · Opsbeat") } else { format!("{title} · {organisation}") };
    view! {
        <Title text=title />
        {children()}
    }
}

/// A title that follows what the page holds, for [`Title`].
///
/// The server asks for the title when the page is written, and the page's own values may be gone by then: reading one would stop the
/// request. Nothing changes there any more, so what the title is now is what it will be.
pub fn changing_title(title: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    if cfg!(feature = "ssr") { untrack(title).into() } else { title.into() }
}

/// Shows what a resource holds, or the error page that belongs to its failure.
///
/// The resource is made above (see "Leptos, learnt from trouble" in ARCHITECTURE.md); this only reads it.
#[component]
pub fn Load<T, V>(
    from: Data<T>,
    /// Draws the value.
    view: V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    let value = from.await;
                    built_once().await;
                    match value {
                        Ok(value) => view(value),
                        Err(error) => view! { <Failure error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// The error page: what happened, what was kept, what to do, and a request id.
#[component]
pub fn Failure(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::visit::answer_with(&error);
    let icon = if error == AppError::NotFound { "search" } else { "alert" };
    let request = error.request().map(str::to_owned);
    let signed_out = error == AppError::SignedOut;
    let (advice, to, on) = if signed_out {
        (words().session().sign_in_again.to_owned(), "/sign-in", words().session().sign_in)
    } else {
        (errors::advice(&error), "/", words().common().home)
    };
    view! {
        <Title text=format!("{} · Opsbeat", errors::title(&error)) />
        <section class="problem" aria-labelledby="failure">
            <Icon name=icon />
            <h1 id="failure">{errors::title(&error)}</h1>
            <p>{advice}</p>
            <div class="cluster">
                <a class="button" data-kind="primary" href=to rel=signed_out.then_some("external")>{on}</a>
            </div>
            {request.map(|request| view! { <p class="problem-id"><span>{words().errors().request_id}</span><code>{request}</code></p> })}
        </section>
    }
}
