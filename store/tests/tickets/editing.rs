use domain::{
    priority::{Impact, Priority, Urgency},
    ticket::{Kind, StatusName, view::QueueFilter, view::View},
};
use store::{
    Error,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then},
};

#[tokio::test]
async fn two_people_who_change_the_same_thing_are_told_and_others_are_not() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let seen = Some(tickets::detail(&store, &ada, id).await.unwrap().version);

        tickets::retitle(&store, &ada, id, "New laptop for sales", seen).await.unwrap();
        let late = tickets::retitle(&store, &ben, id, "Laptop", seen).await;
        assert!(matches!(late, Err(Error::Conflict { what: "title_changed" })));
        // Another property, and one's own change before, stand in nobody's way.
        tickets::reprioritise(&store, &ben, id, Impact::High, Urgency::High, seen).await.unwrap();
        tickets::retitle(&store, &ada, id, "New laptop for Sales", seen).await.unwrap();

        tickets::take(&store, &ben, id, seen).await.unwrap();
        assert!(matches!(tickets::take(&store, &ada, id, seen).await, Err(Error::Conflict { what: "assigned" })));
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        assert_eq!((detail.title.as_str(), detail.assignee.unwrap().id), ("New laptop for Sales", company.ben));
        assert_eq!(detail.priority, Priority::Urgent);
    })
    .await;
}

#[tokio::test]
async fn two_agents_do_not_answer_at_once() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let seen = Some(tickets::detail(&store, &ada, id).await.unwrap().version);
        let says = |text: &str| Message { text: text.into(), files: Vec::new(), seen };
        let (one, other) = tokio::join!(
            tickets::reply(&store, &ada, id, says("It is ordered."), Then::Nothing),
            tickets::reply(&store, &ben, id, says("Which one?"), Then::Nothing),
        );
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1);
        assert!(matches!(one.and(other), Err(Error::Conflict { what: "replied" })));
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_begins_anew_with_the_other_team() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, nina) = (store.as_actor(company.ada).await, store.as_actor(company.nina).await);
        let id = company.file(&store, company.rita, company.laptop, "No network").await;
        tickets::start(&store, &ada, id, None).await.unwrap();
        assert!(matches!(tickets::detail(&store, &nina, id).await, Err(Error::NotFound)));
        let to = |person| HandOver { team: company.network, person, reason: "It is the switch".into() };
        let wrong = tickets::hand_over(&store, &ada, id, to(Some(company.ben)), None).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))));
        let served = HandOver { team: company.sales, ..to(None) };
        assert!(matches!(tickets::hand_over(&store, &ada, id, served, None).await, Err(Error::Invalid(_))));

        tickets::hand_over(&store, &ada, id, to(Some(company.nina)), None).await.unwrap();
        let detail = tickets::detail(&store, &nina, id).await.unwrap();
        assert_eq!((detail.status.name(), detail.reassign_count), (StatusName::Assigned, 1));
        // The reason stays between those who answer.
        let view = tickets::request(&store, &store.as_actor(company.rita).await, id).await.unwrap();
        assert!(!serde_json::to_string(&view).unwrap().contains("switch"));
        assert!(matches!(tickets::detail(&store, &ada, id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn another_service_brings_its_team_and_another_kind_keeps_the_number() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, nina) = (store.as_actor(company.ada).await, store.as_actor(company.nina).await);
        let id = company.file(&store, company.rita, company.laptop, "No network").await;
        tickets::take(&store, &ada, id, None).await.unwrap();
        tickets::change_kind(&store, &ada, id, Kind::Incident, None).await.unwrap();
        assert_eq!(tickets::detail(&store, &ada, id).await.unwrap().number.to_string(), format!("INC-{id}"));
        tickets::move_to_service(&store, &ada, id, company.trouble, None).await.unwrap();
        let detail = tickets::detail(&store, &nina, id).await.unwrap();
        assert_eq!((detail.assignee, detail.status.name()), (None, StatusName::New));
        assert_eq!(detail.service.name.en, "Trouble");
        let filter = QueueFilter { view: View::Unassigned, ..QueueFilter::default() };
        assert_eq!(tickets::queue(&store, &nina, &filter, None, 10).await.unwrap().rows.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn further_requesters_see_and_answer_and_watchers_only_see() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let (ron, sam) = (store.as_actor(company.ron).await, store.as_actor(company.stranger).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::add_requester(&store, &ada, id, company.ron).await.unwrap();
        tickets::add_requester(&store, &ada, id, company.ron).await.unwrap();
        tickets::add_watcher(&store, &ada, id, company.stranger).await.unwrap();
        let says = || Message { text: "Me, too".into(), ..Message::default() };
        tickets::reply(&store, &ron, id, says(), Then::Nothing).await.unwrap();
        assert!(tickets::request(&store, &sam, id).await.is_ok());
        assert!(matches!(tickets::reply(&store, &sam, id, says(), Then::Nothing).await, Err(Error::NotFound)));
        assert!(matches!(tickets::add_watcher(&store, &ada, id, company.gone).await, Err(Error::Invalid(_))));
        assert!(matches!(tickets::remove_requester(&store, &ada, id, company.rita).await, Err(Error::Invalid(_))));
        tickets::remove_requester(&store, &ada, id, company.ron).await.unwrap();
        assert!(matches!(tickets::request(&store, &ron, id).await, Err(Error::NotFound)));
        tickets::unfollow(&store, &sam, id).await.unwrap();
        assert!(matches!(tickets::request(&store, &sam, id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_moved_to_no_service_that_is_hidden_from_who_moves_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, lea) = (store.as_actor(company.ada).await, store.as_actor(company.lead).await);
        let id = company.file(&store, company.rita, company.laptop, "No network").await;
        store.run_sql(&format!("UPDATE services SET visibility = 'teams' WHERE id = {}", company.trouble)).await;
        let hidden = tickets::move_to_service(&store, &ada, id, company.trouble, None).await;
        let unknown = tickets::move_to_service(&store, &ada, id, domain::id::ServiceId(999_999), None).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
        assert_eq!(format!("{hidden:?}"), format!("{unknown:?}"), "it is not told apart from what does not exist");
        assert_eq!(store.number("SELECT count(*) FROM events").await, 1);

        let audience = format!("INSERT INTO service_audience (service_id, team_id) VALUES ({}, {})", company.trouble, company.workplace);
        store.run_sql(&audience).await;
        tickets::move_to_service(&store, &lea, id, company.trouble, None).await.unwrap();
    })
    .await;
}
