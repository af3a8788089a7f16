//! Setups and dispatch rules worked by hand.

use gemba::observe::{State, Told};
use gemba::units::Time;

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Six jobs wait at 0 for a machine that is set up for the first.
const JOBS: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[station.m]
dispatch = DISPATCH
[station.m.setup.matrix]
a = { b = "5 min", c = "9 min" }
b = { a = "4 min", c = "3 min" }
c = { a = "8 min", b = "6 min" }
[product.a]
route = [{ station = "m", cycle = "10 min" }]
[product.b]
route = [{ station = "m", cycle = "7 min" }]
[product.c]
route = [{ station = "m", cycle = "12 min" }]
[order]
1 = { product = "a", release = 2026-03-02 }
2 = { product = "c", release = 2026-03-02 }
3 = { product = "a", release = 2026-03-02 }
4 = { product = "b", release = 2026-03-02 }
5 = { product = "c", release = 2026-03-02 }
6 = { product = "a", release = 2026-03-02 }
"#;

fn jobs(dispatch: &str) -> Story {
    story(&model(&JOBS.replace("DISPATCH", dispatch)))
}

/// When each job begins and ends, job by job.
fn times(story: &Story) -> Vec<(usize, i64, i64)> {
    let rows = story.visits.by_part();
    let ended = |at: Option<Time>| minute(at.expect("every job ends"));
    rows.iter().map(|row| (row.part, minute(row.started), ended(row.finished))).collect()
}

fn mean_flow_time(story: &Story) -> f64 {
    let times = times(story);
    times.iter().map(|&(_, _, end)| end as f64).sum::<f64>() / times.len() as f64
}

/// Validation case `pub-hand-setups`. First come: a, then c after 9, a after 8, b after 5, c after 3, a
/// after 8. Same setup first: a a a, then c c after 9, then b after 6. Smallest setup first: a a a, then b
/// after 5, then c c after 3.
#[test]
fn six_jobs_by_three_rules() {
    let first_come = jobs("\"fifo\"");
    assert_eq!(
        times(&first_come),
        [(1, 0, 10), (2, 19, 31), (3, 39, 49), (4, 54, 61), (5, 64, 76), (6, 84, 94)]
    );
    assert_eq!(first_come.time_in(1, State::Setup), 33);
    assert_eq!(
        first_come.stretches(1, State::Setup),
        [(10, 19), (31, 39), (49, 54), (61, 64), (76, 84)]
    );
    assert!((mean_flow_time(&first_come) - 53.5).abs() < 1e-9);

    let same_first = jobs("\"same_setup\"");
    assert_eq!(
        times(&same_first),
        [(1, 0, 10), (2, 39, 51), (3, 10, 20), (4, 69, 76), (5, 51, 63), (6, 20, 30)]
    );
    assert_eq!(same_first.time_in(1, State::Setup), 15);
    assert!((mean_flow_time(&same_first) - 41.666_667).abs() < 1e-6);

    let smallest_first = jobs("[\"setup\", \"fifo\"]");
    assert_eq!(
        times(&smallest_first),
        [(1, 0, 10), (2, 45, 57), (3, 10, 20), (4, 35, 42), (5, 57, 69), (6, 20, 30)]
    );
    assert_eq!(smallest_first.time_in(1, State::Setup), 8);
    assert!((mean_flow_time(&smallest_first) - 38.0).abs() < 1e-9);
    let set_up = smallest_first.trace.times(|told| matches!(told, Told::SetUp(_)));
    assert_eq!(set_up.into_iter().map(minute).collect::<Vec<_>>(), [35, 45]);
}

/// By cycles: b (7), a a a (10), c c (12), or the other way round; by due dates and by who came last.
#[test]
fn six_jobs_by_other_rules() {
    let order = |dispatch: &str| {
        let story = jobs(dispatch);
        let mut rows = times(&story);
        rows.sort_by_key(|&(_, start, _)| start);
        rows.into_iter().map(|(job, ..)| job).collect::<Vec<_>>()
    };
    assert_eq!(order("\"shortest\""), [4, 1, 3, 6, 2, 5]);
    assert_eq!(order("\"longest\""), [2, 5, 1, 3, 6, 4]);
    assert_eq!(order("\"lifo\""), [6, 5, 4, 3, 2, 1]);
    // Nothing is due: the next rule decides.
    assert_eq!(order("[\"due_date\", \"lifo\"]"), [6, 5, 4, 3, 2, 1]);
    assert_eq!(order("[\"longest\", \"lifo\"]"), [5, 2, 6, 3, 1, 4]);
}

