//! The page of the editor: the questions as cards, beside them the form as requesters see it.

use domain::id::ServiceId;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{EditForm, FormEditor, load_form};
use super::card::FieldCard;
use super::draft::{Draft, TYPES};
use super::preview::Preview;
use crate::admin::focus;
use crate::admin::parts::{Done, Empty, Head};
use crate::admin::services::draft_card::DraftCard;
use crate::reader::locale;
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, When, load};
use crate::words::words;

/// Which service the address names; 0 is none.
pub(super) fn service_of_address() -> Memo<ServiceId> {
    let params = use_params_map();
    Memo::new(move |_| ServiceId(params.with(|params| params.get("service").and_then(|id| id.parse().ok()).unwrap_or(0))))
}

/// The editor of a service's form.
#[component]
pub fn FormEditorPage() -> impl IntoView {
    let service = service_of_address();
    let query = use_query_map();
    let published = Memo::new(move |_| query.with(|query| query.get("published").and_then(|version| version.parse::<i64>().ok())));
    let shown = load(move || (service.get(), published.get()), |(service, _)| load_form(service));
    let focused = RwSignal::new(None::<String>);
    let on_step = Callback::new(move |()| {
        focus::remember(focused);
        shown.refetch();
    });
    view! {
        <Load
            from=shown
            view=move |editor| {
                focus::give_back(focused, &NEXT);
                view! { <Editor editor published=published.get_untracked() on_step /> }.into_any()
            }
        />
    }
    .into_any()
}

/// What was added is where one types next.
const NEXT: [(&str, &str); 1] = [("add-field", "[data-open] .field-card-body .input")];

#[component]
fn Editor(editor: FormEditor, published: Option<i64>, on_step: Callback<()>) -> impl IntoView {
    let w = &words().admin().form;
    let locale = locale();
    let name = editor.about.service.name.get(locale).to_owned();
    let title = (w.title)(&name);
    let above = vec![
        ("/admin/services".to_owned(), words().admin().services.title.to_owned()),
        (format!("/admin/services/{}", editor.about.service.id), name),
    ];
    let preview = RwSignal::new(editor.draft.form.clone());
    let (changed, next, versions) = (editor.changed, editor.next, editor.versions.clone());
    let (service, services, about) = (editor.about.service.id, editor.services.clone(), editor.about.clone());
    view! {
        <Page title=title.clone()>
            <Head title lead=w.lead above>
                {changed.then(|| view! { <span class="chip" data-tone="warn"><Icon name="edit" />{w.draft}</span> })}
            </Head>
            {published.filter(|_| !changed).map(|version| view! { <Done title=(w.published)(version) lead=w.published_lead /> })}
            {editor.needs.filter(|needs| needs.has_form && !changed).map(|needs| view! { <DraftCard service needs /> })}
            <div class="form-editor">
                <div class="stack" data-gap="l">
                    <Questions service draft=editor.draft changed next preview on_step />
                    <Versions service versions />
                </div>
                <Preview form=preview about services />
            </div>
        </Page>
    }
}

