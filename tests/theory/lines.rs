//! Serial lines with finite buffers and machines that never fail: exact chains.

use gemba::observe::State;

use crate::simulate::Case;
use crate::simulate::Tolerance::{Absolute, Relative};

/// Exponential cycles of a minute, no places between the stations. G. C. Hunt, *Sequential arrays
/// of waiting lines*, Operations Research 4, 1956: throughput 22/39. Exact: the chain of 8 states.
const ZERO_BUFFER: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3"]
[station.s1]
cycle = { dist = "exponential", mean = "1 min" }
[station.s2]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 0
[station.s3]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 0
"#;

/// A line of three whose exact shares of time are known: throughput a minute, blocked at the first
/// two stations, starved at the last two, parts inside.
struct Known {
    id: &'static str,
    throughput: f64,
    blocked: [f64; 2],
    starved: [f64; 2],
    inside: f64,
}

impl Known {
    fn run(&self, text: &str) {
        let share = Absolute(0.01);
        Case::<()>::new(self.id)
            .mean("throughput", self.throughput, Relative(0.01), |run| run.throughput())
            .mean("blocked 1", self.blocked[0], share, |run| run.share("s1", &[State::Blocked]))
            .mean("starved 1", 0.0, share, |run| run.share("s1", &[State::Starved]))
            .mean("blocked 2", self.blocked[1], share, |run| run.share("s2", &[State::Blocked]))
            .mean("starved 2", self.starved[0], share, |run| run.share("s2", &[State::Starved]))
            .mean("blocked 3", 0.0, share, |run| run.share("s3", &[State::Blocked]))
            .mean("starved 3", self.starved[1], share, |run| run.share("s3", &[State::Starved]))
            .mean("parts inside", self.inside, Relative(0.015), |run| run.inside())
            .run(text);
    }
}

/// `pub-line3-zero-buffer`
#[test]
fn pub_line3_zero_buffer() {
    let known = Known {
        id: "pub-line3-zero-buffer",
        throughput: 0.564_102_56,
        blocked: [0.435_897_44, 0.230_769_23],
        starved: [0.205_128_21, 0.435_897_44],
        inside: 2.358_974_4,
    };
    known.run(ZERO_BUFFER);
}

/// `pub-line3-bowl`: the same total work, less of it in the middle, makes more. F. S. Hillier,
/// R. W. Boling 1966, 1979. Exact: the chain of 8 states.
#[test]
fn pub_line3_bowl() {
    let known = Known {
        id: "pub-line3-bowl",
        throughput: 0.566_642_86,
        blocked: [0.405_025, 0.257_868_42],
        starved: [0.232_153_01, 0.405_025],
        inside: 2.362_822,
    };
    let uneven = ZERO_BUFFER.replace("mean = \"1 min\"", "mean = \"1.05 min\"");
    let middle = "[station.s2]\ncycle = { dist = \"exponential\", mean = \"";
    let text = uneven.replace(&format!("{middle}1.05 min"), &format!("{middle}0.9 min"));
    assert_eq!((text.matches("1.05 min").count(), text.matches("0.9 min").count()), (2, 1));
    known.run(&text);
}

/// `pub-line3-rates-677`: six, seven and seven parts a minute with 11 and 7 places, the optimum of
/// the allocation problem of J. Pichitlamken, B. L. Nelson, L. J. Hong, European Journal of
/// Operational Research 173, 2006. Exact: the chain of 139 states.
const RATES: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3"]
[station.s1]
cycle = { dist = "exponential", mean = "10 s" }
[station.s2]
cycle = { dist = "exponential", mean = "8.571428571 s" }
buffer = 11
[station.s3]
cycle = { dist = "exponential", mean = "8.571428571 s" }
buffer = 7
"#;

#[test]
fn pub_line3_rates_677() {
    let known = Known {
        id: "pub-line3-rates-677",
        throughput: 5.776_121_8,
        blocked: [0.037_313_041, 0.053_595_325],
        starved: [0.121_244_42, 0.174_839_75],
        inside: 9.429_543_4,
    };
    known.run(RATES);
}

