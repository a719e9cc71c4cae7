//! Who may score whom: whoever had to do with a team in the round's period.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    id::{TeamId, UserId},
    word::words,
};

words! {
    /// What somebody had to do with a team.
    pub enum Kind {
        /// They filed a ticket that the team answered for.
        Filed = "filed",
        /// They answered a ticket that somebody of the team had filed.
        Handled = "handled",
        /// They handed a ticket over to the team.
        HandedOver = "handed_over",
        /// They took up a ticket that the team had handed over.
        TakenOver = "taken_over",
        /// Both had a part in a fault.
        Fault = "fault",
    }
}

/// One occasion on which somebody had to do with a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dealing {
    /// Who.
    pub rater: UserId,
    /// The team in whose name.
    pub rater_team: TeamId,
    /// With whom.
    pub target: TeamId,
    /// What it was.
    pub kind: Kind,
    /// How often.
    pub times: u32,
}

/// How often somebody had to do with a team, by what it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dealt {
    /// Tickets that they filed with it.
    pub filed: u32,
    /// Its tickets that they answered.
    pub handled: u32,
    /// Tickets that they handed over to it.
    pub handed_over: u32,
    /// Tickets that they took up from it.
    pub taken_over: u32,
    /// Faults that both had a part in.
    pub faults: u32,
}

impl Dealt {
    /// All of it.
    #[must_use]
    pub const fn total(&self) -> u32 {
        let sum = self.filed.saturating_add(self.handled).saturating_add(self.handed_over);
        sum.saturating_add(self.taken_over).saturating_add(self.faults)
    }

    fn add(&mut self, kind: Kind, times: u32) {
        let count = match kind {
            Kind::Filed => &mut self.filed,
            Kind::Handled => &mut self.handled,
            Kind::HandedOver => &mut self.handed_over,
            Kind::TakenOver => &mut self.taken_over,
            Kind::Fault => &mut self.faults,
        };
        *count = count.saturating_add(times);
    }
}

/// A ballot that somebody may cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitled {
    /// The team that they stand for: the one in whose name they had most to do with the other, the older one of equals.
    pub rater_team: TeamId,
    /// What it rests on.
    pub dealt: Dealt,
}

/// The ballots of a round: one for each rater and each team that they had to do with and are no member of. `members` says which teams
/// take part, and who is in them; everybody and everything else is left out.
#[must_use]
pub fn entitled(
    dealings: impl IntoIterator<Item = Dealing>,
    members: &BTreeMap<TeamId, BTreeSet<UserId>>,
) -> BTreeMap<(UserId, TeamId), Entitled> {
    let is_member = |rater: UserId, team: TeamId| members.get(&team).is_some_and(|members| members.contains(&rater));
    let mut by_pair: BTreeMap<(UserId, TeamId), (Dealt, BTreeMap<TeamId, u32>)> = BTreeMap::new();
    for dealing in dealings {
        let Dealing { rater, rater_team, target, kind, times } = dealing;
        if times == 0 || !members.contains_key(&target) || !is_member(rater, rater_team) || is_member(rater, target) {
            continue;
        }
        let (dealt, teams) = by_pair.entry((rater, target)).or_default();
        dealt.add(kind, times);
        let count = teams.entry(rater_team).or_default();
        *count = count.saturating_add(times);
    }
    let stands_for = |teams: &BTreeMap<TeamId, u32>| teams.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(team, _)| *team);
    by_pair.into_iter().filter_map(|(pair, (dealt, teams))| Some((pair, Entitled { rater_team: stands_for(&teams)?, dealt }))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId(1);
    const DESK: TeamId = TeamId(1);
    const NET: TeamId = TeamId(2);
    const SALES: TeamId = TeamId(3);

    fn members(of: &[(TeamId, &[UserId])]) -> BTreeMap<TeamId, BTreeSet<UserId>> {
        of.iter().map(|(team, members)| (*team, members.iter().copied().collect())).collect()
    }

    fn dealing(rater_team: TeamId, target: TeamId, kind: Kind, times: u32) -> Dealing {
        Dealing { rater: ADA, rater_team, target, kind, times }
    }

    #[test]
    fn all_dealings_with_a_team_make_one_ballot() {
        let dealings =
            [dealing(DESK, NET, Kind::HandedOver, 3), dealing(DESK, NET, Kind::Fault, 1), dealing(DESK, NET, Kind::HandedOver, 1)];
        let ballots = entitled(dealings, &members(&[(DESK, &[ADA]), (NET, &[])]));
        let dealt = Dealt { handed_over: 4, faults: 1, ..Dealt::default() };
        assert_eq!(ballots, BTreeMap::from([((ADA, NET), Entitled { rater_team: DESK, dealt })]));
        assert_eq!(dealt.total(), 5);
    }

    #[test]
    fn nobody_scores_a_team_that_they_are_in_whatever_team_they_stood_for() {
        let both = members(&[(DESK, &[ADA]), (NET, &[ADA])]);
        assert!(entitled([dealing(DESK, NET, Kind::HandedOver, 3)], &both).is_empty());
    }

    #[test]
    fn whoever_left_the_team_and_teams_that_do_not_take_part_are_left_out() {
        assert!(entitled([dealing(DESK, NET, Kind::Handled, 3)], &members(&[(DESK, &[]), (NET, &[])])).is_empty());
        assert!(entitled([dealing(DESK, SALES, Kind::Handled, 3)], &members(&[(DESK, &[ADA])])).is_empty());
        assert!(entitled([dealing(DESK, NET, Kind::Handled, 0)], &members(&[(DESK, &[ADA]), (NET, &[])])).is_empty());
    }

    #[test]
    fn somebody_of_two_teams_stands_for_the_one_with_most_dealings() {
        let all = members(&[(DESK, &[ADA]), (NET, &[ADA]), (SALES, &[])]);
        let stood = |desk, net| {
            let ballots = entitled([dealing(DESK, SALES, Kind::Handled, desk), dealing(NET, SALES, Kind::Handled, net)], &all);
            ballots[&(ADA, SALES)].rater_team
        };
        assert_eq!((stood(1, 2), stood(2, 1), stood(2, 2)), (NET, DESK, DESK));
    }
}
