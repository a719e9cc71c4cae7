//! The fields of an integration.

use domain::alert::Kind;
use domain::alert::view::IntegrationRow;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use crate::person_field::PersonField;
use crate::reader::locale;
use crate::ui::{Choice, Choices, ErrorSummary, Field, Select};
use crate::words::words;

/// What a refusal may name.
fn labels() -> Vec<(String, String)> {
    let w = &words().admin().alerts;
    let all = [("name", w.name), ("kind", w.kind), ("service", w.service), ("owner", w.owner), ("every", w.every), ("grace", w.grace)];
    all.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

/// All of them; what it speaks is chosen once.
#[component]
pub fn IntegrationFields(services: Vec<ServiceRef>, #[prop(optional)] row: Option<IntegrationRow>) -> impl IntoView {
    let w = &words().admin().alerts;
    let locale = locale();
    let options = services.into_iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale))).collect::<Vec<_>>();
    let is_new = row.is_none();
    let expected = row.as_ref().and_then(|row| row.expected);
    let (name, service, owner) = match row {
        Some(row) => (row.name, row.service.map(|service| service.id.to_string()).unwrap_or_default(), row.owner),
        None => (String::new(), String::new(), None),
    };
    let owner = match owner {
        Some(owner) => view! { <PersonField name="owner" label=w.owner hint=w.owner_hint value=owner /> }.into_any(),
        None => view! { <PersonField name="owner" label=w.owner hint=w.owner_hint /> }.into_any(),
    };
    let kinds = || {
        let kinds = Kind::ALL.iter().map(|&kind| Choice {
            value: kind.as_str().to_owned(),
            label: (w.kinds)(kind).to_owned(),
            hint: Some((w.kind_hints)(kind).to_owned()),
        });
        view! { <Choices name="kind" label=w.kind options=kinds.collect() value=vec![Kind::Alertmanager.as_str().to_owned()] /> }
    };
    let minutes = |minutes: Option<i64>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    view! {
        <ErrorSummary labels=labels() />
        <Field name="name" label=w.name hint=w.name_hint value=name />
        {is_new.then(kinds)}
        <Select name="service" label=w.service hint=w.service_hint options value=service />
        {owner}
        <Field
            name="every"
            label=w.every
            hint=w.every_hint
            value=minutes(expected.map(|expected| expected.every))
            inputmode="numeric"
            width="s"
            unit=w.minutes
            optional=true
        />
        <Field
            name="grace"
            label=w.grace
            hint=w.grace_hint
            value=minutes(expected.map(|expected| expected.grace))
            inputmode="numeric"
            width="s"
            unit=w.minutes
            optional=true
        />
    }
}
