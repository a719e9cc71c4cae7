//! A ticket's life, moment by moment.

use super::{
    adjust::Adjustment,
    track::{Bound, Moment, Track},
};
use crate::{
    id::TeamId,
    sla::{
        Calendars, Cancellation, Clock, Fact, Facts, Happening, Mark, Marks, Metric, Opened, Origin, Policies, Speaker, Standing, Terms,
    },
    time::Timestamp,
};

/// The stays that are measured: with a team, and with a supplier.
const STAYS: [Metric; 2] = [Metric::Ola, Metric::Supplier];

/// What is known of a ticket so far, and its clocks.
pub struct Story<'a> {
    policies: &'a Policies,
    calendars: &'a Calendars,
    adjustments: &'a [Adjustment],
    facts: Facts,
    standing: Standing,
    /// The team that has it is a supplier's.
    outside: bool,
    /// Since when that team has it.
    held_since: Option<Timestamp>,
    /// The versions in force at this moment are promised.
    pinned: Timestamp,
    /// Whether an agent has spoken.
    answered: bool,
    /// Whether it is part of another ticket now.
    merged: bool,
    tracks: Vec<Track<'a>>,
}

impl<'a> Story<'a> {
    /// The clocks at `now`, after what happened until then, in order.
    pub fn tell(
        happenings: &[Happening],
        adjustments: &'a [Adjustment],
        policies: &'a Policies,
        calendars: &'a Calendars,
        now: Timestamp,
    ) -> Vec<Clock> {
        let opening = happenings.iter().position(|happening| matches!(happening.fact, Fact::Opened(_)));
        let Some((opening, Fact::Opened(opened))) = opening.map(|place| (place, &happenings[place].fact)) else {
            return Vec::new();
        };
        let at = happenings[opening].at;
        let mut story = Self::begin(opened, at, adjustments, policies, calendars);
        for moment in happenings[opening..].chunk_by(|one, next| one.at == next.at) {
            story.pass(moment);
        }
        let mut clocks: Vec<Clock> = story.tracks.into_iter().filter_map(|track| track.into_clock(now)).collect();
        clocks.sort_by_key(|clock| (clock.start, clock.metric, clock.cycle));
        clocks
    }

    fn begin(opened: &Opened, at: Timestamp, adjustments: &'a [Adjustment], policies: &'a Policies, calendars: &'a Calendars) -> Self {
        let Opened { service, kind, priority, requester_team, team, outside, standing } = *opened;
        Self {
            policies,
            calendars,
            adjustments,
            facts: Facts { service, kind, priority, requester_team, team },
            standing,
            outside,
            held_since: team.map(|_| at),
            pinned: at,
            answered: false,
            merged: false,
            tracks: Vec::new(),
        }
    }

    /// All that happened at one instant. What it changes of the ticket is known first; what stops a clock
    /// is judged by the terms before; then the new terms hold. So no clock is late by a state that lasted no time.
    fn pass(&mut self, moment: &[Happening]) {
        if self.merged {
            return;
        }
        for happening in moment {
            for track in &mut self.tracks {
                track.settle(happening.at);
            }
            self.learn(happening);
        }
        for happening in moment {
            self.act(happening);
        }
        self.stay(moment);
        if let Some(cause) = cause(moment, |fact| !matches!(fact, Fact::Replied { .. })) {
            self.promise(cause);
        }
    }

    /// What is different about the ticket.
    fn learn(&mut self, happening: &Happening) {
        match happening.fact {
            Fact::Stood { standing } => self.standing = standing,
            Fact::Resolved { .. } => self.standing = Standing::Resolved,
            Fact::Assigned { team, outside } => {
                if self.facts.team != team {
                    self.held_since = team.map(|_| happening.at);
                }
                (self.facts.team, self.outside) = (team, outside);
            }
            Fact::Prioritised { priority } => self.facts.priority = priority,
            Fact::KindChanged { kind } => self.facts.kind = kind,
            Fact::ServiceChanged { service } => {
                self.facts.service = service;
                self.pinned = happening.at;
            }
            Fact::Rebased => self.pinned = happening.at,
            Fact::Opened(_) | Fact::Replied { .. } | Fact::Merged | Fact::Corrected { .. } | Fact::Excused { .. } => {}
        }
    }

    /// What the clocks make of it.
    fn act(&mut self, happening: &Happening) {
        let moment = Moment { at: happening.at, by: happening.event };
        match happening.fact {
            Fact::Opened(_) => {
                self.start(Metric::FirstResponse, None, moment);
                self.start(Metric::Resolution, None, moment);
            }
            Fact::Replied { speaker } => self.hear(speaker, moment),
            Fact::Resolved { speaker } => {
                self.hear(if speaker == Speaker::Agent { speaker } else { Speaker::Nobody }, moment);
                self.stand(Standing::Resolved, moment);
            }
            Fact::Stood { standing } => self.stand(standing, moment),
            Fact::Merged => {
                self.merged = true;
                for track in &mut self.tracks {
                    track.cancel(moment, Cancellation::Merged);
                }
            }
            Fact::Assigned { .. }
            | Fact::Prioritised { .. }
            | Fact::KindChanged { .. }
            | Fact::ServiceChanged { .. }
            | Fact::Rebased
            | Fact::Corrected { .. }
            | Fact::Excused { .. } => {}
        }
    }

