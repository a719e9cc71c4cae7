//! What kinds of action, parts and audiences are called.

use domain::fault::action::Kind;
use domain::fault::parts::Part;

use crate::faults::ends;
use crate::words::words;

/// The icon of a kind of action.
pub(super) const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Prevent => "shield",
        Kind::DetectFaster => "eye",
        Kind::LocateFaster => "search",
        Kind::RestoreFaster => "refresh",
        Kind::LimitImpact => "target",
    }
}

/// A part with its end points.
pub(super) fn part(part: Part) -> String {
    format!("{} ({})", (words().post_mortem().part)(part), ends(part))
}
