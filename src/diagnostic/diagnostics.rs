//! The collection of complaints that every step of reading and compiling adds to.

use std::collections::BTreeSet;

use super::{Diagnostic, Severity};

/// All complaints about a scenario so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a complaint.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all complaints of another collection.
    pub fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
    }

    /// Keeps only the complaints of which `keep` says so.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// The complaints that `others` does not have.
    #[must_use]
    pub fn without(mut self, others: &Self) -> Self {
        let key = |one: &Diagnostic| (one.spot, one.code, one.message.clone());
        let known: BTreeSet<_> = others.list.iter().map(key).collect();
        self.list.retain(|one| !known.contains(&key(one)));
        self
    }

    /// Whether a scenario with these complaints cannot run.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity == Severity::Error)
    }

    /// How many complaints of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|one| one.severity == severity).count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The complaints in the order they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The complaints by file and place (those without a place first, the worst first at one
    /// place), each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = Vec::with_capacity(self.list.len());
        sorted.extend(&self.list);
        sorted.sort_by_key(|one| (one.spot, one.severity, one.code));
        sorted.dedup();
        sorted
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
