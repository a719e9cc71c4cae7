//! The request forms of the demo company. Between them they use every kind of field, and conditions.

mod accounts;
mod devices;
mod money;
mod network;
mod selling;

use domain::form::{ChoiceOption, Condition, Field, FieldKind, Form, Localised};

fn field(key: &str, en: &str, zh: &str, kind: FieldKind) -> Field {
    Field { key: key.to_owned(), label: Localised::new(en, zh), help: Localised::default(), kind, required: false, when: None }
}

fn line(key: &str, en: &str, zh: &str) -> Field {
    field(key, en, zh, FieldKind::Text { max: 120 })
}

fn number(key: &str, en: &str, zh: &str, unit: (&str, &str), range: (f64, f64), decimals: u8) -> Field {
    let kind = FieldKind::Number { unit: Localised::new(unit.0, unit.1), min: Some(range.0), max: Some(range.1), decimals };
    field(key, en, zh, kind)
}

fn options(of: &[(&str, &str, &str)]) -> Vec<ChoiceOption> {
    of.iter().map(|(key, en, zh)| ChoiceOption { key: (*key).to_owned(), label: Localised::new(*en, *zh) }).collect()
}

fn choice(key: &str, en: &str, zh: &str, of: &[(&str, &str, &str)]) -> Field {
    field(key, en, zh, FieldKind::Choice { options: options(of) })
}

fn choices(key: &str, en: &str, zh: &str, of: &[(&str, &str, &str)]) -> Field {
    field(key, en, zh, FieldKind::Choices { options: options(of) })
}

/// What completes a field, in the order in which one would say it.
trait Say {
    fn must(self) -> Self;
    fn help(self, en: &str, zh: &str) -> Self;
    fn when(self, field: &str, equals: &str) -> Self;
}

impl Say for Field {
    fn must(self) -> Self {
        Self { required: true, ..self }
    }

    fn help(self, en: &str, zh: &str) -> Self {
        Self { help: Localised::new(en, zh), ..self }
    }

    fn when(self, field: &str, equals: &str) -> Self {
        Self { when: Some(Condition { field: field.to_owned(), equals: equals.to_owned() }), ..self }
    }
}

/// How much something holds its requester up: the same question wherever it is asked.
fn hold_up() -> Field {
    choice(
        "hold_up",
        "How does it hold you up?",
        "对工作有多大影响？",
        &[
            ("stopped", "Several people cannot work", "多人无法工作"),
            ("slower", "I can work, but slower", "可以工作，但变慢了"),
            ("can_wait", "It can wait", "可以等"),
        ],
    )
    .must()
}

/// The form of the service with this key; services without one ask for title and description alone.
#[must_use]
pub fn form(service: &str) -> Form {
    let fields = match service {
        "warehouse" => devices::warehouse(),
        "device" => devices::device(),
        "device-trouble" => devices::device_trouble(),
        "office-printer" => devices::office_printer(),
        "loan" => devices::loan(),
        "sign-in" => accounts::sign_in(),
        "access" => accounts::access(),
        "starter" => accounts::starter(),
        "leaver" => accounts::leaver(),
        "phone" => accounts::phone(),
        "vpn" => network::vpn(),
        "network" => network::network(),
        "rooms" => network::rooms(),
        "shop" => selling::shop(),
        "payments" => selling::payments(),
        "orders" => selling::orders(),
        "prices" => selling::prices(),
        "invoices" => money::invoices(),
        "records" => money::records(),
        "reports" => money::reports(),
        _ => Vec::new(),
    };
    Form { fields }
}
