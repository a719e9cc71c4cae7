//! Fields: each with a label, a hint, its errors, and what was typed before.

use domain::invalid::Code;
use leptos::prelude::*;

use super::form::{FormKey, FormState, form_state};
use super::icon::Icon;
use super::options::options_html;
use crate::error::AppError;
use crate::words::{errors, words};

/// The ids that tie a field to its hint and error.
pub(super) struct Ids {
    pub(super) input: String,
    pub(super) hint: String,
    pub(super) error: String,
}

impl Ids {
    pub(super) fn of(name: &str) -> Self {
        let name = name.replace(['[', ']', '.'], "-");
        let input = match use_context::<FormKey>() {
            Some(FormKey(key)) if !key.is_empty() => format!("f-{key}-{name}"),
            _ => format!("f-{name}"),
        };
        Self { hint: format!("{input}-hint"), error: format!("{input}-error"), input }
    }
}

/// What every field begins with: where it stands in its form, what is wrong with it, and the ids that tie both together.
pub(super) struct Bound {
    pub(super) state: FormState,
    pub(super) errors: Memo<Vec<Code>>,
    pub(super) invalid: Memo<bool>,
    pub(super) ids: Ids,
}

impl Bound {
    pub(super) fn of(name: &str) -> Self {
        let (state, field) = (form_state(), name.to_owned());
        let errors = Memo::new(move |_| state.error.with(|error| error.as_ref().map(|e| e.of_field(&field)).unwrap_or_default()));
        Self { state, errors, invalid: Memo::new(move |_| !errors.read().is_empty()), ids: Ids::of(name) }
    }

    /// What describes the input, for `aria-describedby`: its hint if it has one, and its error while it has one.
    pub(super) fn description(&self, hint: &str) -> impl Fn() -> Option<String> + Clone + use<> {
        let hint = (!hint.is_empty()).then(|| self.ids.hint.clone());
        let (error, invalid) = (self.ids.error.clone(), self.invalid);
        move || {
            let error = invalid.get().then(|| error.clone());
            match (&hint, error) {
                (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
                (Some(hint), None) => Some(hint.clone()),
                (None, error) => error,
            }
        }
    }
}

#[component]
pub(super) fn Label(for_id: String, #[prop(into)] label: String, optional: bool) -> impl IntoView {
    view! {
        <label for=for_id>
            {label} {optional.then(|| view! { <span class="field-optional">{words().common().optional}</span> })}
        </label>
    }
}

#[component]
pub(super) fn Notes(hint: String, hint_id: String, error_id: String, errors: Memo<Vec<Code>>) -> impl IntoView {
    view! {
        {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        {move || {
            let codes = errors.get();
            (!codes.is_empty())
                .then(|| {
                    view! {
                        <p class="field-error" id=error_id.clone()>
                            <Icon name="status-breached" />
                            <span>
                                <span class="visually-hidden">{words().common().error_prefix}</span>
                                {codes.iter().map(errors::of_code).collect::<Vec<_>>().join(" ")}
                            </span>
                        </p>
                    }
                })
        }}
    }
}

/// One line of text.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// The input's type: `text`, `email`, `password`, `number`, `date`, `search`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    /// `xs`, `s` or nothing for the full width.
    #[prop(optional, into)]
    width: Option<&'static str>,
    #[prop(optional, into)] inputmode: Option<&'static str>,
    #[prop(optional, into)] list: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// What a number counts: stands behind the input.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { state, errors, invalid, ids } = bound;
    let value = if kind == "password" { String::new() } else { state.typed(&name).unwrap_or(value) };
    let label_for = ids.input.clone();
    let input = view! {
        <input
            class="input"
            id=ids.input
            type=kind
            name=name
            value=value
            data-width=width
            inputmode=inputmode
            list=list
            placeholder=placeholder
            autocomplete=autocomplete.unwrap_or("off")
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described
        />
    };
    let input = if unit.is_empty() {
        input.into_any()
    } else {
        view! { <div class="input-group" data-width=width>{input}<span class="input-unit">{unit}</span></div> }.into_any()
    };
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("")>
            <Label for_id=label_for label optional />
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            {input}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn LongText(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 4)] rows: u32,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { state, errors, invalid, ids } = bound;
    let value = state.typed(&name).unwrap_or(value);
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("")>
            <Label for_id=ids.input.clone() label optional />
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            <textarea
                class="input"
                id=ids.input
                name=name
                rows=rows
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=described
            >
                {value}
            </textarea>
        </div>
    }
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

