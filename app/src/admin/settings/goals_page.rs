//! What is aimed at in faults: how long each part may take, and by which calendar working time is told.

use domain::fault::Severity;
use domain::fault::goals::{Goals, field};
use domain::fault::parts::Part;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ChangeGoals, GoalsView, load_goals, newest};
use crate::admin::parts::{Head, SavedBanner};
use crate::admin::version::Version;
use crate::error::AppError;
use crate::ui::{Choice, ErrorSummary, Form, Load, Page, Select, ServerFn, Submit, form_state, load};
use crate::words::words;

/// The page.
#[component]
pub fn GoalsPage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || saved.get(), |_| load_goals());
    view! { <Load from=shown view=|view| view! { <Edit view /> }.into_any() /> }.into_any()
}

/// Each severity with each of the three parts.
fn cells() -> impl Iterator<Item = (Severity, Part)> {
    Severity::ALL.iter().flat_map(|&severity| Part::THREE.map(|part| (severity, part)))
}

fn label(severity: Severity, part: Part) -> String {
    let w = words().faults();
    format!("{}{}{}", (w.severities)(severity), words().common().comma, (w.part)(part))
}

#[component]
fn Edit(view: GoalsView) -> impl IntoView {
    let w = &words().admin().settings;
    let calendars = view.calendars.into_iter().map(|(id, name)| Choice::new(id.to_string(), name));
    let options = std::iter::once(Choice::new("", w.goals_no_calendar)).chain(calendars).collect();
    let chosen = view.goals.calendar.map(|id| id.to_string()).unwrap_or_default();
    let labels = std::iter::once(("calendar".to_owned(), w.goals_calendar.to_owned()))
        .chain(cells().map(|(severity, part)| (field(severity, part), label(severity, part))))
        .collect::<Vec<_>>();
    view! {
        <Page title=w.goals>
            <Head title=w.goals lead=w.goals_lead />
            <SavedBanner title=w.saved lead=w.saved_lead />
            <Form to=ChangeGoals::url() class="stack" size="m" reload=true>
                <ErrorSummary labels />
                <Version version=view.version now="/admin/faults" fresh=newest />
                <p class="soft" id="goals-hint">{w.goals_hint}</p>
                <Table goals=view.goals />
                <Select name="calendar" label=w.goals_calendar hint=w.goals_calendar_hint options value=chosen />
                <div class="form-foot"><Submit label=words().common().save /></div>
            </Form>
        </Page>
    }
}

#[component]
fn Table(goals: Goals) -> impl IntoView {
    let w = words().faults();
    let heads = Part::THREE.map(|part| view! { <th scope="col">{(w.part)(part)}<br /><small>{crate::faults::ends(part)}</small></th> });
    let row = |&severity: &Severity| {
        let cells = Part::THREE.map(|part| view! { <Cell severity part stored=goals.shown(severity, part) /> });
        view! { <tr><th scope="row">{(w.severities)(severity)}</th>{cells.into_iter().collect_view()}</tr> }
    };
    view! {
        <table class="matrix">
            <caption class="visually-hidden">{words().admin().settings.goals_caption}</caption>
            <thead><tr><th scope="col">{w.severity}</th>{heads.into_iter().collect_view()}</tr></thead>
            <tbody>{Severity::ALL.iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Cell(severity: Severity, part: Part, stored: String) -> impl IntoView {
    let name = field(severity, part);
    let state = form_state();
    let value = state.typed(&name).unwrap_or(stored);
    let id = format!("f-{}", name.replace('.', "-"));
    let error_id = format!("{id}-error");
    let codes = {
        let name = name.clone();
        Memo::new(move |_| state.error.with(|error| error.as_ref().map(|error: &AppError| error.of_field(&name)).unwrap_or_default()))
    };
    let wrong = move || !codes.read().is_empty();
    let (told_id, described) = (error_id.clone(), move || if wrong() { error_id.clone() } else { "goals-hint".to_owned() });
    view! {
        <td data-label=(words().faults().part)(part)>
            <input
                class="input"
                id=id
                name=name
                value=value
                aria-label=label(severity, part)
                aria-invalid=move || wrong().then_some("true")
                aria-describedby=described
                autocomplete="off"
            />
            {move || {
                let said = codes.read().iter().map(crate::words::errors::of_code).collect::<Vec<_>>().join(" ");
                wrong().then(|| view! { <p class="field-error" id=told_id.clone()>{said}</p> })
            }}
        </td>
    }
}
