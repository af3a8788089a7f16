//! Lines of single machines against their recursion: on every path, each start, finish and leave
//! follows from those before it.
//!
//! Blocking after service: a part starts when it has left the station before and the machine is
//! free; it leaves when it is finished and, with b places ahead, the part b + 1 before it has left
//! the next station. Blocking before service: the same wait comes before the start.

use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::Visits;

const STATIONS: usize = 5;

/// Five stations with so many places in front of the last four. Times are whole minutes, so that
/// much happens at the same instant.
fn line(places: [u32; 4], block: &str) -> String {
    let station = |number: usize| {
        let buffer = match number {
            1 => "\"unlimited\"".to_owned(),
            _ => places[number - 2].to_string(),
        };
        format!(
            r#"
[station.s{number}]
block = "{block}"
buffer = {buffer}
cycle = {{ dist = "discrete", values = ["1 min", "2 min", "5 min"], shares = ["40 %", "40 %", "20 %"] }}
"#
        )
    };
    let stations: String = (1..=STATIONS).map(station).collect();
    format!("[line.main]\nstations = [\"s1\", \"s2\", \"s3\", \"s4\", \"s5\"]\n{stations}")
}

/// Arrival, start, finish and leave of each part at each station, of the parts that went through.
fn simulated(text: &str) -> Vec<[[Time; 4]; STATIONS]> {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Visits::default());
    assert!(plant.run_until(Time::ZERO + Span::from_minutes(2500)));
    let visits = plant.into_observer().by_part();
    let rows = visits.chunk_by(|one, other| one.part == other.part).map_while(|part| {
        let row = |at: usize| {
            let visit = part.get(at).filter(|visit| visit.machine == at + 1)?;
            Some([visit.arrived, visit.started, visit.finished?, visit.left?])
        };
        Some([row(0)?, row(1)?, row(2)?, row(3)?, row(4)?])
    });
    rows.collect()
}

/// The same from the cycle times alone.
fn recursion(
    cycles: &[[Span; STATIONS]],
    places: [u32; 4],
    before: bool,
) -> Vec<[[Time; 4]; STATIONS]> {
    let mut rows: Vec<[[Time; 4]; STATIONS]> = Vec::new();
    for (part, cycles) in cycles.iter().enumerate() {
        // When the part that is so many before this one left a station.
        let left = |station: usize, earlier: usize| {
            part.checked_sub(earlier).map_or(Time::ZERO, |other| rows[other][station][3])
        };
        let mut row = [[Time::ZERO; 4]; STATIONS];
        // Parts without limit come when the first machine is free.
        let mut arrived = left(0, 1);
        for station in 0..STATIONS {
            let loaded = arrived.max(left(station, 1));
            let room = places
                .get(station)
                .map_or(Time::ZERO, |&places| left(station + 1, places as usize + 1));
            let started = if before { loaded.max(room) } else { loaded };
            let finished = started + cycles[station];
            let leaves = if before { finished } else { finished.max(room) };
            row[station] = [arrived, started, finished, leaves];
            arrived = leaves;
        }
        rows.push(row);
    }
    rows
}

#[test]
fn every_instant_on_a_line_follows_from_its_recursion() {
    for (block, before) in [("after", false), ("before", true)] {
        for places in [[0, 0, 0, 0], [1, 0, 2, 0], [3, 1, 0, 1], [2, 2, 2, 2], [0, 7, 0, 1]] {
            let simulated = simulated(&line(places, block));
            assert!(simulated.len() > 300, "{} parts", simulated.len());
            let cycles: Vec<[Span; STATIONS]> = simulated
                .iter()
                .map(|part| part.map(|[_, started, finished, _]| finished - started))
                .collect();
            assert!(simulated == recursion(&cycles, places, before), "{places:?}, {block}");
        }
    }
}
