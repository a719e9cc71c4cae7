//! Writing a post-mortem: one page, saved as often as its author likes.

use domain::fault::action::{Action, Kind};
use domain::fault::impact::Extent;
use domain::fault::parts::{Part, is_combined};
use domain::fault::post_mortem::{Audience, Content, Shown};
use domain::ticket::view::PersonRef;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{PostMortemShown, WritePostMortem};
use super::kinds;
use super::page::{address, asked, named};
use super::text::heading;
use crate::admin::parts::{Done, Head};
use crate::error::AppError;
use crate::faults::part_bar::{Bar, Basis};
use crate::ui::{Choice, Choices, ErrorSummary, Field, Form, Load, LongText, Page, Select, ServerFn, Submit, form_state, load};
use crate::words::words;

/// The page.
#[component]
pub fn EditPostMortemPage() -> impl IntoView {
    let asked = asked();
    let saved = use_query_map();
    let saved = Memo::new(move |_| saved.with(|query| query.get("saved")));
    let shown = load(move || (asked.get().0, saved.get()), |(id, _)| named(id, None));
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Editor shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Editor(shown: PostMortemShown) -> impl IntoView {
    let (w, f) = (words().post_mortem(), words().faults());
    let PostMortemShown { shown: fault, owners, .. } = shown;
    let written = fault.written.clone().filter(|written| fault.may_write && written.state.name().is_editable());
    let Some(written) = written else {
        return view! { <crate::ui::page::Failure error=AppError::NotFound /> }.into_any();
    };
    let number = fault.number;
    let title = format!("{}: {}", w.edit, fault.title);
    let above = vec![
        ("/faults".to_owned(), f.faults.to_owned()),
        (format!("/faults/{number}"), number.to_string()),
        (address(number), w.post_mortem.to_owned()),
    ];
    let saved = use_query_map().get_untracked().get("saved").is_some();
    view! {
        <Page title=title.clone()>
            <Head title above lead=w.edit_lead />
            {saved.then(|| view! { <Done title=w.saved lead="" /> })}
            <Form to=WritePostMortem::url() class="form" size="m">
                <Fields fault content=written.content version=written.version owners />
            </Form>
        </Page>
    }
    .into_any()
}

fn labels(actions: usize, causes: usize) -> Vec<(String, String)> {
    let w = words().post_mortem();
    let mut labels = vec![
        ("summary", w.summary),
        ("impact", w.impact_text),
        ("users", w.users),
        ("requests", w.requests),
        ("minutes", w.minutes),
        ("money", w.money),
        ("currency", w.currency),
        ("went_well", w.went_well),
        ("went_wrong", w.went_wrong),
        ("lucky", w.lucky),
        ("waiver", w.waiver),
        ("people", w.people),
        ("causes", w.causes),
        ("actions", w.actions),
    ]
    .into_iter()
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .collect::<Vec<_>>();
    for row in 0..causes {
        let cause = |label: &str| format!("{}: {label}", (w.cause)(row + 1));
        labels.push((format!("causes.{row}.category"), cause(w.category)));
        labels.push((format!("causes.{row}.text"), cause(w.cause_text)));
    }
    for row in 0..actions {
        let action = |label: &str| format!("{}: {label}", (w.action)(row + 1));
        for (name, label) in
            [("text", w.action_text), ("owner", w.owner), ("due", w.action_due), ("criterion", w.criterion), ("effect_days", w.effect_days)]
        {
            labels.push((format!("actions.{row}.{name}"), action(label)));
        }
    }
    labels
}

#[component]
fn Fields(fault: Shown, content: Content, version: i64, owners: Vec<PersonRef>) -> impl IntoView {
    let w = words().post_mortem();
    let back = address(fault.number);
    let causes = content.causes.len() + 1;
    let actions = content.actions.len() + Kind::ALL.len();
    let parts: &[Part] = if is_combined(fault.moments.points()) { &[Part::Detect, Part::LocateAndRestore] } else { &Part::THREE };
    let why = parts.iter().map(|part| {
        let value = content.why_this_long.get(part).cloned().unwrap_or_default();
        view! { <LongText name=format!("why.{part}") label=(w.why_part)(&kinds::part(*part)) value rows=3 /> }
    });
    let why = why.collect_view();
    let basis = Basis { moments: fault.moments.clone(), targets: fault.targets.clone(), working: fault.working.clone() };
    let rows = (0..causes).map(|row| {
        let cause = content.causes.get(row).cloned();
        let (category, text) = cause.map(|cause| (cause.category, cause.text)).unwrap_or_default();
        view! { <CauseRow row category text /> }
    });
    let rows = rows.collect_view();
    let first_new = content.actions.len();
    let kinds = Kind::ALL.iter().enumerate().map(|(place, &kind)| {
        let mine: Vec<(usize, Option<Action>)> = content
            .actions
            .iter()
            .enumerate()
            .filter(|(_, action)| action.kind == kind)
            .map(|(row, action)| (row, Some(action.clone())))
            .chain([(first_new + place, None)])
            .collect();
        let because = content.not_applicable.get(&kind).cloned().unwrap_or_default();
        let waiver = (kind == Kind::Prevent).then(|| content.waiver.as_ref().map(|waiver| waiver.reason.clone()).unwrap_or_default());
        view! { <KindFields kind actions=mine because waiver owners=owners.clone() /> }
    });
    let kinds = kinds.collect_view();
    view! {
        <input type="hidden" name="fault" value=fault.number.0.to_string() />
        <input type="hidden" name="version" value=version.to_string() />
        <ErrorSummary labels=labels(actions, causes) />
        <Group title=w.summary lead=w.blameless>
            <LongText name="summary" label=w.summary hint=w.summary_hint value=content.summary.clone() rows=5 />
        </Group>
        <Group title=w.impact lead="">
            <LongText name="impact" label=w.impact_text hint=w.impact_text_hint value=content.impact.clone() rows=3 />
            <ExtentFields extent=content.extent />
        </Group>
        <Group title=w.where_time_went lead="">
            <Bar basis=Memo::new(move |_| basis.clone()) />
            {why}
        </Group>
        <Group title=w.causes lead=w.causes_lead>{rows}</Group>
        <Group title=w.learnt lead="">
            <LongText name="went_well" label=w.went_well value=content.went_well.clone() rows=3 />
            <LongText name="went_wrong" label=w.went_wrong value=content.went_wrong.clone() rows=3 />
            <LongText name="lucky" label=w.lucky value=content.lucky.clone() rows=3 />
        </Group>
        <Group title=w.actions lead=w.actions_lead>{kinds}</Group>
        <Group title=w.audience lead=w.audience_lead><AudienceFields audience=content.audience owners /></Group>
        <div class="form-foot">
            <Submit label=w.save />
            <Submit label=w.save_and_stay kind="secondary" name="then" value="stay" />
            <a class="button" data-kind="quiet" href=back>{w.back}</a>
        </div>
    }
}

/// A part of the form under its heading.
#[component]
fn Group(title: &'static str, lead: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="form-section" data-wide="">
            <header><h2>{title}</h2>{(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}</header>
            <div class="form-fields">{children()}</div>
        </section>
    }
}

#[component]
fn ExtentFields(extent: Extent) -> impl IntoView {
    let w = words().post_mortem();
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let (money, currency) = extent.money.as_ref().map(|money| (money.amount().to_string(), money.currency.to_string())).unwrap_or_default();
    view! {
        <div class="form-pair">
            <Field name="users" label=w.users value=number(extent.users) inputmode="numeric" optional=true />
            <Field name="requests" label=w.requests value=number(extent.requests) inputmode="numeric" optional=true />
        </div>
        <div class="form-pair">
            <Field name="money" label=w.money value=money inputmode="decimal" optional=true />
            <Field name="currency" label=w.currency value=currency placeholder="EUR" optional=true />
        </div>
        <Field name="minutes" label=w.minutes hint=w.minutes_hint value=number(extent.minutes) inputmode="numeric" optional=true />
    }
}

#[component]
fn CauseRow(row: usize, category: String, text: String) -> impl IntoView {
    let w = words().post_mortem();
    let hint = if row == 0 { w.category_hint } else { "" };
    view! {
        <fieldset class="stack">
            <legend>{(w.cause)(row + 1)}</legend>
            <Field name=format!("causes.{row}.category") label=w.category hint value=category />
            <LongText name=format!("causes.{row}.text") label=w.cause_text value=text rows=2 />
        </fieldset>
    }
}

/// What is done of one kind: each action, a new one, and why there is none.
#[component]
fn KindFields(
    kind: Kind,
    actions: Vec<(usize, Option<Action>)>,
    because: String,
    /// Why nothing prevents it, where that is the kind.
    #[prop(optional_no_strip)]
    waiver: Option<String>,
    owners: Vec<PersonRef>,
) -> impl IntoView {
    let w = words().post_mortem();
    let rows = actions.into_iter().map(|(row, action)| view! { <ActionFields kind row action owners=owners.clone() /> }).collect_view();
    view! {
        <section class="stack" aria-labelledby=format!("kind-{kind}")>
            <h3 id=format!("kind-{kind}")>{heading(kind)}</h3>
            <p class="small soft">{(w.kind_lead)(kind)}</p>
            {rows}
            <LongText
                name=format!("not_applicable.{kind}")
                label=w.not_applicable
                hint=w.not_applicable_hint
                value=because
                rows=2
                optional=true
            />
            {waiver.map(|waiver| view! { <LongText name="waiver" label=w.waiver hint=w.waiver_hint value=waiver rows=2 optional=true /> })}
        </section>
    }
}

/// One action; a new one stands folded until somebody needs it.
#[component]
fn ActionFields(kind: Kind, row: usize, #[prop(optional_no_strip)] action: Option<Action>, owners: Vec<PersonRef>) -> impl IntoView {
    let w = words().post_mortem();
    let is_new = action.is_none();
    let state = form_state();
    let name = |part: &str| format!("actions.{row}.{part}");
    let typed = state.typed(&name("text")).is_some_and(|text| !text.trim().is_empty());
    let mut options = vec![Choice::new("", w.no_owner)];
    options.extend(owners.into_iter().map(|person| Choice::new(person.id.to_string(), person.name)));
    let text = action.as_ref().map(|action| action.text.clone()).unwrap_or_default();
    let owner = action.as_ref().and_then(|action| action.owner).map(|owner| owner.to_string()).unwrap_or_default();
    let due = action.as_ref().and_then(|action| action.due).map(|due| due.to_string()).unwrap_or_default();
    let criterion = action.as_ref().map(|action| action.criterion.clone()).unwrap_or_default();
    let days = action.as_ref().map_or(domain::fault::action::EFFECT_DAYS, |action| action.effect_days);
    let fields = view! {
        <input type="hidden" name=name("kind") value=kind.as_str() />
        <LongText name=name("text") label=w.action_text value=text rows=2 />
        <div class="form-pair">
            <Select name=name("owner") label=w.owner options value=owner />
            <Field name=name("due") label=w.action_due kind="date" value=due />
        </div>
        <LongText name=name("criterion") label=w.criterion hint=w.criterion_hint value=criterion rows=2 />
        <Field name=name("effect_days") label=w.effect_days kind="number" value=days.to_string() unit=w.effect_days_unit width="s" />
    };
    if is_new {
        return view! {
            <details class="stack" open=typed>
                <summary class="button">{w.another_action}</summary>
                <div class="stack">{fields}</div>
            </details>
        }
        .into_any();
    }
    view! { <fieldset class="stack"><legend>{(w.action)(row + 1)}</legend>{fields}</fieldset> }.into_any()
}

#[component]
fn AudienceFields(audience: Audience, owners: Vec<PersonRef>) -> impl IntoView {
    let w = words().post_mortem();
    let (chosen, people) = match audience {
        Audience::Company => ("company", Vec::new()),
        Audience::InvolvedTeams => ("involved_teams", Vec::new()),
        Audience::People { people } => ("people", people),
    };
    let options = ["company", "involved_teams", "people"].map(|audience| Choice::new(audience, (w.audience_of)(audience))).to_vec();
    let named = owners.into_iter().map(|person| Choice::new(person.id.to_string(), person.name)).collect();
    let people = people.into_iter().map(|person| person.to_string()).collect();
    view! {
        <Choices name="audience" label=w.audience options value=vec![chosen.to_owned()] />
        <details open=chosen == "people">
            <summary>{w.people}</summary>
            <Choices name="people[]" label=w.people options=named value=people several=true />
        </details>
    }
}
