//! Signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::SignIn;
use super::set_up_page::NotSetUp;
use crate::frame::PlainFrame;
use crate::reader::reader;
use crate::ui::{ErrorSummary, Field, Form, Page, ServerFn, Submit};
use crate::words::words;

/// The page with the two fields.
#[component]
pub fn SignInPage() -> impl IntoView {
    let w = words().session();
    let to = use_query_map().get_untracked().get("to").unwrap_or_default();
    // A form that waits in the session, and comes back with its page.
    let brings_back = to.contains("?again=") || to.contains("&again=");
    if reader().needs_set_up {
        return view! { <PlainFrame><Page title=w.not_set_up><NotSetUp /></Page></PlainFrame> }.into_any();
    }
    view! {
        <PlainFrame>
            <Page title=w.sign_in>
                <div class="single-card">
                    <header>
                        <h1>{w.sign_in}</h1>
                        <p>{if brings_back { w.sign_in_kept } else { w.sign_in_lead }}</p>
                    </header>
                    <Form to=SignIn::url() class="form" reload=true>
                        <ErrorSummary />
                        <input type="hidden" name="to" value=to />
                        <Field name="email" label=w.email kind="email" autocomplete="username" />
                        <Field name="password" label=w.password kind="password" autocomplete="current-password" />
                        <Submit label=w.sign_in size="l" />
                    </Form>
                    <div class="single-more"><p><a href="/forgot-password">{w.forgot}</a></p></div>
                </div>
            </Page>
        </PlainFrame>
    }
    .into_any()
}
