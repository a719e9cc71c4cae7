//! Reading a post-mortem: at the desk with all that its authors and its reviewer do, and as everybody reads it.

use domain::fault::number::Number;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{BeginPostMortem, PostMortemShown, post_mortem};
use super::comments::Discussing;
use super::handed::Offered;
use super::steps::{Checklist, Next, StateChip, Way};
use super::text::{Body, Repeats};
use crate::admin::parts::Head;
use crate::error::AppError;
use crate::faults::list_page::{DrillChip, SeverityChip};
use crate::faults::when::short;
use crate::reader::{locale, tell_time_as_of};
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page of a fault's post-mortem at the desk.
#[must_use]
pub fn address(number: Number) -> String {
    format!("/faults/{number}/post-mortem")
}

/// The page as everybody reads it.
#[must_use]
pub fn public_address(number: Number) -> String {
    format!("/incidents/{number}")
}

/// Which fault the address names, and which revision.
pub(super) fn asked() -> Memo<(Option<domain::id::FaultId>, Option<u32>, Option<String>)> {
    let (params, query) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let id = params.with(|params| params.get_str("number").and_then(Number::parse_id));
        query.with(|query| (id, query.get("revision").and_then(|number| number.parse().ok()), query.get("at")))
    })
}

/// What the address names.
pub(super) async fn named(id: Option<domain::id::FaultId>, revision: Option<u32>) -> Result<PostMortemShown, AppError> {
    match id {
        Some(id) => post_mortem(id, revision).await,
        None => Err(AppError::NotFound),
    }
}

