//! The answer to a target: who reaches it for certain, who misses it and why, who is undecided.

use super::comparison_table::scale_of;
use super::document::{Part, Section};
use super::number::{self, Scale};
use super::smallest::{Smallest, smallest};
use super::{Resources, Target, Verdict};
use super::{busy, findings};
use crate::study::{Comparison, Results};

/// The answer, the reached ones first.
pub(super) fn answer(comparison: &Comparison, target: &Target, resources: &[Resources]) -> Section {
    let scale = scale_of(comparison, target.kpi());
    let stated = |results| stated(target, results, scale);
    let mut said = vec![Part::Paragraph(format!("Target: {}.", target.worded(scale)))];
    let of = |verdict| -> Vec<usize> {
        let all = comparison.results.iter().enumerate();
        all.filter(|(_, results)| target.verdict(results) == verdict).map(|(i, _)| i).collect()
    };
    let reached = of(Verdict::Reached);
    if reached.is_empty() {
        let all_miss = of(Verdict::Missed).len() == comparison.results.len();
        let certain = if all_miss { "" } else { " for certain" };
        said.push(Part::Paragraph(format!("None of the scenarios reaches it{certain}.")));
    }
    for &position in &reached {
        let results = &comparison.results[position];
        let but = locks(results);
        let name = full_name(results);
        said.push(Part::Item(format!("{name} reaches it: {}{but}", stated(results))));
    }
    for position in of(Verdict::Undecided) {
        let results = &comparison.results[position];
        let more = target
            .figure(results)
            .and_then(|figure| target.replications_to_decide(&figure.interval))
            .map(|n| format!("; about {n} replications would decide it"))
            .unwrap_or_default();
        let stated = stated(results);
        let name = full_name(results);
        said.push(Part::Item(format!("{name} is not decidable yet: {stated}{more}")));
    }
    for position in of(Verdict::Missed) {
        let results = &comparison.results[position];
        let stated = stated(results);
        said.push(Part::Item(format!(
            "{} misses it: {stated}{}",
            full_name(results),
            because(target, results)
        )));
    }
    for position in of(Verdict::Unknown) {
        let name = full_name(&comparison.results[position]);
        said.push(Part::Item(format!("{name} has no such figure")));
    }
    said.extend(told_smallest(comparison, target, resources));
    said.extend(fewest_people(comparison, &reached).map(Part::Paragraph));
    said
}

/// Who reaches the target with the fewest people, where that is fewer than the first scenario has.
fn fewest_people(comparison: &Comparison, reached: &[usize]) -> Option<String> {
    let people = |results: &Results| Some(results.plant("people")?.interval.estimate);
    let base = comparison.results.first()?;
    let with: Vec<(&Results, f64)> = reached
        .iter()
        .filter_map(|&position| {
            let results = &comparison.results[position];
            Some((results, people(results)?))
        })
        .collect();
    let least = with.iter().map(|(_, people)| *people).reduce(f64::min)?;
    let before = people(base).filter(|before| *before > least)?;
    let names = with.iter().filter(|(_, people)| *people <= least);
    let names: Vec<String> = names.map(|(results, _)| full_name(results)).collect();
    let number = |people: f64| {
        let decimals = if people.fract() == 0.0 { 0 } else { 2 };
        format!("{people:.decimals$}")
    };
    Some(format!(
        "Of those that reach it the fewest people are in {}: {}, where {} has {}.",
        findings::listed_whole(&names),
        number(least),
        full_name(base),
        number(before),
    ))
}

fn stated(target: &Target, results: &Results, scale: Scale) -> String {
    target.figure(results).map_or_else(String::new, |figure| {
        let (value, range) =
            (findings::valued_in(figure, scale), findings::in_brackets_in(figure, scale));
        format!("{value}{range}")
    })
}

/// That a plant locks in some replications, whatever its figures are.
fn locks(results: &Results) -> String {
    match results.locks() {
        0 => String::new(),
        locks => format!(
            "; it locks for ever in {locks} of {}",
            number::counted(u64::from(results.replications), "replication")
        ),
    }
}

/// Why a plant misses its target: where the work and where the waiting is, and for promises the
/// orders that lost a part.
fn because(target: &Target, results: &Results) -> String {
    let of_promises = matches!(target.kpi().id, "on_time" | "orders_late" | "all_on_time");
    let short = findings::short_orders(results).filter(|_| of_promises).map(|short| {
        format!("; {} in a run are short of parts that were scrapped", findings::valued(short))
    });
    if results.locks() > 0 {
        return locks(results) + &short.unwrap_or_default();
    }
    busy::because(results) + &short.unwrap_or_default()
}

