//! The audit log on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops where it must")]

mod cast;

use std::sync::Arc;

use cast::each_sandbox;
use domain::{
    directory::AuditPage,
    id::{AuditId, UserId},
    locale::Locale,
    people::AccountState,
    permit::{Actor, Grant, Permission, PermissionSet, Scope},
    time::Span,
};
use sea_orm::{ConnectionTrait, Database};
use store::{Error, Store, audit, testing::each_database};

fn with(permissions: &[Permission]) -> Actor {
    Actor {
        user: UserId(1),
        name: "Ada".to_owned(),
        locale: Locale::En,
        state: AccountState::Active,
        teams: Vec::new(),
        grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) }],
        owns: Vec::new(),
    }
}

/// Appends a record for each name.
async fn rename(store: &Store, names: &[&str]) {
    for name in names {
        store
            .transact(None, |tx| {
                Box::pin(async {
                    tx.audit("test.rename", ("test", *name), serde_json::json!({ "to": name }));
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_chain_holds_however_many_append_at_once() {
    each_database(|store| async move {
        let store = Arc::new(store);
        let tasks: Vec<_> = (0..8)
            .map(|task| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { rename(&store, &[&format!("{task}-a"), &format!("{task}-b")]).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(audit::verify(&store, None).await.unwrap().unwrap().records, 16);
    })
    .await;
}

#[tokio::test]
async fn steps_that_fail_leave_neither_a_change_nor_a_record() {
    each_database(|store| async move {
        let outcome: store::Result<()> = store
            .transact(None, |tx| {
                Box::pin(async {
                    tx.conn.execute_unprepared("INSERT INTO leases (name, holder, until) VALUES ('a', 'b', 1)").await?;
                    tx.audit("test.fail", ("test", 1), serde_json::json!({}));
                    Err(Error::NotFound)
                })
            })
            .await;
        assert!(matches!(outcome, Err(Error::NotFound)));
        assert_eq!(audit::verify(&store, None).await.unwrap().unwrap().records, 0);
        // The same key is free.
        store
            .transact(None, |tx| {
                Box::pin(async {
                    tx.conn.execute_unprepared("INSERT INTO leases (name, holder, until) VALUES ('a', 'b', 1)").await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn records_cannot_be_changed_or_taken_away() {
    each_sandbox(|store, url| async move {
        rename(&store, &["one"]).await;
        let raw = Database::connect(url).await.unwrap();
        for sql in ["UPDATE audit SET at = 1", "DELETE FROM audit"] {
            let refusal = raw.execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(refusal.contains("append-only") || refusal.contains("immutable"), "{refusal}");
        }
        raw.close().await.unwrap();
        assert_eq!(audit::verify(&store, None).await.unwrap().unwrap().records, 1);
    })
    .await;
}

#[tokio::test]
async fn the_first_broken_link_is_named() {
    each_sandbox(|store, url| async move {
        rename(&store, &["one", "two", "three", "four"]).await;
        let raw = Database::connect(&url).await.unwrap();
        // Whoever owns the database can take the guards away; the chain still tells.
        let guards: &[&str] = if url.starts_with("sqlite") {
            &["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
        } else {
            &["ALTER TABLE audit DISABLE TRIGGER ALL"]
        };
        for guard in guards {
            raw.execute_unprepared(guard).await.unwrap();
        }
        raw.execute_unprepared("UPDATE audit SET action = 'test.other' WHERE id = 3").await.unwrap();
        let broken = audit::verify(&store, None).await.unwrap().unwrap_err();
        assert_eq!((broken.id, broken.checked), (AuditId(3), 2));

        raw.execute_unprepared("DELETE FROM audit WHERE id >= 3").await.unwrap();
        let cut_off = audit::verify(&store, None).await.unwrap().unwrap_err();
        assert_eq!((cut_off.id, cut_off.checked), (AuditId(3), 2), "a tail that was cut off is seen");
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_log_is_listed_page_by_page_and_only_for_those_who_may() {
    each_database(|store| async move {
        let names: Vec<String> = (0..120).map(|n| n.to_string()).collect();
        rename(&store, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let auditor = with(&[Permission::SeeAudit]);
        let mut seen = Vec::new();
        let mut filter = audit::Filter::default();
        loop {
            let AuditPage { rows, next, .. } = audit::list(&store, &auditor, &filter).await.unwrap();
            seen.extend(rows.into_iter().map(|row| row.id.get()));
            filter.before = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=120).rev().collect::<Vec<i64>>());

        let one = audit::Filter { object_kind: Some("test".to_owned()), object_id: Some("7".to_owned()), ..audit::Filter::default() };
        assert_eq!(audit::list(&store, &auditor, &one).await.unwrap().rows.len(), 1);
        let refused = audit::list(&store, &with(&[]), &filter).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_page_of_the_log_brings_the_names_of_what_it_names_by_number() {
    each_database(|store| async move {
        let admin = cast::administrator(&store).await;
        let mei = cast::person(&store, &admin, "Mei").await;
        let desk = cast::team(&store, &admin, domain::people::TeamKind::Service, "Desk").await;
        store::teams::set_member(&store, &admin, desk, mei, false).await.unwrap();
        let page = audit::list(&store, &admin, &audit::Filter::default()).await.unwrap();
        let named =
            |kind: &str, id: i64| page.names.iter().find(|named| named.kind == kind && named.id == id).map(|named| named.name.en.as_str());
        assert_eq!(named("team", desk.get()), Some("Desk"), "what a record is about");
        assert_eq!(named("user", mei.get()), Some("Mei"), "and what its facts name");
        assert!(page.names.iter().any(|named| named.kind == "role"), "the administrator was given one");
    })
    .await;
}

#[tokio::test]
async fn the_log_of_a_day_holds_its_first_moment_and_not_the_next_days() {
    each_database(|store| async move {
        rename(&store, &["one"]).await;
        let (auditor, now) = (with(&[Permission::SeeAudit]), store.now());
        let rows = async |begin, end| {
            let filter = audit::Filter { day: Some((begin, end)), ..audit::Filter::default() };
            audit::list(&store, &auditor, &filter).await.unwrap().rows.len()
        };
        let at = audit::list(&store, &auditor, &audit::Filter::default()).await.unwrap().rows[0].at;
        let day = Span::from_days(1);
        assert_eq!(rows(at, now.plus(day)).await, 1);
        assert_eq!((rows(at.minus(day), at).await, rows(now.plus(day), now.plus(day).plus(day)).await), (0, 0));
    })
    .await;
}
