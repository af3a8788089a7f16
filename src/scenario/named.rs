//! Things by name, in natural order whatever the order they were written in.

use super::Written;
use crate::diagnostic::Spot;
use crate::units::natural_order;

/// Things by name: `[station.<name>]`, or names and numbers such as `{ machinist = 1 }`.
///
/// Shape: one entry per name, in natural order (`press_2` before `press_10`).
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T> {
    entries: Vec<(Written<String>, T)>,
}

impl<T> Named<T> {
    /// Sorts entries whose names are all different.
    pub(super) fn new(mut entries: Vec<(Written<String>, T)>) -> Self {
        entries.sort_by(|(one, _), (other, _)| natural_order(&one.value, &other.value));
        Self { entries }
    }

    /// The thing called `name`.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.named(name).map(|(_, thing)| thing)
    }

    /// The name `name` as it is given, and the thing that is called so.
    pub fn named(&self, name: &str) -> Option<(&Written<String>, &T)> {
        let position =
            self.entries.binary_search_by(|(entry, _)| natural_order(&entry.value, name)).ok()?;
        let (name, thing) = &self.entries[position];
        Some((name, thing))
    }

    /// Where the name `name` is given.
    pub fn spot(&self, name: &str) -> Option<Spot> {
        self.named(name).map(|(name, _)| name.spot)
    }

    /// Names (with the places where they are given) and things, in natural order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Written<String>, &T)> {
        self.entries.iter().map(|(name, thing)| (name, thing))
    }

    /// The names in natural order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.value.as_str())
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T> Named<Option<T>> {
    /// The same names, if nothing is missing.
    pub(super) fn complete(self) -> Option<Named<T>> {
        let entry = |(name, thing): (Written<String>, Option<T>)| Some((name, thing?));
        let entries = self.entries.into_iter().map(entry).collect::<Option<Vec<_>>>()?;
        Some(Named { entries })
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}
