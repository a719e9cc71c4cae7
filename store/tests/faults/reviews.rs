//! What is said of a post-mortem while it is written, how its revisions differ, and the tickets of its actions.

use domain::{
    fault::{
        action::Progress,
        moment::Kind,
        post_mortem::{ActionDraft, Audience, ContentDraft, Section, Written},
    },
    id::{FaultId, TicketId, UserId},
    invalid::Code,
    permit::Actor,
    ticket::{Resolution, ResolutionCode},
    time::Span,
};
use store::{
    Error, Store, audit,
    faults::{
        self,
        post_mortem::{self, Done, Handing, Speaking, Step},
    },
    testing::{Company, each_database},
};

use super::{code, declared, minute, saying};

/// A draft of Nina's with two paragraphs.
async fn drafted(store: &Store, company: &Company) -> (Actor, FaultId) {
    let (nina, id) = declared(store, company).await;
    post_mortem::begin(store, &nina, id).await.unwrap();
    write(store, &nina, id, "A **rule** let nothing through.\n\nIt was new.").await;
    (nina, id)
}

fn draft(owner: UserId, summary: &str) -> ContentDraft {
    use domain::fault::action::Kind;
    let action = ActionDraft {
        kind: "prevent".into(),
        text: "Test each rule before it holds".into(),
        owner: Some(owner),
        due: "2026-11-30".into(),
        criterion: "A broken rule is refused".into(),
        effect_days: String::new(),
    };
    let none = |kind: Kind| (kind != Kind::Prevent).then_some((kind, "It took two minutes.".to_owned()));
    let not_applicable = Kind::ALL.iter().filter_map(|&kind| none(kind)).collect();
    ContentDraft { summary: summary.into(), actions: vec![action], not_applicable, ..ContentDraft::default() }
}

async fn write(store: &Store, actor: &Actor, id: FaultId, summary: &str) {
    let version = written(store, actor, id).await.version;
    post_mortem::write(store, actor, id, version, &draft(actor.user, summary)).await.unwrap();
}

async fn written(store: &Store, actor: &Actor, id: FaultId) -> Written {
    post_mortem::post_mortem(store, actor, id, None).await.unwrap().written.unwrap()
}

async fn publish(store: &Store, company: &Company, nina: &Actor, id: FaultId) {
    let ada = store.as_actor(company.ada).await;
    post_mortem::step(store, nina, id, &Step::Submit { reviewer: company.ada }).await.unwrap();
    post_mortem::step(store, &ada, id, &Step::Approve).await.unwrap();
    post_mortem::step(store, nina, id, &Step::Publish).await.unwrap();
}

