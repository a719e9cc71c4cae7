//! What can be reckoned from figures that are sums over raters.
//!
//! What an adjusted figure differs from its raw one by is the sum of its raters' adjustments, and a rater has the same adjustment in every
//! figure. So if the raters of one figure are those of another one and Hal, the difference of the two tells how harsh Hal is. This keeps
//! the linear combinations of all figures that were shown, and admits another one only if none of them is left with the adjustments of
//! fewer than three raters.

use std::collections::{BTreeMap, BTreeSet};

/// A prime, 2^61 - 1. Sums are taken modulo it, so that there is no rounding in what is zero and what is not.
const PRIME: u64 = (1 << 61) - 1;

/// All combinations of some sums, in reduced row echelon form.
#[derive(Clone, Debug)]
pub(super) struct Known {
    raters: usize,
    /// Each with the place of its leading 1, where all other rows have 0.
    rows: Vec<(usize, Vec<u64>)>,
}

impl Known {
    /// Nothing is known of so many raters.
    pub(super) const fn nothing_of(raters: usize) -> Self {
        Self { raters, rows: Vec::new() }
    }

    /// Takes a sum in, in which each rater (by place) has a part so many times, unless fewer than three raters could be told from it and what is known.
    /// Says whether it was taken. A sum over nobody tells nothing.
    pub(super) fn admits(&mut self, sum: &BTreeMap<usize, u64>) -> bool {
        let mut row = vec![0; self.raters];
        sum.iter().for_each(|(&rater, &times)| row[rater] = times % PRIME);
        for (lead, known) in &self.rows {
            let factor = row[*lead];
            take_off(&mut row, factor, known);
        }
        let Some(lead) = row.iter().position(|&part| part != 0) else {
            return true;
        };
        let inverse = power(row[lead], PRIME - 2);
        row.iter_mut().for_each(|part| *part = product(*part, inverse));
        let mut with = self.clone();
        for (_, known) in &mut with.rows {
            let factor = known[lead];
            take_off(known, factor, &row);
        }
        with.rows.push((lead, row));
        let safe = !with.singles_out();
        if safe {
            *self = with;
        }
        safe
    }

    /// Whether a combination has fewer than three raters. One has at most two leading places, since rows are 0 at each other's; so it is a
    /// row, or two rows that are the same but for a factor everywhere else.
    fn singles_out(&self) -> bool {
        let mut seen = BTreeSet::new();
        self.rows.iter().any(|(lead, row)| {
            let rest: Vec<(usize, u64)> = row.iter().copied().enumerate().filter(|&(place, part)| place != *lead && part != 0).collect();
            let Some(&(_, first)) = rest.get(1).and(rest.first()) else {
                return true;
            };
            let inverse = power(first, PRIME - 2);
            let direction: Vec<(usize, u64)> = rest.into_iter().map(|(place, part)| (place, product(part, inverse))).collect();
            !seen.insert(direction)
        })
    }
}

fn take_off(row: &mut [u64], factor: u64, known: &[u64]) {
    if factor != 0 {
        row.iter_mut().zip(known).for_each(|(part, &known)| *part = (*part + PRIME - product(factor, known)) % PRIME);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what is left of a division by the prime is below it")]
const fn product(a: u64, b: u64) -> u64 {
    (a as u128 * b as u128 % PRIME as u128) as u64
}

const fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut power = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = product(power, base);
        }
        base = product(base, base);
        exponent /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(sums: &[&[usize]]) -> Vec<bool> {
        let mut known = Known::nothing_of(10);
        sums.iter().map(|sum| known.admits(&sum.iter().map(|&rater| (rater, 1)).collect())).collect()
    }

    #[test]
    fn a_sum_of_two_is_not_admitted_and_one_of_nobody_is() {
        assert_eq!(admitted(&[&[0], &[0, 1], &[0, 1, 2], &[]]), [false, false, true, true]);
    }

    #[test]
    fn a_difference_that_leaves_one_or_two_is_not_admitted() {
        assert_eq!(admitted(&[&[0, 1, 2], &[0, 1, 2, 3]]), [true, false]);
        assert_eq!(admitted(&[&[0, 1, 2], &[0, 1, 3]]), [true, false]);
        assert_eq!(admitted(&[&[0, 1, 2], &[0, 3, 4], &[0, 1, 2]]), [true, true, true]);
    }

    #[test]
    fn three_sums_together_tell_no_more_than_two() {
        // The first and the second less the third leave 2 and 3 alone.
        assert_eq!(admitted(&[&[0, 1, 2, 3, 4, 5], &[6, 7, 2, 3, 8], &[0, 1, 4, 5, 6, 7, 8]]), [true, true, false]);
        // Together less twice the common ones.
        assert_eq!(admitted(&[&[0, 1, 2, 3], &[4, 5, 6, 7], &[0, 1, 2, 4, 5, 6]]), [true, true, false]);
    }
}
