//! Post-mortems: who writes, reviews and reads them, what is published for good, and what becomes of their actions.

use std::panic::AssertUnwindSafe;

use domain::{
    fault::{
        action::{Effect, Progress},
        moment::{Kind, Value},
        post_mortem::{ActionDraft, Audience, Cause, ContentDraft, State, StateName},
    },
    id::{FaultId, UserId},
    invalid::Code,
    permit::Actor,
    time::Span,
};
use futures::FutureExt;
use store::{
    Error, Store, audit,
    faults::{
        self, Saying,
        post_mortem::{self, Done, Step, Whose},
    },
    testing::{Company, START, each_database},
};

use super::{code, declared, minute, saying};

fn draft(owner: UserId) -> ContentDraft {
    use domain::fault::action::Kind;
    let action = ActionDraft {
        kind: "prevent".into(),
        text: "Test each rule before it holds".into(),
        owner: Some(owner),
        due: "2026-11-30".into(),
        criterion: "A broken rule is refused".into(),
        effect_days: "10".into(),
    };
    let none = |kind: Kind| (kind != Kind::Prevent).then_some((kind, "It took two minutes.".to_owned()));
    ContentDraft {
        summary: "A **rule** let nothing through.".into(),
        causes: vec![Cause { category: "Change".into(), text: "Nobody had tried it".into() }],
        actions: vec![action],
        not_applicable: Kind::ALL.iter().filter_map(|&kind| none(kind)).collect(),
        ..ContentDraft::default()
    }
}

async fn submit(store: &Store, actor: &Actor, id: FaultId, reviewer: UserId) -> Result<(), Error> {
    post_mortem::step(store, actor, id, &Step::Submit { reviewer }).await
}

async fn state(store: &Store, actor: &Actor, id: FaultId) -> StateName {
    post_mortem::post_mortem(store, actor, id, None).await.unwrap().written.unwrap().state.name()
}

/// One that Nina wrote and Ada approved, published.
async fn published(store: &Store, company: &Company, audience: Audience) -> (Actor, FaultId) {
    let (nina, id) = declared(store, company).await;
    let ada = store.as_actor(company.ada).await;
    post_mortem::begin(store, &nina, id).await.unwrap();
    post_mortem::write(store, &nina, id, 1, &ContentDraft { audience, ..draft(company.nina) }).await.unwrap();
    submit(store, &nina, id, company.ada).await.unwrap();
    post_mortem::step(store, &ada, id, &Step::Approve).await.unwrap();
    post_mortem::step(store, &nina, id, &Step::Publish).await.unwrap();
    (nina, id)
}