#[tokio::test]
async fn a_comment_stands_at_its_paragraph_and_stays_when_that_is_gone() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        let ada = store.as_actor(company.ada).await;
        let paragraphs = written(&store, &nina, id).await.discussion.unwrap().paragraphs.remove("summary").unwrap();
        let quotes: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.quote.as_str()).collect();
        assert_eq!(quotes, ["A rule let nothing through.", "It was new."]);
        let speaking = |text: &str| Speaking {
            section: Section::Summary,
            paragraph: paragraphs[0].key.clone(),
            seen: "Words that somebody made up".into(),
            text: text.into(),
        };
        assert_eq!(code(post_mortem::comment(&store, &nina, id, &speaking(" ")).await, "text"), Some(Code::Required));
        let of_ada = post_mortem::comment(&store, &ada, id, &speaking("Which rule?")).await;
        assert!(matches!(of_ada, Err(Error::NotFound)), "she does not review it yet");
        post_mortem::step(&store, &nina, id, &Step::Submit { reviewer: company.ada }).await.unwrap();
        let thread = post_mortem::comment(&store, &ada, id, &speaking("Which *rule*?")).await.unwrap();
        post_mortem::answer(&store, &nina, id, thread, "That of the firewall").await.unwrap();

        let all = written(&store, &ada, id).await.discussion.unwrap();
        let here: Vec<_> = all.at(Section::Summary, &paragraphs[0].key).collect();
        assert_eq!(
            (here.len(), here[0].comments.len(), here[0].quote.as_str()),
            (1, 2, "A rule let nothing through."),
            "not the made up words"
        );
        assert!(here[0].comments[0].html.contains("<em>rule</em>"), "{}", here[0].comments[0].html);
        assert_eq!(all.open(), 1);

        // The paragraph is written anew, and another one stays where it is.
        post_mortem::step(&store, &ada, id, &Step::RequestChanges { what: "See there".into() }).await.unwrap();
        write(&store, &nina, id, "Before it.\n\nThe firewall's new rule let nothing through.\n\nIt was new.").await;
        let all = written(&store, &ada, id).await.discussion.unwrap();
        let lost = all.lost(Section::Summary);
        assert_eq!((lost.len(), lost[0].quote.as_str()), (1, "A rule let nothing through."));
        assert_eq!(all.paragraphs["summary"][2].key, paragraphs[1].key, "the same words are the same paragraph");
        // Who had it open comments on what they saw.
        let seen = Speaking { seen: "A rule let nothing through.".into(), ..speaking("Late") };
        post_mortem::comment(&store, &nina, id, &seen).await.unwrap();
        assert_eq!(written(&store, &nina, id).await.discussion.unwrap().lost(Section::Summary)[1].quote, "A rule let nothing through.");

        for _ in 0..2 {
            post_mortem::settle(&store, &ada, id, thread, true).await.unwrap();
        }
        let all = written(&store, &nina, id).await.discussion.unwrap();
        assert_eq!(all.open(), 1);
        assert_eq!(all.threads[0].resolved.as_ref().and_then(|resolved| resolved.by.as_ref()).map(|by| by.id), Some(company.ada));
        post_mortem::settle(&store, &nina, id, thread, false).await.unwrap();
        assert_eq!(written(&store, &nina, id).await.discussion.unwrap().open(), 2);
        let (_, other) = drafted(&store, &company).await;
        assert!(matches!(post_mortem::settle(&store, &nina, other, thread, true).await, Err(Error::NotFound)), "it is of another fault");
        let admin = store.as_actor(company.admin).await;
        assert!(audit::verify(&store, Some(&admin)).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_was_said_while_it_was_written_is_not_published() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        let rita = store.as_actor(company.rita).await;
        let speaking =
            Speaking { section: Section::Summary, paragraph: "x".into(), seen: "It was new".into(), text: "Nobody says this aloud".into() };
        let thread = post_mortem::comment(&store, &nina, id, &speaking).await.unwrap();
        // It waits and is no bar: that is for the reviewer to judge.
        publish(&store, &company, &nina, id).await;
        let read = post_mortem::post_mortem(&store, &rita, id, None).await.unwrap();
        assert!(read.written.as_ref().is_some_and(|written| written.discussion.is_none()));
        assert!(!serde_json::to_string(&read).unwrap().contains("aloud"));
        let first = post_mortem::post_mortem(&store, &nina, id, Some(1)).await.unwrap().written.unwrap();
        assert!(first.discussion.is_none(), "nor is it of a revision");
        let ada = store.as_actor(company.ada).await;
        for actor in [&rita, &ada] {
            assert!(matches!(post_mortem::comment(&store, actor, id, &speaking).await, Err(Error::NotFound)));
            assert!(matches!(post_mortem::answer(&store, actor, id, thread, "Hm").await, Err(Error::NotFound)));
            assert!(matches!(post_mortem::settle(&store, actor, id, thread, true).await, Err(Error::NotFound)));
        }
        let document = faults::export::one(&store, &nina, id).await.unwrap();
        assert!(!format!("{document:?}").contains("aloud"));
    })
    .await;
}

#[tokio::test]
async fn revisions_are_compared_by_those_who_write_and_review() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        let rita = store.as_actor(company.rita).await;
        assert!(matches!(post_mortem::pair(&store, &nina, id, None, None).await, Err(Error::NotFound)), "nothing is published");
        publish(&store, &company, &nina, id).await;
        let numbers = async |before, after| {
            let pair = post_mortem::pair(&store, &nina, id, before, after).await.unwrap();
            (pair.before.0, pair.after.0)
        };
        assert_eq!(numbers(None, None).await, (1, 0), "the one that there is, and what is worked on");
        post_mortem::step(&store, &nina, id, &Step::Reopen { why: "More is known".into() }).await.unwrap();
        write(&store, &nina, id, "A rule let half through.").await;
        let pair = post_mortem::pair(&store, &nina, id, None, None).await.unwrap();
        assert_eq!(
            (pair.before.1.summary.as_str(), pair.after.1.summary.as_str()),
            ("A **rule** let nothing through.\n\nIt was new.", "A rule let half through.")
        );
        assert!(pair.people.iter().any(|person| person.id == company.nina));
        publish(&store, &company, &nina, id).await;
        assert_eq!(numbers(None, None).await, (1, 2));
        assert_eq!(numbers(Some(2), Some(1)).await, (2, 1), "whichever somebody names");
        assert!(matches!(post_mortem::pair(&store, &nina, id, Some(3), None).await, Err(Error::NotFound)));
        assert!(matches!(post_mortem::pair(&store, &rita, id, None, None).await, Err(Error::NotFound)), "readers read the last one");
    })
    .await;
}

