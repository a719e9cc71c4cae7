use bytes::Bytes;
use domain::{invalid::Code, permit::Actor, settings::Limits, ticket::view::AttachmentRef, time::Span};
use futures::{StreamExt, TryStreamExt, stream};
use store::{
    Error, Store, drafts, files,
    testing::{Company, START, each_database},
};

async fn upload(store: &Store, actor: &Actor, name: &str, parts: Vec<Bytes>) -> Result<AttachmentRef, Error> {
    files::receive(store, actor, "files", name, stream::iter(parts).map(Ok::<_, std::io::Error>)).await
}

fn refused(upload: Result<AttachmentRef, Error>) -> Code {
    match upload {
        Err(Error::Invalid(invalid)) => invalid.of("files").unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_comes_back_as_it_came_in_whatever_its_size_and_name() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        for size in [0, 1, 8_191, 8_192, 8_193, 300_000, 6_000_000] {
            let content: Vec<u8> = (0..size).map(|n| b'a' + u8::try_from(n % 23).unwrap()).collect();
            let parts = content.chunks(70_000).map(Bytes::copy_from_slice).collect();
            let file = upload(&store, &ada, "../../a\u{202e}txt.exe", parts).await.unwrap();
            assert_eq!((file.name.as_str(), file.size), ("atxt.exe", size));
            assert_eq!(file.media_type, "text/plain");
            let outgoing = files::open(&store, &ada, file.id).await.unwrap();
            assert_eq!(outgoing.sha256.len(), 64);
            let back: Vec<Bytes> = outgoing.stream.try_collect().await.unwrap();
            assert!(back.concat() == content, "{size}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let program = vec![Bytes::from_static(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0")];
        assert_eq!(refused(upload(&store, &ada, "holiday.jpg", program).await), Code::FileTypeRefused);
        let part = Bytes::from(vec![b'x'; 1024 * 1024]);
        let endless = vec![part; 26];
        assert_eq!(refused(upload(&store, &ada, "big.txt", endless).await), Code::FileTooLarge { max: Limits::default().file_bytes() });
        let broken = stream::iter([Ok(Bytes::from(vec![b'x'; 9_000])), Err(std::io::Error::other("gone"))]);
        assert!(files::receive(&store, &ada, "files", "half.txt", broken).await.is_err());
        assert_eq!(store.number("SELECT count(*) FROM attachments").await, 0);
        store.clock().advance(Span::from_days(400));
        assert_eq!(files::sweep(&store).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_nobody_attached_is_thrown_away_after_a_day() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let file = upload(&store, &ada, "a.txt", vec![Bytes::from_static(b"words")]).await.unwrap();
        assert_eq!(files::sweep(&store).await.unwrap(), 0);
        assert!(files::open(&store, &ada, file.id).await.is_ok());
        // The age of an object is the file system's to say, so the clock goes far beyond it.
        store.clock().advance(Span::from_days(36_500));
        assert_eq!(files::sweep(&store).await.unwrap(), 1);
        assert!(matches!(files::open(&store, &ada, file.id).await, Err(Error::NotFound)));
        assert_eq!(files::sweep(&store).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_kept_for_its_author_alone_until_it_is_sent() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        assert_eq!(store.now(), START);
        drafts::keep(&store, &ada, "reply:1001", "Dear").await.unwrap();
        drafts::keep(&store, &ada, "reply:1001", "Dear Rita").await.unwrap();
        assert_eq!(drafts::load(&store, &ada, "reply:1001").await.unwrap().as_deref(), Some("Dear Rita"));
        assert_eq!(drafts::load(&store, &ben, "reply:1001").await.unwrap(), None);
        assert!(drafts::keep(&store, &ada, &"k".repeat(101), "x").await.is_err());
        drafts::keep(&store, &ada, "reply:1001", "").await.unwrap();
        assert_eq!(drafts::load(&store, &ada, "reply:1001").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn nobody_keeps_more_drafts_than_anybody_goes_on_with_and_old_ones_go() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        for n in 0..drafts::DRAFTS_MAX {
            drafts::keep(&store, &ada, &format!("reply:{n}"), "Dear").await.unwrap();
        }
        let one_more = drafts::keep(&store, &ada, "reply:more", "Dear").await;
        assert!(matches!(one_more, Err(Error::Invalid(invalid)) if invalid.of("text") == Some(&Code::TooMuchKept)));
        drafts::keep(&store, &ada, "reply:1", "Dear Rita").await.unwrap();
        drafts::keep(&store, &ben, "reply:1", "Dear").await.unwrap();
        drafts::forget(&store, &ada, "reply:2").await.unwrap();
        drafts::keep(&store, &ada, "reply:more", "Dear").await.unwrap();

        store.clock().advance(Span::from_days(89));
        drafts::keep(&store, &ada, "reply:1", "Dear Rita, ").await.unwrap();
        assert_eq!(drafts::sweep(&store).await.unwrap(), 0);
        store.clock().advance(Span::from_days(2));
        assert_eq!(drafts::sweep(&store).await.unwrap(), drafts::DRAFTS_MAX);
        assert!(drafts::load(&store, &ada, "reply:1").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn the_drafts_of_one_person_together_have_a_bound_as_well() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let long = "字".repeat(200_000);
        for n in 0..25 {
            drafts::keep(&store, &ada, &format!("reply:{n}"), &long).await.unwrap();
        }
        let one_more = drafts::keep(&store, &ada, "reply:25", "Dear").await;
        assert!(matches!(one_more, Err(Error::Invalid(invalid)) if invalid.of("text") == Some(&Code::TooMuchKept)));
        drafts::keep(&store, &ada, "reply:1", "Dear").await.unwrap();
        drafts::keep(&store, &ada, "reply:25", "Dear").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn files_that_nobody_sends_have_a_bound_until_they_are_thrown_away() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let words = || vec![Bytes::from_static(b"words")];
        for _ in 0..files::KEPT_MAX {
            upload(&store, &ada, "a.txt", words()).await.unwrap();
        }
        assert_eq!(refused(upload(&store, &ada, "a.txt", words()).await), Code::TooMuchKept);
        upload(&store, &ben, "a.txt", words()).await.unwrap();
        store.clock().advance(Span::from_hours(25));
        files::sweep(&store).await.unwrap();
        upload(&store, &ada, "a.txt", words()).await.unwrap();

        let largest = i64::try_from(Limits::default().file_bytes()).unwrap();
        store.run_sql(&format!("UPDATE attachments SET size = {}", largest * 20)).await;
        assert_eq!(refused(upload(&store, &ada, "a.txt", words()).await), Code::TooMuchKept);
    })
    .await;
}

#[tokio::test]
async fn all_that_is_left_behind_is_swept_however_much_it_is() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        for n in 0..150 {
            let who = if n % 2 == 0 { &ada } else { &ben };
            upload(&store, who, "a.txt", vec![Bytes::from_static(b"words")]).await.unwrap();
        }
        // More than one batch of them, and one that is still somebody's.
        let kept = store.number("SELECT max(id) FROM attachments").await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        store.run_sql(&format!("UPDATE attachments SET ticket_id = {ticket} WHERE id = {kept}")).await;
        store.clock().advance(Span::from_days(36_500));
        assert_eq!(files::sweep(&store).await.unwrap(), 149);
        assert_eq!(store.number("SELECT count(*) FROM attachments").await, 1);
        let (ada, file) = (store.as_actor(company.ada).await, domain::id::AttachmentId(kept));
        assert!(files::open(&store, &ada, file).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn the_settings_say_how_large_a_file_may_be() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, admin) = (store.as_actor(company.ada).await, store.as_actor(company.admin).await);
        let old = domain::settings::Settings::clone(&*store.settings().await.unwrap());
        let limits = Limits { file_mib: 1, ..Limits::default() };
        let new = domain::settings::Settings { limits, organisation: "Harbour Works".into(), ..old };
        store::settings::change(&store, &admin, new).await.unwrap();
        let part = Bytes::from(vec![b'x'; 1024 * 1024]);
        assert!(upload(&store, &ada, "fits.txt", vec![part.clone()]).await.is_ok());
        let over = refused(upload(&store, &ada, "over.txt", vec![part, Bytes::from_static(b"x")]).await);
        assert_eq!(over, Code::FileTooLarge { max: 1024 * 1024 });
    })
    .await;
}

