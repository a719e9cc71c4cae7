//! How far a request is, in three words, and a fourth while an answer is awaited.

use domain::ticket::{StatusName, WaitingOn};
use leptos::prelude::*;

use crate::words::words;

/// Where on the track a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Received,
    Working,
    /// For a supplier or a date.
    OnHold,
    /// For the requester.
    Asking,
    Done,
    Withdrawn,
}

impl Stage {
    const fn of(status: StatusName, waiting_on: Option<WaitingOn>) -> Self {
        match (status, waiting_on) {
            (StatusName::New, _) => Self::Received,
            (StatusName::Assigned | StatusName::InProgress, _) => Self::Working,
            (StatusName::Waiting, Some(WaitingOn::Requester)) => Self::Asking,
            (StatusName::Waiting, _) => Self::OnHold,
            (StatusName::Resolved | StatusName::Closed, _) => Self::Done,
            (StatusName::Cancelled, _) => Self::Withdrawn,
        }
    }

    /// The step, from 0, and its tone.
    const fn step(self) -> (usize, &'static str) {
        match self {
            Self::Received => (0, "info"),
            Self::Working => (1, "info"),
            Self::OnHold => (1, "hold"),
            Self::Asking => (2, "hold"),
            Self::Done => (3, "ok"),
            Self::Withdrawn => (3, "mute"),
        }
    }
}

impl Stage {
    fn word(self) -> &'static str {
        let w = words().portal();
        match self {
            Self::Received => w.received,
            Self::Working => w.in_progress,
            Self::OnHold => w.waiting_elsewhere,
            Self::Asking => w.your_answer,
            Self::Done => w.done,
            Self::Withdrawn => w.withdrawn,
        }
    }
}

/// Where a request stands, in a word.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn stage_word(status: StatusName, waiting_on: Option<WaitingOn>) -> &'static str {
    Stage::of(status, waiting_on).word()
}

/// The track of one request.
#[component]
pub fn Track(status: StatusName, #[prop(optional_no_strip)] waiting_on: Option<WaitingOn>, #[prop(optional)] wide: bool) -> impl IntoView {
    let w = words().portal();
    let stage = Stage::of(status, waiting_on);
    let (current, tone) = stage.step();
    let second = if stage == Stage::OnHold { stage } else { Stage::Working }.word();
    let last = if stage == Stage::Withdrawn { stage } else { Stage::Done }.word();
    // That nobody asked anything is no step that was taken.
    let asked = (stage == Stage::Asking).then_some((2, w.your_answer));
    let steps = [(0, w.received), (1, second)]
        .into_iter()
        .chain(asked)
        .chain([(3, last)])
        .map(|(step, word)| {
            // What was withdrawn never went through the steps between.
            let done = step < current && !(stage == Stage::Withdrawn && step > 0);
            view! {
                <li data-done=done.then_some("") aria-current=(step == current).then_some("step") data-tone=(step == current).then_some(tone)>
                    {word}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class=if wide { "track track-wide" } else { "track" } aria-label=w.track>
            {steps}
        </ol>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_wait_for_the_requester_asks_for_their_answer() {
        assert_eq!(Stage::of(StatusName::Waiting, Some(WaitingOn::Requester)), Stage::Asking);
        for other in [Some(WaitingOn::Supplier), Some(WaitingOn::Date), None] {
            assert_eq!(Stage::of(StatusName::Waiting, other), Stage::OnHold);
        }
    }

    #[test]
    fn the_track_never_goes_back_on_the_way_to_the_end() {
        let way = [StatusName::New, StatusName::Assigned, StatusName::InProgress, StatusName::Resolved, StatusName::Closed];
        let steps: Vec<usize> = way.into_iter().map(|status| Stage::of(status, None).step().0).collect();
        assert!(steps.is_sorted(), "{steps:?}");
    }
}
