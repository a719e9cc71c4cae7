use domain::fault::timeline::{Origin, paste};

use super::*;

#[tokio::test]
async fn a_pasted_chat_stands_in_the_timeline_at_its_own_times_and_once() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let said = |text: &str| paste(text, &TimeZone::UTC, "2026-11-16".parse().unwrap()).messages;
        let chat = "[08:41] Mei: the cache is full\n[08:43] Ben: which one?\nthe second?";
        assert_eq!(faults::keep_chat(&store, &nina, id, &said(chat)).await.unwrap(), 2);
        let more = format!("{chat}\n[08:44] Mei: yes\n[08:44] Mei: yes");
        assert_eq!(faults::keep_chat(&store, &nina, id, &said(&more)).await.unwrap(), 1, "what is there already is left out");
        assert_eq!(faults::keep_chat(&store, &nina, id, &said(&more)).await.unwrap(), 0);
        let timeline = seen(&store, &nina, id).await.timeline;
        let lines: Vec<_> = timeline.iter().map(|line| (line.at, line.origin, line.author.as_deref().unwrap_or_default())).collect();
        assert_eq!(lines, [(minute(-19), Origin::Chat, "Mei"), (minute(-17), Origin::Chat, "Ben"), (minute(-16), Origin::Chat, "Mei")]);
        assert!(timeline[1].html.contains("the second?"), "{}", timeline[1].html);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'fault.keep_chat'").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_chat_of_the_future_an_empty_one_and_one_of_somebody_without_a_part_are_refused() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let said = |text: &str| paste(text, &TimeZone::UTC, "2026-11-16".parse().unwrap()).messages;
        assert_eq!(code(faults::keep_chat(&store, &nina, id, &[]).await, "text"), Some(Code::Required));
        let both = said("08:41 Mei it is dark\n09:01 Mei it is light");
        assert_eq!(code(faults::keep_chat(&store, &nina, id, &both).await, "text"), bounds(None, Some(START)));
        let ada = store.as_actor(company.ada).await;
        let refused = faults::keep_chat(&store, &ada, id, &both[..1]).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(seen(&store, &nina, id).await.timeline.is_empty(), "what was refused left nothing");
    })
    .await;
}
