use domain::{
    id::TicketId,
    priority::{Impact, Urgency},
    ticket::{
        Resolution,
        view::{QueueFilter, QueueRow, View},
    },
};
use store::{
    Error, Store,
    testing::{Company, each_database},
    tickets::{self, Chosen, HandOver, Together},
};

fn all(ids: &[TicketId], what: &Together) -> Vec<Chosen> {
    ids.iter().map(|&ticket| Chosen { ticket, seen: None, what: what.clone() }).collect()
}

async fn rows(store: &Store, company: &Company) -> Vec<QueueRow> {
    let admin = store.as_actor(company.admin).await;
    let filter = QueueFilter { view: View::AllOpen, ..QueueFilter::default() };
    tickets::queue(store, &admin, &filter, None, tickets::PAGE_MAX).await.unwrap().rows
}

#[tokio::test]
async fn what_can_be_done_is_done_and_the_rest_says_why() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let mut ids = Vec::new();
        for title in ["Free", "Ended", "Overtaken"] {
            ids.push(company.file(&store, company.rita, company.laptop, title).await);
        }
        let unseen = company.file(&store, company.rita, company.trouble, "Of others").await;
        let seen = rows(&store, &company).await.iter().find(|row| row.id == ids[2]).unwrap().version;
        tickets::cancel(&store, &ada, ids[1], "Twice.", None).await.unwrap();
        tickets::take(&store, &ben, ids[2], None).await.unwrap();

        let mut chosen = all(&ids, &Together::Take);
        chosen[2].seen = Some(seen);
        chosen.extend(all(&[unseen, TicketId(999_999), ids[0]], &Together::Take));
        let outcomes = tickets::together(&store, &ada, chosen).await.unwrap();
        assert_eq!(outcomes.len(), 5, "one that is named twice has its turn once");
        assert!(outcomes[0].result.is_ok() && outcomes[0].undo == Some(Together::Assign(None)));
        assert!(matches!(outcomes[1].result, Err(Error::IllegalMove(_))), "{:?}", outcomes[1]);
        assert!(matches!(outcomes[2].result, Err(Error::Conflict { .. })), "{:?}", outcomes[2]);
        for unknown in &outcomes[3..] {
            assert!(matches!(unknown.result, Err(Error::NotFound)) && unknown.number.is_none());
        }
        let holders: Vec<_> =
            rows(&store, &company).await.into_iter().map(|row| (row.title, row.assignee.map(|person| person.id))).collect();
        assert!(holders.contains(&("Free".into(), Some(company.ada))) && holders.contains(&("Overtaken".into(), Some(company.ben))));
    })
    .await;
}

#[tokio::test]
async fn what_was_done_to_many_is_taken_back_for_each() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let one = company.file(&store, company.rita, company.laptop, "One").await;
        let other = company.file(&store, company.rita, company.laptop, "Other").await;
        tickets::take(&store, &ben, other, None).await.unwrap();
        for what in [Together::Take, Together::Reprioritise(Impact::High, Urgency::High)] {
            let state =
                |rows: Vec<QueueRow>| rows.into_iter().map(|row| (row.id, row.assignee, row.priority, row.status)).collect::<Vec<_>>();
            let before = state(rows(&store, &company).await);
            let done = tickets::together(&store, &ada, all(&[one, other], &what)).await.unwrap();
            assert_ne!(state(rows(&store, &company).await), before);
            let back = done.into_iter().map(|done| Chosen { ticket: done.ticket, seen: None, what: done.undo.unwrap() }).collect();
            tickets::together(&store, &ada, back).await.unwrap();
            assert_eq!(state(rows(&store, &company).await), before);
        }
    })
    .await;
}

#[tokio::test]
async fn notes_hand_overs_and_reasons_reach_every_ticket() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let ids = [
            company.file(&store, company.rita, company.laptop, "One").await,
            company.file(&store, company.rita, company.laptop, "Two").await,
            company.file(&store, company.rita, company.laptop, "Three").await,
        ];
        let to = HandOver { team: company.network, person: None, reason: "Theirs.".into() };
        for (ids, what) in [
            (&ids[..], Together::Note("Storm in the north.".into())),
            (&ids[..2], Together::HandOver(to)),
            (&ids[2..], Together::Cancel("Filed twice.".into())),
        ] {
            let outcomes = tickets::together(&store, &ada, all(ids, &what)).await.unwrap();
            assert!(outcomes.iter().all(|outcome| outcome.result.is_ok() && outcome.undo.is_none()), "{outcomes:?}");
        }
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'noted'").await, 3);
        let left: Vec<_> = rows(&store, &company).await.into_iter().map(|row| row.team.unwrap().id).collect();
        assert_eq!(left, [company.network, company.network]);

        let four = [company.file(&store, company.rita, company.laptop, "Four").await, ids[2]];
        let done = Together::Resolve(Resolution::parse("solved", "The power is back.").unwrap());
        tickets::take(&store, &ada, four[0], None).await.unwrap();
        let outcomes = tickets::together(&store, &ada, all(&four, &done)).await.unwrap();
        assert!(outcomes[0].result.is_ok() && outcomes[0].undo.is_none(), "{outcomes:?}");
        assert!(matches!(outcomes[1].result, Err(Error::IllegalMove(_))), "what was cancelled is not resolved: {outcomes:?}");
        assert_eq!(
            store.number(&format!("SELECT count(*) FROM outbox WHERE event_kind = 'resolved' AND ticket_id = {}", four[0])).await,
            1
        );

        let refused = tickets::together(&store, &ada, all(&ids[..2], &Together::Take)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "of what is not there, nothing can be done together either");
        let resolution = Resolution::parse("solved", "Done.").unwrap();
        assert!(tickets::resolve(&store, &ada, ids[2], resolution, None).await.is_err());
    })
    .await;
}
