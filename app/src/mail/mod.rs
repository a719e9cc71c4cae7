//! Mails about tickets and accounts, as text and as HTML, in their reader's language.
//!
//! They are composed when they leave and not when something happens, so that a changed language or address holds for what still
//! waits; the administrator's outbox page shows the same letter by the same function.

mod account;
mod called;
mod html;
mod words;

use domain::locale::Locale;
use domain::people::MailOccasion;
use domain::sla::Metric;
use domain::survey::Kind;
use domain::ticket::{Number, StatusName, What};
use domain::time::Timestamp;
use store::outbox::{Mail, News};
use store::{Store, markdown, zone};

use crate::words::words_in;
use words::Words;

/// What a mail is about.
#[derive(Clone, Debug)]
pub struct Notice {
    pub occasion: MailOccasion,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's name.
    pub reader: String,
    pub organisation: String,
    pub number: Number,
    pub title: String,
    /// Whether it is the reader's own request; else they watch it or answer for it.
    pub own: bool,
    /// What a clock measures, and when its time runs out in the reader's words, where that is what is told.
    pub promise: Option<(Metric, String)>,
    /// What became of the ticket, where that is all that happened.
    pub step: Option<Step>,
    /// Who replied, resolved, mentioned or assigned; nobody when it happened by itself.
    pub by: Option<String>,
    /// The reply, description or resolution as it was typed.
    pub text: String,
    /// The same, rendered and sanitised.
    pub html: String,
    /// Where the ticket is for this reader.
    pub link: String,
    /// What they are asked there.
    pub question: Kind,
    /// Where the answer can be rated: the address that `?answer=N` is added to.
    pub rating_link: Option<String>,
    /// Where the reader chooses which mails arrive.
    pub preferences_link: String,
}

/// What becomes of a ticket without a message, and is told on the same occasions as a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Cancelled,
    Closed,
    /// Nobody disagreed in time.
    ClosedByItself,
    Reopened,
    /// A low rating, to those who lead the team.
    RatedLow,
}

impl Step {
    fn of(what: &What, by_itself: bool) -> Option<Self> {
        match what {
            What::StatusChanged { to: StatusName::Cancelled, .. } => Some(Self::Cancelled),
            What::StatusChanged { to: StatusName::Closed, .. } if by_itself => Some(Self::ClosedByItself),
            What::StatusChanged { to: StatusName::Closed, .. } => Some(Self::Closed),
            What::Rated { answer, .. } if answer.asks_for_follow_up() => Some(Self::RatedLow),
            What::StatusChanged { from: StatusName::Resolved | StatusName::Closed | StatusName::Cancelled, .. } => Some(Self::Reopened),
            _ => None,
        }
    }
}

/// A mail without its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The letter that a mail of the outbox becomes, as things stand now.
///
/// # Errors
/// The database's, when the settings cannot be read.
pub async fn letter(store: &Store, mail: &Mail, base_url: &str) -> Result<Letter, store::Error> {
    let settings = store.settings().await?;
    let base = if settings.base_url.is_empty() { base_url } else { &settings.base_url };
    if let Some(page) = &mail.call {
        let clock = zone::clockface(store.now(), mail.to.locale, mail.to.time_zone.as_deref(), &settings.time_zone);
        return Ok(called::letter(mail, page, base, &settings.organisation, &clock));
    }
    Ok(match &mail.news {
        Some(news) => compose(&notice(mail, news, base, (&settings.organisation, &settings.time_zone), store.now())),
        None => account::letter(mail, base, &settings.organisation),
    })
}

fn promise(mail: &Mail, news: &News, house: &str, now: Timestamp) -> Option<(Metric, String)> {
    let What::Warned { metric, deadline, .. } = &news.event.what else { return None };
    let clock = zone::clockface(now, mail.to.locale, mail.to.time_zone.as_deref(), house);
    Some((*metric, deadline.map(|deadline| clock.full(deadline)).unwrap_or_default()))
}

fn notice(mail: &Mail, news: &News, base: &str, (organisation, house): (&str, &str), now: Timestamp) -> Notice {
    let text = match &news.event.what {
        What::StatusChanged { reason, .. } => reason,
        what => what.text().unwrap_or(&news.description),
    }
    .to_owned();
    let place = if news.to_agent { "desk" } else { "requests" };
    Notice {
        occasion: mail.occasion,
        locale: mail.to.locale,
        reader: mail.to.name.clone(),
        organisation: organisation.to_owned(),
        number: news.ticket,
        title: news.title.clone(),
        own: news.to_requester,
        promise: promise(mail, news, house, now),
        step: Step::of(&news.event.what, news.event.actor.is_none()),
        by: mail.by.clone(),
        html: markdown::render_for_mail(&text, base),
        text,
        link: format!("{base}/{place}/{}", news.ticket),
        question: news.question.unwrap_or(Kind::Stars),
        rating_link: news.rating.as_ref().map(|token| format!("{base}/rate/{token}")),
        preferences_link: format!("{base}/account"),
    }
}

