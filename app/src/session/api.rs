//! Server functions of the session.

use leptos::prelude::*;

use crate::error::AppError;

/// Signs in; `to` is the page that was asked for before.
#[server(prefix = "/api", endpoint = "session/sign-in")]
pub async fn sign_in(email: String, password: String, to: Option<String>) -> Result<(), AppError> {
    use crate::visit;
    let visit = visit::visit()?;
    let entered = store::accounts::sign_in(&visit.store, &email, &password, &visit.address).await.map_err(visit::fail)?;
    visit::enter(&visit, entered).await?;
    visit::redirect(&first_page(&visit, entered.user, to.as_deref()).await);
    Ok(())
}

/// Where somebody goes on who has just signed in: to where they were going, else to their work.
#[cfg(feature = "ssr")]
async fn first_page(visit: &crate::visit::Visit, person: domain::id::UserId, to: Option<&str>) -> String {
    let to = crate::visit::local_path(to);
    if to != "/" {
        return to;
    }
    let visitor = store::actor::visitor(&visit.store, person, None).await.ok().flatten();
    let agent = visitor.is_some_and(|visitor| visitor.actor.is_agent());
    if agent { "/desk".to_owned() } else { to }
}

/// Ends this session.
#[server(prefix = "/api", endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::visit;
    let visit = visit::visit()?;
    visit.session.flush().await.map_err(|_| crate::visit::unavailable())?;
    visit::redirect("/sign-in");
    Ok(())
}

/// Chooses the language of all screens; remembered with the account, or in a cookie before signing in.
#[server(prefix = "/api", endpoint = "session/language")]
pub async fn choose_language(locale: domain::locale::Locale) -> Result<(), AppError> {
    crate::visit::remember_locale(locale).await
}

/// Creates the first administrator by the one-time link of the first start.
#[server(prefix = "/api", endpoint = "session/set-up")]
pub async fn set_up(
    token: String,
    organisation: String,
    name: String,
    email: String,
    password: String,
    time_zone: String,
) -> Result<(), AppError> {
    use crate::visit;
    let visit = visit::visit()?;
    let first = store::accounts::SetUp { token, organisation, name, email, password, time_zone, locale: visit.reader.locale };
    let entered = store::accounts::set_up(&visit.store, first).await.map_err(visit::fail)?;
    visit::enter(&visit, entered).await?;
    visit::redirect("/admin");
    Ok(())
}

/// Whether the first run's link can still be used; gives the zones to choose from.
#[server(prefix = "/api", endpoint = "session/set-up-link", input = leptos::server_fn::codec::GetUrl)]
pub async fn set_up_link(token: String) -> Result<Vec<String>, AppError> {
    let visit = crate::visit::visit()?;
    store::accounts::check_set_up(&visit.store, &token).await.map_err(crate::visit::fail)?;
    Ok(store::zone::names())
}

/// Whom a link for choosing a password belongs to.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct LinkView {
    pub name: String,
    pub email: String,
}

/// Whether an invitation or a reset link can still be used, and by whom.
#[server(prefix = "/api", endpoint = "session/password-link", input = leptos::server_fn::codec::GetUrl)]
pub async fn password_link(token: String) -> Result<LinkView, AppError> {
    let visit = crate::visit::visit()?;
    let link = store::accounts::password_link(&visit.store, &token).await.map_err(crate::visit::fail)?;
    Ok(LinkView { name: link.name, email: link.email })
}

/// Whether links for a forgotten password can leave by mail.
#[server(prefix = "/api", endpoint = "session/sends-mail", input = leptos::server_fn::codec::GetUrl)]
pub async fn sends_mail() -> Result<bool, AppError> {
    Ok(crate::visit::visit()?.sends_mail)
}

/// Asks for a mail with a link to choose a new password; the answer is the same for an address that nobody has.
#[server(prefix = "/api", endpoint = "session/forgot-password")]
pub async fn forgot_password(email: String) -> Result<(), AppError> {
    use crate::visit;
    let visit = visit::visit()?;
    if !visit.sends_mail {
        // The page says so to everybody.
        visit::redirect("/forgot-password");
        return Ok(());
    }
    store::accounts::ask_for_link(&visit.store, &email, &visit.address).await.map_err(visit::fail)?;
    visit::redirect("/forgot-password?sent=yes");
    Ok(())
}

/// Chooses a password by an invitation or a reset link, and signs in.
#[server(prefix = "/api", endpoint = "session/choose-password")]
pub async fn choose_password(token: String, password: String) -> Result<(), AppError> {
    use crate::visit;
    let visit = visit::visit()?;
    let entered = store::accounts::choose_password(&visit.store, &token, &password).await.map_err(visit::fail)?;
    visit::enter(&visit, entered).await?;
    visit::redirect(&first_page(&visit, entered.user, None).await);
    Ok(())
}
