//! Rounds of mutual scoring: who may score whom, what is kept of it, what is published, and what nobody can find out.
#![expect(clippy::unwrap_used, reason = "a test may stop where it must")]

use std::panic::AssertUnwindSafe;

use domain::{
    id::{RoundId, TeamId, UserId},
    invalid::Code,
    permit::Actor,
    scoring::{
        Band, Of, Pool,
        plan::{Dimension, Draft, Stage},
        view::{Progress, Said},
    },
    time::Span,
};
use futures::FutureExt;
use store::{
    Error, Store, audit,
    scoring::{self, Typed},
    testing::{Company, each_database},
};

const BALLOTS: &str = "SELECT count(*) FROM score_ballots";
const VOTES: &str = "SELECT count(*) FROM score_votes";

fn draft(owner: UserId) -> Draft {
    Draft {
        name: "November".into(),
        first_day: "2026-11-01".into(),
        last_day: "2026-11-30".into(),
        opens: "2026-11-17T09:00".into(),
        closes: "2026-11-24T09:00".into(),
        owner: Some(owner),
        external: "70".into(),
        internal: "30".into(),
        dimensions: Dimension::usual(),
    }
}

fn given(score: &str, comment: &str) -> Typed {
    Typed::Scores(vec![score.to_owned(); 5], comment.to_owned())
}

fn code(error: Result<impl Sized, Error>, field: &str) -> Option<Code> {
    match error {
        Err(Error::Invalid(invalid)) => invalid.of(field).cloned(),
        _ => None,
    }
}

/// Four of sales file with the workplace team, where Ada answers, and three of them with the network team, where nobody does. Ben runs the round, which
/// is about to open.
async fn planned(store: &Store) -> (Company, Actor, RoundId) {
    let company = Company::found(store).await;
    for person in [company.owner, company.stranger] {
        store.run_sql(&format!("INSERT INTO memberships (team_id, user_id, lead) VALUES ({}, {person}, FALSE)", company.sales)).await;
    }
    for person in [company.rita, company.ron, company.owner, company.stranger] {
        company.file(store, person, company.laptop, "It is slow").await;
        if person != company.stranger {
            company.file(store, person, company.trouble, "Nothing is reachable").await;
        }
    }
    store.run_sql(&format!("UPDATE tickets SET assignee_id = {} WHERE team_id = {}", company.ada, company.workplace)).await;
    let admin = store.as_actor(company.admin).await;
    let id = scoring::plan(store, &admin, &draft(company.ben)).await.unwrap();
    (company, admin, id)
}

async fn opened(store: &Store) -> (Company, Actor, RoundId) {
    let (company, admin, id) = planned(store).await;
    store.clock().advance(Span::from_days(1));
    scoring::settle_due(store).await.unwrap();
    (company, admin, id)
}

async fn cast(store: &Store, rater: UserId, id: RoundId, team: TeamId, typed: &Typed) -> Result<(), Error> {
    scoring::cast(store, &store.as_actor(rater).await, id, team, typed).await
}

/// All of sales score the workplace team, and two of them the network team.
async fn voted(store: &Store, company: &Company, id: RoundId) {
    for (rater, score) in [(company.rita, "8"), (company.ron, "9"), (company.owner, "10")] {
        cast(store, rater, id, company.workplace, &given(score, "")).await.unwrap();
    }
    cast(store, company.stranger, id, company.workplace, &given("5", "Nobody called back")).await.unwrap();
    for rater in [company.rita, company.ron] {
        cast(store, rater, id, company.network, &given("3", "It took two weeks")).await.unwrap();
    }
    cast(store, company.owner, id, company.network, &Typed::CannotJudge).await.unwrap();
}

async fn closed(store: &Store) -> (Company, Actor, RoundId) {
    let (company, admin, id) = opened(store).await;
    voted(store, &company, id).await;
    store.clock().advance(Span::from_days(7));
    scoring::settle_due(store).await.unwrap();
    (company, admin, id)
}

