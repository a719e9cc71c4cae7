use proptest::prelude::*;

use super::*;

fn t(minutes: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Span::from_minutes(minutes))
}

fn signal(key: &str, which: Which, said: Said) -> Signal {
    Signal { key: key.to_owned(), which, said, told: Told { summary: key.to_owned(), ..Told::default() } }
}

fn event(since: Option<i64>, said: Said) -> Signal {
    signal("k", Which::Open { since: since.map(t) }, said)
}

fn folded(signals: &[Signal], now: i64) -> Vec<Occurrence> {
    fold::<i64>([], signals, t(now)).into_iter().map(|one| one.now).collect()
}

const RESOLVED: Said = Said::Resolved { at: None };

#[test]
fn what_is_triggered_while_it_is_open_is_the_same_alert() {
    let all = folded(&[event(Some(1), Said::Firing), event(Some(5), Said::Firing), event(None, Said::Firing)], 9);
    assert_eq!((all.len(), all[0].starts_at, all[0].times), (1, t(1), 3));
}

#[test]
fn what_is_triggered_after_its_end_is_another_one() {
    let all = folded(&[event(None, Said::Firing), event(None, RESOLVED), event(None, Said::Firing)], 9);
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].state(), all[1].state()), (State::Resolved, State::Open));
    assert_ne!(all[0].starts_at, all[1].starts_at);
}

#[test]
fn a_resolve_that_comes_first_waits_for_its_trigger() {
    let all = folded(&[event(None, RESOLVED), event(Some(4), Said::Firing)], 9);
    assert_eq!((all.len(), all[0].state(), all[0].starts_at), (1, State::Resolved, t(4)));
    let twice = folded(&[event(None, RESOLVED), event(None, RESOLVED)], 9);
    assert_eq!((twice.len(), twice[0].begun), (1, false));
    let later = folded(&[event(None, RESOLVED), event(None, Said::Firing)], 9);
    assert_eq!((later.len(), later[1].state()), (2, State::Open), "without a time nobody knows that it began before");
}

#[test]
fn an_alert_that_has_ended_is_not_opened_again_by_a_late_copy() {
    let began = Which::BeganAt(t(1));
    let end = Said::Resolved { at: Some(t(3)) };
    let all = folded(&[signal("k", began, end), signal("k", began, Said::Firing)], 9);
    assert_eq!((all.len(), all[0].ends_at), (1, Some(t(3))));
}

#[test]
fn nobody_has_what_nobody_knows_and_the_first_who_has_it_stays_the_first() {
    assert!(folded(&[event(None, Said::Acknowledged)], 9).is_empty());
    let known = folded(&[event(Some(1), Said::Firing), event(None, Said::Acknowledged)], 5).remove(0);
    let again = fold([(1_i64, known)], &[event(None, Said::Acknowledged)], t(9)).remove(0);
    assert_eq!((again.now.acknowledged_at, again.now.state()), (Some(t(5)), State::Acknowledged));
}

#[test]
fn an_end_that_is_sent_twice_is_one_end_and_much_later_another_one() {
    let known = folded(&[event(Some(1), Said::Firing), event(None, RESOLVED)], 5).remove(0);
    let copy = fold([(1_i64, known.clone())], &[event(None, RESOLVED)], t(6));
    assert_eq!((copy.len(), copy[0].now.ends_at), (1, known.ends_at));
    assert_eq!(fold([(1_i64, known)], &[event(None, RESOLVED)], t(60)).len(), 2);
}

fn any_signal() -> impl Strategy<Value = Signal> {
    let which = (0..20_i64).prop_map(|at| Which::BeganAt(t(at)));
    let said = prop_oneof![Just(Said::Firing), prop::option::of(-5..90_i64).prop_map(|at| Said::Resolved { at: at.map(t) })];
    ("[ab]", which, said).prop_map(|(key, which, said)| signal(&key, which, said))
}

proptest! {
    #[test]
    fn the_order_of_alertmanagers_signals_and_their_copies_change_nothing(
        signals in prop::collection::vec(any_signal(), 0..12).prop_flat_map(|signals| (Just(signals.clone()), Just(signals).prop_shuffle())),
    ) {
        let ends = |signals: &[Signal]| {
            let mut all: Vec<_> = folded(signals, 100).into_iter().map(|one| (one.key, one.starts_at, one.ends_at.is_some())).collect();
            all.sort();
            all
        };
        let (first, other) = signals;
        prop_assert_eq!(ends(&first), ends(&other));
        let twice: Vec<Signal> = first.iter().chain(&first).cloned().collect();
        prop_assert_eq!(ends(&first), ends(&twice));
    }

    #[test]
    fn no_two_alerts_of_one_key_begin_together_and_no_end_lies_before_its_beginning(
        signals in prop::collection::vec((prop::option::of(0..20_i64), 0..3_u8), 0..20),
    ) {
        let signals: Vec<Signal> = signals.into_iter().map(|(since, said)| event(since, [Said::Firing, Said::Acknowledged, RESOLVED][said as usize])).collect();
        let all = folded(&signals, 9);
        let mut begins: Vec<_> = all.iter().map(|one| one.starts_at).collect();
        begins.sort();
        begins.dedup();
        prop_assert_eq!(begins.len(), all.len());
        prop_assert!(all.iter().all(|one| one.ends_at.is_none_or(|end| end > one.starts_at)));
        prop_assert!(all.iter().filter(|one| one.begun && one.ends_at.is_none()).count() <= 1);
    }
}
