//! The fields of a service, for making one and for changing one.

use domain::catalogue::ServiceDetail;
use domain::priority::{Impact, Urgency};
use domain::ticket::Kind;
use leptos::prelude::*;

use super::api::ServiceEdit;
use super::icons::IconChoice;
use crate::admin::parts::{Section, Segmented};
use crate::person_field::PersonField;
use crate::reader::locale;
use crate::ui::{Choice, Choices, Field, LongText, Select, Tick};
use crate::words::words;

/// The labels of the fields, for the links of an error summary.
pub fn labels() -> Vec<(String, String)> {
    let w = &words().admin().services;
    [
        ("name_en", w.name),
        ("name_zh", w.name),
        ("description_en", w.description),
        ("description_zh", w.description),
        ("category", w.category),
        ("team", w.team),
        ("owner", w.owner),
        ("kind", w.kind),
        ("impact", w.impact),
        ("urgency", w.urgency),
        ("audience[]", w.audience),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .to_vec()
}

/// Everything that a service is.
#[component]
pub fn ServiceFields(edit: ServiceEdit) -> impl IntoView {
    view! {
        <Offered edit=edit.clone() />
        <Answering edit=edit.clone() />
        <Beginning service=edit.service.clone() />
        <Audience edit />
    }
}

#[component]
fn Offered(edit: ServiceEdit) -> impl IntoView {
    let w = &words().admin().services;
    let a = words().admin();
    let draft = edit.service.map(|service| service.draft);
    let (name, description) = draft.as_ref().map(|draft| (draft.name.clone(), draft.description.clone())).unwrap_or_default();
    let category = draft.as_ref().and_then(|draft| draft.category).map(|id| id.to_string()).unwrap_or_default();
    let mut categories = vec![Choice::new("", w.no_category)];
    categories.extend(edit.categories.iter().map(|category| Choice::new(category.id.to_string(), category.name.get(locale()))));
    let in_language = |label: &str, language: &str| format!("{label}, {language}");
    view! {
        <Section title=w.what_is_offered lead=w.what_is_offered_lead>
            <div class="form-pair">
                <Field name="name_en" label=in_language(w.name, a.in_english) value=name.en />
                <Field name="name_zh" label=in_language(w.name, a.in_chinese) value=name.zh optional=true />
            </div>
            <LongText name="description_en" label=in_language(w.description, a.in_english) hint=w.description_hint value=description.en optional=true rows=2 />
            <LongText name="description_zh" label=in_language(w.description, a.in_chinese) value=description.zh optional=true rows=2 />
            <Select name="category" label=w.category options=categories value=category />
            <IconChoice value=draft.map(|draft| draft.icon).unwrap_or_default() />
        </Section>
    }
}

#[component]
fn Answering(edit: ServiceEdit) -> impl IntoView {
    let w = &words().admin().services;
    let team = edit.service.as_ref().map(|service| service.team.id.to_string()).unwrap_or_default();
    let owner = edit.service.and_then(|service| service.owner);
    let teams = edit.teams.iter().map(|team| Choice::new(team.id.to_string(), &team.name)).collect();
    let field = match owner {
        Some(owner) => {
            view! { <PersonField name="owner" label=w.owner hint=w.owner_hint value=owner optional=true everybody=true /> }.into_any()
        }
        None => view! { <PersonField name="owner" label=w.owner hint=w.owner_hint optional=true everybody=true /> }.into_any(),
    };
    view! {
        <Section title=w.who_answers lead=w.who_answers_lead>
            <Select name="team" label=w.team options=teams value=team />
            {field}
        </Section>
    }
}

#[component]
fn Beginning(service: Option<ServiceDetail>) -> impl IntoView {
    let w = &words().admin().services;
    let t = words().ticket();
    let draft = service.map(|service| service.draft);
    let kind = draft.as_ref().map_or(Kind::ServiceRequest, |draft| draft.kind);
    let impact = draft.as_ref().map_or(Impact::Low, |draft| draft.impact);
    let urgency = draft.as_ref().map_or(Urgency::Low, |draft| draft.urgency);
    let kinds = [(Kind::ServiceRequest, "kind-request"), (Kind::Incident, "kind-incident")];
    let impacts = Impact::ALL.iter().map(|&impact| Choice::new(impact.as_str(), (t.impact)(impact))).collect();
    let urgencies = Urgency::ALL.iter().map(|&urgency| Choice::new(urgency.as_str(), (t.urgency)(urgency))).collect();
    view! {
        <Section title=w.new_tickets lead=w.new_tickets_lead>
            <Segmented
                name="kind"
                label=w.kind
                value=kind.as_str()
                options=kinds.map(|(kind, icon)| (kind.as_str(), (t.kind)(kind).to_owned(), icon.to_owned())).to_vec()
            />
            <div class="form-pair">
                <Select name="impact" label=w.impact options=impacts value=impact.as_str() />
                <Select name="urgency" label=w.urgency options=urgencies value=urgency.as_str() />
            </div>
            <p class="field-hint">{w.levels_hint}</p>
        </Section>
    }
}

#[component]
fn Audience(edit: ServiceEdit) -> impl IntoView {
    let w = &words().admin().services;
    let chosen: Vec<String> = edit.service.iter().flat_map(|service| &service.audience).map(|team| team.id.to_string()).collect();
    let open = edit.service.is_some_and(|service| service.draft.open_to_team);
    let offered = if chosen.is_empty() { "everybody" } else { "teams" };
    let options = vec![("everybody", w.everybody.to_owned(), "globe".to_owned()), ("teams", w.only_teams.to_owned(), "team".to_owned())];
    let teams = edit.audience.iter().map(|team| Choice::new(team.id.to_string(), &team.name)).collect();
    view! {
        <Section title=w.who_may_ask lead=w.who_may_ask_lead>
            <Segmented name="offered" label=w.audience value=offered options />
            <div class="only-teams">
                <Choices name="audience[]" label=w.only_teams hint=w.audience_hint options=teams value=chosen several=true />
            </div>
            <Tick name="open_to_team" label=w.open_to_team hint=w.open_to_team_hint value=open />
        </Section>
    }
}
