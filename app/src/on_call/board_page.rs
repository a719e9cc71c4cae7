//! Who is on call now, who is next, and when it is the reader's turn.

use domain::on_call::view::{Board, OwnShift, RotaNow, TeamNow};
use leptos::prelude::*;

use super::api::on_call_board;
use super::shifts::{At, Who, moment};
use crate::admin::parts::{Empty, Head};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn OnCallPage() -> impl IntoView {
    let w = words().on_call();
    let shown = load(|| (), |()| on_call_board());
    view! {
        <Page title=w.on_call>
            <main id="main" class="main">
                <div class="page">
                    <Head title=w.on_call lead=w.lead.to_owned()></Head>
                    <Load from=shown view=|board| view! { <Teams board /> }.into_any() />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Teams(board: Board) -> impl IntoView {
    let w = words().on_call();
    let Board { teams, own } = board;
    let (there, without): (Vec<TeamNow>, Vec<TeamNow>) = teams.into_iter().partition(|team| !team.rotas.is_empty());
    let none = there.is_empty().then(|| view! { <Empty icon="clock" title=w.none lead=w.none_lead /> });
    let cards = there.into_iter().map(|team| view! { <Team team /> }).collect_view();
    let without = (!without.is_empty()).then(|| {
        let rows = without
            .into_iter()
            .map(|team| view! { <li><div><a class="row-name" href=format!("/on-call/teams/{}", team.team.id)>{team.team.name}</a></div></li> })
            .collect_view();
        view! {
            <section class="card stack" aria-labelledby="without">
                <header><h2 id="without">{w.without}</h2><p class="small quiet">{w.without_lead}</p></header>
                <ul class="rows">{rows}</ul>
            </section>
        }
    });
    view! {
        <Own own />
        {none}
        {cards}
        {without}
    }
}

/// The reader's own shifts; nothing for who has none.
#[component]
fn Own(own: Vec<OwnShift>) -> impl IntoView {
    let w = words().on_call();
    if own.is_empty() {
        return ().into_any();
    }
    let rows = own
        .into_iter()
        .map(|own| {
            let to = format!("/on-call/rotas/{}", own.rota.0);
            view! {
                <li>
                    <div>
                        <a class="row-name" href=to>{format!("{} · {}", own.team.name, own.rota.1)}</a>
                        <p class="row-note"><At at=own.shift.from />" – "<At at=own.shift.until /></p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="own">
            <header class="split">
                <div><h2 id="own">{w.own}</h2><p class="small quiet">{w.own_lead}</p></div>
                <a class="button" data-kind="quiet" href="/on-call/shifts.ics" rel="external" download=""><Icon name="calendar" />{w.as_calendar}</a>
            </header>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Team(team: TeamNow) -> impl IntoView {
    let w = words().on_call();
    let to = format!("/on-call/teams/{}", team.team.id);
    let silent = (!team.active).then(|| view! { <span class="chip" data-tone="mute"><Icon name="bell" />{w.calls_nobody}</span> });
    let id = format!("team-{}", team.team.id);
    let labelled = id.clone();
    view! {
        <section class="card stack" aria-labelledby=labelled>
            <header class="split"><h2 id=id><a href=to>{team.team.name}</a></h2>{silent}</header>
            <Rotas rotas=team.rotas />
        </section>
    }
}

/// Rotas with who is on call in each of them.
#[component]
pub fn Rotas(rotas: Vec<RotaNow>) -> impl IntoView {
    view! { <ul class="rows">{rotas.into_iter().map(|rota| view! { <Rota rota /> }).collect_view()}</ul> }
}

#[component]
fn Rota(rota: RotaNow) -> impl IntoView {
    let w = words().on_call();
    let to = format!("/on-call/rotas/{}", rota.id);
    let next = rota.next.map(|next| {
        view! { <p class="row-note">{(w.then)(&next.person.name, &moment(next.from))}</p> }
    });
    let now = match rota.now {
        Some(now) => {
            let until = (w.until)(&moment(now.until));
            view! { <Who shift=now><p class="row-note">{until}</p>{next}</Who> }.into_any()
        }
        None => view! { <div><span class="row-name">{w.nobody_yet}</span>{next}</div> }.into_any(),
    };
    view! { <li>{now}<a class="button" data-kind="quiet" href=to>{rota.name}</a></li> }
}
