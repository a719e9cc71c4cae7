//! Keeps from knocking at a mail server that is away: after some failures in a row it waits, each time longer.

use domain::time::{Span, Timestamp};

/// Failures in a row that open the breaker.
const FAILURES: u32 = 3;
/// The first wait, and the longest.
const FIRST: Span = Span::from_minutes(1);
const LONGEST: Span = Span::from_minutes(30);

/// A circuit breaker: closed while all is well, open until a moment after failures.
#[derive(Debug)]
pub struct Breaker {
    failures: u32,
    open_until: Option<Timestamp>,
}

impl Breaker {
    /// Closed.
    #[must_use]
    pub const fn new() -> Self {
        Self { failures: 0, open_until: None }
    }

    /// Whether an attempt may be made now.
    #[must_use]
    pub fn lets_through(&self, now: Timestamp) -> bool {
        self.open_until.is_none_or(|until| until <= now)
    }

    /// An attempt succeeded.
    pub const fn succeeded(&mut self) {
        *self = Self::new();
    }

    /// An attempt failed: from the third in a row on it waits one minute, then two, up to thirty.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures += 1;
        if let Some(over) = self.failures.checked_sub(FAILURES) {
            let wait = Span::from_millis(FIRST.millis() << over.min(10)).min(LONGEST);
            self.open_until = Some(now.plus(wait));
        }
    }
}

impl Default for Breaker {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_three_failures_in_a_row_and_waits_longer_each_time() {
        let start = Timestamp::from_millis(0);
        let mut breaker = Breaker::new();
        breaker.failed(start);
        breaker.failed(start);
        assert!(breaker.lets_through(start));
        breaker.failed(start);
        assert!(!breaker.lets_through(start));
        let later = start.plus(Span::from_minutes(1));
        assert!(breaker.lets_through(later), "one attempt after the wait");
        breaker.failed(later);
        assert!(!breaker.lets_through(later.plus(Span::from_minutes(1))));
        assert!(breaker.lets_through(later.plus(Span::from_minutes(2))));
    }

    #[test]
    fn the_wait_has_an_end_however_many_failures_there_were() {
        let start = Timestamp::from_millis(0);
        let mut breaker = Breaker::new();
        (0..100).for_each(|_| breaker.failed(start));
        assert!(breaker.lets_through(start.plus(LONGEST)));
    }

    #[test]
    fn one_success_closes_it() {
        let start = Timestamp::from_millis(0);
        let mut breaker = Breaker::new();
        (0..5).for_each(|_| breaker.failed(start));
        breaker.succeeded();
        assert!(breaker.lets_through(start));
    }
}
