//! The account page.

use domain::people::{Density, MailOccasion, Theme};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{AccountView, ChangePassword, EndOtherSessions, EndSession, SaveMail, SaveProfile, SessionView, account};
use super::frame::is_at_desk;
use crate::reader::me;
use crate::session::api::SignOut;
use crate::ui::{Ago, ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, ZoneField, load};
use crate::words::words;

/// Everything about one's own account, on one page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let w = words().account();
    let shown = load(|| (), |()| account());
    let saved = use_query_map().get_untracked().get("saved");
    let at_desk = is_at_desk();
    let content = view! {
        <Page title=w.title>
            <div class="stack" data-gap="l" data-width="m">
                <div class="split">
                    <h1>{w.title}</h1>
                    // On a phone the desk's bar has no room for it.
                    {at_desk.then(|| view! { <SignOutHere /> })}
                </div>
                {saved.map(|what| view! { <Saved what /> })}
                <Load from=shown view=move |view| view! { <Sections view on_change=Callback::new(move |()| shown.refetch()) /> }.into_any() />
            </div>
        </Page>
    };
    match at_desk {
        true => view! { <main id="main" class="main"><div class="page">{content}</div></main> }.into_any(),
        false => content.into_any(),
    }
}

#[component]
fn SignOutHere() -> impl IntoView {
    view! {
        <Form to=SignOut::url() reload=true class="narrow-only">
            <button class="button" type="submit"><Icon name="sign-out" />{words().common().sign_out}</button>
        </Form>
    }
}

#[component]
fn Saved(what: String) -> impl IntoView {
    let w = words().account();
    let lead = if what == "password" { w.password_changed } else { w.saved_lead };
    view! {
        <div class="banner" data-tone="ok" role="status">
            <Icon name="check" />
            <div class="banner-body">
                <p class="banner-title">{w.saved}</p>
                <p>{lead}</p>
            </div>
        </div>
    }
}

#[component]
fn Sections(view: AccountView, on_change: Callback<()>) -> impl IntoView {
    view! {
        <div class="stack" data-gap="l">
            <Profile view=view.clone() />
            <Mail view=view.clone() />
            <Sessions sessions=view.sessions on_change />
            <Password />
        </div>
    }
}

#[component]
fn Profile(view: AccountView) -> impl IntoView {
    let w = words().account();
    let themes = [(Theme::System, w.theme_system, "contrast"), (Theme::Light, w.theme_light, "sun"), (Theme::Dark, w.theme_dark, "moon")];
    let densities = [(Density::Comfortable, w.comfortable, "list"), (Density::Compact, w.compact, "density")];
    view! {
        <Form to=SaveProfile::url() class="form card" reload=true>
            <header><h2>{w.profile}</h2></header>
            <ErrorSummary />
            <Field name="name" label=w.name value=view.name autocomplete="name" />
            <p class="small soft">{w.email} " " {view.email}</p>
            <ZoneField name="time_zone" label=w.time_zone hint=w.time_zone_hint value=view.time_zone zones=view.zones />
            <Segmented name="theme" label=w.theme value=view.theme.as_str() options=themes.map(|(t, l, i)| (t.as_str(), l, i)).to_vec() />
            <Segmented name="density" label=w.density value=view.density.as_str() options=densities.map(|(d, l, i)| (d.as_str(), l, i)).to_vec() />
            <Submit label=words().common().save />
        </Form>
    }
}

/// A choice among few short words, each with its icon.
#[component]
fn Segmented(
    name: &'static str,
    label: &'static str,
    value: &'static str,
    options: Vec<(&'static str, &'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="segmented">
                {options
                    .into_iter()
                    .map(|(option, label, icon)| {
                        view! {
                            <label>
                                <input type="radio" name=name value=option checked={option == value} />
                                <Icon name=icon />
                                {label}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Mail(view: AccountView) -> impl IntoView {
    let w = words().account();
    let agent = me().is_some_and(|me| me.agent);
    view! {
        <Form to=SaveMail::url() class="form card" reload=true>
            <header><h2>{w.mail}</h2></header>
            <p class="soft small">{w.mail_lead}</p>
            <div class="choices">
                {MailOccasion::ALL
                    .iter()
                    .filter(|occasion| occasion.can_be_turned_off() && (agent || !occasion.is_for_agents()))
                    .map(|&occasion| {
                        view! {
                            <label class="check">
                                <input type="checkbox" name="wanted[]" value=occasion.as_str() checked=view.mail.wants(occasion) />
                                <span>{(w.occasion)(occasion)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <Submit label=words().common().save />
        </Form>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionView>, on_change: Callback<()>) -> impl IntoView {
    let w = words().account();
    let others = sessions.iter().any(|s| !s.this_one);
    view! {
        <section class="card" aria-labelledby="sessions">
            <header><h2 id="sessions">{w.sessions}</h2></header>
            <ul class="rows">{sessions.into_iter().map(|session| view! { <SessionRow session on_change /> }).collect_view()}</ul>
            {others
                .then(|| {
                    view! {
                        <details class="ask-first">
                            <summary class="button" data-kind="danger"><Icon name="sign-out" />{w.end_others}</summary>
                            <div class="stack">
                                <p class="soft">{w.end_others_lead}</p>
                                <Form to=EndOtherSessions::url() on_done=on_change>
                                    <Submit label=w.end_others_sure kind="danger" icon="sign-out" />
                                </Form>
                            </div>
                        </details>
                    }
                })}
        </section>
    }
}

#[component]
fn SessionRow(session: SessionView, on_change: Callback<()>) -> impl IntoView {
    let w = words().account();
    let device = if session.device.is_empty() { w.unknown_device.to_owned() } else { session.device };
    let of = (w.end_of)(&device);
    view! {
        <li aria-current=session.this_one.then_some("true")>
            <Icon name="monitor" />
            <div>
                <p class="row-name">
                    {device}
                    {session.this_one.then(|| view! { " " <span class="chip" data-tone="ok"><Icon name="check" />{w.this_one}</span> })}
                </p>
                <p class="row-note">{(w.from_address)(&session.address)} {words().common().comma} {w.last_seen} " " <Ago at=session.seen_at /></p>
            </div>
            {(!session.this_one)
                .then(|| {
                    view! {
                        <Form to=EndSession::url() key=session.id.clone() on_done=on_change>
                            <input type="hidden" name="id" value=session.id.clone() />
                            <button class="button" type="submit">{w.end}<span class="visually-hidden">{of}</span></button>
                        </Form>
                    }
                })}
        </li>
    }
}

#[component]
fn Password() -> impl IntoView {
    let w = words().account();
    let labels = [("present_password", w.present_password), ("new_password", w.new_password)];
    view! {
        <Form to=ChangePassword::url() class="form card" reload=true>
            <header><h2>{w.password}</h2></header>
            <ErrorSummary labels=labels.map(|(n, l)| (n.to_owned(), l.to_owned())).to_vec() />
            <Field name="present_password" label=w.present_password kind="password" autocomplete="current-password" />
            <Field name="new_password" label=w.new_password hint=words().session().password_hint kind="password" autocomplete="new-password" />
            <p class="small soft">{w.change_password_hint}</p>
            <Submit label=w.change_password />
        </Form>
    }
}
