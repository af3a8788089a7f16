//! Job shops under every dispatch rule: published results, and a stepping of its own for every beginning and end.
//!
//! Sources: cases `pub-jobshop-ft06` and `pub-jobshop-la01`; instances of Fisher and Thompson 1963, Lawrence 1984,
//! Adams et al. 1988, Applegate and Cook 1991, Storer et al. 1992 and Taillard 1993, with their optima or bounds.

#![expect(clippy::disallowed_methods, reason = "the test reads published data")]

use std::cmp::Ordering;
use std::fmt::Write;
use std::path::Path;

use gemba::ids::{Id, StationId};

use crate::support::model;
use crate::visits::{minute, story};

/// A step of a job: its machine, from 0, and how long it takes. Unit: minutes.
type Operation = (usize, i64);

/// A shop whose jobs are all there at the start.
struct Shop {
    jobs: Vec<Vec<Operation>>,
    machines: usize,
}

/// Beginning and end of a step, job by job. Unit: minutes.
type Times = Vec<Vec<(i64, i64)>>;

/// The rules, in gemba's words.
const RULES: [&str; 20] = [
    "\"shortest\"",
    "\"longest\"",
    "\"fifo\"",
    "\"due_date\"",
    "\"operation_due\"",
    "\"slack\"",
    "\"slack_per_step\"",
    "\"critical_ratio\"",
    "\"modified_due\"",
    "\"covert\"",
    "\"atc\"",
    "{ rule = \"atc\", look_ahead = 3.5, waits = 1.5 }",
    "\"most_work\"",
    "\"least_work\"",
    "\"most_steps\"",
    "\"fewest_steps\"",
    "\"next_queue\"",
    "[\"fewest_steps\", \"longest\"]",
    "[\"longest\", \"first_released\"]",
    "[\"next_queue\", \"first_released\"]",
];

impl Shop {
    fn read(text: &str) -> Self {
        let rows = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let mut rows = rows.map(|line| {
            let words = line.split_whitespace();
            words.map(|word| word.parse::<i64>().expect("a number")).collect::<Vec<i64>>()
        });
        let size = rows.next().expect("jobs and machines");
        let operations = |row: Vec<i64>| {
            let pairs =
                row.chunks(2).map(|pair| (usize::try_from(pair[0]).expect("a machine"), pair[1]));
            pairs.collect()
        };
        let machines = usize::try_from(size[1]).expect("a number of machines");
        Self { jobs: rows.map(operations).collect(), machines }
    }

    /// Half as long again as the work of a job, in whole minutes.
    fn due(&self, job: usize) -> i64 {
        self.jobs[job].iter().map(|(_, minutes)| minutes).sum::<i64>() * 3 / 2
    }

    fn text(&self, dispatch: &str) -> String {
        let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n".to_owned();
        for machine in 0..self.machines {
            writeln!(text, "[station.m{machine}]\ndispatch = {dispatch}").expect("a text");
        }
        for (job, operations) in self.jobs.iter().enumerate() {
            let steps = operations.iter().map(|(machine, minutes)| {
                format!("{{ station = \"m{machine}\", cycle = \"{minutes} min\" }}")
            });
            let route = steps.collect::<Vec<String>>().join(", ");
            let due = self.due(job);
            let (day, hour, minute) = (2 + due / 1440, due / 60 % 24, due % 60);
            writeln!(
                text,
                "[product.j{job}]\nroute = [{route}]\n[order.{job}]\nproduct = \"j{job}\"\nrelease = 2026-03-02\n\
                 due = 2026-03-{day:02}T{hour:02}:{minute:02}:00"
            )
            .expect("a text");
        }
        text
    }

    fn run(&self, dispatch: &str) -> Times {
        let story = story(&model(&self.text(dispatch)));
        let mut times: Times = vec![Vec::new(); self.jobs.len()];
        let mut visits = story.visits.by_part();
        visits.sort_by_key(|row| (row.part, row.started));
        for row in visits {
            let end = row.finished.expect("every step ends");
            times[row.part - 1].push((minute(row.started), minute(end)));
        }
        times
    }

