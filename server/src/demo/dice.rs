//! Chance that comes out the same for the same seed, on every machine and in every version: SplitMix64.

/// A seeded source of chance.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The dice of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice of their own for one thing, so that a change of how another thing is made does not change this one.
    #[must_use]
    pub const fn for_thing(seed: u64, thing: u64) -> Self {
        let mut dice = Self::new(seed ^ thing.wrapping_mul(0xd1b5_4a32_d192_ed03));
        dice.next();
        dice
    }

    const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly in 0..1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Yes, this often.
    pub fn chance(&mut self, often: f64) -> bool {
        self.part() < often
    }

    /// A number in `from..=to`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        from + (self.part() * (to - from + 1) as f64) as i64
    }

    /// One of these.
    ///
    /// # Panics
    /// Without any.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[(self.part() * of.len() as f64) as usize]
    }

    /// The place of one of these, by their weights.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.part() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        // Rounding: the last one that can be.
        weights.iter().rposition(|&weight| weight > 0.0).unwrap_or_default()
    }

    /// How many come when this many are expected (Poisson, by Knuth's method: for small numbers).
    pub fn arrivals(&mut self, expected: f64) -> u32 {
        let limit = (-expected).exp();
        let (mut product, mut count) = (self.part(), 0);
        while product > limit {
            product *= self.part();
            count += 1;
        }
        count
    }

    /// A length with this median and a long tail (log-normal): `spread` is the sigma.
    pub fn about(&mut self, median: f64, spread: f64) -> f64 {
        // Irwin-Hall: twelve even ones less six are near enough to normal.
        let normal: f64 = (0..12).map(|_| self.part()).sum::<f64>() - 6.0;
        median * (normal * spread).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_rolls_the_same() {
        let rolls = |seed| {
            (0..5)
                .map({
                    let mut dice = Dice::new(seed);
                    move |_| dice.number(1, 6)
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        assert!(
            (0..1_000)
                .map({
                    let mut dice = Dice::new(1);
                    move |_| dice.number(1, 6)
                })
                .all(|n| (1..=6).contains(&n))
        );
    }

    #[test]
    fn lengths_are_about_their_median() {
        let mut dice = Dice::new(3);
        let mut lengths: Vec<f64> = (0..2_001).map(|_| dice.about(60.0, 0.9)).collect();
        lengths.sort_by(f64::total_cmp);
        assert!((50.0..70.0).contains(&lengths[1_000]), "{}", lengths[1_000]);
    }

    #[test]
    fn a_weight_of_nothing_is_never_picked() {
        let mut dice = Dice::new(5);
        assert!((0..500).all(|_| dice.weighted(&[0.0, 1.0, 0.0, 2.0]) % 2 == 1));
    }
}
