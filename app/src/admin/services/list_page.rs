//! The services, as the catalogue groups them.

use domain::catalogue::ServiceRow;
use domain::locale::Localised;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ServiceList, list_services};
use super::draft_card::DraftChip;
use crate::admin::parts::{ArchivedChip, Empty, Head};
use crate::reader::locale;
use crate::ticket::avatar::PersonName;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with all services that the reader may change.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let query = use_query_map();
    let archived = Memo::new(move |_| query.with(|query| query.get("archived").is_some()));
    let shown = load(move || archived.get(), list_services);
    view! { <Load from=shown view=|list| view! { <List list /> }.into_any() /> }.into_any()
}

#[component]
fn List(list: ServiceList) -> impl IntoView {
    let w = &words().admin().services;
    let empty = list.groups.iter().all(|(_, services)| services.is_empty());
    let (toggle, words_of_toggle) =
        if list.archived { ("/admin/services", w.hide_archived) } else { ("/admin/services?archived=1", w.show_archived) };
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" data-kind="primary" href="/admin/services/new"><Icon name="plus" />{w.new}</a>
                    {list.may_change_categories.then(|| view! { <a class="button" href="/admin/categories"><Icon name="folder" />{w.categories}</a> })}
                </div>
            </Head>
            {empty.then(|| view! { <Empty icon="grid" title=w.empty lead=w.empty_lead step=("/admin/services/new".to_owned(), w.first.to_owned()) /> })}
            {(!empty).then(|| view! { <Table groups=list.groups /> })}
            <p><a href=toggle>{words_of_toggle}</a></p>
        </Page>
    }
}

#[component]
fn Table(groups: Vec<(Localised, Vec<ServiceRow>)>) -> impl IntoView {
    let w = &words().admin().services;
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.team}</th>
                        <th scope="col">{w.owner}</th>
                        <th scope="col">{w.kind}</th>
                    </tr>
                </thead>
                {groups
                    .into_iter()
                    .filter(|(_, services)| !services.is_empty())
                    .map(|(name, services)| {
                        let name = if name.is_empty() { w.no_category.to_owned() } else { name.get(locale()).to_owned() };
                        view! {
                            <tbody>
                                <tr data-row="group"><th scope="rowgroup" colspan="4">{name}</th></tr>
                                {services.into_iter().map(|row| view! { <Row row /> }).collect_view()}
                            </tbody>
                        }
                    })
                    .collect_view()}
            </table>
        </div>
    }
}

#[component]
fn Row(row: ServiceRow) -> impl IntoView {
    let w = &words().admin().services;
    let name = row.service.name.get(locale()).to_owned();
    view! {
        <tr data-removed=row.archived.then_some("")>
            <th scope="row">
                <span class="person">
                    <Icon name=row.service.icon />
                    <span>
                        <a class="row-link" href=format!("/admin/services/{}", row.service.id)>{name}</a>
                        {row.archived.then(|| view! { " " <ArchivedChip /> })}
                        {(!row.offered && !row.archived).then(|| view! { " " <DraftChip /> })}
                    </span>
                </span>
            </th>
            <td data-label=w.team>{row.team.name}</td>
            <td data-label=w.owner>
                {match row.owner {
                    Some(person) => view! { <PersonName person /> }.into_any(),
                    None => view! { <span class="chip" data-tone="warn"><Icon name="duty-gap" />{w.no_owner}</span> }.into_any(),
                }}
            </td>
            <td data-label=w.kind>{(words().ticket().kind)(row.kind)}</td>
        </tr>
    }
}
