//! `opsbeat audit verify` tells by its status whether the log is whole, and names the first link that is not.

use store::teams::{self, TeamDraft};
use store::testing::Company;

use crate::installation::{Installation, each_installation, opsbeat_in, said};

const VERIFY: [&str; 2] = ["audit", "verify"];

/// Four records of somebody who makes teams.
async fn act(installation: &Installation) {
    let store = installation.store();
    let company = Company::found(store).await;
    let admin = store.as_actor(company.admin).await;
    for name in ["One", "Two", "Three", "Four"] {
        let draft = TeamDraft { name: name.into(), description: String::new() };
        teams::create(store, &admin, domain::people::TeamKind::Service, &draft).await.unwrap();
    }
}

/// Whoever owns the database can take the guards away.
async fn unguard(installation: &Installation) {
    let guards: &[&str] = if installation.is_sqlite() {
        &["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
    } else {
        &["ALTER TABLE audit DISABLE TRIGGER ALL"]
    };
    for guard in guards {
        installation.store().run_sql(guard).await;
    }
}

#[tokio::test]
async fn a_whole_log_is_told_with_its_last_link_and_status_0() {
    each_installation(async |installation| {
        act(installation).await;
        let said = installation.run(&VERIFY);
        assert_eq!(said.status, Some(0), "{said:?}");
        let head = installation.store().texts("SELECT hash FROM audit WHERE id = 4").await.remove(0);
        assert!(said.out.contains("whole: 4 records") && said.out.contains(&head), "{said:?}");
    })
    .await;
}

#[tokio::test]
async fn a_broken_log_ends_with_status_1_and_names_the_first_broken_link() {
    each_installation(async |installation| {
        act(installation).await;
        unguard(installation).await;
        let store = installation.store();
        // From the end to the beginning, so that each break is before those that are there.
        let breaks = [
            ("DELETE FROM audit WHERE id = 4", 4),
            ("UPDATE audit SET data = '{}' WHERE id = 3", 3),
            ("UPDATE audit SET actor_id = NULL WHERE id = 2", 2),
            ("UPDATE audit SET at = at + 1 WHERE id = 1", 1),
        ];
        for (sql, link) in breaks {
            store.run_sql(sql).await;
            let said = installation.run(&VERIFY);
            assert_eq!(said.status, Some(1), "{sql}: {said:?}");
            assert!(said.err.contains(&format!("record {link}")), "{sql}: {said:?}");
            assert_eq!(said.out, "", "{sql}: nothing is praised");
        }
    })
    .await;
}

#[tokio::test]
async fn a_record_that_is_taken_out_of_the_middle_is_missed() {
    each_installation(async |installation| {
        act(installation).await;
        unguard(installation).await;
        installation.store().run_sql("DELETE FROM audit WHERE id = 2").await;
        let said = installation.run(&VERIFY);
        assert_eq!(said.status, Some(1), "{said:?}");
        assert!(said.err.contains("record 3"), "{said:?}");
    })
    .await;
}

#[tokio::test]
async fn a_log_that_is_not_there_is_not_praised_and_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let said = said(opsbeat_in(folder.path()).args(VERIFY).args(["--database", "sqlite://backup.db"]));
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""), "{said:?}");
    assert!(said.err.contains("there is no database sqlite://backup.db"), "{said:?}");
    assert!(!folder.path().join("backup.db").exists());
}

#[tokio::test]
async fn a_proof_leaves_the_database_in_the_shape_that_it_has() {
    each_installation(async |installation| {
        act(installation).await;
        let last = "SELECT max(version) FROM seaql_migrations";
        let store = installation.store();
        store.run_sql(&format!("DELETE FROM seaql_migrations WHERE version = ({last})")).await;
        let before = store.texts(last).await;
        assert_eq!(installation.run(&VERIFY).status, Some(0));
        assert_eq!(store.texts(last).await, before);
    })
    .await;
}
