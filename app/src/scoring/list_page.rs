//! All rounds.

use domain::scoring::plan::Stage;
use domain::scoring::view::{RoundLine, RoundList};
use leptos::prelude::*;

use super::api::score_rounds;
use crate::admin::parts::{Empty, Head};
use crate::reader::clock;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The list.
#[component]
pub fn RoundsPage() -> impl IntoView {
    let shown = load(|| (), |()| score_rounds());
    view! {
        <Page title=words().scoring().scores>
            <Load from=shown view=|list| view! { <Rounds list /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Rounds(list: RoundList) -> impl IntoView {
    let w = words().scoring();
    let plan = list.may_plan.then(|| {
        view! { <div class="page-actions"><a class="button" data-kind="primary" href="/scores/new"><Icon name="plus" />{w.plan}</a></div> }
    });
    let rows = if list.rounds.is_empty() {
        view! { <Empty icon="star" title=w.no_rounds lead=w.no_rounds_lead /> }.into_any()
    } else {
        view! { <div class="stack">{list.rounds.into_iter().map(|round| view! { <Line round /> }).collect_view()}</div> }.into_any()
    };
    view! {
        <Head title=w.scores lead=w.scores_lead>{plan}</Head>
        {rows}
    }
}

#[component]
fn Line(round: RoundLine) -> impl IntoView {
    let w = words().scoring();
    let to = format!("/scores/{}", round.id);
    let left = round.mine.map(|mine| {
        if mine.is_open() {
            view! { <div><a class="button" data-kind="primary" href=format!("{to}/vote")><Icon name="star" />{(w.score_now)(mine.done, mine.all)}</a></div> }
                .into_any()
        } else {
            view! { <p class="small soft">{w.all_cast}</p> }.into_any()
        }
    });
    view! {
        <article class="card stack" data-gap="s">
            <div class="split"><h2><a href=to>{round.plan.name.clone()}</a></h2><StageChip stage=round.stage /></div>
            <p class="small soft">{when(&round)}</p>
            {left}
        </article>
    }
}

/// Which period a round looks back on, and when it is open.
#[must_use]
pub fn when(round: &RoundLine) -> String {
    let (w, clock) = (words().scoring(), clock());
    let plan = &round.plan;
    let last = plan.until.minus(domain::time::Span::from_millis(1));
    let period = (w.period_of)(&clock.date(plan.from), &clock.date(last));
    let stands = match round.stage {
        Stage::Planned => (w.opens_at)(&clock.full(plan.opens)),
        Stage::Open => (w.stays_open)(&clock.full(plan.closes)),
        Stage::Closed => (w.closed_at)(&clock.full(plan.closes)),
    };
    [period, stands].join(words().common().full_stop)
}

/// A moment as a field of a date and a time has it, by the reader's clock.
#[must_use]
pub fn local(at: domain::time::Timestamp) -> String {
    clock().iso(at).get(..16).unwrap_or_default().to_owned()
}

/// Where a round stands.
#[component]
pub fn StageChip(stage: Stage) -> impl IntoView {
    let (tone, icon) = match stage {
        Stage::Planned => ("mute", "calendar"),
        Stage::Open => ("info", "star"),
        Stage::Closed => ("ok", "check"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().scoring().stage)(stage)}</span> }
}
