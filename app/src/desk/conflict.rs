//! It changed under your hands: what is new is shown, and what was typed stays.

use leptos::prelude::*;

use super::news::{news, told};
use super::open::{Refusal, open};
use crate::error::AppError;
use crate::ticket::timeline::Entry;
use crate::ui::Icon;
use crate::words::{errors, words};

/// Why the last thing was not done, while that is not settled.
#[component]
pub fn Refused() -> impl IntoView {
    let open = open();
    move || {
        let Refusal { error, seen } = open.refusal.get()?;
        let w = words().desk();
        let news = seen.map(|seen| open.with(|ticket| news(ticket, seen))).unwrap_or_default();
        let title = match told(&news) {
            told if !told.is_empty() => (words().live().meanwhile)(&told),
            _ if error == AppError::Conflict => errors::title(&error),
            _ => w.not_done.to_owned(),
        };
        let advice = if error == AppError::Conflict { w.changed_meanwhile_text.to_owned() } else { explain(&error) };
        let list = (!news.is_empty())
            .then(|| view! { <ol class="timeline">{news.into_iter().map(|entry| view! { <Entry entry /> }).collect_view()}</ol> });
        Some(view! {
            <section class="conflict" role="alert" aria-labelledby="refused">
                <header>
                    <Icon name="refresh" />
                    <div>
                        <h2 id="refused">{title}</h2>
                        <p>{advice}</p>
                    </div>
                </header>
                {list}
                <div class="cluster">
                    <button class="button script-only" type="button" on:click=move |_| open.refusal.set(None)>{w.understood}</button>
                </div>
            </section>
        })
    }
}

fn explain(error: &AppError) -> String {
    match error {
        AppError::Invalid { invalid } => invalid.fields.iter().map(|field| errors::of_code(&field.code)).collect::<Vec<_>>().join(" "),
        other => format!("{}. {}", errors::title(other), errors::advice(other)),
    }
}
