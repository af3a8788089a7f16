//! Job shops: work centres with unlimited queues, routes by product and by chance.

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// `pub-jobshop-jackson-rework`: three centres, a tenth of what leaves the last comes back to the
/// first. J. R. Jackson, *Networks of waiting lines*, Operations Research 5, 1957: each centre is a
/// queue of its own.
const JACKSON: &str = r#"
[run]
warm_up = "5000 min"
length = "300000 min"
replications = 20

[station.c1]
[station.c2]
[station.c3]
machines = 2

[product.job]
route = [
  { station = "c1", cycle = { dist = "exponential", mean = "1 min" }, next = { c2 = "70 %", c3 = "30 %" } },
  { station = "c2", cycle = { dist = "exponential", mean = "1.818181818 min" } },
  { station = "c3", cycle = { dist = "exponential", mean = "2 min" }, next = { c1 = "10 %", out = "90 %" } },
]

[demand.jobs]
every = { mean = "100 s" }
"#;

#[test]
fn pub_jobshop_jackson_rework() {
    Case::<()>::new("pub-jobshop-jackson-rework")
        .mean("utilisation 1", 0.666_666_67, Relative(0.01), |run| run.working("c1"))
        .mean("utilisation 2", 0.848_484_85, Relative(0.01), |run| run.working("c2"))
        .mean("utilisation 3", 0.666_666_67, Relative(0.01), |run| run.working("c3"))
        .mean("number 1", 2.0, Relative(0.04), |run| run.present("c1"))
        .mean("number 2", 5.6, Relative(0.04), |run| run.present("c2"))
        .mean("number 3", 2.4, Relative(0.04), |run| run.present("c3"))
        .mean("lead time", 16.666_667, Relative(0.03), |run| run.lead_time())
        .run(JACKSON);
}

/// `pub-jobshop-law`: the shop of A. M. Law, *Simulation Modeling and Analysis*, section 2.6; its
/// loads follow from the balance of work.
const LAW: &str = r#"
[run]
warm_up = "1000 h"
length = "50000 h"
replications = 20

[station.c1]
machines = 3
[station.c2]
machines = 2
[station.c3]
machines = 4
[station.c4]
machines = 3
[station.c5]

[product.type_1]
route = [
  { station = "c3", cycle = { dist = "erlang", mean = "0.5 h", phases = 2 } },
  { station = "c1", cycle = { dist = "erlang", mean = "0.6 h", phases = 2 } },
  { station = "c2", cycle = { dist = "erlang", mean = "0.85 h", phases = 2 } },
  { station = "c5", cycle = { dist = "erlang", mean = "0.5 h", phases = 2 } },
]
[product.type_2]
route = [
  { station = "c4", cycle = { dist = "erlang", mean = "1.1 h", phases = 2 } },
  { station = "c1", cycle = { dist = "erlang", mean = "0.8 h", phases = 2 } },
  { station = "c3", cycle = { dist = "erlang", mean = "0.75 h", phases = 2 } },
]
[product.type_3]
route = [
  { station = "c2", cycle = { dist = "erlang", mean = "1.2 h", phases = 2 } },
  { station = "c5", cycle = { dist = "erlang", mean = "0.25 h", phases = 2 } },
  { station = "c1", cycle = { dist = "erlang", mean = "0.7 h", phases = 2 } },
  { station = "c4", cycle = { dist = "erlang", mean = "0.9 h", phases = 2 } },
  { station = "c3", cycle = { dist = "erlang", mean = "1 h", phases = 2 } },
]

[demand.jobs]
every = { mean = "0.25 h" }
products = { type_1 = 3, type_2 = 5, type_3 = 2 }
"#;

#[test]
fn pub_jobshop_law() {
    Case::<()>::new("pub-jobshop-law")
        .mean("utilisation 1", 0.96, Relative(0.01), |run| run.working("c1"))
        .mean("utilisation 2", 0.99, Relative(0.01), |run| run.working("c2"))
        .mean("utilisation 3", 0.725, Relative(0.01), |run| run.working("c3"))
        .mean("utilisation 4", 0.973_333_33, Relative(0.01), |run| run.working("c4"))
        .mean("utilisation 5", 0.8, Relative(0.01), |run| run.working("c5"))
        .mean("work in each job", 2.87, Relative(0.005), |run| {
            let centres = [("c1", 3.0), ("c2", 2.0), ("c3", 4.0), ("c4", 3.0), ("c5", 1.0)];
            let working = centres.map(|(centre, machines)| machines * run.working(centre));
            working.iter().sum::<f64>() * run.elapsed().hours() / run.finished()
        })
        .run(LAW);
}

/// `pub-small-factory`: a machine that fails by the calendar, an inspector who sends a tenth back to
/// its queue. The flows follow from conservation: each part is made and inspected 1 / 0.9 times.
const SMALL: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[station.machine]
[station.machine.failure.stop]
clock = "calendar"
every = { mean = "360 min" }
repair = { time = { dist = "uniform", min = "8 min", max = "12 min" } }
[station.inspector]

[product.part]
route = [
  { station = "machine", cycle = { dist = "uniform", min = "0.65 min", max = "0.7 min" } },
  { station = "inspector", cycle = { dist = "uniform", min = "0.75 min", max = "0.8 min" }, next = { machine = "10 %", out = "90 %" } },
]

[demand.parts]
every = { mean = "1 min" }
"#;

#[test]
fn pub_small_factory() {
    Case::<()>::new("pub-small-factory")
        .mean("machine processing", 0.75, Relative(0.005), |run| run.working("machine"))
        .mean("machine down", 0.027_027_027, Relative(0.05), |run| run.down("machine"))
        .mean("inspector", 0.861_111_11, Relative(0.005), |run| run.working("inspector"))
        .mean("good parts an hour", 60.0, Relative(0.005), |run| run.throughput() * 60.0)
        .mean("passes of a part", 1.111_111_1, Relative(0.005), |run| {
            run.done("inspector") / run.finished()
        })
        .run(SMALL);
}
