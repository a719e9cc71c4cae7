//! Choosing the picture of a service.

use leptos::prelude::*;

use crate::ui::{Icon, form_state};
use crate::words::words;

/// The pictures that suit a service.
const ICONS: [&str; 43] = [
    "laptop",
    "monitor",
    "smartphone",
    "phone",
    "printer",
    "scan",
    "keyboard",
    "headset",
    "camera",
    "server",
    "database",
    "cloud",
    "network",
    "wifi",
    "globe",
    "key",
    "lock",
    "shield",
    "badge",
    "user-plus",
    "users",
    "mail",
    "calendar",
    "chat",
    "book",
    "folder",
    "building",
    "door",
    "truck",
    "car",
    "plane",
    "coffee",
    "cart",
    "money",
    "card",
    "box",
    "wrench",
    "bolt",
    "heart",
    "lightbulb",
    "megaphone",
    "question",
    "grid",
];

/// The pictures side by side, one of them chosen.
#[component]
pub fn IconChoice(value: String) -> impl IntoView {
    let value = form_state().typed("icon").unwrap_or(value);
    let value = if value.is_empty() { "question".to_owned() } else { value };
    view! {
        <fieldset class="field">
            <legend>{words().admin().services.icon}</legend>
            <div class="segmented">
                {ICONS
                    .iter()
                    .map(|&icon| {
                        view! {
                            <label title=icon>
                                <input type="radio" name="icon" value=icon checked={icon == value} />
                                <Icon name=icon />
                                <span class="visually-hidden">{icon}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
