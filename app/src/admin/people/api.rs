//! Server functions of people.

use domain::directory::{PeoplePage, PersonDetail, RoleRow, TeamRow};
use domain::id::UserId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What somebody can be given: teams and roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub teams: Vec<TeamRow>,
    /// Empty for a reader who may not give roles.
    pub roles: Vec<RoleRow>,
    /// Whether a mail would leave; without a mail server it waits in the outbox.
    pub sends_mail: bool,
}

/// A person with what they can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub detail: PersonDetail,
    pub offered: Offered,
    /// A one-time link that was made a moment ago; it is shown once.
    pub link: Option<String>,
}

/// A page of people by name.
#[server(prefix = "/api", endpoint = "admin/people", input = GetUrl)]
pub async fn people(words: String, state: String, after: String) -> Result<PeoplePage, AppError> {
    use domain::directory::NameCursor;
    use domain::people::AccountState;
    let (visit, actor) = crate::visit::signed_in()?;
    let state: Option<AccountState> = state.parse().ok();
    let after: Option<NameCursor> = after.parse().ok();
    let filter = store::people::Filter { words, state, team: None, after };
    store::people::list(&visit.store, &actor, &filter).await.map_err(crate::visit::fail)
}

/// What an invitation can give.
#[server(prefix = "/api", endpoint = "admin/invitation", input = GetUrl)]
pub async fn invitation() -> Result<Offered, AppError> {
    use domain::permit::{Act, may};
    let (visit, actor) = crate::visit::signed_in()?;
    if !may(&actor, Act::ManagePeople) {
        return Err(AppError::NotFound);
    }
    offered(&visit, &actor).await
}

/// One person.
#[server(prefix = "/api", endpoint = "admin/person", input = GetUrl)]
pub async fn person(id: UserId) -> Result<PersonView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let detail = store::people::detail(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    Ok(PersonView { detail, offered: offered(&visit, &actor).await?, link: shown_once(&visit, id).await })
}

