//! `deadlock`: what happens when parts wait for each other's room in a circle.

use crate::scenario;

/// `control.deadlock`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deadlock {
    /// They stand, and it is told (`"error"`).
    #[default]
    Error,
    /// They change places (`"swap"`).
    Swap,
}

impl Deadlock {
    /// Whether it is what happens where nothing is written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<scenario::Deadlock> for Deadlock {
    fn from(word: scenario::Deadlock) -> Self {
        match word {
            scenario::Deadlock::Error => Self::Error,
            scenario::Deadlock::Swap => Self::Swap,
        }
    }
}
