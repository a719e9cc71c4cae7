//! One person: who they are, what they may do, how they come in.

use domain::id::UserId;
use domain::people::AccountState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::access::Access;
use super::api::{ChangePerson, PersonView, person};
use super::grants::{Memberships, Roles};
use super::link_card::LinkCard;
use crate::admin::parts::{Done, Head, SavedBanner, Section, ServiceLinks, StateChip};
use crate::error::AppError;
use crate::ui::{Ago, ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, When, form_state, load};
use crate::words::words;

/// The page of one person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| UserId(params.with(|params| params.get("person").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let step = Memo::new(move |_| query.with(|query| query.get("link").or_else(|| query.get("saved")).or_else(|| query.get("mailed"))));
    let shown = load(move || (id.get(), step.get()), |(id, _)| person(id));
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |view| view! { <Person view on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Person(view: PersonView, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().people;
    let detail = view.detail;
    let sends_mail = view.offered.sends_mail;
    let mailed = use_query_map().with_untracked(|query| query.get("mailed").is_some());
    let name = detail.person.name.clone();
    let above = vec![("/admin/people".to_owned(), w.title.to_owned())];
    view! {
        <Page title=name.clone()>
            <Head title=name above><StateChip state=detail.state /></Head>
            <SavedBanner title=w.saved lead=String::new() />
            {mailed.then(|| view! { <Done title=w.mailed lead="" /> })}
            {view.link.map(|link| view! { <LinkCard link /> })}
            <div class="form" data-size="m">
                <Profile detail=detail.clone() />
                {detail.may_manage.then(|| view! { <Change detail=detail.clone() /> })}
                <Memberships detail=detail.clone() teams=view.offered.teams.clone() on_change />
                <Roles detail=detail.clone() offered=view.offered on_change />
                <Owns detail=detail.clone() />
                {detail.may_manage.then(|| view! { <Access detail=detail.clone() sends_mail on_change /> })}
                {(!detail.may_manage).then(|| view! { <p class="soft">{w.may_do_more}</p> })}
            </div>
        </Page>
    }
}

#[component]
fn Profile(detail: domain::directory::PersonDetail) -> impl IntoView {
    let w = &words().admin().people;
    view! {
        <Section title=w.profile lead=w.profile_lead>
            <dl class="definitions">
                <div><dt>{w.name}</dt><dd>{detail.person.name}</dd></div>
                <div><dt>{w.email}</dt><dd>{detail.email.unwrap_or_else(|| words().admin().none.to_owned())}</dd></div>
                <div><dt>{w.since}</dt><dd><When at=detail.created_at /></dd></div>
                <div>
                    <dt>{w.seen}</dt>
                    <dd>
                        {match detail.seen_at {
                            Some(at) => view! { <Ago at /> }.into_any(),
                            // Whoever has no password yet was never here; of others only what they are signed in with is known.
                            None if matches!(detail.state, AccountState::Invited | AccountState::Placeholder) => w.never.into_any(),
                            None => w.not_lately.into_any(),
                        }}
                    </dd>
                </div>
            </dl>
        </Section>
    }
}

/// Name and address. A placeholder has no address to change: it gets one with its invitation.
#[component]
fn Change(detail: domain::directory::PersonDetail) -> impl IntoView {
    let w = &words().admin().people;
    let labels = [("name", w.name), ("email", w.email)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    let seen = (detail.person.name.clone(), detail.email.clone().unwrap_or_default());
    view! {
        <Section title=w.change lead=w.change_lead>
            <Form to=ChangePerson::url() key="change" class="stack">
                <ErrorSummary labels />
                <input type="hidden" name="id" value=detail.person.id.to_string() />
                <Seen id=detail.person.id seen />
                <Field name="name" label=w.name value=detail.person.name />
                {detail.email.map(|email| view! { <Field name="email" label=w.email hint=w.email_hint kind="email" value=email /> })}
                <div><Submit label=words().common().save kind="secondary" icon="save" /></div>
            </Form>
        </Section>
    }
}

/// What the form began with, so that two who change different things take nothing from each other. Whoever was overtaken goes on from
/// what the other one made of it.
#[component]
fn Seen(id: UserId, seen: (String, String)) -> impl IntoView {
    let state = form_state();
    let seen = RwSignal::new(seen);
    let overtaken = move || state.error.get() == Some(AppError::Conflict);
    Effect::new(move |_| {
        if overtaken() {
            leptos::task::spawn_local(async move {
                if let Ok(view) = person(id).await {
                    seen.set((view.detail.person.name, view.detail.email.unwrap_or_default()));
                }
            });
        }
    });
    let now = move || {
        overtaken().then(|| {
            view! {
                <p>
                    <a href=format!("/admin/people/{id}") target="_blank" rel="external"><Icon name="external" />{words().admin().changed_now}</a>
                </p>
            }
        })
    };
    view! {
        <input type="hidden" name="seen_name" value=move || seen.get().0 />
        <input type="hidden" name="seen_email" value=move || seen.get().1 />
        {now}
    }
}

#[component]
fn Owns(detail: domain::directory::PersonDetail) -> impl IntoView {
    let w = &words().admin().people;
    view! {
        <Section title=w.owns>
            <ServiceLinks services=detail.owns none=w.owns_nothing />
        </Section>
    }
}