/// At the desk.
#[component]
pub fn PostMortemPage() -> impl IntoView {
    let asked = asked();
    let shown = load(move || asked.get(), |(id, revision, _)| named(id, revision));
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

/// As everybody reads it.
#[component]
pub fn IncidentPage() -> impl IntoView {
    let asked = asked();
    let shown = load(move || asked.get(), |(id, revision, _)| named(id, revision.or(Some(0))));
    view! { <Load from=shown view=|shown| view! { <Read shown /> }.into_any() /> }.into_any()
}

fn services(shown: &PostMortemShown) -> String {
    let names: Vec<String> = shown.shown.services.iter().map(|service| service.name.get(locale()).to_owned()).collect();
    names.join(words().common().between)
}

#[component]
fn Shown(shown: PostMortemShown) -> impl IntoView {
    tell_time_as_of(shown.now);
    let (w, f) = (words().post_mortem(), words().faults());
    let lead = services(&shown);
    let PostMortemShown { shown: fault, reviewers, services: offered, .. } = shown;
    provide_context(Offered(offered));
    let number = fault.number;
    let title = format!("{}: {}", w.post_mortem, fault.title);
    let above = vec![("/faults".to_owned(), f.faults.to_owned()), (format!("/faults/{number}"), format!("{number} {}", fault.title))];
    let Some(written) = fault.written.clone() else {
        return view! {
            <Page title=title.clone()>
                <Head title lead above />
                <section class="empty">
                    <Icon name="ledger" />
                    <h2>{w.none}</h2>
                    <p>{w.none_lead}</p>
                    <Form to=BeginPostMortem::url()>
                        <ErrorSummary />
                        <input type="hidden" name="fault" value=number.0.to_string() />
                        <Submit label=w.begin icon="edit" />
                    </Form>
                </section>
            </Page>
        }
        .into_any();
    };
    let inside = fault.may_write || fault.reviews;
    let discussion = StoredValue::new(written.discussion.clone().unwrap_or_default());
    provide_context(Discussing { fault: number.0.to_string(), discussion });
    let (severity, drill) = (fault.severity, fault.drill);
    let (revision, state) = (written.revision, written.state.name());
    let authors: Vec<String> = written.authors.iter().map(|author| author.name.clone()).collect();
    let by = (!authors.is_empty()).then(|| (w.written_by)(&authors.join(words().common().comma)));
    let told = [by, due_line(&fault)].into_iter().flatten().collect::<Vec<_>>().join(words().common().between);
    let aside = inside.then(|| {
        let (fault, written) = (fault.clone(), written.clone());
        view! {
            <div class="aside no-print">
                {revision.is_none().then(|| view! { <Next fault=fault.clone() written=written.clone() reviewers /> <Checklist fault=fault.clone() written=written.clone() /> })}
                <Revisions fault=fault.clone() written=written.clone() />
            </div>
        }
    });
    view! {
        <Page title=title.clone()>
            <Head title lead above>
                <StateChip state />
                <SeverityChip severity />
                {drill.then(|| view! { <DrillChip /> })}
                <div class="page-actions"><PrintButton /></div>
            </Head>
            <p class="soft">{told}</p>
            {revision
                .map(|number| {
                    view! {
                        <section class="banner" data-tone="info">
                            <Icon name="history" />
                            <div class="banner-body"><p>{(w.reading_revision)(number)}</p></div>
                        </section>
                    }
                })}
            {inside.then(|| view! { <Way state /> })}
            <Repeats again=fault.again.clone() />
            <div class=if inside { "columns" } else { "stack" }>
                <Body fault=fault.clone() written=written.clone() acts=revision.is_none() />
                {aside}
            </div>
        </Page>
    }
    .into_any()
}

/// Until when it is to be published, while it is not.
fn due_line(fault: &domain::fault::post_mortem::Shown) -> Option<String> {
    let w = words().post_mortem();
    let published = fault.written.as_ref().is_some_and(|written| !written.revisions.is_empty());
    let due = fault.due.filter(|_| !published)?;
    Some(if due < crate::reader::clock().now { (w.overdue_since)(&short(due)) } else { (w.due)(&short(due)) })
}

/// What was published, each to be read as it was.
#[component]
fn Revisions(fault: domain::fault::post_mortem::Shown, written: domain::fault::post_mortem::Written) -> impl IntoView {
    let w = words().post_mortem();
    let to = address(fault.number);
    let now = written.revision.map(|_| view! { <li><a href=to.clone()>{w.worked_on}</a></li> });
    let rows = written.revisions.into_iter().map(|one| {
        let by = one.by.map(|person| person.name).unwrap_or_default();
        let current = (written.revision == Some(one.number)).then_some("page");
        view! { <li><a href=format!("{to}?revision={}", one.number) aria-current=current>{(w.revision_of)(one.number, &short(one.at), &by)}</a></li> }
    });
    let rows = rows.collect_view();
    let compare = format!("{}/compare", address(fault.number));
    (!fault.written.is_none_or(|written| written.revisions.is_empty())).then(|| {
        view! {
            <section class="card" aria-labelledby="revisions">
                <h2 id="revisions">{w.revisions}</h2>
                <ul class="list-plain stack" data-gap="s">{now}{rows}</ul>
                <p><a class="button" data-kind="quiet" href=compare><Icon name="columns" />{words().review().compare}</a></p>
            </section>
        }
    })
}

/// Prints the page, where a script can.
#[component]
pub fn PrintButton() -> impl IntoView {
    let print = move |_| drop(window().print());
    view! {
        <button class="button script-only" type="button" data-kind="quiet" on:click=print>
            <Icon name="printer" />
            {words().post_mortem().print}
        </button>
    }
}

#[component]
fn Read(shown: PostMortemShown) -> impl IntoView {
    tell_time_as_of(shown.now);
    let w = words().post_mortem();
    let lead = services(&shown);
    let fault = shown.shown;
    let title = fault.title.clone();
    let above = vec![("/incidents".to_owned(), w.published.to_owned())];
    let Some(written) = fault.written.clone() else { return ().into_any() };
    let published = written.revisions.first().map(|last| (w.published_on)(&short(last.at)));
    let lead = [Some(lead), published].into_iter().flatten().collect::<Vec<_>>().join(words().common().between);
    let desk =
        fault.sees_fault.then(|| view! { <a class="button" href=format!("/faults/{}", fault.number)><Icon name="bolt" />{w.to_fault}</a> });
    view! {
        <Page title=title.clone()>
            <Head title lead above>
                <SeverityChip severity=fault.severity />
                <div class="page-actions">{desk}<PrintButton /></div>
            </Head>
            <Body fault written acts=false />
        </Page>
    }
    .into_any()
}
