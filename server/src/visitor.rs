//! Finds out who asks, once for each request, before anything else happens.

use std::net::{IpAddr, SocketAddr};

use app::error::AppError;
use app::reader::{Me, Reader, Rejected};
use app::visit::{LOCALE_COOKIE, Visit, session_key};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::id::UserId;
use domain::locale::Locale;
use domain::permit::{Permission, PermissionSet, Scope};
use domain::time::{Span, Timestamp};
use store::actor::Visitor;
use store::sessions::{self, RENEWED_ON};
use tower_sessions::Session;

use crate::router::{House, REQUEST_ID};

/// How many refused forms a session remembers: one for each of a few tabs.
const REJECTED_KEPT: usize = 4;

/// Puts a [`Visit`] into the request.
pub async fn introduce(State(house): State<House>, session: Session, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let now = house.store.now();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = client_address(headers, peer, house.config.trusted_proxies);
    let request_id = text(headers, REQUEST_ID.as_str()).to_owned();
    let user_agent: String = text(headers, "user-agent").chars().take(300).collect();
    // Neither waits for the other.
    let (visitor, settings) = tokio::join!(visitor(&house, &session, &request_id), house.store.settings_or_last());
    let (visitor, broken) = match visitor {
        Ok(visitor) => (visitor, None),
        Err(error) => (None, Some(error)),
    };
    let locale = visitor.as_ref().and_then(|v| v.locale).unwrap_or_else(|| visitors_locale(headers));
    if visitor.is_some() {
        renew(&session, now).await;
    }
    let rejected = match again(request.uri().query()) {
        Some(id) => take_rejected(&session, &id).await,
        None => None,
    };
    // It has a name as soon as it is set up: who finds one asks nothing more.
    let needs_set_up =
        visitor.is_none() && settings.organisation.is_empty() && !store::accounts::is_set_up(&house.store).await.unwrap_or(true);
    let zone = visitor.as_ref().and_then(|v| v.time_zone.as_deref());
    let reader = Reader {
        me: visitor.as_ref().map(me),
        locale,
        theme: visitor.as_ref().map(|v| v.theme).unwrap_or_default(),
        density: visitor.as_ref().map(|v| v.density).unwrap_or_default(),
        clock: store::zone::clockface(now, locale, zone, &settings.time_zone),
        came_at: None,
        file_limit_mib: settings.limits.file_mib.min(house.config.upload_limit_mib),
        organisation: settings.organisation.clone(),
        needs_set_up,
        rejected,
        broken,
    };
    let actor = visitor.map(|v| v.actor);
    let visit = Visit {
        store: if request.method() == Method::GET { house.store.for_one_look() } else { house.store.clone() },
        actor,
        session,
        reader,
        now,
        request_id,
        address,
        user_agent,
        base_url: house.base_url(&settings),
        sends_mail: house.config.sends_mail(),
        upload_limit_mib: house.config.upload_limit_mib,
        logs: &crate::import::Looker,
        import_limit: house.config.import_limit() as u64,
    };
    request.extensions_mut().insert(visit);
    next.run(request).await
}

async fn visitor(house: &House, session: &Session, request: &str) -> Result<Option<Visitor>, AppError> {
    let user: Option<UserId> = session.get(sessions::USER).await.map_err(|error| unavailable(error, request))?;
    let Some(user) = user else { return Ok(None) };
    let password_of = session.get(sessions::PASSWORD_OF).await.map_err(|error| unavailable(error, request))?;
    // An account that was disabled since is nobody from now on.
    store::actor::visitor(&house.store, user, password_of).await.map_err(|error| unavailable(error, request))
}

/// The visitor reads that it does not work now; why, only the log can say.
fn unavailable(error: impl std::fmt::Display, request: &str) -> AppError {
    tracing::error!(%error, %request, "who asks could not be found out");
    AppError::Unavailable { request: request.to_owned() }
}

/// Has the cookie sent anew once a day, so that whoever comes daily is never signed out: the session layer sends it with a session
/// that changed, and only then.
async fn renew(session: &Session, now: Timestamp) {
    let today = now.millis().div_euclid(Span::from_days(1).millis());
    // An insert of the same value changes nothing. What cannot be kept today is tried again with the next request.
    drop(session.insert(RENEWED_ON, today).await);
}