#[tokio::test]
async fn it_is_written_reviewed_by_somebody_else_and_published_for_good() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let known =
            Saying { evidence: "https://log.example/7".into(), why: "the night shift rang".into(), ..saying(Kind::Detected, minute(-5)) };
        faults::set(&store, &nina, id, &known).await.unwrap();
        assert!(matches!(post_mortem::begin(&store, &rita, id).await, Err(Error::NotFound)));
        assert!(matches!(post_mortem::write(&store, &nina, id, 1, &draft(company.nina)).await, Err(Error::NotFound)), "it was not begun");
        for _ in 0..2 {
            post_mortem::begin(&store, &nina, id).await.unwrap();
        }
        let shown = post_mortem::post_mortem(&store, &nina, id, None).await.unwrap();
        let written = shown.written.unwrap();
        assert_eq!((written.version, written.state.name(), shown.due), (1, StateName::Draft, None), "it goes on: nothing is due");
        assert!(matches!(post_mortem::post_mortem(&store, &ada, id, None).await, Err(Error::NotFound)), "a draft is its authors'");

        let wrong = ContentDraft { summary: "x".repeat(20_001), ..draft(company.nina) };
        assert_eq!(code(post_mortem::write(&store, &nina, id, 1, &wrong).await, "summary"), Some(Code::TooLong { max: 20_000 }));
        let stranger = ContentDraft {
            actions: vec![ActionDraft { owner: Some(company.rita), ..draft(company.nina).actions[0].clone() }],
            ..draft(company.nina)
        };
        assert_eq!(code(post_mortem::write(&store, &nina, id, 1, &stranger).await, "actions.0.owner"), Some(Code::UnknownPerson));
        post_mortem::write(&store, &nina, id, 1, &draft(company.nina)).await.unwrap();
        let overtaken = ContentDraft { lucky: "It was Sunday".into(), ..draft(company.nina) };
        assert!(matches!(post_mortem::write(&store, &nina, id, 1, &overtaken).await, Err(Error::Conflict { .. })));
        post_mortem::write(&store, &nina, id, 2, &draft(company.nina)).await.unwrap();

        assert_eq!(code(submit(&store, &nina, id, company.nina).await, "reviewer"), Some(Code::UnknownChoice), "an author");
        assert_eq!(code(submit(&store, &nina, id, company.rita).await, "reviewer"), Some(Code::UnknownPerson), "who sees no faults");
        submit(&store, &nina, id, company.ada).await.unwrap();
        assert!(matches!(post_mortem::write(&store, &nina, id, 3, &overtaken).await, Err(Error::Conflict { .. })), "while it is reviewed");
        assert!(matches!(post_mortem::step(&store, &nina, id, &Step::Approve).await, Err(Error::NotFound)), "an author approves nothing");
        let nothing = Step::RequestChanges { what: " ".into() };
        assert_eq!(code(post_mortem::step(&store, &ada, id, &nothing).await, "why"), Some(Code::Required));
        post_mortem::step(&store, &ada, id, &Step::RequestChanges { what: "Say who was hit".into() }).await.unwrap();
        let back = post_mortem::post_mortem(&store, &nina, id, None).await.unwrap().written.unwrap();
        assert!(matches!(back.state, State::ChangesRequested { ref what, .. } if what == "Say who was hit"));
        submit(&store, &nina, id, company.ada).await.unwrap();
        post_mortem::step(&store, &ada, id, &Step::Approve).await.unwrap();
        assert!(matches!(post_mortem::step(&store, &ada, id, &Step::Publish).await, Err(Error::NotFound)), "a reviewer publishes nothing");
        post_mortem::step(&store, &nina, id, &Step::Publish).await.unwrap();

        let read = post_mortem::post_mortem(&store, &rita, id, None).await.unwrap();
        let written = read.written.unwrap();
        assert!(written.text.summary.contains("<strong>rule</strong>"), "{}", written.text.summary);
        assert_eq!((written.revision, written.revisions.len(), written.authors.len(), written.missing.len()), (Some(1), 1, 0, 0));
        assert!(!read.may_write && !read.sees_fault);
        let all = serde_json::to_string(&post_mortem::post_mortem(&store, &rita, id, None).await.unwrap()).unwrap();
        assert!(all.contains("Nina Net") && !all.contains("Ada Agent"), "the owner of an action is named, and who reviewed is not: {all}");
        assert!(
            !all.contains("the night shift rang") && !all.contains("log.example"),
            "nor why and by what evidence a time is known: {all}"
        );
        let inside = serde_json::to_string(&post_mortem::post_mortem(&store, &nina, id, None).await.unwrap()).unwrap();
        assert!(inside.contains("Ada Agent") && inside.contains("the night shift rang") && inside.contains("log.example"), "{inside}");

        // What is added later is read when it is published as well.
        let why = "A second rule".to_owned();
        post_mortem::step(&store, &nina, id, &Step::Reopen { why }).await.unwrap();
        let version = post_mortem::post_mortem(&store, &nina, id, None).await.unwrap().written.unwrap().version;
        let more = ContentDraft { summary: "Two rules.".into(), ..draft(company.nina) };
        post_mortem::write(&store, &nina, id, version, &more).await.unwrap();
        let read = post_mortem::post_mortem(&store, &rita, id, None).await.unwrap().written.unwrap();
        assert_eq!((read.content.summary.as_str(), read.state.name()), ("A **rule** let nothing through.", StateName::Published));
        assert_eq!(state(&store, &nina, id).await, StateName::Addendum);
        submit(&store, &nina, id, company.ada).await.unwrap();
        post_mortem::step(&store, &ada, id, &Step::Approve).await.unwrap();
        post_mortem::step(&store, &nina, id, &Step::Publish).await.unwrap();
        let of =
            async |number| post_mortem::post_mortem(&store, &rita, id, number).await.map(|shown| shown.written.unwrap().content.summary);
        assert_eq!(of(None).await.unwrap(), "Two rules.");
        assert_eq!(of(Some(1)).await.unwrap(), "A **rule** let nothing through.");
        assert!(matches!(of(Some(3)).await, Err(Error::NotFound)));
        for change in ["UPDATE post_mortem_revisions SET body = ''", "DELETE FROM post_mortem_revisions"] {
            let tried = AssertUnwindSafe(store.run_sql(change)).catch_unwind().await;
            assert!(tried.is_err(), "{change}");
        }
        let admin = store.as_actor(company.admin).await;
        assert!(audit::verify(&store, Some(&admin)).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_published_without_the_five_kinds_and_something_that_prevents() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let ada = store.as_actor(company.ada).await;
        post_mortem::begin(&store, &nina, id).await.unwrap();
        submit(&store, &nina, id, company.ada).await.unwrap();
        post_mortem::step(&store, &ada, id, &Step::Approve).await.unwrap();
        assert_eq!(code(post_mortem::step(&store, &nina, id, &Step::Publish).await, "incomplete"), Some(Code::Required));
        assert_eq!(state(&store, &nina, id).await, StateName::Approved);
        post_mortem::step(&store, &ada, id, &Step::RequestChanges { what: "All of it".into() }).await.unwrap();
        let version = post_mortem::post_mortem(&store, &nina, id, None).await.unwrap().written.unwrap().version;
        // A waiver with a name stands for what prevents.
        let waived = ContentDraft { actions: Vec::new(), waiver: "It is replaced next week".into(), ..draft(company.nina) };
        post_mortem::write(&store, &nina, id, version, &waived).await.unwrap();
        submit(&store, &nina, id, company.ada).await.unwrap();
        post_mortem::step(&store, &ada, id, &Step::Approve).await.unwrap();
        post_mortem::step(&store, &nina, id, &Step::Publish).await.unwrap();
        let read = post_mortem::post_mortem(&store, &ada, id, None).await.unwrap().written.unwrap();
        assert_eq!(read.content.waiver.map(|waiver| waiver.by), Some(company.nina));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_of_its_audience_does_not_find_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (_, everybody) = published(&store, &company, Audience::Company).await;
        let (_, teams) = published(&store, &company, Audience::InvolvedTeams).await;
        let (nina, named) = published(&store, &company, Audience::People { people: vec![company.rita] }).await;
        let seen = async |person| {
            let actor = store.as_actor(person).await;
            let mut found = Vec::new();
            for id in [everybody, teams, named] {
                if post_mortem::post_mortem(&store, &actor, id, Some(0)).await.is_ok() {
                    found.push(id);
                }
            }
            let mut listed: Vec<FaultId> = post_mortem::published(&store, &actor).await.unwrap().iter().map(|line| line.number.0).collect();
            listed.sort();
            assert_eq!(listed, found, "the list has what can be opened");
            found
        };
        assert_eq!(seen(company.rita).await, [everybody, named]);
        assert_eq!(seen(company.ada).await, [everybody]);
        assert_eq!(seen(nina.user).await, [everybody, teams, named], "who works on it");
    })
    .await;
}

