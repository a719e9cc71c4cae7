//! Which column feeds which field, in which zone its times are, and what becomes of the first rows.

use domain::id::ImportId;
use domain::servicenow::{Draft, Field, map_name};
use leptos::prelude::*;

use super::api::{PrepareImport, TIME_ZONE};
use super::preview::PreviewTable;
use crate::admin::parts::Section;
use crate::ui::{Choice, ErrorSummary, Form, Icon, Select, ServerFn, Submit, ZoneField};
use crate::words::words;

/// The form; after a dry run it is folded away, as there is something else to decide then.
#[component]
pub fn Prepare(id: ImportId, time_zone: String, draft: Draft, zones: Vec<String>, open: bool) -> impl IntoView {
    let w = &words().admin().imports;
    let Draft { header, placed, kept, preview } = draft;
    let labels = Field::REQUIRED.map(|field| (map_name(field), (w.field)(field).to_owned()));
    let labels = labels.into_iter().chain([(TIME_ZONE.to_owned(), w.time_zone.to_owned())]).collect();
    let options: Vec<Choice> =
        std::iter::once(Choice::new("", w.no_column)).chain(header.iter().map(|name| Choice::new(name, name))).collect();
    let select = |field: Field| {
        let value = placed.get(&field).cloned().unwrap_or_default();
        let optional = !Field::REQUIRED.contains(&field);
        view! { <Select name=map_name(field) label=(w.field)(field) options=options.clone() value optional /> }
    };
    let required = Field::REQUIRED.map(select).collect_view();
    let rest: Vec<Field> = Field::ALL.iter().copied().filter(|field| !Field::REQUIRED.contains(field)).collect();
    let found = rest.iter().filter(|field| placed.contains_key(field)).count();
    let others = (w.other_fields)(rest.len(), found);
    let rest = rest.into_iter().map(select).collect_view();
    let form = view! {
        <Form to=PrepareImport::url() class="form" size="m">
            <ErrorSummary labels />
            <input type="hidden" name="id" value=id.to_string() />
            <Section title=w.columns lead=w.columns_lead>
                {required}
                <details class="as-table">
                    <summary>{others}</summary>
                    <div class="stack">{rest}</div>
                </details>
                <Kept columns=kept />
            </Section>
            <Section title=w.time_zone lead=w.time_zone_lead>
                <ZoneField name=TIME_ZONE label=w.time_zone hint=w.time_zone_hint value=time_zone zones />
            </Section>
            <section class="stack">
                <h2 id="preview">{w.preview}</h2>
                <PreviewTable preview />
            </section>
            <div class="form-foot">
                <Submit label=w.check icon="check-circle" name="step" value="check" />
                <Submit label=w.update_preview kind="secondary" icon="refresh" name="step" value="preview" />
                <span class="small quiet wide-only">{w.check_hint}</span>
            </div>
        </Form>
    };
    if open {
        form.into_any()
    } else {
        view! { <details class="as-table"><summary>{w.change_columns}</summary>{form}</details> }.into_any()
    }
}

/// Columns that mean nothing here, and are not lost all the same.
#[component]
fn Kept(columns: Vec<String>) -> impl IntoView {
    let w = &words().admin().imports;
    (!columns.is_empty()).then(|| {
        view! {
            <div class="stack" data-gap="s">
                <h3>{w.kept}</h3>
                <p class="small soft">{w.kept_lead}</p>
                <p class="cluster">
                    {columns.into_iter().map(|name| view! { <span class="chip" data-tone="mute"><Icon name="tag" />{name}</span> }).collect_view()}
                </p>
            </div>
        }
    })
}