/// `pub-line3-bbs`: one place between the stations, and a loaded part starts only when the place
/// ahead is free: throughput 26/45. Exact: the chain of 9 states.
const BEFORE: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3"]
[station.s1]
cycle = { dist = "exponential", mean = "1 min" }
block = "before"
[station.s2]
cycle = { dist = "exponential", mean = "1 min" }
block = "before"
buffer = 1
[station.s3]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 1
"#;

#[test]
fn pub_line3_bbs() {
    Case::<()>::new("pub-line3-bbs")
        .mean("throughput", 0.577_777_78, Relative(0.01), |run| run.throughput())
        .run(BEFORE);
}

/// A machine that is up in each minute with a chance makes a part in as many minutes as there are trials up to the
/// first success. No more than 14 are written: the chance of more is below 3e-12.
fn trials(p: f64) -> String {
    let (mut values, mut shares) = (Vec::new(), Vec::new());
    for trial in 1..=14 {
        values.push(format!("\"{trial} min\""));
        let last = if trial < 14 { p } else { 1.0 };
        shares.push(format!("\"{:.12} %\"", 100.0 * last * (1.0 - p).powi(trial - 1)));
    }
    let (values, shares) = (values.join(", "), shares.join(", "));
    format!("{{ dist = \"discrete\", values = [{values}], shares = [{shares}] }}")
}

/// `pub-bernoulli3`: three machines that are up in a minute with a chance of 90, 85 and 90 %, each minute anew, and
/// buffers of three, with the part in process. A part for which there is no room is made again. J. Li, S. M. Meerkov,
/// *Production Systems Engineering*, 2009, chapter 4. Exact: the chain of 16 states.
#[test]
fn pub_bernoulli3() {
    let text = format!(
        r#"
[run]
warm_up = "1000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3"]
[station.s1]
cycle = {}
block = "again"
[station.s2]
cycle = {}
block = "again"
buffer = 2
[station.s3]
cycle = {}
buffer = 2
"#,
        trials(0.9),
        trials(0.85),
        trials(0.9)
    );
    Case::<()>::new("pub-bernoulli3")
        .mean("production rate", 0.824_152_01, Relative(0.001), |run| run.throughput())
        .mean("content of buffer 1", 2.327_297_7, Relative(0.005), |run| run.present("s2"))
        .mean("content of buffer 2", 1.496_854_3, Relative(0.005), |run| run.present("s3"))
        .run(&text);
}

/// `pub-line4-buffer1`: four stations with one place between each two. F. S. Hillier, R. W.
/// Boling, Operations Research 15, 1967. Exact: the chain of 56 states.
const FOUR: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3", "s4"]
[station.s1]
cycle = { dist = "exponential", mean = "1 min" }
[station.s2]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 1
[station.s3]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 1
[station.s4]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 1
"#;

#[test]
fn pub_line4_buffer1() {
    let share = Absolute(0.01);
    Case::<()>::new("pub-line4-buffer1")
        .mean("throughput", 0.631_152_69, Relative(0.01), |run| run.throughput())
        .mean("blocked 1", 0.368_847_31, share, |run| run.share("s1", &[State::Blocked]))
        .mean("starved 1", 0.0, share, |run| run.share("s1", &[State::Starved]))
        .mean("blocked 2", 0.246_096_44, share, |run| run.share("s2", &[State::Blocked]))
        .mean("starved 2", 0.122_750_88, share, |run| run.share("s2", &[State::Starved]))
        .mean("blocked 3", 0.144_787_96, share, |run| run.share("s3", &[State::Blocked]))
        .mean("starved 3", 0.224_059_35, share, |run| run.share("s3", &[State::Starved]))
        .mean("blocked 4", 0.0, share, |run| run.share("s4", &[State::Blocked]))
        .mean("starved 4", 0.368_847_31, share, |run| run.share("s4", &[State::Starved]))
        .mean("parts inside", 4.829_063_9, Relative(0.015), |run| run.inside())
        .run(FOUR);
}