/// Writes the mail for a notice.
#[must_use]
pub fn compose(notice: &Notice) -> Letter {
    let w = words::words(notice.locale);
    // A line break in a subject would begin a header of its own.
    let title = notice.title.replace(['\r', '\n'], " ");
    Letter { subject: format!("[{}] {title}", notice.number), text: plain(notice, w), html: html::page(notice, w) }
}

/// The sentence that says what happened.
fn lead(notice: &Notice, w: &Words) -> String {
    let by = notice.by.as_deref().unwrap_or(w.somebody);
    if let (MailOccasion::Replied | MailOccasion::TeamReply | MailOccasion::Mentioned, Some(step)) = (notice.occasion, notice.step) {
        let end = if notice.text.trim().is_empty() { w.full_stop } else { w.colon };
        return format!("{}{end}", (w.step)(step, by));
    }
    match notice.occasion {
        MailOccasion::Created => w.created.to_owned(),
        MailOccasion::Replied => (w.replied)(by),
        MailOccasion::WaitingForYou => (w.waiting_for_you)(by),
        MailOccasion::Resolved if notice.own => (w.resolved)(by),
        MailOccasion::Resolved => (w.resolved_for_others)(by, &notice.number.to_string()),
        MailOccasion::Informed => w.informed.to_owned(),
        MailOccasion::Mentioned => (w.mentioned)(by),
        MailOccasion::Assigned => (w.assigned)(by),
        // No ticket is in these: see `account`.
        MailOccasion::AddressChanged => (w.address_changed)(by),
        MailOccasion::PasswordForgotten => w.password_forgotten.to_owned(),
        MailOccasion::PasswordChanged => w.password_changed.to_owned(),
        MailOccasion::Invited => (w.invited)(&notice.organisation),
        // Nor in this one: see `called`.
        MailOccasion::Called => (w.called)(&notice.organisation),
        MailOccasion::TeamReply => (w.team_reply)(by),
        MailOccasion::TeamTicket => (w.team_ticket)(by),
        MailOccasion::DeadlineNear => deadline(notice, w.deadline_near),
        MailOccasion::DeadlineMissed => deadline(notice, w.deadline_missed),
    }
}

/// What is promised, and until when. Nothing is known of the time while a clock is paused.
fn deadline(notice: &Notice, said: fn(&str, &str) -> String) -> String {
    let metric = words_in(notice.locale).ticket();
    let (what, when) = notice.promise.as_ref().map_or(("", ""), |(of, when)| ((metric.metric)(*of), when.as_str()));
    said(what, when)
}

