//! The lengths of one part of many faults as figures, and as CSV.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Report;
use crate::{
    csv,
    fault::{moment::Kind, parts::Part},
    statistics::{quantile_of_sorted, sorted},
    time::Span,
};

/// A part of many faults. Quantiles interpolate linearly between the closest ranks ([`crate::statistics`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRow {
    /// Which part.
    pub part: Part,
    /// The moment that it begins with.
    pub from: Kind,
    /// The moment that it ends with.
    pub to: Kind,
    /// How many faults the figures were made of.
    pub n: u64,
    /// How many were left out, because a moment is unknown or the part was not one of its own.
    pub left_out: u64,
    /// The middle one, in seconds; absent without any.
    pub median_seconds: Option<f64>,
    /// What nine of ten stay under, in seconds.
    pub p90_seconds: Option<f64>,
    /// The mean, in seconds; never shown without the two above.
    pub mean_seconds: Option<f64>,
}

impl PartRow {
    /// The figures of a part. What has no length is left out and counted as such.
    pub(super) fn of(part: Part, lengths: impl IntoIterator<Item = Option<Span>>) -> Self {
        let (mut left_out, mut seconds) = (0, Vec::new());
        for length in lengths {
            match length {
                Some(length) => seconds.push(in_seconds(length)),
                None => left_out += 1,
            }
        }
        let seconds = sorted(&seconds);
        let (from, to) = part.ends();
        Self {
            part,
            from,
            to,
            n: seconds.len() as u64,
            left_out,
            median_seconds: quantile_of_sorted(&seconds, 0.5),
            p90_seconds: quantile_of_sorted(&seconds, 0.9),
            mean_seconds: mean(&seconds),
        }
    }
}

/// Not by way of hours: a minute is sixty seconds to the last bit.
#[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
fn in_seconds(length: Span) -> f64 {
    length.millis() as f64 / 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "2^53 faults do not exist")]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

impl Report {
    /// The key of the rows of all faults in [`Report::csv`].
    pub const TOTAL: &str = "total";

    /// As CSV (RFC 4180), a row for each part of each group, and all faults together last. The header has the names of the JSON.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from("key,part,from,to,n,left_out,median_seconds,p90_seconds,mean_seconds\r\n");
        let groups = self.groups.iter().map(|group| (group.key.as_str(), &group.figures));
        for (key, figures) in groups.chain([(Self::TOTAL, &self.figures)]) {
            for row in figures.parts.iter().chain(&figures.combined) {
                let seconds = |seconds: Option<f64>| seconds.map_or_else(String::new, |seconds| seconds.to_string());
                let PartRow { part, from, to, n, left_out, .. } = row;
                let (median, p90, mean) = (seconds(row.median_seconds), seconds(row.p90_seconds), seconds(row.mean_seconds));
                // Writing into a String cannot fail.
                let _ = write!(text, "{},{part},{from},{to},{n},{left_out},{median},{p90},{mean}\r\n", csv::cell(key));
            }
        }
        text
    }
}
