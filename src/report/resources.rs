//! What a plant has to work with: machines at each station, people in each crew.

use indexmap::IndexMap;

use crate::model::Model;

/// Machines and people of a plant, to tell which of two plants is the smaller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resources {
    /// What it is and how many, in the order of the model.
    counts: IndexMap<String, usize>,
}

impl Resources {
    /// The machines and people of a model.
    pub fn of(model: &Model) -> Self {
        let machines = model.stations.iter();
        let machines = machines
            .map(|station| (format!("machines at {}", station.name), station.machines.len()));
        let people = model.crews.iter();
        let people = people.map(|crew| (format!("people in {}", crew.name), crew.operators.len()));
        Self { counts: machines.chain(people).collect() }
    }

    /// Machines or people of one kind; none where the plant does not know it.
    fn count(&self, what: &str) -> usize {
        self.counts.get(what).copied().unwrap_or(0)
    }

    /// Whether this plant has no more of anything than `other`, and less of something.
    pub(super) fn is_smaller_than(&self, other: &Self) -> bool {
        let no_more = self.counts.iter().all(|(what, count)| *count <= other.count(what));
        no_more && other.counts.iter().any(|(what, count)| self.count(what) < *count)
    }

    /// What this plant has more or less of than `base`: `machines at test1 1 → 2`.
    pub(super) fn changes_from(&self, base: &Self) -> Vec<String> {
        let gone = base.counts.keys().filter(|what| !self.counts.contains_key(*what));
        self.counts
            .keys()
            .chain(gone)
            .filter(|what| self.count(what) != base.count(what))
            .map(|what| format!("{what} {} → {}", base.count(what), self.count(what)))
            .collect()
    }
}

#[cfg(test)]
impl Resources {
    pub(super) fn with(counts: &[(&str, usize)]) -> Self {
        Self { counts: counts.iter().map(|&(what, count)| (what.to_owned(), count)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_means_less_of_something_and_more_of_nothing() {
        let base = Resources::with(&[("machines at saw", 1), ("people in fitters", 3)]);
        let machine = Resources::with(&[("machines at saw", 2), ("people in fitters", 3)]);
        let person = Resources::with(&[("machines at saw", 1), ("people in fitters", 4)]);
        assert!(base.is_smaller_than(&machine) && !machine.is_smaller_than(&base));
        assert!(!machine.is_smaller_than(&person) && !person.is_smaller_than(&machine));
        assert!(!base.is_smaller_than(&base));
        assert_eq!(machine.changes_from(&base), ["machines at saw 1 → 2"]);
    }
}
