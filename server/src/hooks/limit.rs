//! How much one integration may say: a bucket of requests for each, which fills up again by itself.
//!
//! It is kept in this process alone. Several of them let in as much each, which is what each of them can stand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::IntegrationId;
use domain::time::{Span, Timestamp};

/// Requests at once.
const BURST: i64 = 3_000;
/// Requests a second, for ever.
const STEADY: i64 = 1_200;

/// What is left for each integration.
#[derive(Clone, Debug)]
pub struct Limits {
    burst: i64,
    steady: i64,
    /// Thousandths of requests that are left, and since when.
    left: Arc<Mutex<HashMap<IntegrationId, (i64, Timestamp)>>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(BURST, STEADY)
    }
}

impl Limits {
    /// So many requests at once, and so many a second for ever; both above 0.
    #[must_use]
    pub fn new(burst: i64, steady: i64) -> Self {
        Self { burst, steady, left: Arc::default() }
    }

    /// Takes one.
    ///
    /// # Errors
    /// For how long to wait.
    pub fn take(&self, id: IntegrationId, now: Timestamp) -> Result<(), Span> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let full = self.burst.saturating_mul(1_000);
        let (kept, since) = left.get(&id).copied().unwrap_or((full, now));
        // Thousandths a millisecond are requests a second. A clock that went back gives nothing.
        let passed = now.since(since).millis().max(0);
        let has = kept.saturating_add(passed.saturating_mul(self.steady)).min(full);
        let after = has - 1_000;
        left.insert(id, (if after < 0 { has } else { after }, now));
        if after < 0 { Err(Span::from_millis((-after).div_euclid(self.steady) + 1)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_up_again_and_is_nobody_elses() {
        let limits = Limits::new(3, 2);
        let (one, other, at) = (IntegrationId(1), IntegrationId(2), Timestamp::from_millis(1_000_000));
        assert!((0..3).all(|_| limits.take(one, at).is_ok()));
        let wait = limits.take(one, at).unwrap_err();
        assert!(limits.take(one, at.plus(Span::from_millis(wait.millis() / 2))).is_err());
        assert!(limits.take(one, at.plus(wait)).is_ok());
        assert!(limits.take(other, at).is_ok());
        assert!(limits.take(one, at.minus(Span::from_hours(1))).is_err(), "a clock that goes back fills nothing");
        let later = at.plus(Span::from_days(9_000));
        assert!((0..3).all(|_| limits.take(one, later).is_ok()) && limits.take(one, later).is_err());
    }
}
