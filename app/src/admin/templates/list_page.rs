//! The list of reply templates.

use domain::reply_template::TemplateRow;
use leptos::prelude::*;

use super::api::{TemplateList, templates};
use crate::admin::parts::{Empty, Head, SavedBanner};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page with every template that the reader keeps.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let shown = load(|| (), |()| templates());
    view! { <Load from=shown view=|list| view! { <List list /> }.into_any() /> }.into_any()
}

#[component]
fn List(list: TemplateList) -> impl IntoView {
    let w = &words().admin().templates;
    let TemplateList { rows, scopes } = list;
    let keeps = scopes.everybody || !scopes.teams.is_empty();
    let new = view! { <div class="page-actions"><a class="button" data-kind="primary" href="/admin/templates/new"><Icon name="plus" />{w.new}</a></div> };
    let empty = move || match keeps {
        true => {
            view! { <Empty icon="quote" title=w.empty lead=w.empty_lead step=("/admin/templates/new".to_owned(), w.first.to_owned()) /> }
                .into_any()
        }
        false => view! { <Empty icon="quote" title=w.empty lead=w.no_team /> }.into_any(),
    };
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>{keeps.then_some(new)}</Head>
            <SavedBanner title=words().admin().saved lead="" />
            {if rows.is_empty() { empty() } else { view! { <Table rows /> }.into_any() }}
        </Page>
    }
}

#[component]
fn Table(rows: Vec<TemplateRow>) -> impl IntoView {
    let w = &words().admin().templates;
    let row = |row: TemplateRow| {
        let team = row.team.map_or_else(|| w.everybody.to_owned(), |team| team.name);
        view! {
            <tr>
                <th scope="row">
                    <a class="row-link" href=format!("/admin/templates/{}", row.id)>{row.name}</a>
                    <small>{beginning(&row.text)}</small>
                </th>
                <td data-label=w.for_whom>{team}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.title}</caption>
                <thead>
                    <tr><th scope="col">{w.name}</th><th scope="col">{w.for_whom}</th></tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The most characters of a text that its row shows.
const SHOWN: usize = 90;

/// What a text begins with, in one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN { line } else { line.chars().take(SHOWN).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_by_its_beginning() {
        assert_eq!(beginning("Hello,\n\nall well"), "Hello, all well");
        assert_eq!(beginning(&"é".repeat(100)).chars().count(), SHOWN + 1);
    }
}
