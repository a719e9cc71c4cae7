//! A value that is edited where it stands: a list that saves as soon as another entry is chosen; with a button where no script runs.

use leptos::prelude::*;

use super::open::{Ticket, open};
use super::toast::Toast;
use crate::ui::{Choice, Form, Icon, form_state};
use crate::words::words;

/// One property of the open ticket.
#[component]
pub fn PropertyForm(
    /// The field's name in the form.
    name: &'static str,
    #[prop(into)] label: String,
    /// The server function that saves it.
    to: &'static str,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] icon: Signal<String>,
    /// What the style sheet colours the icon by.
    #[prop(optional, into)]
    status: Option<Signal<String>>,
    /// Another field that is sent along unchanged.
    #[prop(optional)]
    along: Option<(&'static str, Signal<String>)>,
    /// The key that leads here.
    #[prop(optional, into)]
    key: Option<&'static str>,
    /// Whether the reader may change it; else it is told and not offered.
    #[prop(into)]
    may: Signal<bool>,
) -> impl IntoView {
    let open = open();
    let id = format!("p-{name}");
    let chosen = move || {
        let value = value.get();
        options.read().iter().find(|option| option.value == value).map_or_else(String::new, |option| option.label.clone())
    };
    let select = NodeRef::<leptos::html::Select>::new();
    let before = StoredValue::new(String::new());
    let said = label.clone();
    let saved = Callback::new(move |()| {
        // Sending the form has set it back to what the page began with; the choice is shown until the ticket is there anew.
        #[cfg(feature = "hydrate")]
        if let Some(select) = select.get_untracked() {
            select.set_value(&last_choice(&select));
        }
        let mut undo = vec![(name, before.get_value())];
        undo.extend(along.map(|(name, value)| (name, value.get_untracked())));
        open.toast.set(Some(Toast { to, ..Toast::edited(&said, undo) }));
        open.done();
    });
    let choosing = Choosing { select, value, before, pressed: StoredValue::new(false), passing: StoredValue::new(false) };
    let label_for = id.clone();
    let form = move || {
        let saved = saved;
        let id = id.clone();
        view! {
            <Form to class="inline-edit" key=name on_done=saved>
                <Ticket />
                <BackOnRefusal select value />
                {along.map(|(name, value)| view! { <input type="hidden" name=name value=move || value.get() /> })}
                {move || view! { <Icon name=icon.get() /> }}
                <select
                    id=id
                    name=name
                    node_ref=select
                    on:change=move |_| choosing.changed()
                    on:blur=move |_| choosing.left()
                    on:keydown=move |event| choosing.key(&event)
                    on:keyup=move |_| choosing.pressed.set_value(false)
                    prop:value=move || value.get()
                    data-key=key
                >
                    {move || {
                        let value = value.get_untracked();
                        options
                            .get()
                            .into_iter()
                            .map(|option| {
                                let selected = option.value == value;
                                view! { <option value=option.value selected=selected>{option.label}</option> }
                            })
                            .collect_view()
                    }}
                </select>
                <button class="button no-script" type="submit">{words().common().save}</button>
            </Form>
        }
    };
    let told = move || view! { <span class="inline-value">{move || view! { <Icon name=icon.get() /> }}{chosen}</span> };
    view! {
        <div data-status=move || status.map(|status| status.get())>
            <dt>
                {
                    let label_for = label_for.clone();
                    let spoken = label.clone();
                    move || match may.get() {
                        true => view! { <label for=label_for.clone()>{spoken.clone()}</label> }.into_any(),
                        false => view! { <span>{spoken.clone()}</span> }.into_any(),
                    }
                }
            </dt>
            <dd>{move || if may.get() { form().into_any() } else { told().into_any() }}</dd>
        </div>
    }
}

/// How a choice comes about. Letters and arrows run through a list that is shut: what they come by is not chosen before Enter or
/// leaving, and Esc takes it back.
#[derive(Clone, Copy)]
struct Choosing {
    select: NodeRef<leptos::html::Select>,
    value: Signal<String>,
    /// What the ticket said before the last choice.
    before: StoredValue<String>,
    /// A key is held down.
    pressed: StoredValue<bool>,
    /// What stands in the list was come by and not chosen.
    passing: StoredValue<bool>,
}

impl Choosing {
    fn changed(self) {
        if self.pressed.get_value() {
            self.passing.set_value(true);
        } else {
            self.save();
        }
    }

    fn left(self) {
        self.pressed.set_value(false);
        if self.passing.get_value() {
            self.save();
        }
    }

    fn key(self, event: &leptos::ev::KeyboardEvent) {
        match event.key().as_str() {
            "Enter" if self.passing.get_value() => {
                event.prevent_default();
                self.save();
            }
            "Escape" => {
                event.prevent_default();
                self.passing.set_value(false);
                if let Some(select) = self.select.get_untracked() {
                    select.set_value(&self.value.get_untracked());
                    drop(select.blur());
                }
            }
            // These open it, or leave it.
            "Enter" | "Tab" | " " | "Alt" => {}
            _ => self.pressed.set_value(!event.alt_key()),
        }
    }

    fn save(self) {
        self.passing.set_value(false);
        self.before.set_value(self.value.get_untracked());
        #[cfg(feature = "hydrate")]
        if let Some(select) = self.select.get_untracked().filter(|select| select.value() != self.before.get_value()) {
            remember_choice(&select);
            if let Some(form) = select.form() {
                drop(form.request_submit());
            }
        }
    }
}

/// What was not saved does not stand there as if it were.
#[component]
fn BackOnRefusal(select: NodeRef<leptos::html::Select>, value: Signal<String>) -> impl IntoView {
    let state = form_state();
    Effect::new(move |_| {
        if state.error.read().is_some()
            && let Some(select) = select.get_untracked()
        {
            select.set_value(&value.get_untracked());
        }
    });
}

/// The choice outlives the form's reset as an attribute of the list.
#[cfg(feature = "hydrate")]
fn remember_choice(select: &web_sys::HtmlSelectElement) {
    drop(select.set_attribute("data-chosen", &select.value()));
}

#[cfg(feature = "hydrate")]
fn last_choice(select: &web_sys::HtmlSelectElement) -> String {
    select.get_attribute("data-chosen").unwrap_or_default()
}