    fn hear(&mut self, speaker: Speaker, moment: Moment) {
        let replies = |track: &&mut Track<'_>| matches!(track.metric, Metric::FirstResponse | Metric::Update);
        match speaker {
            Speaker::Agent => {
                self.answered = true;
                self.tracks.iter_mut().filter(replies).for_each(|track| track.stop(moment));
            }
            Speaker::Requester => {
                let asks = self.tracks.iter().any(|track| track.metric == Metric::Update && !track.has_ended());
                if self.answered && !asks {
                    self.start(Metric::Update, None, moment);
                }
            }
            Speaker::Nobody => {}
        }
    }

    fn stand(&mut self, standing: Standing, moment: Moment) {
        for place in 0..self.tracks.len() {
            let track = &mut self.tracks[place];
            if !track.has_ended() {
                track.stand(standing, moment);
            } else if self.reopens(place, standing) {
                self.reopen(place, standing, moment);
            }
        }
    }

    /// Whether a clock that has ended goes on, in this cycle or in a new one: the last one of its metric, in a status that does not end it.
    fn reopens(&self, place: usize, standing: Standing) -> bool {
        let track = &self.tracks[place];
        let last = self.tracks[place + 1..].iter().all(|later| later.metric != track.metric);
        let open = !matches!(track.marks().of(standing), None | Some(Mark::Stop));
        track.metric.reopens() && !track.left && last && open
    }

    fn reopen(&mut self, place: usize, standing: Standing, moment: Moment) {
        let track = &mut self.tracks[place];
        let soon = track.stopped().is_some_and(|stop| moment.at.since(stop.at) <= track.new_cycle_after());
        if soon {
            track.resume(moment.at);
            track.stand(standing, moment);
        } else {
            let (metric, team) = (track.metric, track.team);
            track.left = true;
            self.start(metric, team, moment);
        }
    }

    /// A new clock, unless the ticket stands where it would end at once.
    fn start(&mut self, metric: Metric, team: Option<TeamId>, moment: Moment) {
        let cycle = 1 + self.tracks.iter().filter(|track| track.metric == metric).map(|track| track.cycle).max().unwrap_or(0);
        let mut track = Track::new(metric, cycle, team, moment, self.adjustments);
        track.bind(self.terms(&track), moment);
        let first = cycle == 1 && matches!(metric, Metric::FirstResponse | Metric::Resolution);
        if first || !ends(&track.marks(), self.standing) {
            track.stand(self.standing, moment);
            self.tracks.push(track);
        }
    }

    /// Ends the stays that are over and begins the new ones.
    fn stay(&mut self, moment: &[Happening]) {
        for metric in STAYS {
            let moves = |fact: &Fact| match fact {
                Fact::Opened(_) | Fact::Assigned { .. } => true,
                Fact::Stood { .. } => metric == Metric::Supplier,
                _ => false,
            };
            let Some(moment) = cause(moment, moves) else { continue };
            let wanted = self.host(metric);
            for track in self.tracks.iter_mut().filter(|track| track.metric == metric && !track.left) {
                if wanted != Some(track.team) {
                    track.stop(moment);
                    track.left = true;
                }
            }
            let stays = self.tracks.iter().any(|track| track.metric == metric && !track.left);
            if let (Some(team), false, false) = (wanted, stays, self.merged) {
                self.start(metric, team, moment);
            }
        }
    }

    /// With whom the ticket stays, for a metric. A supplier may be nameless.
    #[expect(clippy::option_option, reason = "the outer one says whether there is a stay, the inner one whether its host is known")]
    fn host(&self, metric: Metric) -> Option<Option<TeamId>> {
        match metric {
            Metric::Ola => (!self.outside).then_some(self.facts.team).filter(Option::is_some),
            Metric::Supplier if self.outside => Some(self.facts.team),
            Metric::Supplier => (self.standing == Standing::WaitingForSupplier).then_some(None),
            Metric::FirstResponse | Metric::Update | Metric::Resolution => None,
        }
    }

    /// Gives the clocks that have not ended the terms that hold now.
    fn promise(&mut self, moment: Moment) {
        for place in 0..self.tracks.len() {
            if self.tracks[place].has_ended() {
                continue;
            }
            let bound = self.terms(&self.tracks[place]);
            let track = &mut self.tracks[place];
            let before = track.marks();
            track.bind(bound, moment);
            if track.marks() != before {
                track.stand(self.standing, moment);
            }
        }
    }

    fn terms(&self, track: &Track<'_>) -> Option<Bound<'a>> {
        let facts = if STAYS.contains(&track.metric) { Facts { team: track.team, ..self.facts } } else { self.facts };
        let found = self.policies.find(track.metric.promise(), &facts, self.pinned)?;
        let policy = &found.version.content;
        let target = *found.rule.targets.get(&track.metric)?;
        let calendar = self.calendars.find(policy.calendar_of(found.rule), self.pinned)?;
        let start = match policy.origin {
            Origin::Assignment if !STAYS.contains(&track.metric) => self.held_since.map(|since| since.max(track.began.at)),
            Origin::Start | Origin::Assignment => Some(track.began.at),
        };
        let terms = Terms { policy: found.version.id, rule: found.place + 1, calendar: calendar.id, target };
        Some(Bound { terms, policy: found.version, calendar, start })
    }
}

/// The last of an instant's events that can have done it, or its last one.
fn cause(moment: &[Happening], could: impl Fn(&Fact) -> bool) -> Option<Moment> {
    let cause = moment.iter().rfind(|happening| could(&happening.fact)).or(moment.last())?;
    Some(Moment { at: cause.at, by: cause.event })
}

fn ends(marks: &Marks, standing: Standing) -> bool {
    matches!(marks.of(standing), None | Some(Mark::Stop))
}
