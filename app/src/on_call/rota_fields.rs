//! The form of a rota: a new one on a page of its own, and one that there is on its page.

use domain::id::TeamId;
use domain::on_call::rota::{HandOver, PEOPLE_MAX, RotaDraft};
use domain::ticket::view::PersonRef;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{RotaBeginning, SaveRota, new_rota};
use crate::admin::parts::{Head, Section};
use crate::error::AppError;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, ZoneField, load};
use crate::words::words;

/// Places that stand empty behind the people of a rota.
const SPARE: usize = 3;

/// A new rota.
#[component]
pub fn NewRotaPage() -> impl IntoView {
    let w = words().on_call();
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get_str("team").and_then(|id| id.parse::<TeamId>().ok())));
    let shown = load(
        move || asked.get(),
        |id| async move {
            match id {
                Some(id) => new_rota(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=w.new_rota>
            <main id="main" class="main">
                <div class="page"><Load from=shown view=|new| view! { <New new /> }.into_any() /></div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn New(new: RotaBeginning) -> impl IntoView {
    let w = words().on_call();
    let RotaBeginning { form, zones } = new;
    let team = form.team.clone();
    let above = vec![("/on-call".to_owned(), w.on_call.to_owned()), (format!("/on-call/teams/{}", team.id), team.name)];
    view! {
        <Head title=w.new_rota lead=w.new_rota_lead.to_owned() above></Head>
        <Form to=SaveRota::url() class="form" size="m">
            <ErrorSummary labels=labels() />
            <input type="hidden" name="team" value=team.id.to_string() />
            <RotaFields draft=form.draft members=form.members zones />
            <div><Submit label=words().common().save icon="save" /></div>
        </Form>
    }
}

/// The names of the fields, for the list of what is wrong.
#[must_use]
pub fn labels() -> Vec<(String, String)> {
    let w = words().on_call();
    let mut labels: Vec<(String, String)> =
        [("name", w.name), ("zone", w.zone), ("days", w.days), ("hand_over", w.hand_over), ("time", w.time), ("from", w.first_day)]
            .map(|(name, label)| (name.to_owned(), label.to_owned()))
            .to_vec();
    labels.extend((0..PEOPLE_MAX).map(|place| (format!("people.{place}"), (w.person_no)(place + 1))));
    labels
}

/// The fields. They are made within the form around them.
#[component]
pub fn RotaFields(draft: RotaDraft, members: Vec<PersonRef>, zones: Vec<String>) -> impl IntoView {
    let w = words().on_call();
    let days = HandOver::ALL.iter().map(|&day| Choice::new(day.as_str(), (w.weekday)(day))).collect();
    let shown = (draft.people.len() + SPARE).clamp(SPARE + 1, PEOPLE_MAX);
    let places = (0..shown)
        .map(|place| {
            let mut options = vec![Choice::new("", "–")];
            options.extend(members.iter().map(|person| Choice::new(person.id.to_string(), person.name.clone())));
            let value = draft.people.get(place).cloned().unwrap_or_default();
            view! { <Select name=format!("people.{place}") label=(w.person_no)(place + 1) options value /> }
        })
        .collect_view();
    view! {
        <Section title=w.rota lead=w.rota_lead>
            <Field name="name" label=w.name hint=w.name_hint value=draft.name />
        </Section>
        <Section title=w.turns lead=w.turns_lead>
            <div class="stack" data-gap="s">{places}</div>
        </Section>
        <Section title=w.hand_overs lead=w.hand_overs_lead>
            <Field name="days" label=w.days hint=w.days_hint kind="number" width="xs" value=draft.days />
            <Select name="hand_over" label=w.hand_over hint=w.hand_over_hint options=days value=draft.hand_over />
            <Field name="time" label=w.time kind="time" width="s" value=draft.time />
            <ZoneField name="zone" label=w.zone hint=w.zone_hint value=draft.zone zones />
            <Field name="from" label=w.first_day hint=w.first_day_hint kind="date" width="s" value=draft.from />
        </Section>
    }
}
