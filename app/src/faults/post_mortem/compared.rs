//! The texts of two revisions under their names, in the reader's language. The server writes them, where the people are known by name.

use domain::fault::action::{Action, Kind};
use domain::fault::parts::Part;
use domain::fault::post_mortem::{Audience, Content};
use domain::id::UserId;
use domain::locale::Locale;
use store::faults::post_mortem::Pair;

use crate::report::figures::grouped;
use crate::words::{post_mortem, words_in};

/// A name, what it said and what it says. Texts that neither has are left out.
#[must_use]
pub(super) fn texts(pair: &Pair, locale: Locale) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let (before, after) = (&pair.before.1, &pair.after.1);
    let writer = Writer { pair, locale, w: words_in(locale).post_mortem() };
    let w = writer.w;
    let mut add = |title: String, of: &dyn Fn(&Content) -> String| {
        let (before, after) = (of(before), of(after));
        if !before.is_empty() || !after.is_empty() {
            all.push((title, before, after));
        }
    };
    add(w.summary.to_owned(), &|content| content.summary.clone());
    add(w.impact_text.to_owned(), &|content| content.impact.clone());
    add(words_in(locale).review().numbers.to_owned(), &|content| writer.numbers(content));
    for part in Part::ALL {
        add((w.why_part)((w.part)(*part)), &|content| content.why_this_long.get(part).cloned().unwrap_or_default());
    }
    add(w.causes.to_owned(), &|content| {
        let lines = content.causes.iter().map(|cause| writer.labelled(&cause.category, &cause.text));
        lines.collect::<Vec<_>>().join("\n")
    });
    add(w.went_well.to_owned(), &|content| content.went_well.clone());
    add(w.went_wrong.to_owned(), &|content| content.went_wrong.clone());
    add(w.lucky.to_owned(), &|content| content.lucky.clone());
    for place in 0..before.actions.len().max(after.actions.len()) {
        add((w.action)(place + 1), &|content| content.actions.get(place).map(|action| writer.action(action)).unwrap_or_default());
    }
    for kind in Kind::ALL {
        let title = writer.labelled((w.kind)(*kind), w.not_applicable);
        add(title, &|content| content.not_applicable.get(kind).cloned().unwrap_or_default());
    }
    add(w.waiver.to_owned(), &|content| content.waiver.as_ref().map(|waiver| waiver.reason.clone()).unwrap_or_default());
    add(w.audience.to_owned(), &|content| writer.audience(&content.audience));
    all
}

struct Writer<'a> {
    pair: &'a Pair,
    locale: Locale,
    w: &'static post_mortem::Words,
}

impl Writer<'_> {
    fn labelled(&self, label: &str, text: &str) -> String {
        match self.locale {
            Locale::En => format!("{label}: {text}"),
            Locale::Zh => format!("{label}：{text}"),
        }
    }

    fn person(&self, id: UserId) -> String {
        self.pair.people.iter().find(|person| person.id == id).map(|person| person.name.clone()).unwrap_or_default()
    }

    fn numbers(&self, content: &Content) -> String {
        let (w, extent) = (self.w, &content.extent);
        let number = |label: &str, number: Option<u64>| number.map(|number| self.labelled(label, &grouped(number)));
        let money = extent.money.as_ref().map(|money| self.labelled(w.money, &money.to_string()));
        let lines = [number(w.users, extent.users), number(w.requests, extent.requests), number(w.minutes, extent.minutes), money];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn action(&self, action: &Action) -> String {
        let w = self.w;
        let owner = action.owner.map_or_else(|| w.no_owner.to_owned(), |owner| self.person(owner));
        let due = action.due.map_or_else(|| "–".to_owned(), |due| due.to_string());
        let lines = [
            self.labelled((w.kind)(action.kind), &action.text),
            self.labelled(w.owner, &owner),
            self.labelled(w.action_due, &due),
            self.labelled(w.criterion, if action.criterion.is_empty() { "–" } else { &action.criterion }),
            self.labelled(w.effect_days, &format!("{} {}", action.effect_days, w.effect_days_unit)),
        ];
        lines.join("\n")
    }

    fn audience(&self, audience: &Audience) -> String {
        let w = self.w;
        match audience {
            Audience::Company => (w.audience_of)("company").to_owned(),
            Audience::InvolvedTeams => (w.audience_of)("involved_teams").to_owned(),
            Audience::People { people } => {
                let names = people.iter().map(|person| self.person(*person));
                std::iter::once((w.audience_of)("people").to_owned()).chain(names).collect::<Vec<_>>().join("\n")
            }
        }
    }
}
