//! Complaints about several scenarios: each once, with the scenarios of which it is true.

use std::collections::BTreeMap;

use gemba::diagnostic::{Diagnostic, Diagnostics, Severity, listed};

use super::load::Loaded;
use super::terminal;

/// Most scenarios that are named one by one.
const MOST_NAMED: usize = 4;

/// Tells complaints as bad as `worst` or worse, those of the same scenarios together; `names` are those of
/// the scenarios.
pub(super) fn complain(all: &[Loaded], names: &[String], worst: Severity) {
    for (of, complaints) in grouped(all, worst) {
        let mut shown = Diagnostics::default();
        for complaint in complaints {
            shown.push(complaint.clone());
        }
        terminal::complain(&format!("{}:\n", whose(&of, names)));
        if let Some(loaded) = of.first().and_then(|&first| all.get(first)) {
            loaded.show(&shown);
        }
    }
}

/// Complaints by the scenarios that have them, in the order in which they are met.
fn grouped(all: &[Loaded], worst: Severity) -> Vec<(Vec<usize>, Vec<&Diagnostic>)> {
    // Two are the same if they read the same: with the same place, and the same line there.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut met: Vec<(Vec<usize>, &Diagnostic)> = Vec::new();
    for (scenario, loaded) in all.iter().enumerate() {
        let complaints = loaded.reading.diagnostics.sorted().into_iter();
        for complaint in complaints.filter(|complaint| complaint.severity <= worst) {
            let mut alone = Diagnostics::default();
            alone.push(complaint.clone());
            let text = alone.plain(&loaded.reading.sources);
            let place = *places.entry(text).or_insert_with(|| {
                met.push((Vec::new(), complaint));
                met.len() - 1
            });
            if met[place].0.last() != Some(&scenario) {
                met[place].0.push(scenario);
            }
        }
    }
    let mut groups: Vec<(Vec<usize>, Vec<&Diagnostic>)> = Vec::new();
    for (of, complaint) in met {
        match groups.iter_mut().find(|(others, _)| *others == of) {
            Some((_, complaints)) => complaints.push(complaint),
            None => groups.push((of, vec![complaint])),
        }
    }
    groups
}

/// The scenarios in words.
fn whose(of: &[usize], names: &[String]) -> String {
    let named = |which: &[usize]| listed(which.iter().map(|&place| names[place].as_str()));
    let others: Vec<usize> = (0..names.len()).filter(|place| !of.contains(place)).collect();
    if others.is_empty() {
        "In all scenarios".to_owned()
    } else if of.len() > MOST_NAMED && others.len() <= MOST_NAMED {
        format!("In all scenarios but {}", named(&others))
    } else if of.len() > MOST_NAMED {
        let rest = of.len() - MOST_NAMED;
        format!("In {} and {rest} more", named(&of[..MOST_NAMED]))
    } else {
        format!("In {}", named(of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_scenarios_are_named_and_many_are_told_by_the_others() {
        let names: Vec<String> = ('a'..='j').map(String::from).collect();
        let of = |places: &[usize]| whose(places, &names);
        assert_eq!(of(&[0]), "In `a`");
        assert_eq!(of(&[1, 3]), "In `b`, `d`");
        assert_eq!(of(&[0, 1, 2, 3, 4]), "In `a`, `b`, `c`, `d` and 1 more");
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6, 7, 9]), "In all scenarios but `i`");
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), "In all scenarios");
    }
}
