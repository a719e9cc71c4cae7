//! Who is on call at a moment, and the shifts of a while.

use jiff::{Span as Days, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::rota::Rota;
use crate::{clockface, id::UserId, time::Timestamp};

/// Somebody takes over for a while. Of several at one moment the last made holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Its name; a later one has a greater name.
    pub id: i64,
    /// Who takes over.
    pub person: UserId,
    /// From this moment.
    pub from: Timestamp,
    /// Until this moment, which does not belong to it.
    pub until: Timestamp,
}

/// Who is on call at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Who.
    pub person: UserId,
    /// Whose turn it would be; nobody's before the rota begins.
    pub usual: Option<UserId>,
    /// The override by which somebody else is there.
    pub by: Option<i64>,
}

/// A while in which one person is on call: `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// From this moment.
    pub from: Timestamp,
    /// Until this moment, which belongs to the next shift.
    pub until: Timestamp,
    /// Who, and whose turn it is when it begins: who stands in may do so over a hand-over.
    pub duty: Duty,
}

impl Rota {
    /// Who is on call at a moment. Somebody always is from the first hand-over on; before it whoever took over, if anybody did.
    #[must_use]
    pub fn on_duty(&self, zone: &TimeZone, overrides: &[Override], at: Timestamp) -> Option<Duty> {
        let usual = self.turn(zone, at).and_then(|turn| self.person(turn));
        match winner(overrides, at) {
            Some(over) => Some(Duty { person: over.person, usual, by: Some(over.id) }),
            None => usual.map(|person| Duty { person, usual: Some(person), by: None }),
        }
    }

    /// Everybody who can be asked at a moment, in the order in which they are: who is on call, those whose turns follow, and at the end
    /// the one for whom somebody stands in.
    #[must_use]
    pub fn in_turn(&self, zone: &TimeZone, overrides: &[Override], at: Timestamp) -> Vec<UserId> {
        let Some(duty) = self.on_duty(zone, overrides, at) else { return Vec::new() };
        let turn = self.turn(zone, at).unwrap_or(-1);
        let following = (1..=self.people.len()).filter_map(|step| self.person(turn + i64::try_from(step).unwrap_or_default()));
        let mut asked = vec![duty.person];
        for person in following {
            if !asked.contains(&person) {
                asked.push(person);
            }
        }
        asked
    }

    /// The shifts of `[from, until)` in order: they tile it from the first hand-over on, without a hole or an overlap.
    #[must_use]
    pub fn shifts(&self, zone: &TimeZone, overrides: &[Override], from: Timestamp, until: Timestamp) -> Vec<Shift> {
        let mut edges = vec![from, until];
        edges.extend(overrides.iter().flat_map(|over| [over.from, over.until]));
        let mut turn = self.turn(zone, from).map_or(0, |turn| turn + 1);
        loop {
            let at = self.begins(zone, turn);
            if at >= until {
                break;
            }
            edges.push(at);
            turn += 1;
        }
        edges.retain(|edge| (from..=until).contains(edge));
        edges.sort_unstable();
        edges.dedup();
        let mut shifts: Vec<(Option<i64>, Shift)> = Vec::new();
        for (begin, end) in edges.iter().zip(edges.iter().skip(1)) {
            let Some(duty) = self.on_duty(zone, overrides, *begin) else { continue };
            let turn = if duty.by.is_some() { None } else { self.turn(zone, *begin) };
            match shifts.last_mut() {
                // An override goes on over a hand-over, and what an override has cut a piece of is one turn again behind it.
                Some((of, last)) if last.until == *begin && last.duty.by == duty.by && *of == turn => last.until = *end,
                _ => shifts.push((turn, Shift { from: *begin, until: *end, duty })),
            }
        }
        shifts.into_iter().map(|(_, shift)| shift).collect()
    }

    /// Whether this person alone is on call in `[from, until)`, which is not empty.
    #[must_use]
    pub fn is_alone(&self, zone: &TimeZone, overrides: &[Override], person: UserId, (from, until): (Timestamp, Timestamp)) -> bool {
        let shifts = self.shifts(zone, overrides, from, until);
        let whole = shifts.first().is_some_and(|first| first.from == from);
        whole && shifts.iter().all(|shift| shift.duty.person == person)
    }

    /// When a turn begins, counted from 0.
    ///
    /// The wall of the zone shows the same time at each hand-over, so that a shift in which clocks are changed has an hour more or less.
    /// A time that a change of clocks leaves out is that much later; of one that comes twice it is the first. So does `domain::calendar`.
    fn begins(&self, zone: &TimeZone, turn: i64) -> Timestamp {
        let date = match turn {
            ..=0 => self.from,
            _ => self.first_hand_over().saturating_add(days((turn - 1).saturating_mul(i64::from(self.days)))),
        };
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        let wall = date.at(i8::try_from(hour).unwrap_or(0), i8::try_from(minute).unwrap_or(0), 0, 0);
        // It can only fail at the ends of the calendar.
        zone.to_ambiguous_timestamp(wall).compatible().map_or(Timestamp::from_millis(i64::MAX), Timestamp::from)
    }

    /// The day of the first hand-over behind the first day. Shifts of whole weeks end on their weekday, so that the first may be shorter.
    fn first_hand_over(&self) -> Date {
        let ahead = if self.days.is_multiple_of(7) {
            let to = i64::from(self.hand_over.after_monday() - self.from.weekday().to_monday_zero_offset()).rem_euclid(7);
            if to == 0 { i64::from(self.days) } else { to }
        } else {
            i64::from(self.days)
        };
        self.from.saturating_add(days(ahead))
    }

    /// The turn that a moment lies in; none before the first.
    fn turn(&self, zone: &TimeZone, at: Timestamp) -> Option<i64> {
        let date = zone.to_datetime(at.to_jiff()).date();
        let since = self.first_hand_over().until(date).map_or(0, |span| i64::from(span.get_days()));
        // Within a day of where it must be: the time of day and a change of clocks decide.
        let mut turn = if since < 0 { 0 } else { since / i64::from(self.days.max(1)) + 1 };
        while self.begins(zone, turn) > at {
            turn -= 1;
            if turn < 0 {
                return None;
            }
        }
        while self.begins(zone, turn + 1) <= at {
            turn += 1;
        }
        Some(turn)
    }

    fn person(&self, turn: i64) -> Option<UserId> {
        let place = turn.rem_euclid(i64::try_from(self.people.len()).ok().filter(|&n| n > 0)?);
        self.people.get(usize::try_from(place).ok()?).copied()
    }
}

/// A moment as a field sends it, in wall time, or as what a page has already reckoned, in milliseconds since 1970. `None` for anything else.
#[must_use]
pub fn typed(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(millis) = text.parse::<i64>() {
        return Some(Timestamp::from_millis(millis));
    }
    let wall = clockface::typed::day_and_time(text)?;
    zone.to_ambiguous_timestamp(wall).compatible().ok().map(Timestamp::from)
}

fn days(n: i64) -> Days {
    Days::new().try_days(n).unwrap_or_default()
}

/// The last made of those that hold at a moment.
fn winner(overrides: &[Override], at: Timestamp) -> Option<&Override> {
    overrides.iter().filter(|over| over.from <= at && at < over.until).max_by_key(|over| over.id)
}
