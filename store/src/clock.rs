//! The one place that asks the system for the time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use domain::time::{Span, Timestamp};

/// What time it is.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until it is moved; clones show the same time.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.millis())))
    }

    /// The time now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "every other part is given the time from here")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Fixed(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
            Self::System => {
                let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
            }
        }
    }

    /// Moves a fixed clock by `span`; the system's is not ours to move.
    pub fn advance(&self, span: Span) {
        if let Self::Fixed(millis) = self {
            millis.fetch_add(span.millis(), Ordering::SeqCst);
        }
    }
}
