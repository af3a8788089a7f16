//! What the steps of a route are called, for those that name them in `next`.

use std::collections::BTreeMap;

use super::Item;
use crate::diagnostic::{Diagnostic, code, meant};
use crate::ids::{Id, StepId};
use crate::model::Target;
use crate::scenario::Written;

/// The word for leaving the plant.
const OUT: &str = "out";

/// The positions of steps in their route, by name and by station.
pub(super) struct StepNames<'a> {
    items: &'a [Item<'a>],
    named: BTreeMap<&'a str, Vec<usize>>,
    visiting: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> StepNames<'a> {
    pub(super) fn of(items: &'a [Item<'a>]) -> Self {
        let mut names = Self { items, named: BTreeMap::new(), visiting: BTreeMap::new() };
        for (position, item) in items.iter().enumerate() {
            if let Some(name) = item.name {
                names.named.entry(&name.value).or_default().push(position);
            }
            for station in item.stations {
                names.visiting.entry(&station.value).or_default().push(position);
            }
        }
        names
    }

    /// The step that a name in `next` means: the step of that name, else the only one at that
    /// station. `first` is the position of the first step of the route.
    pub(super) fn resolve(
        &self,
        first: usize,
        name: &Written<String>,
        who: &str,
    ) -> Result<Target, Diagnostic> {
        let word = name.value.as_str();
        let step = |position: usize| Ok(Target::Step(StepId::at(first + position)));
        let named = self.named.get(word).map_or(&[][..], Vec::as_slice);
        let visiting = self.visiting.get(word).map_or(&[][..], Vec::as_slice);
        match (named, visiting) {
            (&[only], _) | (&[], &[only]) => step(only),
            (&[], &[]) if word == OUT => Ok(Target::Out),
            (&[], &[]) => {
                let titles = self.items.iter().map(Item::title).chain([OUT]);
                let hint = meant(word, titles, "its steps are");
                let message = format!("{who} goes on to `{word}`, which is no step of its route");
                Err(Diagnostic::error(code::ROUTE, message).at(name.spot).hint(hint))
            }
            (&[], several) => {
                let count = several.len();
                let message = format!("{who} goes on to `{word}`, where it has {count} steps");
                let hint = "give the step meant a `name`, and write that name in `next`";
                Err(Diagnostic::error(code::ROUTE, message).at(name.spot).hint(hint))
            }
            (several, _) => {
                let count = several.len();
                let message = format!("{who} has {count} steps of the name `{word}`");
                Err(Diagnostic::error(code::ROUTE, message).at(name.spot))
            }
        }
    }
}
