//! Choosing somebody by typing a name: with JavaScript people are proposed, without it the typed name is looked up.

use std::time::Duration;

use domain::directory::Found;
use domain::ticket::view::PersonRef;
use leptos::prelude::*;

use crate::portal::api::find_people;
use crate::ui::Field;
use crate::words::words;

/// How long a pause in typing is: the server is asked in it, and not at each letter.
const PAUSE: Duration = Duration::from_millis(200);

/// A field for one person's name or address.
#[component]
pub fn PersonField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] value: Option<PersonRef>,
    #[prop(optional)] optional: bool,
    /// Whether also people without an account are proposed, to who may look among them.
    #[prop(optional)]
    everybody: bool,
) -> impl IntoView {
    let list = format!("people-{}", name.replace('.', "-"));
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Found>::new());
    Effect::new(move |_| {
        let words = typed.get();
        if words.chars().count() < 2 {
            return;
        }
        let ask = move || {
            leptos::task::spawn_local(async move {
                // Without proposals a name can still be typed; the server says when it knows nobody of that name.
                if let Ok(people) = find_people(words.clone(), everybody).await
                    && typed.try_get_untracked() == Some(words)
                {
                    found.set(people);
                }
            });
        };
        let waiting = set_timeout_with_handle(ask, PAUSE).ok();
        on_cleanup(move || {
            if let Some(waiting) = waiting {
                waiting.clear();
            }
        });
    });
    let value = value.as_ref().map(numbered).unwrap_or_default();
    view! {
        <div class="stack" data-gap="s" on:input=move |event| typed.set(event_target_value(&event))>
            <Field name label optional hint=hint.unwrap_or_default() value list=list.clone() />
            <datalist id=list>
                {move || found.with(|found| proposals(found)).into_iter().map(|(value, mark)| view! { <option value=value label=mark></option> }).collect_view()}
            </datalist>
        </div>
    }
}

/// A person as they are typed where the name alone could mean another one.
fn numbered(person: &PersonRef) -> String {
    format!("{} #{}", person.name, person.id)
}

/// What is proposed for each person, and what is said beside it: the name, with the number where two have the same; and whether nobody
/// signs in with it.
fn proposals(found: &[Found]) -> Vec<(String, Option<String>)> {
    let is_shared = |name: &str| found.iter().filter(|other| other.person.name == name).count() > 1;
    let proposal = |Found { person, has_account }: &Found| {
        let value = if is_shared(&person.name) { numbered(person) } else { person.name.clone() };
        let mark = (!has_account).then(|| format!("{value} · {}", words().common().no_account));
        (value, mark)
    };
    found.iter().map(proposal).collect()
}

/// Who was meant, among those who can sign in; nobody when nothing was typed.
///
/// # Errors
/// `UnknownReference` at `field` when it could be nobody, or several.
#[cfg(feature = "ssr")]
pub async fn meant(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    field: &str,
    typed: &str,
) -> Result<Option<domain::id::UserId>, crate::error::AppError> {
    use domain::invalid::{Code, Invalid};
    use store::people::Among;
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let meant = store::people::meant(&visit.store, actor, typed, Among::Active).await.map_err(crate::visit::fail)?;
    Ok(Some(meant.ok_or_else(|| Invalid::one(field, Code::UnknownReference))?))
}

#[cfg(test)]
mod tests {
    use domain::id::UserId;

    use super::*;

    fn found(id: i64, name: &str) -> Found {
        Found { person: PersonRef::new(UserId(id), name.to_owned()), has_account: true }
    }

    #[test]
    fn two_people_of_one_name_are_told_apart() {
        let proposed = proposals(&[found(7, "Ada King"), found(9, "Ada King"), found(11, "Bo Li")]);
        let values: Vec<&str> = proposed.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(values, ["Ada King #7", "Ada King #9", "Bo Li"]);
        assert!(proposed.iter().all(|(_, mark)| mark.is_none()));
    }

    #[test]
    fn who_is_shown_in_a_field_is_told_by_number() {
        assert_eq!(numbered(&found(7, "Ada King").person), "Ada King #7");
    }
}
