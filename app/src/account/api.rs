//! Server functions of one's own account.

use domain::people::{Density, MailOccasion, MailPreferences, Theme};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What the account page shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountView {
    pub name: String,
    pub email: String,
    pub time_zone: String,
    /// The zones there are.
    pub zones: Vec<String>,
    pub theme: Theme,
    pub density: Density,
    pub mail: MailPreferences,
    pub sessions: Vec<SessionView>,
}

/// One place where the account is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionView {
    /// The name of its row; worth nothing as a cookie.
    pub id: String,
    /// The browser and system, such as `Firefox on Linux`; empty when it does not say.
    pub device: String,
    pub address: String,
    pub seen_at: Timestamp,
    /// The session of this request.
    pub this_one: bool,
}

/// The account of whoever is signed in.
#[server(prefix = "/api", endpoint = "account/view", input = GetUrl)]
pub async fn account() -> Result<AccountView, AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    let profile = store::accounts::profile(&visit.store, &actor).await.map_err(visit::fail)?;
    let here = visit.session.id().map(|id| id.to_string()).unwrap_or_default();
    let sessions = store::sessions::own(&visit.store, &actor, &here).await.map_err(visit::fail)?;
    Ok(AccountView {
        name: profile.name,
        email: profile.email.unwrap_or_default(),
        time_zone: profile.time_zone.unwrap_or_default(),
        zones: store::zone::names(),
        theme: profile.theme,
        density: profile.density,
        mail: profile.mail,
        sessions: sessions
            .into_iter()
            .map(|s| SessionView { id: s.id, device: device(&s.user_agent), address: s.address, seen_at: s.seen_at, this_one: s.this_one })
            .collect(),
    })
}

/// Saves name, zone and looks.
#[server(prefix = "/api", endpoint = "account/profile")]
pub async fn save_profile(name: String, time_zone: String, theme: Theme, density: Density) -> Result<(), AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    store::accounts::update_profile(&visit.store, &actor, &store::accounts::ProfileChange { name, time_zone, theme, density })
        .await
        .map_err(visit::fail)?;
    visit::redirect("/account?saved=profile");
    Ok(())
}

/// Saves which mails are wanted: the ticked occasions arrive by their names.
#[server(prefix = "/api", endpoint = "account/mail")]
pub async fn save_mail(#[server(default)] wanted: Vec<MailOccasion>) -> Result<(), AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    // Who answers no tickets was not asked about those mails, and keeps what they chose before.
    let kept = store::accounts::profile(&visit.store, &actor).await.map_err(visit::fail)?.mail;
    let asked = |occasion: MailOccasion| actor.is_agent() || !occasion.is_for_agents();
    let wanted = MailOccasion::ALL.iter().copied().filter(|&on| if asked(on) { wanted.contains(&on) } else { kept.wants(on) });
    let mail = MailPreferences::of(&wanted.collect());
    store::accounts::choose_mail(&visit.store, &actor, &mail).await.map_err(visit::fail)?;
    visit::redirect("/account?saved=mail");
    Ok(())
}

/// Changes the password and ends every other session.
#[server(prefix = "/api", endpoint = "account/password")]
pub async fn change_password(present_password: String, new_password: String) -> Result<(), AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    let here = visit.session.id().map(|id| id.to_string()).unwrap_or_default();
    let changed = store::accounts::change_password(&visit.store, &actor, &present_password, &new_password, &here).await;
    // This session goes on with the new one.
    let password_of = changed.map_err(visit::fail)?.password_of;
    visit.session.insert(visit::session_key::PASSWORD_OF, password_of).await.map_err(|_| visit::unavailable())?;
    visit.session.save().await.map_err(|_| visit::unavailable())?;
    visit::redirect("/account?saved=password");
    Ok(())
}

/// Ends one of one's own sessions.
#[server(prefix = "/api", endpoint = "account/end-session")]
pub async fn end_session(id: String) -> Result<(), AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    store::sessions::end(&visit.store, &actor, &id).await.map_err(visit::fail)
}

/// Ends all of one's own sessions but this one.
#[server(prefix = "/api", endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use crate::visit;
    let (visit, actor) = visit::signed_in()?;
    let here = visit.session.id().map(|id| id.to_string()).unwrap_or_default();
    store::sessions::end_others(&visit.store, &actor, &here).await.map_err(visit::fail)
}

/// The browser and the system by their `User-Agent`, as people would name them.
#[cfg(feature = "ssr")]
fn device(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 5] =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    const SYSTEMS: [(&str, &str); 6] =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];
    let find = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}
