//! Excuses, corrections and re-basing.

use domain::{
    id::{BreachId, EventId, TicketId},
    invalid::Code,
    sla::{Correction, Metric, Shift, Verdict},
    time::Span,
};
use store::{
    Error, Store,
    sla::{self, breaches, clocks, policies, rebase},
    testing::each_database,
    tickets,
};

use super::{House, at, hours, promise, resolution, rule};

/// A ticket that was resolved an hour late.
#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn late(store: &Store, house: &House) -> TicketId {
    let ticket = house.file(store, "Late").await;
    let ada = store.as_actor(house.is.ada).await;
    let answer = tickets::Message { text: "On it.".to_owned(), ..tickets::Message::default() };
    tickets::reply(store, &ada, ticket, answer, tickets::Then::Nothing).await.unwrap();
    store.clock().advance(hours(25));
    tickets::resolve(store, &ada, ticket, resolution(), None).await.unwrap();
    ticket
}

#[tokio::test]
async fn an_excused_breach_stays_a_breach_with_a_name_and_a_reason() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ticket = late(&store, &house).await;
        let lines = breaches::of_ticket(&store, &house.admin, ticket).await.unwrap();
        assert_eq!((lines.len(), lines[0].metric, lines[0].deadline), (1, Metric::Resolution, at(8)));
        let lead = store.as_actor(house.is.lead).await;
        for actor in [&lead, &store.as_actor(house.is.rita).await, &store.as_actor(house.is.stranger).await] {
            assert!(matches!(breaches::excuse(&store, actor, lines[0].id, "Mine").await, Err(Error::NotFound)));
        }
        assert!(matches!(breaches::excuse(&store, &house.admin, BreachId(999), "Why").await, Err(Error::NotFound)));
        let Err(Error::Invalid(invalid)) = breaches::excuse(&store, &house.admin, lines[0].id, " ").await else { panic!("it was taken") };
        assert_eq!(invalid.of("reason"), Some(&Code::Required));
        store.clock().advance(hours(1));
        breaches::excuse(&store, &house.admin, lines[0].id, "The supplier had no parts.").await.unwrap();
        let after = breaches::of_ticket(&store, &lead, ticket).await.unwrap();
        let excuse = after[0].excuse.as_ref().expect("an excuse");
        assert_eq!((excuse.reason.as_str(), excuse.by.as_ref().map(|by| by.id)), ("The supplier had no parts.", Some(house.is.admin)));
        let rita = store.as_actor(house.is.rita).await;
        let seen = breaches::of_ticket(&store, &rita, ticket).await.unwrap();
        assert_eq!(seen[0].excuse.as_ref().map(|excuse| excuse.reason.as_str()), Some(""), "the reason is between those who answer");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.excuse'").await, 1);
        sla::recompute(&store).await.unwrap();
        assert_eq!(breaches::of_ticket(&store, &lead, ticket).await.unwrap(), after);
    })
    .await;
}

