//! Tools by hand: life in cycles and in working time, people for the change, batches, a blocked part, the
//! OEE, and tools that stations share.

use gemba::ids::Id;
use gemba::observe::State;
use gemba::study::{EntityKind, Settings, run};

use State::{Blocked, Starved, ToolChange, WaitPool, Working};

use crate::hand_cards::{same, table};
use crate::hand_walking::watch;
use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;
use crate::visits::story;

/// A machine `m` that takes 10 min, with a tool, and so many parts at the start.
fn plant(quantity: u32, tool: &str, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [line.main]\nstations = [\"m\"]\n[order.all]\nquantity = {quantity}\n\
         [station.m]\ncycle = \"10 min\"\ntool = {{ {tool} }}\n{more}"
    )
}

/// After every second cycle the tool is changed for 5 min.
#[test]
fn a_tool_is_changed_after_so_many_cycles() {
    let text = plant(5, "life = 2, change = \"5 min\"", "");
    let expected = [
        (0, Working),
        (20, ToolChange),
        (25, Working),
        (45, ToolChange),
        (50, Working),
        (60, Starved),
    ];
    assert_eq!(watch(&text).machine(1), expected);
    let tally = story(&model(&text)).tally;
    let row = tally.station(Id::at(0));
    assert_eq!((row.tool_changes, row.maintenances, row.failures), (2, 0, 0));
}

