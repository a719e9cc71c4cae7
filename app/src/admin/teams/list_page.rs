//! The list of teams.

use domain::directory::TeamRow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{TeamList, teams};
use crate::admin::parts::{ArchivedChip, Empty, Head, KindChip};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with every team.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let query = use_query_map();
    let archived = Memo::new(move |_| query.with(|query| query.get("archived").is_some()));
    let shown = load(move || archived.get(), teams);
    view! { <Load from=shown view=|list| view! { <List list /> }.into_any() /> }.into_any()
}

#[component]
fn List(list: TeamList) -> impl IntoView {
    let w = &words().admin().teams;
    let (toggle, words_of_toggle) =
        if list.archived { ("/admin/teams", w.hide_archived) } else { ("/admin/teams?archived=1", w.show_archived) };
    let may_create = list.may_create;
    let step = ("/admin/teams/new".to_owned(), w.first.to_owned());
    let empty = list.rows.is_empty();
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                {may_create
                    .then(|| view! { <div class="page-actions"><a class="button" data-kind="primary" href="/admin/teams/new"><Icon name="plus" />{w.new}</a></div> })}
            </Head>
            {empty.then(|| view! { <Empty icon="team" title=w.empty lead=w.empty_lead step /> })}
            {(!empty)
                .then(|| {
                    view! {
                        <div class="table-wrap">
                            <table class="table" data-stack="">
                                <caption class="visually-hidden">{w.title}</caption>
                                <thead>
                                    <tr>
                                        <th scope="col">{w.name}</th>
                                        <th scope="col">{w.kind}</th>
                                        <th scope="col">{w.leads}</th>
                                        <th scope="col" class="end">{w.members}</th>
                                    </tr>
                                </thead>
                                <tbody>{list.rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
                            </table>
                        </div>
                    }
                })}
            <p><a href=toggle>{words_of_toggle}</a></p>
        </Page>
    }
}

#[component]
fn Row(row: TeamRow) -> impl IntoView {
    let w = &words().admin().teams;
    let leads = row.leads.iter().map(|lead| lead.name.as_str()).collect::<Vec<_>>().join(words().common().between);
    view! {
        <tr data-removed=row.archived.then_some("")>
            <th scope="row">
                <a class="row-link" href=format!("/admin/teams/{}", row.team.id)>{row.team.name}</a>
                {row.archived.then(|| view! { " " <ArchivedChip /> })}
            </th>
            <td data-label=w.kind><KindChip kind=row.kind /></td>
            <td data-label=w.leads>{if leads.is_empty() { w.no_leads.to_owned() } else { leads }}</td>
            <td class="end" data-label=w.members>{row.members}</td>
        </tr>
    }
}
