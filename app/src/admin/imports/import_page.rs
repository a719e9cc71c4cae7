//! One import from the file to the closing summary. It can be left at any time and found again.

use domain::id::ImportId;
use domain::servicenow::{Progress, Stage, Steer};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ImportView, SteerImport, load_import};
use super::figures::Figures;
use super::prepare::Prepare;
use super::refused::Refused;
use super::stage::{StageChip, Steps};
use super::under_way::UnderWay;
use crate::admin::parts::{AskFirst, Done, Head};
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::{errors, words};

/// The page of one import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| ImportId(params.with(|params| params.get("import").and_then(|id| id.parse().ok()).unwrap_or(0))));
    // A form that was sent leads back here under another one.
    let at = Memo::new(move |_| query.with(|query| query.get("at")));
    let shown = load(move || (id.get(), at.get()), |(id, _)| load_import(id));
    let again = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |view| view! { <Import view again /> }.into_any() /> }.into_any()
}

#[component]
fn Import(view: ImportView, again: Callback<()>) -> impl IntoView {
    let w = &words().admin().imports;
    let ImportView { progress, refused, draft, zones } = view;
    let stage = progress.stage;
    let title = progress.file_name.clone();
    let above = vec![("/admin/imports".to_owned(), w.title.to_owned())];
    // While a job is at it, its figures are those of the card above all.
    let shown = matches!(stage, Stage::Checked | Stage::Stopped | Stage::Done) || stage == Stage::Failed && progress.position > 0;
    let all = progress.summary.tally.refused();
    let prepare = draft
        .map(|draft| view! { <Prepare id=progress.id time_zone=progress.time_zone.clone() draft zones open={stage != Stage::Checked} /> });
    view! {
        <Page title=title.clone()>
            <Head title above><StageChip stage /></Head>
            {progress.uploaded.then(|| view! { <Steps stage begun={progress.position > 0} /> })}
            <Outcome progress=progress.clone() />
            {stage.is_under_way().then(|| view! { <UnderWay progress=progress.clone() again /> })}
            {shown
                .then(|| {
                    let rejected = format!("/admin/imports/{}/rejected.csv", progress.id);
                    view! {
                        <Figures summary=progress.summary.clone() dry={stage == Stage::Checked} />
                        <Refused rows=refused all file=rejected />
                    }
                })}
            {prepare}
            <Turns progress />
        </Page>
    }
}

/// What happened last, and what to do now.
#[component]
fn Outcome(progress: Progress) -> impl IntoView {
    let w = &words().admin().imports;
    match (progress.stage, progress.fault) {
        (Stage::Checked, _) => view! { <Done title=w.checked lead=w.checked_lead /> }.into_any(),
        (Stage::Done, _) if progress.uploaded => view! { <Done title=w.done lead=w.done_lead /> }.into_any(),
        (Stage::Stopped, _) => view! {
            <div class="banner" data-tone="hold" role="status">
                <Icon name="pause" />
                <div class="banner-body"><p class="banner-title">{w.stopped}</p><p>{w.stopped_lead}</p></div>
            </div>
        }
        .into_any(),
        (Stage::Failed, fault) => {
            let why = fault.map(|fault| errors::of_fault(&fault));
            view! {
                <div class="banner" data-tone="bad" role="alert">
                    <Icon name="alert" />
                    <div class="banner-body"><p class="banner-title">{w.failed}</p><p>{why}</p></div>
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

/// What can be wanted of it now.
#[component]
fn Turns(progress: Progress) -> impl IntoView {
    let w = &words().admin().imports;
    let begun = progress.position > 0;
    let turns = [
        (Steer::Import, w.import_now, "primary", "import"),
        (Steer::Resume, w.resume, "primary", "play"),
        (Steer::Stop, w.stop, "secondary", "pause"),
        (Steer::Discard, w.discard, "danger", "trash"),
    ];
    let turns: Vec<_> =
        turns.into_iter().filter(|(steer, ..)| progress.uploaded && progress.stage.steered(*steer, begun).is_ok()).collect();
    view! {
        <div class="cluster">
            {turns
                .into_iter()
                .map(|(steer, label, kind, icon)| {
                    let asks = steer == Steer::Discard;
                    let label_of_act = if asks { words().admin().sure } else { label };
                    let id = progress.id.to_string();
                    let form = move || view! {
                        <Form to=SteerImport::url() key=steer.as_str() class="stack">
                            <ErrorSummary />
                            <input type="hidden" name="id" value=id />
                            <input type="hidden" name="step" value=steer.as_str() />
                            <div><Submit label=label_of_act kind icon /></div>
                        </Form>
                    };
                    match asks {
                        true => view! { <AskFirst label icon lead=w.discard_lead to=SteerImport::url()>{form()}</AskFirst> }.into_any(),
                        false => form().into_any(),
                    }
                })
                .collect_view()}
        </div>
    }
}
