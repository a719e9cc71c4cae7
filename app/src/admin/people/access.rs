//! Whether somebody can come in, and the links that let them.

use domain::directory::PersonDetail;
use domain::people::AccountState;
use leptos::prelude::*;

use super::api::{AllowPerson, MakeLink};
use crate::admin::parts::Section;
use crate::reader::me;
use crate::ui::{ErrorSummary, Field, Form, ServerFn, Submit};
use crate::words::words;

/// Links for a password, disabling and enabling.
#[component]
pub fn Access(detail: PersonDetail, on_change: Callback<()>) -> impl IntoView {
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
    let (title, lead, kind, icon) =
        if disabled { (w.enable, w.enable_lead, "secondary", "undo") } else { (w.disable, w.disable_lead, "danger", "power") };
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
                            <div><Submit label=title kind="secondary" icon="key" /></div>
                        </Form>
                    }
                })}
            {(!placeholder && !own)
                .then(|| {
                    view! {
                        <Form to=AllowPerson::url() class="stack" on_done=on_change>
                            <ErrorSummary />
                            <input type="hidden" name="id" value=id />
                            <input type="hidden" name="allowed" value=disabled.to_string() />
                            <p class="soft">{lead}</p>
                            <div><Submit label=title kind icon /></div>
                        </Form>
                    }
                })}
        </Section>
    }
}
