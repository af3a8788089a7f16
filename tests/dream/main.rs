//! Plants of another simulator: the models of ManPy (project DREAM), written as scenarios and run by
//! our engine.
//!
//! They are not part of gemba: where their folder is not beside that of gemba, the test says so and
//! passes. Every model is met in all its figures, or has figures that must be others by a choice of
//! ours that is said, or needs something that the language cannot say.
//! `cargo test --test dream -- --nocapture` shows the table.

#![expect(clippy::doc_markdown, reason = "ManPy is a name")]

#[path = "../support/mod.rs"]
mod support;

mod bom;
mod differences;
mod flow;
mod hours;
mod manpy;
mod missing;
mod people;
mod scenario;
mod steps;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};

use differences::{DIFFERENCES, Difference, MANPYS, OURS, Ours};
use manpy::Manpy;
use missing::missing;
use scenario::scenario;
use steps::step_by_step;
use watch::{Figures, measure};

/// What came of a model, and why in words.
enum Outcome {
    Met,
    Differs(&'static str),
    Missing(&'static str),
}

/// What is said where the models are not.
const ABSENT: &str = "the models of ManPy are not here: nothing is compared";

/// The folder of the models, if it is there.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dream_models");
    folder.is_dir().then_some(folder)
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("the folder can be read");
    let files = files.map(|file| file.expect("an entry").file_name().into_string());
    let names = files.map(|name| name.expect("a name in letters"));
    let models = names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()));
    let mut models: Vec<String> = models.filter(|name| !name.ends_with(".result")).collect();
    models.sort();
    models
}

/// Figures are ratios of whole numbers of ticks, ManPy's sums of floats: they agree to rounding.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other.abs().max(1.0)
}

/// The figures of `found` that are others than `right` says, or not there.
fn wrong(found: &Figures, right: &Figures) -> Vec<String> {
    let found_of = |name: &str| found.get(name).copied().unwrap_or(f64::NAN);
    let others = right.iter().filter(|(name, value)| !is_same(found_of(name), **value));
    others.map(|(name, value)| format!("{name}: {}, right is {value}", found_of(name))).collect()
}

/// What our figures must be: ManPy's, but for the differences.
///
/// # Panics
/// If parts do not stay longer by what they may.
fn expected(model: &Manpy, difference: Option<&Difference>, found: &Figures) -> Figures {
    let mut expected = model.results.clone();
    match difference.map(|difference| &difference.ours) {
        Some(Ours::ByHand(figures)) => {
            expected.extend(figures.iter().map(|&(name, value)| (name.to_owned(), value)));
        }
        Some(Ours::StepByStep(..)) => {
            let counted = step_by_step(model, OURS);
            expected
                .extend(counted.into_iter().filter(|(name, _)| model.results.contains_key(name)));
        }
        Some(Ours::SomeEarlier(by)) => {
            let stay = "E1.lifespan";
            let more = (found[stay] - expected[stay]) * expected["E1.throughput"] / by;
            assert!((more - more.round()).abs() < 1e-6, "{more} parts came earlier");
            assert!(more > 0.0 && more <= expected["E1.throughput"], "{more} parts came earlier");
            expected.insert(stay.to_owned(), found[stay]);
        }
        None => {}
    }
    expected
}

/// What is wrong with the count step by step under ManPy's own choices.
fn unexplained(model: &Manpy, difference: &Difference) -> Vec<String> {
    let Ours::StepByStep(choices, left_over) = difference.ours else { return Vec::new() };
    let counted = step_by_step(model, choices);
    let mut right = model.results.clone();
    right.retain(|name, _| counted.contains_key(name) && !left_over.contains(&name.as_str()));
    wrong(&counted, &right)
}

/// What came of a model.
///
/// # Panics
/// If a figure is not what it must be.
fn outcome(folder: &Path, name: &str) -> Outcome {
    let model = Manpy::read(folder, name);
    let difference = DIFFERENCES.iter().find(|difference| difference.models.contains(&name));
    if let Some(what) = missing(&model) {
        assert!(difference.is_none(), "{name} cannot be said, and yet has figures");
        return Outcome::Missing(what);
    }
    let found = measure(&model, &scenario(&model));
    let none = Vec::<String>::new();
    assert_eq!(wrong(&found, &expected(&model, difference, &found)), none, "{name}");
    let Some(difference) = difference else { return Outcome::Met };
    assert_ne!(wrong(&found, &model.results), none, "{name} is met and need not be excused");
    assert_eq!(unexplained(&model, difference), none, "{name}, with the choices of ManPy");
    Outcome::Differs(difference.why)
}

#[test]
fn models_of_manpy_are_met_or_differ_by_what_is_said() {
    let Some(folder) = folder() else { return println!("{ABSENT}") };
    let (mut met, mut differ, mut missing) = (0, 0, 0);
    for name in names(&folder) {
        let (count, verdict, why) = match outcome(&folder, &name) {
            Outcome::Met => (&mut met, "met exactly", ""),
            Outcome::Differs(why) => (&mut differ, "differs as stated", why),
            Outcome::Missing(what) => (&mut missing, "not expressible yet", what),
        };
        *count += 1;
        println!("{name:32} {verdict:20} {why}");
    }
    println!("{met} met exactly, {differ} differ as stated, {missing} not expressible yet");
    assert!(met >= 77, "what was met is met: {met}");
}

/// What is said of `DeliverOnInterruptionTopology01`: ManPy lets parts leave in some of the failures.
#[test]
fn manpy_lets_some_parts_leave_a_failed_machine() {
    let Some(folder) = folder() else { return println!("{ABSENT}") };
    let model = Manpy::read(&folder, "DeliverOnInterruptionTopology01");
    let throughput = |leaves_failed| {
        let choices = steps::Choices { leaves_failed, ..MANPYS };
        step_by_step(&model, choices)["E1.throughput"]
    };
    let (never, always) = (throughput(false), throughput(true));
    assert!(is_same(never, 732.0) && is_same(always, 752.0), "{never} and {always}");
    assert!(is_same(model.results["E1.throughput"], 745.0));
}
