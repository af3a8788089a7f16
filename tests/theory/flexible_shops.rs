//! Job shops whose steps can be done at several stations, each with a time of its own.
//!
//! Source: instances mk01 to mk05 of P. Brandimarte, *Routing and Scheduling in a Flexible Job Shop by Tabu Search*,
//! Annals of Operations Research 41, 1993, with their optima or bounds.

#![expect(clippy::disallowed_methods, reason = "the test reads published data")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use gemba::ids::{Id, StationId};

use crate::support::model;
use crate::visits::{minute, story};

/// A step of a job: its machines, from 0, and how long it takes at each. Unit: minutes.
type Step = BTreeMap<usize, i64>;

/// Machine, beginning and end of each step, job by job. Unit: minutes.
type Times = Vec<Vec<(usize, i64, i64)>>;

struct Shop {
    jobs: Vec<Vec<Step>>,
    machines: usize,
}

impl Shop {
    fn read(text: &str) -> Self {
        let mut rows = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
            let words = line.split_whitespace();
            words.map(|word| word.parse().expect("a whole number")).collect::<Vec<i64>>()
        });
        let at = |number: i64| usize::try_from(number).expect("a small number");
        let machines = at(rows.next().expect("jobs and machines")[1]);
        let job = |row: Vec<i64>| {
            let mut numbers = row.into_iter().skip(1);
            let mut steps = Vec::new();
            while let Some(ways) = numbers.next() {
                let mut way = || Some((at(numbers.next()?), numbers.next()?));
                steps.push((0..ways).map(|_| way().expect("a machine and a time")).collect());
            }
            steps
        };
        Self { jobs: rows.map(job).collect(), machines }
    }

    fn text(&self) -> String {
        let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n".to_owned();
        for machine in 0..self.machines {
            writeln!(text, "[station.m{machine}]").expect("a text");
        }
        for (job, steps) in self.jobs.iter().enumerate() {
            let step = |ways: &Step| {
                let ways =
                    ways.iter().map(|(machine, minutes)| format!("m{machine} = \"{minutes} min\""));
                let ways = ways.collect::<Vec<String>>().join(", ");
                format!("{{ station = {{ {ways} }}, choice = \"earliest_finish\" }}")
            };
            let one = |ways: &Step| step(ways).replace(", choice = \"earliest_finish\"", "");
            let route =
                steps.iter().map(|ways| if ways.len() == 1 { one(ways) } else { step(ways) });
            let route = route.collect::<Vec<String>>().join(", ");
            writeln!(
                text,
                "[product.j{job}]\nroute = [{route}]\n[order.{job}]\nproduct = \"j{job}\"\nrelease = 2026-03-02"
            )
            .expect("a text");
        }
        text
    }

    fn run(&self) -> Times {
        let story = story(&model(&self.text()));
        let mut times: Times = vec![Vec::new(); self.jobs.len()];
        let mut visits = story.visits.by_part();
        visits.sort_by_key(|row| (row.part, row.started));
        for row in visits {
            let end = row.finished.expect("every step ends");
            times[row.part - 1].push((row.machine - 1, minute(row.started), minute(end)));
        }
        times
    }

    /// Each job goes where it is done soonest if every machine works off what it has been given: that is a promise
    /// which first come, first served keeps. Of those that are done at one instant goes first who leaves the machine
    /// that stands first in the model.
    fn step_through(&self) -> Times {
        let stations = &model(&self.text()).stations;
        let rank = |machine: usize| stations[StationId::at(machine)].rank;
        let mut times: Times = vec![Vec::new(); self.jobs.len()];
        let mut free = vec![0; self.machines];
        loop {
            let ready = |job: usize| {
                let last = times[job].last().copied();
                let from = last.map_or((0, 0), |(machine, _, end)| (end, rank(machine)));
                (times[job].len() < self.jobs[job].len()).then_some((from, job))
            };
            let Some(((now, _), job)) = (0..self.jobs.len()).filter_map(ready).min() else {
                return times;
            };
            let ways = &self.jobs[job][times[job].len()];
            let ends =
                ways.iter().map(|(&machine, minutes)| (now.max(free[machine]) + minutes, machine));
            let (end, machine) = ends.min().expect("a machine");
            times[job].push((machine, end - ways[&machine], end));
            free[machine] = end;
        }
    }
}

/// A file of the instances; `None`, and a word about it, if the data are not there.
#[expect(clippy::print_stderr, reason = "`--nocapture` shows people what is left out")]
fn data(name: &str) -> Option<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/fjsp_brandimarte").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("{name} is not there: left out");
    }
    text
}

#[test]
fn every_job_goes_where_it_is_done_soonest() {
    let Some(bounds) = data("instances.json") else { return };
    let bounds: serde_json::Value = serde_json::from_str(&bounds).expect("instances");
    for name in ["mk01", "mk02", "mk03", "mk04", "mk05"] {
        let Some(text) = data(&format!("{name}.txt")) else { return };
        let shop = Shop::read(&text);
        let times = shop.run();
        let makespan = times.iter().flatten().map(|(.., end)| *end).max().expect("steps");
        let all = bounds.as_array().expect("a list");
        let known = all.iter().find(|row| row["name"] == name).expect("the instance");
        let bound = known["optimum"].as_i64().or_else(|| known["bounds"]["lower"].as_i64());
        let bound = bound.expect("an optimum or a bound");
        assert!(makespan >= bound, "{name}: {makespan} is better than {bound}");
        assert_eq!(times, shop.step_through(), "{name}");
    }
}
