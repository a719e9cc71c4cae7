//! What was typed before and comes back.

use axum::http::StatusCode;
use domain::time::Span;
use store::files;
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

#[tokio::test]
async fn a_file_that_a_draft_kept_too_long_is_told_at_its_field_and_the_text_is_kept() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let mut rita = Browser::of(&service, &store, company.rita).await;
        let kept = rita.send_files("/api/files/keep", &[], &[("files", "old-plan.txt", "a plan")]).await;
        let file = serde_json::from_str::<Vec<serde_json::Value>>(&kept.body).unwrap().remove(0);
        let (id, described, laptop) = (file["id"].to_string(), file.to_string(), company.laptop.to_string());
        let page = format!("/catalogue/{laptop}");
        let fields =
            [("service", laptop.as_str()), ("title", "A laptop for the dock"), ("files", id.as_str()), ("kept.files", described.as_str())];
        store.clock().advance(Span::from_hours(25));
        files::sweep(&store).await.unwrap();

        let answer = rita.submit_parts(&page, "/api/tickets/submit", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let back = answer.location.unwrap();
        let form = rita.get(&back).await.body;
        assert!(form.contains("A file is no longer there") && form.contains("value=\"A laptop for the dock\""));
        assert!(!form.contains("old-plan.txt</"), "it is not offered again, so that the form can be sent");
        let kept = rita.get(&page).await.body;
        assert!(kept.contains("A laptop for the dock"), "the draft is there, too");
        let filed = rita.submit_parts(&back, "/api/tickets/submit", &fields[..2]).await;
        assert!(filed.location.unwrap().starts_with("/requests/SR-"));
    })
    .await;
}
