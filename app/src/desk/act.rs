//! What the desk does to a ticket. Every function is one verb of the store, and decides nothing.
#![expect(clippy::too_many_arguments, reason = "a form's fields are arguments, and one form has those of several acts")]

use domain::id::{TemplateId, TicketId, UserId};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};

use crate::error::AppError;

#[cfg(feature = "ssr")]
mod many;
#[cfg(feature = "ssr")]
mod read;

/// Chooses how close together the rows of lists stand.
#[server(prefix = "/api", endpoint = "desk/density")]
pub async fn choose_density(density: domain::people::Density) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::accounts::choose_density(&visit.store, &actor, density).await.map_err(crate::visit::fail)
}

/// Makes the reader answer for it.
#[server(prefix = "/api", endpoint = "tickets/take")]
pub async fn take(ticket: TicketId, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::take(&visit.store, &actor, ticket, version).await.map_err(crate::visit::fail)
}

/// Makes somebody of its team answer for it, or nobody.
#[server(prefix = "/api", endpoint = "tickets/assign")]
pub async fn assign(ticket: TicketId, #[server(default)] person: String, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let person = read::reference("person", &person)?.map(UserId);
    store::tickets::assign(&visit.store, &actor, ticket, person, version).await.map_err(crate::visit::fail)?;
    read::leave_what_is_gone(&visit, &actor, ticket, None).await
}

/// Makes another team answer for it, and tells it why.
#[server(prefix = "/api", endpoint = "tickets/hand-over")]
pub async fn hand_over(
    ticket: TicketId,
    #[server(default)] hand_team: String,
    #[server(default)] hand_person: String,
    #[server(default)] reason: String,
    version: Option<i64>,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let to = read::hand_over(&hand_team, &hand_person, &reason)?;
    let team = to.team;
    let done = store::tickets::hand_over(&visit.store, &actor, ticket, to, version).await;
    done.map_err(|error| read::at_hand_fields(crate::visit::fail(error)))?;
    read::leave_what_is_gone(&visit, &actor, ticket, Some(team)).await
}

/// Begins work.
#[server(prefix = "/api", endpoint = "tickets/begin")]
pub async fn begin(ticket: TicketId, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::start(&visit.store, &actor, ticket, version).await.map_err(crate::visit::fail)
}

/// Lets it wait for somebody or some day.
#[server(prefix = "/api", endpoint = "tickets/wait")]
pub async fn wait(
    ticket: TicketId,
    #[server(default)] on: String,
    #[server(default)] until: String,
    #[server(default)] reason: String,
    version: Option<i64>,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let what = read::wait(&on, &until, reason, &visit.reader.clock)?;
    store::tickets::wait(&visit.store, &actor, ticket, what, version).await.map_err(crate::visit::fail)
}

/// Takes up again what waited.
#[server(prefix = "/api", endpoint = "tickets/go-on")]
pub async fn go_on(ticket: TicketId, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::resume(&visit.store, &actor, ticket, version).await.map_err(crate::visit::fail)
}

/// Answers it: how it ended, and what helped.
#[server(prefix = "/api", endpoint = "tickets/resolve")]
pub async fn resolve(
    ticket: TicketId,
    #[server(default)] code: String,
    #[server(default)] text: String,
    version: Option<i64>,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let resolution = domain::ticket::Resolution::parse(&code, &text)?;
    store::tickets::resolve(&visit.store, &actor, ticket, resolution, version).await.map_err(crate::visit::fail)
}

/// Says that the answer was none.
#[server(prefix = "/api", endpoint = "tickets/reopen")]
pub async fn reopen(ticket: TicketId, #[server(default)] reason: String, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::reopen(&visit.store, &actor, ticket, &reason, version).await.map_err(crate::visit::fail)
}

/// Withdraws it.
#[server(prefix = "/api", endpoint = "tickets/cancel")]
pub async fn cancel(ticket: TicketId, #[server(default)] reason: String, version: Option<i64>) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::cancel(&visit.store, &actor, ticket, &reason, version).await.map_err(crate::visit::fail)
}

/// Changes one thing that it says about itself: whichever field is there.
#[server(prefix = "/api", endpoint = "tickets/edit")]
pub async fn edit_ticket(
    ticket: TicketId,
    /// Sent with every change of the title, because an empty one arrives as none.
    #[server(default)]
    retitle: bool,
    title: Option<String>,
    kind: Option<String>,
    service: Option<String>,
    impact: Option<String>,
    urgency: Option<String>,
    version: Option<i64>,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let title = if retitle { Some(title.unwrap_or_default()) } else { title };
    let edit = read::Edit { title, kind, service, impact, urgency };
    read::edit(&visit.store, &actor, ticket, edit, version).await?;
    read::leave_what_is_gone(&visit, &actor, ticket, None).await
}

