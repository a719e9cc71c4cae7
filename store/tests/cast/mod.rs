//! The people of these tests.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it must")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file is a program of its own and uses what it needs")]

use domain::{
    id::{RoleId, TeamId, UserId},
    locale::Locale,
    people::TeamKind,
    permit::{Actor, PermissionSet},
};
use store::{
    Store, accounts, roles,
    teams::{self, TeamDraft},
    testing::Sandbox,
};

/// A password that is good enough for everybody.
pub const PASSWORD: &str = "violet-harbour-crane-93";
/// Another one.
pub const OTHER_PASSWORD: &str = "quiet-lantern-orbit-58";
/// An address of the network.
pub const ADDRESS: &str = "192.0.2.7";

/// The first administrator of an empty instance.
pub async fn administrator(store: &Store) -> Actor {
    let token = accounts::first_run_token(store).await.unwrap().expect("an empty instance");
    let user = accounts::set_up(store, first(token)).await.unwrap().user;
    store.acting(user).await.unwrap()
}

/// What the first run's page would send.
pub fn first(token: String) -> accounts::SetUp {
    accounts::SetUp {
        token,
        organisation: "Harbour Works".to_owned(),
        name: "Ada King".to_owned(),
        email: "ada@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        locale: Locale::En,
    }
}

/// Somebody who was invited and has chosen a password; their address is `<name>@example.com`.
pub async fn person(store: &Store, admin: &Actor, name: &str) -> UserId {
    let (user, token) = accounts::invite(store, admin, &invitation(name)).await.unwrap();
    assert_eq!(accounts::choose_password(store, &token, PASSWORD).await.unwrap().user, user);
    user
}

/// An invitation for `<name>@example.com`.
pub fn invitation(name: &str) -> accounts::Invitation {
    accounts::Invitation {
        name: name.to_owned(),
        email: format!("{}@example.com", name.to_lowercase()),
        locale: None,
        teams: Vec::new(),
        role: None,
    }
}

/// A team of this name.
pub async fn team(store: &Store, admin: &Actor, kind: TeamKind, name: &str) -> TeamId {
    let draft = TeamDraft { name: name.to_owned(), description: String::new() };
    teams::create(store, admin, kind, &draft).await.unwrap()
}

/// A role of this name with these permissions.
pub async fn role(store: &Store, admin: &Actor, name: &str, permissions: PermissionSet) -> RoleId {
    roles::create(store, admin, name, permissions).await.unwrap()
}

/// Both databases, with an address by which a test gets at them past the store.
pub async fn each_sandbox<F, Fut>(test: F)
where
    F: Fn(Store, String) -> Fut,
    Fut: Future<Output = ()>,
{
    for sandbox in Sandbox::each().await {
        test(sandbox.store.clone(), sandbox.url.clone()).await;
        sandbox.end().await;
    }
}
