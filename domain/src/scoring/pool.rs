//! External and internal judgements are pooled separately, and weighed against each other.

use serde::{Deserialize, Serialize};

use crate::{
    invalid::{Code, Invalid},
    word::words,
};

words! {
    /// From which side a team is scored.
    pub enum Pool {
        /// Business teams score the team that serves them.
        External = "external",
        /// Service teams score each other.
        Internal = "internal",
    }
}

/// How much either pool counts. At least one of them counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PoolWeights {
    external: f64,
    internal: f64,
}

impl Default for PoolWeights {
    /// 70:30.
    fn default() -> Self {
        Self { external: 70.0, internal: 30.0 }
    }
}

impl PoolWeights {
    /// Two weights of any unit; their proportion counts.
    ///
    /// # Errors
    /// On `external` or `internal` when it is negative or no finite number; on `external` when both are 0.
    pub fn new(external: f64, internal: f64) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        for (field, weight) in [("external", external), ("internal", internal)] {
            if !weight.is_finite() || weight < 0.0 {
                invalid.add(field, Code::OutOfRange { min: Some(0.0), max: None });
            }
        }
        if invalid.is_empty() && external + internal == 0.0 {
            invalid.add("external", Code::Required);
        }
        invalid.or(Self { external, internal })
    }
}

/// What a team got from either side, 1..=10; none where nobody scored, or where it may not be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// From business teams.
    pub external: Option<f64>,
    /// From service teams.
    pub internal: Option<f64>,
}

impl Pooled {
    /// Both together; the weights are rescaled to what there is. None when there is neither, or when what there is counts nothing.
    #[must_use]
    pub fn weighed(self, weights: PoolWeights) -> Option<f64> {
        let parts = [(self.external, weights.external), (self.internal, weights.internal)];
        let parts = parts.into_iter().filter_map(|(score, weight)| score.map(|score| (score, weight)));
        let (sum, all) = parts.fold((0.0, 0.0), |(sum, all), (score, weight)| (sum + score * weight, all + weight));
        (all > 0.0).then(|| sum / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_say_counts_more_than_what_colleagues_say() {
        let both = Pooled { external: Some(8.0), internal: Some(6.0) };
        assert_eq!(both.weighed(PoolWeights::default()), Some(7.4));
        assert_eq!(both.weighed(PoolWeights::new(1.0, 1.0).unwrap()), Some(7.0));
    }

    #[test]
    fn one_side_alone_is_the_result_and_neither_is_none() {
        let internal = Pooled { external: None, internal: Some(6.0) };
        assert_eq!(internal.weighed(PoolWeights::default()), Some(6.0));
        assert_eq!(internal.weighed(PoolWeights::new(1.0, 0.0).unwrap()), None);
        assert_eq!(Pooled::default().weighed(PoolWeights::default()), None);
    }

    #[test]
    fn weights_that_weigh_nothing_are_refused() {
        assert_eq!(PoolWeights::new(0.0, 0.0).unwrap_err().of("external"), Some(&Code::Required));
        assert_eq!(PoolWeights::new(1.0, -1.0).unwrap_err().fields.len(), 1);
        assert_eq!(PoolWeights::new(f64::NAN, f64::INFINITY).unwrap_err().fields.len(), 2);
    }
}
