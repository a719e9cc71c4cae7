//! The calendars there are.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{CalendarList, CalendarRow, list_calendars};
use super::differences::week_line;
use crate::admin::parts::{ArchivedChip, Empty, Head};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with all calendars.
#[component]
pub fn CalendarsPage() -> impl IntoView {
    let query = use_query_map();
    let archived = Memo::new(move |_| query.with(|query| query.get("archived").is_some()));
    let shown = load(move || archived.get(), list_calendars);
    view! { <Load from=shown view=|list| view! { <List list /> }.into_any() /> }.into_any()
}

#[component]
fn List(list: CalendarList) -> impl IntoView {
    let w = &words().admin().calendars;
    let CalendarList { rows, archived, hides } = list;
    let toggle = if archived {
        Some(("/admin/calendars", w.hide_archived))
    } else {
        hides.then_some(("/admin/calendars?archived=1", w.show_archived))
    };
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" data-kind="primary" href="/admin/calendars/new"><Icon name="plus" />{w.new}</a>
                </div>
            </Head>
            {if rows.is_empty() {
                view! { <Empty icon="calendar" title=w.empty lead=w.empty_lead step=("/admin/calendars/new".to_owned(), w.first.to_owned()) /> }.into_any()
            } else {
                view! { <Table rows /> }.into_any()
            }}
            {toggle.map(|(to, words)| view! { <p><a href=to>{words}</a></p> })}
        </Page>
    }
}

#[component]
fn Table(rows: Vec<CalendarRow>) -> impl IntoView {
    let w = &words().admin().calendars;
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.week}</th>
                        <th scope="col">{w.dates}</th>
                        <th scope="col">{w.used_by}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: CalendarRow) -> impl IntoView {
    let w = &words().admin().calendars;
    let names = row.used_by.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    view! {
        <tr data-removed=row.archived.then_some("")>
            <th scope="row">
                <a class="row-link" href=format!("/admin/calendars/{}", row.id)>{row.name}</a>
                {row.archived.then(|| view! { " " <ArchivedChip /> })}
                <small>{row.zone}</small>
            </th>
            <td data-label=w.week>{week_line(&row.week)}</td>
            <td data-label=w.dates>{(w.dates_ahead)(row.dates)}</td>
            <td data-label=w.used_by>{(w.used_by_count)(names.len())} {(!names.is_empty()).then(|| view! { <small>{names.join(words().common().between)}</small> })}</td>
        </tr>
    }
}
