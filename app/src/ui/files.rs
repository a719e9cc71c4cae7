//! A field for files. What is chosen goes to the server at once and is sent by its id, so that a refused form uploads nothing
//! twice; without JavaScript the files travel with the form, and come back as ticks when it is refused.

use domain::id::AttachmentId;
use domain::invalid::Code;
use domain::ticket::view::AttachmentRef;
use leptos::prelude::*;

use super::field::{Bound, Label, Notes};
use super::form::{FormState, form_state};
use super::icon::Icon;
use crate::ticket::attachment::size;
use crate::words::words;

/// Under which name the description of a kept file travels beside its id: for showing it again, never believed.
#[must_use]
pub fn kept_name(field: &str) -> String {
    format!("kept.{field}")
}

/// Files, with those that are on the server already.
#[component]
pub fn Files(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] optional: bool,
    /// The server function that keeps files: `KeepFiles::url()`.
    upload: &'static str,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { state, errors, invalid, ids } = bound;
    let kept = RwSignal::new(kept_before(state, &name));
    let gone = Memo::new(move |_| gone(&errors.read()));
    let files = state.files;
    let label_for = ids.input.clone();
    let input = NodeRef::<leptos::html::Input>::new();
    let field = name.clone();
    #[cfg(feature = "hydrate")]
    enhance::forget_on_reset(input, kept);
    #[cfg(feature = "hydrate")]
    enhance::take_pasted(input);
    let on_change = {
        let name = name.clone();
        move |_| {
            #[cfg(feature = "hydrate")]
            enhance::send(input, upload, name.clone(), kept, state);
            #[cfg(not(feature = "hydrate"))]
            let _ = (upload, &name);
        }
    };
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("")>
            <Label for_id=label_for label optional />
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            <div class="file">
                <Kept name=name.clone() kept gone input />
                <Drop several=true>
                    <input
                        type="file"
                        id=ids.input
                        name=name
                        multiple
                        node_ref=input
                        on:change=on_change
                        aria-invalid=move || invalid.get().then_some("true")
                        aria-describedby=described
                    />
                </Drop>
                <p class="small quiet" role="status">
                    {move || match (files.sending.get(), files.awaited.get()) {
                        (0, _) => None,
                        (_, false) => Some(words().portal().files_sending),
                        (_, true) => Some(words().portal().files_awaited),
                    }}
                </p>
                <RefusedFiles field input />
            </div>
        </div>
    }
}

/// The area around a file input. With a script the input lies over all of it, unseen: a click, a file that is dropped and the keyboard
/// still go to it, and what was chosen stands beside it. Without one it is seen as it is, because it alone says what was chosen.
#[component]
fn Drop(several: bool, children: Children) -> impl IntoView {
    let w = words().portal();
    let (choose, drop_here) = if several { (w.files_choose, w.files_drop) } else { (w.file_choose, w.file_drop) };
    view! {
        <div class="file-drop">
            <span class="button script-only" aria-hidden="true"><Icon name="upload" />{choose}</span>
            <span class="small quiet script-only" aria-hidden="true">{drop_here}</span>
            {children()}
        </div>
    }
}

/// The files that were refused, until the person has seen it: chooses others, takes the word away, or sends the form without them.
#[component]
fn RefusedFiles(field: String, input: NodeRef<leptos::html::Input>) -> impl IntoView {
    let files = form_state().files;
    let field = StoredValue::new(field);
    let leave_out = move |_| {
        field.with_value(|field| files.forget_at(field));
        if let Some(input) = input.get_untracked() {
            drop(input.focus());
        }
    };
    move || {
        let w = words().portal();
        let mut refused = files.refused.get();
        field.with_value(|field| refused.retain(|(at, ..)| at == field));
        (!refused.is_empty()).then(|| {
            let lines = refused
                .into_iter()
                .map(|(_, name, why)| {
                    view! {
                        <p class="field-error">
                            <Icon name="status-breached" />
                            <span class="wrap-anywhere">
                                <span class="visually-hidden">{words().common().error_prefix}</span>
                                {(w.file_refused)(&name, &why)}
                            </span>
                        </p>
                    }
                })
                .collect_view();
            view! {
                <div class="stack" data-gap="s" data-refused-files="" role="alert" tabindex="-1">
                    {lines}
                    {files.warned.get().then(|| view! { <p class="small"><strong>{w.files_send_without}</strong></p> })}
                    <div>
                        <button class="button" data-kind="quiet" data-size="s" type="button" on:click=leave_out>
                            {w.files_leave_out}
                        </button>
                    </div>
                </div>
            }
        })
    }
}

