//! What differs between two tickets of one sort.

use std::collections::HashMap;

use super::dice::Dice;

const SITES: &[&str] = &["Warehouse Leipzig", "Warehouse Rotterdam", "the Hamburg office", "the Shanghai office"];
const ROOMS: &[&str] = &["Elbe", "Weser", "Kestrel", "Falcon", "Maas", "Huangpu", "Oder", "Alster"];
const APPS: &[&str] = &["the ERP", "the returns dashboard", "the shift planner", "the invoice workflow", "the expense app"];
const PRODUCTS: &[&str] = &[
    "oat biscuits",
    "smoked tofu",
    "apple rings",
    "pea soup",
    "rye crackers",
    "plum jam",
    "cold brew",
    "goat cheese",
    "lentil salad",
    "ginger tea",
    "rice noodles",
    "pumpkin seeds",
];
const PRODUCTS_ZH: &[&str] = &["燕麦饼干", "米粉", "姜茶", "南瓜子", "豌豆汤"];
const CUSTOMERS: &[&str] = &["C-20417", "C-18820", "C-31055", "C-27761", "C-11209", "C-40098", "C-35512"];
const COUNTRIES: &[&str] = &["Denmark", "France", "Italy", "Poland", "Spain", "Vietnam", "Austria"];
const COUNTRIES_ZH: &[&str] = &["德国", "越南", "泰国", "日本", "荷兰"];
const NEWCOMERS: &[&str] = &["Alva", "Benno", "Carla", "Deniz", "Esra", "Finn", "Gesa", "Hugo", "Ida", "Jaro"];

/// The values of one ticket's slots: each is drawn when it is first needed, and stays.
#[derive(Debug, Default)]
pub struct Slots {
    drawn: HashMap<String, String>,
}

impl Slots {
    /// Sets a slot before it is drawn.
    pub fn set(&mut self, slot: &str, value: &str) {
        self.drawn.insert(slot.to_owned(), value.to_owned());
    }

    /// The text with everything in `{}` filled in.
    pub fn fill(&mut self, text: &str, dice: &mut Dice) -> String {
        let mut filled = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((slot, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(&self.value(slot, dice));
            rest = behind;
        }
        filled.push_str(rest);
        if text.starts_with('{') { capitalised(filled) } else { filled }
    }

    fn value(&mut self, slot: &str, dice: &mut Dice) -> String {
        if let Some(value) = self.drawn.get(slot) {
            return value.clone();
        }
        let value = draw(slot, dice);
        self.drawn.insert(slot.to_owned(), value.clone());
        value
    }
}

/// What begins with a slot that is written small within a sentence.
fn capitalised(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}

fn draw(slot: &str, dice: &mut Dice) -> String {
    let one_of = |of: &[&str], dice: &mut Dice| (*dice.pick(of)).to_owned();
    match slot {
        "label" => format!("WH-{:04}", dice.number(12, 420)),
        "laptop" => format!("LT-{:04}", dice.number(101, 890)),
        "printer" => format!("P-{}{:02}", dice.number(1, 4), dice.number(1, 18)),
        "order" => format!("{}", dice.number(410_000, 989_999)),
        "invoice" => format!("{}", dice.number(20_100, 98_900)),
        "dock" => format!("{}", dice.number(1, 9)),
        "floor" => format!("{}", dice.number(1, 5)),
        "n" => format!("{}", dice.number(2, 9)),
        "min" => format!("{}", dice.number(2, 9) * 5),
        "amount" => format!("{}", dice.number(4, 98) * 50),
        "socket" => format!("{}-{:02}", dice.pick(&["A", "B", "C"]), dice.number(1, 48)),
        "site" => one_of(SITES, dice),
        "room" => one_of(ROOMS, dice),
        "app" => one_of(APPS, dice),
        "product" => one_of(PRODUCTS, dice),
        "product_zh" => one_of(PRODUCTS_ZH, dice),
        "customer" => one_of(CUSTOMERS, dice),
        "country" => one_of(COUNTRIES, dice),
        "country_zh" => one_of(COUNTRIES_ZH, dice),
        "newcomer" => one_of(NEWCOMERS, dice),
        // A word that nobody gave a meaning is seen at once, also by the test.
        unknown => format!("{{{unknown}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::stories;

    #[test]
    fn a_slot_stays_the_same_within_a_ticket() {
        let (mut slots, mut dice) = (Slots::default(), Dice::new(1));
        let twice = slots.fill("{order} and {order}", &mut dice);
        let (first, second) = twice.split_once(" and ").unwrap();
        assert_eq!(first, second);
    }

    #[test]
    fn every_slot_of_every_story_has_values() {
        let (mut slots, mut dice) = (Slots::default(), Dice::new(1));
        slots.set("colleague", "Priya");
        for story in stories::all() {
            let answers = story.answers.iter().map(|(_, answer)| *answer);
            let asks = story.asks.iter().flat_map(|(question, answer)| [*question, *answer]);
            for text in [story.title, story.text, story.fix].into_iter().chain(answers).chain(asks).chain(story.notes.iter().copied()) {
                assert!(!slots.fill(text, &mut dice).contains(['{', '}']), "{text}");
            }
        }
    }
}