/// Its 15 min of work are over in the second cycle, which ends at 20; then again in the fourth.
#[test]
fn a_tool_lasts_so_much_work() {
    let text = plant(4, "life = \"15 min\", change = \"5 min\"", "");
    let expected = [(0, Working), (20, ToolChange), (25, Working), (45, ToolChange)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// The setter comes at 30: the machine stands from 20 on, and the change is done at 35.
#[test]
fn a_tool_waits_for_who_changes_it() {
    let setter =
        "[crew.setter]\ncount = 1\ncalendar = \"late\"\n[calendar.late]\nmon = [\"00:30-24:00\"]\n";
    let text = plant(4, "life = 2, change = \"5 min\", operators = { setter = 1 }", setter);
    let expected = [(0, Working), (20, ToolChange), (35, Working), (55, ToolChange)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// Of 60 min 40 are worked, from 20 to 35 and from 55 to the end the tool is changed, twice: a loss by setups.
#[test]
fn a_change_is_a_loss_by_setups() {
    let setter =
        "[crew.setter]\ncount = 1\ncalendar = \"late\"\n[calendar.late]\nmon = [\"00:30-24:00\"]\n";
    let text = plant(4, "life = 2, change = \"5 min\", operators = { setter = 1 }", setter);
    let text = text.replace("\"orders_done\"", "\"60 min\"");
    let results = run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &());
    for (kpi, right) in [
        ("oee", 40.0 / 60.0),
        ("availability", 40.0 / 60.0),
        ("loss_setups", 20.0 / 60.0),
        ("tool_change", 20.0 / 60.0),
        ("tool_changes", 2.0),
        ("setup", 0.0),
        ("maintenance", 0.0),
    ] {
        let found = results.of(EntityKind::Station, "m", kpi).expect("the figure is there");
        let found = found.interval.estimate;
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
}

/// A batch of four is one cycle.
#[test]
fn a_batch_wears_a_tool_once() {
    let text = plant(16, "life = 2, change = \"5 min\"", "batch = 4\n");
    let expected = [(0, Working), (20, ToolChange), (25, Working), (45, ToolChange)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// A tool for every part: a finished part that finds no room stays on the machine, and its tool is changed
/// meanwhile. `b` takes part 1 at 2, part 2 at 12, part 3 at 22.
#[test]
fn a_tool_is_changed_beside_a_finished_part() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "2 min"
tool = { life = 1, change = "3 min" }
[station.b]
buffer = 0
cycle = "10 min"
[line.main]
stations = ["a", "b"]
[order.all]
quantity = 3
"#;
    let expected = [
        (0, Working),
        (2, ToolChange),
        (5, Working),
        (7, ToolChange),
        (10, Blocked),
        (12, Working),
        (14, ToolChange),
        (17, Blocked),
        (22, Starved),
    ];
    assert_eq!(watch(text).machine(1), expected);
}

/// Seven cycles of 3 min and a change of 4: of 25 min 21 are worked, and 7 parts are made: 16.8 an hour. The
/// loads before any run say the same.
#[test]
fn life_and_change_make_the_availability() {
    let text = r#"
[run]
length = "250 min"
replications = 2
[line.main]
stations = ["m"]
[station.m]
cycle = "3 min"
tool = { life = 7, change = "4 min" }
"#;
    Case::<()>::new("life × cycle over life × cycle + change")
        .mean("working", 21.0 / 25.0, Relative(1e-9), |run| run.working("m"))
        .mean("throughput an hour", 16.8, Relative(1e-9), |run| run.throughput() * 60.0)
        .mean("changes", 4.0 / 25.0, Relative(1e-9), |run| run.share("m", &[ToolChange]))
        .run(text);
    let loads = model(text).loads();
    assert!((loads.rate - 16.8).abs() < 1e-9, "{}", loads.rate);
}

/// With lives of 50 cycles on average, each of 1 min, and changes of 10: 5/6 of the time is worked (renewal by the
/// means of both).
#[test]
fn lives_by_chance_have_the_availability_of_their_mean() {
    let text = r#"
[run]
length = "60000 min"
replications = 10
[line.main]
stations = ["m"]
[station.m]
cycle = "1 min"
tool = { life = { dist = "gamma", mean = 50, cv = 0.3 }, change = { dist = "gamma", mean = "10 min", cv = 0.5 } }
"#;
    Case::<()>::new("renewal")
        .mean("working", 5.0 / 6.0, Relative(0.005), |run| run.working("m"))
        .run(text);
}

/// One gauge for two machines: whoever has waited longest gets it, and it is given back after the cycle.
#[test]
fn machines_share_a_tool() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[tool.gauge]
count = 1
[station.m]
cycle = "4 min"
tool = "gauge"
[station.n]
cycle = "3 min"
tool = "gauge"
[product.x]
route = ["m"]
[product.y]
route = ["n"]
[order.1]
product = "x"
[order.2]
product = "y"
[order.3]
product = "x"
"#;
    let (story, rows) = table(text);
    same(&rows, &[(1, "m", 0, 4), (2, "n", 4, 7), (3, "m", 7, 11)]);
    assert_eq!(story.stretches(1, WaitPool), [(4, 7)]);
    assert_eq!(story.stretches(2, WaitPool), [(0, 4)]);
    let two = text.replace("count = 1", "count = 2");
    let (_, rows) = table(&two);
    same(&rows, &[(1, "m", 0, 4), (2, "n", 0, 3), (3, "m", 4, 8)]);
}

/// The tool is held while the machine is set up and loaded, too: 2 min of setup for `y` at `m` come before its
/// cycle. The second machine waits for it from 0 to 10.
#[test]
fn a_shared_tool_is_held_during_the_setup() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "x" }
[tool.gauge]
count = 1
[station.m]
cycle = "4 min"
setup = "2 min"
load = { time = "3 min" }
unload = { time = "1 min" }
tool = "gauge"
[station.n]
cycle = "3 min"
tool = "gauge"
[product.x]
route = ["m"]
[product.y]
route = ["m"]
[product.z]
route = ["n"]
[order.1]
product = "y"
[order.2]
product = "z"
"#;
    let (story, rows) = table(text);
    assert_eq!(story.stretches(2, WaitPool), [(0, 10)]);
    assert_eq!(
        rows.last().map(|(part, at, from, to)| (*part, at.as_str(), *from, *to)),
        Some((2, "n", 10, 13))
    );
}
