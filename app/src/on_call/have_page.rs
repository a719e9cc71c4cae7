//! "I have it" by the link of a call: no sign-in, one tap, and nothing is recorded before the button is pressed.

use domain::on_call::view::{Asked, Standing};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{HaveByLink, asked_by_link};
use super::shifts::moment;
use crate::error::AppError;
use crate::frame::PlainFrame;
use crate::reader::{locale, me};
use crate::ui::{ErrorSummary, Form, Icon, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page.
#[component]
pub fn HavePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let done = Memo::new(move |_| query.read().get("done"));
    let card = load(move || (token.get(), done.get()), |(token, _)| asked_by_link(token));
    view! {
        <PlainFrame>
            <Page title=words().on_call().have>
                <Transition>
                    {move || Suspend::new(async move {
                        match card.await {
                            Ok(asked) => view! { <Card asked token=token.get_untracked() /> }.into_any(),
                            Err(AppError::DeadLink | AppError::NotFound) => view! { <Dead /> }.into_any(),
                            Err(error) => view! { <crate::ui::page::Failure error /> }.into_any(),
                        }
                    })}
                </Transition>
            </Page>
        </PlainFrame>
    }
    .into_any()
}

#[component]
fn Card(asked: Asked, token: String) -> impl IntoView {
    let w = words().on_call();
    let locale = locale();
    let services: Vec<&str> = asked.services.iter().map(|service| service.name.get(locale)).collect();
    let facts = format!(
        "{} · {} · {}",
        (words().faults().severities)(asked.severity),
        services.join(words().common().between),
        (words().faults().declared)("", &moment(asked.declared_at))
    );
    let number = asked.number.to_string();
    let body = match asked.standing {
        Standing::Waits => view! {
            <Form to=HaveByLink::url() class="form">
                <ErrorSummary />
                <input type="hidden" name="token" value=token />
                <p>{(w.have_ask)(&asked.name)}</p>
                <Submit label=w.have size="l" icon="check" />
            </Form>
        }
        .into_any(),
        Standing::Had { by, at, is_own } => {
            let since = at.map(moment).unwrap_or_default();
            let (title, lead) = match by {
                _ if is_own => (w.you_have_it.to_owned(), w.you_have_it_lead.to_owned()),
                Some(by) => ((w.had_by)(&by.name), (w.had_since)(&since)),
                None => (w.had_by_somebody.to_owned(), (w.had_since)(&since)),
            };
            view! { <Told icon="check" tone="ok" title lead /> }.into_any()
        }
        Standing::Over => view! { <Told icon="check" tone="info" title=w.over.to_owned() lead=w.over_lead.to_owned() /> }.into_any(),
    };
    view! {
        <div class="single-card">
            <header>
                <p class="small quiet">{number.clone()}</p>
                <h1 class="wrap-anywhere">{asked.title}</h1>
                <p class="soft">{facts}</p>
            </header>
            {body}
            {me().map(|_| view! { <div class="single-more"><p><a href=format!("/faults/{number}")>{w.see_fault}</a></p></div> })}
        </div>
    }
}

#[component]
fn Told(icon: &'static str, tone: &'static str, title: String, lead: String) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone role="status">
            <Icon name=icon />
            <div class="banner-body"><p class="banner-title">{title}</p><p>{lead}</p></div>
        </div>
    }
}

#[component]
fn Dead() -> impl IntoView {
    let w = words().on_call();
    #[cfg(feature = "ssr")]
    crate::visit::answer_with(&AppError::DeadLink);
    view! {
        <div class="single-card">
            <div class="problem">
                <Icon name="link" />
                <h1>{w.dead_link}</h1>
                <p>{w.dead_link_lead}</p>
                <div class="cluster"><a class="button" data-kind="primary" href="/faults">{words().faults().faults}</a></div>
            </div>
        </div>
    }
}
