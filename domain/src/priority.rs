//! How much it hurts and how soon it must end: impact x urgency gives the priority.

use serde::{Deserialize, Serialize};

use crate::word::words;

words! {
    /// How many people or how much of the business is touched.
    pub enum Impact { High = "high", Medium = "medium", Low = "low" }
}

words! {
    /// How soon it has to be dealt with.
    pub enum Urgency { High = "high", Medium = "medium", Low = "low" }
}

words! {
    /// The order in which tickets are worked on; `Urgent` sorts first.
    pub enum Priority { Urgent = "urgent", High = "high", Normal = "normal", Low = "low" }
}

impl Priority {
    /// As it is stored, so that an index sorts the urgent ones first: 1..=4.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Urgent => 1,
            Self::High => 2,
            Self::Normal => 3,
            Self::Low => 4,
        }
    }

    /// The priority of a stored rank; `None` outside 1..=4.
    #[must_use]
    pub const fn from_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Urgent),
            2 => Some(Self::High),
            3 => Some(Self::Normal),
            4 => Some(Self::Low),
            _ => None,
        }
    }
}

/// Which priority follows from each impact and urgency; an administrator edits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Matrix {
    /// Rows are impacts, columns are urgencies, both from high to low.
    pub rows: [[Priority; 3]; 3],
}

impl Default for Matrix {
    fn default() -> Self {
        use Priority::{High, Low, Normal, Urgent};
        Self { rows: [[Urgent, High, Normal], [High, Normal, Low], [Normal, Low, Low]] }
    }
}

impl Matrix {
    /// The priority of a ticket with this impact and urgency.
    #[must_use]
    pub const fn priority(&self, impact: Impact, urgency: Urgency) -> Priority {
        self.rows[impact as usize][urgency as usize]
    }

    /// The same matrix with one cell changed.
    #[must_use]
    pub const fn with(mut self, impact: Impact, urgency: Urgency, priority: Priority) -> Self {
        self.rows[impact as usize][urgency as usize] = priority;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_matrix_is_the_documented_one() {
        let matrix = Matrix::default();
        let cells: Vec<String> = Impact::ALL
            .iter()
            .flat_map(|impact| Urgency::ALL.iter().map(move |urgency| (*impact, *urgency)))
            .map(|(i, u)| format!("{i}/{u} {}", matrix.priority(i, u)))
            .collect();
        assert_eq!(
            cells,
            [
                "high/high urgent",
                "high/medium high",
                "high/low normal",
                "medium/high high",
                "medium/medium normal",
                "medium/low low",
                "low/high normal",
                "low/medium low",
                "low/low low"
            ]
        );
    }

    #[test]
    fn an_edited_cell_changes_nothing_else() {
        let edited = Matrix::default().with(Impact::Low, Urgency::High, Priority::Urgent);
        for &impact in Impact::ALL {
            for &urgency in Urgency::ALL {
                let expected = if (impact, urgency) == (Impact::Low, Urgency::High) {
                    Priority::Urgent
                } else {
                    Matrix::default().priority(impact, urgency)
                };
                assert_eq!(edited.priority(impact, urgency), expected);
            }
        }
    }

    #[test]
    fn ranks_sort_as_priorities_do_and_come_back() {
        for &priority in Priority::ALL {
            assert_eq!(Priority::from_rank(priority.rank()), Some(priority));
        }
        assert!(Priority::ALL.windows(2).all(|pair| pair[0] < pair[1] && pair[0].rank() < pair[1].rank()));
        assert_eq!(Priority::from_rank(0), None);
    }
}