/// `[control]` says it for stations that say nothing; what it says of setups holds where there are some.
#[test]
fn one_rule_for_all_stations() {
    let of_all = |rules: &str, setup: bool| {
        let text = JOBS.replace("[station.m]\ndispatch = DISPATCH", "[station.m]");
        let (without, with) = text.split_once("[station.m.setup.matrix]").expect("it has setups");
        let rest = &with[with.find("[product.a]").expect("it has products")..];
        let text =
            if setup { text.clone() } else { without.replace("set_up_for", "# none") + rest };
        let story = story(&model(&format!("{text}\n[control]\ndispatch = {rules}\n")));
        let mut rows = times(&story);
        rows.sort_by_key(|&(_, start, _)| start);
        rows.into_iter().map(|(job, ..)| job).collect::<Vec<_>>()
    };
    assert_eq!(of_all("[\"setup\", \"fifo\"]", true), [1, 3, 6, 4, 2, 5]);
    assert_eq!(of_all("[\"setup\", \"lifo\"]", false), [6, 5, 4, 3, 2, 1]);
}

/// Three parts after each setup, as long as such parts wait. The last job is an a; then c is set up for (9
/// minutes), and c c is all there is of it; then b (6), of which there is one; then a a (4).
#[test]
fn a_run_has_its_least_length() {
    let text = JOBS.replace("dispatch = DISPATCH", "dispatch = \"lifo\"").replace(
        "[station.m.setup.matrix]",
        "[station.m.setup]\nat_least = 3\n[station.m.setup.matrix]",
    );
    let story = story(&model(&text));
    let mut rows = times(&story);
    rows.sort_by_key(|&(_, start, _)| start);
    assert_eq!(rows, [(6, 0, 10), (5, 19, 31), (2, 31, 43), (4, 49, 56), (3, 60, 70), (1, 70, 80)]);
}

/// A setter sets up from 0 to 8 o'clock, and the machine runs alone. The second job needs a setup of 60
/// minutes; a breakdown strikes in the middle of it, and the setter goes home 20 minutes before its end.
///
/// ```text
/// min      what
/// 0        job 1 (a) begins, the machine is set up for it
/// 420      job 1 ends, the setup for b begins
/// 450      the machine fails; 30 of 60 min of the setup are done
/// 470      it is repaired, the setup goes on
/// 480      8:00: the setter goes home; 20 min are left
/// 1440     0:00: the setter goes on
/// 1460     the setup ends, job 2 begins; the setter is free
/// 1880     job 2 ends: 420 min
/// ```
#[test]
fn a_breakdown_in_the_middle_of_a_setup_at_shift_end() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[calendar.day]
mon-fri = ["00:00-08:00"]
[crew.setter]
calendar = "day"
[station.m]
cycle = "420 min"
setup = { time = "60 min", operators = { setter = 1 } }
[station.m.failure.log]
at = [2026-03-02T07:30:00]
repair = { time = "20 min" }
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[order]
1 = { product = "a", release = 2026-03-02 }
2 = { product = "b", release = 2026-03-02 }
"#,
    ));
    assert_eq!(times(&story), [(1, 0, 420), (2, 1460, 1880)]);
    assert_eq!(story.stretches(1, State::Setup), [(420, 450), (470, 480), (1440, 1460)]);
    assert_eq!(story.stretches(1, State::Repair), [(450, 470)]);
    assert_eq!(story.stretches(1, State::WaitOperator), [(480, 1440)]);
    assert_eq!(story.time_in(1, State::Working), 840);
}