/// The smallest of those that reach the target: no other that reaches it is contained in it.
fn told_smallest(
    comparison: &Comparison,
    target: &Target,
    resources: &[Resources],
) -> Option<Part> {
    let found = smallest(comparison, target, resources).unwrap_or_default();
    if found.is_empty() {
        return None;
    }
    let told = |found: &Smallest| {
        let name = full_name(&comparison.results[found.position]);
        format!("{name} ({})", told_changes(&found.changes))
    };
    let told: Vec<String> = found.iter().map(told).collect();
    let verb = if told.len() == 1 {
        "The smallest that reaches it is"
    } else {
        "The smallest that reach it, none of them contained in another, are"
    };
    Some(Part::Paragraph(format!(
        "{verb} {}. A plant is smaller than another if it has no more {}, and no other change that \
         the other has not.",
        findings::listed_whole(&told),
        Resources::counted(resources)
    )))
}

/// The first of the changes, each of them whole, and how many more there are.
fn told_changes(changes: &[String]) -> String {
    let Some((first, others)) = changes.split_first() else { return "nothing changed".to_owned() };
    let mut told = number::name(first, 120);
    // A name that is cut is still a name in its marks.
    if told.matches('`').count() % 2 == 1 {
        told.push('`');
    }
    for (place, change) in others.iter().enumerate() {
        if told.chars().count() + change.chars().count() > 120 {
            let left = others.len() - place;
            return format!("{told} and {left} more change{}", if left == 1 { "" } else { "s" });
        }
        told = format!("{told}, {change}");
    }
    told
}

fn full_name(results: &Results) -> String {
    number::name(&results.name, 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reaches_the_target_with_the_fewest_people_is_told() {
        let target = Target::parse("on_time >= 80 %").expect("a target");
        let mut comparison = super::super::fixture::contract();
        let said = |comparison: &Comparison| {
            super::super::document::text(&[answer(comparison, &target, &[])])
        };
        assert!(!said(&comparison).contains("fewest people"));
        for (results, people) in comparison.results.iter_mut().zip([8.0, 7.0, 6.0]) {
            let of = super::super::fixture::interval(people, 0.0);
            let kind = crate::study::EntityKind::Plant;
            results.figures.push(super::super::fixture::figure(kind, "shop", "people", of));
        }
        let text = said(&comparison);
        let fewest = "the fewest people are in Two more people: 6, where Contract has 8.";
        assert!(text.replace('\n', " ").contains(fewest), "{text}");
    }

    /// Two scenarios reach it; the cheaper one locks in 3 runs, and is not among the smallest.
    #[test]
    fn who_locks_is_told_and_is_never_the_smallest() {
        let target = Target::parse("on_time >= 60 %").expect("a target");
        let mut comparison = super::super::fixture::contract();
        let resources = [1, 2, 3].map(|count| Resources::with(&[("machines", count)]));
        let smallest = |comparison: &Comparison| {
            let found = smallest(comparison, &target, &resources).expect("it is known");
            found.iter().map(|row| row.position).collect::<Vec<usize>>()
        };
        assert_eq!(smallest(&comparison), [1]);
        let ending = crate::study::Ending::Deadlock {
            at: crate::units::Time::ZERO,
            stations: vec!["a".to_owned()],
            conveyors: Vec::new(),
            pools: Vec::new(),
        };
        for results in &mut comparison.results[..2] {
            results.endings.push((ending.clone(), 3));
        }
        assert_eq!(smallest(&comparison), [2]);
        let text = super::super::document::text(&[answer(&comparison, &target, &resources)]);
        let told: Vec<&str> = text.matches("it locks for ever in 3 of").collect();
        // One that reaches the target, and one that misses it.
        assert_eq!(told.len(), 2, "{text}");
    }

    #[test]
    fn changes_are_told_whole_or_counted() {
        let long = "x".repeat(100);
        let changes = [&long, "with `change.temps added`", "with `crew.a`"].map(str::to_owned);
        assert_eq!(told_changes(&changes), format!("{long} and 2 more changes"));
        assert_eq!(told_changes(&changes[1..]), "with `change.temps added`, with `crew.a`");
        assert_eq!(told_changes(&[]), "nothing changed");
        assert!(told_changes(&[format!("`{long}{long}`")]).ends_with("…`"));
    }
}
