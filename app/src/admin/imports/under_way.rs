//! A dry run or an import that is under way: how far it is. With JavaScript the figures move; without, a link looks again: a page that
//! loads itself anew would take away what somebody is reading.

use domain::servicenow::{Progress, Stage};
use leptos::prelude::*;

use crate::report::figures::grouped;
use crate::ui::Icon;
use crate::words::words;

/// How often it looks again, in milliseconds.
#[cfg(feature = "hydrate")]
const LOOK_AGAIN: u64 = 1_000;

/// How far it is; calls `again` when it stands elsewhere.
#[component]
pub fn UnderWay(progress: Progress, again: Callback<()>) -> impl IntoView {
    let w = &words().admin().imports;
    let title = if progress.stage == Stage::Checking { w.checking } else { w.running };
    let here = format!("/admin/imports/{}", progress.id);
    let live = RwSignal::new(progress);
    #[cfg(feature = "hydrate")]
    follow(live, again);
    #[cfg(not(feature = "hydrate"))]
    let _ = again;
    let told = move || {
        live.with(|live| match live.rows {
            0 if live.rows_done == 0 => w.counting.to_owned(),
            0 => (w.rows_done)(&grouped(live.rows_done), &grouped(live.summary.tally.refused())),
            all if live.stage == Stage::Checking => (w.rows_read)(&grouped(live.rows_done), &grouped(all)),
            all => (w.rows_of)(&grouped(live.rows_done), &grouped(all), &grouped(live.summary.tally.refused())),
        })
    };
    let percent = move || live.with(|live| (live.rows > 0).then(|| live.rows_done.min(live.rows) * 100 / live.rows));
    view! {
        <section class="card" aria-labelledby="running">
            <header>
                <h2 id="running">{title}</h2>
                <span class="small quiet">{w.leave}</span>
            </header>
            <div class="progress">
                <div class="split"><span id="rows-done">{told}</span><span>{move || percent().map(|percent| format!("{percent} %"))}</span></div>
                <progress max="100" value=move || percent().map(|percent| percent.to_string()) aria-labelledby="rows-done"></progress>
            </div>
            <div class="no-script"><a class="button" href=here><Icon name="refresh" />{w.look_again}</a></div>
        </section>
    }
}

#[cfg(feature = "hydrate")]
fn follow(live: RwSignal<Progress>, again: Callback<()>) {
    use leptos::task::spawn_local;
    use std::time::Duration;
    let look = move || {
        spawn_local(async move {
            let Some(id) = live.try_with_untracked(|live| live.id) else { return };
            let Ok(view) = super::api::load_import(id).await else { return };
            let Some(stage) = live.try_with_untracked(|live| live.stage) else { return };
            if view.progress.stage == stage {
                live.try_set(view.progress);
            } else {
                again.run(());
            }
        });
    };
    Effect::new(move |_| {
        if let Ok(timer) = set_interval_with_handle(look, Duration::from_millis(LOOK_AGAIN)) {
            on_cleanup(move || timer.clear());
        }
    });
}
