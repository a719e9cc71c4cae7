//! The ticket that is open, as its parts share it: they show one value, and what any of them changes the others show at once.

use domain::id::TicketId;
use domain::ticket::view::Detail;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act;
use super::api::{Opened, desk_ticket};
use super::toast::Toast;
use crate::error::AppError;
use crate::reader::Returned;
pub use crate::reader::tell_time_as_of;
use crate::ui::{ServerFn, form_state};

/// Counts what this page changed: lists and counts read it and load themselves anew.
#[derive(Clone, Copy)]
pub struct Changed(RwSignal<u32>);

impl Changed {
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// How often; read by resources as a part of their source.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }

    pub fn tell(self) {
        let _ = self.0.try_update(|times| *times += 1);
    }
}

impl Default for Changed {
    fn default() -> Self {
        Self::new()
    }
}

/// Something that was refused, and what its author had seen of the ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub error: AppError,
    /// The ticket's version that they went by: whatever is later, they had not seen.
    pub seen: Option<i64>,
}

/// The open ticket.
#[derive(Clone, Copy)]
pub struct Open {
    pub ticket: RwSignal<Opened>,
    pub refusal: RwSignal<Option<Refusal>>,
    pub toast: RwSignal<Option<Toast>>,
    /// What others made of it, while the reader writes: it is shown when they say so.
    pub later: RwSignal<Option<Opened>>,
    /// What others did a moment ago, for those who hear the page.
    pub told: RwSignal<String>,
    changed: Changed,
}

impl Open {
    #[must_use]
    pub fn new(ticket: Opened, changed: Changed) -> Self {
        Self {
            ticket: RwSignal::new(ticket),
            refusal: RwSignal::new(refused_before()),
            toast: RwSignal::new(None),
            later: RwSignal::new(None),
            told: RwSignal::new(String::new()),
            changed,
        }
    }

    #[must_use]
    pub fn id(self) -> TicketId {
        self.ticket.with_untracked(|ticket| ticket.detail.number.id)
    }

    /// Reads the ticket, and follows its changes.
    pub fn with<T>(self, read: impl FnOnce(&Detail) -> T) -> T {
        self.ticket.with(|ticket| read(&ticket.detail))
    }

    /// Reads the ticket as it is now.
    pub fn peek<T>(self, read: impl FnOnce(&Detail) -> T) -> T {
        self.ticket.with_untracked(|ticket| read(&ticket.detail))
    }

    /// A part of the ticket, as a signal of its own.
    pub fn part<T>(self, read: impl Fn(&Detail) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.with(&read))
    }

    /// After a change that went through.
    pub fn done(self) {
        self.refusal.set(None);
        self.changed.tell();
        self.refresh();
    }

    /// The same as a callback for forms.
    #[must_use]
    pub fn on_done(self) -> Callback<()> {
        Callback::new(move |()| self.done())
    }

    /// Loads the ticket anew; what is being typed stays.
    pub fn refresh(self) {
        let id = self.id();
        spawn_local(async move {
            if let Ok(ticket) = desk_ticket(id).await {
                drop(self.ticket.try_set(ticket));
                drop(self.later.try_set(None));
            }
        });
    }

    /// Shows what others made of the ticket; what is being typed stays.
    pub fn show_later(self) {
        if let Some(later) = self.later.get_untracked() {
            self.later.set(None);
            self.ticket.set(later);
        }
    }

    fn refuse(self, error: AppError) {
        let seen = self.peek(|ticket| ticket.version);
        let outdated = matches!(error, AppError::Conflict | AppError::IllegalMove { .. });
        self.refusal.set(Some(Refusal { error, seen: Some(seen) }));
        if outdated {
            self.refresh();
        }
    }
}

/// The open ticket around this component.
#[must_use]
pub fn open() -> Open {
    expect_context::<Open>()
}

/// A form without JavaScript that was refused and has no place of its own for saying so, or that met a conflict.
fn refused_before() -> Option<Refusal> {
    let returned = use_context::<Returned>()?;
    let bare = [
        act::Take::url(),
        act::Begin::url(),
        act::GoOn::url(),
        act::EditTicket::url(),
        act::Assign::url(),
        act::RemovePerson::url(),
        act::Follow::url(),
        act::Unfollow::url(),
    ];
    let spoken = [act::Answer::url(), act::Resolve::url(), act::Wait::url(), act::HandOver::url(), act::Cancel::url(), act::Reopen::url()];
    let rejected = bare
        .into_iter()
        .find_map(|to| returned.at(to))
        .or_else(|| spoken.into_iter().find_map(|to| returned.at(to)).filter(|rejected| rejected.error == AppError::Conflict))?;
    let seen = rejected.fields.iter().find(|(name, _)| name == "version").and_then(|(_, version)| version.parse().ok());
    Some(Refusal { error: rejected.error, seen })
}

/// Stands in every form of a ticket: which ticket, what its author saw of it, and what to do when it is refused.
#[component]
pub fn Ticket(
    /// The form shows its errors itself; only a conflict is told beside the timeline.
    #[prop(optional)]
    speaks: bool,
) -> impl IntoView {
    let open = open();
    let state = form_state();
    Effect::new(move |_| {
        if let Some(error) = state.error.get()
            && (!speaks || error == AppError::Conflict)
        {
            open.refuse(error);
        }
    });
    view! {
        <input type="hidden" name="ticket" value=open.id().to_string() />
        <input type="hidden" name="version" value=move || open.with(|ticket| ticket.version).to_string() />
    }
}
