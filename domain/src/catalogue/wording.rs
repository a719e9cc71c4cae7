//! Which services somebody may mean who writes in their own words, the likeliest first.
//!
//! Nobody knows what a service is called before having found it. So no word must be there: each counts that is found in a
//! service's name, category, description or form. Small words are left out, endings taken off, and words that mean the same to
//! people who need help are taken for the same, across languages.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Group, Offer};
use crate::search_terms::{folded, is_unparted};

mod lexicon;

use lexicon::{is_lone, is_small, same, stem};

/// What a find is worth by where it is: name, category, description, form.
const WORTH: [u32; 4] = [60, 30, 40, 20];
/// A word whose beginning was typed is worth a part of the whole one: one in this many.
const BEGUN: u32 = 2;
/// The fewest letters of a beginning when there are other words.
const BEGINNING_MIN: usize = 3;
/// The most characters of what was typed that are looked at.
const TYPED_MAX: usize = 400;
/// The most things that are looked for.
const WORDS_MAX: usize = 24;

/// Services made ready to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    offer: Offer,
    /// In the order of [`WORTH`].
    places: [Place; 4],
}

/// A text as it is looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// Words that are parted by spaces, each behind its stem.
    words: Vec<(String, String)>,
    /// The whole text, for scripts that part no words.
    text: String,
}

/// Something to look for: spellings that mean the same, the typed one first.
type Wanted = Vec<String>;

impl Wording {
    /// Makes these services ready.
    #[must_use]
    pub fn of(groups: &[Group]) -> Self {
        let entries = groups.iter().flat_map(|group| {
            group.offers.iter().map(|offer| {
                let both = |of: &crate::locale::Localised| Place::of(&format!("{}\n{}", of.en, of.zh));
                let places = [both(&offer.service.name), both(&group.name), both(&offer.description), Place::of(&offer.asks)];
                Entry { offer: offer.clone(), places }
            })
        });
        Self { entries: entries.collect() }
    }

    /// The services that `words` may mean: those with the most of them first, among those the ones with the rarest words in the
    /// most telling places. What has less than half as many of the words as the best is left out. None for no words.
    ///
    /// The order of the words does not matter, and a word of a service's name always finds it.
    #[must_use]
    pub fn meant_by(&self, words: &str) -> Vec<Offer> {
        let wanted = wanted(words);
        let is_alone = wanted.len() == 1;
        let mut finds = vec![(0_usize, 0_u32); self.entries.len()];
        for spellings in &wanted {
            let worths = self.worths(spellings, is_alone);
            let among = u32::try_from(worths.iter().filter(|worth| **worth > 0).count()).unwrap_or(u32::MAX).max(1);
            for (find, worth) in finds.iter_mut().zip(worths).filter(|(_, worth)| *worth > 0) {
                *find = (find.0 + 1, find.1 + (worth * 100 / among).max(1));
            }
        }
        let most = finds.iter().map(|find| find.0).max().unwrap_or_default();
        let mut found: Vec<_> = finds.into_iter().zip(&self.entries).filter(|(find, _)| find.0 > 0 && find.0 * 2 >= most).collect();
        // What is called by little else is more about it. Between equals the catalogue's order decides: the sort is stable.
        found.sort_by_key(|(find, entry)| (Reverse(*find), entry.places[0].text.len()));
        found.into_iter().map(|(_, entry)| entry.offer.clone()).collect()
    }

    /// What each service is worth for a word; where none has it, for the word that it is taken to be a slip of.
    fn worths(&self, spellings: &Wanted, is_alone: bool) -> Vec<u32> {
        let of = |spellings: &Wanted| self.entries.iter().map(|entry| entry.worth(spellings, is_alone)).collect::<Vec<_>>();
        let worths = of(spellings);
        if worths.iter().any(|worth| *worth > 0) {
            return worths;
        }
        spellings.first().and_then(|typed| self.meant_instead_of(typed)).map_or(worths, |meant| of(&self::spellings(meant)))
    }

