//! Names proposed behind an `@`: of those whom it reaches on this ticket. Without a script the name is typed by hand.

use domain::mention::is_within_a_word;
use domain::ticket::view::PersonRef;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::ticket::Avatar;
use crate::words::words;

/// The list's id, and the beginning of its options' ids.
pub const LIST: &str = "mentions";
/// How many are proposed at a time.
const MOST: usize = 6;
/// The longest name that is looked for, in characters.
const TYPED_MAX: usize = 60;

/// The proposals of one paper.
#[derive(Clone, Copy)]
pub struct Mentions {
    found: RwSignal<Vec<PersonRef>>,
    chosen: RwSignal<usize>,
}

impl Mentions {
    /// Proposals for this paper.
    #[must_use]
    pub fn of(paper: NodeRef<Textarea>) -> Self {
        let mentions = Self { found: RwSignal::new(Vec::new()), chosen: RwSignal::new(0) };
        #[cfg(feature = "hydrate")]
        live::run(mentions, super::open::open().id(), paper);
        #[cfg(not(feature = "hydrate"))]
        let _ = paper;
        mentions
    }

    fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    /// The list that the paper's keys go through, while there is one.
    #[must_use]
    pub fn controls(self) -> Option<&'static str> {
        self.is_open().then_some(LIST)
    }

    /// The proposal that Enter would take.
    #[must_use]
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| option_id(self.chosen.get()))
    }
}

fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

/// The list above the paper, and for those who hear the page how long it is.
#[component]
pub fn Proposals(mentions: Mentions) -> impl IntoView {
    let w = words().desk();
    let Mentions { found, chosen } = mentions;
    let option = move |(index, person): (usize, PersonRef)| {
        let name = person.name.clone();
        view! {
            <div role="option" id=option_id(index) aria-selected=move || if chosen.get() == index { "true" } else { "false" } data-index=index.to_string()>
                <Avatar person size="s" />
                {name}
            </div>
        }
    };
    view! {
        <div class="mentions">
            <p class="visually-hidden" role="status">{move || mentions.is_open().then(|| (w.people_proposed)(found.with(Vec::len)))}</p>
            {move || {
                mentions.is_open().then(|| view! {
                    <div role="listbox" id=LIST aria-label=w.people_to_call>{found.get().into_iter().enumerate().map(option).collect_view()}</div>
                })
            }}
        </div>
    }
}

/// The name that is being typed where the text ends: where its `@` stands in it, in bytes, and what stands behind that. An `@` within a
/// word is part of an address.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a script proposes"))]
fn begun(before: &str) -> Option<(usize, &str)> {
    let at = before.rfind('@')?;
    let typed = &before[at + 1..];
    let in_word = is_within_a_word(&before[..at]);
    let fits = !typed.contains('\n') && !typed.starts_with(' ') && typed.chars().count() <= TYPED_MAX;
    (!in_word && fits).then_some((at, typed))
}

/// Those whose name, or a word of it, begins with what was typed; whoever's whole name does comes first.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a script proposes"))]
fn proposed(people: &[PersonRef], typed: &str) -> Vec<PersonRef> {
    let wanted = typed.to_lowercase();
    let by_name = |person: &&PersonRef| person.name.to_lowercase().starts_with(&wanted);
    let by_word = |person: &&PersonRef| person.name.to_lowercase().split(' ').any(|word| word.starts_with(&wanted));
    let whole = people.iter().filter(by_name);
    let others = people.iter().filter(|person| !by_name(person) && by_word(person));
    whole.chain(others).take(MOST).cloned().collect()
}

