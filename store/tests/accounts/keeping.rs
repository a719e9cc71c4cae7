//! What becomes of an account that is there.

use std::collections::BTreeSet;

use domain::{
    invalid::Code,
    locale::Locale,
    people::{AccountState, Density, MailOccasion, MailPreferences, Theme},
    permit::{Permission, PermissionSet},
    time::Span,
};
use store::{
    Error,
    accounts::{self, ProfileChange},
    people, roles,
    testing::each_database,
};

use super::cast::{self, OTHER_PASSWORD, PASSWORD, administrator, invitation, person};
use super::{invalid, sign_in, throttled};

#[tokio::test]
async fn a_reset_link_replaces_the_password_when_it_is_used_and_not_before() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let token = accounts::reset_link(&store, &admin, mei).await.unwrap();
        sign_in(&store, "mei@example.com", PASSWORD).await.unwrap();
        assert!(!accounts::password_link(&store, &token).await.unwrap().invited);
        accounts::choose_password(&store, &token, OTHER_PASSWORD).await.unwrap();
        assert!(matches!(sign_in(&store, "mei@example.com", PASSWORD).await, Err(Error::WrongCredentials)));
        sign_in(&store, "mei@example.com", OTHER_PASSWORD).await.unwrap();

        let late = accounts::reset_link(&store, &admin, mei).await.unwrap();
        store.clock().advance(Span::from_hours(24));
        assert!(matches!(accounts::password_link(&store, &late).await, Err(Error::DeadLink)));
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_nobody_and_can_come_back() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let token = accounts::reset_link(&store, &admin, mei).await.unwrap();
        accounts::disable(&store, &admin, mei).await.unwrap();
        assert!(accounts::visitor(&store, mei, None).await.unwrap().is_none());
        assert!(matches!(accounts::choose_password(&store, &token, OTHER_PASSWORD).await, Err(Error::DeadLink)));
        assert!(matches!(accounts::reset_link(&store, &admin, mei).await, Err(Error::NotFound)));
        accounts::enable(&store, &admin, mei).await.unwrap();
        assert_eq!(sign_in(&store, "mei@example.com", PASSWORD).await.unwrap().user, mei);
        assert_eq!(people::detail(&store, &admin, mei).await.unwrap().state, AccountState::Active);
    })
    .await;
}

#[tokio::test]
async fn managing_people_is_no_way_up() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let clerk = person(&store, &admin, "Clerk").await;
        let role = cast::role(&store, &admin, "Clerk", PermissionSet::of(&[Permission::ManagePeople])).await;
        roles::grant(&store, &admin, role, clerk, None).await.unwrap();
        let clerk = store.acting(clerk).await.unwrap();
        let mei = person(&store, &clerk, "Mei").await;
        accounts::reset_link(&store, &clerk, mei).await.unwrap();
        assert!(matches!(accounts::reset_link(&store, &clerk, admin.user).await, Err(Error::NotFound)));
        assert!(matches!(accounts::disable(&store, &clerk, admin.user).await, Err(Error::NotFound)));
        assert!(matches!(accounts::disable(&store, &clerk, clerk.user).await, Err(Error::Oneself)));

        let mei = store.acting(mei).await.unwrap();
        assert!(matches!(accounts::invite(&store, &mei, &invitation("Eve")).await, Err(Error::NotFound)));
        assert!(matches!(accounts::disable(&store, &mei, clerk.user).await, Err(Error::NotFound)));
        assert!(matches!(people::detail(&store, &mei, clerk.user).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_alone() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let both = accounts::change_password(&store, &admin, "wrong", "short", "here").await.unwrap_err();
        let both = invalid(both);
        assert_eq!(both.of("present_password"), Some(&Code::WrongPassword));
        assert_eq!(both.of("new_password"), Some(&Code::TooShort { min: 10 }));
        accounts::change_password(&store, &admin, PASSWORD, OTHER_PASSWORD, "here").await.unwrap();
        assert!(matches!(sign_in(&store, "ada@example.com", PASSWORD).await, Err(Error::WrongCredentials)));
        sign_in(&store, "ada@example.com", OTHER_PASSWORD).await.unwrap();
        for _ in 0..5 {
            let _ = accounts::change_password(&store, &admin, "wrong", OTHER_PASSWORD, "here").await;
        }
        throttled(accounts::change_password(&store, &admin, OTHER_PASSWORD, PASSWORD, "here").await);
    })
    .await;
}

#[tokio::test]
async fn people_choose_for_themselves_how_things_look() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let change = ProfileChange {
            name: " Ada  Lovelace ".to_owned(),
            time_zone: "Europe/Paris".to_owned(),
            theme: Theme::Dark,
            density: Density::Compact,
        };
        accounts::update_profile(&store, &admin, &change).await.unwrap();
        accounts::choose_locale(&store, &admin, Locale::Zh).await.unwrap();
        let mail = MailPreferences { off: BTreeSet::from([MailOccasion::Created]), ..MailPreferences::default() };
        accounts::choose_mail(&store, &admin, &mail).await.unwrap();
        let profile = accounts::profile(&store, &admin).await.unwrap();
        assert_eq!(profile.name, "Ada Lovelace");
        assert_eq!(profile.time_zone.as_deref(), Some("Europe/Paris"));
        assert_eq!((profile.theme, profile.density), (Theme::Dark, Density::Compact));
        assert_eq!((profile.locale, profile.mail), (Some(Locale::Zh), mail));
        let visitor = accounts::visitor(&store, admin.user, None).await.unwrap().unwrap();
        assert_eq!((visitor.actor.name.as_str(), visitor.locale), ("Ada Lovelace", Some(Locale::Zh)));

        let wrong = ProfileChange { name: String::new(), time_zone: "Nowhere".to_owned(), ..change.clone() };
        let wrong = invalid(accounts::update_profile(&store, &admin, &wrong).await.unwrap_err());
        assert_eq!(wrong.of("name"), Some(&Code::Required));
        assert_eq!(wrong.of("time_zone"), Some(&Code::UnknownZone));
        accounts::update_profile(&store, &admin, &ProfileChange { time_zone: String::new(), ..change }).await.unwrap();
        assert_eq!(accounts::profile(&store, &admin).await.unwrap().time_zone, None);
    })
    .await;
}

#[tokio::test]
async fn every_change_of_an_account_leaves_a_record() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        accounts::reset_link(&store, &admin, mei).await.unwrap();
        accounts::disable(&store, &admin, mei).await.unwrap();
        accounts::enable(&store, &admin, mei).await.unwrap();
        let about_mei = store::audit::Filter {
            object_kind: Some("user".to_owned()),
            object_id: Some(mei.to_string()),
            ..store::audit::Filter::default()
        };
        let page = store::audit::list(&store, &admin, &about_mei).await.unwrap();
        let actions: Vec<_> = page.rows.iter().rev().map(|row| row.action.as_str()).collect();
        assert_eq!(actions, ["user.invite", "user.join", "user.reset_link", "user.disable", "user.enable"]);
        let by: Vec<_> = page.rows.iter().rev().map(|row| row.actor.as_ref().unwrap().id).collect();
        assert_eq!(by, [admin.user, mei, admin.user, admin.user, admin.user]);
        store::audit::verify(&store, None).await.unwrap().unwrap();
    })
    .await;
}
