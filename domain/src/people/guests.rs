//! Several people as they are typed or pasted: one a line, with name and address.

use super::{Email, PersonName};
use crate::invalid::{Code, Invalid};

/// The most people of one list.
pub const GUESTS_MAX: usize = 500;

/// How many wrong lines are told of at once: a list that is something else has thousands of them.
const WRONG_MAX: usize = 20;

/// Somebody of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The line that they stand on, from 1.
    pub line: usize,
    /// Their name; that of their address, where none stands beside it.
    pub name: PersonName,
    /// Their address.
    pub email: Email,
}

/// Reads a list: `Ada King, ada@example.org`, `ada@example.org; Ada King`, a row of a spreadsheet, `Ada King <ada@example.org>` or an
/// address alone. Lines without anything on them are passed over.
///
/// # Errors
/// At `field`: `Required` for an empty list, `TooMany` for more than [`GUESTS_MAX`] people, and what is wrong with each line (of the first
/// twenty that are), among it
/// `AlreadyTaken` for an address that stands there before.
pub fn guests(field: &str, text: &str) -> Result<Vec<Guest>, Invalid> {
    let mut invalid = Invalid::default();
    let mut guests: Vec<Guest> = Vec::new();
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    for (line, typed) in lines {
        match guest(line, typed) {
            Ok(guest) if guests.iter().any(|known| known.email == guest.email) => invalid.add(field, Code::AlreadyTaken.on_line(line)),
            Ok(guest) => guests.push(guest),
            Err(code) => invalid.add(field, code.on_line(line)),
        }
        if guests.len() > GUESTS_MAX {
            return Err(Invalid::one(field, Code::TooMany { max: GUESTS_MAX }));
        }
        if invalid.fields.len() == WRONG_MAX {
            break;
        }
    }
    if guests.is_empty() && invalid.is_empty() {
        invalid.add(field, Code::Required);
    }
    invalid.or(guests)
}

fn guest(line: usize, typed: &str) -> Result<Guest, Code> {
    let parts = || typed.split([',', ';', '\t', '<', '>']).map(|part| part.trim().trim_matches('"').trim()).filter(|part| !part.is_empty());
    let address = parts().find(|part| part.contains('@')).ok_or(Code::NotAnEmail)?;
    let email = Email::parse(address)?;
    let name = parts().filter(|part| !part.contains('@')).collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { named_by(address) } else { name };
    Ok(Guest { line, name: PersonName::parse(&name)?, email })
}

/// What an address calls its owner: `ada.king@example.org` is Ada King.
fn named_by(address: &str) -> String {
    let local = address.split('@').next().unwrap_or_default();
    let words = local.split(['.', '_', '-', '+']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String, String)> {
        guests("people", text).unwrap().into_iter().map(|guest| (guest.line, guest.name.to_string(), guest.email.to_string())).collect()
    }

    #[test]
    fn a_line_is_read_however_it_was_copied() {
        for line in [
            "Ada King, ada@example.org",
            "Ada King <ada@example.org>",
            "ada@example.org; Ada King",
            "\"Ada King\"\tada@example.org\t",
            "King,Ada".replace("King,Ada", "Ada,King,ada@example.org").as_str(),
        ] {
            assert_eq!(read(line), [(1, "Ada King".to_owned(), "ada@example.org".to_owned())], "{line}");
        }
        assert_eq!(read("\r\n\nwei.zhang@example.org\r\n"), [(3, "Wei Zhang".to_owned(), "wei.zhang@example.org".to_owned())]);
    }

    #[test]
    fn every_wrong_line_is_told_at_once() {
        let wrong = guests("people", "Name, E-mail\nAda, ada@example.org\nAda again, ADA@example.org\nBo, bo@").unwrap_err();
        let told: Vec<Code> = wrong.fields.into_iter().map(|error| error.code).collect();
        assert_eq!(told, [Code::NotAnEmail.on_line(1), Code::AlreadyTaken.on_line(3), Code::NotAnEmail.on_line(4)]);
    }

    #[test]
    fn nobody_and_too_many_are_refused() {
        assert_eq!(guests("people", " \n ").unwrap_err().of("people"), Some(&Code::Required));
        assert_eq!(guests("people", &"nobody\n".repeat(9_999)).unwrap_err().fields.len(), WRONG_MAX);
        let many: String = (0..=GUESTS_MAX).map(|n| format!("p{n}@example.org\n")).collect();
        assert_eq!(guests("people", &many).unwrap_err().of("people"), Some(&Code::TooMany { max: GUESTS_MAX }));
    }
}
