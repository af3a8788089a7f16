//! What a line does depends on the line: not on how many others there are that have nothing to do
//! with it, nor on what the engine does differently in a large plant.

use std::fmt::Write;

use gemba::model::Model;
use gemba::observe::{State, StationTally, Tally};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

const MACHINES: usize = 6;

/// A line with machines side by side and failures, and a product that is tested again and
/// again until it is good, on a station of its own and two that stand for each other.
fn cell(text: &mut String, number: usize) {
    write!(
        text,
        r#"
[line.line_{number}]
stations = ["saw_{number}", "mill_{number}"]
[station.saw_{number}]
cycle = {{ mean = "50 s", cv = 1 }}
scrap = "2 %"
[station.mill_{number}]
cycle = {{ mean = "90 s", cv = 1 }}
machines = 2
buffer = 3
[station.mill_{number}.failure.tool]
clock = "operating"
every = {{ mean = "20 min" }}
repair = {{ time = {{ mean = "3 min", cv = 1 }} }}
[demand.planks_{number}]
every = {{ mean = "70 s" }}
products = {{ line_{number} = 1 }}
[product.board_{number}]
route = [
  {{ station = "solder_{number}", cycle = {{ mean = "2 min", cv = 0.5 }} }},
  {{ station = ["test_{number}", "trial_{number}"], cycle = {{ mean = "4 min", cv = 0.5 }},
    next = {{ out = "80 %", solder_{number} = "20 %" }} }},
]
[demand.boards_{number}]
every = {{ mean = "4 min" }}
products = {{ board_{number} = 1 }}
[station.solder_{number}]
buffer = 30
[station.test_{number}]
buffer = 2
[station.trial_{number}]
buffer = 2
"#
    )
    .expect("a text takes everything");
}

fn plant(cells: impl IntoIterator<Item = usize>) -> Model {
    let mut text = String::from("[run]\nlength = \"12 h\"\n");
    cells.into_iter().for_each(|number| cell(&mut text, number));
    model(&text)
}

/// What was counted in twelve hours of the stations of one cell, by name, and the time of each of
/// their machines in each state.
fn counted(model: &Model, number: usize) -> Vec<(String, StationTally, Vec<[Span; State::COUNT]>)> {
    let end = Time::ZERO + Span::from_hours(12);
    let mut plant = Plant::new(model, 1, 0, Tally::new(model, Span::from_hours(1)));
    for hour in 1..=12 {
        assert!(plant.run_until(Time::ZERO + Span::from_hours(hour)), "{:?}", plant.stopped());
        plant.audit().expect("nothing is lost");
    }
    let tally = plant.observer();
    let is_here = |name: &str| name.ends_with(&format!("_{number}"));
    let stations = model.stations.enumerated().filter(|(_, station)| is_here(&station.name));
    let found = stations.map(|(id, station)| {
        let clocks = station.machines.iter().map(|machine| tally.machine(machine, end)).collect();
        (station.name.clone(), tally.station(id), clocks)
    });
    found.collect()
}

#[test]
fn a_line_does_in_a_large_plant_what_it_does_alone() {
    let large = plant(0..200);
    assert_eq!(large.machines.len(), 200 * MACHINES);
    for number in [0, 57, 199] {
        let alone = counted(&plant([number]), number);
        assert_eq!(alone.len(), 5);
        assert!(alone.iter().all(|(_, tally, _)| tally.done > 50), "{alone:?}");
        assert!(counted(&large, number) == alone, "cell {number}");
    }
}
