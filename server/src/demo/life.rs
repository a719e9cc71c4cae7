//! The life of one ticket: who takes it, what is asked and answered, how long it takes, how it ends.

use domain::id::UserId;
use domain::priority::{Impact, Urgency};
use domain::rating::Rating;
use domain::survey::Moment;
use domain::ticket::status::{WaitFor, WaitingOn};
use domain::ticket::{Resolution, ResolutionCode};
use domain::time::{Span, Timestamp};
use store::tickets::HandOver;
use store::tickets::past::{Deed, Step};

use super::calendar::Calendar;
use super::catalogue::ServicePlan;
use super::company::{Company, Member};
use super::dice::Dice;
use super::people::LEAVER;
use super::phrases::{EN, Phrases, ZH};
use super::slots::Slots;
use super::stories::Story;
use super::surveys;

/// From resolving until a ticket closes by itself, as a new instance has it.
const CLOSES_AFTER: Span = Span::from_days(5);
/// Of the requesters, those who confirm that they were helped.
const CONFIRMED: f64 = 0.2;
const RATED: f64 = 0.42;
/// How much longer a ticket takes than its work: agents have others, too.
const UNHURRIED: f64 = 1.7;
const REOPENED: f64 = 0.05;

/// Everything that a ticket's life depends on.
pub struct Telling<'a> {
    pub company: &'a Company,
    pub calendar: &'a Calendar,
    pub service: &'a ServicePlan,
    pub story: &'a Story,
    pub requester: &'a Member,
    pub dice: Dice,
    pub slots: Slots,
    steps: Vec<Step>,
    /// When the next thing can happen.
    now: Timestamp,
    agent: &'a Member,
    /// A rating that waits for the ticket's closing: how good it is, from 0 to 4, and its words.
    later: Option<(usize, String)>,
    /// What a lead makes of a low rating.
    followed: Option<Step>,
}

impl<'a> Telling<'a> {
    /// Begins with a ticket that was filed now. Nothing, when nobody is there to answer.
    pub fn begin(
        company: &'a Company,
        calendar: &'a Calendar,
        (service, story): (&'a ServicePlan, &'a Story),
        requester: &'a Member,
        filed_at: Timestamp,
        mut dice: Dice,
        slots: Slots,
    ) -> Option<Self> {
        let agent = agent_of(company, service.team, requester, &mut dice)?;
        Some(Self {
            company,
            calendar,
            service,
            story,
            requester,
            dice,
            slots,
            steps: Vec::new(),
            now: filed_at,
            agent,
            later: None,
            followed: None,
        })
    }

    /// Everything that will ever happen, in the order of time.
    #[must_use]
    pub fn tell(mut self) -> Vec<Step> {
        let effort = self.dice.about(self.service.pace * UNHURRIED, 1.1);
        let first = (effort * 0.4).min(self.dice.about(if self.is_pressing() { 18.0 } else { 80.0 }, 1.0));
        // Some lie about until somebody sees them.
        let first = if self.dice.chance(0.035) { first * 20.0 + 1_200.0 } else { first };
        if self.dice.chance(0.025) {
            self.pass(first * 0.7);
            let why = self.say(self.phrases().withdrawn);
            self.does(self.requester.id, Deed::Cancel(why));
            return self.steps;
        }
        self.pass(first);
        self.take();
        self.judge();
        if self.dice.chance(0.07) {
            self.hand_over(effort);
        }
        if self.dice.chance(0.05) {
            self.bring_in();
        }
        self.pass(effort * 0.2);
        if !self.ask() {
            return self.steps;
        }
        self.note();
        self.wait_for_others();
        if effort > 800.0 && self.dice.chance(0.6) {
            self.pass(effort * 0.3);
            let text = self.say(self.phrases().progress);
            self.says(self.agent.id, text);
        }
        self.pass(effort * 0.5);
        self.resolve();
        self.rate_closed();
        if let Some(step) = self.followed.take() {
            let place = self.steps.iter().position(|other| other.at > step.at).unwrap_or(self.steps.len());
            self.steps.insert(place, step);
        }
        self.steps
    }

