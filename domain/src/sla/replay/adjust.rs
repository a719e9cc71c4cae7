//! Pauses as corrections leave them.

use std::borrow::Cow;

use crate::{
    id::EventId,
    sla::{Correction, Metric, Paused, Why},
    time::Timestamp,
};

/// A correction of what counts.
#[derive(Clone, Copy, Debug)]
pub struct Adjustment {
    metric: Option<Metric>,
    from: Timestamp,
    until: Timestamp,
    counts: bool,
    by: EventId,
}

impl Adjustment {
    /// `None` for a correction of something else.
    pub const fn of(by: EventId, correction: Correction) -> Option<Self> {
        match correction {
            Correction::Moment { .. } => None,
            Correction::Paused { metric, from, until } => Some(Self { metric, from, until, counts: false, by }),
            Correction::Counted { metric, from, until } => Some(Self { metric, from, until, counts: true, by }),
        }
    }
}

/// The pauses of a metric's clock after all corrections, the later ones last.
pub fn adjusted<'p>(pauses: &'p [Paused], metric: Metric, adjustments: &[Adjustment]) -> Cow<'p, [Paused]> {
    let mut pauses = Cow::Borrowed(pauses);
    for adjustment in adjustments.iter().filter(|one| one.metric.is_none_or(|of| of == metric) && one.from < one.until) {
        if adjustment.counts {
            pauses = Cow::Owned(pauses.iter().flat_map(|pause| without(*pause, adjustment)).collect());
        } else {
            let pause = Paused { from: adjustment.from, until: Some(adjustment.until), why: Why::Corrected, by: adjustment.by };
            pauses.to_mut().push(pause);
        }
    }
    if let Cow::Owned(pauses) = &mut pauses {
        pauses.sort_by_key(|pause| (pause.from, pause.by));
    }
    pauses
}

/// What is left of a pause before and behind a while that counts.
fn without(pause: Paused, counts: &Adjustment) -> impl Iterator<Item = Paused> {
    let before = Paused { until: Some(pause.until.map_or(counts.from, |until| until.min(counts.from))), ..pause };
    let behind = Paused { from: pause.from.max(counts.until), ..pause };
    [before, behind].into_iter().filter(|part| part.until.is_none_or(|until| part.from < until))
}
