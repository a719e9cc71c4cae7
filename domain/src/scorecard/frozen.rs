//! A closed period's card, with everything that it was made of.

use serde::{Deserialize, Serialize};

use super::{Card, Readings, Scheme};

/// A card that does not change any more. Its JSON is what is kept, and comes back bit by bit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    scheme: Scheme,
    /// As pairs: JSON has no other keys than texts.
    readings: Vec<(super::Measure, super::Reading)>,
    card: Card,
}

impl Frozen {
    /// Makes the card, and keeps what it was made of. Of the readings it keeps those that the scheme names.
    #[must_use]
    pub fn of(scheme: Scheme, readings: &Readings) -> Self {
        let card = Card::of(&scheme, readings);
        let readings = card.lines.iter().map(|line| (line.measure.clone(), line.reading.clone())).collect();
        Self { scheme, readings, card }
    }

    /// The card as it was made when the period closed.
    #[must_use]
    pub const fn card(&self) -> &Card {
        &self.card
    }

    /// The scheme of that time.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The card made again of what was kept.
    #[must_use]
    pub fn recomputed(&self) -> Card {
        Card::of(&self.scheme, &self.readings.iter().cloned().collect())
    }

    /// Whether what was kept still comes to the card that was kept, to the last bit.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.recomputed() == self.card
    }
}
