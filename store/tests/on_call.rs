//! On call: rotas and who takes over, whom a fault calls and what is logged of it, "I have it", and gateways.
#![expect(clippy::unwrap_used, reason = "a test may stop where it must")]

use domain::{
    fault::{
        Severity,
        declaration::Details,
        moment::{Kind, Value},
    },
    id::{FaultId, RotaId, UserId},
    invalid::Code,
    on_call::{
        policy::{PolicyDraft, StepDraft},
        rota::RotaDraft,
        view::{AttemptRow, Channel, Outcome, Skip, Standing},
    },
    people::MailOccasion,
    permit::Actor,
    time::{Span, Timestamp},
};
use store::{
    Clock, Error, Store, accounts, audit,
    faults::{self, Declaration, Saying},
    on_call::{self, Taking},
    outbox,
    testing::{Company, START, Sandbox, each_database},
};

/// Ada is on call on this Monday until nine on the next one, then Ben, then Lea.
fn draft(company: &Company) -> RotaDraft {
    RotaDraft {
        name: "First line".into(),
        zone: "UTC".into(),
        people: [company.ada, company.ben, company.lead].map(|person| person.to_string()).into(),
        days: "7".into(),
        hand_over: "mon".into(),
        time: "09:00".into(),
        from: "2026-11-16".into(),
    }
}

fn steps(steps: &[(&str, &str)]) -> PolicyDraft {
    let step = |(after, whom): &(&str, &str)| StepDraft { after: (*after).into(), whom: vec![(*whom).into()] };
    PolicyDraft {
        active: true,
        least: "major".into(),
        steps: steps.iter().map(step).collect(),
        rounds: "2".into(),
        pause: "20".into(),
        url: String::new(),
        secret: String::new(),
    }
}

struct House {
    is: Company,
    lead: Actor,
    rota: RotaId,
}

/// A rota, and a policy: who is on call at once, and the leads after ten minutes.
async fn house(store: &Store) -> House {
    let is = Company::found(store).await;
    let lead = store.as_actor(is.lead).await;
    let rota = on_call::create(store, &lead, is.workplace, &draft(&is)).await.unwrap();
    let policy = steps(&[("0", &format!("rota:{rota}")), ("10", "leads")]);
    on_call::save_policy(store, &lead, is.workplace, 0, &policy).await.unwrap();
    House { is, lead, rota }
}

impl House {
    async fn declare(&self, store: &Store) -> FaultId {
        let declaration = Declaration { title: "Laptops are dark".into(), service: Some(self.is.laptop), ticket: None };
        faults::declare(store, &self.lead, &declaration).await.unwrap()
    }

    async fn log(&self, store: &Store, fault: FaultId) -> Vec<AttemptRow> {
        let mut rows = faults::view(store, &self.lead, fault).await.unwrap().called.rows;
        rows.reverse();
        rows
    }

    /// Who was told by mail, in order.
    async fn told(&self, store: &Store, fault: FaultId) -> Vec<UserId> {
        let rows = self.log(store, fault).await;
        rows.into_iter().filter(|row| row.channel == Channel::Mail).filter_map(|row| row.person.map(|person| person.id)).collect()
    }
}

fn minutes(store: &Store, n: i64) {
    store.clock().advance(Span::from_minutes(n));
}

fn code<T>(refused: Result<T, Error>, field: &str) -> Option<Code> {
    match refused {
        Err(Error::Invalid(invalid)) => invalid.of(field).cloned(),
        _ => None,
    }
}

