//! Targets that may be kept and yet mean nothing: worth a warning, and no reason to refuse a policy.

use serde::{Deserialize, Serialize};

use super::{draft::PolicyDraft, duration};
use crate::{sla::Metric, time::Span};

/// A target that is longer than its own rule's resolution target: the ticket is to be resolved before it runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The place of the rule, from 0, as fields count them.
    pub rule: usize,
    /// Which of its targets outlasts the resolution.
    pub metric: Metric,
}

impl Doubt {
    /// The field that it is about: `rules.0.targets.update`.
    #[must_use]
    pub fn field(self) -> String {
        format!("rules.{}.targets.{}", self.rule, self.metric)
    }
}

impl PolicyDraft {
    /// What of it is doubtful, by rule and metric. Lengths that cannot be read are left to [`PolicyDraft::parse`].
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let usual = Span::from_hours(8);
        let day = duration::parse(&self.day, Span::from_hours(24)).unwrap_or(usual);
        let mut doubts = Vec::new();
        for (rule, draft) in self.rules.iter().enumerate() {
            let target = |metric| draft.targets.get(&metric).and_then(|typed| duration::parse(typed, day).ok());
            let Some(resolution) = target(Metric::Resolution) else { continue };
            let outlasts = [Metric::FirstResponse, Metric::Update].into_iter().filter(|metric| target(*metric) > Some(resolution));
            doubts.extend(outlasts.map(|metric| Doubt { rule, metric }));
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::CalendarId,
        sla::{Promise, RuleDraft},
    };

    fn doubts(day: &str, rules: &[(&str, &str, &str)]) -> Vec<String> {
        let rule = |(first, update, resolution): &(&str, &str, &str)| RuleDraft {
            targets: [(Metric::FirstResponse, first), (Metric::Update, update), (Metric::Resolution, resolution)]
                .map(|(metric, typed)| (metric, (*typed).to_owned()))
                .into(),
            ..RuleDraft::default()
        };
        let draft = PolicyDraft {
            name: "Standard".to_owned(),
            promise: Promise::Sla,
            calendar: CalendarId(1),
            origin: None,
            day: day.to_owned(),
            reopen_new_cycle_after_days: None,
            marks: std::collections::BTreeMap::new(),
            steps: None,
            rules: rules.iter().map(rule).collect(),
        };
        draft.doubts().into_iter().map(Doubt::field).collect()
    }

    #[test]
    fn a_target_that_outlasts_the_resolution_is_doubtful() {
        assert_eq!(doubts("", &[("4h", "1d", "8h"), ("9h", "2d", "8h")]), ["rules.1.targets.first_response", "rules.1.targets.update"]);
    }

    #[test]
    fn what_is_equal_or_not_promised_or_not_readable_is_not() {
        assert_eq!(doubts("", &[("8h", "", "8h"), ("9h", "9h", ""), ("soon", "9h", "later")]), Vec::<String>::new());
    }

    #[test]
    fn a_typed_day_is_as_long_as_the_policy_says() {
        assert_eq!(doubts("24h", &[("1d", "", "8h")]), ["rules.0.targets.first_response"]);
        assert_eq!(doubts("8h", &[("1d", "", "8h")]), Vec::<String>::new());
    }
}
