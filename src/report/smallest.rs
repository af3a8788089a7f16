//! Which scenarios are the smallest that reach a target.

use super::{Resources, Target, Verdict};
use crate::study::Comparison;

/// A scenario that reaches the target, and in which no other one that does is contained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Smallest {
    /// Its position among the results.
    pub(super) position: usize,
    /// What it has more or less of than the base, and which other values differ.
    pub(super) changes: Vec<String>,
}

/// The smallest scenarios that reach the target and never lock, in the order given, none if there is none; `None`
/// where it is not known what each scenario consists of.
pub(super) fn smallest(
    comparison: &Comparison,
    target: &Target,
    resources: &[Resources],
) -> Option<Vec<Smallest>> {
    let base = resources.first()?;
    if resources.len() != comparison.results.len() {
        return None;
    }
    let reaches = |&position: &usize| {
        let results = &comparison.results[position];
        target.verdict(results) == Verdict::Reached && results.locks() == 0
    };
    let reached: Vec<usize> = (0..resources.len()).filter(reaches).collect();
    let contains_none = |position: &&usize| {
        !reached.iter().any(|other| resources[*other].is_smaller_than(&resources[**position], base))
    };
    let found = reached
        .iter()
        .filter(contains_none)
        .map(|&position| Smallest { position, changes: resources[position].changes_from(base) });
    Some(found.collect())
}
