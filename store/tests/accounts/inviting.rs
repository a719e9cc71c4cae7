//! How somebody comes in: by an invitation, new or for a placeholder.

use std::collections::BTreeSet;

use domain::{
    id::{RoleId, TeamId},
    invalid::Code,
    people::{AccountState, MailOccasion, TeamKind},
    permit::{Permission, PermissionSet},
    time::Span,
};
use sea_orm::{ConnectionTrait, Database, Statement};
use store::{Error, accounts, outbox, people, roles, testing::each_database};

use super::cast::{self, OTHER_PASSWORD, PASSWORD, administrator, each_sandbox, invitation, person};
use super::{invalid, sign_in};

#[tokio::test]
async fn an_invitation_works_once_and_for_seven_days() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let (user, token) = accounts::invite(&store, &admin, &invitation("Mei")).await.unwrap();
        let owner = accounts::password_link(&store, &token).await.unwrap();
        assert_eq!((owner.name.as_str(), owner.email.as_str(), owner.invited), ("Mei", "mei@example.com", true));
        let weak = accounts::choose_password(&store, &token, "mei").await.unwrap_err();
        assert_eq!(invalid(weak).of("password"), Some(&Code::TooShort { min: 10 }));
        assert_eq!(accounts::choose_password(&store, &token, PASSWORD).await.unwrap().user, user);
        assert!(matches!(accounts::choose_password(&store, &token, OTHER_PASSWORD).await, Err(Error::DeadLink)));
        sign_in(&store, "mei@example.com", PASSWORD).await.unwrap();

        let (_, late) = accounts::invite(&store, &admin, &invitation("Late")).await.unwrap();
        store.clock().advance(Span::from_days(7));
        assert!(matches!(accounts::password_link(&store, &late).await, Err(Error::DeadLink)));
        assert!(matches!(accounts::password_link(&store, "nonsense").await, Err(Error::DeadLink)));
    })
    .await;
}

#[tokio::test]
async fn another_invitation_replaces_the_first() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let (user, first) = accounts::invite(&store, &admin, &invitation("Mei")).await.unwrap();
        let second = accounts::invite_again(&store, &admin, user).await.unwrap();
        assert!(matches!(accounts::password_link(&store, &first).await, Err(Error::DeadLink)));
        accounts::choose_password(&store, &second, PASSWORD).await.unwrap();
        // Nobody who has joined is invited again.
        assert!(matches!(accounts::invite_again(&store, &admin, user).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_with_a_team_and_a_role_is_whole_or_is_not() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = cast::team(&store, &admin, TeamKind::Service, "Desk").await;
        let reader = cast::role(&store, &admin, "Reader", PermissionSet::of(&[Permission::SeeReports])).await;
        let people = store.number("SELECT count(*) FROM users").await;
        for (teams, role) in [(vec![desk], RoleId(999)), (vec![TeamId(999)], reader)] {
            let wanted = accounts::Invitation { teams, role: Some(role), ..invitation("Mei") };
            let refused = accounts::invite(&store, &admin, &wanted).await.unwrap_err();
            assert_eq!(invalid(refused).fields.len(), 1);
            assert_eq!(store.number("SELECT count(*) FROM users").await, people, "nobody was invited by halves");
        }
        let wanted = accounts::Invitation { teams: vec![desk], role: Some(reader), ..invitation("Mei") };
        let (_, token) = accounts::invite(&store, &admin, &wanted).await.unwrap();
        let mei = accounts::choose_password(&store, &token, PASSWORD).await.unwrap().user;
        let mei = store.acting(mei).await.unwrap();
        assert_eq!(mei.teams.len(), 1);
        assert!(mei.everywhere().has(Permission::SeeReports));

        // Inviting is no way to give a role for who may not give any.
        let inviter = cast::role(&store, &admin, "Inviter", PermissionSet::of(&[Permission::ManagePeople])).await;
        let wei = person(&store, &admin, "Wei").await;
        roles::grant(&store, &admin, inviter, wei, None).await.unwrap();
        let wei = store.acting(wei).await.unwrap();
        let wanted = accounts::Invitation { role: Some(reader), ..invitation("Eve") };
        let refused = accounts::invite(&store, &wei, &wanted).await.unwrap_err();
        assert_eq!(invalid(refused).of("role"), Some(&Code::UnknownReference));
    })
    .await;
}

#[tokio::test]
async fn an_address_belongs_to_one_account() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let again = accounts::Invitation { email: "ADA@example.com".to_owned(), ..invitation("Ada") };
        let taken = accounts::invite(&store, &admin, &again).await.unwrap_err();
        assert_eq!(invalid(taken).of("email"), Some(&Code::AlreadyTaken));
    })
    .await;
}

