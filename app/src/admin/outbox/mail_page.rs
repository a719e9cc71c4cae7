//! One mail, as it would be sent now.

use domain::id::OutboxId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{MailView, mail};
use super::list::steps;
use crate::admin::parts::Head;
use crate::ui::{Form, Load, Page, Submit, load};
use crate::words::words;

/// The page of one mail.
#[component]
pub fn MailPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| OutboxId(params.with(|params| params.get("mail").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let shown = load(move || id.get(), mail);
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |mail| view! { <Letter mail on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Letter(mail: MailView, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().outbox;
    let (id, state) = (mail.id, (w.state)(&mail.state));
    let steps = steps(&mail.state);
    let above = vec![("/admin/outbox".to_owned(), w.title.to_owned())];
    view! {
        <Page title=mail.subject.clone()>
            <Head title=w.mail above>
                <div class="page-actions">
                    {steps
                        .into_iter()
                        .map(|(to, icon, label)| {
                            view! {
                                <Form to=to key=icon on_done=on_change>
                                    <input type="hidden" name="id" value=id.to_string() />
                                    <Submit label kind="secondary" icon />
                                </Form>
                            }
                        })
                        .collect_view()}
                </div>
            </Head>
            <article class="mail">
                <dl class="mail-head">
                    <div><dt>{w.state_label}</dt><dd>{state}</dd></div>
                    <div><dt>{w.to}</dt><dd>{format!("{} <{}>", mail.to, mail.email)}</dd></div>
                    <div><dt>{w.subject}</dt><dd class="mail-subject">{mail.subject}</dd></div>
                </dl>
                <div class="views">
                    <fieldset class="segmented">
                        <legend class="visually-hidden">{w.show_as}</legend>
                        <label><input type="radio" name="view" value="text" checked=true />{w.text}</label>
                        <label><input type="radio" name="view" value="html" />{w.html}</label>
                    </fieldset>
                    <div class="views-panel" data-view="text"><pre>{mail.text}</pre></div>
                    <div class="views-panel" data-view="html">
                        <iframe sandbox="" title=w.html_title src=format!("/admin/outbox/{}/html", mail.id)></iframe>
                    </div>
                </div>
            </article>
        </Page>
    }
}
