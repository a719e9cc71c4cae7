//! All keys on one sheet.

use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// A heading, and what each of its keys does.
type Group = (&'static str, Vec<(&'static str, Vec<&'static str>)>);

/// The sheet; a popover, so that its buttons work without a script (the keys themselves need one).
#[component]
pub fn KeysHelp() -> impl IntoView {
    let w = words().desk();
    let groups: [Group; 4] = [
        (
            w.keys_move,
            vec![
                (w.key_next, vec!["j"]),
                (w.key_previous, vec!["k"]),
                (w.key_open, vec!["Enter"]),
                (w.key_choose, vec!["x"]),
                (w.key_back, vec!["Esc"]),
            ],
        ),
        (
            w.keys_write,
            vec![(w.public_reply, vec!["r"]), (w.internal_note, vec!["n"]), (w.templates, vec!["i"]), (w.key_send, vec!["Ctrl", "Enter"])],
        ),
        (w.keys_act, vec![(w.take, vec!["t"]), (w.key_assign, vec!["a"]), (w.resolve, vec!["e"]), (w.key_hide, vec!["d"])]),
        (w.keys_find, vec![(w.key_search, vec!["/"]), (w.key_palette, vec!["Ctrl", "K"]), (w.key_these, vec!["?"])]),
    ];
    let groups = groups
        .into_iter()
        .map(|(title, keys)| {
            let keys = keys
                .into_iter()
                .map(|(what, keys)| {
                    let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view();
                    view! { <div><dt>{what}</dt><dd>{keys}</dd></div> }
                })
                .collect_view();
            view! { <section><h3>{title}</h3><dl>{keys}</dl></section> }
        })
        .collect_view();
    view! {
        <div class="dialog" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title" data-size="l">
            <div class="dialog-head">
                <h2 id="keys-title">{w.keys}</h2>
                <button class="button" data-kind="quiet" data-icon-only="" type="button" popovertarget="keys" popovertargetaction="hide">
                    <Icon name="x" />
                    <span class="visually-hidden">{words().common().close}</span>
                </button>
            </div>
            <div class="dialog-body"><div class="shortcuts">{groups}</div></div>
        </div>
        // What the key `?` presses; people use the button in the ticket's menu.
        <button class="visually-hidden" type="button" popovertarget="keys" data-key="?" tabindex="-1" aria-hidden="true"></button>
    }
}