#[cfg(feature = "ssr")]
async fn offered(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<Offered, AppError> {
    use crate::visit::fail;
    use domain::permit::{Act, may};
    let mut teams = store::teams::list(&visit.store, actor).await.map_err(fail)?;
    teams.retain(|row| !row.archived && may(actor, Act::ManageTeam(row.team.id)));
    let roles = if may(actor, Act::ManageRoles) { store::roles::list(&visit.store, actor).await.map_err(fail)? } else { Vec::new() };
    Ok(Offered { teams, roles, sends_mail: visit.sends_mail })
}

/// How a link goes to somebody without being shown.
pub const BY_MAIL: &str = "mail";

/// Under which key the session carries a link to the next page, so that no address and no log ever holds it.
#[cfg(feature = "ssr")]
const LINK: &str = "one_time_link";

/// For how long it waits there: the page comes at once, or not at all.
#[cfg(feature = "ssr")]
const LINK_WAITS: domain::time::Span = domain::time::Span::from_minutes(5);

#[cfg(feature = "ssr")]
async fn show_once(visit: &crate::visit::Visit, whose: UserId, token: &str) -> Result<(), AppError> {
    let link = format!("{}/welcome/{token}", visit.base_url);
    visit.session.insert(LINK, (whose, visit.now, link)).await.map_err(|_| crate::visit::unavailable())?;
    // Now and not after the answer: a link that is not kept is never shown to anybody.
    visit.session.save().await.map_err(|_| crate::visit::unavailable())
}

/// The link that was made for this person a moment ago. Whatever else waits is dropped: it is never taken for another one's.
#[cfg(feature = "ssr")]
async fn shown_once(visit: &crate::visit::Visit, whose: UserId) -> Option<String> {
    let (made_for, at, link): (UserId, domain::time::Timestamp, String) = visit.session.remove(LINK).await.ok().flatten()?;
    (made_for == whose && visit.now.since(at) <= LINK_WAITS).then_some(link)
}

/// A choice that may be left open.
#[cfg(feature = "ssr")]
fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Invites somebody, perhaps into a team and with a role; the link is on the page that follows.
#[server(prefix = "/api", endpoint = "admin/invite")]
pub async fn invite(name: String, email: String, #[server(default)] team: String, #[server(default)] role: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let (teams, role) = equipment(&team, &role)?;
    let invitation = store::accounts::Invitation { name, email, locale: Some(visit.reader.locale), teams, role };
    let (id, token) = store::accounts::invite(&visit.store, &actor, &invitation).await.map_err(fail)?;
    show_once(&visit, id, &token).await?;
    redirect(&format!("/admin/people/{id}?link=new"));
    Ok(())
}

/// The team and the role that a form of invitations gives.
#[cfg(feature = "ssr")]
fn equipment(team: &str, role: &str) -> Result<(Vec<domain::id::TeamId>, Option<domain::id::RoleId>), AppError> {
    let unknown = |field| move |_| domain::invalid::Invalid::one(field, domain::invalid::Code::UnknownReference);
    let team = given(team).map(str::parse).transpose().map_err(unknown("team"))?;
    Ok((team.into_iter().collect(), given(role).map(str::parse).transpose().map_err(unknown("role"))?))
}

/// Invites everybody on a list, each with a mail that brings the link.
#[server(prefix = "/api", endpoint = "admin/invite-all")]
pub async fn invite_all(people: String, #[server(default)] team: String, #[server(default)] role: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let (teams, role) = equipment(&team, &role)?;
    let invitations = store::accounts::Invitations { people, locale: Some(visit.reader.locale), teams, role };
    let invited = store::accounts::invite_all(&visit.store, &actor, &invitations).await.map_err(fail)?;
    redirect(&format!("/admin/people?state=invited&invited={invited}"));
    Ok(())
}

/// Makes a link for choosing a password: for somebody invited, who has forgotten theirs, or who was known from an import
/// alone and gets an address now. It is shown, or sent `by` mail to somebody invited.
#[server(prefix = "/api", endpoint = "admin/password-link")]
pub async fn make_link(id: UserId, #[server(default)] email: String, #[server(default)] by: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    use domain::people::AccountState;
    let (visit, actor) = signed_in()?;
    if by == BY_MAIL {
        store::accounts::mail_invitation(&visit.store, &actor, id).await.map_err(fail)?;
        redirect(&format!("/admin/people/{id}?mailed={}", visit.request_id));
        return Ok(());
    }
    let state = store::people::detail(&visit.store, &actor, id).await.map_err(fail)?.state;
    let made = match state {
        AccountState::Invited => store::accounts::invite_again(&visit.store, &actor, id).await,
        AccountState::Placeholder => store::accounts::adopt(&visit.store, &actor, id, &email).await,
        AccountState::Active | AccountState::Disabled => store::accounts::reset_link(&visit.store, &actor, id).await,
    };
    let token = made.map_err(fail)?;
    show_once(&visit, id, &token).await?;
    redirect(&format!("/admin/people/{id}?link={}", visit.request_id));
    Ok(())
}

/// Disables or enables an account.
#[server(prefix = "/api", endpoint = "admin/allow-person")]
pub async fn allow_person(id: UserId, allowed: bool) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let done = if allowed {
        store::accounts::enable(&visit.store, &actor, id).await
    } else {
        store::accounts::disable(&visit.store, &actor, id).await
    };
    done.map_err(crate::visit::fail)
}

/// Changes somebody's name and address; the old address is told.
#[server(prefix = "/api", endpoint = "admin/change-person")]
pub async fn change_person(
    id: UserId,
    name: String,
    #[server(default)] email: String,
    seen_name: Option<String>,
    seen_email: Option<String>,
) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let change = store::accounts::PersonChange { name, email, seen_name, seen_email };
    store::accounts::change(&visit.store, &actor, id, &change).await.map_err(crate::visit::fail)?;
    crate::visit::redirect(&format!("/admin/people/{id}?saved={}", visit.request_id));
    Ok(())
}
