//! What is done about a request while its page, or a list of requests, is in view. What is being written is never disturbed.

use domain::ticket::view::{RequestRow, RequestView};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::api::{Again, request};
use super::request_item::Judged;
use super::track::stage_word;
use crate::error::AppError;
use crate::live::{Said, listen, soon};
use crate::ticket::told_line::told_aloud;
use crate::words::words;

/// Keeps the page of a request up to date; `anew` loads all of it, when it is not the reader's any more.
pub fn follow(shown: RwSignal<RequestView>, heard: RwSignal<String>, anew: Callback<()>) {
    let id = shown.with_untracked(|request| request.number.id);
    let look = move || {
        spawn_local(async move {
            match request(id).await {
                Ok(fresh) => arrive(shown, heard, fresh.request),
                Err(AppError::NotFound) => drop(anew.try_run(())),
                Err(_) => {}
            }
        });
    };
    listen(
        move || format!("/live?side=requester&ticket={id}"),
        move |said| match said {
            Said::Hello { version, .. } => {
                if shown.try_with_untracked(seen).is_some_and(|seen| version > seen) {
                    look();
                }
            }
            Said::Changed(_) | Said::Gone(_) | Said::Lost => look(),
            Said::Present(_) | Said::Fault(_) => {}
        },
    );
}

/// The last thing that the reader has seen of it.
fn seen(request: &RequestView) -> i64 {
    request.timeline.iter().map(|entry| entry.event.id.get()).max().unwrap_or_default()
}

fn arrive(shown: RwSignal<RequestView>, heard: RwSignal<String>, fresh: RequestView) {
    let Some(before) = shown.try_with_untracked(seen) else { return };
    if seen(&fresh) <= before {
        return;
    }
    let mut said: Vec<String> = fresh.timeline.iter().filter(|entry| entry.event.id.get() > before).filter_map(told_aloud).collect();
    said.dedup();
    heard.set(said.join(words().common().full_stop));
    shown.set(fresh);
}

/// Whether something stands on the paper for an answer, or is about to.
pub fn is_writing() -> bool {
    let paper = document().query_selector("#answer textarea").ok().flatten().and_then(|paper| paper.dyn_into::<HtmlTextAreaElement>().ok());
    paper.is_some_and(|paper| {
        !paper.value().trim().is_empty() || document().active_element().is_some_and(|active| active.is_same_node(Some(&paper)))
    })
}

/// Keeps a list up to date.
pub fn follow_list(rows: RwSignal<Vec<RequestRow>>, heard: RwSignal<String>, judged: Judged, read: Again) {
    let read = std::rc::Rc::new(read);
    let look = soon(move || {
        let read = read();
        spawn_local(async move {
            let Ok(page) = read.await else { return };
            let Some(before) = rows.try_get_untracked() else { return };
            heard.set(news(&before, &page.rows));
            rows.set(with_judged(&before, page.rows, judged));
        });
    });
    listen(
        || "/live?side=requester".to_owned(),
        move |said| {
            if !matches!(said, Said::Hello { missed: false, .. } | Said::Present(_)) {
                look();
            }
        },
    );
}

/// Where the requests stand now that stood elsewhere before.
fn news(before: &[RequestRow], now: &[RequestRow]) -> String {
    let stands = |row: &RequestRow| (row.number.id, row.status, row.waiting_on);
    let moved = now.iter().filter(|row| before.iter().all(|known| stands(known) != stands(row)));
    let said: Vec<String> = moved.map(|row| (words().told().row)(&row.title, stage_word(row.status, row.waiting_on))).collect();
    said.join(words().common().full_stop)
}

/// Who rates has a word of thanks and a paper for more in the row: it stays although the request is done with.
fn with_judged(before: &[RequestRow], mut now: Vec<RequestRow>, judged: Judged) -> Vec<RequestRow> {
    for (at, row) in before.iter().enumerate() {
        if judged.holds(row.number.id) && now.iter().all(|one| one.number.id != row.number.id) {
            now.insert(at.min(now.len()), row.clone());
        }
    }
    now
}
