//! Priorities in the long run: classes of parts at one machine, by formula, with and without preemption.

use gemba::ids::{Id, ProductId};
use gemba::observe::Observer;
use gemba::units::Time;

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// Times in the plant of two or three products, in the order of their names. Unit: minutes.
#[derive(Debug, Default)]
struct Leads([(f64, f64); 3]);

impl Observer for Leads {
    fn departed(&mut self, product: ProductId, _: u64, released: Time, now: Time) {
        let (parts, sum) = &mut self.0[product.position()];
        *parts += 1.0;
        *sum += (now - released).minutes();
    }
}

impl Leads {
    fn mean(&self, product: usize) -> f64 {
        let (parts, sum) = self.0[product];
        sum / parts
    }
}

/// Two classes, urgent (1) and plain (2), of Poisson arrivals; what is left is done later. An urgent part sees a station
/// of urgent ones alone, M/G/1: by Pollaczek and Khinchine it stays E[S1] + λ1 E[S1²] / (2 (1 - ρ1)). A plain one finds
/// all work that is there, which hangs on no order as nothing is done twice, W = (λ1 E[S1²] + λ2 E[S2²]) / (2 (1 - ρ));
/// it stays until that, its own work and all urgent work that comes meanwhile is done: (W + E[S2]) / (1 - ρ1).
///
/// Cycles of urgent parts always take 0.5 min, λ1 = 0.4; those of plain ones are exponential of 1 min, λ2 = 0.5. So ρ1 =
/// 0.2 and ρ = 0.7; 0.5 + 0.4 × 0.25 / 1.6 = 0.5625; W = (0.1 + 1) / 0.6 = 1.8333, and (1.8333 + 1) / 0.8 = 3.541667.
const CLASSES: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20
[station.machine]
preempts = "resume"
[product.a_urgent]
route = [{ station = "machine", cycle = "0.5 min" }]
[product.b_plain]
route = [{ station = "machine", cycle = { dist = "exponential", mean = "1 min" } }]
[demand.urgent]
products = { a_urgent = 1 }
every = { mean = "2.5 min" }
priority = 1
[demand.plain]
products = { b_plain = 1 }
every = { mean = "2 min" }
"#;

#[test]
fn two_classes_stay_as_long_as_by_formula() {
    Case::<Leads>::new("preemptive resume")
        .mean("time of urgent parts", 0.5625, Relative(0.005), |run| run.watch.mean(0))
        .mean("time of plain parts", 3.541_666_7, Relative(0.02), |run| run.watch.mean(1))
        .mean("utilisation", 0.7, Relative(0.005), |run| run.working("machine"))
        .run(CLASSES);
}

/// Both exponential of 1 min, λ1 = 0.3 and λ2 = 0.4: 1 / 0.7 = 1.428571 as M/M/1 alone; W = 1.4 / 0.6 = 2.3333, and
/// (2.3333 + 1) / 0.7 = 4.761905.
#[test]
fn two_exponential_classes_stay_as_long_as_by_formula() {
    let text = CLASSES
        .replace("cycle = \"0.5 min\"", "cycle = { dist = \"exponential\", mean = \"1 min\" }")
        .replace("\"2.5 min\"", "\"3.333333333 min\"")
        .replace("every = { mean = \"2 min\" }", "every = { mean = \"2.5 min\" }");
    Case::<Leads>::new("preemptive resume, exponential")
        .mean("time of urgent parts", 1.428_571_4, Relative(0.01), |run| run.watch.mean(0))
        .mean("time of plain parts", 4.761_904_8, Relative(0.02), |run| run.watch.mean(1))
        .mean("utilisation", 0.7, Relative(0.005), |run| run.working("machine"))
        .run(&text);
}

/// Begun anew: plain parts, of s = 1 min each and more than can be done, and urgent ones, λ = 0.5, exponential of 0.4 min. A plain part
/// is done when no urgent one has come for s. Until the first comes, or s is over, it takes (1 - exp(-λs)) / λ; with the
/// chance 1 - exp(-λs) one comes first, and urgent ones keep the machine for a busy period of M/M/1, 0.4 / (1 - 0.2) =
/// 0.5 min, before all begins anew. So each takes (exp(λs) - 1) (1/λ + 0.5) = 0.648721 × 2.5 = 1.621803 min, of which the
/// machine is at plain work for (exp(λs) - 1) / λ = 1.297443: 0.616598 parts a minute. Urgent ones stay 0.5 min.
const ANEW: &str = r#"
[run]
warm_up = "200 min"
length = "20000 min"
replications = 20
[station.machine]
preempts = "restart"
[product.a_urgent]
route = [{ station = "machine", cycle = { dist = "exponential", mean = "0.4 min" } }]
[product.b_plain]
route = [{ station = "machine", cycle = "1 min" }]
[demand.urgent]
products = { a_urgent = 1 }
every = { mean = "2 min" }
priority = 1
[demand.plain]
products = { b_plain = 1 }
every = "1 min"
"#;

#[test]
fn work_begun_anew_takes_as_long_as_by_formula() {
    Case::<Leads>::new("preemptive repeat")
        .mean("plain parts a minute", 0.616_598, Relative(0.01), |run| {
            run.watch.0[1].0 / (run.elapsed().seconds() / 60.0)
        })
        .mean("time of urgent parts", 0.5, Relative(0.01), |run| run.watch.mean(0))
        .mean("utilisation", 1.0, Relative(0.000_1), |run| run.working("machine"))
        .run(ANEW);
}

/// `pub-priority-nonpreemptive`: whoever is more urgent goes first, and no part is pushed off. A. Cobham, *Priority
/// Assignment in Waiting Line Problems*, Operations Research 2, 1954: a class waits W0 / ((1 - σ of those before it) (1 -
/// σ with its own)), with W0 = Σ λ E[S²] / 2 = 0.8 here, and σ = 0, 0.2, 0.5, 0.8.
const THREE: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20
[station.machine]
cycle = { dist = "exponential", mean = "1 min" }
dispatch = "priority"
[product.a]
route = ["machine"]
[product.b]
route = ["machine"]
[product.c]
route = ["machine"]
[demand.a]
products = { a = 1 }
every = { mean = "5 min" }
priority = 3
[demand.b]
products = { b = 1 }
every = { mean = "3.333333333 min" }
priority = 2
[demand.c]
products = { c = 1 }
every = { mean = "3.333333333 min" }
priority = 1
"#;

#[test]
fn pub_priority_nonpreemptive() {
    Case::<Leads>::new("pub-priority-nonpreemptive")
        .mean("lead time of class 1", 2.0, Relative(0.03), |run| run.watch.mean(0))
        .mean("lead time of class 2", 3.0, Relative(0.03), |run| run.watch.mean(1))
        .mean("lead time of class 3", 9.0, Relative(0.03), |run| run.watch.mean(2))
        .mean("utilisation", 0.8, Relative(0.005), |run| run.working("machine"))
        .run(THREE);
    Case::<Leads>::new("pub-priority-nonpreemptive, first come, first served")
        .mean("queue wait", 4.0, Relative(0.03), |run| run.wait("machine"))
        .run(&THREE.replace("dispatch = \"priority\"", "dispatch = \"fifo\""));
}
