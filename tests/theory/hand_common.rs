//! Failures that stop several stations at once, worked by hand.

use gemba::observe::{State, Told};

use State::{MinorStop, OffShift, Repair, Starved, WaitRepair, Working};

use crate::hand_walking::watch;
use crate::support::model;
use crate::visits::{minute, story};

/// Parts of 4 min at A and 6 min at B, four of them at the start.
const TWO: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.main]
stations = ["A", "B"]
[order.all]
quantity = 4
release = 2026-03-02
[station.A]
cycle = "4 min"
[station.B]
cycle = "6 min"
"#;

/// No air from 10 to 15. A has done 2 of the 4 min of its third part, goes on at 15 and is done with its fourth at 21. B has
/// just done its first part; it has broken by itself at 13 and is down until 17, longer than for want of air. It then
/// does the other three.
#[test]
fn all_machines_are_down_until_the_one_repair_is_over() {
    let text = format!(
        "{TWO}[failure.air]\nstops = [\"A\", \"B\"]\nat = [2026-03-02T00:10:00]\n\
         repair = {{ time = \"5 min\" }}\n\
         [station.B.failure.crash]\nat = [2026-03-02T00:13:00]\nrepair = {{ time = \"4 min\" }}\n"
    );
    let found = watch(&text);
    assert_eq!(found.machine(1), [(0, Working), (10, Repair), (15, Working), (21, Starved)]);
    assert_eq!(found.machine(2)[..4], [(4, Working), (10, Repair), (17, Working), (35, Starved)]);
    let told = story(&model(&text));
    assert_eq!(minute(told.end), 35);
    let failures = |station| told.tally.station(gemba::ids::Id::at(station)).failures;
    assert_eq!((failures(0), failures(1)), (1, 2));
}

/// The same with a crash of B from 9 to 12: its repair goes on while the air is away, which is longer.
#[test]
fn a_machine_that_is_down_already_is_down_for_both() {
    let text = format!(
        "{TWO}[failure.air]\nstops = [\"line.main\"]\nat = [2026-03-02T00:10:00]\n\
         repair = {{ time = \"5 min\", operators = {{ fitter = 1 }} }}\n\
         [crew.fitter]\ncalendar = \"late\"\n[calendar.late]\nmon = [\"00:11-24:00\"]\n\
         [station.B.failure.crash]\nat = [2026-03-02T00:09:00]\nrepair = {{ time = \"3 min\" }}\n"
    );
    let found = watch(&text);
    // The fitter comes at 11, so the air is back at 16. B is under repair from 9 on, first by itself.
    let a = [(0, Working), (10, WaitRepair), (11, Repair), (16, Working)];
    assert_eq!(found.machine(1)[..4], a);
    assert_eq!(found.machine(2)[..3], [(4, Working), (9, Repair), (16, Working)]);
}

/// Both machines of a station stop, and one repair brings them back; as minor stops, if it is one. Their parts begin anew.
#[test]
fn all_machines_of_a_station_stop_and_parts_begin_anew() {
    let text = format!(
        "{}[failure.dip]\nstops = [\"A\"]\nat = [2026-03-02T00:03:00]\nkind = \"minor\"\n\
         part = \"restart\"\nrepair = {{ time = \"1 min\" }}\n",
        TWO.replace("[station.A]\n", "[station.A]\nmachines = 2\n")
    );
    let found = watch(&text);
    for machine in [1, 2] {
        // Two parts of 4 min from 4 on.
        let states = [(0, Working), (3, MinorStop), (4, Working), (12, Starved)];
        assert_eq!(found.machine(machine)[..4], states);
    }
    let told = story(&model(&text));
    assert_eq!(told.tally.station(gemba::ids::Id::at(0)).minor_stops, 2);
}

/// A is closed from 5 to 10. The clock of 15 min runs in the hours of the first station: those of A bring the failure at 20,
/// those of B at 15, and all hours too.
#[test]
fn the_clock_of_shifts_is_that_of_the_first_station() {
    let strikes = |clock: &str, stops: &str| {
        let text = format!(
            "{}[calendar.holes]\nmon = [\"00:00-00:05\", \"00:10-24:00\"]\n\
             [failure.air]\nstops = {stops}\nclock = \"{clock}\"\nevery = \"15 min\"\n\
             repair = {{ time = \"30 min\" }}\n",
            TWO.replace("[station.A]\n", "[station.A]\ncalendar = \"holes\"\n")
        );
        let told = story(&model(&text));
        told.trace
            .times(|told| matches!(told, Told::Failed(_)))
            .into_iter()
            .map(minute)
            .collect::<Vec<_>>()
    };
    // A machine of each station fails.
    assert_eq!(strikes("on_shift", r#"["A", "B"]"#)[..2], [20, 20]);
    assert_eq!(strikes("on_shift", r#"["B", "A"]"#)[..2], [15, 15]);
    assert_eq!(strikes("calendar", r#"["A", "B"]"#)[..2], [15, 15]);
}

/// A closed machine is off shift, and still down when it opens.
#[test]
fn a_closed_machine_is_down_when_it_opens() {
    let text = format!(
        "{}[calendar.holes]\nmon = [\"00:00-00:09\", \"00:12-24:00\"]\n\
         [failure.air]\nstops = [\"line.main\"]\nat = [2026-03-02T00:10:00]\n\
         repair = {{ time = \"5 min\" }}\n",
        TWO.replace("[station.B]\n", "[station.B]\ncalendar = \"holes\"\nat_close = \"pause\"\n")
    );
    let found = watch(&text);
    let states = [(4, Working), (9, OffShift), (12, Repair), (15, Working)];
    assert_eq!(found.machine(2)[..4], states);
}

/// When it strikes hangs on its name, and not on what it stops.
#[test]
fn what_it_stops_does_not_change_its_luck() {
    let strikes = |stops: &str| {
        let text = format!(
            "{}[failure.air]\nstops = {stops}\nclock = \"calendar\"\n\
             every = {{ mean = \"7 min\" }}\nrepair = {{ time = {{ mean = \"2 min\", cv = 0.5 }} }}\n",
            TWO.replace("quantity = 4", "quantity = 40")
        );
        let told = story(&model(&text));
        let mut times = told.trace.times(|told| matches!(told, Told::Failed(_)));
        times.dedup();
        times.truncate(10);
        times
    };
    let alone = strikes(r#"["A"]"#);
    assert_eq!(alone.len(), 10);
    assert_eq!(alone, strikes(r#"["B", "A"]"#));
}
