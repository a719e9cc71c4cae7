//! One ticket: the conversation and its properties, the second and the third pane.

use domain::ticket::Number;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{Opened, desk_ticket};
use super::composer::Composer;
use super::conflict::Refused;
use super::dialogs::Dialogs;
use super::header::Header;
use super::open::{Changed, Open, tell_time_as_of};
use super::presence::Later;
use super::property::Properties;
use super::queue_page::Choices;
use super::talk::{Conversation, TimelineTabs};
use super::toast::ToastPlace;
use crate::error::AppError;
use crate::ui::page::Failure;
use crate::ui::{Page, built_once, load};
use crate::words::errors;

/// The panes beside the list.
#[component]
pub fn TicketPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("number").and_then(Number::parse_id)));
    let opened = load(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => desk_ticket(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    // Each ticket is built anew, so that nothing typed for one stands in the fields of the next.
    let builds = StoredValue::new(0_u32);
    let panes = move |opened: Opened| {
        builds.update_value(|builds| *builds += 1);
        let build = builds.get_value();
        let opened = StoredValue::new(opened);
        view! {
            <For each=move || [build] key=|build| *build let:_build>
                <Panes opened=opened.get_value() />
            </For>
        }
    };
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let opened = opened.await;
                built_once().await;
                match opened {
                    Ok(opened) => panes(opened).into_any(),
                    Err(error) => view! { <NoTicket error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// What stands in the place of the conversation when there is none.
#[component]
fn NoTicket(error: AppError) -> impl IntoView {
    view! {
        <Page title=errors::title(&error)>
            <section class="pane pane-talk">
                <div class="pane-empty"><Failure error /></div>
            </section>
        </Page>
    }
}

#[component]
fn Panes(opened: Opened) -> impl IntoView {
    let (Some(changed), Some(choices)) = (use_context::<Changed>(), use_context::<Choices>()) else {
        return ().into_any();
    };
    tell_time_as_of(opened.now);
    let title = format!("{} {}", opened.detail.number, opened.detail.title);
    #[cfg(feature = "hydrate")]
    super::palette::remember(&opened.detail.number.to_string(), &opened.detail.title);
    let open = Open::new(opened, changed);
    provide_context(open);
    #[cfg(feature = "hydrate")]
    if let Some(live) = use_context::<super::live::Live>() {
        super::live::follow(live, open);
    }
    view! {
        <Page title>
            <section class="pane pane-talk" aria-labelledby="ticket-title">
                <Header />
                <TimelineTabs />
                <Refused />
                <Later />
                <Dialogs choices />
                <Conversation />
                <Composer />
            </section>
            <Properties choices />
            <ToastPlace />
        </Page>
    }
    .into_any()
}