fn plain(notice: &Notice, w: &Words) -> String {
    let mut out = format!("{}\n\n{}\n", (w.greeting)(&notice.reader), lead(notice, w));
    if !notice.text.trim().is_empty() {
        out.push('\n');
        for line in notice.text.trim().lines() {
            out.push_str("    ");
            out.push_str(line);
            out.push('\n');
        }
    }
    if let Some(rating) = &notice.rating_link {
        let kind = notice.question;
        out.push_str(&format!("\n{}\n", (w.rate)(kind)));
        for given in kind.answers().rev() {
            let face = match kind {
                Kind::Stars => format!("{}{}", "★".repeat(given.into()), "☆".repeat(usize::from(5 - given))),
                Kind::Nps | Kind::Ces => (w.answer)(kind, given),
            };
            out.push_str(&format!("    {face}  {rating}?answer={given}\n"));
        }
    }
    out.push_str(&format!("\n{}: {}\n{}\n", notice.number, notice.title, notice.link));
    out.push_str(&format!("\n-- \n{}\n{}\n{}: {}\n", w.no_answer, notice.organisation, w.preferences, notice.preferences_link));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(occasion: MailOccasion, locale: Locale) -> Notice {
        Notice {
            occasion,
            locale,
            promise: None,
            step: None,
            reader: "Hana <b>".into(),
            organisation: "Kestrel Foods".into(),
            number: "SR-1042".parse().unwrap(),
            own: true,
            title: "Dock 4\r\nBcc: everybody@example.org".into(),
            by: Some("Jonas".into()),
            text: "It prints again.\n<script>".into(),
            html: "<p>It prints again.</p>".into(),
            link: "https://desk.example/requests/SR-1042".into(),
            question: Kind::Stars,
            rating_link: Some("https://desk.example/rate/abc".into()),
            preferences_link: "https://desk.example/account".into(),
        }
    }

    #[test]
    fn a_title_cannot_begin_a_header() {
        let letter = compose(&notice(MailOccasion::Resolved, Locale::En));
        assert_eq!(letter.subject, "[SR-1042] Dock 4  Bcc: everybody@example.org");
    }

    #[test]
    fn a_resolved_mail_offers_a_link_for_each_answer_in_both_forms() {
        for locale in [Locale::En, Locale::Zh] {
            for &question in Kind::ALL {
                let letter = compose(&Notice { question, ..notice(MailOccasion::Resolved, locale) });
                for given in question.answers() {
                    let link = format!("https://desk.example/rate/abc?answer={given}");
                    assert!(letter.text.contains(&format!("{link}\n")), "{given} of {question} in {locale:?}");
                    assert!(letter.html.contains(&format!("{link}\"")), "{given} of {question} in {locale:?}");
                }
            }
        }
    }

    #[test]
    fn who_watches_is_not_told_that_it_is_their_request() {
        for locale in [Locale::En, Locale::Zh] {
            let watched = Notice { own: false, rating_link: None, ..notice(MailOccasion::Resolved, locale) };
            let (told, own) = (compose(&watched).text, compose(&notice(MailOccasion::Resolved, locale)).text);
            let lead = lead(&watched, words::words(locale));
            assert!(lead.contains("SR-1042") && lead.contains("Jonas") && told.contains(&lead), "{told}");
            assert!(!own.contains(&lead) && !told.contains("your request") && !told.contains("您的请求"), "{told}");
        }
    }

    #[test]
    fn names_and_titles_are_text_in_html() {
        let letter = compose(&notice(MailOccasion::Replied, Locale::En));
        assert!(letter.html.contains("Hana &lt;b&gt;"));
        assert!(!letter.html.contains("Hana <b>"));
    }

    #[test]
    fn a_deadline_is_told_with_what_it_is_of_and_its_time_in_both_forms() {
        for (locale, what) in [(Locale::En, "resolution"), (Locale::Zh, "解决")] {
            for occasion in [MailOccasion::DeadlineNear, MailOccasion::DeadlineMissed] {
                let promise = Some((Metric::Resolution, "Monday 16 November 2026, 14:05 (UTC+8)".to_owned()));
                let letter = compose(&Notice { promise, text: String::new(), html: String::new(), ..notice(occasion, locale) });
                for form in [&letter.text, &letter.html] {
                    assert!(form.contains(what) && form.contains("16 November 2026, 14:05"), "{form}");
                }
                let unknown = Notice { promise: Some((Metric::Resolution, String::new())), ..notice(occasion, locale) };
                assert!(compose(&unknown).text.contains(what), "a paused clock has no time to tell");
            }
        }
    }

    #[test]
    fn what_became_of_a_ticket_is_not_told_as_a_reply() {
        for locale in [Locale::En, Locale::Zh] {
            let w = words::words(locale);
            for occasion in [MailOccasion::Replied, MailOccasion::TeamReply] {
                let told = |step, text: &str| lead(&Notice { step, text: text.to_owned(), ..notice(occasion, locale) }, w);
                let reply = told(None, "Why.");
                let steps = [Step::Cancelled, Step::Closed, Step::Reopened].map(|step| told(Some(step), "Why."));
                assert!(steps.iter().all(|step| *step != reply && step.contains("Jonas") && step.ends_with(w.colon)), "{steps:?}");
                assert!(steps[0] != steps[1] && steps[1] != steps[2] && steps[0] != steps[2]);
                assert!(told(Some(Step::Cancelled), "").ends_with(w.full_stop), "without a reason nothing follows");
            }
        }
    }

    #[test]
    fn every_occasion_has_a_sentence_in_both_languages() {
        let mut leads: Vec<String> = Vec::new();
        for locale in [Locale::En, Locale::Zh] {
            for &occasion in MailOccasion::ALL {
                leads.push(lead(&notice(occasion, locale), words::words(locale)));
            }
        }
        let count = leads.len();
        leads.sort();
        leads.dedup();
        assert_eq!(leads.len(), count, "no two are the same");
    }
}
