//! Planning a round, and changing what is planned.

use domain::id::RoundId;
use domain::scoring::plan::{DIMENSIONS_MAX, Dimension, Plan, Stage};
use domain::ticket::view::PersonRef;
use domain::time::Span;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{PlanRound, Planning, score_planning};
use super::list_page::local;
use crate::admin::parts::{Head, Section};
use crate::error::AppError;
use crate::reader::{clock, reader};
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// A new round.
#[component]
pub fn NewRoundPage() -> impl IntoView {
    let shown = load(|| (), |()| score_planning(None));
    view! {
        <Page title=words().scoring().plan>
            <Load from=shown view=|planning| view! { <Fields planning /> }.into_any() />
        </Page>
    }
    .into_any()
}

/// One that there is.
#[component]
pub fn EditRoundPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get_str("round").and_then(|id| id.parse::<RoundId>().ok())));
    let shown = load(
        move || asked.get(),
        |id| async move {
            match id {
                Some(id) => score_planning(Some(id)).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().scoring().change>
            <Load from=shown view=|planning| view! { <Fields planning /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Fields(planning: Planning) -> impl IntoView {
    let w = words().scoring();
    let Planning { round, owners } = planning;
    let mut above = vec![("/scores".to_owned(), w.scores.to_owned())];
    let (title, lead) = match &round {
        None => (w.plan, w.plan_lead),
        Some(round) if round.round.stage == Stage::Planned => (w.change, w.plan_lead),
        Some(_) => (w.hand_on, w.hand_on_lead),
    };
    if let Some(round) = &round {
        above.push((format!("/scores/{}", round.round.id), round.round.plan.name.clone()));
    }
    let hidden = round.as_ref().map(|round| {
        view! {
            <input type="hidden" name="round" value=round.round.id.to_string() />
            <input type="hidden" name="version" value=round.version.to_string() />
        }
    });
    let whole = round.as_ref().is_none_or(|round| round.round.stage == Stage::Planned);
    let plan = round.map(|round| round.round.plan);
    let owner = plan.as_ref().map(|plan| plan.owner.to_string()).unwrap_or_default();
    let fields = whole.then(|| view! { <Whole plan=plan.clone() /> });
    view! {
        <Head title lead above />
        <Form to=PlanRound::url() class="form" size="m">
            <ErrorSummary labels=labels() />
            {hidden}
            <Section title=w.owner lead=w.owner_lead><Owner owners owner /></Section>
            {fields}
            <div><Submit label=words().common().save icon="save" /></div>
        </Form>
    }
}

fn labels() -> Vec<(String, String)> {
    let w = words().scoring();
    let mut labels: Vec<(String, String)> = [
        ("owner", w.owner),
        ("name", w.name),
        ("first_day", w.first_day),
        ("last_day", w.last_day),
        ("opens", w.opens),
        ("closes", w.closes),
        ("external", w.external),
        ("internal", w.internal),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .to_vec();
    for row in 0..DIMENSIONS_MAX {
        let of = [("name_en", w.name_en), ("name_zh", w.name_zh), ("asks_en", w.asks_en), ("asks_zh", w.asks_zh)];
        labels.extend(of.map(|(field, label)| (format!("dimensions.{row}.{field}"), (w.of_dimension)(row + 1, label))));
    }
    labels
}

#[component]
fn Owner(owners: Vec<PersonRef>, owner: String) -> impl IntoView {
    let w = words().scoring();
    let mut options = vec![Choice::new("", "–")];
    options.extend(owners.into_iter().map(|person| Choice::new(person.id.to_string(), person.name)));
    view! { <Select name="owner" label=w.owner hint=w.owner_hint options value=owner /> }
}

/// Everything of a round that nobody has voted in.
#[component]
fn Whole(plan: Option<Plan>) -> impl IntoView {
    let w = words().scoring();
    let day = |at| clock().iso(at).get(..10).unwrap_or_default().to_owned();
    let (name, first, last, opens, closes, weights) = match &plan {
        Some(plan) => (
            plan.name.clone(),
            day(plan.from),
            day(plan.until.minus(Span::from_millis(1))),
            local(plan.opens),
            local(plan.closes),
            (plan.external, plan.internal),
        ),
        None => {
            let now = reader().clock.now;
            let at = |days, hour: &str| format!("{}T{hour}", day(now.plus(Span::from_days(days))));
            (String::new(), day(now.minus(Span::from_days(91))), day(now), at(1, "08:00"), at(15, "18:00"), (70, 30))
        }
    };
    let dimensions = plan.map_or_else(Dimension::usual, |plan| plan.dimensions);
    let rows =
        (0..DIMENSIONS_MAX).map(|row| view! { <Row row dimension=dimensions.get(row).cloned().unwrap_or_default() /> }).collect_view();
    view! {
        <Section title=w.when lead=w.when_lead>
            <Field name="name" label=w.name hint=w.name_hint value=name />
            <div class="form-pair">
                <Field name="first_day" label=w.first_day kind="date" width="s" value=first />
                <Field name="last_day" label=w.last_day kind="date" width="s" value=last />
            </div>
            <div class="form-pair">
                <Field name="opens" label=w.opens kind="datetime-local" width="s" value=opens />
                <Field name="closes" label=w.closes kind="datetime-local" width="s" value=closes />
            </div>
        </Section>
        <Section title=w.weights lead=w.weights_lead>
            <div class="form-pair">
                <Field name="external" label=w.external kind="number" width="xs" unit="%" value=weights.0.to_string() />
                <Field name="internal" label=w.internal kind="number" width="xs" unit="%" value=weights.1.to_string() />
            </div>
        </Section>
        <Section title=w.dimensions lead=w.dimensions_lead>{rows}</Section>
    }
}

#[component]
fn Row(row: usize, dimension: Dimension) -> impl IntoView {
    let w = words().scoring();
    let name = |part: &str| format!("dimensions.{row}.{part}");
    view! {
        <fieldset class="field">
            <legend>{(w.dimension_no)(row + 1)}</legend>
            <div class="stack" data-gap="s">
                <div class="form-pair">
                    <Field name=name("name_en") label=w.name_en value=dimension.name.en optional=true />
                    <Field name=name("name_zh") label=w.name_zh value=dimension.name.zh optional=true />
                </div>
                <div class="form-pair">
                    <Field name=name("asks_en") label=w.asks_en value=dimension.asks.en optional=true />
                    <Field name=name("asks_zh") label=w.asks_zh value=dimension.asks.zh optional=true />
                </div>
            </div>
        </fieldset>
    }
}
