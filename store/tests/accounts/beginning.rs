//! The first account: by a link of the terminal, once.

use domain::{
    invalid::{Code, PasswordAdvice},
    permit::PermissionSet,
    time::Span,
};
use store::{
    Error,
    accounts::{self, SetUp},
    testing::each_database,
};

use super::cast::{PASSWORD, first};
use super::{invalid, sign_in};

#[tokio::test]
async fn the_first_run_makes_an_administrator_by_a_link_that_works_once() {
    each_database(|store| async move {
        let token = accounts::first_run_token(&store).await.unwrap().unwrap();
        accounts::check_set_up(&store, &token).await.unwrap();
        let user = accounts::set_up(&store, first(token.clone())).await.unwrap().user;
        let actor = store.acting(user).await.unwrap();
        assert_eq!(actor.everywhere(), PermissionSet::ALL);
        assert_eq!(store.organisation().await, "Harbour Works");
        assert_eq!(store.settings().await.unwrap().time_zone, "Asia/Shanghai");

        assert!(matches!(accounts::set_up(&store, first(token)).await, Err(Error::DeadLink)));
        assert_eq!(accounts::first_run_token(&store).await.unwrap(), None, "nobody else gets in this way");
        assert_eq!(sign_in(&store, "Ada@Example.com ", PASSWORD).await.unwrap().user, user);
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
        assert_eq!(invalid.of("time_zone"), Some(&Code::UnknownZone));
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
