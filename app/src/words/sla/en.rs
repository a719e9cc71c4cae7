use domain::sla::{By, Light, Metric, Run, Standing};
use domain::ticket::event::Side;
use domain::time::Span;

use super::{Words, parts, seconds};

/// Working time: `35 m`, `3 h 05 m`.
pub fn worked(span: Span) -> String {
    match parts(span) {
        (0, 0) => "under 1 m".to_owned(),
        (0, minutes) => format!("{minutes} m"),
        (hours, minutes) => format!("{hours} h {minutes:02} m"),
    }
}

/// The same to the second: `3 h 05 m 09 s`.
fn exact(span: Span) -> String {
    match (parts(span), seconds(span)) {
        ((0, 0), seconds) => format!("{seconds} s"),
        ((0, minutes), seconds) => format!("{minutes} m {seconds:02} s"),
        ((hours, minutes), seconds) => format!("{hours} h {minutes:02} m {seconds:02} s"),
    }
}

pub const EN: Words = Words {
    promises: "Promises",
    why: "Why this deadline?",
    no_clock: "Nothing is promised for this ticket: no policy's rule matches it.",
    whiles: "What was counted, and what was not",
    policy: "Policy",
    applies_to: "The rule is for",
    calendar: "Working time",
    started: "Counted from",
    promised: "Promised",
    every_ticket: "every ticket",
    never: "The calendar has not enough working time for it.",
    was_answered: "the ticket had been answered",
    was_corrected: "corrected afterwards",
    will_count: "Will count",
    counts: "Counted",
    closed: "Outside working hours",
    closed_day: "A closed day",
    fact_filed: "Filed",
    fact_assigned: "Assigned",
    fact_prioritised: "Priority changed",
    fact_kind: "Kind changed",
    fact_service: "Service changed",
    fact_rebased: "Put under the promises of now",
    fact_merged: "Merged",
    from: "From",
    until: "Until",
    length: "Length",
    total: "Counted so far",
    what: "What",
    if_nothing_changes: "And then, if nothing changes",
    not_yet: "not yet",
    nobody_called: "nobody was called: it lay in the past already",
    went_out: "Went out",
    steps: "Warnings and escalations",
    step: "When",
    unknown_while_paused: "not known while it is paused",
    moves: "How the deadline moved",
    since: "Since",
    state: "State",
    corrections: "Before and after the correction",
    as_known_now: "As it is known now",
    judging: "Put right",
    excuse: "Excuse the breach",
    excuse_again: "Excuse it for another reason",
    excuse_lead: "It stays a breach. Reports show both figures, and the timeline tells who excused it and why.",
    correct_moment: "A time is wrong",
    correct_lead: "What was written down stays. The clock is reckoned anew, and both results stay visible.",
    which_event: "Which event",
    really_at: "When it really happened",
    correct: "Correct",
    when_hint: "Not before it was filed, and not still to come",
    preview: "Show what changes",
    would_change: "What the correction changes",
    no_shift: "No clock of the ticket changes: neither a deadline nor a verdict.",
    no_such_clock: "no such clock",
    clock: "Clock",
    before: "Before",
    after: "After",
    not_now: "Not now",
    was_excused: "The breach is excused",
    was_excused_lead: "It stays on record. Reports count it as missed, and beside that as kept where excused ones are counted as kept.",
    corrected: "Corrected: this is what changed",
    really_was: |event, at| format!("{event}: it really happened on {at}."),
    should_be: |paused, from, until| {
        let what = if paused { "should have been paused" } else { "should have gone on" };
        format!("From {from} to {until} the clocks {what}.")
    },
    changed_clocks: |at, clocks| format!("The correction of {at} changed these clocks of the ticket: {clocks}."),
    changed_none: |at| format!("The correction of {at} changed no clock of the ticket."),
    and_excused: |said| format!("{said}, excused"),
    correct_pause: "A pause is missing or wrong",
    this_while: "In this while the clock",
    should_pause: "should have been paused",
    should_count: "should have gone on",
    merge: "Merge into another ticket",
    merge_lead: "The ticket is closed, who asks for it asks for the other one from then on, and its clocks end. What it missed stays on record. Nothing opens it again.",
    merge_into: "Into which ticket",
    merge_into_hint: "Its number, such as INC-1042",
    merge_agreed: "I know that this cannot be undone",
    merge_sure: "To be sure",
    warned: "warned",
    due: "due",
    due_at: "Due",
    metric: |metric| match metric {
        Metric::FirstResponse => "First response",
        Metric::Update => "Update",
        Metric::Resolution => "Resolution",
        Metric::Ola => "Stay with a team",
        Metric::Supplier => "Stay with a supplier",
    },
    metric_short: |metric| match metric {
        Metric::FirstResponse => "Response",
        Metric::Update => "Update",
        Metric::Resolution => "Resolution",
        Metric::Ola => "Team",
        Metric::Supplier => "Supplier",
    },
    cycle: |metric, cycle| format!("{metric} {cycle}"),
    chip: |run, light, left| match (run, light) {
        (Run::Running, Light::Breached) => format!("{} over", worked(left)),
        (Run::Running, _) => format!("{} left", worked(left)),
        (Run::Paused, Light::Breached) => format!("{} over, paused", worked(left)),
        (Run::Paused, _) => format!("paused, {} left", worked(left)),
        (Run::Stopped, Light::Breached) => "missed".to_owned(),
        (Run::Stopped, _) => "met".to_owned(),
        (Run::Cancelled, Light::Breached) => "missed, cancelled".to_owned(),
        (Run::Cancelled, _) => "cancelled".to_owned(),
    },
    due_full: |metric, at| format!("{metric} due {at}, in working time"),
    worked,
    exact,
    version: |name, version| format!("“{name}”, version {version}"),
    rule: |rule| format!("rule {rule}"),
    asked_by: |team| format!("requesters of {team}"),
    held_by: |team| format!("tickets with {team}"),
    is_due: |due, over| match over {
        None => format!("It is due on {due}."),
        Some(over) => format!("It was due on {due}, and is {} of working time over.", worked(over)),
    },
    is_paused: |why, left, late| {
        let left = if late {
            format!("it is {} of working time over", worked(left))
        } else {
            format!("{} of working time are left", worked(left))
        };
        format!("The clock stands still: {why}. When it goes on, {left}; until then nobody can say when it is due.")
    },
    was_done: |ended, due, in_time| {
        if in_time {
            format!("It was done in time: on {ended}, and due on {due}.")
        } else {
            format!("It was done late: on {ended}, and due on {due}.")
        }
    },
    was_cancelled: |ended| {
        format!("It measures nothing any more since {ended}: the ticket was withdrawn or merged, or no rule promises this any more.")
    },
    counted_of: |counted, target, paused| {
        let paused = if paused.millis() > 0 { format!("; {} of working time were paused", exact(paused)) } else { String::new() };
        format!("{} of {} of working time have been counted{paused}.", exact(counted), exact(target))
    },
    late_since: |at| format!("On record: it was late from {at} on."),
    excused_by: |who, at, reason| format!("Excused by {who} on {at}: “{reason}”"),
    since_by: |why, since, by| match by {
        Some(by) => format!("{why} since {since}, by {by}"),
        None => format!("{why} since {since}"),
    },
    standing: |standing| match standing {
        Standing::New => "new",
        Standing::Assigned => "assigned",
        Standing::InProgress => "in progress",
        Standing::WaitingForRequester => "waiting for the requester",
        Standing::WaitingForSupplier => "waiting for a supplier",
        Standing::WaitingForDate => "waiting for a date",
        Standing::Resolved => "resolved",
        Standing::Closed => "closed",
        Standing::Cancelled => "cancelled",
    },
    holiday: |name| format!("Closed: {name}"),
    paused_by: |why, by| match by {
        Some((who, at)) => format!("Paused: {why} ({who}, {at})"),
        None => format!("Paused: {why}"),
    },
    fact_replied: |side| match side {
        Side::Agent => "Public reply",
        Side::Requester => "The requester wrote",
    },
    at_percent: |percent| format!("{percent} % of the time"),
    at_left: |left| format!("{} before the deadline", worked(left)),
    before_correction: |at, by, reason| format!("Before the correction of {at} by {by}: “{reason}”"),
    overruled: |deadline| format!("The breach of the deadline of {deadline} stays on record, marked as overruled."),
    report: "Promises kept",
    report_lead: "Clocks that stopped in time, or ran past their targets, in the period. Of several cycles of a resolution the worst counts.",
    report_empty: "No promise was kept or missed",
    report_empty_lead: "Choose other days, or see everything.",
    chart: "Kept in time",
    line_note: "a point leads to what was missed then",
    chart_note: "a bar leads to what was missed; what follows it in a dashed frame was missed and excused",
    measured: "Measured",
    met: "Kept",
    missed: "Missed",
    excused_ones: "Excused",
    attainment: "Kept, %",
    attainment_excused: "With excused, %",
    working_hours: "Median, working h",
    wall_hours: "Median, wall h",
    known_since: "Known since",
    not_yours: "a ticket that you do not see",
    open_one: "running",
    open_missed_one: "missed, not done yet",
    ended: "on",
    ended_today: "at",
    told: |at, who| format!("{at}, to {who}"),
    met_one: "kept",
    missed_one: "missed",
    excused_one: "missed, excused",
    breach_calendar: "Breach calendar",
    breach_calendar_lead: "What was missed on each day, and what will be missed today if nobody does anything.",
    month_before: "The month before",
    month_after: "The month after",
    today: "Today",
    today_note: "every running clock whose deadline lies before midnight, if nobody stops or pauses it",
    missed_so_far: "Missed so far",
    still_today: "Still to be missed",
    none_missed: "none missed",
    of_them_excused: |n| format!(", {n} excused"),
    excused_n: |n| format!("{n} excused"),
    kept_of: |met, all| format!("{met} of {all}"),
    by: |by| match by {
        By::Metric => "What is measured",
        By::Policy => "Policy",
        By::Service => "Service",
        By::Team => "Team",
        By::Priority => "Priority",
        By::Week => "Week",
        By::Month => "Month",
    },
    tickets_behind: |name, n| format!("{name}: {n}, show the tickets"),
    came: |came| match came {
        "met" => "Promises that were kept",
        "missed" => "Promises that were missed",
        "excused" => "Promises that were missed and excused",
        _ => "Promises",
    },
    lines_of: |from, to, all| format!("{from} to {to} of {all}"),
    missed_in: |n, month| format!("{n} missed in {month}"),
    missed_on: |day, missed, excused| match excused {
        0 => format!("Day {day}: {missed} missed"),
        excused => format!("Day {day}: {missed} missed, {excused} of them excused"),
    },
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    promised_by: |solution, by| {
        if solution { format!("We promise to solve it by {by}.") } else { format!("You will have a first answer by {by}.") }
    },
    promised_late: |solution, by| {
        let what = if solution { "to solve it" } else { "a first answer" };
        format!("We promised {what} by {by}. We are late, and sorry for it.")
    },
    promised_missed: |solution, by| {
        if solution {
            format!("It was solved later than promised, which was by {by}.")
        } else {
            format!("The first answer came later than promised, which was by {by}.")
        }
    },
    promised_short: |solution, by| if solution { format!("solution by {by}") } else { format!("first answer by {by}") },
    promised_late_short: |solution, by| {
        let what = if solution { "solution" } else { "first answer" };
        format!("later than promised: {what} by {by}")
    },
    promised_paused: "While we wait for something, the time in which we promise to solve it stands still.",
    merge_number: |number| format!("Merge {number}"),
};