/// Does one thing to every ticket that is ticked in a list, and leads back to the list, which tells what came of it.
#[server(prefix = "/api", endpoint = "tickets/together")]
pub async fn together(
    #[server(default)] tickets: Vec<String>,
    #[server(default)] act: String,
    #[server(default)] person: String,
    #[server(default)] hand_team: String,
    #[server(default)] hand_reason: String,
    #[server(default)] impact: String,
    #[server(default)] urgency: String,
    #[server(default)] note: String,
    #[server(default)] code: String,
    #[server(default)] resolution: String,
    #[server(default)] cancel_reason: String,
    #[server(default)] undo: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let fields =
        many::Fields { tickets, act, person, hand_team, hand_reason, impact, urgency, note, code, resolution, cancel_reason, undo };
    many::act(&visit, &actor, fields).await
}

/// Adds a requester or a watcher by name or mail address.
#[server(prefix = "/api", endpoint = "tickets/add-person")]
pub async fn add_person(ticket: TicketId, #[server(default)] role: String, #[server(default)] who: String) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let person = read::person(&visit.store, &actor, "who", &who).await?;
    let added = if role == "requester" {
        store::tickets::add_requester(&visit.store, &actor, ticket, person).await
    } else {
        store::tickets::add_watcher(&visit.store, &actor, ticket, person).await
    };
    added.map_err(crate::visit::fail)
}

/// Takes a requester or a watcher off.
#[server(prefix = "/api", endpoint = "tickets/remove-person")]
pub async fn remove_person(ticket: TicketId, role: String, person: UserId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let removed = if role == "requester" {
        store::tickets::remove_requester(&visit.store, &actor, ticket, person).await
    } else {
        store::tickets::remove_watcher(&visit.store, &actor, ticket, person).await
    };
    removed.map_err(crate::visit::fail)
}

/// The reader follows the ticket: they get its mails.
#[server(prefix = "/api", endpoint = "tickets/follow")]
pub async fn follow(ticket: TicketId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::follow(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)
}

/// The reader does not follow it any more.
#[server(prefix = "/api", endpoint = "tickets/unfollow")]
pub async fn unfollow(ticket: TicketId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::tickets::unfollow(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)
}

/// Says that the reader is writing on the ticket, for the others who look at it.
#[server(prefix = "/api", endpoint = "tickets/writing")]
pub async fn writing(ticket: TicketId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::live::writing(&visit.store, &actor, ticket).await.map_err(crate::visit::fail)
}

/// Sends what stands in the composer: a reply or a note, and what shall happen then.
#[server(prefix = "/api", endpoint = "tickets/answer", input = MultipartFormData)]
pub async fn answer(data: MultipartData) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let received = crate::portal::received::Received::read(&visit, &actor, data).await?;
    read::answer(&visit.store, &actor, &received).await
}

/// Keeps what is being written.
#[server(prefix = "/api", endpoint = "tickets/keep-draft")]
pub async fn keep_draft(ticket: TicketId, #[server(default)] text: String, #[server(default)] mode: String) -> Result<Timestamp, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    read::keep_draft(&visit.store, &actor, ticket, &text, &mode).await?;
    Ok(visit.now)
}

/// Puts a reply template behind what is being written, and keeps both: for where no script puts it at the cursor.
#[server(prefix = "/api", endpoint = "tickets/insert-template")]
pub async fn insert_template(
    ticket: TicketId,
    template: TemplateId,
    #[server(default)] text: String,
    #[server(default)] mode: String,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let template = store::templates::filled(&visit.store, &actor, ticket, template).await.map_err(crate::visit::fail)?;
    let text = if text.trim().is_empty() { template } else { format!("{}\n\n{template}", text.trim_end()) };
    read::keep_draft(&visit.store, &actor, ticket, &text, &mode).await
}

/// Files a ticket for somebody else.
#[server(prefix = "/api", endpoint = "tickets/file-for", input = MultipartFormData)]
pub async fn file_for(data: MultipartData) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let received = crate::portal::received::Received::read(&visit, &actor, data).await?;
    let number = read::file_for(&visit.store, &actor, &received).await?;
    crate::visit::redirect(&format!("/desk/{number}"));
    Ok(())
}
