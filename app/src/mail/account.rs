//! Mails about the reader's own account: they have no ticket, no conversation and nothing to click.

use store::outbox::Mail;

use super::Letter;
use super::html::{self, escape};
use super::words::words;

/// Tells somebody at their old address that their account has another one now.
///
/// The new address is not in it: whoever reads the old one may not be the person any more.
pub fn address_changed(mail: &Mail, organisation: &str) -> Letter {
    let w = words(mail.to.locale);
    let by = mail.by.as_deref().unwrap_or(w.administrator);
    let (said, advice) = ((w.address_changed)(by), w.address_changed_advice);
    let greeting = (w.greeting)(&mail.to.name);
    let card = format!(
        "<h1>{}</h1><p>{}</p><p>{}</p><p>{}</p>",
        escape(w.address_changed_subject),
        escape(&greeting),
        escape(&said),
        escape(advice)
    );
    Letter {
        subject: w.address_changed_subject.to_owned(),
        text: format!("{greeting}\n\n{said}\n{advice}\n\n-- \n{organisation}\n"),
        html: html::document(mail.to.locale, &card, &escape(organisation)),
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{OutboxId, UserId};
    use domain::locale::Locale;
    use domain::people::MailOccasion;
    use store::outbox::Recipient;

    use super::*;

    #[test]
    fn an_old_address_is_told_in_its_readers_language_and_learns_no_new_one() {
        for locale in [Locale::En, Locale::Zh] {
            let to = Recipient { id: UserId(1), name: "Mei <b>".into(), email: "old@example.com".into(), locale, time_zone: None };
            let mail = Mail {
                id: OutboxId(1),
                key: "address_changed:1:1".into(),
                attempt: 1,
                occasion: MailOccasion::AddressChanged,
                to,
                by: Some("Ada King".into()),
                news: None,
            };
            let letter = address_changed(&mail, "Kestrel Foods");
            assert!(letter.text.contains("Ada King") && letter.html.contains("Ada King"));
            assert!(letter.html.contains("Mei &lt;b&gt;") && letter.html.contains(&format!("lang=\"{}\"", locale.as_str())));
            assert!(!letter.text.contains('@'));
        }
    }
}