    fn phrases(&self) -> &'static Phrases {
        if self.story.chinese { &ZH } else { &EN }
    }

    fn is_pressing(&self) -> bool {
        self.story.release || self.service.level.0 == Impact::High || self.service.level.1 == Urgency::High
    }

    /// Working time goes by; for what presses most, night and weekend are working time, too.
    fn pass(&mut self, minutes: f64) {
        self.now = if self.service.level.0 == Impact::High || self.story.release {
            #[expect(clippy::cast_possible_truncation, reason = "minutes of some weeks")]
            self.now.plus(Span::from_millis((minutes * 60_000.0) as i64))
        } else {
            self.calendar.working(self.now, minutes)
        };
        self.breathe();
    }

    /// Some seconds: nobody does two things at once.
    fn breathe(&mut self) {
        let millis = self.dice.number(3_000, 95_000);
        self.now = self.now.plus(Span::from_millis(millis));
    }

    fn does(&mut self, who: UserId, deed: Deed) {
        self.steps.push(Step { at: self.now, by: Some(who), deed });
    }

    fn happens(&mut self, at: Timestamp, deed: Deed) {
        self.now = self.now.max(at);
        self.steps.push(Step { at: self.now, by: None, deed });
    }

    fn says(&mut self, who: UserId, text: String) {
        self.does(who, Deed::Reply { text, files: Vec::new() });
    }

    /// One of these, with its slots filled.
    fn say(&mut self, of: &[&'static str]) -> String {
        let phrase = *self.dice.pick(of);
        self.slots.set("first", self.requester.plan.name);
        self.slots.set("agent", self.agent.plan.name);
        self.slots.fill(phrase, &mut self.dice)
    }

    fn take(&mut self) {
        let lead = self.company.of_team(self.service.team).find(|member| member.leads && member.id != self.agent.id);
        match lead {
            Some(lead) if lead.id != self.requester.id && self.dice.chance(0.4) => {
                self.does(lead.id, Deed::Assign(Some(self.agent.id)));
                let until = self.dice.about(if self.is_pressing() { 25.0 } else { 200.0 }, 0.9);
                self.pass(until);
            }
            _ => {}
        }
        self.does(self.agent.id, Deed::Start);
        if self.dice.chance(0.62) {
            self.breathe();
            let text = self.say(self.phrases().received);
            self.says(self.agent.id, text);
        }
    }

    /// What the requester filed may press more, or less, than it looks.
    fn judge(&mut self) {
        let (impact, urgency) = match self.dice.part() {
            part if part < 0.012 => (Impact::High, Urgency::High),
            part if part < 0.055 => (Impact::Medium, Urgency::High),
            part if part < 0.09 => (Impact::Low, Urgency::Low),
            _ if self.story.release && self.dice.chance(0.3) => (Impact::High, Urgency::High),
            _ => return,
        };
        if (impact, urgency) != self.service.level {
            self.breathe();
            self.does(self.agent.id, Deed::Reprioritise(impact, urgency));
        }
    }

    fn hand_over(&mut self, effort: f64) {
        let to = match self.service.key {
            "warehouse" | "rooms" | "sign-in" => "Network",
            "vpn" | "network" | "phone" | "reports" => "Service Desk",
            "orders" | "access" | "shop" => "Data and Reporting",
            "other" => "Workplace",
            _ => "Business Applications",
        };
        let (Some(&team), Some(next)) = (self.company.teams.get(to), agent_of(self.company, to, self.requester, &mut self.dice)) else {
            return;
        };
        if to == self.service.team {
            return;
        }
        self.pass(effort * 0.1);
        let reason = self.say(self.phrases().handed);
        let person = self.dice.chance(0.35).then_some(next.id);
        self.does(self.agent.id, Deed::HandOver(HandOver { team, person, reason }));
        let until = self.dice.about(130.0, 0.9);
        self.pass(until);
        self.agent = next;
        self.does(next.id, Deed::Start);
    }

    fn bring_in(&mut self) {
        let other = self.company.of_team(self.requester.team.name).find(|member| member.id != self.requester.id);
        if let Some(other) = other.map(|member| member.id).filter(|&id| id != self.agent.id) {
            self.breathe();
            let deed = if self.dice.chance(0.5) { Deed::AddWatcher(other) } else { Deed::AddRequester(other) };
            self.does(self.agent.id, deed);
        }
    }

    /// Asks back, and says whether an answer came in the end.
    fn ask(&mut self) -> bool {
        for (round, &(question, answer)) in self.story.asks.iter().enumerate() {
            if !self.dice.chance(if round == 0 { 0.6 } else { 0.45 }) {
                continue;
            }
            let question = self.slots.fill(question, &mut self.dice);
            self.slots.set("question", &question);
            let text = self.say(self.phrases().ask);
            self.says(self.agent.id, text);
            self.does(self.agent.id, Deed::Wait(WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() }));
            if self.dice.chance(0.07) {
                self.give_up();
                return false;
            }
            let (median, spread) = if self.dice.chance(0.62) { (110.0, 1.0) } else { (1_100.0, 0.7) };
            let until = self.dice.about(median, spread);
            self.pass(until);
            let text = self.slots.fill(answer, &mut self.dice);
            self.says(self.requester.id, text);
            let until = self.dice.about(45.0, 0.7);
            self.pass(until);
        }
        true
    }

    fn give_up(&mut self) {
        self.pass(1_900.0);
        let text = self.say(self.phrases().remind);
        self.says(self.agent.id, text);
        self.pass(2_500.0);
        let resolution = Resolution { code: ResolutionCode::NoLongerNeeded, text: self.phrases().gave_up.to_owned() };
        self.does(self.agent.id, Deed::Resolve(resolution));
        self.happens(self.now.plus(CLOSES_AFTER), Deed::CloseByItself);
    }

    fn note(&mut self) {
        for &note in self.story.notes {
            if self.dice.chance(0.5) {
                let text = self.slots.fill(note, &mut self.dice);
                self.does(self.agent.id, Deed::Note(text));
                self.pass(12.0);
            }
        }
    }

    fn wait_for_others(&mut self) {
        if let Some(supplier) = self.service.supplier.filter(|_| self.dice.chance(0.3)) {
            self.slots.set("supplier", supplier);
            let reason = self.say(self.phrases().supplier);
            self.does(self.agent.id, Deed::Wait(WaitFor { on: WaitingOn::Supplier, until: None, reason }));
            let until = self.dice.about(2_600.0, 0.7);
            self.pass(until);
            self.does(self.agent.id, Deed::Resume);
            if self.dice.chance(0.6) {
                self.breathe();
                let text = self.say(self.phrases().back);
                self.says(self.agent.id, text);
            }
        }
        let by_day = matches!(self.service.key, "starter" | "leaver" | "loan" | "prices" | "phone") && self.dice.chance(0.5);
        if by_day || self.dice.chance(0.04) {
            let days = self.dice.number(3, 14);
            let until = self.calendar.day(self.now, days, 8, 0);
            if until > self.now {
                let reason = self.phrases().waits_for_day.to_owned();
                self.does(self.agent.id, Deed::Wait(WaitFor { on: WaitingOn::Date, until: Some(until), reason }));
                self.happens(until.plus(Span::from_seconds(2)), Deed::DateCame);
                self.pass(40.0);
            }
        }
    }

    fn resolve(&mut self) {
        let fix = self.slots.fill(self.story.fix, &mut self.dice);
        let greeting = self.say(self.phrases().solved);
        self.does(self.agent.id, Deed::Resolve(Resolution { code: self.story.code, text: format!("{greeting}{fix}") }));
        let mut pleased = 0.0;
        if self.dice.chance(REOPENED) {
            pleased -= 1.2;
            self.reopen();
        }
        self.end(pleased);
    }

    fn reopen(&mut self) {
        let until = self.dice.about(420.0, 0.7);
        let resolved = self.now;
        self.pass(until);
        if self.now > resolved.plus(Span::from_days(4)) {
            // Too late to say so: it stays as it was.
            self.now = resolved;
            return;
        }
        let text = self.say(self.phrases().again);
        self.says(self.requester.id, text);
        self.pass(35.0);
        let text = self.say(self.phrases().sorry);
        self.says(self.agent.id, text);
        let effort = self.dice.about(self.service.pace * 0.7, 0.8);
        self.pass(effort);
        let text = self.say(self.phrases().second_fix);
        self.does(self.agent.id, Deed::Resolve(Resolution { code: ResolutionCode::Solved, text }));
    }

    /// The requester confirms, rates, or says nothing; then it closes.
    fn end(&mut self, pleased: f64) {
        let resolved = self.now;
        let rates_at = self.dice.chance(RATED).then(|| {
            let hours = self.dice.about(5.0, 1.3).min(110.0);
            #[expect(clippy::cast_possible_truncation, reason = "at most 110 hours")]
            resolved.plus(Span::from_millis((hours * 3_600_000.0) as i64))
        });
        if self.dice.chance(CONFIRMED) {
            let until = self.dice.about(120.0, 1.0).min(3_000.0);
            self.pass(until);
            // The first click may be the rating: then the confirmation comes after it.
            self.now = self.now.max(rates_at.unwrap_or(self.now));
            if let Some(at) = rates_at {
                self.rate(at, pleased + 0.3);
            }
            if self.now < resolved.plus(CLOSES_AFTER) {
                self.does(self.requester.id, Deed::Close);
                return;
            }
        } else if let Some(at) = rates_at {
            self.rate(at, pleased);
        }
        let jitter = Span::from_millis(self.dice.number(200, 5_000));
        self.happens(resolved.plus(CLOSES_AFTER).plus(jitter), Deed::CloseByItself);
    }

    fn rate(&mut self, at: Timestamp, pleased: f64) {
        let quick = if self.story.release { -0.5 } else { 0.0 };
        let team = match self.service.team {
            "Service Desk" => 0.35,
            "Data and Reporting" => -0.35,
            "Order Platform" => -0.1,
            _ => 0.1,
        };
        let mood = pleased + quick + team;
        let weights =
            [0.03 - mood * 0.02, 0.05 - mood * 0.03, 0.1 - mood * 0.04, 0.27, 0.5 + mood * 0.15].map(|weight: f64| weight.max(0.005));
        let place = self.dice.weighted(&weights);
        let often = if place < 2 { 0.75 } else { 0.35 };
        let comment = if self.dice.chance(often) { (*self.dice.pick(self.phrases().comments[place])).to_owned() } else { String::new() };
        // No chance is drawn for what is asked, so that the year stays the year that it was.
        let by = at.millis() / 1_000;
        let Some((kind, moment)) = surveys::asked(self.service.key) else { return };
        if moment == Moment::Closed {
            self.later = Some((place, comment));
            return;
        }
        let Some(answer) = surveys::answer(kind, place, by) else { return };
        self.steps.push(Step { at, by: Some(self.requester.id), deed: Deed::Rate(Rating { answer, comment }) });
        self.now = self.now.max(at);
        self.follow_up(at, answer.asks_for_follow_up());
    }

    /// Who is asked when the ticket is closed answers then.
    fn rate_closed(&mut self) {
        let (Some((place, comment)), Some((kind, _))) = (self.later.take(), surveys::asked(self.service.key)) else { return };
        let closed = self.steps.last().filter(|last| matches!(last.deed, Deed::Close | Deed::CloseByItself));
        let Some(at) = closed.map(|last| last.at.plus(Span::from_hours(5))) else { return };
        let Some(answer) = surveys::answer(kind, place, at.millis() / 1_000) else { return };
        self.steps.push(Step { at, by: Some(self.requester.id), deed: Deed::Rate(Rating { answer, comment }) });
        self.now = at;
        self.follow_up(at, answer.asks_for_follow_up());
    }

    /// Most of what is low is followed up by the lead of the team that answered, within three days.
    fn follow_up(&mut self, rated: Timestamp, low: bool) {
        let by = rated.millis() / 1_000;
        let leads = |member: &&Member| member.team.name == self.agent.team.name && member.leads && member.plan.mailbox != LEAVER;
        let Some(lead) = self.company.people.iter().find(leads).filter(|_| low && by % 6 != 0) else { return };
        let at = rated.plus(Span::from_hours(4 + by % 68));
        self.followed = Some(Step { at, by: Some(lead.id), deed: Deed::FollowUp(surveys::finding(by)) });
    }
}

/// One of a team who is not the requester: rather one who writes Chinese for one who does.
pub fn agent_of<'a>(company: &'a Company, team: &str, requester: &Member, dice: &mut Dice) -> Option<&'a Member> {
    let members: Vec<&Member> =
        company.people.iter().filter(|member| member.team.name == team && member.id != requester.id && member.plan.weight > 0.0).collect();
    let weight = |member: &&Member| {
        let understood = if requester.plan.chinese && member.plan.chinese { 9.0 } else { 1.0 };
        member.plan.weight * understood
    };
    let weights: Vec<f64> = members.iter().map(weight).collect();
    (!members.is_empty()).then(|| members[dice.weighted(&weights)])
}
