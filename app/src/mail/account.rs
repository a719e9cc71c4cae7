//! Mails about the reader's own account: they have no ticket and no conversation.

use domain::people::MailOccasion;
use store::outbox::Mail;

use super::Letter;
use super::html::{self, escape};
use super::words::{Words, words};

/// What such a mail is made of.
struct Said {
    subject: String,
    what: String,
    /// An address of ours, and the words on its button.
    link: Option<(String, &'static str)>,
    advice: &'static str,
}

/// The letter about an account. `base` is where links lead, without a slash at its end.
pub fn letter(mail: &Mail, base: &str, organisation: &str) -> Letter {
    let w = words(mail.to.locale);
    let said = said(mail, base, organisation, w);
    let greeting = (w.greeting)(&mail.to.name);
    let (text_link, html_link) = match &said.link {
        Some((to, open)) => {
            let to_html = escape(to);
            let html = format!("<p><a class=\"button\" href=\"{to_html}\">{}</a></p><p><small>{to_html}</small></p>", escape(open));
            (format!("\n{to}\n\n"), html)
        }
        None => (String::new(), String::new()),
    };
    let card = format!(
        "<h1>{}</h1><p>{}</p><p>{}</p>{html_link}<p>{}</p>",
        escape(&said.subject),
        escape(&greeting),
        escape(&said.what),
        escape(said.advice)
    );
    Letter {
        subject: said.subject,
        text: format!("{greeting}\n\n{}\n{text_link}{}\n\n-- \n{organisation}\n", said.what, said.advice),
        html: html::document(mail.to.locale, &card, &escape(organisation)),
    }
}

fn said(mail: &Mail, base: &str, organisation: &str, w: &'static Words) -> Said {
    let house = if organisation.is_empty() { "Opsbeat" } else { organisation };
    let link = |open| mail.link.as_ref().map(|secret| (format!("{base}/welcome/{secret}"), open));
    match mail.occasion {
        MailOccasion::PasswordForgotten => Said {
            subject: w.password_forgotten_subject.to_owned(),
            what: w.password_forgotten.to_owned(),
            link: link(w.password_forgotten_open),
            advice: w.password_forgotten_advice,
        },
        MailOccasion::Invited => {
            Said { subject: (w.invited_subject)(house), what: (w.invited)(house), link: link(w.invited_open), advice: w.invited_advice }
        }
        MailOccasion::PasswordChanged => Said {
            subject: w.password_changed_subject.to_owned(),
            what: w.password_changed.to_owned(),
            link: None,
            advice: w.password_changed_advice,
        },
        // The new address is not in it: whoever reads the old one may not be the person any more.
        _ => Said {
            subject: w.address_changed_subject.to_owned(),
            what: (w.address_changed)(mail.by.as_deref().unwrap_or(w.administrator)),
            link: None,
            advice: w.address_changed_advice,
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{OutboxId, UserId};
    use domain::locale::Locale;
    use store::outbox::Recipient;

    use super::*;

    fn mail(occasion: MailOccasion, locale: Locale) -> Mail {
        let to = Recipient { id: UserId(1), name: "Mei <b>".into(), email: "old@example.com".into(), locale, time_zone: None };
        Mail {
            id: OutboxId(1),
            key: format!("{occasion}:1:1"),
            attempt: 1,
            occasion,
            to,
            by: (occasion == MailOccasion::AddressChanged).then(|| "Ada King".into()),
            news: None,
            call: None,
            link: occasion.brings_a_link().then(|| "secret-of-the-link".into()),
        }
    }

    #[test]
    fn an_old_address_is_told_in_its_readers_language_and_learns_no_new_one() {
        for locale in [Locale::En, Locale::Zh] {
            let letter = letter(&mail(MailOccasion::AddressChanged, locale), "https://desk.example", "Kestrel Foods");
            assert!(letter.text.contains("Ada King") && letter.html.contains("Ada King"));
            assert!(letter.html.contains("Mei &lt;b&gt;") && letter.html.contains(&format!("lang=\"{}\"", locale.as_str())));
            assert!(!letter.text.contains('@'));
        }
    }

    #[test]
    fn who_forgot_a_password_gets_the_link_in_both_forms_and_nobody_else_does() {
        for locale in [Locale::En, Locale::Zh] {
            let link = "https://desk.example/welcome/secret-of-the-link";
            let forgotten = letter(&mail(MailOccasion::PasswordForgotten, locale), "https://desk.example", "Kestrel Foods");
            assert!(forgotten.text.lines().any(|line| line == link), "{}", forgotten.text);
            assert!(forgotten.html.contains(&format!("href=\"{link}\"")));
            let changed = letter(&mail(MailOccasion::PasswordChanged, locale), "https://desk.example", "Kestrel Foods");
            assert!(!changed.text.contains("https://") && !changed.html.contains("href"));
            assert_ne!(forgotten.subject, changed.subject);
            let invited = letter(&mail(MailOccasion::Invited, locale), "https://desk.example", "Kestrel Foods");
            assert!(invited.text.lines().any(|line| line == link) && invited.subject.contains("Kestrel Foods"), "{}", invited.text);
        }
    }
}
