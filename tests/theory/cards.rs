//! Cards against closed queueing networks and exact chains.

use gemba::ids::{CardsId, Id};

use crate::simulate::Case;
use crate::simulate::Tolerance::{Absolute, Relative};
use crate::support::model;

/// `pub-conwip-pennyfab1`: four equal machines, exponential times of 2 h, eight jobs: the practical
/// worst case of W. J. Hopp, M. L. Spearman, *Factory Physics*: 8 / (4 + 8 - 1) × 1/2 an hour.
const PENNY_FAB: &str = r#"
[run]
warm_up = "2000 h"
length = "200000 h"
replications = 10
[control]
release = { rule = "conwip", limit = 8 }
[line.pennies]
stations = ["punch", "stamp", "rim", "deburr"]
[station.punch]
cycle = { dist = "exponential", mean = "2 h" }
[station.stamp]
cycle = { dist = "exponential", mean = "2 h" }
[station.rim]
cycle = { dist = "exponential", mean = "2 h" }
[station.deburr]
cycle = { dist = "exponential", mean = "2 h" }
"#;

#[test]
fn pub_conwip_pennyfab1() {
    Case::<()>::new("pub-conwip-pennyfab1")
        .mean("throughput an hour", 0.363_636_36, Relative(0.01), |run| run.throughput() * 60.0)
        .mean("cycle time", 22.0, Relative(0.01), |run| run.lead_time() / 60.0)
        .mean("number 1", 2.0, Relative(0.03), |run| run.present("punch"))
        .mean("number 2", 2.0, Relative(0.03), |run| run.present("stamp"))
        .mean("number 3", 2.0, Relative(0.03), |run| run.present("rim"))
        .mean("number 4", 2.0, Relative(0.03), |run| run.present("deburr"))
        .mean("jobs inside, always", 8.0, Absolute(1e-6), |run| run.inside())
        .run(PENNY_FAB);
}

/// What `check` and reports say of the practical worst case, and of the best.
#[test]
fn pub_conwip_pennyfab1_by_formula() {
    let pace = model(PENNY_FAB).paces().iter().next().unwrap().unwrap();
    assert!((pace.critical() - 4.0).abs() < 1e-9);
    let (best, practical) = pace.with_inside(8);
    assert!((best - 0.5).abs() < 1e-9);
    assert!((practical - 0.363_636_36).abs() < 1e-6);
    // With one part inside it takes 8 h for each, whatever varies.
    let (best, practical) = pace.with_inside(1);
    assert!((best - 0.125).abs() < 1e-9 && (practical - 0.125).abs() < 1e-9);
}

/// A centre of a closed network: mean time in minutes and machines.
type Centre = (f64, u32);

/// Sums over all ways to put `n` parts into these centres, for n up to `most`: the normalising
/// constants of the product form.
///
/// Source: J. P. Buzen, *Computational algorithms for closed queueing networks with exponential
/// servers*, Communications of the ACM 16(9), 1973.
fn constants(centres: &[Centre], most: usize) -> Vec<f64> {
    let mut sums = vec![0.0; most + 1];
    sums[0] = 1.0;
    for &centre in centres {
        let alone = weights(centre, most);
        let convolve = |n: usize| (0..=n).map(|k| sums[n - k] * alone[k]).sum();
        sums = (0..=most).map(convolve).collect();
    }
    sums
}

fn weights((mean, machines): Centre, most: usize) -> Vec<f64> {
    let mut weights = vec![1.0];
    for n in 1..=most {
        let working = f64::from(machines).min(n as f64);
        weights.push(weights[n - 1] * mean / working);
    }
    weights
}

fn throughput(centres: &[Centre], parts: usize) -> f64 {
    let sums = constants(centres, parts);
    sums[parts - 1] / sums[parts]
}

/// Mean number at the centre `at`.
fn number(centres: &[Centre], at: usize, parts: usize) -> f64 {
    let others: Vec<Centre> =
        centres.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, centre)| *centre).collect();
    let (others, all) = (constants(&others, parts), constants(centres, parts));
    let own = weights(centres[at], parts);
    (1..=parts).map(|n| n as f64 * own[n] * others[parts - n] / all[parts]).sum()
}

#[test]
fn the_constants_are_those_of_a_balanced_line() {
    // Four equal machines, eight jobs: w / (w + 3) of the rate, and two at each.
    let line = [(2.0, 1); 4];
    assert!((throughput(&line, 8) - 8.0 / 11.0 / 2.0).abs() < 1e-12);
    assert!((number(&line, 2, 8) - 2.0).abs() < 1e-12);
    // One machine and an endless number of others: E. g. two centres, one job, 1 / (1 + 3).
    assert!((throughput(&[(1.0, 1), (3.0, 5)], 1) - 0.25).abs() < 1e-12);
}