/// Operating time does not run during a setup: the failure after 15 minutes of work strikes 5 minutes
/// into the second job, which begins at 30.
#[test]
fn a_setup_is_no_operating_time() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.m]
cycle = "10 min"
setup = "20 min"
[station.m.failure.wear]
clock = "operating"
every = { dist = "constant", value = "15 min" }
repair = { time = "7 min" }
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[order]
1 = { product = "a", release = 2026-03-02 }
2 = { product = "b", release = 2026-03-02 }
"#,
    ));
    assert_eq!(times(&story), [(1, 0, 10), (2, 30, 47)]);
    assert_eq!(story.stretches(1, State::Repair), [(35, 42)]);
}

/// Two machines, one set up for each product: every part goes to the machine of its product, though the
/// first machine is free first.
#[test]
fn a_part_goes_to_the_machine_that_is_set_up_for_it() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.m]
machines = 2
cycle = "10 min"
setup = "20 min"
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[order]
1 = { product = "a", release = 2026-03-02 }
2 = { product = "b", release = 2026-03-02 }
3 = { product = "b", release = 2026-03-02T00:10:00 }
4 = { product = "a", release = 2026-03-02T00:10:00 }
"#,
    ));
    let machines: Vec<usize> = story.visits.by_part().iter().map(|row| row.machine).collect();
    assert_eq!(machines, [1, 2, 2, 1]);
    assert_eq!(story.time_in(1, State::Setup) + story.time_in(2, State::Setup), 0);
}

/// Families: a1 and a2 need no setup between them.
#[test]
fn setups_go_by_family() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[station.m]
cycle = "10 min"
setup = { time = "20 min", by = "family" }
[product.a1]
family = "a"
route = ["m"]
[product.a2]
family = "a"
route = ["m"]
[product.b]
route = ["m"]
[order]
1 = { product = "a1", release = 2026-03-02 }
2 = { product = "a2", release = 2026-03-02 }
3 = { product = "b", release = 2026-03-02 }
4 = { product = "a1", release = 2026-03-02 }
"#,
    ));
    assert_eq!(times(&story), [(1, 0, 10), (2, 10, 20), (3, 40, 50), (4, 70, 80)]);
}

/// Parts of two products, and how long they are in the plant.
#[derive(Debug, Default)]
struct Lead {
    sum: [f64; 2],
    parts: [f64; 2],
}

impl gemba::observe::Observer for Lead {
    fn departed(&mut self, product: gemba::ids::ProductId, _: u64, released: Time, now: Time) {
        let product = gemba::ids::Id::position(product);
        self.sum[product] += (now - released).minutes();
        self.parts[product] += 1.0;
    }
}

/// Validation case `pub-two-product-setup`: a machine goes on with its product until none of it waits.
#[test]
fn two_products_on_one_machine() {
    Case::new("pub-two-product-setup")
        .mean("mean lead time product 1", 6.411_764_7, Relative(0.03), |run| {
            let lead: &Lead = &run.watch;
            lead.sum[0] / lead.parts[0]
        })
        .mean("mean lead time product 2", 6.411_764_7, Relative(0.03), |run| {
            run.watch.sum[1] / run.watch.parts[1]
        })
        .mean("change-overs per 100 min", 14.117_647, Relative(0.02), |run| {
            let station = gemba::ids::Id::at(0);
            let setups = run.tally.station(station).setups;
            setups as f64 * 100.0 / (run.end - run.tally.begin()).minutes()
        })
        .mean("fraction of time changing over", 0.282_352_94, Relative(0.02), |run| {
            run.share("m", &[State::Setup])
        })
        .run(
            r#"
[run]
warm_up = "5000 min"
length = "300000 min"
replications = 20
[station.m]
cycle = { dist = "exponential", mean = "1 min" }
setup = { dist = "exponential", mean = "2 min" }
dispatch = "same_setup"
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[demand.a]
products = { a = 1 }
every = { mean = "200 s" }
[demand.b]
products = { b = 1 }
every = { mean = "200 s" }
"#,
        );
}