    /// The known word that `typed` is nearest to: one slip away, or two when it is long. A slip is a letter too many, too few, another
    /// one, or two in the wrong order.
    fn meant_instead_of(&self, typed: &str) -> Option<String> {
        let slips = match typed.chars().count() {
            _ if has_unparted(typed) => return None,
            0..5 => return None,
            5..9 => 1,
            _ => 2,
        };
        let places = self.entries.iter().flat_map(|entry| &entry.places);
        let own = places.flat_map(|place| &place.words).map(|(_, word)| word.to_owned());
        let known = own.chain(lexicon::parted().map(str::to_owned));
        let near = known.map(|word| (strsim::osa_distance(typed, &word), word)).filter(|(away, _)| *away <= slips);
        near.min().map(|(_, word)| word)
    }

    /// The service for whatever is nothing else, if one is called so.
    #[must_use]
    pub fn anything_else(&self) -> Option<&Offer> {
        let mut offers = self.entries.iter().map(|entry| &entry.offer);
        offers.find(|offer| lexicon::is_anything_else(&folded(&offer.service.name.en), &folded(&offer.service.name.zh)))
    }
}

impl Entry {
    fn worth(&self, spellings: &[String], is_alone: bool) -> u32 {
        let found = self.places.iter().zip(WORTH).map(|(place, worth)| place.worth(spellings, is_alone, worth));
        found.max().unwrap_or_default()
    }
}

impl Place {
    fn of(text: &str) -> Self {
        let text = folded(text);
        let words: BTreeSet<_> = parts(&text).filter(|part| !has_unparted(part)).map(|word| (stem(word), word)).collect();
        Self { words: words.into_iter().map(|(stem, word)| (stem.to_owned(), word.to_owned())).collect(), text }
    }

    fn worth(&self, spellings: &[String], is_alone: bool, worth: u32) -> u32 {
        let is_there = |spelling: &String| {
            if has_unparted(spelling) { self.text.contains(spelling) } else { self.words.iter().any(|(of, _)| of == stem(spelling)) }
        };
        if spellings.iter().any(is_there) {
            return worth;
        }
        // Somebody may still be typing it.
        let Some(typed) = spellings.first().filter(|typed| is_alone || typed.chars().count() >= BEGINNING_MIN) else { return 0 };
        if self.words.iter().any(|(_, word)| word.starts_with(typed)) { worth / BEGUN } else { 0 }
    }
}

/// Whether it is of a script that parts no words.
fn has_unparted(part: &str) -> bool {
    part.chars().next().is_some_and(is_unparted)
}

/// Words, and runs of characters of scripts that part none: `连不上vpn` is two parts.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_alphanumeric());
    runs.flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let is_first = rest.chars().next().map(is_unparted)?;
            let (part, behind) = rest.split_at(rest.find(|c| is_unparted(c) != is_first).unwrap_or(rest.len()));
            rest = behind;
            Some(part)
        })
    })
}

/// What is looked for in what was typed, each thing once; everything in it, when it is nothing but small words.
fn wanted(words: &str) -> Vec<Wanted> {
    let mut rest: String = folded(words).chars().take(TYPED_MAX).collect();
    let mut pieces = Vec::new();
    // Unparted words that are known are found whole, before anything is cut into pairs.
    for word in lexicon::unparted() {
        if rest.contains(word) {
            rest = rest.replace(word, " ");
            pieces.push(word.to_owned());
        }
    }
    pieces.extend(telling(&rest));
    if pieces.is_empty() {
        pieces.extend(parts(&rest).flat_map(cut));
    }
    let mut wanted: Vec<Wanted> = pieces.into_iter().map(spellings).collect();
    wanted.sort_by(|one, other| thing(one).cmp(thing(other)).then_with(|| one.cmp(other)));
    wanted.dedup_by(|one, other| thing(one) == thing(other));
    wanted.truncate(WORDS_MAX);
    wanted
}

fn spellings(word: String) -> Wanted {
    let others = same(&word).iter().filter(|other| **other != word).map(|other| (*other).to_owned()).collect::<Vec<_>>();
    std::iter::once(word).chain(others).collect()
}

/// What names a thing however it was spelt.
fn thing(wanted: &Wanted) -> &str {
    let typed = wanted.first().map_or("", String::as_str);
    same(typed).first().copied().unwrap_or_else(|| stem(typed))
}

