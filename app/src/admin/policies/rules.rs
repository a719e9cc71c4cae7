//! The rules as a table: conditions on one side, working time on the other. Their order decides nothing.

use domain::people::TeamKind;
use domain::priority::Priority;
use domain::sla::{Doubt, Metric, Promise, RuleDraft};
use domain::ticket::Kind;
use leptos::prelude::*;

use super::api::{Choices, Named};
use crate::admin::parts::IconButton;
use crate::error::AppError;
use crate::ui::{Icon, form_state};
use crate::words::{errors, words};

/// The table of all rules.
#[component]
pub fn Rules(
    promise: Promise,
    rules: Vec<RuleDraft>,
    doubts: Vec<Doubt>,
    choices: StoredValue<Choices>,
    tried: Option<usize>,
) -> impl IntoView {
    let w = &words().admin().policies;
    let heads = [
        Some(w.service),
        Some(w.kind),
        Some(w.priority),
        Some(w.requester_team),
        (promise != Promise::Sla).then_some(w.team),
        Some(w.calendar),
    ];
    view! {
        <div class="stack" id="f-rules">
            <Wrong field="rules".to_owned() />
            <div class="table-wrap">
                <table class="table rule-table" data-stack="">
                    <caption class="visually-hidden">{w.rules}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{w.rule_head}</th>
                            {heads.into_iter().flatten().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                            {promise.metrics().iter().map(|metric| view! { <th scope="col">{(w.metric)(*metric)}</th> }).collect_view()}
                            <th scope="col"><span class="visually-hidden">{words().admin().actions}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {rules
                            .into_iter()
                            .enumerate()
                            .map(|(row, rule)| {
                                let doubts = doubts.iter().filter(|doubt| doubt.rule == row).map(|doubt| doubt.metric).collect();
                                view! { <RuleRow promise row rule doubts choices tried={tried == Some(row + 1)} /> }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
            <div>
                <button class="button" type="submit" name="step" value="add.rules" id="add-rules"><Icon name="plus" />{w.add_rule}</button>
            </div>
        </div>
    }
}

#[component]
fn RuleRow(
    promise: Promise,
    row: usize,
    rule: RuleDraft,
    /// Its targets that outlast its resolution.
    doubts: Vec<Metric>,
    choices: StoredValue<Choices>,
    tried: bool,
) -> impl IntoView {
    let w = &words().admin().policies;
    let t = words().ticket();
    let number = (w.rule)(row + 1);
    let scope = rule.scope;
    let field = |what: &str| format!("rules.{row}.{what}");
    let label = |what: &str| format!("{number}, {what}");
    let id_of = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let kinds = Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), (t.kind)(*kind).to_owned())).collect();
    let priorities = Priority::ALL.iter().map(|priority| (priority.as_str().to_owned(), (t.priority)(*priority).to_owned())).collect();
    let services = choices.with_value(|choices| offered(&choices.services, scope.service.map(|id| id.get())));
    let calendars = choices.with_value(|choices| offered(&choices.calendars, rule.calendar.map(|id| id.get())));
    let business = teams(choices, scope.requester_team.map(|id| id.get()), |kind| kind == TeamKind::Business);
    let serving = teams(choices, scope.team.map(|id| id.get()), move |kind| match promise {
        Promise::Supplier => kind == TeamKind::Supplier,
        _ => kind == TeamKind::Service,
    });
    let targets = rule.targets.clone();
    let cells = promise
        .metrics()
        .iter()
        .map(|metric| view! { <Target row metric=*metric typed=targets.get(metric).cloned().unwrap_or_default() doubtful=doubts.contains(metric) /> });
    view! {
        <FaultOf field=format!("rules.{row}") choices />
        <tr id=format!("rule-{}", row + 1) data-tried=tried.then_some("")>
            <th scope="row">
                {number.clone()}
                {tried.then(|| view! { " " <span class="chip" data-tone="ok"><Icon name="check" />{w.matches}</span> })}
            </th>
            <Condition field=field("scope.service") label=label(w.service) head=w.service options=services value=id_of(scope.service.map(|id| id.get())) />
            <Condition field=field("scope.kind") label=label(w.kind) head=w.kind options=kinds value=scope.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default() />
            <Condition
                field=field("scope.priority")
                label=label(w.priority)
                head=w.priority
                options=priorities
                value=scope.priority.map(|priority| priority.as_str().to_owned()).unwrap_or_default()
            />
            <Condition
                field=field("scope.requester_team")
                label=label(w.requester_team)
                head=w.requester_team
                options=business
                value=id_of(scope.requester_team.map(|id| id.get()))
            />
            {(promise != Promise::Sla)
                .then(|| view! { <Condition field=field("scope.team") label=label(w.team) head=w.team options=serving value=id_of(scope.team.map(|id| id.get())) /> })}
            <Condition
                field=field("calendar")
                label=label(w.calendar)
                head=w.calendar
                any=w.as_the_policy
                options=calendars
                value=id_of(rule.calendar.map(|id| id.get()))
            />
            {cells.collect_view()}
            <td class="row-actions">
                <IconButton icon="copy" label=(w.copy)(&number) name="step" value=format!("copy.rules.{row}") />
                <IconButton icon="x" label=(w.remove)(&number) name="step" value=format!("remove.rules.{row}") />
            </td>
        </tr>
    }
}

/// What is in use, and what stands there already.
fn offered(all: &[Named], chosen: Option<i64>) -> Vec<(String, String)> {
    all.iter().filter(|named| !named.archived || Some(named.id) == chosen).map(|named| (named.id.to_string(), named.name.clone())).collect()
}

/// The teams of these kinds.
pub(super) fn teams(choices: StoredValue<Choices>, chosen: Option<i64>, fits: impl Fn(TeamKind) -> bool) -> Vec<(String, String)> {
    choices.with_value(|choices| {
        let all: Vec<Named> = choices.teams.iter().filter(|(_, kind)| fits(*kind)).map(|(team, _)| team.clone()).collect();
        offered(&all, chosen)
    })
}

/// The services that are in use.
pub(super) fn services(choices: StoredValue<Choices>, chosen: Option<i64>) -> Vec<(String, String)> {
    choices.with_value(|choices| offered(&choices.services, chosen))
}

/// A drop-down list in a cell.
#[component]
fn Condition(
    field: String,
    label: String,
    head: &'static str,
    options: Vec<(String, String)>,
    value: String,
    /// What is said where nothing is chosen.
    #[prop(optional)]
    any: Option<&'static str>,
) -> impl IntoView {
    let any = any.unwrap_or(words().admin().policies.any);
    let wrong = wrong(&field);
    view! {
        <td data-label=head>
            <PlainSelect field=field.clone() label options value any wrong />
            <Wrong field />
        </td>
    }
}

/// A drop-down list that begins with nothing chosen.
#[component]
pub(super) fn PlainSelect(
    field: String,
    label: String,
    options: Vec<(String, String)>,
    value: String,
    any: &'static str,
    wrong: Memo<String>,
) -> impl IntoView {
    view! {
        <select
            class="input"
            id=format!("f-{}", field.replace('.', "-"))
            name=field
            aria-label=label
            aria-invalid=move || (!wrong.get().is_empty()).then_some("true")
        >
            {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
            {options
                .into_iter()
                .map(|(option, words)| {
                    let selected = option == value;
                    view! { <option value=option selected=selected>{words}</option> }
                })
                .collect_view()}
        </select>
    }
}

#[component]
fn Target(row: usize, metric: Metric, typed: String, doubtful: bool) -> impl IntoView {
    let w = &words().admin().policies;
    let field = format!("rules.{row}.targets.{metric}");
    let wrong = wrong(&field);
    let doubt = format!("doubt-{row}-{metric}");
    let described = doubtful.then(|| doubt.clone());
    view! {
        <td data-label=(w.metric)(metric)>
            <input
                class="input"
                data-width="xs"
                id=format!("f-{}", field.replace('.', "-"))
                name=field.clone()
                aria-label=format!("{}, {}", (w.rule)(row + 1), (w.metric)(metric))
                autocomplete="off"
                placeholder="–"
                value=typed
                aria-describedby=described
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true")
            />
            <Wrong field />
            {doubtful
                .then(|| view! { <p class="field-doubt" id=doubt><Icon name="alert" /><span>{w.outlasts}</span></p> })}
        </td>
    }
}

/// The sentences at a field, joined.
pub(super) fn wrong(field: &str) -> Memo<String> {
    let (error, field) = (form_state().error, field.to_owned());
    Memo::new(move |_| {
        let codes = error.with(|error| error.as_ref().map(|error| error.of_field(&field)).unwrap_or_default());
        codes.iter().map(of_length).collect::<Vec<_>>().join(" ")
    })
}

/// What is wrong, where a length of working time is typed: a range without bounds is that of lengths.
fn of_length(code: &domain::invalid::Code) -> String {
    match code {
        domain::invalid::Code::OutOfRange { min: None, max: None } => words().admin().policies.length_range.to_owned(),
        code => errors::of_code(code),
    }
}

/// What is wrong with a field, at its place.
#[component]
pub(super) fn Wrong(field: String) -> impl IntoView {
    let wrong = wrong(&field);
    move || {
        let wrong = wrong.get();
        (!wrong.is_empty()).then(|| view! { <p class="field-error"><Icon name="status-breached" /><span>{wrong}</span></p> })
    }
}

/// What is wrong with a rule as a whole, above it; a rule that it ties with is led to.
#[component]
fn FaultOf(field: String, choices: StoredValue<Choices>) -> impl IntoView {
    use domain::invalid::Code;
    let w = &words().admin().policies;
    let error = form_state().error;
    let id = format!("f-{}", field.replace('.', "-"));
    let codes =
        Memo::new(move |_| error.with(|error: &Option<AppError>| error.as_ref().map(|error| error.of_field(&field)).unwrap_or_default()));
    let told = move |code: &Code| {
        let link = match code {
            Code::TiesWith { rule, policy: None } => Some((format!("#rule-{rule}"), (w.rule)(*rule))),
            Code::TiesWith { rule, policy: Some(policy) } => choices
                .with_value(|choices| choices.policies.iter().find(|(_, name)| name == policy).map(|(id, _)| *id))
                .map(|id| (format!("/admin/policies/{id}#rule-{rule}"), (w.rule_of)(policy, *rule))),
            _ => None,
        };
        view! {
            <p class="field-error">
                <Icon name="status-breached" />
                <span>
                    {errors::of_code(code)}
                    {link.map(|(to, words)| view! { " " <a href=to rel="external">{words}</a> })}
                </span>
            </p>
        }
    };
    move || {
        codes.with(|codes| {
            (!codes.is_empty())
                .then(|| view! { <tr class="rule-fault" id=id.clone()><td colspan="12">{codes.iter().map(told).collect_view()}</td></tr> })
        })
    }
}
