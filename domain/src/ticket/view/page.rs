//! One ticket, for the page of those who answer and for the page of those who ask.

use serde::{Deserialize, Serialize};

use super::{AttachmentRef, Names, PersonRef, ServiceRef, TeamRef};
use crate::{
    locale::Localised,
    permit::Allowed,
    priority::{Impact, Priority, Urgency},
    survey::{Answer, Kind, Sentiment},
    ticket::{Event, Number, Status, What},
    time::Timestamp,
};

/// An event with all that its line in the timeline shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The event itself.
    pub event: Event,
    /// Who did it; nobody, when it happened by itself.
    pub actor: Option<PersonRef>,
    /// Its text, rendered and sanitised; empty when it has none.
    pub html: String,
    /// The files that came with it.
    pub attachments: Vec<AttachmentRef>,
    /// The people, teams and services that the event names by their ids.
    #[serde(default)]
    pub names: Names,
    /// The answer that a rating had before it was changed to this one.
    #[serde(default)]
    pub before: Option<Answer>,
}

impl TimelineEntry {
    /// A rating that was changed is told once, as it is now, with the answer that it had before. Where there was another answer in
    /// between, it judges another thing, and both are told.
    #[must_use]
    pub fn with_newest_ratings(entries: Vec<Self>) -> Vec<Self> {
        let mut told: Vec<Self> = Vec::with_capacity(entries.len());
        for mut entry in entries {
            let What::Rated { answer, .. } = entry.event.what else {
                told.push(entry);
                continue;
            };
            let of_this_answer = told.iter().rposition(|earlier| matches!(earlier.event.what, What::Rated { .. } | What::Resolved { .. }));
            if let Some(at) = of_this_answer
                && let What::Rated { answer: earlier, .. } = told[at].event.what
            {
                let replaced = told.remove(at);
                entry.before = if earlier == answer { replaced.before.filter(|&before| before != answer) } else { Some(earlier) };
            }
            told.push(entry);
        }
        told
    }
}

/// One question of the form that a ticket was filed with, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// The field's key.
    pub key: String,
    /// The question.
    pub label: Localised,
    /// The answer.
    pub value: AnswerValue,
}

/// An answer with the names of what it refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum AnswerValue {
    /// As it was typed.
    Text(String),
    /// Decimal digits and what they count.
    Number(String, Localised),
    /// A calendar day, `2026-11-16`.
    Date(String),
    /// The labels of what was chosen.
    Chosen(Vec<Localised>),
    /// Somebody.
    Person(PersonRef),
    /// A service.
    Service(ServiceRef),
    /// Files.
    Files(Vec<AttachmentRef>),
}

/// What the requester thought of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingView {
    /// What they answered.
    pub answer: Answer,
    /// In the requester's words; may be empty.
    pub comment: String,
    /// When it was given, or changed last.
    pub at: Timestamp,
    /// A guess at how the comment is meant, for those who answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guess: Option<Sentiment>,
}

/// All that an agent's page shows of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// Its description as it was typed.
    pub description: String,
    /// Its description, rendered and sanitised.
    pub description_html: String,
    /// Where it stands, with reasons and resolution.
    pub status: Status,
    /// The resolution's text, rendered and sanitised; empty without.
    pub resolution_html: String,
    /// Since when it stands there.
    pub status_since: Timestamp,
    /// When it will close by itself.
    pub closes_at: Option<Timestamp>,
    /// How much it hurts.
    pub impact: Impact,
    /// How soon it must end.
    pub urgency: Urgency,
    /// What follows.
    pub priority: Priority,
    /// Its service.
    pub service: ServiceRef,
    /// The team that answers for it.
    pub team: Option<TeamRef>,
    /// The person who does.
    pub assignee: Option<PersonRef>,
    /// Who asks for it, the first one first.
    pub requesters: Vec<PersonRef>,
    /// Who follows it.
    pub watchers: Vec<PersonRef>,
    /// What its form was answered with.
    pub answers: Vec<AnswerView>,
    /// Files that came with the description.
    pub attachments: Vec<AttachmentRef>,
    /// What happened to it, the first thing first.
    pub timeline: Vec<TimelineEntry>,
    /// What the requester thought of the answer.
    pub rating: Option<RatingView>,
    /// What the reader may do with it.
    pub allowed: Allowed,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When anything last happened to it.
    pub updated_at: Timestamp,
    /// How often it was reopened.
    pub reopen_count: u32,
    /// How often it changed hands.
    pub reassign_count: u32,
    /// Counts its changes: an edit of an older version is a conflict.
    pub version: i64,
}