/// Unequal stations with several machines under a limit of the line.
#[test]
fn a_line_under_conwip_is_a_closed_network() {
    const CENTRES: [Centre; 4] = [(2.0, 1), (5.0, 3), (1.0, 1), (3.0, 2)];
    const PARTS: usize = 6;
    let text = r#"
[run]
warm_up = "1000 min"
length = "100000 min"
replications = 20
[line.main]
stations = ["a", "b", "c", "d"]
release = { rule = "conwip", limit = 6 }
[station.a]
cycle = { dist = "exponential", mean = "2 min" }
[station.b]
machines = 3
cycle = { dist = "exponential", mean = "5 min" }
[station.c]
cycle = { dist = "exponential", mean = "1 min" }
[station.d]
machines = 2
cycle = { dist = "exponential", mean = "3 min" }
"#;
    let right = throughput(&CENTRES, PARTS);
    Case::<()>::new("closed network")
        .mean("throughput", right, Relative(0.005), |run| run.throughput())
        .mean("time inside", PARTS as f64 / right, Relative(0.005), |run| run.lead_time())
        .mean("working a", 2.0 * right, Relative(0.005), |run| run.working("a"))
        .mean("number at a", number(&CENTRES, 0, PARTS), Relative(0.02), |run| {
            run.queue("a") + run.working("a")
        })
        .mean("number at b", number(&CENTRES, 1, PARTS), Relative(0.02), |run| {
            run.queue("b") + 3.0 * run.working("b")
        })
        .mean("number at d", number(&CENTRES, 3, PARTS), Relative(0.02), |run| {
            run.queue("d") + 2.0 * run.working("d")
        })
        .run(text);
}

/// `pub-kanban-2stage`. Customers come by chance and take a finished part or are lost: the next part
/// of the store goes when the next customer comes, after a time that has no memory. So they are a
/// station of exponential cycles at the end of the second stage: a part on it still holds its card,
/// and is in the store.
const KANBAN: &str = r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20
[line.main]
stations = ["m1", "m2", "customers"]
[station.m1]
cycle = { dist = "exponential", mean = "1 min" }
[station.m2]
cycle = { dist = "exponential", mean = "1 min" }
[station.customers]
cycle = { dist = "exponential", mean = "1.25 min" }
[kanban.one]
cards = 2
stations = ["m1"]
[kanban.two]
cards = 3
stations = ["m2", "customers"]
"#;

#[test]
fn pub_kanban_2stage() {
    Case::<()>::new("pub-kanban-2stage")
        .mean("served", 0.784_611_69, Relative(0.01), |run| run.throughput() / 0.8)
        .mean("sales", 0.627_689_35, Relative(0.01), |run| run.throughput())
        .mean("store 1", 1.007_69, Relative(0.02), |run| {
            let stored = run.tally.cards(CardsId::at(0)).stored;
            stored.integral(run.end) as f64 / run.elapsed().ticks() as f64
        })
        .mean("store 2", 1.614_461_4, Relative(0.02), |run| run.present("customers"))
        .mean("machine 2", 0.627_689_35, Relative(0.01), |run| run.working("m2"))
        .run(KANBAN);
}

/// Two machines of mean 1 and one card each: both work, or one of them has finished and waits, or both
/// stores are empty and full in turn. With the first part in the store (its card held) and the second
/// machine at work, nothing moves until that ends; with the second one idle the first is at work. The
/// states are {m1 works, m2 idle}, {both work}, {store full, m2 works}: a birth and death chain with
/// rates 1, so that each has a third of the time, and 2/3 parts leave a minute.
#[test]
fn two_stages_of_one_card_are_a_chain_of_three_states() {
    let text = KANBAN
        .replace(", \"customers\"]", "]")
        .replace(
            "[station.customers]\ncycle = { dist = \"exponential\", mean = \"1.25 min\" }\n",
            "",
        )
        .replace("cards = 2", "cards = 1")
        .replace("cards = 3", "cards = 1");
    Case::<()>::new("one card each")
        .mean("throughput", 2.0 / 3.0, Relative(0.01), |run| run.throughput())
        .mean("store 1", 1.0 / 3.0, Relative(0.01), |run| {
            let stored = run.tally.cards(CardsId::at(0)).stored;
            stored.integral(run.end) as f64 / run.elapsed().ticks() as f64
        })
        .mean("machine 1", 2.0 / 3.0, Relative(0.01), |run| run.working("m1"))
        .run(&text);
}