    /// Steps from minute to minute: whoever is done moves on, then every idle machine takes the best of its queue, one
    /// machine after the other as they stand in the model.
    fn step_through(&self, rule: &str) -> Times {
        let stations = &model(&self.text(rule)).stations;
        let mut order: Vec<usize> = (0..self.machines).collect();
        order.sort_by_key(|&machine| stations[StationId::at(machine)].rank);
        let jobs = self.jobs.len();
        let mut times: Times = vec![Vec::new(); jobs];
        let mut ends: Vec<Option<(usize, i64)>> = vec![None; self.machines];
        let mut arrived = vec![0; jobs];
        let mut now = 0;
        while times.iter().zip(&self.jobs).any(|(done, all)| done.len() < all.len())
            || ends.iter().any(Option::is_some)
        {
            for machine in &mut ends {
                if let Some((job, _)) = machine.take_if(|(_, end)| *end == now) {
                    arrived[job] = now;
                }
            }
            let is_on_machine = |ends: &[Option<(usize, i64)>], job| {
                ends.iter().flatten().any(|(other, _)| *other == job)
            };
            let waiting: Vec<usize> = (0..jobs)
                .filter(|&job| {
                    times[job].len() < self.jobs[job].len() && !is_on_machine(&ends, job)
                })
                .collect();
            let queues: Vec<Vec<usize>> = (0..self.machines)
                .map(|machine| {
                    let here = |job: &usize| self.jobs[*job][times[*job].len()].0 == machine;
                    waiting.iter().copied().filter(here).collect()
                })
                .collect();
            let done: Vec<usize> = times.iter().map(Vec::len).collect();
            let mut gone: Vec<usize> = Vec::new();
            for &machine in &order {
                if ends[machine].is_some() {
                    continue;
                }
                let is_idle: Vec<bool> = ends.iter().map(Option::is_none).collect();
                let choice = Choice {
                    shop: self,
                    done: &done,
                    queues: &queues,
                    gone: &gone,
                    arrived: &arrived,
                    is_idle: &is_idle,
                    now,
                };
                let best = queues[machine]
                    .iter()
                    .copied()
                    .min_by(|&one, &other| choice.compare(rule, one, other));
                if let Some(job) = best {
                    let minutes = self.jobs[job][done[job]].1;
                    times[job].push((now, now + minutes));
                    ends[machine] = Some((job, now + minutes));
                    gone.push(job);
                }
            }
            now += 1;
        }
        times
    }
}

/// What a rule may look at.
struct Choice<'a> {
    shop: &'a Shop,
    done: &'a [usize],
    queues: &'a [Vec<usize>],
    gone: &'a [usize],
    arrived: &'a [i64],
    is_idle: &'a [bool],
    now: i64,
}

impl Choice<'_> {
    fn compare(&self, rule: &str, one: usize, other: usize) -> Ordering {
        let rules = rule.trim_matches(['[', ']']).split("\", \"");
        let words: Vec<&str> = match rule {
            _ if rule.starts_with('{') => vec![rule],
            _ => rules.map(|word| word.trim_matches('"')).collect(),
        };
        for word in words {
            let order = self.index(word, one).total_cmp(&self.index(word, other));
            if order.is_ne() {
                return order;
            }
        }
        (self.arrived[one], one).cmp(&(self.arrived[other], other))
    }

    /// The smaller goes first.
    fn index(&self, rule: &str, job: usize) -> f64 {
        let left = &self.shop.jobs[job][self.done[job]..];
        let all = &self.shop.jobs[job];
        let sum = |operations: &[Operation]| operations.iter().map(|(_, p)| *p as f64).sum::<f64>();
        let (p, work, n) = (left[0].1 as f64, sum(left), left.len() as f64);
        let (due, now) = (self.shop.due(job) as f64, self.now as f64);
        let slack = due - now - work;
        match rule {
            "shortest" => p,
            "longest" => -p,
            "first_released" => job as f64,
            "fifo" => self.arrived[job] as f64,
            "due_date" => due,
            // Of the work of the job so much is done behind this step.
            "operation_due" => due * sum(&all[..=self.done[job]]) / sum(all),
            "slack" => slack,
            "slack_per_step" if slack < 0.0 => slack * n,
            "slack_per_step" => slack / n,
            "critical_ratio" => (due - now) / work,
            "modified_due" => due.max(now + work),
            // Waits of two cycles, two of which are no urgency at all.
            "covert" => -(1.0 - slack.max(0.0) / (2.0 * 2.0 * work)).max(0.0) / p,
            "atc" => self.apparent(job, 2.0, 2.0),
            "most_work" => -work,
            "least_work" => work,
            "most_steps" => -n,
            "fewest_steps" => n,
            "next_queue" => left.get(1).map_or(0.0, |(machine, _)| {
                let queue = self.queues[*machine].iter().copied();
                let mut queue: Vec<usize> = queue.filter(|job| !self.gone.contains(job)).collect();
                // An idle machine takes one at once, as we think the first.
                queue.sort_by_key(|&job| (self.arrived[job], job));
                let taken = usize::from(self.is_idle[*machine]);
                let cycles =
                    queue.iter().skip(taken).map(|&job| self.shop.jobs[job][self.done[job]].1);
                cycles.sum::<i64>() as f64
            }),
            _ => self.apparent(job, 3.5, 1.5),
        }
    }

    /// Minus the index of apparent tardiness cost.
    fn apparent(&self, job: usize, look_ahead: f64, waits: f64) -> f64 {
        let left = &self.shop.jobs[job][self.done[job]..];
        let p = left[0].1 as f64;
        let later: f64 = left[1..].iter().map(|(_, p)| *p as f64 * (1.0 + waits)).sum();
        let slack = self.shop.due(job) as f64 - self.now as f64 - p - later;
        let queue = &self.queues[left[0].0];
        let mean =
            queue.iter().map(|&job| self.shop.jobs[job][self.done[job]].1 as f64).sum::<f64>()
                / queue.len() as f64;
        -libm::exp(-slack.max(0.0) / (look_ahead * mean)) / p
    }
}

