//! Where the pieces of the three-part bar stand, in hundredths of its width.

use domain::fault::moment::{Kind, Moments};
use domain::fault::parts::{Measured, Part, Piece, Targets, Timer, pieces, timers};
use domain::time::{Span, Timestamp};

/// The width of a piece whose length nobody knows.
const UNKNOWN: f64 = 14.0;

/// One piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub part: Part,
    /// From the left.
    pub at: f64,
    pub width: f64,
    /// Its length is known, or grows at this moment.
    pub known: bool,
    pub running: bool,
    /// Where its target ends, from the left of the bar, once it went beyond it.
    pub over_from: Option<f64>,
}

/// What stands at the edges: a moment, or the present.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub at: f64,
    /// None is now.
    pub kind: Option<Kind>,
}

/// A part as it is told below the bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub piece: Piece,
    pub timer: Option<Timer>,
    /// One of its ends was looked for, and nobody can say when it was: its length will not be known later either.
    pub lost: bool,
}

impl Told {
    /// By how much it is over its target; nothing while it is not, or has none.
    #[must_use]
    pub fn overrun(&self) -> Option<Span> {
        self.piece.overrun.or_else(|| self.timer?.overrun).filter(|over| *over > Span::ZERO)
    }
}

/// The parts of a fault with what can be said of each, the total last.
#[must_use]
pub fn told(moments: &Moments, targets: &Targets, now: Timestamp) -> Vec<Told> {
    let timers = timers(moments, None, targets, now);
    let timer = |part: Part| timers.iter().find(|timer| timer.part == part).copied();
    let all = pieces(moments.points(), None, targets);
    let lost = |piece: &Piece| match &piece.measured {
        Measured::Unknown { missing } => missing.iter().any(|&kind| moments.get(kind).is_some()),
        Measured::Known { .. } | Measured::Combined | Measured::Reversed => false,
    };
    all.into_iter().map(|piece| Told { timer: timer(piece.part), lost: lost(&piece), piece }).collect()
}

/// The bar: pieces by their length in all time that passed, and those that nobody knows at a width of their own.
#[must_use]
pub fn segments(told: &[Told]) -> Vec<Segment> {
    let lengths: Vec<(Part, Option<Span>, bool, Option<Span>)> = told
        .iter()
        .filter(|one| one.piece.part != Part::Total)
        .filter(|one| !matches!(one.piece.measured, Measured::Reversed | Measured::Combined))
        .map(|one| {
            let known = one.piece.measured.length().map(|length| length.wall);
            let length = known.or(one.timer.map(|timer| timer.so_far.wall));
            (one.piece.part, length, known.is_none() && one.timer.is_some(), one.overrun())
        })
        .collect();
    let whole: f64 = lengths.iter().filter_map(|(_, length, ..)| *length).map(Span::hours).sum();
    let known = lengths.iter().filter(|(_, length, ..)| length.is_some()).count();
    let unknown = lengths.len() - known;
    let unknown_width = if known == 0 { 100.0 / count(unknown.max(1)) } else { UNKNOWN };
    let room = if known == 0 { 0.0 } else { 100.0 - count(unknown) * unknown_width };
    let mut at = 0.0;
    let place = |(part, length, running, overrun): (Part, Option<Span>, bool, Option<Span>)| {
        let width = match length {
            Some(length) if whole > 0.0 => length.hours() / whole * room,
            Some(_) => room / count(known),
            None => unknown_width,
        };
        let over_from = overrun.zip(length).map(|(over, length)| at + width * (1.0 - over.hours() / length.hours()));
        let segment = Segment { part, at, width, known: length.is_some(), running, over_from };
        at += width;
        segment
    };
    lengths.into_iter().map(place).collect()
}

/// The edges of the pieces that a moment is known for, and the present.
#[must_use]
pub fn ticks(segments: &[Segment], moments: &Moments) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    for segment in segments {
        let (from, to) = segment.part.ends();
        let edges = [(segment.at, Some(from)), (segment.at + segment.width, if segment.running { None } else { Some(to) })];
        for (at, kind) in edges {
            let known = kind.is_none_or(|kind| moments.at(kind).is_some());
            if known && ticks.iter().all(|tick| tick.kind != kind) {
                ticks.push(Tick { at, kind });
            }
        }
    }
    ticks
}

