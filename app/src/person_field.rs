//! Choosing somebody by typing a name: with JavaScript people are proposed, without it the typed name is looked up.

use domain::ticket::view::PersonRef;
use leptos::prelude::*;

use crate::portal::api::find_people;
use crate::ui::Field;

/// A field for one person's name; the form sends what [`named`] gives.
#[component]
pub fn PersonField(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] value: Option<PersonRef>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let list = format!("proposed-{name}");
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<PersonRef>::new());
    Effect::new(move |_| {
        let words = typed.get();
        if words.chars().count() < 2 {
            return;
        }
        leptos::task::spawn_local(async move {
            // Without proposals a name can still be typed; the server says when it knows nobody of that name.
            if let Ok(people) = find_people(words.clone()).await
                && typed.get_untracked() == words
            {
                found.set(people);
            }
        });
    });
    let value = value.as_ref().map(named).unwrap_or_default();
    view! {
        <div on:input=move |event| typed.set(event_target_value(&event))>
            <Field name label optional hint=hint.unwrap_or_default() value list=list.clone() />
            <datalist id=list>
                {move || found.get().iter().map(|person| view! { <option value=named(person)></option> }).collect_view()}
            </datalist>
        </div>
    }
}

/// A person as they are typed: the number tells people of one name apart.
fn named(person: &PersonRef) -> String {
    format!("{} #{}", person.name, person.id)
}

/// Who was meant; nobody when nothing was typed.
///
/// # Errors
/// `UnknownReference` at `field` when there is nobody of that name, or more than one.
#[cfg(feature = "ssr")]
pub async fn meant(
    visit: &crate::visit::Visit,
    actor: &domain::permit::Actor,
    field: &str,
    typed: &str,
) -> Result<Option<domain::id::UserId>, crate::error::AppError> {
    use domain::invalid::{Code, Invalid};
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(id) = typed.rsplit_once('#').and_then(|(_, id)| id.trim().parse().ok()) {
        return Ok(Some(id));
    }
    let found = store::people::find(&visit.store, actor, typed, 20).await.map_err(crate::visit::fail)?;
    let mut same = found.iter().filter(|person| person.name.to_lowercase() == typed.to_lowercase());
    match (same.next(), same.next(), found.as_slice()) {
        (Some(person), None, _) | (None, None, [person]) => Ok(Some(person.id)),
        _ => Err(Invalid::one(field, Code::UnknownReference).into()),
    }
}

#[cfg(test)]
mod tests {
    use domain::id::UserId;

    use super::*;

    #[test]
    fn a_proposal_names_one_person_even_among_namesakes() {
        assert_eq!(named(&PersonRef::new(UserId(7), "Ada King".to_owned())), "Ada King #7");
    }
}
