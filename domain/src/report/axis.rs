//! The axis that values of a chart are read from.

/// As many steps as an axis has at most, the one from zero included.
const STEPS_MAX: f64 = 5.0;

/// From zero to a round number, in steps that are round numbers too: 1, 2 or 5 and any number of noughts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// From one mark to the next; above zero.
    pub step: f64,
    /// The last mark: no value is above it.
    pub top: f64,
}

impl Axis {
    /// The shortest axis for values from zero up to `most`. Without a value above zero, or one that is no number, it ends at one step.
    ///
    /// `least` is the smallest step that means anything: 1 for what is counted.
    #[must_use]
    pub fn up_to(most: f64, least: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { least };
        let rough = (most / STEPS_MAX).max(least);
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|step| *step >= rough * (1.0 - 1e-9)).unwrap_or(rough);
        Self { step, top: (most / step - 1e-9).ceil().max(1.0) * step }
    }

    /// The marks, zero and the last one included.
    pub fn marks(self) -> impl Iterator<Item = f64> {
        let mut at = 0.0;
        let next = move || {
            let mark = at * self.step;
            at += 1.0;
            (mark <= self.top * (1.0 + 1e-9)).then_some(mark)
        };
        std::iter::from_fn(next)
    }

    /// How far up the axis a value stands: 0 at its foot, 1 at its top.
    #[must_use]
    pub fn share(self, value: f64) -> f64 {
        (value / self.top).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_axis_ends_at_a_round_number_above_all_values() {
        let marks = |most| Axis::up_to(most, 1.0).marks().collect::<Vec<_>>();
        assert_eq!(marks(0.0), [0.0, 1.0]);
        assert_eq!(marks(3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(marks(47.0), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(marks(1_900.0), [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0]);
        assert_eq!(marks(f64::NAN), [0.0, 1.0]);
        assert_eq!(Axis::up_to(0.3, 0.1).marks().count(), 4);
    }

    proptest! {
        #[test]
        fn no_value_is_above_its_axis_and_no_axis_is_twice_too_long(most in 1.0..1e9_f64) {
            let axis = Axis::up_to(most, 1.0);
            prop_assert!(axis.top >= most * (1.0 - 1e-6));
            prop_assert!(axis.top - most <= axis.step * (1.0 + 1e-6));
            let marks = axis.marks().count();
            prop_assert!((2..=6).contains(&marks), "{marks}");
        }
    }
}
