//! A pasted chat, and what its messages would be in the timeline, before they are there.

use domain::fault::number::Number;
use domain::fault::timeline::{ChatLine, Pasted, Unread};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::chat_api::{ChatShown, KeepChat, ReadChat, load_chat};
use super::when::Time;
use crate::admin::parts::Head;
use crate::error::AppError;
use crate::ui::{ErrorSummary, Field, Form, Load, LongText, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page.
#[component]
pub fn ChatPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("number").and_then(Number::parse_id)));
    let read = Memo::new(move |_| query.with(|query| query.get("read")));
    let shown = load(
        move || (id.get(), read.get()),
        |(id, _)| async move {
            match id {
                Some(id) => load_chat(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(shown: ChatShown) -> impl IntoView {
    let w = words().faults();
    let ChatShown { number, title, chat, read } = shown;
    let back = format!("/faults/{number}");
    let above = vec![("/faults".to_owned(), w.faults.to_owned()), (back.clone(), format!("{number} {title}"))];
    let labels = [("text", w.chat_text), ("day", w.chat_day), ("zone", w.zone)].map(|(name, label)| (name.to_owned(), label.to_owned()));
    let fault = number.0.to_string();
    view! {
        <Page title=w.paste_chat>
            <Head title=w.paste_chat lead=w.paste_chat_lead above />
            {read.map(|read| view! { <Preview fault=fault.clone() read /> })}
            <Form to=ReadChat::url() class="form card">
                <ErrorSummary labels=labels.to_vec() />
                <input type="hidden" name="fault" value=fault />
                <LongText name="text" label=w.chat_text hint=w.chat_hint value=chat.text rows=10 />
                <div class="form-pair">
                    <Field name="day" label=w.chat_day hint=w.chat_day_hint kind="date" value=chat.day />
                    <Field name="zone" label=w.zone hint=w.chat_zone_hint value=chat.zone />
                </div>
                <div class="cluster">
                    <Submit label=w.chat_look icon="eye" kind="secondary" />
                    <a class="button" data-kind="quiet" href=back>{w.back_to_fault}</a>
                </div>
            </Form>
        </Page>
    }
}

#[component]
fn Preview(fault: String, read: Pasted) -> impl IntoView {
    let w = words().faults();
    let Pasted { messages, unread } = read;
    let count = messages.iter().filter(|message| !message.text.trim().is_empty()).count();
    view! {
        <section class="stack" aria-labelledby="read">
            <h2 id="read">{(w.chat_found)(count, unread.len())}</h2>
            <Form to=KeepChat::url() class="stack">
                <ErrorSummary />
                <input type="hidden" name="fault" value=fault />
                {(!messages.is_empty()).then(|| view! { <Messages messages /> })}
                <div class="cluster">
                    {(count > 0).then(|| view! { <Submit label=w.chat_keep name="step" value="keep" icon="plus" /> })}
                    <Submit label=w.chat_forget kind="quiet" name="step" value="forget" />
                </div>
            </Form>
            {(!unread.is_empty()).then(|| view! { <Rest unread /> })}
        </section>
    }
}

#[component]
fn Messages(messages: Vec<ChatLine>) -> impl IntoView {
    let w = words().faults();
    let row = |message: ChatLine| {
        let nobody = message.author.is_empty();
        view! {
            <tr>
                <td data-label=w.at><Time at=message.at /></td>
                <td data-label=w.chat_author>{if nobody { w.chat_no_author.to_owned() } else { message.author }}</td>
                <td data-label=w.chat_message><div>{message.text.lines().map(|line| view! { {line.to_owned()}<br /> }).collect_view()}</div></td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.paste_chat}</caption>
                <thead><tr>{[w.at, w.chat_author, w.chat_message].map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                <tbody>{messages.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The lines that became no message.
#[component]
fn Rest(unread: Vec<Unread>) -> impl IntoView {
    let w = words().faults();
    let row = |unread: Unread| {
        view! { <li>{(w.chat_unread)(unread.line, unread.why)}" "<q>{unread.text}</q></li> }
    };
    view! { <ul class="list-plain stack small" data-gap="s">{unread.into_iter().map(row).collect_view()}</ul> }
}