#[tokio::test]
async fn a_round_opens_by_the_clock_with_a_ballot_for_each_team_that_somebody_dealt_with() {
    each_database(async |store| {
        let (company, admin, id) = planned(&store).await;
        let ada = store.as_actor(company.ada).await;
        scoring::settle_due(&store).await.unwrap();
        assert_eq!((store.number(BALLOTS).await, scoring::list(&store, &admin).await.unwrap().rounds[0].stage), (0, Stage::Planned));
        assert!(scoring::list(&store, &ada).await.unwrap().rounds.is_empty(), "what is planned is its planners'");
        assert!(matches!(scoring::round(&store, &ada, id).await, Err(Error::NotFound)));
        assert!(scoring::round(&store, &store.as_actor(company.ben).await, id).await.unwrap().runs);

        store.clock().advance(Span::from_days(1));
        let both = futures::join!(scoring::settle_due(&store), scoring::settle_due(&store));
        assert!(both.0.is_ok() && both.1.is_ok());
        scoring::settle_due(&store).await.unwrap();
        assert_eq!(store.number(BALLOTS).await, 8, "four of sales with one or two teams, and Ada");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'round.open'").await, 1);

        let mine = scoring::voting(&store, &store.as_actor(company.rita).await, id).await.unwrap();
        let teams: Vec<&str> = mine.ballots.iter().map(|ballot| ballot.team.name.as_str()).collect();
        assert_eq!((teams, mine.round.mine), (vec!["Network", "Workplace"], Some(Progress { done: 0, all: 2 })));
        assert_eq!(mine.ballots[1].dealt.filed, 1);
        let adas = scoring::voting(&store, &ada, id).await.unwrap().ballots;
        assert_eq!((adas.len(), adas[0].team.id, adas[0].dealt.handled), (1, company.sales, 4));
        for nobody in [company.nina, company.lead, company.admin] {
            assert!(matches!(scoring::voting(&store, &store.as_actor(nobody).await, id).await, Err(Error::NotFound)));
        }
        assert!(scoring::notice(&store, &ada).await.unwrap().is_some_and(|notice| notice.id == id && notice.mine.all == 1));
        assert!(scoring::notice(&store, &admin).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn hand_overs_and_faults_count_as_dealings_and_the_own_team_never() {
    each_database(async |store| {
        let (company, _, id) = planned(&store).await;
        let handed = format!(r#"{{"type":"assigned","from":{{"team":{}}},"to":{{"team":{}}}}}"#, company.workplace, company.network);
        let sample = store.texts("SELECT data FROM events ORDER BY id LIMIT 1").await;
        assert!(sample[0].contains("submitted"), "events are tagged as this test writes one: {}", sample[0]);
        let handed = if sample[0].contains("\"type\"") { handed } else { handed.replace("\"type\"", "\"kind\"") };
        let ticket = store.number("SELECT min(id) FROM tickets").await;
        store
            .run_sql(&format!(
                "INSERT INTO events (ticket_id, at, actor_id, visibility, kind, data) VALUES ({ticket}, {}, {}, 'internal', 'assigned', '{handed}')",
                store.now().millis(),
                company.lead
            ))
            .await;
        let nina = store.as_actor(company.nina).await;
        let declaration = store::faults::Declaration { title: "Dark".into(), service: Some(company.trouble), ticket: None };
        let fault = store::faults::declare(&store, &nina, &declaration).await.unwrap();
        store.run_sql(&format!("INSERT INTO fault_services (fault_id, service_id) VALUES ({fault}, {})", company.laptop)).await;
        store.clock().advance(Span::from_days(1));
        let leads = scoring::voting(&store, &store.as_actor(company.lead).await, id).await.unwrap().ballots;
        assert_eq!((leads.len(), leads[0].team.id, leads[0].dealt.handed_over), (1, company.network, 1));
        let ninas = scoring::voting(&store, &nina, id).await.unwrap().ballots;
        assert_eq!((ninas.len(), ninas[0].team.id, ninas[0].dealt.faults), (1, company.workplace, 1), "opened by the visit");
        assert_eq!(store.number("SELECT count(*) FROM score_ballots WHERE team_id = rater_team_id").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_ballot_is_changed_until_the_round_closes_and_asks_for_a_comment_where_it_is_low() {
    each_database(async |store| {
        let (company, _, id) = opened(&store).await;
        let low = cast(&store, company.rita, id, company.workplace, &given("6", " ")).await;
        assert_eq!(code(low, "comment"), Some(Code::Required));
        let few = Typed::Scores(vec!["7".into(), "11".into()], String::new());
        let refused = cast(&store, company.rita, id, company.workplace, &few).await;
        let Err(Error::Invalid(invalid)) = refused else { panic!("{refused:?}") };
        assert!(matches!(invalid.of("score.1"), Some(Code::OutOfRange { .. })) && invalid.of("score.4") == Some(&Code::Required));
        assert_eq!(store.number(VOTES).await, 0);

        cast(&store, company.rita, id, company.workplace, &Typed::CannotJudge).await.unwrap();
        for (score, comment) in [("9", ""), ("4", "Too slow")] {
            cast(&store, company.rita, id, company.workplace, &given(score, comment)).await.unwrap();
        }
        assert_eq!(store.number(VOTES).await, 1, "one ballot for each rater and team");
        let mine = scoring::voting(&store, &store.as_actor(company.rita).await, id).await.unwrap();
        assert!(matches!(&mine.ballots[1].said, Said::Opinion(opinion) if opinion.comment == "Too slow" && opinion.scores[0].get() == 4.0));
        assert_eq!(mine.round.mine, Some(Progress { done: 1, all: 2 }));

        for (person, team) in [(company.nina, company.workplace), (company.rita, company.sales), (company.stranger, company.network)] {
            assert!(matches!(cast(&store, person, id, team, &given("9", "")).await, Err(Error::NotFound)));
        }
        store.clock().advance(Span::from_days(7));
        assert!(
            matches!(cast(&store, company.rita, id, company.workplace, &given("9", "")).await, Err(Error::Conflict { .. })),
            "it is over"
        );
        scoring::settle_due(&store).await.unwrap();
        assert!(matches!(cast(&store, company.rita, id, company.workplace, &given("9", "")).await, Err(Error::NotFound)));
    })
    .await;
}

/// Everything that stands in the tables of scores, and in the log.
async fn written(store: &Store) -> String {
    let tables = ["SELECT said FROM score_votes", "SELECT key FROM score_votes", "SELECT action || ' ' || data FROM audit ORDER BY id"];
    let mut all = String::new();
    for sql in tables {
        all.push_str(&store.texts(sql).await.join("\n"));
    }
    all
}

#[tokio::test]
async fn neither_the_database_nor_the_log_says_who_has_voted_or_what() {
    each_database(async |store| {
        let (company, _, id) = opened(&store).await;
        let (before, records) = (written(&store).await, store.number("SELECT count(*) FROM audit").await);
        let ballots = store
            .texts("SELECT CAST(rater_id AS TEXT) || ' ' || CAST(team_id AS TEXT) FROM score_ballots ORDER BY rater_id, team_id")
            .await;
        voted(&store, &company, id).await;
        assert_eq!(store.number("SELECT count(*) FROM audit").await, records, "no record of a vote");
        let after = store
            .texts("SELECT CAST(rater_id AS TEXT) || ' ' || CAST(team_id AS TEXT) FROM score_ballots ORDER BY rater_id, team_id")
            .await;
        assert_eq!(ballots, after, "who may vote does not say who has");
        assert!(written(&store).await.len() > before.len());
        // The rows of votes: a round, a key of 64 digits, and what was said.
        let keys = store.texts("SELECT key FROM score_votes").await;
        assert!(keys.len() == 7 && keys.iter().all(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit())));
        let round = scoring::round(&store, &store.as_actor(company.ben).await, id).await.unwrap();
        let seen = round.participation.unwrap();
        assert_eq!((seen.all, seen.raters), (Progress { done: 7, all: 8 }, 5));
        assert!(seen.teams.iter().all(|(_, band)| band.is_none()), "teams of fewer than five are not told: {:?}", Band::ALL);
        let others = scoring::round(&store, &store.as_actor(company.admin).await, id).await.unwrap();
        assert!(others.participation.is_none() && others.flags.is_empty() && others.teams.is_empty());

        store.clock().advance(Span::from_days(7));
        scoring::settle_due(&store).await.unwrap();
        assert_eq!((store.number(BALLOTS).await, store.number(VOTES).await), (0, 0));
        assert_eq!(store.number("SELECT count(*) FROM score_rounds WHERE unlinked").await, 1, "and the secret is gone");
        let kept = store.texts("SELECT kept FROM score_results").await.join("");
        assert!(kept.contains("\"rater\"") && !kept.contains("rater_team") && !kept.contains("comment"), "{kept}");
        assert!(audit::verify(&store, None).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn results_are_revealed_together_each_to_whom_they_concern() {
    each_database(async |store| {
        let (company, admin, id) = opened(&store).await;
        voted(&store, &company, id).await;
        cast(&store, company.owner, id, company.network, &given("9", "")).await.unwrap();
        cast(&store, company.ada, id, company.sales, &given("2", "Rude on the phone")).await.unwrap();
        let (lead, ada, ben) = (store.as_actor(company.lead).await, store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        assert!(matches!(scoring::team(&store, &lead, id, company.workplace).await, Err(Error::NotFound)), "not while it is open");
        assert!(matches!(scoring::export(&store, &ben, id, true).await, Err(Error::NotFound)));
        store.clock().advance(Span::from_days(7));

        let shown = scoring::team(&store, &lead, id, company.workplace).await.unwrap();
        let result = shown.scores.result.unwrap();
        assert_eq!((result.n, result.raw, result.adjusted, result.counted), (4, 8.0, Some(8.0), false));
        assert_eq!(shown.scores.external.as_ref().map(|figure| figure.dimensions.len()), Some(5));
        assert_eq!(shown.scores.internal, None);
        assert_eq!(shown.comments, Some(vec!["Nobody called back".to_owned()]));
        assert_eq!(shown.everybody[0].as_ref().map(|figure| figure.n), Some(7));
        assert_eq!((shown.past.len(), shown.may_appeal, shown.may_answer), (1, true, false));
        let members = scoring::team(&store, &ada, id, company.workplace).await.unwrap();
        assert_eq!((members.comments, members.may_appeal, members.scores.result), (None, false, Some(result)));
        for (person, team) in [(company.rita, company.workplace), (company.ada, company.network), (company.ada, company.sales)] {
            assert!(matches!(scoring::team(&store, &store.as_actor(person).await, id, team).await, Err(Error::NotFound)));
        }
        assert!(scoring::team(&store, &admin, id, company.workplace).await.unwrap().comments.is_none(), "figures, and no words");

        // What one person of the desk gave sales is shown to nobody, and their comment is not even kept.
        let sales = scoring::team(&store, &ben, id, company.sales).await.unwrap();
        assert_eq!((sales.scores.result, sales.comments), (None, Some(Vec::new())));
        assert!(!store.texts("SELECT comments FROM score_results").await.join("").contains("Rude"));
        let round = scoring::round(&store, &ben, id).await.unwrap();
        assert_eq!((round.teams.len(), round.counted, round.reproduced), (3, Some(Progress { done: 8, all: 8 }), Some(true)));
        let csv = scoring::export(&store, &ben, id, true).await.unwrap();
        assert!(csv.contains("team,Workplace,external,4,8.0000,8.0000") && !csv.contains("Sales"), "{csv}");
        assert!(scoring::export(&store, &ben, id, false).await.unwrap().contains("\"weights\":{\"external\":70"));
        assert!(matches!(scoring::export(&store, &admin, id, true).await, Err(Error::NotFound)));
        for sql in ["UPDATE score_results SET publication = '{}'", "DELETE FROM score_results"] {
            let changed = AssertUnwindSafe(store.run_sql(sql)).catch_unwind().await;
            assert!(changed.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_group_of_two_is_merged_with_another_and_nothing_of_it_is_shown() {
    each_database(async |store| {
        let (company, _, id) = closed(&store).await;
        let ben = store.as_actor(company.ben).await;
        let round = scoring::round(&store, &ben, id).await.unwrap();
        assert!(round.teams.iter().all(|team| team.result.is_none()), "two of the network team could be had by taking the others away");
        let others: Vec<(usize, usize)> = round
            .together
            .iter()
            .filter(|(figure, _)| matches!(figure.of, Of::Others(_)) && figure.pool == Some(Pool::External))
            .map(|(figure, teams)| (figure.n, teams.len()))
            .collect();
        assert_eq!(others, [(6, 2)]);
        let comments = scoring::team(&store, &ben, id, company.network).await.unwrap().comments;
        assert_eq!(comments, Some(Vec::new()));
        assert_eq!(round.counted, Some(Progress { done: 6, all: 8 }), "what somebody cannot judge is no ballot");
    })
    .await;
}

#[tokio::test]
async fn its_owner_ends_and_prolongs_a_round_and_nobody_else() {
    each_database(async |store| {
        let (company, admin, id) = opened(&store).await;
        let ben = store.as_actor(company.ben).await;
        assert!(matches!(scoring::end(&store, &admin, id).await, Err(Error::NotFound)));
        assert!(matches!(scoring::prolong(&store, &admin, id, "2026-11-30T09:00").await, Err(Error::NotFound)));
        assert_eq!(code(scoring::prolong(&store, &ben, id, "2026-11-20T09:00").await, "closes"), Some(Code::NotAfterTheFirst));
        assert_eq!(code(scoring::prolong(&store, &ben, id, "").await, "closes"), Some(Code::Required));
        scoring::prolong(&store, &ben, id, "2026-11-30T09:00").await.unwrap();
        store.clock().advance(Span::from_days(8));
        scoring::settle_due(&store).await.unwrap();
        assert_eq!(scoring::round(&store, &ben, id).await.unwrap().round.stage, Stage::Open);
        voted(&store, &company, id).await;
        scoring::end(&store, &ben, id).await.unwrap();
        let round = scoring::round(&store, &ben, id).await.unwrap().round;
        assert_eq!((round.stage, round.plan.closes), (Stage::Closed, store.now()));
        assert!(matches!(scoring::end(&store, &ben, id).await, Err(Error::Conflict { .. })));
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action IN ('round.prolong', 'round.close')").await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_planned_is_changed_by_its_planners_and_later_the_owner_alone() {
    each_database(async |store| {
        let (company, admin, id) = planned(&store).await;
        let ben = store.as_actor(company.ben).await;
        assert!(matches!(scoring::plan(&store, &ben, &draft(company.ben)).await, Err(Error::NotFound)));
        assert!(matches!(scoring::change(&store, &ben, id, 1, &draft(company.ben)).await, Err(Error::NotFound)));
        assert!(matches!(scoring::owners(&store, &ben).await, Err(Error::NotFound)));
        let owners: Vec<UserId> = scoring::owners(&store, &admin).await.unwrap().into_iter().map(|person| person.id).collect();
        assert!(owners.contains(&company.ben) && owners.contains(&company.admin) && !owners.contains(&company.gone));
        assert_eq!(code(scoring::plan(&store, &admin, &draft(company.gone)).await, "owner"), Some(Code::UnknownPerson));
        assert_eq!(code(scoring::plan(&store, &admin, &Draft::default()).await, "name"), Some(Code::Required));
        let renamed = Draft { name: "Late autumn".into(), dimensions: Dimension::usual()[..2].to_vec(), ..draft(company.ben) };
        scoring::change(&store, &admin, id, 1, &renamed).await.unwrap();
        assert!(matches!(scoring::change(&store, &admin, id, 1, &draft(company.ben)).await, Err(Error::Conflict { .. })));
        store.clock().advance(Span::from_days(1));
        let open = scoring::round(&store, &admin, id).await.unwrap();
        assert_eq!((open.round.stage, open.round.plan.dimensions.len(), open.version), (Stage::Open, 2, 3));
        let other = Draft { owner: Some(company.ada), name: "Never".into(), ..renamed };
        scoring::change(&store, &admin, id, 3, &other).await.unwrap();
        let plan = scoring::round(&store, &admin, id).await.unwrap().round.plan;
        assert_eq!((plan.owner, plan.name.as_str()), (company.ada, "Late autumn"));
    })
    .await;
}

#[tokio::test]
async fn a_lead_appeals_once_in_time_and_the_owner_answers_once() {
    each_database(async |store| {
        let (company, admin, id) = closed(&store).await;
        let (lead, ada, ben) = (store.as_actor(company.lead).await, store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let appeal = async |actor: &Actor, reason: &str| scoring::appeal(&store, actor, id, company.workplace, reason).await;
        assert!(matches!(appeal(&ada, "No").await, Err(Error::NotFound)), "a member does not lead");
        assert!(matches!(appeal(&admin, "No").await, Err(Error::NotFound)));
        assert_eq!(code(appeal(&lead, " ").await, "reason"), Some(Code::Required));
        assert!(matches!(scoring::answer(&store, &ben, id, company.workplace, "No").await, Err(Error::NotFound)), "there is none");
        appeal(&lead, "The strike was not ours").await.unwrap();
        assert!(matches!(appeal(&lead, "Again").await, Err(Error::Conflict { .. })));
        assert!(scoring::team(&store, &ben, id, company.workplace).await.unwrap().may_answer);
        assert!(scoring::team(&store, &ada, id, company.workplace).await.unwrap().appeal.is_none());
        assert!(matches!(scoring::answer(&store, &lead, id, company.workplace, "Yes").await, Err(Error::NotFound)));
        scoring::answer(&store, &ben, id, company.workplace, "The figures stand, and this beside them").await.unwrap();
        assert!(matches!(scoring::answer(&store, &ben, id, company.workplace, "Or not").await, Err(Error::Conflict { .. })));
        let read = scoring::team(&store, &lead, id, company.workplace).await.unwrap().appeal.unwrap();
        assert_eq!(
            (read.reason.as_str(), read.answer.unwrap().2.as_str()),
            ("The strike was not ours", "The figures stand, and this beside them")
        );
        let nina = store.as_actor(company.nina).await;
        store.run_sql(&format!("UPDATE memberships SET lead = TRUE WHERE user_id = {}", company.nina)).await;
        let nina = Actor { teams: store.as_actor(company.nina).await.teams, ..nina };
        store.clock().advance(Span::from_days(14));
        assert!(matches!(scoring::appeal(&store, &nina, id, company.network, "Late").await, Err(Error::Conflict { .. })));
    })
    .await;
}
