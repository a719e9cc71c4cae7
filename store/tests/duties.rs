//! The gaps in duties on both databases.

mod cast;

use cast::{administrator, each_sandbox, person, team};
use domain::{
    catalogue::ServiceDraft,
    locale::Localised,
    people::TeamKind,
    priority::{Impact, Urgency},
    ticket::Kind,
};
use sea_orm::{ConnectionTrait, Database};
use store::{Error, accounts, duties, services, teams};

#[tokio::test]
async fn every_duty_that_nobody_has_is_named() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let network = team(&store, &admin, TeamKind::Supplier, "Network").await;
        team(&store, &admin, TeamKind::Business, "Sales").await;
        let (mei, gone) = (person(&store, &admin, "Mei").await, person(&store, &admin, "Gone").await);
        teams::set_member(&store, &admin, desk, mei, true).await.unwrap();
        teams::set_member(&store, &admin, network, gone, true).await.unwrap();
        let put = async |name: &str, owner| {
            let draft = ServiceDraft {
                name: Localised::new(name, ""),
                description: Localised::default(),
                icon: String::new(),
                category: None,
                team: desk,
                owner,
                kind: Kind::Incident,
                impact: Impact::Low,
                urgency: Urgency::Low,
                open_to_team: false,
                audience: Vec::new(),
            };
            services::create(&store, &admin, draft).await.unwrap()
        };
        let nobodys = put("Laptop", None).await;
        let gones = put("Phone", Some(gone)).await;
        put("Screen", Some(mei)).await;
        accounts::disable(&store, &admin, gone).await.unwrap();
        let raw = Database::connect(url).await.unwrap();
        for n in 0..60 {
            let (assignee, open) =
                if n < 55 { ("NULL", "TRUE") } else { (if n < 58 { "1" } else { "NULL" }, if n < 58 { "TRUE" } else { "FALSE" }) };
            let sql = format!(
                "INSERT INTO tickets (kind, title, requester_id, team_id, assignee_id, impact, urgency, priority, status,
                 open, status_since, source, created_at, updated_at)
                 VALUES ('incident', 'T{n}', 1, {desk}, {assignee}, 'low', 'low', 4, 'new', {open}, 1, 'portal', {}, 1)",
                n / 2
            );
            raw.execute_unprepared(&sql).await.unwrap();
        }
        raw.close().await.unwrap();

        let (gaps, next) = duties::gaps(&store, &admin, None).await.unwrap();
        assert_eq!(gaps.services_without_owner.iter().map(|gap| gap.service.id).collect::<Vec<_>>(), [nobodys]);
        let absent = &gaps.services_with_absent_owner;
        assert_eq!(absent.iter().map(|gap| gap.service.id).collect::<Vec<_>>(), [gones]);
        assert_eq!(absent[0].owner.as_ref().unwrap().id, gone);
        assert_eq!(gaps.teams_without_lead.iter().map(|team| team.id).collect::<Vec<_>>(), [network]);
        assert_eq!((gaps.tickets_without_person, gaps.tickets.len()), (55, 50));
        assert_eq!(gaps.tickets[0].id.get(), 1001, "numbers start where people take them seriously");
        let (rest, end) = duties::gaps(&store, &admin, next).await.unwrap();
        assert_eq!((rest.tickets.len(), end), (5, None));
        let all = gaps.tickets.iter().chain(&rest.tickets).map(|gap| gap.id.get());
        assert_eq!(all.collect::<Vec<_>>(), (1001..=1055).collect::<Vec<_>>());

        let mei = store.acting(mei).await.unwrap();
        assert!(matches!(duties::gaps(&store, &mei, None).await, Err(Error::NotFound)));
    })
    .await;
}
