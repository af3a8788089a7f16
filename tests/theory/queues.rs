//! One station and its queue: closed formulas of queueing theory.

use gemba::ids::{ProductId, StationId};
use gemba::observe::Observer;
use gemba::units::{Span, Time};

use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, MINUTE};

/// Times in the plant, waits, and times between departures. Unit: minutes.
#[derive(Debug, Default)]
struct Times {
    lead: Sums,
    gaps: Sums,
    departed: Option<Time>,
    starts: f64,
    waits: f64,
    long_waits: f64,
    /// Times in the plant, in bins of a hundredth of a minute.
    bins: Vec<u32>,
}

#[derive(Debug, Default)]
struct Sums {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, value: f64) {
        self.n += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn mean(&self) -> f64 {
        self.sum / self.n
    }

    fn variance(&self) -> f64 {
        self.squares / self.n - self.mean() * self.mean()
    }
}

impl Times {
    /// The lead time that a share of the parts is below.
    fn quantile(&self, share: f64) -> f64 {
        let mut left = share * self.lead.n;
        for (bin, &count) in self.bins.iter().enumerate() {
            left -= f64::from(count);
            if left <= 0.0 {
                return (bin as f64 + 0.5) / 100.0;
            }
        }
        f64::NAN
    }
}

impl Observer for Times {
    fn queue_left(&mut self, _: StationId, waited: Span, _: Time) {
        self.starts += 1.0;
        self.waits += f64::from(u8::from(!waited.is_zero()));
        self.long_waits += f64::from(u8::from(waited > Span::from_minutes(1)));
    }

    fn departed(&mut self, _: ProductId, _: u64, released: Time, now: Time) {
        let time = now - released;
        self.lead.add(time.minutes());
        let bin = usize::try_from(time.ticks() / 600_000).expect("no time is negative");
        if bin >= self.bins.len() {
            self.bins.resize(bin + 1, 0);
        }
        self.bins[bin] += 1;
        if let Some(before) = self.departed.replace(now) {
            self.gaps.add((now - before).minutes());
        }
    }
}

/// `pub-mm1`: Poisson arrivals 0.8 a minute, exponential cycles, one machine. L. Kleinrock,
/// *Queueing Systems* 1, 1975, chapter 3: the lead time is exponential with mean 1/(μ - λ).
const MM1: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "exponential", mean = "1 min" }
[demand.parts]
every = { mean = "1.25 min" }
"#;

#[test]
fn pub_mm1() {
    Case::<Times>::new("pub-mm1")
        .mean("utilisation", 0.8, Relative(0.005), |run| run.working("machine"))
        .mean("lead time", 5.0, Relative(0.02), |run| run.lead_time())
        .mean("queue wait", 4.0, Relative(0.025), |run| run.wait("machine"))
        .mean("number in system", 4.0, Relative(0.02), |run| run.inside())
        .mean("sd of lead time", 5.0, Relative(0.04), |run| run.watch.lead.variance().sqrt())
        .mean("95th percentile", 14.978_661, Relative(0.03), |run| run.watch.quantile(0.95))
        .mean("throughput", 0.8, Relative(0.005), |run| run.throughput())
        .run(MM1);
}

/// `pub-mmc`: three machines, one queue. A. K. Erlang's formula C, 1917; the wait exceeds t with
/// probability C exp(-(cμ - λ)t).
const MMC: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
machines = 3
cycle = { dist = "exponential", mean = "1 min" }
[demand.parts]
every = { mean = "25 s" }
"#;

#[test]
fn pub_mmc() {
    Case::<Times>::new("pub-mmc")
        .mean("probability of waiting", 0.647_191_01, Relative(0.02), |run| {
            run.watch.waits / run.watch.starts
        })
        .mean("queue wait", 1.078_651_7, Relative(0.03), |run| run.wait("machine"))
        .mean("lead time", 2.078_651_7, Relative(0.01), |run| run.lead_time())
        .mean("utilisation", 0.8, Relative(0.005), |run| run.working("machine"))
        .mean("wait above a minute", 0.355_185_96, Relative(0.05), |run| {
            run.watch.long_waits / run.watch.starts
        })
        .run(MMC);
}

/// `pub-mg1-lognormal`: F. Pollaczek 1930, A. Y. Khinchine 1932; times between departures have the
/// squared coefficient of variation 1 - ρ²(1 - c²).
const MG1: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "lognormal", mean = "1 min", sd = "1.25 min" }
[demand.parts]
every = { mean = "1.428571428 min" }
"#;

#[test]
fn pub_mg1_lognormal() {
    Case::<Times>::new("pub-mg1-lognormal")
        .mean("queue wait", 2.989_583_3, Relative(0.025), |run| run.wait("machine"))
        .mean("lead time", 3.989_583_3, Relative(0.025), |run| run.lead_time())
        .mean("number in queue", 2.092_708_3, Relative(0.025), |run| run.queue("machine"))
        .mean("utilisation", 0.7, Relative(0.005), |run| run.working("machine"))
        .mean("scv of inter-departures", 1.275_625, Relative(0.03), |run| {
            let gaps = &run.watch.gaps;
            gaps.variance() / (gaps.mean() * gaps.mean())
        })
        .run(MG1);
}

/// `pub-transient-mm1`: starts empty, Poisson arrivals 0.9 a minute, exponential cycles of a
/// minute, watched for 100 min. Exact: the chain of the number in system, cut at 600, by
/// uniformisation. In the long run there would be 9 parts inside.
const TRANSIENT: &str = r#"
[run]
length = "100 min"
replications = 12000

[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "exponential", mean = "1 min" }
[demand.parts]
every = { mean = "1.111111111 min" }
"#;

#[test]
fn pub_transient_mm1() {
    Case::<()>::new("pub-transient-mm1")
        .mean("finished by the horizon", 83.556_079, Relative(0.005), |run| run.finished())
        .mean("left at the horizon", 6.443_920_9, Relative(0.03), |run| {
            run.tally.inside().level() as f64
        })
        .mean("number in system", 4.724_197_1, Relative(0.03), |run| run.inside())
        .mean("utilisation", 0.835_560_79, Relative(0.005), |run| run.working("machine"))
        .run(TRANSIENT);
}

/// `pub-makespan-10jobs-2machines`: ten parts wait before two stations in series. Exact: the
/// absorbing chain of 66 states.
const MAKESPAN: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
replications = 20000

[line.main]
stations = ["first", "second"]
[station.first]
cycle = { dist = "exponential", mean = "1 min" }
[station.second]
cycle = { dist = "exponential", mean = "1 min" }
[order.all]
quantity = 10
release = 2026-03-02
"#;

#[test]
fn pub_makespan_10jobs_2machines() {
    Case::<()>::new("pub-makespan-10jobs-2machines")
        .mean("makespan", 13.523_941, Relative(0.01), |run| run.end.ticks() as f64 / MINUTE)
        .spread("sd of makespan", 3.332_533_7, Relative(0.03), |run| {
            run.end.ticks() as f64 / MINUTE
        })
        .run(MAKESPAN);
}