impl Choice {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }
}

/// A drop-down list.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    options: Vec<Choice>,
    /// Further options under headings.
    #[prop(optional, into)]
    groups: Signal<Vec<(String, Vec<Choice>)>>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { state, errors, invalid, ids } = bound;
    let value = state.typed(&name).unwrap_or(value);
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("")>
            <Label for_id=ids.input.clone() label optional />
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            <select
                class="input"
                id=ids.input
                name=name
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=described
                inner_html=move || groups.with(|groups| options_html(&options, groups, &value))
            ></select>
        </div>
    }
}

/// Options side by side: one of them (`several = false`) or any number.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    options: Vec<Choice>,
    #[prop(optional)] value: Vec<String>,
    #[prop(optional)] several: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { state, errors, invalid, ids } = bound;
    let value = if state.came_back() { state.typed_all(&name) } else { value };
    let kind = if several { "checkbox" } else { "radio" };
    view! {
        <fieldset
            class="field"
            id=ids.input
            data-invalid=move || invalid.get().then_some("")
            aria-describedby=described
        >
            <legend>{label} {optional.then(|| view! { <span class="field-optional">{words().common().optional}</span> })}</legend>
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            <div class="choices">
                {options
                    .into_iter()
                    .map(|option| {
                        let checked = value.contains(&option.value);
                        view! {
                            <label class="choice">
                                <input type=kind name=name.clone() value=option.value checked=checked />
                                <span>{option.label}</span>
                                {option.hint.map(|hint| view! { <span class="choice-hint">{hint}</span> })}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// One box to tick; sends `true` when ticked.
#[component]
pub fn Tick(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] value: bool,
) -> impl IntoView {
    let state = form_state();
    let checked = if state.came_back() { state.typed(&name).is_some() } else { value };
    view! {
        <div class="field">
            <label class="choice">
                <input type="checkbox" name=name value="true" checked=checked />
                <span>{label}</span>
                {(!hint.is_empty()).then(|| view! { <span class="choice-hint">{hint}</span> })}
            </label>
        </div>
    }
}

/// The button that sends the form around it.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(default = "primary")] kind: &'static str,
    #[prop(optional, into)] size: Option<&'static str>,
    #[prop(optional, into)] icon: Option<&'static str>,
    #[prop(optional, into)] name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
) -> impl IntoView {
    let pending = form_state().pending;
    view! {
        <button
            class="button"
            data-kind=kind
            data-size=size
            type="submit"
            name=name
            value=value
            aria-disabled=move || pending.get().then_some("true")
        >
            {icon.map(|icon| view! { <Icon name=icon /> })}
            {label}
        </button>
    }
}

/// What is wrong with the form as a whole, with a link to each field; announced when it appears.
#[component]
pub fn ErrorSummary(
    /// The fields' labels by name, for the links.
    #[prop(optional)]
    labels: Vec<(String, String)>,
) -> impl IntoView {
    let state = form_state();
    let brought_back = state.brought_back.then(|| {
        view! {
            <div class="banner" data-tone="info" role="status">
                <Icon name="undo" />
                <div class="banner-body"><p>{words().common().brought_back}</p></div>
            </div>
        }
    });
    let summary = move || {
        state.error.get().map(|error| {
            let signs_in = (error == AppError::SignedOut).then(|| {
                // Beside this page, which keeps what was typed.
                view! {
                    <p><a href="/sign-in" target="_blank" rel="external noopener" data-sign-in="">{words().common().sign_in_beside}</a></p>
                }
            });
            let (title, advice) = match error {
                // The page is there, and what was asked for on it is not.
                AppError::NotFound => (words().common().not_any_more.to_owned(), words().common().not_any_more_advice.to_owned()),
                _ => (errors::title(&error), errors::advice(&error)),
            };
            let links = labels
                .iter()
                .filter_map(|(name, label)| {
                    let href = format!("#{}", Ids::of(error.first_within(name)?).input);
                    Some(view! { <li><a href=href rel="external">{label.clone()}</a></li> })
                })
                .collect::<Vec<_>>();
            view! {
                <div class="error-summary" role="alert" tabindex="-1">
                    <h2><Icon name="status-breached" />{title}</h2>
                    <p>{advice}</p>
                    {signs_in}
                    {(!links.is_empty()).then(|| view! { <ul>{links}</ul> })}
                </div>
            }
        })
    };
    (brought_back, summary)
}
