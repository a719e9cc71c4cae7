//! The policies there are.

use domain::sla::Promise;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{PolicyList, PolicyRow, list_policies};
use crate::admin::parts::{ArchivedChip, Empty, Head};
use crate::report::figures::grouped;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with all policies.
#[component]
pub fn PoliciesPage() -> impl IntoView {
    let query = use_query_map();
    let archived = Memo::new(move |_| query.with(|query| query.get("archived").is_some()));
    let shown = load(move || archived.get(), list_policies);
    view! { <Load from=shown view=|list| view! { <List list /> }.into_any() /> }.into_any()
}

#[component]
fn List(list: PolicyList) -> impl IntoView {
    let (w, c) = (&words().admin().policies, &words().admin().calendars);
    let PolicyList { rows, archived, hides, has_calendar } = list;
    let toggle = if archived {
        Some(("/admin/policies", c.hide_archived))
    } else {
        hides.then_some(("/admin/policies?archived=1", c.show_archived))
    };
    let body = if !has_calendar {
        view! { <Empty icon="calendar" title=w.need_calendar lead=w.need_calendar_lead step=("/admin/calendars/new".to_owned(), c.first.to_owned()) /> }
            .into_any()
    } else if rows.is_empty() {
        view! { <Empty icon="target" title=w.empty lead=w.empty_lead step=("/admin/policies/new?promise=sla".to_owned(), w.first.to_owned()) /> }.into_any()
    } else {
        view! { <Table rows /> }.into_any()
    };
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    {has_calendar
                        .then(|| {
                            Promise::ALL
                                .iter()
                                .map(|promise| {
                                    let kind = if *promise == Promise::Sla { "primary" } else { "secondary" };
                                    view! {
                                        <a class="button" data-kind=kind href=format!("/admin/policies/new?promise={promise}")>
                                            <Icon name="plus" />
                                            {(w.new)(*promise)}
                                        </a>
                                    }
                                })
                                .collect_view()
                        })}
                </div>
            </Head>
            {body}
            {toggle.map(|(to, words)| view! { <p><a href=to>{words}</a></p> })}
        </Page>
    }
}

#[component]
fn Table(rows: Vec<PolicyRow>) -> impl IntoView {
    let w = &words().admin().policies;
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.promise}</th>
                        <th scope="col">{w.calendar}</th>
                        <th scope="col" class="end">{w.rules}</th>
                        <th scope="col" class="end">{w.open_tickets}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: PolicyRow) -> impl IntoView {
    let w = &words().admin().policies;
    view! {
        <tr data-removed=row.archived.then_some("")>
            <th scope="row">
                <a class="row-link" href=format!("/admin/policies/{}", row.id)>{row.name}</a>
                {row.archived.then(|| view! { " " <ArchivedChip /> })}
            </th>
            <td data-label=w.promise>{(w.promise_of)(row.promise)}</td>
            <td data-label=w.calendar>{row.calendar.map(|(id, name)| view! { <a href=format!("/admin/calendars/{id}")>{name}</a> })}</td>
            <td class="end" data-label=w.rules>{grouped(row.rules as u64)}</td>
            <td class="end" data-label=w.open_tickets>{grouped(row.open)}</td>
        </tr>
    }
}
