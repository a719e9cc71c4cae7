//! Accounts on both databases.

mod cast;

use std::collections::BTreeSet;

use cast::{ADDRESS, OTHER_PASSWORD, PASSWORD, administrator, each_sandbox, first, invitation, person};
use domain::{
    id::{RoleId, TeamId},
    invalid::{Code, PasswordAdvice},
    locale::Locale,
    people::{AccountState, Density, MailOccasion, MailPreferences, TeamKind, Theme},
    permit::{Permission, PermissionSet},
    time::{Span, Timestamp},
};
use sea_orm::{ConnectionTrait, Database, Statement};
use store::{
    Clock, Error, Store,
    accounts::{self, ProfileChange, SetUp},
    people, roles,
    testing::each_database,
};

fn invalid(error: Error) -> domain::invalid::Invalid {
    match error {
        Error::Invalid(invalid) => invalid,
        other => panic!("{other:?}"),
    }
}

async fn sign_in(store: &Store, email: &str, password: &str) -> Result<domain::id::UserId, Error> {
    accounts::sign_in(store, email, password, ADDRESS).await
}

fn throttled<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Timestamp {
    match outcome {
        Err(Error::Throttled { until }) => until,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_first_run_makes_an_administrator_by_a_link_that_works_once() {
    each_database(|store| async move {
        let token = accounts::first_run_token(&store).await.unwrap().unwrap();
        accounts::check_set_up(&store, &token).await.unwrap();
        let user = accounts::set_up(&store, first(token.clone())).await.unwrap();
        let actor = store.acting(user).await.unwrap();
        assert_eq!(actor.everywhere(), PermissionSet::ALL);
        assert_eq!(store.organisation().await, "Harbour Works");
        assert_eq!(store.settings().await.unwrap().time_zone, "Asia/Shanghai");

        assert!(matches!(accounts::set_up(&store, first(token)).await, Err(Error::DeadLink)));
        assert_eq!(accounts::first_run_token(&store).await.unwrap(), None, "nobody else gets in this way");
        assert_eq!(sign_in(&store, "Ada@Example.com ", PASSWORD).await.unwrap(), user);
    })
    .await;
}

#[tokio::test]
async fn a_first_run_link_dies_with_the_next_one_and_with_time() {
    each_database(|store| async move {
        let earlier = accounts::first_run_token(&store).await.unwrap().unwrap();
        let later = accounts::first_run_token(&store).await.unwrap().unwrap();
        assert!(matches!(accounts::check_set_up(&store, &earlier).await, Err(Error::DeadLink)));
        accounts::check_set_up(&store, &later).await.unwrap();
        store.clock().advance(Span::from_days(7));
        assert!(matches!(accounts::set_up(&store, first(later)).await, Err(Error::DeadLink)));
    })
    .await;
}

#[tokio::test]
async fn all_that_is_wrong_with_the_first_run_is_told_at_once() {
    each_database(|store| async move {
        let token = accounts::first_run_token(&store).await.unwrap().unwrap();
        let wrong = SetUp {
            organisation: " ".to_owned(),
            name: String::new(),
            email: "ada".to_owned(),
            password: "password123".to_owned(),
            time_zone: "Atlantis/Capital".to_owned(),
            ..first(token.clone())
        };
        let invalid = invalid(accounts::set_up(&store, wrong).await.unwrap_err());
        assert_eq!(invalid.of("organisation"), Some(&Code::Required));
        assert_eq!(invalid.of("name"), Some(&Code::Required));
        assert_eq!(invalid.of("email"), Some(&Code::NotAnEmail));
        assert_eq!(invalid.of("time_zone"), Some(&Code::UnknownChoice));
        let Some(Code::WeakPassword { advice }) = invalid.of("password") else { panic!("{invalid:?}") };
        assert!(advice.contains(&PasswordAdvice::AvoidCommonPasswords), "{advice:?}");
        // The link was not used up by it.
        accounts::set_up(&store, first(token)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_password_made_of_the_organisations_name_is_weak() {
    each_database(|store| async move {
        let token = accounts::first_run_token(&store).await.unwrap().unwrap();
        let own = SetUp { password: "HarbourWorks2026".to_owned(), ..first(token) };
        let invalid = invalid(accounts::set_up(&store, own).await.unwrap_err());
        assert!(matches!(invalid.of("password"), Some(Code::WeakPassword { .. })), "{invalid:?}");
    })
    .await;
}

#[tokio::test]
async fn wrong_unknown_invited_and_disabled_are_told_alike() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let gone = person(&store, &admin, "Gone").await;
        accounts::disable(&store, &admin, gone).await.unwrap();
        accounts::invite(&store, &admin, &invitation("Invited")).await.unwrap();
        for (email, password) in [
            ("ada@example.com", OTHER_PASSWORD),
            ("nobody@example.com", PASSWORD),
            ("gone@example.com", PASSWORD),
            ("invited@example.com", ""),
            ("", ""),
            ("not an address", PASSWORD),
        ] {
            let refused = sign_in(&store, email, password).await;
            assert!(matches!(refused, Err(Error::WrongCredentials)), "{email}: {refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_longer_each_time() {
    each_database(|store| async move {
        administrator(&store).await;
        for _ in 0..5 {
            let refused = sign_in(&store, "ada@example.com", "wrong").await;
            assert!(matches!(refused, Err(Error::WrongCredentials)));
        }
        let until = throttled(sign_in(&store, "ada@example.com", PASSWORD).await);
        assert_eq!(until, store.now().plus(Span::from_minutes(1)));
        store.clock().advance(Span::from_minutes(1));
        assert!(matches!(sign_in(&store, "ada@example.com", "wrong").await, Err(Error::WrongCredentials)));
        let until = throttled(sign_in(&store, "ada@example.com", PASSWORD).await);
        assert_eq!(until, store.now().plus(Span::from_minutes(2)));
        store.clock().advance(Span::from_minutes(2));
        sign_in(&store, "ada@example.com", PASSWORD).await.unwrap();
        // The right one forgives all of them.
        for _ in 0..5 {
            assert!(matches!(sign_in(&store, "ada@example.com", "wrong").await, Err(Error::WrongCredentials)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_that_does_not_exist_locks_like_one_that_does() {
    each_database(|store| async move {
        for _ in 0..5 {
            assert!(matches!(sign_in(&store, "nobody@example.com", "wrong").await, Err(Error::WrongCredentials)));
        }
        throttled(sign_in(&store, "nobody@example.com", "wrong").await);
    })
    .await;
}

#[tokio::test]
async fn a_lock_survives_a_restart() {
    each_sandbox(|store, url| async move {
        administrator(&store).await;
        for _ in 0..5 {
            let _ = sign_in(&store, "ada@example.com", "wrong").await;
        }
        let files = std::env::temp_dir().join(format!("opsbeat_restart_{}", std::process::id()));
        let restarted = Store::open(&url, &files, Clock::fixed(store.now())).await.unwrap().with_cheap_passwords();
        throttled(sign_in(&restarted, "ada@example.com", PASSWORD).await);
        restarted.close().await;
        std::fs::remove_dir_all(files).unwrap();
    })
    .await;
}

#[tokio::test]
async fn one_address_cannot_try_account_after_account() {
    each_database(|store| async move {
        administrator(&store).await;
        for n in 0..50 {
            let refused = sign_in(&store, &format!("nobody{n}@example.com"), "wrong").await;
            assert!(matches!(refused, Err(Error::WrongCredentials)), "{n}: {refused:?}");
        }
        throttled(sign_in(&store, "ada@example.com", PASSWORD).await);
        // From elsewhere the account is free.
        accounts::sign_in(&store, "ada@example.com", PASSWORD, "198.51.100.1").await.unwrap();
        store.clock().advance(Span::from_days(2));
        assert_eq!(store.forget_old_attempts().await.unwrap(), 52, "50 accounts and both addresses");
    })
    .await;
}

#[tokio::test]
async fn guesses_made_at_once_cannot_all_slip_in() {
    each_database(|store| async move {
        administrator(&store).await;
        let guesses: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { sign_in(&store, "ada@example.com", "wrong").await })
            })
            .collect();
        let mut judged = 0;
        for guess in guesses {
            match guess.await.unwrap() {
                Err(Error::WrongCredentials) => judged += 1,
                Err(Error::Throttled { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
        assert!(judged <= 5, "{judged} guesses were judged");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_works_once_and_for_seven_days() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let (user, token) = accounts::invite(&store, &admin, &invitation("Mei")).await.unwrap();
        let owner = accounts::password_link(&store, &token).await.unwrap();
        assert_eq!((owner.name.as_str(), owner.email.as_str(), owner.invited), ("Mei", "mei@example.com", true));
        let weak = accounts::choose_password(&store, &token, "mei").await.unwrap_err();
        assert_eq!(invalid(weak).of("password"), Some(&Code::TooShort { min: 10 }));
        assert_eq!(accounts::choose_password(&store, &token, PASSWORD).await.unwrap(), user);
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
        let mei = accounts::choose_password(&store, &token, PASSWORD).await.unwrap();
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
        assert!(accounts::visitor(&store, mei).await.unwrap().is_none());
        assert!(matches!(accounts::choose_password(&store, &token, OTHER_PASSWORD).await, Err(Error::DeadLink)));
        assert!(matches!(accounts::reset_link(&store, &admin, mei).await, Err(Error::NotFound)));
        accounts::enable(&store, &admin, mei).await.unwrap();
        assert_eq!(sign_in(&store, "mei@example.com", PASSWORD).await.unwrap(), mei);
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
        let visitor = accounts::visitor(&store, admin.user).await.unwrap().unwrap();
        assert_eq!((visitor.actor.name.as_str(), visitor.locale), ("Ada Lovelace", Some(Locale::Zh)));

        let wrong = ProfileChange { name: String::new(), time_zone: "Nowhere".to_owned(), ..change.clone() };
        let wrong = invalid(accounts::update_profile(&store, &admin, &wrong).await.unwrap_err());
        assert_eq!(wrong.of("name"), Some(&Code::Required));
        assert_eq!(wrong.of("time_zone"), Some(&Code::UnknownChoice));
        accounts::update_profile(&store, &admin, &ProfileChange { time_zone: String::new(), ..change }).await.unwrap();
        assert_eq!(accounts::profile(&store, &admin).await.unwrap().time_zone, None);
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
        assert_eq!(sign_in(&store, "caller@example.com", PASSWORD).await.unwrap(), caller);
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
