//! The page of the mail outbox.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{EndFlood, Mails, STATES, load_mails};
use super::list::MailList;
use crate::admin::parts::{AskFirst, Empty, Head, Pager, address};
use crate::ui::{Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The mails, the last written first.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("state").unwrap_or_default(), query.get("before").unwrap_or_default())));
    let shown = load(move || asked.get(), |(state, before)| load_mails(state, before));
    let on_change = Callback::new(move |()| shown.refetch());
    let w = &words().admin().outbox;
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead />
            {move || view! { <States chosen=asked.get().0 /> }}
            <Load
                from=shown
                view=move |mails| {
                    let (state, before) = asked.get_untracked();
                    view! { <Shown mails state before on_change /> }.into_any()
                }
            />
        </Page>
    }
    .into_any()
}

#[component]
fn States(chosen: String) -> impl IntoView {
    let w = &words().admin().outbox;
    let pill = |state: &'static str, words: &'static str| {
        let current = (state == chosen).then_some("true");
        view! { <a href=address("/admin/outbox", &[("state", state)]) aria-current=current>{words}</a> }
    };
    view! {
        <nav class="pills" data-scroll="" aria-label=w.state_label>
            {pill("", w.all)}
            {STATES.iter().map(|&state| pill(state, (w.state)(state))).collect_view()}
        </nav>
    }
}

#[component]
fn Shown(mails: Mails, state: String, before: String, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().outbox;
    let to = |before: &str| address("/admin/outbox", &[("state", &state), ("before", before)]);
    let next = mails.next.map(|next| to(&next.to_string()));
    let first = (!before.is_empty()).then(|| to(""));
    let empty = mails.rows.is_empty();
    view! {
        {(!mails.leaves)
            .then(|| {
                view! {
                    <div class="banner" data-tone="warn" role="status">
                        <Icon name="mail" />
                        <div class="banner-body">
                            <p class="banner-title">{w.no_server}</p>
                            <p>{w.no_server_lead}</p>
                        </div>
                    </div>
                }
            })}
        {(mails.flooded > 0).then(|| view! { <Flood held=mails.flooded in_an_hour=mails.mails_per_hour on_change /> })}
        {empty.then(|| view! { <Empty icon="outbox" title=w.empty lead=w.empty_lead /> })}
        {(!empty).then(|| view! { <MailList rows=mails.rows on_change /> })}
        <Pager next first />
    }
}

/// More mail than a day's work explains wanted to leave: somebody decides about all of it at once.
#[component]
fn Flood(held: u64, in_an_hour: u32, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().outbox;
    view! {
        <div class="banner" data-tone="bad" role="status">
            <Icon name="alert" />
            <div class="banner-body">
                <p class="banner-title">{(w.flood)(held)}</p>
                <p>{(w.flood_lead)(in_an_hour)}</p>
                <div class="cluster">
                    <Form to=EndFlood::url() key="release" on_done=on_change>
                        <Submit label=w.flood_release kind="secondary" icon="play" name="by" value="release" />
                    </Form>
                    <AskFirst label=w.flood_cancel icon="x" lead=w.flood_cancel_lead to=EndFlood::url()>
                        <Form to=EndFlood::url() key="cancel" on_done=on_change>
                            <Submit label=words().admin().sure kind="danger" icon="x" name="by" value="cancel" />
                        </Form>
                    </AskFirst>
                </div>
            </div>
        </div>
    }
}