/// One file that travels with its form.
#[component]
pub fn OneFile(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// What a browser offers to choose from; what it is, its content says.
    accept: &'static str,
) -> impl IntoView {
    let bound = Bound::of(&name);
    let described = bound.description(&hint);
    let Bound { errors, invalid, ids, .. } = bound;
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = RwSignal::new(None);
    let empty = Callback::new(move |()| {
        chosen.set(None);
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            drop(input.focus());
        }
    });
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("")>
            <Label for_id=ids.input.clone() label optional=false />
            <Notes hint hint_id=ids.hint error_id=ids.error errors />
            <div class="file">
                <Drop several=false>
                    <input
                        type="file"
                        id=ids.input
                        name=name
                        accept=accept
                        node_ref=input
                        on:change=move |_| chosen.set(chosen_in(input))
                        aria-invalid=move || invalid.get().then_some("true")
                        aria-describedby=described
                    />
                </Drop>
                {move || {
                    chosen
                        .get()
                        .map(|(file, bytes)| {
                            view! {
                                <div class="attachments" role="status">
                                    <div class="attachment"><Name file=file.clone() bytes /><Remove file run=empty /></div>
                                </div>
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// The name and the size of the file that an input holds.
fn chosen_in(input: NodeRef<leptos::html::Input>) -> Option<(String, u64)> {
    let file = input.get_untracked()?.files()?.get(0)?;
    // Sizes are whole numbers below 2^53.
    Some((file.name(), file.size() as u64))
}

/// A file by its name and its size.
#[component]
fn Name(file: String, bytes: u64) -> impl IntoView {
    view! {
        <Icon name="paperclip" />
        <span class="attachment-name">
            <b>{file}</b>
            <small>{size(bytes)}</small>
        </span>
    }
}

/// Takes a file away that was chosen.
#[component]
fn Remove(file: String, run: Callback<()>) -> impl IntoView {
    let label = (words().portal().file_remove)(&file);
    view! {
        <button class="button script-only" data-kind="quiet" data-icon-only="" type="button" on:click=move |_| run.run(())>
            <Icon name="x" />
            <span class="visually-hidden">{label}</span>
        </button>
    }
}

/// The files that are on the server: a script takes one away, and without one a tick takes it along.
#[component]
fn Kept(
    name: String,
    kept: RwSignal<Vec<(AttachmentRef, bool)>>,
    /// Those that are not on the server any more: they are offered no longer, so that the form can be sent again.
    gone: Memo<Vec<AttachmentId>>,
    /// Where the keyboard goes when one was taken away.
    input: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let w = words().portal();
    move || {
        let name = name.clone();
        let there: Vec<_> = gone.with(|gone| kept.get().into_iter().filter(|(file, _)| !gone.contains(&file.id)).collect());
        (!there.is_empty()).then(|| {
            let files = there
                .into_iter()
                .map(|(file, ticked)| {
                    let described = serde_json::to_string(&file).unwrap_or_default();
                    let id = file.id;
                    let remove = Callback::new(move |()| {
                        kept.update(|kept| kept.retain(|(other, _)| other.id != id));
                        if let Some(input) = input.get_untracked() {
                            drop(input.focus());
                        }
                    });
                    view! {
                        <li class="attachment">
                            <Name file=file.name.clone() bytes=file.size />
                            <label class="file-tick no-script">
                                <input type="checkbox" name=name.clone() value=id.to_string() checked=ticked />
                                {w.files_kept}
                                <span class="visually-hidden">" " {file.name.clone()}</span>
                            </label>
                            <Remove file=file.name run=remove />
                            <input type="hidden" name=kept_name(&name) value=described />
                        </li>
                    }
                })
                .collect_view();
            view! {
                <ul class="attachments">{files}</ul>
                <p class="field-hint no-script">{w.files_kept_hint}</p>
            }
        })
    }
}

fn gone(errors: &[Code]) -> Vec<AttachmentId> {
    let gone = errors.iter().filter_map(|error| match error {
        Code::FilesGone { files } => Some(files.clone()),
        _ => None,
    });
    gone.flatten().collect()
}

fn kept_before(state: FormState, name: &str) -> Vec<(AttachmentRef, bool)> {
    let ticked = state.typed_all(name);
    let described = state.typed_all(&kept_name(name));
    let files = described.iter().filter_map(|json| serde_json::from_slice::<AttachmentRef>(json.as_bytes()).ok());
    files.map(|file| (file.clone(), ticked.contains(&file.id.to_string()))).collect()
}

#[cfg(feature = "hydrate")]
pub(crate) mod enhance {
    use domain::invalid::Code;
    use domain::ticket::view::AttachmentRef;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use crate::error::AppError;
    use crate::reader::reader;
    use crate::ui::form::FormState;
    use crate::ui::send;
    use crate::words::errors;

    type Input = NodeRef<leptos::html::Input>;

    /// Sends what was chosen, one file after the other, and empties the input. A form that was sent meanwhile goes when they are here.
    pub fn send(input: Input, to: &'static str, name: String, kept: RwSignal<Vec<(AttachmentRef, bool)>>, state: FormState) {
        let Some(input) = input.get_untracked() else { return };
        let Some(chosen) = input.files() else { return };
        let files: Vec<web_sys::File> = (0..chosen.length()).filter_map(|index| chosen.get(index)).collect();
        if files.is_empty() {
            return;
        }
        state.files.forget_at(&name);
        state.files.sending.update(|sending| *sending += 1);
        spawn_local(async move {
            for file in files {
                let kept_files = match too_large(&file) {
                    Some(refusal) => Err(refusal),
                    None => send::upload::<Vec<AttachmentRef>>(to, &name, &file).await,
                };
                match kept_files {
                    Ok(files) => kept.update(|kept| kept.extend(files.into_iter().map(|file| (file, true)))),
                    Err(error) => state.files.refused.update(|refused| refused.push((name.clone(), file.name(), why(&error, &name)))),
                }
            }
            input.set_value("");
            state.files.sending.update(|sending| *sending -= 1);
            arrived(&input, state);
        });
    }

    /// Goes on with what waited for the files: the form, unless one of them was refused, which is shown then.
    fn arrived(input: &web_sys::HtmlInputElement, state: FormState) {
        let Some(form) = input.form().filter(|_| state.files.sending.get_untracked() == 0) else { return };
        let awaited = state.files.awaited.get_untracked();
        state.files.awaited.set(false);
        let by = state.files.by.try_update_value(Option::take).flatten();
        if !state.files.refused.with_untracked(Vec::is_empty) {
            state.files.warned.set(awaited);
            request_animation_frame(move || send::focus_on(&form, send::REFUSED_FILES));
        } else if awaited {
            // After what came is drawn: a form sends what it shows.
            request_animation_frame(move || drop(form.request_submit_with_submitter(by.as_ref())));
        }
    }

    /// A file that cannot be taken need not travel.
    fn too_large(file: &web_sys::File) -> Option<AppError> {
        let max = u64::from(reader().file_limit_mib) * 1024 * 1024;
        let over = max > 0 && file.size() > max as f64;
        over.then_some(AppError::TooLarge { limit: max })
    }

    /// Why a file was refused, in a sentence.
    fn why(error: &AppError, field: &str) -> String {
        match error {
            AppError::TooLarge { limit } => errors::of_code(&Code::FileTooLarge { max: *limit }),
            AppError::Invalid { .. } => error.of_field(field).iter().map(errors::of_code).collect::<Vec<_>>().join(" "),
            error => errors::title(error),
        }
    }

    /// A form that was sent is emptied, and its files with it.
    pub fn forget_on_reset(input: Input, kept: RwSignal<Vec<(AttachmentRef, bool)>>) {
        Effect::new(move |_| {
            if let Some(form) = input.get().and_then(|input| input.form()) {
                let target: web_sys::EventTarget = form.into();
                on_event(&target, "reset", move |_| kept.set(Vec::new()));
            }
        });
    }

    /// A picture that is pasted anywhere into the form is as good as one that was chosen. Of several fields for files the first takes it.
    pub fn take_pasted(input: Input) {
        Effect::new(move |_| {
            let Some(input) = input.get() else { return };
            let Some(form) = input.form() else { return };
            on_event(&form.into(), "paste", move |event| {
                if event.default_prevented() {
                    return;
                }
                if let Some(files) = pasted(&event) {
                    event.prevent_default();
                    input.set_files(Some(&files));
                    // The same as if somebody had chosen them.
                    drop(web_sys::Event::new("change").map(|change| input.dispatch_event(&change)));
                }
            });
        });
    }

    /// The files of a paste; none, when it has text: copied cells of a table come with a picture of themselves.
    fn pasted(event: &web_sys::Event) -> Option<web_sys::FileList> {
        use wasm_bindgen::JsCast;
        use web_sys::js_sys::{Array, Reflect};
        let clipboard = Reflect::get(event, &"clipboardData".into()).ok()?;
        let types = Array::from(&Reflect::get(&clipboard, &"types".into()).ok()?);
        let files: web_sys::FileList = Reflect::get(&clipboard, &"files".into()).ok()?.dyn_into().ok()?;
        let has_text = types.includes(&"text/plain".into(), 0);
        (files.length() > 0 && !has_text).then_some(files)
    }

    fn on_event(target: &web_sys::EventTarget, name: &str, run: impl Fn(web_sys::Event) + 'static) {
        use wasm_bindgen::JsCast;
        let listener = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::Event)>::new(run);
        drop(target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()));
        // The form owns it from here on: it lives as long as the element does.
        listener.forget();
    }
}