fn me(visitor: &Visitor) -> Me {
    let actor = &visitor.actor;
    let granted = actor.grants.iter().filter_map(|grant| match grant.scope {
        Scope::Team(team) => Some(team),
        Scope::Everywhere => None,
    });
    let teams = actor.teams.iter().map(|membership| membership.team).chain(granted);
    let owner = if actor.owns.is_empty() { PermissionSet::NONE } else { PermissionSet::of(&[Permission::ManageServices]) };
    let anywhere = teams.fold(actor.everywhere().union(owner), |all, team| all.union(actor.within(team)));
    let lead = actor.teams.iter().any(|membership| membership.lead);
    Me {
        id: actor.user,
        name: actor.name.clone(),
        agent: actor.is_agent(),
        wider: store::tickets::sees_beyond_teams(actor),
        lead,
        may: anywhere,
    }
}

/// The address behind `hops` trusted proxies: each appends the address it saw, so it is counted from the right.
fn client_address(headers: &HeaderMap, peer: Option<IpAddr>, hops: u8) -> String {
    let peer = peer.map(|ip| ip.to_string()).unwrap_or_default();
    let Some(back) = usize::from(hops).checked_sub(1) else { return peer };
    // Some proxies add a line of their own behind the visitor's instead of going on in it.
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let seen: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    seen.into_iter().rev().nth(back).map(str::trim).filter(|ip| ip.parse::<IpAddr>().is_ok()).map_or(peer, str::to_owned)
}

fn visitors_locale(headers: &HeaderMap) -> Locale {
    let cookie = text(headers, header::COOKIE.as_str())
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == LOCALE_COOKIE)
        .and_then(|(_, value)| value.parse().ok());
    cookie.unwrap_or_else(|| Locale::from_accept_language(text(headers, "accept-language")))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn again(query: Option<&str>) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes()).find(|(name, _)| name == "again").map(|(_, id)| id.into_owned())
}

/// The page that a plain form was sent from, as a path of ours.
#[must_use]
pub fn referring_page(headers: &HeaderMap) -> String {
    let referer = text(headers, header::REFERER.as_str());
    let path = referer.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| format!("/{path}"));
    app::visit::local_path(path.as_deref())
}

/// Keeps a refused form in the session and gives its id; `None`, when there is no room for it.
pub async fn keep_rejected(visit: &Visit, rejected: Rejected) -> Option<String> {
    if visit.actor.is_none() {
        // Anybody can send this, and each takes its room.
        sessions::let_wait(&visit.store, &visit.address).await.ok()?;
    }
    let mut kept: Vec<(String, Rejected)> = visit.session.get(session_key::REJECTED).await.ok()?.unwrap_or_default();
    let id = visit.request_id.clone();
    kept.push((id.clone(), rejected));
    let surplus = kept.len().saturating_sub(REJECTED_KEPT);
    kept.drain(..surplus);
    visit.session.insert(session_key::REJECTED, kept).await.ok()?;
    // Now and not after the answer: what was typed must not be promised and then be gone.
    visit.session.save().await.ok()?;
    Some(id)
}

/// The refused form of that id; it stays, so that reloading the page shows it again.
async fn take_rejected(session: &Session, id: &str) -> Option<Rejected> {
    let kept: Vec<(String, Rejected)> = session.get(session_key::REJECTED).await.ok()??;
    kept.into_iter().find(|(kept, _)| kept == id).map(|(_, rejected)| rejected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_address_is_what_the_outermost_trusted_proxy_saw() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 10.0.0.1, 10.0.0.2".parse().unwrap());
        let peer = Some("127.0.0.1".parse().unwrap());
        assert_eq!(client_address(&headers, peer, 0), "127.0.0.1");
        assert_eq!(client_address(&headers, peer, 1), "10.0.0.2");
        assert_eq!(client_address(&headers, peer, 2), "10.0.0.1");
        headers.append("x-forwarded-for", "10.0.0.3".parse().unwrap());
        assert_eq!(client_address(&headers, peer, 1), "10.0.0.3", "a line of the proxy's own counts, and not the visitor's");
        assert_eq!(client_address(&headers, peer, 2), "10.0.0.2");
        headers.insert("x-forwarded-for", "not an address".parse().unwrap());
        assert_eq!(client_address(&headers, peer, 1), "127.0.0.1");
    }

    #[test]
    fn a_form_is_sent_back_to_our_own_pages_alone() {
        let from = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, referer.parse().unwrap());
            referring_page(&headers)
        };
        assert_eq!(from("http://desk.example/requests/7?x=1"), "/requests/7?x=1");
        assert_eq!(from("http://desk.example//evil.example"), "/");
        assert_eq!(from("nonsense"), "/");
    }
}