#[expect(clippy::cast_precision_loss, reason = "there are four parts at most")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use domain::fault::moment::{Change, Reading, Source, Value};
    use domain::fault::parts::{Measure, Target};

    use super::*;

    fn minute(n: i64) -> Timestamp {
        Timestamp::EPOCH.plus(Span::from_minutes(n))
    }

    fn moments(said: &[(Kind, i64)]) -> Moments {
        let change = |at| Change {
            reading: Reading { value: Value::Exact { at: minute(at) }, source: Source::Person, evidence: String::new() },
            said_at: minute(at),
            by: None,
            why: String::new(),
        };
        Moments::told(said.iter().map(|&(kind, at)| (kind, change(at))))
    }

    fn widths(said: &[(Kind, i64)], now: i64) -> Vec<(Part, i64)> {
        let segments = segments(&told(&moments(said), &Targets::default(), minute(now)));
        #[expect(clippy::cast_possible_truncation, reason = "hundredths")]
        segments.iter().map(|segment| (segment.part, segment.width.round() as i64)).collect()
    }

    #[test]
    fn the_whole_bar_is_shared_by_what_is_known() {
        let four = [(Kind::Occurred, 0), (Kind::Detected, 10), (Kind::Located, 30), (Kind::Restored, 40)];
        assert_eq!(widths(&four, 99), [(Part::Detect, 25), (Part::Locate, 50), (Part::Restore, 25)]);
        let healed_first = [(Kind::Occurred, 0), (Kind::Detected, 10), (Kind::Restored, 40), (Kind::Located, 60)];
        assert_eq!(widths(&healed_first, 99), [(Part::Detect, 25), (Part::LocateAndRestore, 75)]);
    }

    #[test]
    fn what_goes_on_ends_now_and_what_nobody_knows_has_a_width_of_its_own() {
        let said = [(Kind::Occurred, 0), (Kind::Detected, 10)];
        assert_eq!(widths(&said, 20), [(Part::Detect, 43), (Part::Locate, 43), (Part::Restore, 14)]);
        let segments = segments(&told(&moments(&said), &Targets::default(), minute(20)));
        let kinds: Vec<_> = ticks(&segments, &moments(&said)).into_iter().map(|tick| tick.kind).collect();
        assert_eq!(kinds, [Some(Kind::Occurred), Some(Kind::Detected), None]);
    }

    #[test]
    fn what_goes_beyond_its_target_is_marked_from_there_whether_it_ended_or_goes_on() {
        let aimed = |minutes| Target { span: Span::from_minutes(minutes), measure: Measure::Wall };
        let targets = Targets([(Part::Detect, aimed(5)), (Part::Locate, aimed(10))].into());
        let told = told(&moments(&[(Kind::Occurred, 0), (Kind::Detected, 10)]), &targets, minute(30));
        let over: Vec<_> = told.iter().map(|one| one.overrun().map(Span::hours)).collect();
        assert_eq!(over, [Some(5.0 / 60.0), Some(10.0 / 60.0), None, None]);
        let from: Vec<_> = segments(&told).iter().map(|segment| segment.over_from.map(|at| at - segment.at < segment.width)).collect();
        assert_eq!(from, [Some(true), Some(true), None]);
        let detect = segments(&told).remove(0);
        assert!((detect.over_from.unwrap() - detect.width / 2.0).abs() < 0.001, "half of it was in time");
    }

    #[test]
    fn a_part_whose_end_nobody_knows_will_not_be_known_later() {
        let change = |value| Change {
            reading: Reading { value, source: Source::Person, evidence: String::new() },
            said_at: minute(0),
            by: None,
            why: String::new(),
        };
        let said = [(Kind::Occurred, change(Value::Unknown)), (Kind::Detected, change(Value::Exact { at: minute(3) }))];
        let lost: Vec<_> = told(&Moments::told(said), &Targets::default(), minute(9)).into_iter().map(|one| one.lost).collect();
        assert_eq!(lost, [true, false, false, true]);
    }

    #[test]
    fn without_a_length_the_pieces_are_alike() {
        assert_eq!(widths(&[], 5), [(Part::Detect, 33), (Part::Locate, 33), (Part::Restore, 33)]);
        let at_once = [(Kind::Occurred, 0), (Kind::Detected, 0), (Kind::Located, 0), (Kind::Restored, 0)];
        assert_eq!(widths(&at_once, 5), [(Part::Detect, 33), (Part::Locate, 33), (Part::Restore, 33)]);
    }
}
