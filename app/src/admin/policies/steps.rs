//! Warnings and escalations: when, and whom they tell, or into whose hands they put the ticket.

use domain::people::TeamKind;
use domain::sla::{Act, Promise, StepDraft, Whom};
use leptos::prelude::*;

use super::api::Choices;
use super::rules::{PlainSelect, Wrong, teams, wrong};
use super::sheet::WHOM;
use crate::admin::parts::IconButton;
use crate::person_field::PersonField;
use crate::ui::Icon;
use crate::words::words;

/// All steps.
#[component]
pub fn Steps(promise: Promise, steps: Vec<StepDraft>, choices: StoredValue<Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let none = steps.is_empty();
    view! {
        <div class="stack" id="f-steps">
            <Wrong field="steps".to_owned() />
            {none.then(|| view! { <p class="soft">{w.no_steps}</p> })}
            <ol class="step-cards">
                {steps.into_iter().enumerate().map(|(row, step)| view! { <StepCard promise row step choices /> }).collect_view()}
            </ol>
            <div>
                <button class="button" type="submit" name="step" value="add.steps" id="add-steps"><Icon name="plus" />{w.add_step}</button>
            </div>
        </div>
    }
}

#[component]
fn StepCard(promise: Promise, row: usize, step: StepDraft, choices: StoredValue<Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let number = (w.step)(row + 1);
    let field = |what: &str| format!("steps.{row}.{what}");
    let at = field("at");
    let wrong_at = wrong(&at);
    let metrics = promise.metrics().iter().map(|metric| (metric.as_str().to_owned(), (w.metric)(*metric).to_owned())).collect();
    let one_metric = promise.metrics().len() == 1;
    let metric = step.metric.map(|metric| metric.as_str().to_owned()).unwrap_or_default();
    view! {
        <li class="step-card">
            <div class="step-when">
                <label>
                    <span>{w.at}</span>
                    <input
                        class="input"
                        data-width="xs"
                        id=format!("f-steps-{row}-at")
                        name=at.clone()
                        autocomplete="off"
                        placeholder="80%"
                        value=step.at.clone()
                        aria-label=format!("{number}, {}", w.at)
                        aria-invalid=move || (!wrong_at.get().is_empty()).then_some("true")
                    />
                </label>
                {(!one_metric)
                    .then(|| {
                        let metric_field = field("metric");
                        let wrong = wrong(&metric_field);
                        view! {
                            <label>
                                <span>{w.of_metric}</span>
                                <PlainSelect field=metric_field label=format!("{number}, {}", w.of_metric) options=metrics value=metric any=w.every_metric wrong />
                            </label>
                        }
                    })}
                <IconButton icon="x" label=(w.remove)(&number) name="step" value=format!("remove.steps.{row}") />
            </div>
            <Wrong field=at />
            <Told row acts=step.acts.clone() choices />
            <HandOver row acts=step.acts choices />
            <Wrong field=field("acts") />
        </li>
    }
}

/// Whom a step tells.
#[component]
fn Told(row: usize, acts: Vec<Act>, choices: StoredValue<Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let tells = |whom: Whom| acts.contains(&Act::Notify { whom });
    let named = acts.iter().filter_map(|act| match act {
        Act::Notify { whom: Whom::Person(person) } => Some(*person),
        _ => None,
    });
    let people = named.enumerate().map(|(place, person)| {
        let name = choices.with_value(|choices| choices.people.iter().find(|known| known.id == person).map(|known| known.name.clone()));
        view! {
            <input type="hidden" name=format!("steps.{row}.person.{place}") value=person.to_string() />
            <label class="check">
                <input type="checkbox" name=format!("steps.{row}.tells.{person}") value="true" checked=true />
                <span>{name.unwrap_or_else(|| format!("#{person}"))}</span>
            </label>
        }
    });
    view! {
        <fieldset class="step-told" id=format!("f-steps-{row}-acts")>
            <legend>{w.tells}</legend>
            {WHOM
                .into_iter()
                .map(|(name, whom)| {
                    view! {
                        <label class="check">
                            <input type="checkbox" name=format!("steps.{row}.{name}") value="true" checked=tells(whom) />
                            <span>{(w.whom)(whom)}</span>
                        </label>
                    }
                })
                .collect_view()}
            {people.collect_view()}
        </fieldset>
        <PersonField name=format!("steps.{row}.somebody") label=w.somebody optional=true />
    }
}

/// Into whose hands a step puts the ticket.
#[component]
fn HandOver(row: usize, acts: Vec<Act>, choices: StoredValue<Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let hands = acts.iter().find_map(|act| match act {
        Act::Reassign { team, person } => Some((*team, *person)),
        Act::Notify { .. } => None,
    });
    let team = hands.map(|(team, _)| team.to_string()).unwrap_or_default();
    let person = hands.and_then(|(_, person)| person);
    let name = person.and_then(|person| {
        choices.with_value(|choices| choices.people.iter().find(|known| known.id == person).map(|known| known.name.clone()))
    });
    let options = teams(choices, hands.map(|(team, _)| team.get()), |kind| kind != TeamKind::Business);
    let field = format!("steps.{row}.reassign");
    let wrong = wrong(&field);
    view! {
        <label class="step-hands">
            <span>{w.hands_to}</span>
            <PlainSelect field=field label=format!("{}, {}", (w.step)(row + 1), w.hands_to) options value=team.clone() any=w.nobody_else wrong />
            {name.map(|name| view! { <small>{name}</small> })}
        </label>
        {person
            .map(|person| {
                view! {
                    <input type="hidden" name=format!("steps.{row}.reassign_person") value=person.to_string() />
                    <input type="hidden" name=format!("steps.{row}.reassign_was") value=team />
                }
            })}
    }
}
