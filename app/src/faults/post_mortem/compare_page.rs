//! Two revisions of a post-mortem beside each other; on a phone one below the other.

use domain::fault::post_mortem::{Row, Run};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::compare_api::{ComparedShown, ComparedText, compare_post_mortem};
use super::page::address;
use crate::admin::parts::{Empty, Head};
use crate::error::AppError;
use crate::faults::when::short;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn ComparePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get_str("number").and_then(domain::fault::number::Number::parse_id));
        let of = |name: &str| query.with(|query| query.get(name).and_then(|number| number.parse::<u32>().ok()));
        (id, of("before"), of("after"))
    });
    let shown = load(
        move || asked.get(),
        |(id, before, after)| async move {
            match id {
                Some(id) => compare_post_mortem(id, before, after).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Compared shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Compared(shown: ComparedShown) -> impl IntoView {
    let (w, p, f) = (words().review(), words().post_mortem(), words().faults());
    let number = shown.number;
    let title = format!("{}: {}", w.compare, shown.title);
    let above = vec![
        ("/faults".to_owned(), f.faults.to_owned()),
        (format!("/faults/{number}"), number.to_string()),
        (address(number), p.post_mortem.to_owned()),
    ];
    let name = |revision: u32| if revision == 0 { p.worked_on.to_owned() } else { (p.revision)(revision) };
    let (before, after) = (name(shown.before), name(shown.after));
    let said = (w.differs)(shown.changed.len());
    let none = shown.changed.is_empty();
    let texts = shown.changed.clone().into_iter().map(|text| view! { <Text text before=before.clone() after=after.clone() /> });
    let texts = texts.collect_view();
    let same = (!none && !shown.same.is_empty()).then(|| (w.unchanged)(&shown.same.join(words().common().comma)));
    view! {
        <Page title=title.clone()>
            <Head title above lead=w.compare_lead />
            <Choose shown />
            {if none {
                view! { <Empty icon="check-circle" title=w.same lead=w.same_lead /> }.into_any()
            } else {
                view! {
                    <p role="status">{said} " " <span class="small quiet">{w.how_to_read}</span></p>
                    {texts}
                    {same.map(|same| view! { <p class="small soft">{same}</p> })}
                }
                .into_any()
            }}
        </Page>
    }
    .into_any()
}

/// Which two.
#[component]
fn Choose(shown: ComparedShown) -> impl IntoView {
    let (w, p) = (words().review(), words().post_mortem());
    let options = |chosen: u32| {
        let published = shown.revisions.iter().map(|one| {
            let by = one.by.as_ref().map(|person| person.name.clone()).unwrap_or_default();
            (one.number, (p.revision_of)(one.number, &short(one.at), &by))
        });
        let all = std::iter::once((0, p.worked_on.to_owned())).chain(published);
        all.map(|(number, name)| view! { <option value=number.to_string() selected=number == chosen>{name}</option> }).collect_view()
    };
    let (before, after) = (options(shown.before), options(shown.after));
    view! {
        <form class="filters" method="get" action=format!("{}/compare", address(shown.number))>
            <div class="field">
                <label for="before">{w.before}</label>
                <select class="input" id="before" name="before">{before}</select>
            </div>
            <div class="field">
                <label for="after">{w.after}</label>
                <select class="input" id="after" name="after">{after}</select>
            </div>
            <button class="button" type="submit"><Icon name="columns" />{w.show}</button>
        </form>
    }
}

#[component]
fn Text(text: ComparedText, before: String, after: String) -> impl IntoView {
    let rows = text.rows.into_iter().map(|row| view! { <Line row before=before.clone() after=after.clone() /> }).collect_view();
    view! {
        <section class="compare">
            <h2>{text.title.clone()}</h2>
            <table>
                <caption class="visually-hidden">{text.title}</caption>
                <thead><tr><th scope="col">{before.clone()}</th><th scope="col">{after.clone()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Line(row: Row, before: String, after: String) -> impl IntoView {
    let same = row.is_same().then_some("");
    let side = |runs: Option<Vec<Run>>, old: bool| match runs {
        None => view! { <span class="visually-hidden">{words().review().nothing_here}</span> }.into_any(),
        Some(runs) => runs.into_iter().map(|run| marked(run, old)).collect_view().into_any(),
    };
    let (gone, came) = (row.before.is_none().then_some("none"), row.after.is_none().then_some("none"));
    view! {
        <tr data-same=same>
            <td data-label=before data-state=gone>{side(row.before, true)}</td>
            <td data-label=after data-state=came>{side(row.after, false)}</td>
        </tr>
    }
}

/// Words that only one side has, told to eyes by a line and to ears by a word.
fn marked(run: Run, old: bool) -> AnyView {
    let w = words().review();
    match (run.changed, old) {
        (false, _) => run.text.into_any(),
        (true, true) => view! { <del><span class="visually-hidden">{w.removed}" "</span>{run.text}</del> }.into_any(),
        (true, false) => view! { <ins><span class="visually-hidden">{w.added}" "</span>{run.text}</ins> }.into_any(),
    }
}
