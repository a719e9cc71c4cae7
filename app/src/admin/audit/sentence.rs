//! A record as a sentence: who did what to what.

use domain::audit::{Object, sort_named_by};
use domain::locale::Locale;
use serde_json::{Map, Value};

use super::change::Reading;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// Somebody or something by name, with the page about it where there is one.
    Name {
        name: String,
        to: Option<String>,
    },
}

/// A sentence, and the facts that it has told already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    pub pieces: Vec<Piece>,
    pub told: Vec<String>,
}

/// What a sentence is made from.
pub struct Teller<'a> {
    pub reading: &'a Reading<'a>,
    /// Who did it.
    pub who: String,
    pub object: &'a Object,
    pub facts: Map<String, Value>,
}

impl Teller<'_> {
    /// Puts names into a pattern such as `{who} gave {user} {it}[ in {team}]`.
    #[must_use]
    pub fn tell(&self, pattern: &str) -> Sentence {
        let mut sentence = Sentence::default();
        let mut rest = pattern;
        while let Some(at) = rest.find('[') {
            self.put(&rest[..at], &mut sentence);
            let inner = &rest[at + 1..];
            let (inner, after) = inner.split_once(']').unwrap_or((inner, ""));
            let mut part = Sentence::default();
            if self.put(inner, &mut part) {
                sentence.pieces.extend(part.pieces);
                sentence.told.extend(part.told);
            }
            rest = after;
        }
        self.put(rest, &mut sentence);
        sentence
    }

    /// Whether the record has all that the pattern names.
    fn put(&self, pattern: &str, into: &mut Sentence) -> bool {
        let mut complete = true;
        for part in pattern.split_inclusive('}') {
            let (text, name) = part.strip_suffix('}').and_then(|part| part.split_once('{')).unwrap_or((part, ""));
            if !text.is_empty() {
                into.pieces.push(Piece::Text(text.to_owned()));
            }
            match name {
                "" => {}
                "who" => into.pieces.push(Piece::Name { name: self.who.clone(), to: None }),
                "it" => into.pieces.extend(self.object()),
                fact => match self.fact(fact) {
                    Some(piece) => {
                        into.pieces.push(piece);
                        into.told.push(fact.to_owned());
                    }
                    None => complete = false,
                },
            }
        }
        complete
    }

    /// What the record is about: its sort, and how it is called.
    fn object(&self) -> Vec<Piece> {
        let Object { kind, id } = self.object;
        let words = self.reading.audit;
        let called = id.parse().ok().and_then(|number| self.reading.named(kind, number)).map(str::to_owned);
        let name = called.unwrap_or_else(|| if kind == "setting" { (words.field)(id) } else { id.clone() });
        let sort = (words.object_kind)(kind);
        let sort = match (self.reading.locale, kind.as_str()) {
            // Whoever has a name needs no word for being a person.
            (_, "user") => String::new(),
            (Locale::En, "ticket") => format!("{sort} "),
            (Locale::En, _) => format!("the {sort} "),
            (Locale::Zh, _) => sort,
        };
        let name = Piece::Name { name, to: page_of(kind, id) };
        if sort.is_empty() { vec![name] } else { vec![Piece::Text(sort), name] }
    }

    fn fact(&self, name: &str) -> Option<Piece> {
        let value = self.facts.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))?;
        let to = sort_named_by(name).zip(value.as_i64()).and_then(|(kind, id)| page_of(kind, &id.to_string()));
        Some(Piece::Name { name: self.reading.shown(name, value), to })
    }
}

/// The page of something.
fn page_of(kind: &str, id: &str) -> Option<String> {
    id.parse::<i64>().ok()?;
    Some(match kind {
        "user" => format!("/admin/people/{id}"),
        "team" => format!("/admin/teams/{id}"),
        "role" => format!("/admin/roles/{id}"),
        "service" => format!("/admin/services/{id}"),
        "calendar" => format!("/admin/calendars/{id}"),
        "policy" => format!("/admin/policies/{id}"),
        "mail" => format!("/admin/outbox/{id}"),
        "import" => format!("/admin/imports/{id}"),
        "ticket" => format!("/tickets/{id}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::directory::Named;
    use domain::locale::Localised;

    use super::*;
    use crate::words::admin::{self, audit};
    use crate::words::ticket;

    fn told(locale: Locale, action: &str, kind: &str, id: &str, data: &str) -> (String, Vec<String>) {
        let named = |kind: &str, id, name: &str| Named { kind: kind.to_owned(), id, name: Localised::new(name, "") };
        let names =
            [named("user", 7, "Wei Zhang"), named("team", 3, "Service Desk"), named("role", 2, "Agent"), named("ticket", 9, "SR-9")];
        let (audit, ticket, admin) = match locale {
            Locale::En => (&audit::EN, &ticket::EN, &admin::EN),
            Locale::Zh => (&audit::ZH, &ticket::ZH, &admin::ZH),
        };
        let reading = Reading { locale, audit, ticket, state: admin.account_state, names: &names };
        let object = Object { kind: kind.to_owned(), id: id.to_owned() };
        let facts = serde_json::from_str(data).unwrap();
        let sentence = Teller { reading: &reading, who: "Ada Novak".to_owned(), object: &object, facts }.tell(&(audit.action)(action));
        let text = sentence.pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Name { name: text, .. } => text.as_str(),
        });
        (text.collect(), sentence.told)
    }

    #[test]
    fn a_record_reads_as_a_sentence_in_both_languages() {
        let grant = r#"{"user":7,"team":3}"#;
        let (en, facts) = told(Locale::En, "role.grant", "role", "2", grant);
        assert_eq!(
            (en.as_str(), facts),
            ("Ada Novak gave Wei Zhang the role Agent in Service Desk", vec!["user".to_owned(), "team".to_owned()])
        );
        assert_eq!(told(Locale::Zh, "role.grant", "role", "2", grant).0, "Ada Novak授予Wei Zhang角色Agent（团队：Service Desk）");
        let join = r#"{"user":7,"lead":false}"#;
        assert_eq!(told(Locale::En, "team.add_member", "team", "3", join).0, "Ada Novak added Wei Zhang to the team Service Desk");
        assert_eq!(told(Locale::Zh, "team.add_member", "team", "3", join).0, "Ada Novak将Wei Zhang加入了团队Service Desk");
        assert_eq!(told(Locale::En, "ticket.resolve", "ticket", "9", "{}").0, "Ada Novak resolved ticket SR-9");
        assert_eq!(told(Locale::En, "settings.change", "setting", "time_zone", "{}").0, "Ada Novak changed the setting time zone");
    }

    #[test]
    fn what_a_record_does_not_say_is_left_out_of_its_sentence() {
        let everywhere = r#"{"user":7,"team":null}"#;
        assert_eq!(told(Locale::En, "role.grant", "role", "2", everywhere).0, "Ada Novak gave Wei Zhang the role Agent");
        assert_eq!(told(Locale::Zh, "role.grant", "role", "2", everywhere).0, "Ada Novak授予Wei Zhang角色Agent");
        assert_eq!(told(Locale::En, "ticket.juggle", "ticket", "77", "{}").0, "Ada Novak: ticket juggle (ticket 77)", "never hidden");
    }
}
