//! What was promised, said to whoever asked: when they will have an answer and a solution, and that we are late if we are.
//! Written by the server, so that the portal carries no words for it.

use domain::clockface::Clockface;
use domain::sla::{Due, Light, Metric, Run};

use crate::words::words_in;

/// A sentence for each promise that is still to be kept, and for one that was not.
#[must_use]
pub fn sentences(promised: &[Due], clock: &Clockface) -> Vec<String> {
    promised.iter().filter_map(|due| sentence(due, clock)).collect()
}

fn sentence(due: &Due, clock: &Clockface) -> Option<String> {
    let w = words_in(clock.locale).sla();
    let solution = due.metric == Metric::Resolution;
    let by = due.deadline.map(|at| clock.full(at));
    match (due.run, due.light_at(clock.now), by) {
        (Run::Running, Light::Breached, Some(by)) => Some((w.promised_late)(solution, &by)),
        (Run::Running, _, Some(by)) => Some((w.promised_by)(solution, &by)),
        (Run::Paused, ..) if solution => Some(w.promised_paused.to_owned()),
        // What is done and was in time needs no word; that it was late is not hidden.
        (Run::Stopped, Light::Breached, Some(by)) => Some((w.promised_missed)(solution, &by)),
        _ => None,
    }
}

/// Until when the first of these is promised that is still to be kept, in a few words for a list; nothing where the clock stands.
#[must_use]
pub fn in_short(promised: &[Due], clock: &Clockface) -> String {
    let w = words_in(clock.locale).sla();
    let next = promised.iter().find_map(|due| Some((due, due.deadline.filter(|_| due.run == Run::Running)?)));
    let Some((due, at)) = next else { return String::new() };
    let time = clock.time(at);
    let by = if clock.same_day(at, clock.now) { time } else { format!("{} {time}", clock.day(at)) };
    let said = if due.light_at(clock.now) == Light::Breached { w.promised_late_short } else { w.promised_short };
    said(due.metric == Metric::Resolution, &by)
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;
    use domain::time::{Span, Timestamp};

    use super::*;

    fn due(metric: Metric, run: Run, breached: bool) -> Due {
        let at: Timestamp = "2026-11-16T12:00:00Z".parse().unwrap();
        Due {
            metric,
            cycle: 1,
            target: Span::from_hours(2),
            run,
            breached,
            excused: false,
            deadline: Some(at).filter(|_| run != Run::Paused),
            ended: None,
            left: Span::from_hours(1),
            warns_at: None,
            as_of: at.minus(Span::from_hours(1)),
            open: Vec::new(),
        }
    }

    fn said(due: Due, locale: Locale) -> Vec<String> {
        let clock = Clockface { now: due.as_of, ..Clockface::utc(locale) };
        sentences(&[due], &clock)
    }

    #[test]
    fn who_asks_reads_until_when_in_plain_words() {
        let reply = said(due(Metric::FirstResponse, Run::Running, false), Locale::En);
        assert_eq!(reply, ["You will have a first answer by Monday 16 November 2026, 12:00 (UTC)."]);
        let solution = said(due(Metric::Resolution, Run::Running, false), Locale::Zh);
        assert_eq!(solution, ["我们承诺在2026年11月16日星期一 12:00（UTC）之前解决。"]);
    }

    #[test]
    fn a_list_says_what_comes_next_in_a_few_words() {
        let all = [due(Metric::FirstResponse, Run::Running, false), due(Metric::Resolution, Run::Running, false)];
        let clock = |locale| Clockface { now: all[0].as_of, ..Clockface::utc(locale) };
        assert_eq!(in_short(&all, &clock(Locale::En)), "first answer by 12:00");
        assert_eq!(in_short(&all[1..], &clock(Locale::Zh)), "承诺12:00前解决");
        let two_days_before = Clockface { now: all[0].as_of.minus(Span::from_days(2)), ..Clockface::utc(Locale::En) };
        assert_eq!(in_short(&all[1..], &two_days_before), "solution by 16 Nov 12:00");
        assert!(in_short(&[due(Metric::Resolution, Run::Running, true)], &clock(Locale::En)).starts_with("later than promised"));
        assert_eq!(in_short(&[due(Metric::Resolution, Run::Paused, false)], &clock(Locale::En)), "");
        assert_eq!(in_short(&[], &clock(Locale::En)), "");
    }

    #[test]
    fn lateness_is_said_and_what_was_kept_is_not() {
        assert!(said(due(Metric::Resolution, Run::Running, true), Locale::En)[0].contains("sorry"));
        assert!(said(due(Metric::Resolution, Run::Stopped, true), Locale::En)[0].contains("later than promised"));
        assert_eq!(said(due(Metric::Resolution, Run::Stopped, false), Locale::En), Vec::<String>::new());
        assert!(said(due(Metric::Resolution, Run::Paused, false), Locale::En)[0].contains("stands still"));
    }
}
