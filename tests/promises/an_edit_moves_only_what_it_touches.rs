//! Adding, renaming or removing a station, a crew or an order changes no random number elsewhere.

use std::collections::BTreeMap;

use gemba::ids::{MachineId, ModeId, StationId, Table};
use gemba::model::Model;
use gemba::observe::{Observer, State};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

/// What was drawn, by name: work of each part at each station, repairs of each station in turn.
#[derive(Debug, Default, PartialEq, Eq)]
struct Drawn {
    work: BTreeMap<String, BTreeMap<u64, Vec<Span>>>,
    repairs: BTreeMap<String, Vec<Span>>,
}

/// Writes down how much work every cycle took, interruptions apart, and how long every repair.
struct Clock<'m> {
    model: &'m Model,
    worked: Table<MachineId, Span>,
    working_since: Table<MachineId, Option<Time>>,
    started: Table<MachineId, Span>,
    repair_started: Table<ModeId, Time>,
    drawn: Drawn,
}

impl<'m> Clock<'m> {
    fn new(model: &'m Model) -> Self {
        let machines = model.machines.len();
        Self {
            model,
            worked: Table::filled(machines, Span::ZERO),
            working_since: Table::filled(machines, None),
            started: Table::filled(machines, Span::ZERO),
            repair_started: Table::filled(model.modes.len(), Time::ZERO),
            drawn: Drawn::default(),
        }
    }

    /// Work of a machine until now.
    fn worked(&self, machine: MachineId, now: Time) -> Span {
        let running = self.working_since[machine].map_or(Span::ZERO, |since| now - since);
        self.worked[machine] + running
    }
}

impl Observer for Clock<'_> {
    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        self.worked[machine] = self.worked(machine, now);
        self.working_since[machine] = (to == State::Working).then_some(now);
    }

    fn cycle_started(&mut self, machine: MachineId, _: u64, now: Time) {
        self.started[machine] = self.worked(machine, now);
    }

    fn cycle_done(&mut self, station: StationId, machine: MachineId, part: u64, now: Time) {
        let work = self.worked(machine, now) - self.started[machine];
        let name = self.model.stations[station].name.clone();
        self.drawn.work.entry(name).or_default().entry(part).or_default().push(work);
    }

    fn repair_started(&mut self, mode: ModeId, _: Span, now: Time) {
        self.repair_started[mode] = now;
    }

    fn repaired(&mut self, mode: ModeId, now: Time) {
        let name = self.model.station_of(self.model.modes[mode].machine).name.clone();
        let repair = now - self.repair_started[mode];
        self.drawn.repairs.entry(name).or_default().push(repair);
    }
}

/// Two lines with nothing in common.
const BASE: &str = r#"
[run]
length = "10 days"

[line.a]
stations = ["cut", "bend", "weld", "pack"]
[station.cut]
cycle = { mean = "4 min", cv = 0.4 }
[station.cut.failure.jam]
clock = "operating"
every = { mean = "2 h" }
repair = { time = { mean = "10 min", cv = 0.5 } }
[station.bend]
cycle = { dist = "exponential", mean = "4 min" }
buffer = 3
[station.weld]
cycle = { dist = "gamma", mean = "4 min", cv = 0.3 }
buffer = 3
[station.weld.failure.jam]
clock = "calendar"
every = { mean = "3 h" }
repair = { time = { dist = "exponential", mean = "20 min" } }
[station.pack]
cycle = { dist = "uniform", min = "2 min", max = "5 min" }
buffer = 3

[line.b]
stations = ["mix", "fill"]
[station.mix]
cycle = { dist = "exponential", mean = "6 min" }
[station.fill]
cycle = { dist = "exponential", mean = "6 min" }

[demand.a]
products = { a = 1 }
every = { mean = "6 min" }
[demand.b]
products = { b = 1 }
every = { mean = "8 min" }
quantity = { dist = "poisson", mean = 1.5 }
"#;

fn drawn(text: &str) -> Drawn {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Clock::new(&model));
    assert!(plant.run_until(Time::ZERO + Span::from_days(10)));
    plant.into_observer().drawn
}

/// The base with `from` written as `to`, everywhere.
fn edited(edits: &[(&str, &str)]) -> Drawn {
    let text = edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    drawn(&text)
}

/// Asserts that whatever both plants draw is equal: so many stations work on the same parts.
#[track_caller]
fn assert_same(base: &Drawn, other: &Drawn, stations: usize) {
    let mut shared = 0;
    for (name, work) in &base.work {
        let Some(others) = other.work.get(name) else { continue };
        let both: Vec<&u64> = work.keys().filter(|part| others.contains_key(part)).collect();
        assert!(both.len() > 1000, "`{name}` works on the same parts: {}", both.len());
        for part in both {
            assert_eq!(work[part], others[part], "work at `{name}`");
        }
        shared += 1;
    }
    assert_eq!(shared, stations);
    for (name, repairs) in &base.repairs {
        let Some(others) = other.repairs.get(name) else { continue };
        let both = repairs.len().min(others.len());
        assert!(both > 10, "`{name}` is repaired {both} times");
        assert_eq!(repairs[..both], others[..both], "repairs at `{name}`");
    }
}

#[test]
fn a_station_is_inserted() {
    let with = edited(&[
        (r#""bend", "weld""#, r#""bend", "inspect", "weld""#),
        (
            "[station.weld]",
            "[station.inspect]\ncycle = { mean = \"3 min\", cv = 1 }\n[station.weld]",
        ),
    ]);
    assert_same(&drawn(BASE), &with, 6);
}

#[test]
fn a_station_is_renamed() {
    let with = edited(&[("\"bend\"", "\"aaa\""), ("[station.bend]", "[station.aaa]")]);
    assert_same(&drawn(BASE), &with, 5);
}

#[test]
fn a_station_is_removed() {
    let bend = "[station.bend]\ncycle = { dist = \"exponential\", mean = \"4 min\" }\nbuffer = 3\n";
    let with = edited(&[("\"bend\", ", ""), (bend, "")]);
    assert_same(&drawn(BASE), &with, 5);
}

#[test]
fn a_crew_and_a_machine_are_added() {
    let with = edited(&[
        ("[station.pack]", "[crew.packer]\ncount = 1\n[station.pack]\noperators = { packer = 1 }"),
        ("[station.bend]", "[station.bend]\nmachines = 2"),
    ]);
    assert_same(&drawn(BASE), &with, 6);
}

#[test]
fn what_happens_on_one_line_does_not_reach_another() {
    let base = drawn(BASE);
    let with = edited(&[
        ("[station.mix]", "[station.mix]\nscrap = \"10 %\"\nmachines = 2"),
        ("every = { mean = \"8 min\" }", "every = { mean = \"5 min\" }"),
        ("[demand.b]", "[demand.aa]\nproducts = { b = 1 }\nevery = { mean = \"2 h\" }\n[demand.b]"),
        (
            "\"fill\"]",
            "\"fill\", \"label\"]\n[station.label]\ncycle = { mean = \"1 min\", cv = 2 }",
        ),
    ]);
    for station in ["cut", "bend", "weld", "pack"] {
        assert!(base.work[station] == with.work[station], "the path of `{station}` has changed");
        assert_eq!(base.repairs.get(station), with.repairs.get(station));
    }
    assert_ne!(base.work["mix"].len(), with.work["mix"].len(), "the edit does something");
}
