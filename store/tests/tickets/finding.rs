use domain::ticket::{Resolution, view::QueueFilter};
use store::{
    testing::{Company, each_database},
    tickets::{self, Message, Then, Which},
};

#[tokio::test]
async fn both_databases_find_the_same_in_any_language() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let printer = company.file(&store, company.rita, company.laptop, "三楼打印机坏了, Zürich").await;
        let laptop = company.file(&store, company.rita, company.laptop, "Laptop VPN2 fails").await;
        let says = Message { text: "重启之后还是不行".into(), ..Message::default() };
        tickets::reply(&store, &store.as_actor(company.rita).await, laptop, says, Then::Nothing).await.unwrap();
        for (words, found) in [
            ("打印机", vec![printer]),
            ("印机", vec![printer]),
            ("打", vec![printer]),
            ("zurich", vec![printer]),
            ("重启", vec![laptop]),
            ("不行 vpn", vec![laptop]),
            ("lapt", vec![laptop]),
            ("lapt ", vec![]),
            ("SR-1002", vec![laptop]),
            ("1001", vec![printer]),
            ("rita", vec![laptop, printer]),
            ("打印机 laptop", vec![]),
            ("机打", vec![]),
            ("\" OR 1=1 --", vec![]),
            ("' & !x | (", vec![]),
        ] {
            let page = tickets::find(&store, &ada, words, None, 10).await.unwrap();
            let mut ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
            ids.sort_by_key(|id| std::cmp::Reverse(*id));
            assert_eq!(ids, found, "{words}");
        }
        let filter = QueueFilter { search: "打印".into(), ..QueueFilter::default() };
        assert_eq!(tickets::queue(&store, &ada, &filter, None, 10).await.unwrap().rows[0].id, printer);
        // Signs alone restrict nothing.
        assert_eq!(tickets::find(&store, &ada, " * ", None, 10).await.unwrap().rows.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_note_is_found_by_those_who_may_read_it_alone() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let says = Message { text: "Suspicious".into(), ..Message::default() };
        tickets::note(&store, &ada, id, says).await.unwrap();
        assert_eq!(tickets::find(&store, &ada, "suspicious", None, 10).await.unwrap().rows.len(), 1);
        assert_eq!(tickets::find(&store, &ada, "suspicious laptop", None, 10).await.unwrap().rows.len(), 1);
        assert_eq!(tickets::mine(&store, &rita, Which::All, "suspicious", None, 10).await.unwrap().rows.len(), 0);
        assert_eq!(tickets::mine(&store, &rita, Which::All, "laptop", None, 10).await.unwrap().rows.len(), 1);
        // Nobody finds what is not within reach.
        let nina = store.as_actor(company.nina).await;
        assert_eq!(tickets::find(&store, &nina, "laptop", None, 10).await.unwrap().rows.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn words_of_the_resolution_and_of_a_new_title_are_found_and_old_ones_are_not() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "Keyborad").await;
        tickets::retitle(&store, &ada, id, "Keyboard", None).await.unwrap();
        tickets::resolve(&store, &ada, id, Resolution::parse("solved", "Cleaned the keys").unwrap(), None).await.unwrap();
        for (words, count) in [("keyborad", 0), ("keyboard", 1), ("cleaned", 1)] {
            assert_eq!(tickets::find(&store, &ada, words, None, 10).await.unwrap().rows.len(), count, "{words}");
        }
    })
    .await;
}