#[tokio::test]
async fn an_action_is_handed_to_a_team_as_a_ticket_and_its_answer_asks_whether_it_is_done() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let make = Handing::Make { service: company.trouble };
        assert!(matches!(post_mortem::hand(&store, &ada, id, 0, make).await, Err(Error::NotFound)), "she has no part in it");
        let unknown = Handing::Link { ticket: TicketId(9_999_999) };
        assert_eq!(code(post_mortem::hand(&store, &nina, id, 0, unknown).await, "ticket"), Some(Code::UnknownReference));
        assert!(matches!(post_mortem::hand(&store, &nina, id, 0, Handing::Unlink).await, Err(Error::Conflict { .. })), "there is none");
        post_mortem::hand(&store, &nina, id, 0, make).await.unwrap();
        assert!(matches!(post_mortem::hand(&store, &nina, id, 0, make).await, Err(Error::Conflict { .. })), "one is enough");

        let ticket = written(&store, &nina, id).await.tickets.remove(&0).unwrap();
        assert_eq!((ticket.title.as_str(), ticket.is_answered()), ("Test each rule before it holds", false));
        let number = ticket.number.id;
        let opened = store::tickets::open(&store, &nina, number).await.unwrap();
        assert_eq!(opened.detail.assignee.as_ref().map(|person| person.id), Some(company.nina), "its owner answers for the service");
        let there = opened.actions;
        assert_eq!((there.len(), there[0].fault.0, there[0].place), (1, id, 0));
        assert_eq!(there[0].due.map(|due| due.to_string()).as_deref(), Some("2026-11-30"));

        let resolution = Resolution { code: ResolutionCode::Solved, text: "Every rule is tried first".into() };
        store::tickets::resolve(&store, &nina, number, resolution, None).await.unwrap();
        let now = written(&store, &nina, id).await;
        assert_eq!(now.tickets[&0].resolution, "Every rule is tried first");
        assert_eq!(now.content.actions[0].progress, Progress::Open, "a person says that it is done");

        // Whoever sees no such ticket is not told that there is one.
        publish(&store, &company, &nina, id).await;
        let read = post_mortem::post_mortem(&store, &rita, id, None).await.unwrap().written.unwrap();
        assert!(read.tickets.is_empty() && read.content.actions[0].ticket.is_none());
        assert!(matches!(store::tickets::open(&store, &rita, number).await, Err(Error::NotFound)));

        post_mortem::hand(&store, &nina, id, 0, Handing::Unlink).await.unwrap();
        assert!(store::tickets::open(&store, &nina, number).await.unwrap().actions.is_empty());
        post_mortem::hand(&store, &nina, id, 0, Handing::Link { ticket: number }).await.unwrap();
        assert_eq!(written(&store, &nina, id).await.tickets[&0].number.id, number);
    })
    .await;
}

#[tokio::test]
async fn its_audience_keeps_what_it_reads_while_an_action_gets_a_ticket() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        publish(&store, &company, &nina, id).await;
        let draft = ContentDraft { audience: Audience::Company, ..draft(company.nina, "x") };
        assert!(matches!(post_mortem::write(&store, &nina, id, 9, &draft).await, Err(Error::Conflict { .. })));
        post_mortem::hand(&store, &nina, id, 0, Handing::Make { service: company.trouble }).await.unwrap();
        let first = post_mortem::post_mortem(&store, &nina, id, Some(1)).await.unwrap().written.unwrap();
        assert!(first.tickets.is_empty() && first.content.actions[0].ticket.is_none(), "what was published stays as it was");
    })
    .await;
}

#[tokio::test]
async fn a_team_sees_what_it_owes_and_the_desk_how_many_faults_go_on() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = drafted(&store, &company).await;
        let rita = store.as_actor(company.rita).await;
        assert_eq!(faults::ongoing(&store, &nina).await.unwrap(), Some(1));
        assert_eq!(faults::ongoing(&store, &rita).await.unwrap(), None, "she answers for nothing");
        faults::set(&store, &nina, id, &saying(Kind::Restored, minute(-1))).await.unwrap();
        assert_eq!(faults::ongoing(&store, &nina).await.unwrap(), Some(0));

        let owed = async |actor: &Actor, team| post_mortem::overdue_of(&store, actor, team).await.unwrap().len();
        assert_eq!(owed(&nina, company.network).await, 0, "its day is to come");
        store.clock().advance(Span::from_days(30));
        assert_eq!((owed(&nina, company.network).await, owed(&nina, company.workplace).await), (1, 0));
        assert_eq!(owed(&rita, company.network).await, 0, "she sees no faults");
        let detail = store::teams::detail(&store, &nina, company.network).await.unwrap();
        assert_eq!(detail.overdue[0].fault.0, id);
        post_mortem::follow(&store, &nina, id, 0, &Done::Finish).await.unwrap();
        assert_eq!(owed(&nina, company.network).await, 0);
    })
    .await;
}