#[tokio::test]
async fn an_action_is_followed_to_its_end_by_more_than_its_owner() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = published(&store, &company, Audience::Company).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let of = async |whose| post_mortem::actions(&store, &nina, whose).await.unwrap().len();
        assert_eq!((of(Whose::Open).await, of(Whose::Mine).await, of(Whose::Overdue).await), (1, 1, 0));
        assert_eq!(post_mortem::actions(&store, &ada, Whose::Mine).await.unwrap().len(), 0);
        assert!(matches!(post_mortem::actions(&store, &rita, Whose::Open).await, Err(Error::NotFound)));

        let verify = |evidence: &str| Done::Verify { evidence: evidence.to_owned() };
        assert!(matches!(post_mortem::follow(&store, &ada, id, 0, &verify("seen")).await, Err(Error::Conflict { .. })), "it is not done");
        assert!(matches!(post_mortem::follow(&store, &ada, id, 0, &Done::Finish).await, Err(Error::NotFound)), "it is not hers");
        assert!(matches!(post_mortem::follow(&store, &nina, id, 1, &Done::Finish).await, Err(Error::NotFound)), "there is none");
        post_mortem::follow(&store, &nina, id, 0, &Done::Finish).await.unwrap();
        assert_eq!(of(Whose::Open).await, 0);
        assert_eq!(code(post_mortem::follow(&store, &nina, id, 0, &verify("seen")).await, "owner"), Some(Code::UnknownChoice));
        assert_eq!(code(post_mortem::follow(&store, &ada, id, 0, &verify(" ")).await, "evidence"), Some(Code::Required));
        post_mortem::follow(&store, &ada, id, 0, &verify("I tried one")).await.unwrap();
        let check = |helps, note: &str| Done::Check { helps, note: note.to_owned() };
        assert_eq!(code(post_mortem::follow(&store, &nina, id, 0, &check(true, "")).await, "check"), Some(Code::NotInTheFuture));
        store.clock().advance(Span::from_days(10));
        assert_eq!(code(post_mortem::follow(&store, &nina, id, 0, &check(false, "")).await, "note"), Some(Code::Required));
        post_mortem::follow(&store, &nina, id, 0, &check(false, "It came back")).await.unwrap();
        // What was published stays as it was; how far the action is stands beside it.
        let now = post_mortem::post_mortem(&store, &nina, id, None).await.unwrap().written.unwrap().content.actions.remove(0);
        assert!(matches!(now.progress, Progress::Checked { effect: Effect { helps: false, .. }, .. }), "{now:?}");
        let then = post_mortem::post_mortem(&store, &ada, id, Some(1)).await.unwrap().written.unwrap().content.actions.remove(0);
        assert_eq!(then.progress, Progress::Open);
    })
    .await;
}

