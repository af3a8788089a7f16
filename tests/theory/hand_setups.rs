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
