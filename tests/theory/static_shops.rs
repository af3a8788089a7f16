//! Published shops without chance, under dispatch rules: the results of the jasima simulator's own tests,
//! makespans and every beginning and end of an operation.

#![expect(clippy::disallowed_methods, reason = "the test reads published data")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use gemba::units::Time;

use crate::support::model;
use crate::visits::{Story, minute, story};

/// A file of the shops; `None`, and a word about it, if the data are not there.
#[expect(clippy::print_stderr, reason = "`--nocapture` shows people what is left out")]
fn data(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/shop_static").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("{name} is not there: left out");
    }
    text
}

/// An operation: its machine, what it is set up for, how long it takes, and the family of its batch.
#[derive(Clone, Debug)]
struct Operation {
    machine: usize,
    setup: Option<String>,
    minutes: u32,
    family: Option<String>,
}

/// A shop as written: routes of operations, setups, and jobs by their routes with due dates.
#[derive(Debug, Default)]
struct Shop {
    routes: Vec<Vec<Operation>>,
    /// Rows and columns by states, the first of which is that of the start.
    setups: BTreeMap<(String, String), u32>,
    first_state: String,
    jobs: Vec<(usize, u32)>,
}

/// Reads the text form of the shops: numbers and names line by line, `#` before comments.
fn read(text: &str) -> Shop {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let mut lines = lines.filter(|line| !line.is_empty());
    let mut next = || -> Vec<String> {
        lines.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    };
    let number = |word: &str| word.parse::<u32>().expect("a whole number");
    let _machines = next();
    let routes = number(&next()[0]) as usize;
    let mut shop = Shop::default();
    let machines: Vec<Vec<String>> = (0..routes).map(|_| next()).collect();
    for row in machines {
        let times = next();
        let operations = row.iter().zip(&times).map(|(machine, time)| {
            let (machine, setup) = match machine.split_once(';') {
                Some((machine, setup)) => (machine, Some(setup.to_owned())),
                None => (machine.as_str(), None),
            };
            let mut time = time.split(';');
            Operation {
                machine: number(machine) as usize,
                setup,
                minutes: number(time.next().expect("a time")),
                family: time.next().map(str::to_owned),
            }
        });
        shop.routes.push(operations.collect());
    }
    loop {
        let words = next();
        match words.first().map(String::as_str) {
            None => return shop,
            Some("setup") => {
                let states = number(&next()[0]) as usize;
                let rows: Vec<Vec<String>> = (0..states).map(|_| next()).collect();
                let names: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
                shop.first_state.clone_from(names[0]);
                for row in &rows {
                    for (to, minutes) in names.iter().zip(&row[1..]) {
                        if let Ok(minutes) = minutes.parse::<u32>() {
                            shop.setups.insert((row[0].clone(), (*to).clone()), minutes);
                        }
                    }
                }
            }
            Some("jobs") => {
                let jobs = number(&next()[0]);
                for _ in 0..jobs {
                    let job = next();
                    shop.jobs.push((number(&job[0]) as usize - 1, number(&job[2])));
                }
            }
            Some(_) => {}
        }
    }
}

impl Shop {
    /// The shop in gemba's words, with a rule for all machines and the size of its batches.
    fn text(&self, dispatch: &str, batch: u32) -> String {
        let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n".to_owned();
        let state = |name: &str| name.replace('.', "_");
        let operations = || self.routes.iter().flatten();
        let machines: std::collections::BTreeSet<usize> =
            operations().map(|operation| operation.machine).collect();
        for machine in machines {
            writeln!(text, "[station.m{machine}]\ndispatch = {dispatch}").expect("a text");
            if batch > 1 && operations().any(|o| o.machine == machine && o.family.is_some()) {
                writeln!(text, "batch = {{ size = {batch}, minimum = 1, by = \"family\" }}")
                    .expect("a text");
            }
            if !self.setups.is_empty() {
                writeln!(text, "[station.m{machine}.setup]\nby = \"family\"").expect("a text");
                for ((from, to), minutes) in self.setups.iter().filter(|(_, minutes)| **minutes > 0)
                {
                    writeln!(text, "matrix.{}.{} = \"{minutes} min\"", state(from), state(to))
                        .expect("a text");
                }
                let first = state(&self.first_state);
                writeln!(text, "[today.set_up_for]\nm{machine} = \"{first}\"").expect("a text");
                writeln!(text, "[product.first]\nfamily = \"{first}\"\nroute = [{{ station = \"m{machine}\", cycle = \"1 min\" }}]").expect("a text");
            }
        }
        for (number, &(route, due)) in self.jobs.iter().enumerate() {
            let number = number + 1;
            writeln!(text, "[product.j{number}]").expect("a text");
            let route = &self.routes[route];
            if let Some(family) = route.iter().find_map(|o| o.family.as_ref().or(o.setup.as_ref()))
            {
                writeln!(text, "family = \"{}\"", state(family)).expect("a text");
            }
            let steps: Vec<String> = route
                .iter()
                .map(|o| {
                    format!("{{ station = \"m{}\", cycle = \"{} min\" }}", o.machine, o.minutes)
                })
                .collect();
            writeln!(text, "route = [{}]", steps.join(", ")).expect("a text");
            writeln!(text, "[order.{number}]\nproduct = \"j{number}\"\nrelease = 2026-03-02")
                .expect("a text");
            if due > 0 {
                writeln!(text, "due = 2026-03-02T00:{due:02}:00").expect("a text");
            }
        }
        text
    }

