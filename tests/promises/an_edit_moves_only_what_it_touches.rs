//! Adding, renaming or removing a station, a failure, a crew, a product, a demand or an order
//! changes no random number elsewhere.

use std::collections::BTreeMap;

use gemba::ids::{MachineId, ModeId, StationId, Table};
use gemba::model::Model;
use gemba::observe::{Observer, State};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

/// What was drawn, by name: work of each part at each station, repairs of each failure in turn.
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
        let failure = &self.model.failures[self.model.modes[mode].failure];
        let name = format!("{}.{}", self.model.stations[failure.station].name, failure.name);
        let repair = now - self.repair_started[mode];
        self.drawn.repairs.entry(name).or_default().push(repair);
    }
}

/// Two lines with nothing in common.
const BASE: &str = r#"
[plant]
start = 2026-03-02
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
[station.weld.failure.gas]
clock = "operating"
every = { mean = "4 h" }
repair = { time = { mean = "5 min", cv = 1 } }
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

[order.first]
product = "a"
quantity = 20
release = 2026-03-03
[order.second]
product = "b"
quantity = 30
release = 2026-03-04
[order.third]
product = "b"
quantity = 10
release = 2026-03-05
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
        assert_eq!(repairs[..both], others[..both], "repairs of `{name}`");
    }
}

/// Asserts that the path of line `a` is the same to the last tick.
#[track_caller]
fn assert_line_a_is_untouched(base: &Drawn, other: &Drawn) {
    for station in ["cut", "bend", "weld", "pack"] {
        assert!(base.work[station] == other.work[station], "the path of `{station}` has changed");
    }
    for failure in ["cut.jam", "weld.jam", "weld.gas"] {
        assert_eq!(base.repairs[failure], other.repairs[failure], "repairs of `{failure}`");
    }
}

/// How many parts a station worked on in the one plant and not in the other.
fn parts_not_in(other: &Drawn, base: &Drawn, station: &str) -> usize {
    let others = &other.work[station];
    base.work[station].keys().filter(|part| !others.contains_key(part)).count()
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
    assert_line_a_is_untouched(&base, &with);
    assert_ne!(base.work["mix"].len(), with.work["mix"].len(), "the edit does something");
}

const SECOND: &str = "[order.second]\nproduct = \"b\"\nquantity = 30\nrelease = 2026-03-04\n";

#[test]
fn an_order_is_inserted() {
    let base = drawn(BASE);
    let rush = "[order.rush]\nproduct = \"b\"\nquantity = 25\nrelease = 2026-03-03T12:00:00\n";
    let with = edited(&[("[order.first]", &format!("{rush}[order.first]"))]);
    assert_same(&base, &with, 6);
    assert_line_a_is_untouched(&base, &with);
    assert!(parts_not_in(&base, &with, "fill") >= 25, "its parts are made");
}

#[test]
fn an_order_is_renamed() {
    let base = drawn(BASE);
    let with = edited(&[("[order.second]", "[order.aaa]")]);
    assert_same(&base, &with, 6);
    assert_line_a_is_untouched(&base, &with);
    assert!(parts_not_in(&with, &base, "fill") >= 30, "its own parts have other luck");
}

#[test]
fn an_order_is_removed() {
    let base = drawn(BASE);
    let with = edited(&[(SECOND, "")]);
    assert_same(&base, &with, 6);
    assert_line_a_is_untouched(&base, &with);
    assert!(parts_not_in(&with, &base, "fill") >= 30, "its parts are not made");
}

/// An order that is released three days later takes its luck with it.
#[test]
fn an_order_is_put_off() {
    let base = drawn(BASE);
    let with = edited(&[("release = 2026-03-04", "release = 2026-03-07")]);
    assert_same(&base, &with, 6);
    assert_line_a_is_untouched(&base, &with);
}

#[test]
fn a_demand_is_renamed() {
    let base = drawn(BASE);
    let with = edited(&[("[demand.b]", "[demand.aaa]")]);
    assert_line_a_is_untouched(&base, &with);
    let common = base.work["fill"].len() - parts_not_in(&with, &base, "fill");
    assert_eq!(common, 40, "only the parts of the dated orders are the same");
}

/// Luck belongs to orders and stations, not to products.
#[test]
fn a_product_is_renamed() {
    let with = edited(&[
        ("[line.b]", "[line.aaa]"),
        ("{ b = 1 }", "{ aaa = 1 }"),
        ("product = \"b\"", "product = \"aaa\""),
    ]);
    assert!(drawn(BASE) == with);
}