#[cfg(feature = "hydrate")]
mod live {
    use domain::id::TicketId;
    use domain::ticket::view::PersonRef;
    use leptos::ev::KeyboardEvent;
    use leptos::html::Textarea;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlTextAreaElement};

    use super::{Mentions, begun, proposed};
    use crate::desk::api::desk_callable;
    use crate::desk::write_at::put;

    /// Looks at the paper with every letter and every move of its cursor.
    pub fn run(mentions: Mentions, ticket: TicketId, paper: NodeRef<Textarea>) {
        let people = RwSignal::new(None::<Vec<PersonRef>>);
        let asked = StoredValue::new(false);
        let look = move || {
            let Some(Some(paper)) = paper.try_get_untracked() else { return };
            let before = before_cursor(&paper);
            let Some((_, typed)) = begun(&before) else { return mentions.shut() };
            if !asked.get_value() {
                asked.set_value(true);
                spawn_local(async move {
                    match desk_callable(ticket).await {
                        Ok(found) => drop(people.try_set(Some(found))),
                        // The next letter asks again.
                        Err(_) => drop(asked.try_set_value(false)),
                    }
                });
            }
            let found = people.with_untracked(|people| people.as_deref().map(|people| proposed(people, typed)).unwrap_or_default());
            if mentions.found.with_untracked(|shown| *shown != found) {
                mentions.chosen.set(0);
                mentions.found.set(found);
            }
        };
        Effect::new(move |_| {
            if people.read().is_some() {
                look();
            }
        });
        let typing = window_event_listener(leptos::ev::input, move |event| {
            if is_paper(event.target(), paper) {
                look();
            }
        });
        let clicks = window_event_listener(leptos::ev::mousedown, move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let option = element.and_then(|element| element.closest("#mentions [data-index]").ok().flatten());
            let index = option.and_then(|option| option.get_attribute("data-index")?.parse().ok());
            match index {
                Some(index) => {
                    // The paper keeps the keyboard.
                    event.prevent_default();
                    choose(mentions, paper, index);
                }
                None => mentions.shut(),
            }
        });
        // Before the desk's own keys: Escape shuts the list and not the paper.
        let keys = move |event: &KeyboardEvent| {
            if mentions.is_open_now() && is_paper(event.target(), paper) && key(event, mentions, paper) {
                event.prevent_default();
            }
        };
        Effect::new(move |_| {
            if let Some(paper) = paper.get() {
                let keys = wasm_bindgen::closure::Closure::<dyn FnMut(KeyboardEvent)>::new(move |event| keys(&event));
                drop(paper.add_event_listener_with_callback("keydown", keys.as_ref().unchecked_ref()));
                let keys = StoredValue::new_local(Some(keys));
                on_cleanup(move || {
                    let _ = keys.try_update_value(Option::take);
                });
            }
        });
        on_cleanup(move || {
            typing.remove();
            clicks.remove();
        });
    }

    impl Mentions {
        fn is_open_now(self) -> bool {
            self.found.try_with_untracked(|found| !found.is_empty()).unwrap_or_default()
        }

        fn shut(self) {
            if self.is_open_now() {
                self.found.set(Vec::new());
            }
        }
    }

    /// Whether the key was for the list.
    fn key(event: &KeyboardEvent, mentions: Mentions, paper: NodeRef<Textarea>) -> bool {
        if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let last = mentions.found.with_untracked(Vec::len).saturating_sub(1);
        let at = mentions.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => mentions.chosen.set(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => mentions.chosen.set(if at == 0 { last } else { at - 1 }),
            "Enter" | "Tab" if !event.shift_key() => choose(mentions, paper, at),
            "Escape" => mentions.shut(),
            "ArrowLeft" | "ArrowRight" | "Home" | "End" => {
                mentions.shut();
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Puts a name in the place of what was typed of it.
    fn choose(mentions: Mentions, paper: NodeRef<Textarea>, index: usize) {
        let Some(person) = mentions.found.with_untracked(|found| found.get(index).cloned()) else { return };
        let Some(paper) = paper.get_untracked() else { return };
        let before = before_cursor(&paper);
        mentions.shut();
        if let Some((at, _)) = begun(&before) {
            drop(paper.set_selection_start(Some(units(&before[..at]))));
            put(&paper, &format!("@{} ", person.name));
            mentions.shut();
        }
    }

    fn before_cursor(paper: &HtmlTextAreaElement) -> String {
        let cursor = paper.selection_start().ok().flatten().unwrap_or_default();
        let units: Vec<u16> = paper.value().encode_utf16().take(usize::try_from(cursor).unwrap_or_default()).collect();
        String::from_utf16_lossy(&units)
    }

    /// How long a browser takes a text to be.
    fn units(text: &str) -> u32 {
        u32::try_from(text.encode_utf16().count()).unwrap_or_default()
    }

    fn is_paper(target: Option<web_sys::EventTarget>, paper: NodeRef<Textarea>) -> bool {
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let paper = paper.try_get_untracked().flatten();
        target.zip(paper).is_some_and(|(target, paper)| target.is_same_node(Some(&paper)))
    }
}

#[cfg(test)]
mod tests {
    use domain::id::UserId;

    use super::*;

    #[test]
    fn a_name_begins_behind_an_at_that_is_in_no_word() {
        assert_eq!(begun("Can @Mei L"), Some((4, "Mei L")));
        assert_eq!(begun("请@王"), Some((3, "王")));
        assert_eq!(begun("@"), Some((0, "")));
        for none in ["mail ada@ada", "@Ada\nand", "@ Ada", "nobody", &format!("@{}", "x".repeat(61))] {
            assert_eq!(begun(none), None, "{none}");
        }
    }

    #[test]
    fn names_are_proposed_by_any_of_their_words() {
        let people: Vec<PersonRef> = ["Ada Agent", "Ben Adams", "Mei Lin"]
            .iter()
            .zip(1..)
            .map(|(name, id)| PersonRef::new(UserId(id), (*name).to_owned()))
            .collect();
        let names = |typed| proposed(&people, typed).into_iter().map(|person| person.name).collect::<Vec<_>>();
        assert_eq!(names("ad"), ["Ada Agent", "Ben Adams"]);
        assert_eq!(names("LIN"), ["Mei Lin"]);
        assert_eq!(names("ben a"), ["Ben Adams"]);
        assert_eq!(names("").len(), 3);
        assert!(names("Ada Agent, ").is_empty());
    }
}
