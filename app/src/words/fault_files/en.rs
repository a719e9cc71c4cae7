use domain::fault::exchange::NotAFile;
use domain::fault::moment::{Kind, Question, Rule};

use super::{Sentences, Words};

const SENTENCES: Sentences = Sentences {
    quoted: |value| format!(" (“{value}”)"),
    unreadable: "cannot be read here",
    unknown_word: "is none of the words that belong here",
    unknown_field: "is no field of this form",
    not_found: "nobody and nothing here is called so; it stays as text where it can",
    has_a_time: "is said to be unknown and has a time; it stays unknown",
    too_much: |max| format!("is more than {max}; the rest is cut off"),
    not_a_link: "is no link that can be followed safely; it is left out",
    not_an_interval: "is no interval: it ends before it begins, lies in the future, or is open beside another one; it is left out",
    no_zone: "has neither an offset nor a zone; it stays unknown",
    no_time: "has no time; it stays unknown",
    not_a_time: "is no time; it stays unknown",
    refused: |rule| match rule {
        Rule::BeforeItOccurred => "lies before the fault occurred; it stays unknown",
        Rule::AfterAnother => "lies behind another moment; it stays unknown",
        Rule::InTheFuture => "lies in the future; it stays unknown",
        Rule::ReasonMissing => "has no reason",
        Rule::NotAsked => "answers what the moments do not ask; it is left out",
    },
    between: ": ",
};

pub const EN: Words = Words {
    import: "Import faults",
    lead: "Faults and post-mortems from a file, as this application or another one writes them. You see what it comes to before anything is taken.",
    file: "File",
    file_hint: "JSON or Markdown, as it is exported here",
    text: "What it says",
    text_hint: "A file that you choose above goes before what stands here.",
    zone: "Time zone",
    zone_hint: "Of times that name no offset; without one they stay unknown",
    look: "Show what it says",
    take: |n| if n == 1 { "Import 1 fault".to_owned() } else { format!("Import {n} faults") },
    forget: "Discard",
    taken: "The faults are imported",
    taken_lead: "What they could not say is asked on their pages.",
    found: "What the file says",
    counts: |new, here| format!("New: {new}. Here already: {here}."),
    is_new: "New",
    was_here: "Here already",
    twice: "Stands in the file twice",
    fault: "Fault",
    state: "What becomes of it",
    told: "What is open, and what could not be read",
    nothing_told: "Everything was read",
    not_a_file: |why| match why {
        NotAFile::NotJson => "This is no JSON.",
        NotAFile::NoFaults => {
            "There are no faults in it: JSON has a list “faults”, and in Markdown each one begins with “# ” and its title."
        }
    },
    untitled: |place| format!("Fault {place} of the file has no title and is left out."),
    unknown_services: |names| format!("No service is called {names}: the name stays with the fault as text"),
    no_severity: "Nobody says how bad it was: it is shown as major, and counted as not said",
    unknown: |moments| format!("Not known: {moments}"),
    moment: |kind| match kind {
        Kind::Occurred => "occurred",
        Kind::Detected => "detected",
        Kind::Located => "located",
        Kind::Restored => "restored",
        Kind::Acknowledged => "acknowledged",
        Kind::Mitigated => "mitigated",
        Kind::Verified => "verified",
        Kind::Closed => "closed",
    },
    question: |question| match question {
        Question::RestoredBeforeLocated => "Question: it was restored before the cause was found. How?",
        Question::RestoredBeforeDetected => "Question: it was restored before anybody knew of it. How was it noticed?",
    },
    note: |note| SENTENCES.told(note),
    export: "Export",
    services_by_name: |names| format!("also {names}, which is no service here"),
};
