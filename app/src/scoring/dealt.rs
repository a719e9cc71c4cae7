//! What somebody had to do with a team, in words.

use domain::scoring::Dealt;

use crate::words::words;

/// `12 requests that you filed with them, 3 that they handed to you`.
#[must_use]
pub fn dealings(dealt: &Dealt) -> String {
    let w = words().scoring();
    let parts = [
        (dealt.filed, w.filed),
        (dealt.handled, w.handled),
        (dealt.handed_over, w.handed_over),
        (dealt.taken_over, w.taken_over),
        (dealt.faults, w.faults_shared),
    ];
    let told: Vec<String> = parts.into_iter().filter(|(times, _)| *times > 0).map(|(times, said)| said(times)).collect();
    told.join(words().common().comma)
}
