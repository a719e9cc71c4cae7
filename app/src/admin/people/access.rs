//! Whether somebody can come in, and the links that let them.

use domain::directory::PersonDetail;
use domain::people::AccountState;
use leptos::prelude::*;

use super::api::{AllowPerson, BY_MAIL, MakeLink};
use crate::admin::parts::{AskFirst, Section};
use crate::reader::me;
use crate::ui::{ErrorSummary, Field, Form, ServerFn, Submit};
use crate::words::words;

/// Links for a password, disabling and enabling.
#[component]
pub fn Access(detail: PersonDetail, sends_mail: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let id = detail.person.id.to_string();
    let link = match detail.state {
        AccountState::Active => Some((w.reset, w.reset_lead)),
        AccountState::Invited => Some((w.invite_again, w.invite_again_lead)),
        AccountState::Placeholder => Some((w.invite, w.placeholder_lead)),
        AccountState::Disabled => None,
    };
    // Nobody locks themselves out.
    let own = me().is_some_and(|me| me.id == detail.person.id);
    let placeholder = detail.state == AccountState::Placeholder;
    let disabled = detail.state == AccountState::Disabled;
    let mails = sends_mail && detail.state == AccountState::Invited;
    let of_link = id.clone();
    view! {
        <Section title=w.access>
            {link
                .map(|(title, lead)| {
                    view! {
                        <Form to=MakeLink::url() class="stack" on_done=on_change>
                            <ErrorSummary />
                            <input type="hidden" name="id" value=of_link />
                            <p class="soft">{lead}</p>
                            {placeholder.then(|| view! { <Field name="email" label=w.email kind="email" /> })}
                            <div class="cluster">
                                <Submit label=title kind="secondary" icon="key" />
                                {mails.then(|| view! { <Submit label=w.invite_by_mail kind="secondary" icon="mail" name="by" value=BY_MAIL /> })}
                            </div>
                        </Form>
                    }
                })}
            {(!placeholder && !own).then(|| view! { <Allow id disabled on_change /> })}
        </Section>
    }
}

/// Enabling is done at once, disabling is asked about.
#[component]
fn Allow(id: String, disabled: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let fields = move || {
        view! {
            <ErrorSummary />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="allowed" value=disabled.to_string() />
        }
    };
    let to = AllowPerson::url();
    if disabled {
        return view! {
            <Form to class="stack" on_done=on_change>
                {fields()}
                <p class="soft">{w.enable_lead}</p>
                <div><Submit label=w.enable kind="secondary" icon="undo" /></div>
            </Form>
        }
        .into_any();
    }
    view! {
        <AskFirst label=w.disable icon="power" lead=w.disable_lead to>
            <Form to class="stack" on_done=on_change>
                {fields()}
                <div><Submit label=words().admin().sure kind="danger" icon="power" /></div>
            </Form>
        </AskFirst>
    }
    .into_any()
}