#[tokio::test]
async fn a_correction_shows_both_results() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ticket = late(&store, &house).await;
        store.clock().advance(hours(1));
        // It waited for the requester from ten to noon, and nobody had said so.
        let pause = Correction::Paused { metric: None, from: at(1), until: at(3) };
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(sla::correct(&store, &ada, ticket, pause, "Forgotten").await, Err(Error::NotFound)));
        assert!(matches!(sla::preview_correction(&store, &ada, ticket, pause).await, Err(Error::NotFound)));
        let foreseen = sla::preview_correction(&store, &house.admin, ticket, pause).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'corrected'").await, 0, "nothing was written");
        sla::correct(&store, &house.admin, ticket, pause, "The pause was forgotten.").await.unwrap();
        let view = clocks::view(&store, &house.admin, ticket).await.unwrap();
        let now = view.clocks.iter().find(|told| told.clock.metric == Metric::Resolution).expect("a clock");
        assert!(now.clock.breach.is_none() && now.clock.elapsed == hours(7), "{:?}", now.clock);
        assert_eq!(view.overruled.len(), 1, "what had been recorded stays");
        // Every clock that the correction changed is named, before it is made as afterwards.
        let told = sla::why::why(&store, &house.admin, ticket).await.unwrap().believed.remove(0).shifts;
        assert_eq!(told, foreseen);
        let verdicts =
            |shift: &Shift| (shift.clock().unwrap().0, shift.before.as_ref().unwrap().breached, shift.after.as_ref().unwrap().breached);
        assert!(told.iter().map(verdicts).any(|one| one == (Metric::Resolution, true, false)), "{told:?}");
        let before = view.revisions[0].clocks.iter().find(|clock| clock.metric == Metric::Resolution).expect("a clock");
        assert_eq!((before.elapsed, before.breach.is_some()), (hours(9), true));
        assert_eq!(store.number("SELECT count(*) FROM breaches WHERE overruled").await, 1);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.correct'").await, 1);
        let seen = clocks::view(&store, &store.as_actor(house.is.rita).await, ticket).await.unwrap();
        assert!(seen.revisions.is_empty() && seen.overruled.is_empty() && !seen.may_judge && !seen.clocks.is_empty());
        assert!(view.may_judge);
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_cannot_be_is_told_at_its_place() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ticket = late(&store, &house).await;
        let other = house.file(&store, "Other").await;
        let foreign = store.number(&format!("SELECT max(id) FROM events WHERE ticket_id = {other}")).await;
        for (wrong, field) in [
            (Correction::Paused { metric: None, from: at(3), until: at(3) }, "until"),
            (Correction::Paused { metric: None, from: at(3), until: at(2) }, "until"),
            (Correction::Counted { metric: None, from: at(3), until: at(3000) }, "until"),
            (Correction::Paused { metric: None, from: at(-1), until: at(3) }, "from"),
            (Correction::Moment { event: EventId(foreign), at: at(3) }, "event"),
        ] {
            let Err(Error::Invalid(invalid)) = sla::correct(&store, &house.admin, ticket, wrong, "Why").await else {
                panic!("it was taken: {wrong:?}")
            };
            assert!(invalid.of(field).is_some(), "{wrong:?}: {invalid:?}");
            assert!(sla::preview_correction(&store, &house.admin, ticket, wrong).await.is_err(), "{wrong:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn re_basing_is_previewed_and_then_holds_for_open_tickets() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let done = late(&store, &house).await;
        let open = house.file(&store, "Open").await;
        store.clock().advance(hours(3));
        let draft = promise("Standard", house.calendar, vec![rule("1h", "2h")]);
        policies::change(&store, &house.admin, house.policy, 1, &draft).await.unwrap();
        store.clock().advance(Span::from_millis(1));
        let all = rebase::Which::default();
        let lead = store.as_actor(house.is.lead).await;
        assert!(matches!(rebase::preview(&store, &lead, &all).await, Err(Error::NotFound)));
        assert!(matches!(rebase::rebase(&store, &lead, &all, "Why").await, Err(Error::NotFound)));
        let preview = rebase::preview(&store, &house.admin, &all).await.unwrap();
        assert_eq!(preview.tickets, 1);
        let resolution = preview.comparison.changes.iter().find(|change| change.metric == Metric::Resolution).expect("a change");
        assert_eq!(resolution.ticket, open);
        assert_eq!(resolution.before.map(|one| one.verdict), Some(Verdict::Running));
        assert_eq!(resolution.after.map(|one| one.verdict), Some(Verdict::Breached));
        assert_eq!((preview.earlier, preview.later), (1, 0));
        let moved = preview.moves[0];
        assert_eq!(moved.ticket, open);
        assert!(moved.after < moved.before, "{moved:?}");
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'rebased'").await, 0, "nothing is written");
        let elsewhere = rebase::Which { team: Some(house.is.network), ..rebase::Which::default() };
        assert_eq!(rebase::preview(&store, &house.admin, &elsewhere).await.unwrap().tickets, 0);
        let by_policy = rebase::Which { policy: Some(house.policy), ..rebase::Which::default() };
        assert_eq!(rebase::rebase(&store, &house.admin, &by_policy, "New contract").await.unwrap(), 1);
        assert_eq!(house.clock(&store, open, Metric::Resolution).await.clock.terms.target, hours(2));
        assert_eq!(house.clock(&store, done, Metric::Resolution).await.clock.terms.target, hours(8), "what has ended does not change");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.rebase'").await, 1);
    })
    .await;
}
