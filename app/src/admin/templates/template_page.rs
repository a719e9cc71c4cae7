//! Writing a reply template, new or kept.

use domain::id::TemplateId;
use domain::reply_template::{PLACEHOLDERS, TemplateRow};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{ChangeTemplate, CreateTemplate, DeleteTemplate, Scopes, newest, template, templates};
use crate::admin::parts::{AskFirst, Head};
use crate::admin::version::Version;
use crate::error::AppError;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, LongText, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page with an empty template.
#[component]
pub fn NewTemplatePage() -> impl IntoView {
    let shown = load(
        || (),
        |()| async {
            let scopes = templates().await?.scopes;
            if scopes.everybody || !scopes.teams.is_empty() { Ok(scopes) } else { Err(AppError::NotFound) }
        },
    );
    view! { <Load from=shown view=|scopes| view! { <New scopes /> }.into_any() /> }.into_any()
}

/// The page of one template.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| TemplateId(params.with(|params| params.get("template").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let shown = load(move || id.get(), template);
    view! { <Load from=shown view=|(row, scopes)| view! { <Kept row scopes /> }.into_any() /> }.into_any()
}

fn above() -> Vec<(String, String)> {
    vec![("/admin/templates".to_owned(), words().admin().templates.title.to_owned())]
}

#[component]
fn New(scopes: Scopes) -> impl IntoView {
    let w = &words().admin().templates;
    view! {
        <Page title=w.new>
            <Head title=w.new above=above() />
            <Form to=CreateTemplate::url() class="form card" size="m">
                <div class="stack">
                    <Fields scopes />
                    <div><Submit label=w.create /></div>
                </div>
            </Form>
        </Page>
    }
}

#[component]
fn Kept(row: TemplateRow, scopes: Scopes) -> impl IntoView {
    let w = &words().admin().templates;
    let (template, id, name) = (row.id, row.id.to_string(), row.name.clone());
    let deleted = id.clone();
    view! {
        <Page title=name.clone()>
            <Head title=name above=above() />
            <Form to=ChangeTemplate::url() class="form card" size="m">
                <div class="stack">
                    <input type="hidden" name="id" value=id />
                    <Version version=row.version now=format!("/admin/templates/{template}") fresh=move || newest(template) />
                    <Fields scopes row />
                    <div><Submit label=words().common().save /></div>
                </div>
            </Form>
            <section class="danger-zone" aria-labelledby="delete">
                <h2 id="delete">{w.delete}</h2>
                <AskFirst label=w.delete icon="trash" lead=w.delete_lead to=DeleteTemplate::url()>
                    <Form to=DeleteTemplate::url() class="stack">
                        <ErrorSummary />
                        <input type="hidden" name="id" value=deleted />
                        <div><Submit label=words().admin().sure kind="danger" icon="trash" /></div>
                    </Form>
                </AskFirst>
            </section>
        </Page>
    }
}

#[component]
fn Fields(scopes: Scopes, #[prop(optional)] row: Option<TemplateRow>) -> impl IntoView {
    let w = &words().admin().templates;
    let (team, name, text) = row.map(|row| (row.team, row.name, row.text)).unwrap_or_default();
    let team = team.map_or_else(String::new, |team| team.id.to_string());
    let everybody = scopes.everybody.then(|| Choice::new("", w.everybody));
    let options: Vec<Choice> =
        everybody.into_iter().chain(scopes.teams.into_iter().map(|team| Choice::new(team.id.to_string(), team.name))).collect();
    let labels = [("team", w.for_whom), ("name", w.name), ("text", w.text)].map(|(name, label)| (name.to_owned(), label.to_owned()));
    let placeholders = PLACEHOLDERS.map(|placeholder| format!("{{{placeholder}}}"));
    let meanings = placeholders.into_iter().zip(w.placeholder_meanings).map(|(placeholder, meaning)| {
        view! { <div><dt><code>{placeholder}</code></dt><dd>{meaning}</dd></div> }
    });
    view! {
        <ErrorSummary labels=labels.to_vec() />
        <Field name="name" label=w.name hint=w.name_hint value=name />
        <Select name="team" label=w.for_whom options value=team />
        <LongText name="text" label=w.text hint=w.text_hint value=text rows=8 />
        <dl class="definitions" data-bare="">{meanings.collect::<Vec<_>>()}</dl>
    }
}