/// All that the requester's page shows of a ticket. There is no place in it
/// for an internal note: [`RequestView::timeline`] holds what
/// [`Event::for_requester`] lets through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// Its description, rendered and sanitised.
    pub description_html: String,
    /// Where it stands, with reasons and resolution.
    pub status: Status,
    /// The resolution's text, rendered and sanitised; empty without.
    pub resolution_html: String,
    /// When it will close by itself.
    pub closes_at: Option<Timestamp>,
    /// Until when a reply opens it again.
    pub reopens_until: Option<Timestamp>,
    /// Its priority.
    pub priority: Priority,
    /// Its service.
    pub service: ServiceRef,
    /// The team that answers for it.
    pub team: Option<TeamRef>,
    /// The person who does.
    pub assignee: Option<PersonRef>,
    /// Who asks for it, the first one first.
    pub requesters: Vec<PersonRef>,
    /// What its form was answered with.
    pub answers: Vec<AnswerView>,
    /// Files that came with the description.
    pub attachments: Vec<AttachmentRef>,
    /// What happened to it that is meant for them, the first thing first.
    pub timeline: Vec<TimelineEntry>,
    /// What they thought of the answer.
    pub rating: Option<RatingView>,
    /// What they are asked, if they are asked anything.
    #[serde(default)]
    pub question: Option<Kind>,
    /// What the reader may do with it.
    pub allowed: Allowed,
    /// What was promised, in sentences of the reader's language. The store leaves it empty: whoever answers for a page writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<String>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When anything public last happened to it.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::EventId,
        ticket::{Resolution, StatusName, Visibility},
    };

    fn entry(id: i64, what: What) -> TimelineEntry {
        let event = Event { id: EventId(id), at: Timestamp::from_millis(id), actor: None, visibility: Visibility::Public, what };
        TimelineEntry { event, actor: None, html: String::new(), attachments: Vec::new(), names: Names::default(), before: None }
    }

    fn rated(id: i64, stars: u8) -> TimelineEntry {
        entry(id, What::Rated { answer: Answer::try_from((Kind::Stars, stars)).unwrap(), comment: String::new() })
    }

    fn resolved(id: i64) -> TimelineEntry {
        let Resolution { code, text } = Resolution::parse("solved", "Done.").unwrap();
        entry(id, What::Resolved { from: StatusName::InProgress, code: Some(code), text })
    }

    fn told(entries: Vec<TimelineEntry>) -> Vec<(i64, Option<u8>)> {
        let told = TimelineEntry::with_newest_ratings(entries);
        told.into_iter().map(|entry| (entry.event.id.get(), entry.before.map(Answer::given))).collect()
    }

    #[test]
    fn a_changed_rating_is_told_once_with_what_it_was_before() {
        assert_eq!(told(vec![resolved(1), rated(2, 3)]), [(1, None), (2, None)]);
        assert_eq!(told(vec![resolved(1), rated(2, 3), rated(3, 5)]), [(1, None), (3, Some(3))]);
        assert_eq!(told(vec![resolved(1), rated(2, 3), rated(3, 4), rated(4, 5)]), [(1, None), (4, Some(4))]);
        // Another comment alone changes no stars, and what they were before stays told.
        assert_eq!(told(vec![resolved(1), rated(2, 3), rated(3, 5), rated(4, 5)]), [(1, None), (4, Some(3))]);
        assert_eq!(told(vec![resolved(1), rated(2, 3), rated(3, 3)]), [(1, None), (3, None)]);
    }

    #[test]
    fn ratings_of_two_answers_are_two() {
        assert_eq!(told(vec![resolved(1), rated(2, 1), resolved(3), rated(4, 5)]), [(1, None), (2, None), (3, None), (4, None)]);
    }
}