#[tokio::test]
async fn a_rota_is_decided_by_who_leads_and_read_by_who_answers() {
    each_database(async |store| {
        let house = house(&store).await;
        let [ada, nina, rita] = [house.is.ada, house.is.nina, house.is.rita];
        let (ada, nina, rita) = (store.as_actor(ada).await, store.as_actor(nina).await, store.as_actor(rita).await);
        assert!(matches!(on_call::create(&store, &ada, house.is.workplace, &draft(&house.is)).await, Err(Error::NotFound)));
        assert!(matches!(on_call::rota(&store, &rita, house.rota).await, Err(Error::NotFound)));
        assert_eq!(
            code(on_call::create(&store, &house.lead, house.is.workplace, &draft(&house.is)).await, "name"),
            Some(Code::AlreadyTaken)
        );
        let wrong =
            RotaDraft { people: vec![house.is.nina.to_string()], zone: "Mars/Base".into(), name: "Other".into(), ..draft(&house.is) };
        assert_eq!(code(on_call::create(&store, &house.lead, house.is.workplace, &wrong).await, "zone"), Some(Code::UnknownZone));
        let wrong = RotaDraft { zone: "UTC".into(), ..wrong };
        let refused = on_call::create(&store, &house.lead, house.is.workplace, &wrong).await;
        assert_eq!(code(refused, "people.0"), Some(Code::UnknownReference), "she is not in the team");
        let shown = on_call::rota(&store, &nina, house.rota).await.unwrap();
        assert!(!shown.may_manage && !shown.may_take_over);
        let who: Vec<UserId> = shown.shifts.iter().map(|shift| shift.person.id).collect();
        assert_eq!(who, [house.is.ada, house.is.ben, house.is.lead, house.is.ada], "four weeks");
        let stale = on_call::change(&store, &house.lead, house.rota, 7, &draft(&house.is)).await;
        assert!(matches!(stale, Err(Error::Conflict { .. })));
        let daily = RotaDraft { days: "1".into(), ..draft(&house.is) };
        on_call::change(&store, &house.lead, house.rota, 1, &daily).await.unwrap();
        let board = on_call::board(&store, &ada).await.unwrap();
        let team = board.teams.iter().find(|team| team.team.id == house.is.workplace).unwrap();
        assert_eq!(team.rotas[0].now.as_ref().unwrap().person.id, house.is.ada);
        assert_eq!(team.rotas[0].next.as_ref().unwrap().person.id, house.is.ben);
        assert!(board.own.len() >= 9, "every third day");
        assert!(matches!(on_call::delete(&store, &house.lead, house.rota).await, Err(Error::InUse { .. })), "a step names it");
        on_call::save_policy(&store, &house.lead, house.is.workplace, 1, &steps(&[("0", "leads")])).await.unwrap();
        on_call::delete(&store, &house.lead, house.rota).await.unwrap();
        audit::verify(&store, None).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn members_take_over_and_give_their_own_shifts_and_leads_put_in_anybody() {
    each_database(async |store| {
        let house = house(&store).await;
        let (ada, ben) = (store.as_actor(house.is.ada).await, store.as_actor(house.is.ben).await);
        let nina = store.as_actor(house.is.nina).await;
        let taking = |person: Option<UserId>, from: &str, until: &str| Taking {
            person: person.map(|person| person.to_string()).unwrap_or_default(),
            from: from.into(),
            until: until.into(),
        };
        let now = async || on_call::rota(&store, &ada, house.rota).await.unwrap().shifts[0].person.id;
        let own = taking(None, "", "2026-11-16T18:00");
        assert!(matches!(on_call::take_over(&store, &nina, house.rota, &own).await, Err(Error::NotFound)));
        on_call::take_over(&store, &ben, house.rota, &own).await.unwrap();
        assert_eq!(now().await, house.is.ben);
        let theirs =
            on_call::take_over(&store, &ben, house.rota, &taking(Some(house.is.lead), "2026-11-17T00:00", "2026-11-18T00:00")).await;
        assert_eq!(code(theirs, "person"), Some(Code::UnknownReference), "it is Ada's shift");
        on_call::take_over(&store, &ada, house.rota, &taking(Some(house.is.lead), "2026-11-17T00:00", "2026-11-18T00:00")).await.unwrap();
        let both = taking(Some(house.is.lead), "2026-11-16T12:00", "2026-11-17T00:00");
        assert_eq!(
            code(on_call::take_over(&store, &ada, house.rota, &both).await, "person"),
            Some(Code::UnknownReference),
            "Ben has a part"
        );
        on_call::take_over(&store, &house.lead, house.rota, &taking(Some(house.is.ada), "", "2026-11-16T12:00")).await.unwrap();
        assert_eq!(now().await, house.is.ada, "the last made holds");
        for (wrong, field, why) in [
            (taking(None, "", ""), "until", Code::Required),
            (taking(None, "2026-11-16T12:00", "2026-11-16T11:00"), "until", Code::NotAfterTheFirst),
            (taking(None, "2026-11-15T12:00", "2026-11-16T08:00"), "until", Code::NotInTheFuture),
            (taking(None, "soon", "2026-11-16T18:00"), "from", Code::NotADate),
            (taking(Some(house.is.nina), "", "2026-11-16T18:00"), "person", Code::UnknownReference),
        ] {
            assert_eq!(code(on_call::take_over(&store, &house.lead, house.rota, &wrong).await, field), Some(why));
        }
        let made = on_call::rota(&store, &ada, house.rota).await.unwrap().overrides;
        assert_eq!(made.iter().map(|row| row.may_withdraw).collect::<Vec<_>>(), [false, true, true], "Ben's is not hers to take back");
        assert!(matches!(on_call::withdraw(&store, &ada, made[0].id).await, Err(Error::NotFound)));
        on_call::withdraw(&store, &ada, made[2].id).await.unwrap();
        assert_eq!(now().await, house.is.ben);
        assert!(matches!(on_call::withdraw(&store, &ada, made[2].id).await, Err(Error::NotFound)), "once");
    })
    .await;
}

#[tokio::test]
async fn a_fault_that_nobody_has_calls_step_by_step_and_round_by_round() {
    each_database(async |store| {
        let house = house(&store).await;
        let fault = house.declare(&store).await;
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 1);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0, "each step once");
        assert_eq!(house.told(&store, fault).await, [house.is.ada]);
        let view = faults::view(&store, &house.lead, fault).await.unwrap().called;
        assert_eq!((view.next_at, view.waits), (Some(START.plus(Span::from_minutes(10))), true));
        minutes(&store, 9);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0);
        minutes(&store, 1);
        on_call::call_due(&store, 10).await.unwrap();
        minutes(&store, 20);
        on_call::call_due(&store, 10).await.unwrap();
        // Nobody looked for an hour: what was missed happens late, and what follows keeps its distance.
        minutes(&store, 60);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 1);
        assert_eq!(house.told(&store, fault).await, [house.is.ada, house.is.lead, house.is.ada, house.is.lead]);
        minutes(&store, 600);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0, "two rounds are all");
        let log = house.log(&store, fault).await;
        assert_eq!(log.iter().map(|row| row.place).collect::<Vec<_>>(), [(1, 1), (1, 2), (2, 1), (2, 2)]);
        assert_eq!(log[3].at, START.plus(Span::from_minutes(90)));
        audit::verify(&store, None).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_acknowledged_a_restored_and_a_trained_fault_call_nobody() {
    each_database(async |store| {
        let house = house(&store).await;
        let [first, second, third] = [house.declare(&store).await, house.declare(&store).await, house.declare(&store).await];
        on_call::call_due(&store, 10).await.unwrap();
        let ada = store.as_actor(house.is.ada).await;
        on_call::have(&store, &ada, first).await.unwrap();
        let saying =
            Saying { kind: Kind::Restored, value: Value::Exact { at: START }, evidence: String::new(), why: String::new(), based_on: None };
        faults::set(&store, &ada, second, &saying).await.unwrap();
        let services = vec![house.is.laptop];
        let drill = Details { title: "A drill".into(), severity: Severity::Major, services: services.clone(), drill: true };
        faults::change(&store, &ada, third, 1, &drill).await.unwrap();
        // What waited to leave does not leave either.
        assert!(outbox::claim(&store, 10).await.unwrap().iter().all(|mail| mail.occasion != MailOccasion::Called));
        for fault in [first, second, third] {
            let log = house.log(&store, fault).await;
            assert_eq!(log.iter().map(|row| row.outcome).collect::<Vec<_>>(), [Outcome::CalledOff]);
        }
        minutes(&store, 30);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0);
        let view = faults::view(&store, &house.lead, first).await.unwrap();
        assert_eq!(view.moments.at(Kind::Acknowledged), Some(START));
        assert!(!view.called.waits && view.called.next_at.is_none());
        // It was no drill after all, and calls from the start.
        faults::change(&store, &ada, third, 2, &Details { drill: false, ..drill.clone() }).await.unwrap();
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 1);
        assert_eq!(house.told(&store, third).await, [house.is.ada, house.is.ada]);
        // What is not bad enough calls nobody, and neither does a team that wants nobody called.
        faults::change(&store, &ada, third, 3, &Details { drill: false, severity: Severity::Minor, ..drill.clone() }).await.unwrap();
        minutes(&store, 30);
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0);
        faults::change(&store, &ada, third, 4, &Details { drill: false, severity: Severity::Critical, ..drill }).await.unwrap();
        let off = PolicyDraft { active: false, ..steps(&[("0", "leads")]) };
        on_call::save_policy(&store, &house.lead, house.is.workplace, 1, &off).await.unwrap();
        assert_eq!(on_call::call_due(&store, 10).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_sign_in_is_passed_over_and_logged_and_nobody_waits_for_nobody() {
    each_database(async |store| {
        let house = house(&store).await;
        let admin = store.as_actor(house.is.admin).await;
        accounts::disable(&store, &admin, house.is.ada).await.unwrap();
        let fault = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        let log = house.log(&store, fault).await;
        let said: Vec<_> = log.iter().map(|row| (row.person.as_ref().map(|person| person.id), row.outcome, row.skip)).collect();
        assert_eq!(said[0], (Some(house.is.ada), Outcome::Skipped, Some(Skip::CannotSignIn)));
        assert_eq!((said[1].0, said[1].1), (Some(house.is.ben), Outcome::Waiting));
        // A step that reaches nobody is followed by the next one at once.
        let policy = steps(&[("0", &format!("person:{}", house.is.ben)), ("30", "leads")]);
        on_call::save_policy(&store, &house.lead, house.is.workplace, 1, &policy).await.unwrap();
        accounts::disable(&store, &admin, house.is.ben).await.unwrap();
        let other = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        on_call::call_due(&store, 10).await.unwrap();
        assert_eq!(house.told(&store, other).await, [house.is.lead]);
    })
    .await;
}

#[tokio::test]
async fn a_link_shows_and_a_button_records_in_the_name_of_who_was_called() {
    each_database(async |store| {
        let house = house(&store).await;
        let fault = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        let mail = outbox::claim(&store, 10).await.unwrap().into_iter().find(|mail| mail.occasion == MailOccasion::Called).unwrap();
        assert_eq!(mail.to.id, house.is.ada);
        let page = mail.call.unwrap();
        assert_eq!((page.team.as_str(), page.place), ("Workplace", (1, 1)));
        let token = page.token.unwrap();
        let asked = on_call::asked(&store, &token).await.unwrap();
        assert_eq!((asked.title.as_str(), asked.standing), ("Laptops are dark", Standing::Waits));
        assert!(faults::view(&store, &house.lead, fault).await.unwrap().called.waits, "looking records nothing");
        minutes(&store, 3);
        on_call::have_by_link(&store, &token).await.unwrap();
        let at = START.plus(Span::from_minutes(3));
        let moment = faults::view(&store, &house.lead, fault).await.unwrap().moments;
        let said = moment.get(Kind::Acknowledged).unwrap().history().last().unwrap().clone();
        assert_eq!((said.by, said.reading.value.at()), (Some(house.is.ada), Some(at)));
        let had = on_call::asked(&store, &token).await.unwrap().standing;
        assert!(matches!(had, Standing::Had { is_own: true, .. }));
        // A second time changes nothing, and another who was called is told who has it.
        minutes(&store, 3);
        let other = store.call_token(fault, house.is.lead).await;
        on_call::have_by_link(&store, &other).await.unwrap();
        match on_call::asked(&store, &other).await.unwrap().standing {
            Standing::Had { by, at: since, is_own } => {
                assert_eq!((by.map(|by| by.id), since, is_own), (Some(house.is.ada), Some(at), false));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'fault.acknowledge'").await, 1);
        assert!(matches!(on_call::asked(&store, "nobody").await, Err(Error::DeadLink)));
        minutes(&store, 24 * 60);
        assert!(matches!(on_call::have_by_link(&store, &token).await, Err(Error::DeadLink)), "after a day");
    })
    .await;
}

#[tokio::test]
async fn a_gateway_is_tried_again_and_its_refusals_are_logged() {
    each_database(async |store| {
        let house = house(&store).await;
        let policy = PolicyDraft {
            url: "https://gateway.example/call".into(),
            secret: "Jefe".into(),
            ..steps(&[("0", &format!("rota:{}", house.rota)), ("10", "leads")])
        };
        on_call::save_policy(&store, &house.lead, house.is.workplace, 1, &policy).await.unwrap();
        let fault = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        let call = on_call::claim(&store, 10).await.unwrap().remove(0);
        assert_eq!((call.url.as_str(), call.name.as_str()), ("https://gateway.example/call", "Ada Agent"));
        assert!(call.signature(b"what do ya want for nothing?").unwrap().starts_with("5bdcc146"));
        assert!(on_call::claim(&store, 10).await.unwrap().is_empty(), "nobody else gets it");
        on_call::failed(&store, &call, "the answer was 503").await.unwrap();
        assert!(on_call::claim(&store, 10).await.unwrap().is_empty(), "after a pause");
        store.clock().advance(Span::from_seconds(15));
        let again = on_call::claim(&store, 10).await.unwrap().remove(0);
        assert_eq!(again.key, call.key);
        on_call::sent(&store, &call).await.unwrap();
        on_call::sent(&store, &again).await.unwrap();
        let by_gateway = |rows: Vec<AttemptRow>| rows.into_iter().find(|row| row.channel == Channel::Webhook).unwrap();
        let row = by_gateway(house.log(&store, fault).await);
        assert_eq!((row.outcome, row.tries), (Outcome::Sent, 2));
        // One that never answers is given up, and one that is not needed any more is not tried.
        let other = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        for _ in 0..on_call::ATTEMPTS {
            let call = on_call::claim(&store, 10).await.unwrap().remove(0);
            on_call::failed(&store, &call, "no connection").await.unwrap();
            store.clock().advance(Span::from_seconds(500));
        }
        assert!(on_call::claim(&store, 10).await.unwrap().is_empty());
        let row = by_gateway(house.log(&store, other).await);
        assert_eq!((row.outcome, row.error.as_str(), row.tries), (Outcome::Failed, "no connection", on_call::ATTEMPTS));
        for had in [fault, other] {
            on_call::have(&store, &house.lead, had).await.unwrap();
        }
        let last = house.declare(&store).await;
        on_call::call_due(&store, 10).await.unwrap();
        on_call::have(&store, &house.lead, last).await.unwrap();
        assert!(on_call::claim(&store, 10).await.unwrap().is_empty());
        assert_eq!(by_gateway(house.log(&store, last).await).outcome, Outcome::CalledOff);
        // A test goes both ways and is of no fault; another address does not learn the old one's secret.
        on_call::test(&store, &house.lead, house.is.workplace).await.unwrap();
        let tested = on_call::claim(&store, 10).await.unwrap().remove(0);
        assert!(tested.page.fault.is_none() && tested.page.token.is_none());
        let moved = PolicyDraft { url: "https://other.example/".into(), secret: String::new(), ..policy };
        on_call::save_policy(&store, &house.lead, house.is.workplace, 2, &moved).await.unwrap();
        assert!(!on_call::team(&store, &house.lead, house.is.workplace).await.unwrap().policy.unwrap().has_secret);
    })
    .await;
}

#[tokio::test]
async fn two_processes_call_once_and_a_new_one_goes_on_where_the_old_one_stopped() {
    for sandbox in Sandbox::each().await {
        let store = sandbox.store.clone();
        let house = house(&store).await;
        let fault = house.declare(&store).await;
        let folder = std::env::temp_dir().join("opsbeat_test_on_call");
        // On SQLite there is one process, which may look twice at once.
        let is_sqlite = sandbox.url.starts_with("sqlite");
        let other = if is_sqlite { store.clone() } else { Store::open(&sandbox.url, &folder, Clock::fixed(START)).await.unwrap() };
        let looks = (0..8).map(|n| {
            let store = if n % 2 == 0 { store.clone() } else { other.clone() };
            async move { on_call::call_due(&store, 10).await.unwrap() }
        });
        let taken: u64 = futures::future::join_all(looks).await.into_iter().sum();
        assert_eq!(taken, 1);
        if !is_sqlite {
            other.close().await;
        }
        assert_eq!(house.told(&store, fault).await, [house.is.ada]);
        // Everything that is known stands in the database: a store that is opened later takes the next step, late.
        let later: Timestamp = START.plus(Span::from_minutes(25));
        let reborn = Store::open(&sandbox.url, &folder, Clock::fixed(later)).await.unwrap();
        assert_eq!(on_call::call_due(&reborn, 10).await.unwrap(), 1);
        assert_eq!(house.told(&reborn, fault).await, [house.is.ada, house.is.lead]);
        reborn.close().await;
        sandbox.end().await;
    }
}
