//! The list of people, by name.

use domain::directory::{PeoplePage as Rows, PersonRow};
use domain::people::AccountState;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::people;
use crate::admin::parts::{Done, Empty, Head, Pager, StateChip, address};
use crate::ticket::avatar::Avatar;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// What the list shows: words of a name or an address, a state, and where the page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    words: String,
    state: String,
    after: String,
}

/// The page with the list.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            words: query.get("q").unwrap_or_default(),
            state: query.get("state").unwrap_or_default(),
            after: query.get("after").unwrap_or_default(),
        })
    });
    let shown = load(move || asked.get(), |asked| people(asked.words, asked.state, asked.after));
    let invited = Memo::new(move |_| query.with(|query| query.get("invited").and_then(|count| count.parse::<usize>().ok())));
    let w = &words().admin().people;
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" data-kind="primary" href="/admin/people/invite"><Icon name="user-plus" />{w.invite}</a>
                </div>
            </Head>
            {move || invited.get().map(|count| view! { <Done title=(w.invited_count)(count) lead=w.invited_lead /> })}
            {move || view! { <Filters asked=asked.get() /> }}
            <Load from=shown view=move |rows| view! { <List rows asked=asked.get_untracked() /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(asked: Asked) -> impl IntoView {
    let w = &words().admin().people;
    view! {
        <form class="filters" method="get" action="/admin/people" role="search">
            <div class="field">
                <label for="q">{w.search}</label>
                <input class="input" id="q" name="q" type="search" value=asked.words autocomplete="off" />
            </div>
            <div class="field">
                <label for="state">{w.state}</label>
                <select class="input" id="state" name="state">
                    <option value="">{w.all_states}</option>
                    {AccountState::ALL
                        .iter()
                        .map(|&state| {
                            let selected = state.as_str() == asked.state;
                            view! { <option value=state.as_str() selected=selected>{(words().admin().account_state)(state)}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <button class="button" type="submit">{words().admin().show}</button>
        </form>
    }
}

#[component]
fn List(rows: Rows, asked: Asked) -> impl IntoView {
    let w = &words().admin().people;
    if rows.rows.is_empty() {
        let step = ("/admin/people".to_owned(), w.everybody.to_owned());
        return view! { <Empty icon="people" title=w.empty lead=w.empty_lead step /> }.into_any();
    }
    let to = |after: &str| address("/admin/people", &[("q", &asked.words), ("state", &asked.state), ("after", after)]);
    let next = rows.next.as_ref().map(|next| to(&next.to_string()));
    let first = (!asked.after.is_empty()).then(|| to(""));
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.teams}</th>
                        <th scope="col">{w.state}</th>
                    </tr>
                </thead>
                <tbody>{rows.rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager next first />
    }
    .into_any()
}

#[component]
fn Row(row: PersonRow) -> impl IntoView {
    let w = &words().admin().people;
    let teams = row.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(words().common().between);
    let name = row.person.name.clone();
    let to = format!("/admin/people/{}", row.person.id);
    let placeholder = row.state == AccountState::Placeholder;
    view! {
        <tr data-removed={(row.state == AccountState::Disabled).then_some("")}>
            <th scope="row">
                <span class="person">
                    <Avatar person=row.person size="s" />
                    <span>
                        <a class="row-link" href=to>{name}</a>
                        <small>{row.email.or_else(|| placeholder.then(|| w.from_import.to_owned()))}</small>
                    </span>
                </span>
            </th>
            <td data-label=w.teams>{if teams.is_empty() { words().admin().none.to_owned() } else { teams }}</td>
            <td data-label=w.state><StateChip state=row.state /></td>
        </tr>
    }
}