#[test]
fn a_product_is_removed_with_all_its_orders() {
    let (line, demand) = (BASE.find("[line.b]").unwrap(), BASE.find("[demand.b]").unwrap());
    let (line_end, first) = (BASE.find("[demand.a]").unwrap(), BASE.find("[order.first]").unwrap());
    let second = BASE.find("[order.second]").unwrap();
    let kept = [&BASE[..line], &BASE[line_end..demand], &BASE[first..second]].concat();
    let with = drawn(&kept);
    assert_eq!(with.work.len(), 4);
    assert_line_a_is_untouched(&drawn(BASE), &with);
}

#[test]
fn a_product_is_inserted_that_needs_a_station_of_another() {
    let product = "[product.rework]\nroute = [\"bend\"]\n[demand.rework]\n\
                   products = { rework = 1 }\nevery = { mean = \"5 h\" }\n[line.a]";
    let with = edited(&[("[line.a]", product)]);
    assert_same(&drawn(BASE), &with, 6);
}

#[test]
fn a_failure_is_inserted_renamed_or_removed() {
    let base = drawn(BASE);
    let crash = "[station.weld.failure.aaa]\nclock = \"on_shift\"\nevery = { mean = \"1 h\" }\n\
                 repair = { time = { mean = \"1 min\", cv = 1 } }\n[station.weld.failure.gas]";
    let inserted = edited(&[("[station.weld.failure.gas]", crash)]);
    assert_same(&base, &inserted, 6);
    assert_eq!(inserted.repairs.len(), 4);
    let renamed = edited(&[("[station.weld.failure.gas]", "[station.weld.failure.aaa]")]);
    assert_same(&base, &renamed, 6);
    assert_ne!(base.repairs["weld.gas"], renamed.repairs["weld.aaa"], "its own luck is another");
    let gas = BASE.find("[station.weld.failure.gas]").unwrap();
    let removed = drawn(&[&BASE[..gas], &BASE[BASE.find("[station.pack]").unwrap()..]].concat());
    assert_same(&base, &removed, 6);
    assert_eq!(removed.repairs.len(), 2);
}

/// People draw nothing: who does the work, and what the crew is called, moves no number.
#[test]
fn a_crew_is_renamed_or_removed() {
    let with = |crew: &str| {
        let crews = format!("[crew.{crew}]\n[station.pack]\noperators = {{ {crew} = 1 }}");
        edited(&[("[station.pack]", &crews)])
    };
    let packer = with("packer");
    assert!(packer == with("aaa"), "renamed");
    assert_same(&packer, &drawn(BASE), 6);
}

/// Work elements of two stations, one of which moves from the second to the first.
#[test]
fn a_work_element_keeps_its_luck_when_it_moves() {
    let plant = |place: &str| {
        let element = |name: &str, station: &str, cv: &str| {
            format!(
                "[work.{name}]\nstation = \"{station}\"\ntime = {{ mean = \"1 min\", cv = {cv} }}\n"
            )
        };
        "[run]\nlength = \"2 days\"\n[line.a]\nstations = [\"one\", \"two\"]\n[station.one]\n\
         [station.two]\n[demand.a]\nevery = { mean = \"6 min\" }\n"
            .to_owned()
            + &element("cut", "one", "0.4")
            + &element("fit", place, "0.7")
            + &element("screw", "two", "0.2")
    };
    let (apart, moved) = (drawn(&plant("two")), drawn(&plant("one")));
    let alone = drawn(
        &plant("two")
            .replace(
                "[work.fit]\nstation = \"two\"",
                "[work.fit]\nstation = \
         \"three\"\n",
            )
            .replace("\"two\"]", "\"two\", \"three\"]")
            .replace("[station.two]", "[station.two]\n[station.three]"),
    );
    let mut seen = 0;
    for (part, fit) in &alone.work["three"] {
        let of = |drawn: &Drawn, station: &str| {
            drawn.work[station].get(part).map_or(i64::MIN, |work| work[0].ticks())
        };
        let (cut, screw, fit) = (of(&alone, "one"), of(&alone, "two"), fit[0].ticks());
        let (two, one) = (of(&apart, "two"), of(&moved, "one"));
        if two == i64::MIN || one == i64::MIN {
            continue;
        }
        seen += 1;
        assert_eq!((of(&apart, "one"), of(&moved, "two")), (cut, screw), "part {part}");
        // Each time is rounded once to ticks, so sums may be off by one.
        assert!((two - screw - fit).abs() <= 1 && (one - cut - fit).abs() <= 1, "part {part}");
    }
    assert!(seen > 400, "only {seen} parts");
}
