//! The scenarios of the project compile, and their patches say what their names say.

use crate::diagnostic::Severity;
use crate::model::{Model, compile};
use crate::scenario::{Memory, read};
use crate::units::Span;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        Memory::default()$(.with($name, include_str!(concat!("../../../scenarios/", $name))))+
    };
}

/// The model of a scenario, which must raise neither errors nor warnings.
fn model(name: &str) -> Model {
    let files = files![
        "small.toml",
        "pump-housings.toml",
        "test-and-repair.toml",
        "contract/contract.toml",
        "contract/plus-test1.toml",
        "contract/plus-test3.toml",
        "contract/plus-repair.toml",
        "contract/plus-test1-test3.toml",
        "contract/plus-test1-repair.toml",
        "contract/plus-test3-repair.toml",
        "contract/plus-test1-test3-repair.toml",
    ];
    let reading = read(&files, name);
    let mut said = reading.diagnostics;
    let model = reading.scenario.and_then(|scenario| compile(&scenario, &mut said));
    let text = said.plain(&reading.sources);
    assert_eq!(said.count(Severity::Error) + said.count(Severity::Warning), 0, "{text}");
    model.expect("there is no error")
}

fn machines(model: &Model, station: &str) -> usize {
    let row = model.stations.iter().find(|row| row.name == station).unwrap();
    row.machines.len()
}

#[test]
fn every_subset_of_the_three_purchases_is_a_patch_of_the_contract() {
    for (patch, expected) in [
        ("contract", [1, 1, 3]),
        ("plus-test1", [2, 1, 3]),
        ("plus-test3", [1, 2, 3]),
        ("plus-repair", [1, 1, 4]),
        ("plus-test1-test3", [2, 2, 3]),
        ("plus-test1-repair", [2, 1, 4]),
        ("plus-test3-repair", [1, 2, 4]),
        ("plus-test1-test3-repair", [2, 2, 4]),
    ] {
        let model = model(&format!("contract/{patch}.toml"));
        let found = ["test1", "test3", "repair"].map(|station| machines(&model, station));
        assert_eq!(found, expected, "{patch}");
        // 60/3.3 minutes, to the microsecond.
        let every = Span::round(model.demands.iter().next().unwrap().every.mean());
        assert_eq!(every, Span::from_ticks(1_090_909_091), "{patch}");
    }
}

/// Case of the book: plan shares, and the loads that follow from its means by hand.
#[test]
fn the_repair_shop_has_the_loads_of_its_means() {
    let model = model("test-and-repair.toml");
    let loads = model.loads();
    // Minutes of each station in a mean job, over 20 minutes between jobs and the machines.
    let test1 = 0.25 * 16.0 + 0.125 * 15.0 + 0.375 * (18.0 + 12.0);
    let test2 = 0.25 * (20.0 + 18.0) + 0.25 * 24.0;
    let test3 = 0.25 * 12.0 + 0.125 * 12.0 + 0.375 * 14.0 + 0.25 * 30.0;
    let repair = (0.25 * 170.0 + 0.125 * 170.0 + 0.375 * 130.0 + 0.25 * 175.0) / 3.0;
    let expected = [30.0 / 2.0, repair / 3.0, test1, test2, test3].map(|minutes| minutes / 20.0);
    for ((station, load), expected) in model.stations.iter().zip(&loads.stations).zip(expected) {
        assert!((load.load - expected).abs() < 1e-6, "{}: {}", station.name, load.load);
    }
}

#[test]
fn the_pump_housings_use_every_concern() {
    let model = model("pump-housings.toml");
    assert!(model.failures.len() >= 4 && model.crews.len() >= 4 && model.calendars.len() == 1);
    assert!(!model.orders.is_empty() && !model.demands.is_empty() && !model.ways.is_empty());
    let loads = model.loads();
    assert!(loads.stations.iter().all(|load| load.load < 1.0));
}

#[test]
fn hashes_tell_scenarios_apart() {
    let names = ["small", "pump-housings", "test-and-repair", "contract/contract"];
    let mut hashes: Vec<String> =
        names.iter().map(|name| model(&format!("{name}.toml")).hash()).collect();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), names.len());
}
