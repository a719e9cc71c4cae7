//! The extent of a fault in numbers. What nobody has counted is absent and not zero.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    invalid::{Code, Invalid},
    word::UnknownWord,
};

/// The most of anything that can be entered: what a browser's numbers hold exactly.
const MOST: u64 = 9_007_199_254_740_991;

/// How much a fault did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// People who felt it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u64>,
    /// Requests that failed or were too slow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<u64>,
    /// What it cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// Minutes of impact as the people count who felt them; the reckoned ones are [`super::length`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u64>,
}

impl Extent {
    /// Whether anything at all was counted.
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        self.users.is_some() || self.requests.is_some() || self.money.is_some() || self.minutes.is_some()
    }
}

/// An extent as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtentDraft {
    /// A whole number, or nothing.
    pub users: String,
    /// A whole number, or nothing.
    pub requests: String,
    /// An amount such as `12500.50`, or nothing.
    pub money: String,
    /// Three letters such as `CNY`; needed where there is an amount.
    pub currency: String,
    /// A whole number, or nothing.
    pub minutes: String,
}

impl ExtentDraft {
    /// What was typed, once it is right. Spaces and commas between digits are taken for what they are.
    ///
    /// # Errors
    /// Every field that is no number, out of range, of too many decimals, or no currency.
    pub fn parse(&self) -> Result<Extent, Invalid> {
        let mut invalid = Invalid::default();
        let mut number = |field: &str, text: &str| invalid.take(field, whole(text)).flatten();
        let (users, requests, minutes) =
            (number("users", &self.users), number("requests", &self.requests), number("minutes", &self.minutes));
        let money = if self.money.trim().is_empty() { None } else { self.money(&mut invalid) };
        invalid.or(Extent { users, requests, money, minutes })
    }

    fn money(&self, invalid: &mut Invalid) -> Option<Money> {
        let currency = match self.currency.trim() {
            "" => Err(Code::Required),
            typed => typed.to_ascii_uppercase().parse().map_err(|_| Code::UnknownChoice),
        };
        let currency = invalid.take("currency", currency)?;
        invalid.take("money", Money::parse(&self.money, currency))
    }
}

fn whole(text: &str) -> Result<Option<u64>, Code> {
    let digits = plain(text);
    if digits.is_empty() {
        return Ok(None);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Code::NotANumber);
    }
    digits.parse().ok().filter(|number| *number <= MOST).map(Some).ok_or(Code::OutOfRange { min: Some(0.0), max: None })
}

/// Without what people put between digits.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\'' | '_')).collect()
}

/// A currency by its three letters of ISO 4217. Any three letters are one: new currencies need no new version of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Digits behind the point (ISO 4217, "minor unit"): mostly 2.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF"
            | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl FromStr for Currency {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| UnknownWord)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(UnknownWord) }
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownWord;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

/// An amount of money, exact to the currency's smallest unit. It is written `12500.50 CNY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// In the currency's smallest units: fen, cents, yen.
    pub minor: u64,
    /// Which currency.
    pub currency: Currency,
}

impl Money {
    /// A typed amount: digits, and behind a point no more of them than the currency has.
    ///
    /// # Errors
    /// `Required`, `NotANumber`, `TooManyDecimals`, `OutOfRange`.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Code> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Code::Required);
        }
        let (units, rest) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if units.is_empty() || !digits(units) || !digits(rest) {
            return Err(Code::NotANumber);
        }
        let decimals = usize::from(currency.decimals());
        if rest.len() > decimals {
            return Err(Code::TooManyDecimals { max: currency.decimals() });
        }
        let minor = format!("{units}{rest:0<decimals$}").parse().ok().filter(|minor| *minor <= MOST);
        minor.map(|minor| Self { minor, currency }).ok_or(Code::OutOfRange { min: Some(0.0), max: None })
    }

    /// The amount alone, as [`Money::parse`] reads it: `12500.50`.
    #[must_use]
    pub fn amount(self) -> String {
        let decimals = usize::from(self.currency.decimals());
        let digits = format!("{:0>width$}", self.minor, width = decimals + 1);
        let (units, rest) = digits.split_at(digits.len() - decimals);
        if rest.is_empty() { units.to_owned() } else { format!("{units}.{rest}") }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}
