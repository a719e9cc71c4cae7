//! The mail by which a fault calls somebody: short, since it is read at night on a phone.

use domain::clockface::Clockface;
use store::on_call::Page;
use store::outbox::Mail;

use super::Letter;
use super::html::{self, escape};
use super::words::words;
use crate::words::words_in;

/// The letter. `base` is where links lead, without a slash at its end.
pub fn letter(mail: &Mail, page: &Page, base: &str, organisation: &str, clock: &Clockface) -> Letter {
    let w = words(mail.to.locale);
    let greeting = (w.greeting)(&mail.to.name);
    let foot = escape(organisation);
    let Some(fault) = &page.fault else {
        let what = (w.called_test)(&page.team);
        let card = format!("<h1>{}</h1><p>{}</p><p>{}</p>", escape(w.called_test_subject), escape(&greeting), escape(&what));
        return Letter {
            subject: w.called_test_subject.to_owned(),
            text: format!("{greeting}\n\n{what}\n\n-- \n{organisation}\n"),
            html: html::document(mail.to.locale, &card, &foot),
        };
    };
    // A line break in a subject would begin a header of its own.
    let title = fault.title.replace(['\r', '\n'], " ");
    let faults = words_in(mail.to.locale).faults();
    let names: Vec<&str> = fault.services.iter().map(|service| service.name.get(mail.to.locale)).collect();
    let facts = [
        format!("{} {title}", fault.number),
        format!("{} · {}", (faults.severities)(fault.severity), names.join(words_in(mail.to.locale).common().between)),
        format!("{} · {}", clock.full(fault.declared_at), (w.called_times)(page.place.0, page.place.1)),
    ];
    let have = page.token.as_ref().map(|token| format!("{base}/have/{token}")).unwrap_or_default();
    let shown = format!("{base}/faults/{}", fault.number);
    let what = (w.called)(&page.team);
    let lines: Vec<String> = facts.iter().map(|fact| format!("    {fact}")).collect();
    let text = format!(
        "{greeting}\n\n{what}\n\n{}\n\n{}:\n{have}\n\n{}\n\n{}:\n{shown}\n\n-- \n{organisation}\n",
        lines.join("\n"),
        w.called_have,
        w.called_advice,
        w.called_fault
    );
    let said: Vec<String> = facts.iter().map(|fact| escape(fact)).collect();
    let card = format!(
        "<h1>{}</h1><p>{}</p><p>{}</p><div class=\"said\"><p>{}</p></div><p><a class=\"button\" href=\"{}\">{}</a></p><p><small>{}</small></p>\
         <p><a href=\"{}\">{}</a></p>",
        escape(&title),
        escape(&greeting),
        escape(&what),
        said.join("<br>"),
        escape(&have),
        escape(w.called_have),
        escape(w.called_advice),
        escape(&shown),
        escape(w.called_fault)
    );
    Letter {
        subject: format!("[{}] {}", fault.number, (w.called_subject)(&title)),
        text,
        html: html::document(mail.to.locale, &card, &foot),
    }
}

#[cfg(test)]
mod tests {
    use domain::fault::{Severity, number::Number};
    use domain::id::{FaultId, OutboxId, UserId};
    use domain::locale::Locale;
    use domain::people::MailOccasion;
    use domain::time::Timestamp;
    use store::on_call::PageFault;
    use store::outbox::Recipient;

    use super::*;

    #[test]
    fn a_call_brings_its_link_in_both_forms_and_a_title_cannot_begin_a_header() {
        for locale in [Locale::En, Locale::Zh] {
            let to = Recipient { id: UserId(1), name: "Mei <b>".into(), email: "mei@example.com".into(), locale, time_zone: None };
            let fault = PageFault {
                number: Number(FaultId(7)),
                title: "Dock 4 is dark\r\nBcc: all@example.org".into(),
                severity: Severity::Critical,
                services: Vec::new(),
                declared_at: Timestamp::EPOCH,
            };
            let page = Page { team: "Network".into(), fault: Some(fault), place: (1, 2), token: Some("s3cret".into()) };
            let occasion = MailOccasion::Called;
            let mail = Mail { id: OutboxId(1), key: "k".into(), attempt: 1, occasion, to, by: None, news: None, call: None, link: None };
            let clock = store::zone::clockface(Timestamp::EPOCH, locale, None, "UTC");
            let call = letter(&mail, &page, "https://desk.example", "Kestrel Foods", &clock);
            assert!(call.text.lines().any(|line| line == "https://desk.example/have/s3cret"), "{}", call.text);
            assert!(call.html.contains("href=\"https://desk.example/have/s3cret\"") && call.html.contains("Mei &lt;b&gt;"));
            assert!(call.subject.starts_with("[FLT-7]") && !call.subject.contains('\n'), "{}", call.subject);
            let test = letter(&mail, &Page { fault: None, token: None, ..page }, "https://desk.example", "Kestrel Foods", &clock);
            assert!(test.text.contains("Network") && !test.text.contains("https://"), "{}", test.text);
        }
    }
}
