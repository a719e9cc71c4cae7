//! Who asks for a ticket and who follows it.

use domain::ticket::view::PersonRef;
use leptos::prelude::*;

use super::act::{AddPerson, RemovePerson};
use super::open::{Ticket, open};
use crate::person_field::PersonField;
use crate::reader::Returned;
use crate::ticket::Avatar;
use crate::ui::{Choice, ErrorSummary, Form, Icon, Select, ServerFn, Submit};
use crate::words::words;

/// Requesters and watchers, with a box that adds one.
#[component]
pub fn People() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let may = open.part(|ticket| ticket.allowed.edit);
    let requesters = open.part(|ticket| ticket.requesters.clone());
    let watchers = open.part(|ticket| ticket.watchers.clone());
    view! {
        <section class="props" aria-labelledby="props-requesters">
            <h3 id="props-requesters">{w.requesters}</h3>
            // The first requester always asks; only those who joined can go.
            {move || view! { <Tokens people=requesters.get() role="requester" removable_from=if may.get() { 1 } else { usize::MAX } /> }}
        </section>
        <section class="props" aria-labelledby="props-watchers">
            <h3 id="props-watchers">{w.watchers}</h3>
            {move || {
                let people = watchers.get();
                if people.is_empty() {
                    return view! { <p class="small soft">{w.no_watchers}</p> }.into_any();
                }
                view! { <Tokens people role="watcher" removable_from=if may.get() { 0 } else { usize::MAX } /> }.into_any()
            }}
            {move || may.get().then(|| view! { <AddSomebody /> })}
        </section>
    }
}

#[component]
fn Tokens(people: Vec<PersonRef>, role: &'static str, removable_from: usize) -> impl IntoView {
    let done = open().on_done();
    let tokens = people
        .into_iter()
        .enumerate()
        .map(|(index, person)| {
            let name = person.name.clone();
            let remove = (words().desk().remove)(&name);
            let id = person.id;
            view! {
                <li class="token">
                    <Avatar person size="s" />
                    {name}
                    {(index >= removable_from).then(|| view! {
                        <Form to=RemovePerson::url() key=format!("{role}-{id}") on_done=done>
                            <Ticket />
                            <input type="hidden" name="role" value=role />
                            <input type="hidden" name="person" value=id.to_string() />
                            <button type="submit" aria-label=remove><Icon name="x" /></button>
                        </Form>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tokens">{tokens}</ul> }
}

#[component]
fn AddSomebody() -> impl IntoView {
    let w = words().desk();
    let done = open().on_done();
    // What was refused must be seen, also where no script opens it.
    let came_back = use_context::<Returned>().is_some_and(|returned| returned.at(AddPerson::url()).is_some());
    let roles = vec![Choice::new("watcher", w.as_watcher), Choice::new("requester", w.as_requester)];
    view! {
        <details class="props-link add-person" open=came_back>
            <summary>{w.add_person}</summary>
            <Form to=AddPerson::url() key="person" class="stack" on_done=done>
                <Ticket speaks=true />
                <ErrorSummary />
                <PersonField name="who" label=w.add_person_hint everybody=true />
                <Select name="role" label=w.add options=roles />
                <Submit label=w.add kind="" />
            </Form>
        </details>
    }
}
