//! What an import of faults says at its end.

use std::fmt::Write;
use std::path::Path;

use app::words::{fault_files, words_in};
use domain::fault::exchange::{NotAFile, Outcome, Taken};
use domain::locale::Locale;

/// Why nothing could be read.
pub fn not_a_file(path: &Path, why: NotAFile) -> String {
    format!("{}: {}", path.display(), (words_in(Locale::En).fault_files().not_a_file)(why))
}

/// Each fault with what is open about it, for people to read.
pub fn told(outcome: &Outcome, dry_run: bool) -> String {
    let w = words_in(Locale::En).fault_files();
    let new = outcome.new_ones();
    let here = outcome.faults.len() - new;
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{}", if dry_run { "Nothing was written: this is what the file holds." } else { "The faults are imported." });
    let _ = writeln!(text, "  {}", (w.counts)(new, here));
    for fault in &outcome.faults {
        let number = fault.number.map_or_else(String::new, |number| format!("{number} "));
        let _ = writeln!(text, "{number}{}{}", fault.title, state(fault));
        // What was here is as somebody has left it.
        for line in fault_files::lines(w, fault, ", ").into_iter().filter(|_| !fault.was_here) {
            let _ = writeln!(text, "  {line}");
        }
    }
    for place in &outcome.untitled {
        let _ = writeln!(text, "{}", (w.untitled)(place + 1));
    }
    text
}

fn state(fault: &Taken) -> String {
    let w = words_in(Locale::En).fault_files();
    match (fault.was_here, fault.number) {
        (true, Some(_)) => format!(" ({})", w.was_here.to_lowercase()),
        (true, None) => format!(" ({})", w.twice.to_lowercase()),
        (false, _) => String::new(),
    }
}
