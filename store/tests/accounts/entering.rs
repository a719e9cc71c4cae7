//! Signing in, and what stands in the way of whoever guesses.

use domain::time::Span;
use store::{Clock, Error, Store, accounts, testing::each_database};

use super::cast::{OTHER_PASSWORD, PASSWORD, administrator, each_sandbox, invitation, person};
use super::{sign_in, throttled};

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
            let compared = store.passwords_compared();
            let refused = sign_in(&store, email, password).await;
            assert!(matches!(refused, Err(Error::WrongCredentials)), "{email}: {refused:?}");
            assert_eq!(store.passwords_compared(), compared + 1, "{email} costs what every sign-in costs");
        }
        let compared = store.passwords_compared();
        sign_in(&store, "ada@example.com", PASSWORD).await.unwrap();
        assert_eq!(store.passwords_compared(), compared + 1);
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
async fn an_office_behind_one_address_is_not_locked_out_by_its_own_people() {
    each_database(|store| async move {
        administrator(&store).await;
        for n in 0..49 {
            let refused = sign_in(&store, &format!("nobody{n}@example.com"), "wrong").await;
            assert!(matches!(refused, Err(Error::WrongCredentials)), "{n}: {refused:?}");
        }
        for _ in 0..3 {
            sign_in(&store, "ada@example.com", PASSWORD).await.unwrap();
        }
        // Being right does not make anything wrong undone.
        let refused = sign_in(&store, "nobody@example.com", "wrong").await;
        assert!(matches!(refused, Err(Error::WrongCredentials)), "{refused:?}");
        throttled(sign_in(&store, "ada@example.com", PASSWORD).await);
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
        assert!((1..=5).contains(&judged), "{judged} guesses were judged");
    })
    .await;
}
