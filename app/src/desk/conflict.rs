//! It changed under your hands: what is new is shown, and what was typed stays.

use domain::ticket::view::{Detail, TimelineEntry};
use leptos::prelude::*;

use super::open::{Refusal, open};
use crate::error::AppError;
use crate::reader::me;
use crate::ticket::timeline::Entry;
use crate::ui::Icon;
use crate::words::{errors, words};

/// Why the last thing was not done, while that is not settled.
#[component]
pub fn Refused() -> impl IntoView {
    let open = open();
    move || {
        let Refusal { error, seen } = open.refusal.get()?;
        let w = &words().desk;
        let news = open.with(|ticket| news(ticket, seen));
        let title = match news.iter().rev().find_map(|entry| entry.actor.as_ref()) {
            Some(who) => (w.changed_meanwhile)(&who.name),
            None if error == AppError::Conflict => errors::title(&error),
            None => w.not_done.to_owned(),
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

/// What others did after the version that the reader went by.
fn news(ticket: &Detail, seen: Option<i64>) -> Vec<TimelineEntry> {
    let Some(seen) = seen else { return Vec::new() };
    let reader = me().map(|me| me.id);
    let is_news = |entry: &&TimelineEntry| entry.event.id.get() > seen && entry.event.actor != reader;
    ticket.timeline.iter().filter(is_news).cloned().collect()
}

fn explain(error: &AppError) -> String {
    match error {
        AppError::Invalid { invalid } => invalid.fields.iter().map(|field| errors::of_code(&field.code)).collect::<Vec<_>>().join(" "),
        other => format!("{}. {}", errors::title(other), errors::advice(other)),
    }
}
