//! What the pages of the administration are made of.

use domain::people::{AccountState, TeamKind};
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::reader::{Returned, locale};
use crate::ui::Icon;
use crate::words::words;

/// The head of a page: where it is, what it is, and what can be done there.
#[component]
pub fn Head(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    /// The pages above it: address and name.
    #[prop(optional)]
    above: Vec<(String, String)>,
    /// What follows the title: chips, and a `.page-actions` at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let here = title.clone();
    view! {
        <header class="page-head">
            {(!above.is_empty())
                .then(|| {
                    view! {
                        <nav class="breadcrumb" aria-label=words().admin().breadcrumb>
                            <ol>
                                {above.into_iter().map(|(to, name)| view! { <li><a href=to>{name}</a></li> }).collect_view()}
                                <li>{here}</li>
                            </ol>
                        </nav>
                    }
                })}
            <div class="page-title">
                <h1>{title}</h1>
                {children.map(|children| children())}
            </div>
            {lead.map(|lead| view! { <p class="soft">{lead}</p> })}
        </header>
    }
}

/// Says that something was saved, on the page that a form leads to with `?saved=...`.
#[component]
pub fn SavedBanner(#[prop(into)] title: String, #[prop(into)] lead: String) -> impl IntoView {
    let query = use_query_map();
    move || query.with(|query| query.get("saved").is_some()).then(|| view! { <Done title=title.clone() lead=lead.clone() /> })
}

/// Something went well.
#[component]
pub fn Done(#[prop(into)] title: String, #[prop(into)] lead: String) -> impl IntoView {
    view! {
        <div class="banner" data-tone="ok" role="status">
            <Icon name="check" />
            <div class="banner-body">
                <p class="banner-title">{title}</p>
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
            </div>
        </div>
    }
}

/// The way to the next page of a list, and back to its start.
#[component]
pub fn Pager(
    /// The address of the next page; absent on the last one.
    next: Option<String>,
    /// The address of the first page, when this is another one.
    first: Option<String>,
) -> impl IntoView {
    let w = words().admin();
    if next.is_none() && first.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=w.pages>
            <span></span>
            <ul>
                {first.map(|to| view! { <li><a class="button" href=to><Icon name="chevron-left" />{w.newest}</a></li> })}
                {next.map(|to| view! { <li><a class="button" href=to>{w.next}<Icon name="chevron-right" /></a></li> })}
            </ul>
        </nav>
    }
    .into_any()
}

/// What stands in place of an empty list.
#[component]
pub fn Empty(
    icon: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] lead: String,
    /// The first step: address and words.
    #[prop(optional)]
    step: Option<(String, String)>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{lead}</p>
            {step.map(|(to, words)| view! { <a class="button" data-kind="primary" href=to>{words}</a> })}
        </div>
    }
}

/// A part of a long form: what it is about beside its fields.
#[component]
pub fn Section(#[prop(into)] title: String, #[prop(optional, into)] lead: String, children: Children) -> impl IntoView {
    view! {
        <section class="form-section">
            <header>
                <h2>{title}</h2>
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
            </header>
            <div class="form-fields">{children()}</div>
        </section>
    }
}

/// Whether somebody can sign in.
#[component]
pub fn StateChip(state: AccountState) -> impl IntoView {
    let (tone, icon) = match state {
        AccountState::Active => ("ok", "check"),
        AccountState::Invited => ("hold", "mail"),
        AccountState::Placeholder => ("mute", "user"),
        AccountState::Disabled => ("mute", "status-closed"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().admin().account_state)(state)}</span> }
}

/// The icon of a kind of team.
#[must_use]
pub const fn kind_icon(kind: TeamKind) -> &'static str {
    match kind {
        TeamKind::Service => "headset",
        TeamKind::Business => "building",
        TeamKind::Supplier => "truck",
    }
}

/// What a team is for.
#[component]
pub fn KindChip(kind: TeamKind) -> impl IntoView {
    view! { <span class="chip" data-tone="info"><Icon name=kind_icon(kind) />{(words().admin().team_kind)(kind)}</span> }
}

/// A dangerous act that is asked about once more: its button opens what it does, and the form in `children` does it.
#[component]
pub fn AskFirst(
    label: &'static str,
    icon: &'static str,
    lead: &'static str,
    /// Where the form posts to.
    to: &'static str,
    children: Children,
) -> impl IntoView {
    // What was refused must be seen, also where no script opens it.
    let came_back = use_context::<Returned>().is_some_and(|returned| returned.at(to).is_some());
    view! {
        <details class="ask-first" open=came_back>
            <summary class="button" data-kind="danger">
                <Icon name=icon />
                {label}
            </summary>
            <div class="stack">
                <p class="soft">{lead}</p>
                {children()}
            </div>
        </details>
    }
}

/// Services, each a link to its page; `none` stands there when there is none.
#[component]
pub fn ServiceLinks(services: Vec<ServiceRef>, none: &'static str) -> impl IntoView {
    let locale = locale();
    view! {
        {services.is_empty().then(|| view! { <p class="soft">{none}</p> })}
        <ul class="list-plain stack" data-gap="s">
            {services
                .into_iter()
                .map(|service| {
                    let name = service.name.get(locale).to_owned();
                    view! { <li class="person"><Icon name=service.icon /><a href=format!("/admin/services/{}", service.id)>{name}</a></li> }
                })
                .collect_view()}
        </ul>
    }
}

/// Out of use.
#[component]
pub fn ArchivedChip() -> impl IntoView {
    view! { <span class="chip" data-tone="mute"><Icon name="archive" />{words().admin().teams.archived}</span> }
}

/// A choice among few short words, each with its icon.
#[component]
pub fn Segmented(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(into)] value: String,
    /// Value, words, icon.
    options: Vec<(&'static str, String, String)>,
) -> impl IntoView {
    let value = crate::ui::form_state().typed(name).unwrap_or(value);
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            {hint.map(|hint| view! { <p class="field-hint">{hint}</p> })}
            <div class="segmented">
                {options
                    .into_iter()
                    .map(|(option, words, icon)| {
                        let checked = option == value;
                        view! {
                            <label>
                                <input type="radio" name=name value=option checked=checked />
                                <Icon name=icon />
                                {words}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// A quiet button with an icon alone; `label` is for those who do not see it.
#[component]
pub fn IconButton(
    icon: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button class="button" data-kind="quiet" data-icon-only="" type="submit" id=id name=name value=value disabled=disabled title=title>
            <Icon name=icon />
            <span class="visually-hidden">{label}</span>
        </button>
    }
}

/// An address with its parameters, of which empty ones are left out.
#[must_use]
pub fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let escape = |text: &str| leptos_router::location::Url::escape(text);
    let query: Vec<String> =
        parameters.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", escape(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}