#[component]
fn Questions(
    service: ServiceId,
    draft: Draft,
    changed: bool,
    next: i64,
    preview: RwSignal<domain::form::Form>,
    on_step: Callback<()>,
) -> impl IntoView {
    let w = &words().admin().form;
    let form = StoredValue::new(draft.form.clone());
    let labels = summary_labels(&draft);
    let typed_into = draft.clone();
    let count = draft.form.fields.len();
    view! {
        <div on:input=move |event| show_typed(&event, &typed_into, preview)>
            <Form to=EditForm::url() class="stack" on_done=on_step>
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="keep" tabindex="-1" aria-hidden="true">{w.keep}</button>
                <input type="hidden" name="service" value=service.to_string() />
                <input type="hidden" name="based_on" value=(next - 1).to_string() />
                <ErrorSummary labels />
                {(count == 0).then(|| view! { <Empty icon="type-text" title=w.no_fields lead=w.no_fields_lead /> })}
                <ol class="field-cards">
                    {draft
                        .form
                        .fields
                        .into_iter()
                        .enumerate()
                        .map(|(index, field)| view! { <FieldCard index field form last={index + 1 == count} open={draft.open == Some(index)} /> })
                        .collect_view()}
                </ol>
                <div class="cluster">
                    <label class="visually-hidden" for="new-type">{w.new_type}</label>
                    <select class="input" data-width="s" id="new-type" name="new_type">
                        {TYPES.iter().map(|&kind| view! { <option value=kind>{(w.field_type)(kind)}</option> }).collect_view()}
                    </select>
                    <button class="button" type="submit" name="step" value="add" id="add-field"><Icon name="plus" />{w.add_field}</button>
                </div>
                <div class="form-foot">
                    <Submit label=(w.publish)(next) name="step" value="publish" />
                    <Submit label=w.keep kind="secondary" name="step" value="keep" />
                    <span class="no-script"><Submit label=w.refresh_preview kind="quiet" name="step" value="keep" /></span>
                    {changed.then(|| view! { <Submit label=w.discard kind="quiet" name="step" value="discard" /> })}
                </div>
            </Form>
        </div>
    }
}

/// The labels of everything that can be wrong in the open question, for the links of the summary.
fn summary_labels(draft: &Draft) -> Vec<(String, String)> {
    use super::draft::input;
    let w = &words().admin().form;
    let Some(index) = draft.open else { return Vec::new() };
    let mut labels: Vec<(String, String)> = [
        ("label", w.question),
        ("help", w.help),
        ("max", w.max),
        ("min", w.least),
        ("decimals", w.decimals),
        ("max_files", w.max_files),
        ("when", w.when),
    ]
    .into_iter()
    .map(|(what, label)| (input(index, what), label.to_owned()))
    .collect();
    let options = draft.form.fields.get(index).map_or(0, |field| field.options().len());
    labels.extend((0..options).map(|option| (input(index, &format!("options.{option}.label")), (w.option)(option + 1))));
    labels
}

#[component]
fn Versions(service: ServiceId, versions: Vec<domain::catalogue::FormVersion>) -> impl IntoView {
    let w = &words().admin().form;
    view! {
        <section class="stack" data-gap="s" aria-labelledby="versions">
            <h2 id="versions">{w.versions}</h2>
            {versions.is_empty().then(|| view! { <p class="soft">{w.no_version}</p> })}
            <ul class="rows" data-framed="">
                {versions
                    .into_iter()
                    .map(|version| {
                        let number = (w.version)(version.version);
                        view! {
                            <li aria-current=version.in_force.then_some("true")>
                                <Icon name=if version.in_force { "check-circle" } else { "history" } />
                                <div>
                                    <p class="row-name">
                                        {number.clone()}
                                        {version.in_force.then(|| view! { " " <span class="chip" data-tone="ok"><Icon name="check" />{w.in_use}</span> })}
                                    </p>
                                    <p class="row-note">{version.by.map(|by| format!("{}, ", by.name))} <When at=version.at /></p>
                                </div>
                                <a class="button" data-kind="quiet" href=format!("/admin/services/{service}/form/{}", version.version)>
                                    {w.show_version}
                                    <span class="visually-hidden">{number}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Shows at once, in the browser, what the typed text will look like.
#[cfg(feature = "hydrate")]
fn show_typed(event: &leptos::ev::Event, draft: &Draft, preview: RwSignal<domain::form::Form>) {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let form =
        input.and_then(|input| input.closest("form").ok().flatten()).and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    let Some(data) = form.and_then(|form| web_sys::FormData::new_with_form(&form).ok()) else { return };
    let mut typed = draft.clone();
    // A number that cannot be read yet keeps the preview as it was.
    if typed.take(&|name: &str| data.get(name).as_string()).is_ok() && typed.form != preview.get_untracked() {
        preview.set(typed.form);
    }
}

#[cfg(not(feature = "hydrate"))]
fn show_typed(_: &leptos::ev::Event, _: &Draft, _: RwSignal<domain::form::Form>) {}
