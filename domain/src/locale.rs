//! The languages of the screens, and texts that people write in both.

use serde::{Deserialize, Serialize};

use crate::word::words;

words! {
    /// A language that every screen is complete in.
    #[derive(Default)]
    pub enum Locale {
        /// English.
        #[default]
        En = "en",
        /// Simplified Chinese.
        Zh = "zh-CN",
    }
}

impl Locale {
    /// The language that a reader of this one switches to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }

    /// The reader's language by an `Accept-Language` header (RFC 9110, 12.5.4):
    /// of the languages we have, the one with the highest weight, the first of
    /// equals. English when none is wanted.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::En, 0_u32);
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if let Some(locale) = Self::of_tag(tag)
                && weight > best.1
            {
                best = (locale, weight);
            }
        }
        best.0
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::Zh)
        } else if primary.eq_ignore_ascii_case("en") || primary == "*" {
            Some(Self::En)
        } else {
            None
        }
    }
}

fn thousandths(weight: &str) -> u32 {
    let weight: f32 = weight.trim().parse().unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; NaN becomes 0")]
    let thousandths = (weight.clamp(0.0, 1.0) * 1000.0) as u32;
    thousandths
}

/// A text that its author gave in one language or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Localised {
    /// The English text; empty when there is none.
    #[serde(default)]
    pub en: String,
    /// The Chinese text; empty when there is none.
    #[serde(default)]
    pub zh: String,
}

impl Localised {
    /// A text in both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The text for a reader of `locale`: the other language's rather than nothing.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        let (wanted, other) = match locale {
            Locale::En => (&self.en, &self.zh),
            Locale::Zh => (&self.zh, &self.en),
        };
        if wanted.trim().is_empty() { other } else { wanted }
    }

    /// Whether neither language says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.trim().is_empty() && self.zh.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_language_with_the_highest_weight() {
        for (header, locale) in [
            ("", Locale::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Locale::Zh),
            ("en-GB,en;q=0.9,zh;q=0.8", Locale::En),
            ("de, zh-Hant;q=0.5, en;q=0.4", Locale::Zh),
            ("de-DE", Locale::En),
            ("zh;q=0, en;q=0.1", Locale::En),
            ("ZH", Locale::Zh),
            ("zh;q=NaN,;;q=,=", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), locale, "{header}");
        }
    }

    #[test]
    fn a_missing_translation_falls_back_to_the_other_language() {
        let only_english = Localised::new("Laptop", " ");
        assert_eq!(only_english.get(Locale::Zh), "Laptop");
        assert_eq!(Localised::new("", "笔记本").get(Locale::En), "笔记本");
        assert_eq!(Localised::new("Laptop", "笔记本").get(Locale::Zh), "笔记本");
        assert!(Localised::new(" ", "").is_empty());
    }
}
