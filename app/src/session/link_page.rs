//! Behind an invitation or a reset link: choosing a password.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{ChoosePassword, LinkView, password_link};
use crate::frame::PlainFrame;
use crate::ui::{ErrorSummary, Field, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page that an invitation or a reset link opens.
#[component]
pub fn LinkPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    let source = token.clone();
    let link = load(move || source.clone(), password_link);
    view! {
        <PlainFrame>
            <Page title=words().session().choose_password>
                <Load from=link view=move |link| view! { <PasswordForm link token=token.clone() /> }.into_any() />
            </Page>
        </PlainFrame>
    }
    .into_any()
}

#[component]
fn PasswordForm(link: LinkView, token: String) -> impl IntoView {
    let w = words().session();
    view! {
        <div class="single-card">
            <header>
                <h1>{(w.welcome)(&link.name)}</h1>
                <p>{w.choose_password_lead}</p>
            </header>
            <Form to=ChoosePassword::url() class="form" reload=true>
                <ErrorSummary labels=vec![("password".to_owned(), w.new_password.to_owned())] />
                <input type="hidden" name="token" value=token />
                // Password managers file the new password under this name.
                <input type="text" name="email" value=link.email.clone() autocomplete="username" hidden readonly />
                <p class="small soft">{w.email} ": " <strong>{link.email}</strong></p>
                <Field name="password" label=w.new_password hint=w.password_hint kind="password" autocomplete="new-password" />
                <Submit label=w.save_password size="l" />
            </Form>
        </div>
    }
}
