//! What a file of surveys comes to, before and after it is taken.

use domain::survey::import::{Brought, Rejected};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::import_api::{FILE, ImportShown, LookAtSurveys, TEXT, ZONE, load_survey_import};
use crate::admin::parts::{Done, Head};
use crate::report::figures::grouped;
use crate::ui::files::OneFile;
use crate::ui::{ErrorSummary, Form, Icon, Load, LongText, Page, ServerFn, Submit, ZoneField, load};
use crate::words::words;

/// The page.
#[component]
pub fn ImportSurveysPage() -> impl IntoView {
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| query.get("at")));
    let shown = load(move || at.get(), |_| load_survey_import());
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(shown: ImportShown) -> impl IntoView {
    let w = words().survey();
    let ImportShown { kept, brought, zones } = shown;
    let taken = use_query_map().get_untracked().get("taken").is_some();
    let new = brought.as_ref().map_or(0, |brought| brought.new);
    let has = !kept.text.is_empty();
    let look = if new > 0 { "secondary" } else { "primary" };
    let labels = [(TEXT, w.text), (FILE, w.file), (ZONE, w.zone)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    let above = vec![(super::report_page::ADDRESS.to_owned(), w.report.to_owned())];
    view! {
        <Page title=w.import>
            <Head title=w.import lead=w.import_lead above />
            {(taken && new == 0 && has).then(|| view! { <Done title=w.taken lead=w.taken_lead /> })}
            {brought.map(|brought| view! { <Found brought /> })}
            <Form to=LookAtSurveys::url() files=true class="form card" size="m">
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="look" tabindex="-1" aria-hidden="true">{w.look}</button>
                <ErrorSummary labels />
                <div class="stack" data-gap="l">
                    <OneFile name=FILE label=w.file hint=w.file_hint accept=".csv,text/csv,text/plain" />
                    <div class="toml"><LongText name=TEXT label=w.text hint=w.text_hint value=kept.text rows=12 /></div>
                    <ZoneField name=ZONE label=w.zone hint=w.zone_hint value=kept.zone zones />
                    <div class="cluster">
                        <Submit label=w.look icon="eye" kind=look name="step" value="look" />
                        {(new > 0).then(|| view! { <Submit label=(w.take)(&grouped(new)) icon="check" name="step" value="take" /> })}
                        {has.then(|| view! { <Submit label=w.forget kind="quiet" name="step" value="forget" /> })}
                    </div>
                </div>
            </Form>
        </Page>
    }
}

/// What the file says: how much of it is new, and each row that is not taken.
#[component]
fn Found(brought: Brought) -> impl IntoView {
    let w = words().survey();
    if let Some((why, columns)) = brought.not_a_file {
        let told = format!("{} {}", (w.not_a_file)(why), columns.join(", "));
        return view! {
            <section class="banner" data-tone="bad" role="alert">
                <Icon name="alert" />
                <div class="banner-body"><p class="banner-title">{told}</p></div>
            </section>
        }
        .into_any();
    }
    let rejected = u64::try_from(brought.rejected.len()).unwrap_or_default();
    let facts = [(w.new, brought.new), (w.with_answer, brought.answered), (w.known, brought.known), (w.rejected, rejected)];
    let facts = facts.map(|(name, count)| view! { <div><dt>{name}</dt><dd><span class="fact-value">{grouped(count)}</span></dd></div> });
    view! {
        <section class="stack" aria-labelledby="found">
            <h2 id="found">{w.found}</h2>
            <dl class="facts">{facts.into_iter().collect_view()}</dl>
            {(rejected > 0).then(|| view! { <Refused rejected=brought.rejected /> })}
        </section>
    }
    .into_any()
}

#[component]
fn Refused(rejected: Vec<Rejected>) -> impl IntoView {
    let w = words().survey();
    let rows = rejected.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{row.line}</th>
                <td data-label=w.why_column>{(w.refusal)(row.why)}</td>
                <td data-label=w.cell><span class="wrap-anywhere">{row.cell}</span></td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.rejected>
            <table class="table" data-stack="">
                <caption>{w.rejected}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.line}</th>
                        <th scope="col">{w.why_column}</th>
                        <th scope="col">{w.cell}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
