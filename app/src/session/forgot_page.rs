//! Asking for a link to choose a new password.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ForgotPassword, sends_mail};
use crate::frame::PlainFrame;
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page behind "Forgot your password?".
#[component]
pub fn ForgotPage() -> impl IntoView {
    let w = words().session();
    let sent = use_query_map().get_untracked().get("sent").is_some();
    let mail = load(|| (), |()| sends_mail());
    view! {
        <PlainFrame>
            <Page title=w.forgot_title>
                <div class="single-card">
                    <Load
                        from=mail
                        view=move |works| match (works, sent) {
                            (false, _) => view! { <NoMail /> }.into_any(),
                            (true, true) => view! { <Sent /> }.into_any(),
                            (true, false) => view! { <Ask /> }.into_any(),
                        }
                    />
                    <div class="single-more"><p><a href="/sign-in">{w.back_to_sign_in}</a></p></div>
                </div>
            </Page>
        </PlainFrame>
    }
    .into_any()
}

#[component]
fn Ask() -> impl IntoView {
    let w = words().session();
    view! {
        <header>
            <h1>{w.forgot_title}</h1>
            <p>{w.forgot_lead}</p>
        </header>
        <Form to=ForgotPassword::url() class="form" reload=true>
            <ErrorSummary labels=vec![("email".to_owned(), w.email.to_owned())] />
            <Field name="email" label=w.email kind="email" autocomplete="username" />
            <Submit label=w.forgot_send size="l" />
        </Form>
    }
}

#[component]
fn Sent() -> impl IntoView {
    let w = words().session();
    view! {
        <header>
            <h1>{w.forgot_sent}</h1>
            <p>{w.forgot_sent_lead}</p>
        </header>
    }
}

#[component]
fn NoMail() -> impl IntoView {
    let w = words().session();
    view! {
        <header><h1>{w.forgot_title}</h1></header>
        <div class="banner" data-tone="warn">
            <Icon name="mail" />
            <div class="banner-body"><p>{w.forgot_no_mail}</p></div>
        </div>
    }
}
