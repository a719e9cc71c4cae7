//! What needs a word before it is done: resolving, waiting, handing over, cancelling, reopening.
//!
//! Each is a popover that a button opens without any script. One that came back with an error stands open in the page instead.

use domain::ticket::view::{Detail, PersonRef};
use domain::ticket::{Reason, ResolutionCode, WaitingOn};
use leptos::prelude::*;

use super::act::{Cancel, HandOver, Reopen, Resolve, Wait};
use super::api::{Choosable, TeamPeople};
use super::open::{Ticket, open};
use crate::reader::{Returned, me};
use crate::sla::api::MergeTicket;
use crate::ui::{Choice, Choices, Data, ErrorSummary, Field, Form, Icon, LongText, Select, ServerFn, Submit, built_once};
use crate::words::words;

/// All of them.
#[component]
pub fn Dialogs(choices: Data<Choosable>) -> impl IntoView {
    let open = open();
    let own = me().is_some_and(|me| open.peek(|ticket| ticket.requesters.iter().any(|requester| requester.id == me.id)));
    let cancelling = Reason::of_cancelling(own);
    view! {
        <ResolveDialog />
        <WaitDialog />
        <HandOverDialog choices />
        <ReasonDialog id="cancel" to=Cancel::url() title=|n| (words().desk().cancel_number)(n) lead=words().desk().cancel_lead act=words().desk().cancel kind="danger" reason=cancelling />
        <MergeDialog />
        <ReasonDialog id="reopen" to=Reopen::url() title=|n| (words().desk().reopen_number)(n) lead=words().desk().reopen_lead act=words().desk().reopen kind="primary" reason=Reason::Optional />
    }
}

/// The frame of a dialog that is a form.
#[component]
fn Dialog(
    id: &'static str,
    to: &'static str,
    #[prop(into)] title: Signal<String>,
    /// What the button says that does it.
    act: &'static str,
    #[prop(default = "primary")] kind: &'static str,
    children: Children,
) -> impl IntoView {
    let w = words().desk();
    let came_back = use_context::<Returned>().is_some_and(|returned| returned.at(to).is_some());
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let open = open();
    #[cfg(feature = "hydrate")]
    on_cleanup(super::modal::release);
    let on_done = Callback::new(move |()| {
        #[cfg(feature = "hydrate")]
        close(id);
        open.done();
    });
    view! {
        <div
            class="dialog"
            id=id
            popover=(!came_back).then_some("auto")
            data-inline=came_back.then_some("")
            role="dialog"
            aria-labelledby=labelled_by
        >
            <div class="dialog-head">
                <h2 id=title_id>{move || title.get()}</h2>
                {(!came_back).then(|| view! {
                    <button class="button" data-kind="quiet" data-icon-only="" type="button" popovertarget=id popovertargetaction="hide">
                        <Icon name="x" />
                        <span class="visually-hidden">{words().common().close}</span>
                    </button>
                })}
            </div>
            <Form to key=id on_done>
                <Ticket speaks=true />
                <div class="dialog-body">
                    <ErrorSummary />
                    {children()}
                </div>
                <div class="dialog-foot">
                    {(!came_back).then(|| view! {
                        <button class="button" type="button" popovertarget=id popovertargetaction="hide">{w.not_yet}</button>
                    })}
                    <Submit label=act kind />
                </div>
            </Form>
        </div>
    }
}

/// Closes a dialog as its own button does.
#[cfg(feature = "hydrate")]
fn close(id: &str) {
    use wasm_bindgen::JsCast;
    let button = document().query_selector(&format!("#{id} [popovertargetaction=hide]")).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let shown = document().query_selector(&format!("#{id}:popover-open")).ok().flatten().is_some();
        if shown {
            button.click();
        }
    }
}

fn requester(ticket: &Detail) -> String {
    ticket.requesters.first().map(|person| person.name.clone()).unwrap_or_default()
}

fn number(title: fn(&str) -> String) -> Signal<String> {
    let open = open();
    Signal::derive(move || title(&open.with(|ticket| ticket.number.to_string())))
}

#[component]
fn ResolveDialog() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let options = ResolutionCode::ALL.iter().map(|&code| Choice::new(code.as_str(), (words().ticket().resolution)(code))).collect();
    // What is meant most often stands there already.
    let usual = open.peek(|ticket| ResolutionCode::usual(ticket.number.kind));
    view! {
        <Dialog id="resolve" to=Resolve::url() title=number(w.resolve_number) act=w.resolve>
            <Select name="code" label=w.how_it_ended options value=usual.as_str() />
            <LongText name="text" label=w.what_helped hint=(w.what_helped_hint)(&open.peek(requester)) />
        </Dialog>
    }
}