/// The pieces that say something.
fn telling(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for part in parts(text) {
        if !has_unparted(part) {
            pieces.extend((!is_small(part)).then(|| part.to_owned()));
            continue;
        }
        let between = part.split(|c: char| is_small(c.encode_utf8(&mut [0; 4])));
        pieces.extend(between.flat_map(cut).filter(|piece| !is_lone(piece)));
    }
    pieces
}

/// A word as it is; a run of characters that part no words as its pairs, or its only one.
fn cut(part: &str) -> Vec<String> {
    let characters: Vec<char> = part.chars().collect();
    if !has_unparted(part) || characters.len() < 2 {
        return if part.is_empty() { Vec::new() } else { vec![part.to_owned()] };
    }
    characters.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{CategoryId, ServiceId},
        locale::Localised,
        ticket::{Kind, view::ServiceRef},
    };

    fn offer(id: i64, name: (&str, &str), description: &str, asks: &str) -> Offer {
        Offer {
            service: ServiceRef { id: ServiceId(id), name: Localised::new(name.0, name.1), icon: "laptop".into() },
            description: Localised::new(description, ""),
            kind: Kind::ServiceRequest,
            asks: asks.to_owned(),
        }
    }

    fn groups() -> Vec<Group> {
        vec![
            Group {
                id: Some(CategoryId(1)),
                name: Localised::new("Workplace", "办公"),
                offers: vec![
                    offer(1, ("A new device", "新设备"), "Laptop, phone, screen", "Which size?"),
                    offer(2, ("Printing in offices", "办公室打印"), "", "Which floor?\n几楼？"),
                ],
            },
            Group {
                id: None,
                name: Localised::default(),
                offers: vec![offer(3, ("Parking space", "停车位"), "For a day", ""), offer(4, ("Something else", "其他问题"), "", "")],
            },
        ]
    }

    fn found(words: &str) -> Vec<i64> {
        Wording::of(&groups()).meant_by(words).iter().map(|offer| offer.service.id.get()).collect()
    }

    #[test]
    fn a_service_is_found_while_it_is_typed_in_either_language() {
        for (words, ids) in [("lapt", vec![1]), ("PRINT offices ", vec![2]), ("park", vec![3]), ("打印机", vec![2]), ("停车", vec![3])]
        {
            assert_eq!(found(words), ids, "{words}");
        }
    }

    #[test]
    fn a_service_is_found_by_its_category_and_by_what_its_form_asks() {
        assert_eq!(found("workplace"), [1, 2]);
        assert_eq!(found("floor"), [2]);
        assert_eq!(found("几楼"), [2]);
    }

    #[test]
    fn a_word_that_nobody_uses_hides_nothing_and_small_words_count_for_nothing() {
        assert_eq!(found("the printers in my crowded office do not work"), [2]);
        assert_eq!(found("我的打印机坏了"), [2]);
        assert_eq!(found("is"), Vec::<i64>::new());
    }

    #[test]
    fn a_slip_of_the_fingers_hides_nothing() {
        for (words, ids) in [("lpatop", vec![1]), ("Priting", vec![2]), ("parkign", vec![3]), ("computre", vec![1])] {
            assert_eq!(found(words), ids, "{words}");
        }
        assert_eq!(found("prk"), Vec::<i64>::new(), "a short word may be anything");
        assert_eq!(found("partings"), Vec::<i64>::new(), "a word that is two slips away is another word");
    }

    #[test]
    fn more_of_the_words_go_before_better_places_of_fewer() {
        assert_eq!(found("laptop parking screen"), [1, 3]);
        assert_eq!(found("teleporter"), Vec::<i64>::new());
        assert_eq!(found("  "), Vec::<i64>::new());
    }

    #[test]
    fn the_service_for_everything_else_is_known_by_its_name() {
        let wording = Wording::of(&groups());
        assert_eq!(wording.anything_else().map(|offer| offer.service.id.get()), Some(4));
        for (en, zh, is) in [("Other", "", true), ("Otherwise", "", false), ("", "其它", true), ("A new device", "新设备", false)] {
            assert_eq!(lexicon::is_anything_else(&folded(en), zh), is, "{en}{zh}");
        }
    }
}
