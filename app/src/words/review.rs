//! What those who work on a post-mortem say of it, and how its revisions differ.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

pub struct Words {
    // Comments.
    pub comment: &'static str,
    pub comment_on: fn(&str) -> String,
    pub comment_text: &'static str,
    pub comment_hint: &'static str,
    pub say: &'static str,
    pub thread_by: fn(&str) -> String,
    pub answer: &'static str,
    pub answer_text: &'static str,
    pub resolve: &'static str,
    pub reopen: &'static str,
    pub resolved: fn(&str, &str) -> String,
    pub of_words: &'static str,
    pub lost: &'static str,
    pub open_comments: fn(usize) -> String,
    pub open_comments_note: &'static str,
    // Tickets of actions.
    pub ticket: &'static str,
    pub ticket_lead: &'static str,
    pub service: &'static str,
    pub make_ticket: &'static str,
    pub ticket_number: &'static str,
    pub ticket_hint: &'static str,
    pub link_ticket: &'static str,
    pub unlink_ticket: fn(&str) -> String,
    pub answered: fn(&str) -> String,
    pub is_it_done: &'static str,
    // Revisions beside each other.
    pub compare: &'static str,
    pub compare_lead: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub show: &'static str,
    pub differs: fn(usize) -> String,
    pub same: &'static str,
    pub same_lead: &'static str,
    pub unchanged: fn(&str) -> String,
    pub removed: &'static str,
    pub added: &'static str,
    pub nothing_here: &'static str,
    pub numbers: &'static str,
    pub how_to_read: &'static str,
}