#[tokio::test]
async fn a_kept_file_that_is_gone_is_told_at_its_field_and_nothing_is_filed() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let gone = upload(&store, &rita, "a.txt", vec![Bytes::from_static(b"words")]).await.unwrap().id;
        store.clock().advance(Span::from_hours(25));
        files::sweep(&store).await.unwrap();
        let there = upload(&store, &rita, "b.txt", vec![Bytes::from_static(b"more")]).await.unwrap().id;
        let ada = store.as_actor(company.ada).await;
        let hers = upload(&store, &ada, "c.txt", vec![Bytes::from_static(b"hers")]).await.unwrap().id;
        let filing = store::tickets::Filing {
            service: company.laptop,
            draft: domain::ticket::Draft { title: "New laptop".into(), description: String::new(), answers: Default::default() },
            files: vec![gone, there, hers],
            requester: None,
            submission_key: None,
        };
        let refused = store::tickets::submit(&store, &rita, filing.clone()).await;
        let Err(Error::Invalid(refused)) = refused else { panic!("{refused:?}") };
        assert_eq!(refused.of("files"), Some(&Code::FilesGone { files: vec![gone, hers] }), "somebody else's is as good as gone");
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
        store::tickets::submit(&store, &rita, store::tickets::Filing { files: vec![there], ..filing }).await.unwrap();
    })
    .await;
}