#[tokio::test]
async fn what_is_due_is_seen_and_what_came_back_is_told() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, first) = published(&store, &company, Audience::Company).await;
        faults::set(&store, &nina, first, &saying(Kind::Restored, minute(-1))).await.unwrap();
        let due = post_mortem::post_mortem(&store, &nina, first, None).await.unwrap().due;
        assert_eq!(due, Some(minute(-1).plus(Span::from_days(5))), "without a calendar five days of 24 hours");
        let unknown = Saying { value: Value::Unknown, why: "nobody looked".into(), ..saying(Kind::Detected, START) };
        faults::set(&store, &nina, first, &unknown).await.unwrap();

        store.clock().advance(Span::from_days(30));
        let (_, second) = declared(&store, &company).await;
        post_mortem::begin(&store, &nina, second).await.unwrap();
        let shown = post_mortem::post_mortem(&store, &nina, second, None).await.unwrap();
        assert!(shown.again.is_empty(), "without a cause nothing came back");
        let same = ContentDraft { causes: vec![Cause { category: " change".into(), text: "Again".into() }], ..draft(company.nina) };
        post_mortem::write(&store, &nina, second, 1, &same).await.unwrap();
        let again = post_mortem::post_mortem(&store, &nina, second, None).await.unwrap().again;
        assert_eq!(again.len(), 1);
        assert_eq!((again[0].number.0, again[0].actions.all, again[0].actions.done, again[0].actions.overdue), (first, 1, 0, 1));
        assert_eq!(again[0].categories, ["change"]);
        let overdue = post_mortem::actions(&store, &nina, Whose::Overdue).await.unwrap();
        assert_eq!(overdue.iter().map(|line| line.fault.0).collect::<Vec<_>>(), [first, second], "both were due in November");
    })
    .await;
}