#[component]
fn WaitDialog() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let option = |on: WaitingOn, label: String, hint: Option<&str>| Choice { value: on.to_string(), label, hint: hint.map(str::to_owned) };
    let options = vec![
        option(WaitingOn::Requester, (w.for_requester)(&open.peek(requester)), Some(w.for_requester_hint)),
        option(WaitingOn::Supplier, w.for_supplier.to_owned(), None),
        option(WaitingOn::Date, w.for_date.to_owned(), Some(w.for_date_hint)),
    ];
    view! {
        <Dialog id="wait" to=Wait::url() title=Signal::derive(|| words().desk().wait.to_owned()) act=w.wait>
            <Choices name="on" label=w.on_whom options value=vec![WaitingOn::Requester.to_string()] />
            <div class="wait-until"><Field name="until" label=w.until kind="date" width="s" /></div>
            <LongText name="reason" label=w.why optional=true rows=2 />
        </Dialog>
    }
}

#[component]
fn HandOverDialog(choices: Data<Choosable>) -> impl IntoView {
    let open = open();
    let w = words().desk();
    let team = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    let choose = move || {
        use wasm_bindgen::JsCast;
        let list = document().query_selector("#hand [name=hand_team]").ok().flatten();
        if let Some(list) = list.and_then(|list| list.dyn_into::<web_sys::HtmlSelectElement>().ok()) {
            let chosen = list.value();
            if team.with_untracked(|team| *team != chosen) {
                team.set(chosen);
            }
        }
    };
    #[cfg(not(feature = "hydrate"))]
    let choose = || ();
    view! {
        <Dialog id="hand" to=HandOver::url() title=Signal::derive(|| words().desk().hand_over.to_owned()) act=w.hand_over>
            <Transition>
                {move || Suspend::new(async move {
                    let choices = choices.await.unwrap_or_default();
                    built_once().await;
                    let present = open.peek(|ticket| ticket.team.as_ref().map(|team| team.id));
                    let others = choices.teams.iter().filter(|team| Some(team.team.id) != present);
                    let teams = std::iter::once(Choice::new("", w.choose))
                        .chain(others.map(|team| Choice::new(team.team.id.to_string(), team.team.name.clone())))
                        .collect();
                    let people: Vec<TeamPeople> = choices.teams.into_iter().filter(|team| Some(team.team.id) != present).collect();
                    let people = Signal::derive(move || of_team(&people, &team.get()));
                    view! {
                        // What is chosen is looked at again before the people are opened: a form that was sent is empty again.
                        <div class="stack" on:change=move |_| choose() on:focusin=move |_| choose()>
                            <Select name="hand_team" label=w.to_team options=teams />
                            <Select
                                name="hand_person"
                                label=w.to_person
                                options=vec![Choice::new("", w.nobody_yet)]
                                groups=people
                                optional=true
                            />
                        </div>
                    }
                })}
            </Transition>
            <LongText name="reason" label=w.why hint=w.hand_over_hint rows=3 />
        </Dialog>
    }
}

/// The people of the chosen team; of every team, while none is chosen.
fn of_team(teams: &[TeamPeople], chosen: &str) -> Vec<(String, Vec<Choice>)> {
    let person = |person: &PersonRef| Choice::new(person.id.to_string(), person.name.clone());
    teams
        .iter()
        .filter(|team| !team.people.is_empty() && (chosen.is_empty() || team.team.id.to_string() == chosen))
        .map(|team| (team.team.name.clone(), team.people.iter().map(person).collect()))
        .collect()
}

/// What cannot be undone asks whether its doer knows that.
#[component]
fn MergeDialog() -> impl IntoView {
    let w = words().sla();
    view! {
        <Dialog id="merge" to=MergeTicket::url() title=number(w.merge_number) act=w.merge kind="danger">
            <p>{w.merge_lead}</p>
            <Field name="into" label=w.merge_into hint=w.merge_into_hint width="s" />
            <Choices name="agreed" label=w.merge_sure options=vec![Choice::new("true", w.merge_agreed)] several=true />
        </Dialog>
    }
}

/// A dialog that asks for a reason alone.
#[component]
fn ReasonDialog(
    id: &'static str,
    to: &'static str,
    title: fn(&str) -> String,
    lead: &'static str,
    act: &'static str,
    kind: &'static str,
    reason: Reason,
) -> impl IntoView {
    view! {
        <Dialog id to title=number(title) act kind>
            <p>{lead}</p>
            <LongText name="reason" label=words().desk().why optional=reason == Reason::Optional rows=3 />
        </Dialog>
    }
}