    fn run(&self, dispatch: &str, batch: u32) -> Story {
        story(&model(&self.text(dispatch, batch)))
    }
}

/// When the last job ends, and when they end on average.
fn ends(story: &Story) -> (i64, f64) {
    let mut ends: BTreeMap<usize, i64> = BTreeMap::new();
    for row in story.visits.by_part() {
        let end = minute(row.finished.expect("every operation ends"));
        let last = ends.entry(row.part).or_default();
        *last = end.max(*last);
    }
    let last = ends.values().copied().max().unwrap_or_default();
    (last, ends.values().sum::<i64>() as f64 / ends.len() as f64)
}

/// Beginning and end of every operation: by job and number of the operation, both from 0.
fn logged(text: &str) -> BTreeMap<(usize, usize), (i64, i64)> {
    let mut rows: BTreeMap<(usize, usize), (i64, i64)> = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [at, what, _, job, ..] = words.as_slice() else { continue };
        let Some((job, operation)) = job.strip_prefix("Job.").and_then(|job| job.split_once('#'))
        else {
            continue;
        };
        let job = job.split('.').next().and_then(|job| job.parse().ok()).expect("a job");
        let operation = operation.parse().expect("an operation");
        let whole = at.split('.').next().and_then(|minutes| minutes.parse::<i64>().ok());
        let at = whole.expect("a whole minute");
        let row = rows.entry((job, operation)).or_default();
        match *what {
            "start_processing" => row.0 = at,
            "finished_processing" => row.1 = at,
            _ => {}
        }
    }
    rows
}

fn operations(story: &Story) -> BTreeMap<(usize, usize), (i64, i64)> {
    let mut rows = BTreeMap::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let mut visits = story.visits.by_part();
    visits.sort_by_key(|row| (row.part, row.started));
    for row in visits {
        let number = seen.entry(row.part).or_default();
        let end: Time = row.finished.expect("every operation ends");
        rows.insert((row.part - 1, *number), (minute(row.started), minute(end)));
        *number += 1;
    }
    rows
}

#[test]
fn a_job_shop_of_six_jobs_by_its_rules() {
    let Some(text) = data("js06x06.txt") else { return };
    let shop = read(&text);
    for (rule, makespan, mean) in
        [("\"shortest\"", 88, 52.67), ("\"fifo\"", 65, 54.83), ("\"longest\"", 67, 57.83)]
    {
        let (last, average) = ends(&shop.run(rule, 1));
        assert_eq!(last, makespan, "{rule}");
        assert!((average - mean).abs() < 0.005, "{rule}: {average}");
    }
}

/// There everything is due at the start; here a minute later, as an order must be due after its release. The least
/// slack is the most work then, and nothing but the cycle tells urgency.
#[test]
fn a_job_shop_of_six_jobs_that_are_all_late() {
    let Some(text) = data("js06x06.txt") else { return };
    let mut shop = read(&text);
    shop.jobs.iter_mut().for_each(|(_, due)| *due = 1);
    for (rule, makespan, mean) in [
        ("\"slack\"", 61, 55.83),
        ("{ rule = \"atc\", look_ahead = 1 }", 88, 52.67),
        ("\"atc\"", 88, 52.67),
    ] {
        let (last, average) = ends(&shop.run(rule, 1));
        assert_eq!(last, makespan, "{rule}");
        assert!((average - mean).abs() < 0.005, "{rule}: {average}");
    }
}

#[test]
fn every_operation_of_the_job_shop_begins_and_ends_as_published() {
    for (rule, file) in [
        ("\"shortest\"", "log_IGFSPT_js06x06.txt"),
        ("\"fifo\"", "log_IGFFCFS_js06x06.txt"),
        ("\"due_date\"", "log_IGFEDD_js06x06.txt"),
        ("\"operation_due\"", "log_IGFODD_js06x06.txt"),
    ] {
        let (Some(shop), Some(log)) = (data("js06x06.txt"), data(file)) else { return };
        let (found, right) = (operations(&read(&shop).run(rule, 1)), logged(&log));
        assert_eq!(right.len(), 36);
        assert_eq!(found, right, "{rule}");
    }
}

#[test]
fn four_jobs_with_setups_from_each_to_each() {
    let Some(text) = data("01x04setups.txt") else { return };
    let shop = read(&text);
    for (rule, makespan) in [("\"shortest\"", 51), ("\"fifo\"", 54), ("\"setup\"", 49)] {
        assert_eq!(ends(&shop.run(rule, 1)).0, makespan, "{rule}");
    }
}

#[test]
fn batches_of_what_goes_together() {
    for (file, by_arrival, by_time) in [("batch03x02.txt", 4, 5), ("batchIncomp1.txt", 6, 7)] {
        let Some(text) = data(file) else { return };
        let shop = read(&text);
        assert_eq!(ends(&shop.run("\"fifo\"", 2)).0, by_arrival, "{file}");
        assert_eq!(ends(&shop.run("\"shortest\"", 2)).0, by_time, "{file}");
    }
}