#[tokio::test]
async fn a_stolen_database_opens_no_account() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let (_, token) = accounts::invite(&store, &admin, &invitation("Mei")).await.unwrap();
        let raw = Database::connect(url).await.unwrap();
        let all = "SELECT hash AS kept FROM tokens UNION ALL SELECT password_hash FROM users WHERE password_hash IS NOT NULL
                   UNION ALL SELECT key FROM throttles UNION ALL SELECT data FROM audit";
        let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), all)).await.unwrap();
        assert!(rows.len() > 3);
        for row in rows {
            let kept: String = row.try_get("", "kept").unwrap();
            assert!(!kept.contains(&token) && !kept.contains(PASSWORD), "{kept}");
        }
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_placeholder_becomes_somebody() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let raw = Database::connect(url).await.unwrap();
        raw.execute_unprepared("INSERT INTO users (name, state, created_at, updated_at) VALUES ('Caller 7', 'placeholder', 1, 1)")
            .await
            .unwrap();
        raw.close().await.unwrap();
        let filter = people::Filter { state: Some(AccountState::Placeholder), ..people::Filter::default() };
        let caller = people::list(&store, &admin, &filter).await.unwrap().rows.remove(0).person.id;
        assert!(matches!(accounts::invite_again(&store, &admin, caller).await, Err(Error::NotFound)));
        let taken = accounts::adopt(&store, &admin, caller, "ada@example.com").await.unwrap_err();
        assert_eq!(invalid(taken).of("email"), Some(&Code::AlreadyTaken));
        let token = accounts::adopt(&store, &admin, caller, "caller@example.com").await.unwrap();
        accounts::choose_password(&store, &token, PASSWORD).await.unwrap();
        assert_eq!(sign_in(&store, "caller@example.com", PASSWORD).await.unwrap().user, caller);
    })
    .await;
}

fn list(people: &str) -> accounts::Invitations {
    accounts::Invitations { people: people.to_owned(), locale: None, teams: Vec::new(), role: None }
}

#[tokio::test]
async fn everybody_of_a_list_is_invited_by_mail_or_nobody_is() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = cast::team(&store, &admin, TeamKind::Service, "Desk").await;
        person(&store, &admin, "Mei").await;
        let wrong = list("Ivo, ivo@example.com\nMei, MEI@example.com\n\nno address\nIvo again, ivo@example.com");
        let wrong = invalid(accounts::invite_all(&store, &admin, &wrong).await.unwrap_err());
        assert_eq!(wrong.fields.len(), 2, "what is wrong with the list itself comes first: {wrong:?}");
        let known = invalid(accounts::invite_all(&store, &admin, &list("Ivo, ivo@example.com\nMei, MEI@example.com")).await.unwrap_err());
        assert_eq!(known.of("people"), Some(&Code::AlreadyTaken.on_line(2)));
        assert_eq!(store.number("SELECT count(*) FROM users WHERE email = 'ivo@example.com'").await, 0, "all or none");

        let wanted = accounts::Invitations { teams: vec![desk], ..list("Ivo, ivo@example.com\nEve <eve@example.com>") };
        assert_eq!(accounts::invite_all(&store, &admin, &wanted).await.unwrap(), 2);
        let mut mails = outbox::claim(&store, 20).await.unwrap();
        mails.retain(|mail| mail.occasion == MailOccasion::Invited);
        assert_eq!(
            mails.iter().map(|mail| mail.to.email.as_str()).collect::<BTreeSet<_>>(),
            BTreeSet::from(["eve@example.com", "ivo@example.com"])
        );
        let link = mails[0].link.clone().unwrap();
        assert!(accounts::password_link(&store, &link).await.unwrap().invited);
        let user = accounts::choose_password(&store, &link, PASSWORD).await.unwrap().user;
        assert_eq!(people::detail(&store, &admin, user).await.unwrap().teams.len(), 1);
        let kept = store.texts("SELECT payload || hash FROM outbox, tokens").await;
        assert!(!kept.is_empty() && kept.iter().all(|kept| !kept.contains(&link)), "links are hashed at rest");
        assert!(matches!(accounts::mail_invitation(&store, &admin, user).await, Err(Error::NotFound)), "who came is invited no more");
        let late = mails[1].to.id;
        store.clock().advance(Span::from_millis(1));
        accounts::mail_invitation(&store, &admin, late).await.unwrap();
        assert_eq!(outbox::claim(&store, 20).await.unwrap().len(), 1);
        let stranger = store.acting(user).await.unwrap();
        assert!(matches!(accounts::invite_all(&store, &stranger, &list("Ian, ian@example.com")).await, Err(Error::NotFound)));
    })
    .await;
}
