//! What was agreed on after faults and is not done yet.

use domain::fault::action::Progress;
use domain::fault::post_mortem::ActionLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::fault_actions;
use super::kinds;
use super::page::address;
use crate::admin::parts::{Empty, Head};
use crate::reader::clock;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

const WHOSE: [&str; 3] = ["open", "mine", "overdue"];

/// The page.
#[component]
pub fn ActionsPage() -> impl IntoView {
    let (w, f) = (words().post_mortem(), words().faults());
    let query = use_query_map();
    let whose = Memo::new(move |_| query.with(|query| query.get("whose").unwrap_or_default()));
    let shown = load(move || whose.get(), fault_actions);
    let tab = move |name: &'static str| {
        let current = move || {
            let whose = whose.read();
            (whose.as_str() == name || name == "open" && whose.is_empty()).then_some("page")
        };
        view! { <a href=format!("/faults/actions?whose={name}") aria-current=current>{(w.whose)(name)}</a> }
    };
    let above = vec![("/faults".to_owned(), f.faults.to_owned())];
    view! {
        <Page title=w.all_actions>
            <main id="main" class="main">
                <div class="page">
                    <Head title=w.all_actions lead=w.all_actions_lead above />
                    <nav class="pills" data-scroll="" aria-label=w.all_actions>{WHOSE.map(tab).into_iter().collect_view()}</nav>
                    <Load from=shown view=|lines| view! { <Lines lines /> }.into_any() />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<ActionLine>) -> impl IntoView {
    let w = words().post_mortem();
    if lines.is_empty() {
        return view! { <Empty icon="check-circle" title=w.no_actions lead=w.no_actions_lead /> }.into_any();
    }
    let clock = clock();
    let rows = lines.into_iter().map(|line| {
        let to = format!("{}#action-{}", address(line.fault), line.place + 1);
        let due = line.due.map_or_else(|| "–".to_owned(), |due| clock.date_of(&due.to_string()));
        let (tone, icon, state) = match (&line.progress, line.overdue) {
            (_, true) => ("bad", "status-breached", w.is_overdue),
            (Progress::Open, false) => ("info", "status-open", w.open),
            _ => ("ok", "check", w.open),
        };
        view! {
            <tr>
                <th scope="row"><a href=to>{line.text}</a></th>
                <td data-label=w.what_for><span class="cluster" data-gap="s"><Icon name=kinds::icon(line.kind) />{(w.kind)(line.kind)}</span></td>
                <td data-label=w.owner>{line.owner.map_or_else(|| w.no_owner.to_owned(), |owner| owner.name)}</td>
                <td data-label=w.action_due>{due} " " <span class="chip" data-tone=tone><Icon name=icon />{state}</span></td>
                <td data-label=w.of_fault><a href=format!("/faults/{}", line.fault)>{line.fault.to_string()}</a>" "<span class="soft">{line.title}</span></td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.all_actions}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.action_text}</th>
                        <th scope="col">{w.what_for}</th>
                        <th scope="col">{w.owner}</th>
                        <th scope="col">{w.action_due}</th>
                        <th scope="col">{w.of_fault}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
