//! The first minutes: an instance that nobody has set up, and where people arrive.

use axum::http::StatusCode;
use domain::invalid::Code;
use store::accounts;
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

const PASSWORD: &str = "violet-harbour-crane-93";

#[tokio::test]
async fn before_it_is_set_up_every_way_in_says_where_the_link_is() {
    each_database(|store| async move {
        let mut visitor = Browser::new(&service(store.clone()));
        assert_eq!(visitor.get("/").await.location.as_deref(), Some("/sign-in"));
        let page = visitor.get("/sign-in").await.body;
        assert!(page.contains("Opsbeat is not set up yet") && !page.contains("name=\"password\""), "{page}");
        let dead = visitor.get("/set-up/none").await;
        assert_eq!(dead.status, StatusCode::NOT_FOUND);
        assert!(dead.body.contains("Start Opsbeat again: it prints a new one"), "{}", dead.body);
        let token = accounts::first_run_token(&store).await.unwrap().unwrap();
        let first = [
            ("token", token.as_str()),
            ("organisation", "Kestrel"),
            ("name", "Amara"),
            ("email", "amara@kestrel.example"),
            ("password", PASSWORD),
            ("time_zone", "Europe/Berlin"),
        ];
        let done = visitor.send_form("/api/session/set-up", &first).await;
        let steps = visitor.get(&done.location.unwrap()).await.body;
        assert!(steps.contains("First steps") && steps.contains("href=\"/admin/teams/new\""), "{steps}");
        assert_eq!(steps.matches("(done)").count(), 0, "{steps}");
        let company = Company::found(&store).await;
        assert_eq!(visitor.get("/admin").await.body.matches("(done)").count(), 3, "a team, people and services are there");
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        assert!(!visitor.get("/admin").await.body.contains("First steps"), "the way is known");
        let mut later = Browser::new(&service(store.clone()));
        let used = later.get(&format!("/set-up/{token}")).await.body;
        assert!(used.contains("This Opsbeat has been set up") && used.contains("href=\"/sign-in\""), "{used}");
        assert!(later.get("/sign-in").await.body.contains("name=\"password\""));
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_arrives_at_the_desk_and_whoever_asks_at_home() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        for (person, email, to, arrives) in [
            (company.ada, "ada@example.com", "", "/desk"),
            (company.ada, "ada@example.com", "/account", "/account"),
            (company.rita, "rita@example.com", "", "/"),
        ] {
            let token = accounts::reset_link(&store, &admin, person).await.unwrap();
            accounts::choose_password(&store, &token, PASSWORD).await.unwrap();
            let fields = [("to", to), ("email", email), ("password", PASSWORD)];
            let answer = Browser::new(&service(store.clone())).send_form("/api/session/sign-in", &fields).await;
            assert_eq!(answer.location.as_deref(), Some(arrives), "{answer:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_invited_person_can_own_a_service_and_a_name_that_nobody_has_says_what_to_do() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let invited = admin.send_form("/api/admin/invite", &[("name", "Mei Invited"), ("email", "mei@example.com"), ("team", "")]).await;
        assert!(invited.status.is_success(), "{invited:?}");
        let found = admin.read("/api/people/find?words=mei&everybody=true").await.body;
        assert!(found.contains("Mei Invited"), "{found}");
        let team = company.workplace.to_string();
        let mut fields = vec![("name_en", "Badges"), ("name_zh", "胸牌"), ("team", team.as_str()), ("kind", "incident")];
        fields.extend([("impact", "medium"), ("urgency", "medium"), ("icon", "scan"), ("offered", "all")]);
        let with = |owner| fields.iter().copied().chain([("owner", owner)]).collect::<Vec<_>>();
        let refused = admin.send_form("/api/admin/create-service", &with("Mei Nobody")).await;
        assert_eq!(refused.error().of_field("owner"), [Code::UnknownPerson], "{refused:?}");
        let made = admin.send_form("/api/admin/create-service", &with("mei inv")).await;
        assert!(made.status.is_success(), "{made:?}");
        assert_eq!(
            store.texts("SELECT u.name FROM services s JOIN users u ON u.id = s.owner_id WHERE s.name_en = 'Badges'").await,
            ["Mei Invited"]
        );
        let page = admin.submit("/admin/services/new", "/api/admin/create-service", &with("Mei Nobody")).await;
        let told = admin.get(&page.location.unwrap()).await.body;
        assert!(told.contains("Somebody new is invited first, under People"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn the_summary_of_an_invitation_leads_to_a_role_or_a_team_that_is_gone() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        // They were there when the page was loaded.
        for (role, team, field, label) in [("999999", "", "role", ">Role<"), ("", "999999", "team", ">Team<")] {
            let fields = [("name", "Mei Invited"), ("email", "mei@example.com"), ("team", team), ("role", role)];
            let refused = admin.submit("/admin/people/invite", "/api/admin/invite", &fields).await;
            let told = admin.get(&refused.location.unwrap()).await.body;
            let (_, summary) = told.split_once("class=\"error-summary\"").unwrap_or_else(|| panic!("no summary: {told}"));
            let (summary, _) = summary.split_once("</div>").unwrap();
            assert!(summary.contains(&format!("href=\"#f-{field}\"")) && summary.contains(label), "{summary}");
            assert!(told.contains(&format!("id=\"f-{field}\"")), "the link leads there");
        }
    })
    .await;
}
