//! One rota: its shifts of four weeks, taking over, and for who decides about it, changing it.

use domain::id::RotaId;
use domain::on_call::view::{OverrideRow, RotaShown, ShiftView};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{DeleteRota, RotaPage as Shows, SaveRota, TakeOver, WithdrawOverride, on_call_rota};
use super::rota_fields::{RotaFields, labels};
use super::shifts::{At, Who, moment};
use crate::admin::parts::{AskFirst, Head, SavedBanner};
use crate::error::AppError;
use crate::faults::open::came_back;
use crate::reader::me;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page.
#[component]
pub fn RotaPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get_str("rota").and_then(|id| id.parse::<RotaId>().ok()));
        (id, query.with(|query| query.get("saved")))
    });
    let shown = load(
        move || asked.get(),
        |(id, _)| async move {
            match id {
                Some(id) => on_call_rota(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().on_call().rota>
            <main id="main" class="main">
                <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(shown: Shows) -> impl IntoView {
    let w = words().on_call();
    let Shows { rota, zones } = shown;
    let above = vec![("/on-call".to_owned(), w.on_call.to_owned()), (format!("/on-call/teams/{}", rota.team.id), rota.team.name.clone())];
    let people: Vec<String> = rota.people.iter().map(|person| person.name.clone()).collect();
    let lead = (w.rota_said)(&people.join(" → "), &rota.draft.zone);
    let shifts = if rota.shifts.is_empty() {
        view! { <p class="soft">{w.no_shifts}</p> }.into_any()
    } else {
        // Who decides about a team and is not in it puts others in.
        let own = me().map(|me| me.id);
        let (id, may) = (rota.id, rota.members.iter().any(|person| Some(person.id) == own));
        view! { <ol class="rows">{rota.shifts.iter().cloned().map(|shift| view! { <Shift id may shift /> }).collect_view()}</ol> }
            .into_any()
    };
    let overrides = (!rota.overrides.is_empty()).then(|| {
        let rows = rota.overrides.iter().cloned().map(|row| view! { <Override row /> }).collect_view();
        view! {
            <section class="card stack" aria-labelledby="overrides">
                <header><h2 id="overrides">{w.overrides}</h2><p class="small quiet">{w.overrides_lead}</p></header>
                <ul class="rows">{rows}</ul>
            </section>
        }
    });
    let take = rota.may_take_over.then(|| view! { <Take rota=rota.clone() /> });
    let change = rota.may_manage.then(|| view! { <Change rota=rota.clone() zones /> });
    view! {
        <Head title=rota.draft.name.clone() lead above></Head>
        <SavedBanner title=words().admin().saved lead="" />
        <section class="card stack" aria-labelledby="shifts">
            <header><h2 id="shifts">{w.four_weeks}</h2><p class="small quiet">{w.four_weeks_lead}</p></header>
            {shifts}
        </section>
        {overrides}
        {take}
        {change}
    }
}

/// A shift, which a second tap takes over.
#[component]
fn Shift(id: RotaId, may: bool, shift: ShiftView) -> impl IntoView {
    let w = words().on_call();
    let is_own = me().is_some_and(|me| me.id == shift.person.id);
    let (from, until) = (shift.from, shift.until);
    let sure = (w.take_over_sure)(&shift.person.name, &moment(from), &moment(until));
    let take = (may && !is_own).then(|| {
        view! {
            <details class="menu">
                <summary class="button" data-kind="quiet">{w.take_over}</summary>
                <div class="menu-items" data-size="l">
                    <Form to=TakeOver::url() key=format!("shift-{}", from.millis()) class="stack">
                        <ErrorSummary />
                        <input type="hidden" name="rota" value=id.to_string() />
                        <input type="hidden" name="from" value=from.millis().to_string() />
                        <input type="hidden" name="until" value=until.millis().to_string() />
                        <p class="soft">{sure}</p>
                        <div><Submit label=w.yes_take_over /></div>
                    </Form>
                </div>
            </details>
        }
    });
    view! {
        <li>
            <Who shift><p class="row-note"><At at=from />" – "<At at=until /></p></Who>
            {take}
        </li>
    }
}

#[component]
fn Override(row: OverrideRow) -> impl IntoView {
    let w = words().on_call();
    let by = row.by.filter(|by| by.id != row.shift.person.id).map(|by| (w.made_by)(&by.name));
    let (from, until) = (row.shift.from, row.shift.until);
    let withdraw = row.may_withdraw.then(|| {
        view! {
            <Form to=WithdrawOverride::url() key=format!("withdraw-{}", row.id)>
                <input type="hidden" name="id" value=row.id.to_string() />
                <Submit label=w.withdraw kind="quiet" icon="undo" />
            </Form>
        }
    });
    view! {
        <li>
            <Who shift=row.shift>
                <p class="row-note"><At at=from />" – "<At at=until /></p>
                {by.map(|by| view! { <p class="row-note">{by}</p> })}
            </Who>
            {withdraw}
        </li>
    }
}

/// Any other while, and for others.
#[component]
fn Take(rota: RotaShown) -> impl IntoView {
    let w = words().on_call();
    let own = me().map(|me| me.id.to_string()).unwrap_or_default();
    let mut options: Vec<Choice> = rota.members.iter().map(|person| Choice::new(person.id.to_string(), person.name.clone())).collect();
    if rota.members.iter().all(|person| person.id.to_string() != own) {
        options.insert(0, Choice::new("", "–"));
    }
    let labels =
        [("person", w.person), ("from", w.from), ("until", w.until_field)].map(|(name, label)| (name.to_owned(), label.to_owned()));
    view! {
        <section class="card stack" aria-labelledby="take">
            <header><h2 id="take">{w.other_while}</h2><p class="small quiet">{(w.other_while_lead)(&rota.draft.zone)}</p></header>
            <Form to=TakeOver::url() key="take" class="stack">
                <ErrorSummary labels=labels.to_vec() />
                <input type="hidden" name="rota" value=rota.id.to_string() />
                <Select name="person" label=w.person hint=w.person_hint options value=own />
                <Field name="from" label=w.from hint=w.from_hint kind="datetime-local" width="s" optional=true />
                <Field name="until" label=w.until_field kind="datetime-local" width="s" />
                <div><Submit label=w.put_in kind="secondary" /></div>
            </Form>
        </section>
    }
}

#[component]
fn Change(rota: RotaShown, zones: Vec<String>) -> impl IntoView {
    let w = words().on_call();
    view! {
        <details class="card" open=came_back(SaveRota::url(), "rota")>
            <summary>{w.change_rota}</summary>
            <Form to=SaveRota::url() key="rota" class="form" size="m">
                <ErrorSummary labels=labels() />
                <p class="soft">{w.change_rota_lead}</p>
                <input type="hidden" name="rota" value=rota.id.to_string() />
                <input type="hidden" name="version" value=rota.version.to_string() />
                <RotaFields draft=rota.draft members=rota.members zones />
                <div><Submit label=words().common().save icon="save" /></div>
            </Form>
        </details>
        <AskFirst label=w.delete_rota icon="trash" lead=w.delete_rota_lead to=DeleteRota::url()>
            <Form to=DeleteRota::url() key="delete" class="stack">
                <ErrorSummary />
                <input type="hidden" name="rota" value=rota.id.to_string() />
                <div><Submit label=w.yes_delete kind="danger" /></div>
            </Form>
        </AskFirst>
    }
}
