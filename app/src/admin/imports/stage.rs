//! Where an import stands, as a chip and as the steps of its way.

use domain::servicenow::Stage;
use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// Where an import stands.
#[component]
pub fn StageChip(stage: Stage) -> impl IntoView {
    let (tone, icon) = match stage {
        Stage::Uploaded => ("mute", "columns"),
        Stage::Checking | Stage::Running => ("info", "clock"),
        Stage::Checked => ("hold", "question"),
        Stage::Stopped => ("hold", "pause"),
        Stage::Failed => ("bad", "x-circle"),
        Stage::Done => ("ok", "check"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().admin().imports.state)(stage)}</span> }
}

/// The four steps of a log that comes through the browser.
#[component]
pub fn Steps(
    stage: Stage,
    /// Whether anything was written down: a dry run can fail as well.
    begun: bool,
) -> impl IntoView {
    let w = &words().admin().imports;
    let current = match stage {
        Stage::Uploaded => 1,
        Stage::Checking | Stage::Checked => 2,
        Stage::Failed if !begun => 2,
        Stage::Running | Stage::Stopped | Stage::Failed => 3,
        Stage::Done => 4,
    };
    view! {
        <ol class="steps" data-direction="row" aria-label=w.steps_label>
            {w
                .steps
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let done = at < current;
                    let mark = if done { view! { <Icon name="check" /> }.into_any() } else { (at + 1).into_any() };
                    view! {
                        <li data-done=done.then_some("") aria-current={(at == current).then_some("step")}>
                            <span class="step-mark">{mark}</span>
                            <span class="step-name">{*name}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