/// A file of the instances; `None`, and a word about it, if the data are not there.
#[expect(clippy::print_stderr, reason = "`--nocapture` shows people what is left out")]
fn data(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/jsplib").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("{name} is not there: left out");
    }
    text
}

/// Makespan, sum of the ends of the jobs, and their tardiness in all.
fn outcome(shop: &Shop, times: &Times) -> (i64, i64, i64) {
    let ends: Vec<i64> = times.iter().map(|steps| steps.last().map_or(0, |last| last.1)).collect();
    let late = ends.iter().enumerate().map(|(job, end)| (end - shop.due(job)).max(0)).sum();
    (ends.iter().copied().max().unwrap_or_default(), ends.iter().sum(), late)
}

/// FT06 of H. Fisher and G. L. Thompson, *Probabilistic Learning Combinations of Local Job-Shop Scheduling Rules*, in
/// *Industrial Scheduling*, 1963: jobs and machines, then of each job its machines and minutes.
const FT06: &str = "\
6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
";

/// LA01 of S. Lawrence, *Resource Constrained Project Scheduling*, 1984, in the same form.
const LA01: &str = "\
10 5
1 21 0 53 4 95 3 55 2 34
0 21 3 52 4 16 2 26 1 71
3 39 4 98 1 42 2 31 0 12
1 77 0 55 4 79 2 66 3 77
0 83 3 34 2 64 1 19 4 37
1 54 2 43 4 79 0 92 3 62
3 69 4 77 1 87 2 87 0 93
2 38 0 60 1 41 3 24 4 83
3 17 1 49 4 25 0 44 2 98
4 77 3 79 2 43 1 75 0 96
";

#[test]
fn the_rules_end_as_published_in_the_shop_of_six_jobs() {
    let shop = Shop::read(FT06);
    for (rule, makespan, mean, late) in [
        ("\"shortest\"", 88, 52.666_667, 41),
        ("\"longest\"", 77, 62.5, 101),
        ("\"fifo\"", 65, 54.833_333, 58),
        ("\"most_work\"", 61, 55.833_333, 56),
        ("\"least_work\"", 83, 49.166_667, 19),
        ("\"most_steps\"", 59, 52.166_667, 40),
        ("\"due_date\"", 83, 49.166_667, 19),
        ("\"slack\"", 76, 55.0, 46),
    ] {
        // The cases decide ties by the number of the job.
        let rule = format!("[{rule}, \"first_released\"]");
        let (end, sum, tardiness) = outcome(&shop, &shop.run(&rule));
        assert_eq!((end, tardiness), (makespan, late), "{rule}");
        assert!((sum as f64 / 6.0 - mean).abs() < 1e-6, "{rule}: {sum}");
    }
}

#[test]
fn the_rules_end_as_published_in_the_shop_of_ten_jobs() {
    let shop = Shop::read(LA01);
    for (rule, makespan, mean, late) in [
        ("\"shortest\"", 751, 555.5, 1356),
        ("\"fifo\"", 772, 609.9, 1874),
        ("\"most_work\"", 735, 587.8, 1817),
        ("\"most_steps\"", 763, 601.5, 1848),
        ("\"due_date\"", 933, 537.5, 1182),
    ] {
        // The cases decide ties by the number of the job.
        let rule = format!("[{rule}, \"first_released\"]");
        let (end, sum, tardiness) = outcome(&shop, &shop.run(&rule));
        assert_eq!((end, tardiness), (makespan, late), "{rule}");
        assert!((sum as f64 / 10.0 - mean).abs() < 1e-6, "{rule}: {sum}");
    }
}

#[test]
fn every_step_of_two_shops_begins_and_ends_as_stepped_through() {
    for text in [FT06, LA01] {
        let shop = Shop::read(text);
        for rule in RULES {
            assert_eq!(shop.run(rule), shop.step_through(rule), "{rule}");
        }
    }
}

#[test]
fn every_step_of_every_shop_begins_and_ends_as_stepped_through() {
    let names = [
        "abz5", "abz6", "ft06", "ft10", "ft20", "la01", "la02", "la03", "la04", "la05", "la06",
        "la11", "la16", "la21", "la31", "orb01", "swv01", "ta01",
    ];
    let Some(bounds) = data("instances.json") else { return };
    let bounds: serde_json::Value = serde_json::from_str(&bounds).expect("instances");
    for name in names {
        let Some(text) = data(&format!("{name}.txt")) else { return };
        let shop = Shop::read(&text);
        let all = bounds.as_array().expect("a list");
        let known = all.iter().find(|row| row["name"] == name).expect("the instance");
        let bound = known["optimum"].as_i64().or_else(|| known["bounds"]["lower"].as_i64());
        let bound = bound.expect("an optimum or a bound");
        for rule in RULES {
            let times = shop.run(rule);
            let (makespan, ..) = outcome(&shop, &times);
            assert!(makespan >= bound, "{name}, {rule}: {makespan} is better than {bound}");
            assert_eq!(times, shop.step_through(rule), "{name}, {rule}");
        }
    }
}
