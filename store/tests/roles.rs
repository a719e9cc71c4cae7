//! Roles on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops where it must")]

mod cast;

use cast::{administrator, person, role, team};
use domain::{
    id::RoleId,
    invalid::Code,
    people::TeamKind,
    permit::{Permission, PermissionSet},
};
use store::{Error, Store, accounts, roles, testing::each_database};

const SEE: PermissionSet = PermissionSet::of(&[Permission::SeeTickets]);

async fn builtin(store: &Store, admin: &domain::permit::Actor, name: &str) -> RoleId {
    roles::list(store, admin).await.unwrap().into_iter().find(|role| role.name == name).unwrap().id
}

#[tokio::test]
async fn every_instance_has_the_built_in_roles() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let list = roles::list(&store, &admin).await.unwrap();
        let named = |name: &str| list.iter().find(|role| role.name == name).unwrap();
        assert_eq!(named("Administrator").permissions, PermissionSet::ALL);
        use Permission::*;
        assert_eq!(named("Auditor").permissions, PermissionSet::of(&[SeeTickets, SeeAudit, SeeReports, SeeGaps]));
        let manager = [SeeTickets, Answer, Assign, EditTickets, ManageServices, ManageTeams, SeeReports, SeeGaps, ManageSla, ManageScoring];
        assert_eq!(named("Service manager").permissions, PermissionSet::of(&manager));
        assert!(list.iter().all(|role| role.builtin));
        let changed = roles::change(&store, &admin, named("Auditor").id, "Auditor", SEE).await;
        assert!(matches!(changed, Err(Error::NotFound)));
        assert!(matches!(roles::delete(&store, &admin, named("Auditor").id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_role_holds_where_it_was_granted() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let network = team(&store, &admin, TeamKind::Service, "Network").await;
        let mei = person(&store, &admin, "Mei").await;
        let reader = role(&store, &admin, "Reader", SEE).await;
        roles::grant(&store, &admin, reader, mei, Some(desk)).await.unwrap();
        roles::grant(&store, &admin, reader, mei, Some(desk)).await.unwrap();
        let actor = store.acting(mei).await.unwrap();
        assert_eq!(actor.grants.len(), 1, "granting twice grants once");
        assert!(actor.within(desk).has(Permission::SeeTickets));
        assert!(!actor.within(network).has(Permission::SeeTickets) && actor.everywhere().is_empty());
        let detail = roles::detail(&store, &admin, reader).await.unwrap();
        assert_eq!(detail.holders[0].team.as_ref().unwrap().name, "Desk");

        roles::grant(&store, &admin, reader, mei, None).await.unwrap();
        assert!(store.acting(mei).await.unwrap().within(network).has(Permission::SeeTickets));
        roles::revoke(&store, &admin, reader, mei, None).await.unwrap();
        assert!(matches!(roles::revoke(&store, &admin, reader, mei, None).await, Err(Error::NotFound)));
        assert!(matches!(roles::delete(&store, &admin, reader).await, Err(Error::InUse { what: "grants" })));
        roles::revoke(&store, &admin, reader, mei, Some(desk)).await.unwrap();
        roles::delete(&store, &admin, reader).await.unwrap();
        assert!(matches!(roles::detail(&store, &admin, reader).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_role_without_meaning_for_a_team_is_not_granted_within_one() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let clerk = role(&store, &admin, "Clerk", PermissionSet::of(&[Permission::ManagePeople])).await;
        let Err(Error::Invalid(invalid)) = roles::grant(&store, &admin, clerk, admin.user, Some(desk)).await else {
            panic!("it was granted")
        };
        assert_eq!(invalid.of("team"), Some(&Code::UnknownChoice));
        let nobody = domain::id::UserId(999);
        let Err(Error::Invalid(invalid)) = roles::grant(&store, &admin, clerk, nobody, None).await else { panic!("it was granted") };
        assert_eq!(invalid.of("user"), Some(&Code::UnknownReference));
    })
    .await;
}

#[tokio::test]
async fn somebody_can_always_manage_roles() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let administrators = builtin(&store, &admin, roles::ADMINISTRATOR).await;
        let revoked = roles::revoke(&store, &admin, administrators, admin.user, None).await;
        assert!(matches!(revoked, Err(Error::LastAdministrator)));
        // An invited account is nobody yet.
        let (invited, token) = accounts::invite(&store, &admin, &cast::invitation("Mei")).await.unwrap();
        roles::grant(&store, &admin, administrators, invited, None).await.unwrap();
        let revoked = roles::revoke(&store, &admin, administrators, admin.user, None).await;
        assert!(matches!(revoked, Err(Error::LastAdministrator)));
        accounts::choose_password(&store, &token, cast::PASSWORD).await.unwrap();
        let mei = store.acting(invited).await.unwrap();
        accounts::disable(&store, &mei, admin.user).await.unwrap();
        let revoked = roles::revoke(&store, &mei, administrators, mei.user, None).await;
        assert!(matches!(revoked, Err(Error::LastAdministrator)));
    })
    .await;
}

#[tokio::test]
async fn a_role_is_named_once_and_allows_something() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let wrong = |outcome: Result<RoleId, Error>| match outcome {
            Err(Error::Invalid(invalid)) => invalid,
            other => panic!("{other:?}"),
        };
        let empty = wrong(roles::create(&store, &admin, " ", PermissionSet::NONE).await);
        assert_eq!(empty.of("name"), Some(&Code::Required));
        assert_eq!(empty.of("permissions"), Some(&Code::Required));
        let taken = wrong(roles::create(&store, &admin, "Auditor", SEE).await);
        assert_eq!(taken.of("name"), Some(&Code::AlreadyTaken));
        let mei = person(&store, &admin, "Mei").await;
        let mei = store.acting(mei).await.unwrap();
        assert!(matches!(roles::list(&store, &mei).await, Err(Error::NotFound)));
        assert!(matches!(roles::create(&store, &mei, "Own", PermissionSet::ALL).await, Err(Error::NotFound)));
    })
    .await;
}
