//! What somebody does who has the machine and no way in.

use crate::installation::{Said, each_installation};
use crate::server::Running;

use store::accounts;
use store::testing::Company;

#[tokio::test]
async fn a_link_from_the_machine_lets_somebody_in_again_once() {
    each_installation(async |installation| {
        let store = installation.store();
        Company::found(store).await;
        let link = |said: &Said| said.out.trim().rsplit_once("/welcome/").map(|(_, token)| token.to_owned());
        let reset = |email: &str| installation.run(&["admin", "reset-link", email]);
        let first = reset("rita@example.com");
        assert_eq!(first.status, Some(0), "{first:?}");
        let said = reset("RITA@example.com");
        assert_eq!(said.status, Some(0), "an address is the same in capitals: {said:?}");
        let (dead, token) = (link(&first).unwrap(), link(&said).unwrap());
        assert!(said.out.starts_with("http://") && said.out.lines().count() == 1, "{said:?}");

        let server = Running::start(&mut installation.server());
        assert_eq!(server.get(&format!("/welcome/{token}"), "").status, 200);
        let password = "violet-harbour-crane-93";
        assert!(accounts::choose_password(store, &dead, password).await.is_err(), "a new link ends the one before");
        accounts::choose_password(store, &token, password).await.unwrap();
        assert!(accounts::choose_password(store, &token, password).await.is_err(), "it works once");
        let told = store.number("SELECT count(*) FROM audit WHERE actor_id IS NULL AND object_kind = 'user'").await;
        assert!(told >= 1, "the audit log has it");
        assert_eq!(store.number(&format!("SELECT count(*) FROM audit WHERE data LIKE '%{token}%'")).await, 0, "without the link");

        for nobody in ["nobody@example.com", "gil@example.com", "no address"] {
            let refused = reset(nobody);
            assert_eq!((refused.status, refused.out.as_str()), (Some(1), ""), "{refused:?}");
            assert!(refused.err.contains("no active account"), "{refused:?}");
        }
        server.terminate();
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn counters_that_went_wrong_are_counted_anew() {
    each_installation(async |installation| {
        let store = installation.store();
        let company = Company::found(store).await;
        for _ in 0..3 {
            company.file(store, company.rita, company.laptop, "New laptop").await;
        }
        let recompute = || installation.run(&["recompute", "counters"]).out;
        assert_eq!(recompute(), "Every counter was right.\n");
        let before = store.texts("SELECT CAST(value AS TEXT) FROM counters ORDER BY 1").await;
        store.run_sql("UPDATE counters SET value = value + 7").await;
        assert!(recompute().contains("right now"));
        assert_eq!(store.texts("SELECT CAST(value AS TEXT) FROM counters ORDER BY 1").await, before);
        assert_eq!(recompute(), "Every counter was right.\n");
    })
    .await;
}