/// The machine is set up from 5 to 15 for the second part, which then waits for its operator until 60. The failure at 20
/// finds no cycle that has begun, and throws nothing away.
#[test]
fn a_part_that_was_only_set_up_for_is_not_thrown_away() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.mill]
cycle = "5 min"
operators = { operator = 1 }
setup = "10 min"
[station.mill.failure.crash]
at = [2026-03-02T00:20:00]
repair = { time = "5 min" }
part = "scrap"
[crew.operator]
calendar = "early"
[calendar.early]
mon = ["00:00-00:10", "01:00-12:00"]
[product.a]
route = ["mill"]
[product.b]
route = ["mill"]
[order.1]
product = "a"
[order.2]
product = "b"
"#;
    let story = story(&model(text));
    let visits = story.visits.by_part();
    let times = visits.iter().map(|visit| (minute(visit.started), visit.finished.map(minute)));
    assert_eq!(times.collect::<Vec<_>>(), [(0, Some(5)), (60, Some(65))]);
}

/// First come, first served, with setups that end at 19, 39, 58, 68 and 92: the second and the fourth bring a failure of
/// 4 min. Whatever becomes of parts that fail, those that a machine is set up for wait.
#[test]
fn a_failure_may_come_with_setups() {
    for part in ["resume", "scrap"] {
        let failure = format!(
            "[station.m.failure.crash]\nclock = \"setups\"\nevery = 2\npart = \"{part}\"\n\
             repair = {{ time = \"4 min\" }}\n"
        );
        let story = story(&model(&(JOBS.replace("DISPATCH", "\"fifo\"") + &failure)));
        let expected =
            [(1, 0, 10), (2, 19, 31), (3, 43, 53), (4, 58, 65), (5, 72, 84), (6, 92, 102)];
        assert_eq!(times(&story), expected);
        assert_eq!(story.stretches(1, State::Repair), [(39, 43), (68, 72)]);
    }
}

/// Steps and `[times]` say how long their setups take, from whatever else; the station says it for the rest.
///
/// ```text
/// min      what
/// 0-10     job 1 (a): set up for it
/// 10-24    job 2 (c): 2 min of setup by `[times]`, 12 of work
/// 24-40    job 3 (b): 9 by its step, 7
/// 40-54    job 4 (c): 2, 12
/// 54-69    job 5 (a): 5 by the station, 10
/// 69-85    job 6 (b): 9, 7
/// 85-92    job 7 (b): nothing, 7
/// ```
const STEPS: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[station.m]
STATION
[product.a]
route = [{ station = "m", cycle = "10 min" }]
[product.b]
route = [{ station = "m", cycle = "7 min", setup = "9 min" }]
[product.c]
route = [{ station = "m", cycle = "12 min" }]
[times.product.b]
setup.m = "99 min"
[times.product.c]
setup.m = "2 min"
[order]
1 = { product = "a" }
2 = { product = "c" }
3 = { product = "b" }
4 = { product = "c" }
5 = { product = "a" }
6 = { product = "b" }
7 = { product = "b" }
"#;

#[test]
fn steps_have_setups_of_their_own() {
    let of = |station: &str| times(&story(&model(&STEPS.replace("STATION", station))));
    let expected =
        [(1, 0, 10), (2, 12, 24), (3, 33, 40), (4, 42, 54), (5, 59, 69), (6, 78, 85), (7, 85, 92)];
    assert_eq!(of("setup = \"5 min\""), expected);
    // The same of a matrix: what it has for b and c does not hold.
    let matrix = r#"setup = { matrix = { a = { b = "1 min", c = "1 min" }, b = { a = "5 min", c = "8 min" }, c = { a = "5 min" } } }"#;
    assert_eq!(of(matrix), expected);
    // Without a setup of the station, what says nothing of its own takes no time: job 5 begins at 54.
    let expected =
        [(1, 0, 10), (2, 12, 24), (3, 33, 40), (4, 42, 54), (5, 54, 64), (6, 73, 80), (7, 80, 87)];
    assert_eq!(of(""), expected);
}

