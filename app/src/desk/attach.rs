//! The files of a reply or a note: a paperclip, and what was attached in a row above it. With a script a file goes to the server as
//! soon as it is chosen, and is sent by its id; without one it travels with the form.

use domain::invalid::Code;
use domain::ticket::view::AttachmentRef;
use leptos::prelude::*;

use crate::error::AppError;
use crate::ticket::attachment::size;
use crate::ui::files::kept_name;
use crate::ui::{Icon, form_state};
use crate::words::words;

/// The field's name.
const NAME: &str = "files";

/// The files that are on the server already.
pub type Attached = RwSignal<Vec<AttachmentRef>>;

/// Those that a refused form came back with.
pub fn came_back() -> Attached {
    let state = form_state();
    let ticked = state.typed_all(NAME);
    let described = state.typed_all(&kept_name(NAME));
    let files = described.iter().filter_map(|json| serde_json::from_slice::<AttachmentRef>(json.as_bytes()).ok());
    let files = RwSignal::new(files.filter(|file| ticked.contains(&file.id.to_string())).collect());
    forget_gone(files, state.error.get_untracked());
    Effect::new(move |_| forget_gone(files, state.error.get()));
    files
}

/// Files that are not on the server any more are offered no longer, so that the form can be sent again.
fn forget_gone(files: Attached, error: Option<AppError>) {
    for code in error.map(|error| error.of_field(NAME)).unwrap_or_default() {
        if let Code::FilesGone { files: gone } = code {
            files.update(|files| files.retain(|file| !gone.contains(&file.id)));
        }
    }
}

/// What is attached, each with the way to take it off.
#[component]
pub fn AttachedFiles(files: Attached) -> impl IntoView {
    let w = words().desk();
    let chip = move |file: AttachmentRef| {
        let described = serde_json::to_string(&file).unwrap_or_default();
        let (id, take_off) = (file.id, (w.remove)(&file.name));
        view! {
            <li class="attachment">
                // Without a script the tick takes it off.
                <input class="no-script" type="checkbox" name=NAME value=id.to_string() checked=true aria-label=file.name.clone() />
                <input type="hidden" name=kept_name(NAME) value=described />
                <Icon name="paperclip" />
                <span class="attachment-name"><b>{file.name}</b><small>{size(file.size)}</small></span>
                <button
                    class="button script-only"
                    data-kind="quiet"
                    data-icon-only=""
                    type="button"
                    on:click=move |_| files.update(|files| files.retain(|file| file.id != id))
                >
                    <Icon name="x" />
                    <span class="visually-hidden">{take_off}</span>
                </button>
            </li>
        }
    };
    move || {
        let files = files.get();
        (!files.is_empty())
            .then(|| view! { <ul class="composer-files" aria-label=w.kept_files>{files.into_iter().map(chip).collect_view()}</ul> })
    }
}

/// The paperclip.
#[component]
pub fn Attach(files: Attached) -> impl IntoView {
    let w = words().desk();
    let state = form_state();
    let input = NodeRef::<leptos::html::Input>::new();
    let sending = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    crate::ui::files::enhance::take_pasted(input);
    let choose = move |_| {
        #[cfg(feature = "hydrate")]
        send(input, files, sending, state);
        #[cfg(not(feature = "hydrate"))]
        let _ = (files, state);
    };
    view! {
        <label class="button composer-clip" data-kind="quiet" data-icon-only="" title=w.attach>
            <Icon name="paperclip" />
            <span class="visually-hidden">{w.attach}</span>
            <input type="file" name=NAME multiple node_ref=input on:change=choose />
        </label>
        <span class="small quiet" role="status">{move || sending.get().then_some(words().portal().files_sending)}</span>
    }
}

/// Sends what was chosen, one file after the other, and empties the input. What was refused before is settled by a file that is not.
#[cfg(feature = "hydrate")]
fn send(input: NodeRef<leptos::html::Input>, files: Attached, sending: RwSignal<bool>, state: crate::ui::FormState) {
    use crate::ui::ServerFn;
    let Some(input) = input.get_untracked() else { return };
    let Some(chosen) = input.files() else { return };
    let chosen: Vec<web_sys::File> = (0..chosen.length()).filter_map(|at| chosen.get(at)).collect();
    if chosen.is_empty() {
        return;
    }
    sending.set(true);
    state.pending.set(true);
    leptos::task::spawn_local(async move {
        let mut refused = None;
        for file in chosen {
            match crate::ui::send::upload::<Vec<AttachmentRef>>(crate::portal::api::KeepFiles::url(), NAME, &file).await {
                Ok(kept) => drop(files.try_update(|files| files.extend(kept))),
                Err(error) => refused = Some(error),
            }
        }
        input.set_value("");
        let _ = sending.try_set(false);
        let _ = state.pending.try_set(false);
        drop(state.error.try_set(refused));
    });
}
