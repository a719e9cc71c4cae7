//! Two administrators at the same settings.

use axum::http::StatusCode;
use domain::settings::Settings;
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

const FIELDS: [(&str, &str); 8] = [
    ("organisation", "Kestrel Foods"),
    ("time_zone", "UTC"),
    ("base_url", ""),
    ("close_after_days", "5"),
    ("reopen_within_days", "7"),
    ("file_mib", "20"),
    ("mails_per_person", "40"),
    ("mails_per_hour", "900"),
];

/// What stands in the form's hidden field.
fn version(page: &str) -> String {
    let field = page.split("name=\"version\" value=\"").nth(1).unwrap_or_else(|| panic!("no version in {page}"));
    field.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_second_to_save_is_told_keeps_what_was_typed_and_can_save_after_looking() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let mut first = Browser::of(&service, &store, company.admin).await;
        let mut second = Browser::of(&service, &store, company.admin).await;
        let seen = version(&first.get("/admin/settings").await.body);
        assert_eq!(version(&second.get("/admin/settings").await.body), seen);
        let fields = |version: &str, change: (&'static str, &'static str)| {
            let fields = FIELDS.map(|field| if field.0 == change.0 { change } else { field });
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            fields.chain([("version".to_owned(), version.to_owned())]).collect::<Vec<_>>()
        };
        let send = async |browser: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = browser.submit("/admin/settings", "/api/admin/change-settings", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
            browser.get(&answer.location.unwrap()).await.body
        };
        send(&mut first, fields(&seen, ("mails_per_person", "11"))).await;
        assert_eq!(store.settings().await.unwrap().limits.mails_per_person, 11);

        let refused = send(&mut second, fields(&seen, ("organisation", "Kestrel & Sons"))).await;
        assert!(refused.contains("Somebody else changed this meanwhile") && refused.contains("See in another tab what holds now"));
        assert!(refused.contains("value=\"Kestrel &amp; Sons\""), "what was typed is kept");
        assert_eq!(store.settings().await.unwrap().limits.mails_per_person, 11, "nothing was overwritten");

        send(&mut second, fields(&version(&refused), ("organisation", "Kestrel & Sons"))).await;
        assert_eq!(store.settings().await.unwrap().organisation, "Kestrel & Sons");
    })
    .await;
}

#[tokio::test]
async fn a_matrix_of_before_is_refused_as_well() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let named = Settings { organisation: "Kestrel Foods".into(), ..Settings::clone(&*store.settings().await.unwrap()) };
        store::settings::change(&store, &store.as_actor(company.admin).await, named).await.unwrap();
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let seen = version(&admin.get("/admin/matrix").await.body);
        let cells = ["high", "medium", "low"].map(|impact| ["high", "medium", "low"].map(|urgency| format!("{impact}.{urgency}")));
        let matrix = |version: &str, priority: &'static str| {
            let cells = cells.iter().flatten().map(|cell| (cell.clone(), priority.to_owned()));
            cells.chain([("version".to_owned(), version.to_owned())]).collect::<Vec<_>>()
        };
        let send = async |browser: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.send_form("/api/admin/change-matrix", &fields).await.status
        };
        assert_eq!(send(&mut admin, matrix(&seen, "urgent")).await, StatusCode::OK);
        assert_eq!(send(&mut admin, matrix(&seen, "low")).await, StatusCode::CONFLICT);
        let rows = store.texts("SELECT value FROM settings WHERE key = 'priority_matrix'").await;
        assert!(rows[0].contains("urgent") && !rows[0].contains("low\":\"low"), "{rows:?}");
    })
    .await;
}
