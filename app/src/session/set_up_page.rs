//! The first run: the administrator's account.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{SetUp, set_up_link};
use crate::error::AppError;
use crate::frame::PlainFrame;
use crate::reader::reader;
use crate::ui::page::Failure;
use crate::ui::{ErrorSummary, Field, Form, Page, ServerFn, Submit, ZoneField, load};
use crate::words::words;

/// The page behind the link that the first start prints.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    let link = load(
        {
            let token = token.clone();
            move || token.clone()
        },
        set_up_link,
    );
    view! {
        <PlainFrame>
            <Page title=words().session().set_up>
                <Transition>
                    {move || {
                        let token = token.clone();
                        Suspend::new(async move {
                            match link.await {
                                Ok(zones) => view! { <SetUpForm token zones /> }.into_any(),
                                Err(AppError::DeadLink) => view! { <DeadSetUp /> }.into_any(),
                                Err(error) => view! { <Failure error /> }.into_any(),
                            }
                        })
                    }}
                </Transition>
            </Page>
        </PlainFrame>
    }
    .into_any()
}

/// The link was used, or a later start printed another one.
#[component]
fn DeadSetUp() -> impl IntoView {
    let w = words().session();
    #[cfg(feature = "ssr")]
    crate::visit::answer_with(&AppError::DeadLink);
    view! {
        <div class="single-card">
            <header>
                <h1>{w.set_up_dead}</h1>
                <p>{if reader().needs_set_up { w.set_up_dead_advice } else { w.set_up_done }}</p>
            </header>
            {(!reader().needs_set_up).then(|| view! { <p><a class="button" data-kind="primary" href="/sign-in">{w.sign_in}</a></p> })}
        </div>
    }
}

/// What a visitor reads before anybody can sign in.
#[component]
pub fn NotSetUp() -> impl IntoView {
    let w = words().session();
    view! {
        <div class="single-card">
            <header>
                <h1>{w.not_set_up}</h1>
                <p>{w.not_set_up_advice}</p>
            </header>
        </div>
    }
}

#[component]
fn SetUpForm(token: String, zones: Vec<String>) -> impl IntoView {
    let w = words().session();
    let labels = [
        ("organisation", w.organisation),
        ("name", w.your_name),
        ("email", w.email),
        ("password", w.new_password),
        ("time_zone", w.time_zone),
    ];
    view! {
        <div class="single-card">
            <header>
                <h1>{w.set_up}</h1>
                <p>{w.set_up_lead}</p>
            </header>
            <Form to=SetUp::url() class="form" reload=true>
                <ErrorSummary labels=labels.map(|(n, l)| (n.to_owned(), l.to_owned())).to_vec() />
                <input type="hidden" name="token" value=token />
                <Field name="organisation" label=w.organisation autocomplete="organization" />
                <Field name="name" label=w.your_name autocomplete="name" />
                <Field name="email" label=w.email kind="email" autocomplete="username" />
                <Field name="password" label=w.new_password hint=w.password_hint kind="password" autocomplete="new-password" />
                <ZoneField name="time_zone" label=w.time_zone hint=w.time_zone_hint zones guess=true />
                <Submit label=w.create_account size="l" />
            </Form>
        </div>
    }
}
