//! How many have cast their ballots, told so that nobody learns who.

use crate::word::words;

/// A team of fewer raters than this is not told at all while a round is open.
pub const TOLD_FROM: usize = 5;

words! {
    /// How many of a team's ballots are in, roughly: an exact figure would tell when the next one came, and "all" or "none" who it was.
    pub enum Band {
        /// Fewer than half.
        Few = "few",
        /// Half or more.
        Half = "half",
        /// Three quarters or more.
        Most = "most",
    }
}

impl Band {
    /// So many of so many ballots, of so many raters; none where the raters are fewer than [`TOLD_FROM`].
    #[must_use]
    pub const fn of(cast: usize, all: usize, raters: usize) -> Option<Self> {
        if raters < TOLD_FROM {
            return None;
        }
        if cast.saturating_mul(4) >= all.saturating_mul(3) {
            Some(Self::Most)
        } else if cast.saturating_mul(2) >= all {
            Some(Self::Half)
        } else {
            Some(Self::Few)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_none_look_like_many_and_few() {
        assert_eq!(Band::of(0, 8, 5), Band::of(3, 8, 5));
        assert_eq!(Band::of(8, 8, 5), Band::of(6, 8, 5));
        assert_eq!((Band::of(4, 8, 5), Band::of(5, 8, 5)), (Some(Band::Half), Some(Band::Half)));
        assert_eq!(Band::of(8, 8, 4), None);
    }
}
