//! What a file of faults comes to, before and after it is taken.

use domain::fault::exchange::{Outcome, Taken};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{FILE, ImportShown, LookAtFaults, TEXT, ZONE, load_fault_import};
use crate::admin::parts::{Done, Head};
use crate::ui::files::OneFile;
use crate::ui::{ErrorSummary, Form, Icon, Load, LongText, Page, ServerFn, Submit, ZoneField, load};
use crate::words::{fault_files, words};

/// The page.
#[component]
pub fn ImportFaultsPage() -> impl IntoView {
    let query = use_query_map();
    let at = Memo::new(move |_| query.with(|query| query.get("at")));
    let shown = load(move || at.get(), |_| load_fault_import());
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(shown: ImportShown) -> impl IntoView {
    let w = words().fault_files();
    let ImportShown { kept, outcome, zones } = shown;
    let taken = use_query_map().get_untracked().get("taken").is_some();
    let new = outcome.as_ref().map_or(0, Outcome::new_ones);
    let has = !kept.text.is_empty();
    let look = if new > 0 { "secondary" } else { "primary" };
    let labels = [(TEXT, w.text), (FILE, w.file), (ZONE, w.zone)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    let above = vec![("/faults".to_owned(), words().faults().faults.to_owned())];
    view! {
        <Page title=w.import>
            <Head title=w.import lead=w.lead above />
            {(taken && new == 0 && has).then(|| view! { <Done title=w.taken lead=w.taken_lead /> })}
            {outcome.map(|outcome| view! { <Found outcome /> })}
            <Form to=LookAtFaults::url() files=true class="form card" size="m">
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="look" tabindex="-1" aria-hidden="true">{w.look}</button>
                <ErrorSummary labels />
                <div class="stack" data-gap="l">
                    <OneFile name=FILE label=w.file hint=w.file_hint accept=".json,.md,application/json,text/markdown,text/plain" />
                    <div class="toml"><LongText name=TEXT label=w.text hint=w.text_hint value=kept.text rows=12 /></div>
                    <ZoneField name=ZONE label=w.zone hint=w.zone_hint value=kept.zone zones />
                    <div class="cluster">
                        <Submit label=w.look icon="eye" kind=look name="step" value="look" />
                        {(new > 0).then(|| view! { <Submit label=(w.take)(new) icon="check" name="step" value="take" /> })}
                        {has.then(|| view! { <Submit label=w.forget kind="quiet" name="step" value="forget" /> })}
                    </div>
                </div>
            </Form>
        </Page>
    }
}

/// What the file says: each fault with what becomes of it.
#[component]
fn Found(outcome: Outcome) -> impl IntoView {
    let w = words().fault_files();
    if let Some(why) = outcome.not_a_file {
        return view! {
            <section class="banner" data-tone="bad" role="alert">
                <Icon name="alert" />
                <div class="banner-body"><p class="banner-title">{(w.not_a_file)(why)}</p></div>
            </section>
        }
        .into_any();
    }
    let new = outcome.new_ones();
    let lead = (w.counts)(new, outcome.faults.len() - new);
    let untitled = outcome.untitled.into_iter().map(|place| view! { <li>{(w.untitled)(place + 1)}</li> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="found">
            <h2 id="found">{w.found}</h2>
            <p class="soft">{lead}</p>
            <div class="table-wrap">
                <table class="table" data-stack="">
                    <caption class="visually-hidden">{w.found}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{w.fault}</th>
                            <th scope="col">{w.state}</th>
                            <th scope="col">{w.told}</th>
                        </tr>
                    </thead>
                    <tbody>{outcome.faults.into_iter().map(|fault| view! { <Row fault /> }).collect_view()}</tbody>
                </table>
            </div>
            <ul class="list-plain">{untitled}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(fault: Taken) -> impl IntoView {
    let w = words().fault_files();
    let (tone, icon, state) = match (fault.was_here, fault.number) {
        (false, _) => ("info", "plus", w.is_new),
        (true, Some(_)) => ("ok", "check", w.was_here),
        (true, None) => ("mute", "status-closed", w.twice),
    };
    let lines = fault_files::lines(w, &fault, words().common().between);
    let told = if lines.is_empty() {
        view! { <span class="quiet">{w.nothing_told}</span> }.into_any()
    } else {
        view! { <ul class="list-plain stack small" data-gap="s">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
    };
    let name = match fault.number {
        Some(number) => view! { <a href=format!("/faults/{number}")>{format!("{number} {}", fault.title)}</a> }.into_any(),
        None => fault.title.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=w.state><span class="chip" data-tone=tone><Icon name=icon />{state}</span></td>
            <td data-label=w.told>{told}</td>
        </tr>
    }
}
