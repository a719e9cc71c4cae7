//! Quantiles. A lone mean hides what people waited for; medians and p90 do not.

/// The `q`-quantile by linear interpolation between the closest ranks
/// (Hyndman and Fan 1996, type 7): what spreadsheets and NumPy compute by default.
///
/// `q` is clamped to 0..=1, and no number is taken for 0.5. `None` without values; values that are no numbers
/// (NaN) are left out.
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    quantile_of_sorted(&sorted(values), q)
}

/// The middle value, in hours as in hours, by [`quantile`].
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value that nine of ten stay under, by [`quantile`].
#[must_use]
pub fn p90(values: &[f64]) -> Option<f64> {
    quantile(values, 0.9)
}

/// The values in order, without those that are no numbers.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// [`quantile`] of values that are in order already and hold no NaN, as [`sorted`] leaves them: for several quantiles of one list.
///
/// `q` is clamped to 0..=1, and no number is taken for 0.5. `None` without values. Values that are out of order give a number that
/// means nothing.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks are small, not negative, and below the length"
)]
pub fn quantile_of_sorted(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let q = if q.is_nan() { 0.5 } else { q.clamp(0.0, 1.0) };
    let rank = q * last as f64;
    let below = (rank.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let (low, high) = (sorted[below], sorted[above]);
    if low.total_cmp(&high).is_eq() { Some(low) } else { Some(low + (rank - below as f64) * (high - low)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_median() {
        assert_eq!(median(&[]), None);
        assert_eq!(p90(&[f64::NAN]), None);
    }

    #[test]
    fn quantiles_are_interpolated_between_the_closest_ranks() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(quantile(&[10.0, 20.0, 30.0, 40.0, 50.0], 0.9), Some(46.0));
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    }
}
