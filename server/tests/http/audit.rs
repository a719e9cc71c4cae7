//! The page of the audit log: sentences, and what it is narrowed by.

use axum::http::StatusCode;
use domain::time::Span;
use store::Store;
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

/// The company, in which Ada has just come into another team.
async fn with_a_newcomer(store: &Store) -> Company {
    let company = Company::found(store).await;
    let admin = store::actor::load(store, company.admin).await.unwrap();
    store::teams::set_member(store, &admin, company.network, company.ada, false).await.unwrap();
    company
}

/// What stands on a page, without its markup.
fn read(page: &str) -> String {
    page.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect()
}

#[tokio::test]
async fn a_record_reads_as_a_sentence_with_its_raw_form_beside_it() {
    each_database(|store| async move {
        let company = with_a_newcomer(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get("/admin/audit?kind=team").await;
        let said = read(&page.body);
        assert!(said.contains(" added Ada Agent to the team "), "{said}");
        assert!(page.body.contains(&format!("href=\"/admin/people/{}\"", company.ada)), "who is named leads to their page");
        assert!(
            said.contains("team.add_member") && page.body.contains("<details class=\"ledger-raw\">"),
            "as it is stored, one click away"
        );
        admin.send_form("/api/session/language", &[("locale", "zh-CN")]).await;
        let said = read(&admin.get("/admin/audit?kind=team").await.body);
        assert!(said.contains("将Ada Agent加入了团队"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn the_log_is_narrowed_to_a_day_that_stays_in_the_address() {
    each_database(|store| async move {
        let company = with_a_newcomer(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let day = |days: i64| store.now().plus(Span::from_days(days)).to_string().chars().take(10).collect::<String>();
        // Whatever the zone of the house is, it is one of these.
        let found = [-1, 0, 1].map(day).map(|day| format!("/admin/audit?kind=team&day={day}"));
        let mut pages = Vec::new();
        for address in &found {
            pages.push(admin.get(address).await.body);
        }
        assert!(pages.iter().any(|page| page.contains("class=\"ledger\"")));
        let other = admin.get("/admin/audit?day=1999-12-31").await.body;
        assert!(other.contains("No record matches") && other.contains("value=\"1999-12-31\"") && !other.contains("class=\"ledger\""));
        let wrong = admin.get("/admin/audit?day=yesterday").await;
        assert_eq!(wrong.status, StatusCode::OK);
        assert!(
            wrong.body.contains("id=\"day-error\"")
                && wrong.body.contains("value=\"yesterday\"")
                && !wrong.body.contains("class=\"ledger\"")
        );
    })
    .await;
}