/// Three products, each one part an hour, in random order: a third of the parts each. A change to a takes 5
/// min, to b 9, to c 2, each before two thirds of its parts: 2/3 x (5 + 9 + 2) = 32/3 min an hour.
#[test]
fn loads_with_setups_of_steps() {
    let text = STEPS.replace("STATION", "setup = \"5 min\"");
    let (text, _) = text.split_once("[order]").expect("it has orders");
    let demand =
        |name: &str| format!("[demand.{name}]\nproducts = {{ {name} = 1 }}\nevery = \"1 h\"\n");
    let text = text.replace("\"orders_done\"", "\"10 days\"");
    let loads = model(&(text + &demand("a") + &demand("b") + &demand("c"))).loads();
    let row = loads.stations.iter().next().expect("one station");
    assert!((row.load - 29.0 / 60.0).abs() < 1e-9, "{}", row.load);
    assert!((row.set_up - row.load - 32.0 / 3.0 / 60.0).abs() < 1e-9, "{}", row.set_up);
}

/// A product comes to the machine twice, with a setup of 3 min for its first step and of 8 for its second.
/// There is none between two steps of one product.
///
/// ```text
/// min      what
/// 0-7      job 1, first step: 3 min from b, 4 of work; then 1 min at n
/// 7-22     job 2 (b): 5 by the station, 10
/// 22-36    job 1, second step: 8, 6
/// ```
#[test]
fn the_two_visits_of_a_product_have_setups_of_their_own() {
    let text = |orders: &str| {
        format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = {{ m = "b" }}
[station.m]
setup = "5 min"
DISPATCH
[station.n]
cycle = "1 min"
[product.a]
route = [
  {{ station = "m", name = "one", cycle = "4 min", setup = "3 min" }},
  "n",
  {{ station = "m", name = "two", cycle = "6 min", setup = "8 min" }},
]
[product.b]
route = [{{ station = "m", cycle = "10 min" }}]
[order]
{orders}
"#
        )
    };
    let at_m = |text: &str| {
        let story = story(&model(text));
        let ended = |at: Option<Time>| minute(at.expect("every visit ends"));
        let mut rows: Vec<(usize, i64, i64)> = story
            .visits
            .by_part()
            .iter()
            .filter(|row| row.machine == 1)
            .map(|row| (row.part, minute(row.started), ended(row.finished)))
            .collect();
        rows.sort_by_key(|&(_, start, _)| start);
        rows
    };
    let second = "2 = { product = \"b\", release = 2026-03-02T00:01:00 }";
    let both = text(&format!("1 = {{ product = \"a\" }}\n{second}")).replace("DISPATCH", "");
    assert_eq!(at_m(&both), [(1, 3, 7), (2, 12, 22), (1, 30, 36)]);
    let alone = text("1 = { product = \"a\" }").replace("DISPATCH", "");
    assert_eq!(at_m(&alone), [(1, 3, 7), (1, 8, 14)]);
    // Job 2 (b) keeps the machine from 12 to 22, job 3 (a) comes at 15. Smallest setup first, the first step
    // of job 3 (3 min) goes before the second of job 1 (8 min), which came at 8 and then needs none; first
    // come, that one goes first.
    let three = text(&format!(
        "1 = {{ product = \"a\" }}\n{second}\n\
         3 = {{ product = \"a\", release = 2026-03-02T00:15:00 }}"
    ));
    let smallest = three.replace("DISPATCH", "dispatch = \"setup\"");
    let expected = [(1, 3, 7), (2, 12, 22), (3, 25, 29), (1, 29, 35), (3, 35, 41)];
    assert_eq!(at_m(&smallest), expected);
    let first_come = three.replace("DISPATCH", "dispatch = \"fifo\"");
    let expected = [(1, 3, 7), (2, 12, 22), (1, 30, 36), (3, 36, 40), (3, 41, 47)];
    assert_eq!(at_m(&first_come), expected);
}

/// Both machines are set up for a, and b takes 9 min of setup at one and 4 at the other: by the earliest
/// finish its part goes to the other.
#[test]
fn a_choice_knows_the_setups_of_steps() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a", n = "a" }
[station.m]
cycle = "10 min"
setup = "1 min"
[station.n]
cycle = "10 min"
setup = "2 min"
[product.a]
route = ["m"]
[product.b]
route = [{ station = ["m", "n"], choice = "earliest_finish" }]
[times.product.b]
setup = { m = "9 min", n = "4 min" }
[order]
1 = { product = "b" }
"#,
    ));
    let rows = story.visits.by_part();
    assert_eq!((rows[0].machine, minute(rows[0].started)), (2, 4));
}
