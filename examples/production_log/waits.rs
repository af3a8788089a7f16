//! What orders waited for, as far as the log tells: nothing of this is simulated.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::log::{DAY, Kind, Log, Order, Report, joined};
use crate::people::{KNOWN, hours_of, presence, skills};
use crate::shop::hours;

/// How the lead times of all orders are made up. Unit: days, of all orders together.
#[derive(Default)]
pub(crate) struct Waits {
    /// Under at least one report.
    pub(crate) reported: f64,
    /// Nobody reports; the machine of the next report has one of another order.
    pub(crate) machine_busy: f64,
    /// The machine stands, in hours in which it is hardly ever used.
    pub(crate) machine_closed: f64,
    /// The machine stands, and nobody who can work there is at hand.
    pub(crate) nobody: f64,
    /// The machine stands in its hours, and somebody who can work there has no report open.
    pub(crate) no_reason: f64,
    /// Of the hours without a report, those between two reports at one machine.
    pub(crate) inside_steps: f64,
    /// In which an order has reports at several machines at once.
    pub(crate) overlapping: f64,
    /// In which a machine has reports of several orders at once; counted for each beyond the first.
    pub(crate) machine_shared: f64,
    /// Steps begun, and those of them that went before an order that had waited longer for the machine.
    pub(crate) begun: usize,
    /// See `begun`.
    pub(crate) overtaking: usize,
    /// Orders with a report in the first week.
    pub(crate) early: usize,
    /// Orders without a report of packing.
    pub(crate) unpacked: usize,
}

/// For each minute of the log whether something is so.
type Minutes = Vec<bool>;

/// How the lead times of the log are made up.
pub(crate) fn waits(log: &Log) -> Waits {
    let end = log.reports().map(|report| report.closed).max().unwrap_or_default();
    let mut machines = BTreeMap::new();
    let free = free_people(log, end);
    for (name, reports) in log.machines() {
        machines.insert(name, Machine::new(log, name, &reports, &free, end));
    }
    let mut waits = Waits::default();
    for order in &log.orders {
        waits.add(order, &machines);
    }
    for machine in log.machines().into_values() {
        waits.machine_shared += shared(machine.iter().map(|one| (one.start, one.end)));
    }
    (waits.begun, waits.overtaking) = overtaking(log);
    waits
}

/// A machine minute by minute.
struct Machine {
    busy: Minutes,
    open: Minutes,
    staffed: Minutes,
}

impl Machine {
    fn new(
        log: &Log,
        name: &str,
        reports: &[&Report],
        free: &BTreeMap<&str, Minutes>,
        end: i64,
    ) -> Self {
        let mut busy = vec![false; end as usize];
        for report in reports {
            busy[report.start as usize..report.end.min(end) as usize].fill(true);
        }
        let week = hours(log, reports);
        let first = i64::from(log.first_day.weekday().to_monday_zero_offset()) * 24;
        let open = (0..end).map(|minute| week[((minute / 60 + first) % (7 * 24)) as usize]);
        let mut staffed = vec![reports.len() < KNOWN; end as usize];
        for (worker, machines) in skills(log) {
            if machines.contains(name) {
                for (is_so, is_free) in staffed.iter_mut().zip(&free[worker]) {
                    *is_so |= is_free;
                }
            }
        }
        Self { busy, open: open.collect(), staffed }
    }
}

/// Who is there and has no report open.
fn free_people(log: &Log, end: i64) -> BTreeMap<&str, Minutes> {
    let workers = log.workers();
    let free = presence(log).into_iter().map(|(worker, shifts)| {
        let mut free = vec![false; end as usize];
        for (from, until) in shifts.into_iter().map(hours_of) {
            free[from.max(0) as usize..until.min(end) as usize].fill(true);
        }
        for report in &workers[worker] {
            free[report.start as usize..report.end.min(end) as usize].fill(false);
        }
        (worker, free)
    });
    free.collect()
}

impl Waits {
    fn add(&mut self, order: &Order, machines: &BTreeMap<&str, Machine>) {
        let day = DAY as f64;
        let worked = joined(order.reports.iter().map(|one| (one.start, one.closed)), 0);
        self.reported += worked.iter().map(|(start, end)| end - start).sum::<i64>() as f64 / day;
        self.overlapping += shared(order.steps().map(|step| {
            let end = step.iter().map(|one| one.end).max().unwrap_or_default();
            (step[0].start, end)
        }));
        self.early += usize::from(order.release() < 7 * DAY);
        self.unpacked += usize::from(order.reports.iter().all(|one| one.machine != "Packing"));
        for pair in worked.windows(2) {
            let (from, until) = (pair[0].1, pair[1].0);
            let next = order.reports.iter().find(|one| one.start == until);
            let last = order.reports.iter().rev().find(|one| one.closed == from);
            let Some(next) = next else { continue };
            if last.is_some_and(|last| last.machine == next.machine) {
                self.inside_steps += (until - from) as f64 / day;
            }
            let machine = &machines[next.machine.as_str()];
            for minute in from as usize..until as usize {
                let share = match () {
                    () if machine.busy[minute] => &mut self.machine_busy,
                    () if !machine.open[minute] => &mut self.machine_closed,
                    () if !machine.staffed[minute] => &mut self.nobody,
                    () => &mut self.no_reason,
                };
                *share += 1.0 / day;
            }
        }
    }

    /// All time without a report. Unit: days.
    pub(crate) fn standing(&self) -> f64 {
        self.machine_busy + self.machine_closed + self.nobody + self.no_reason
    }

    /// The account in sentences, for so many orders.
    pub(crate) fn told(&self, orders: usize) -> String {
        let n = orders as f64;
        let standing = self.standing();
        let share = |days: f64| days / standing * 100.0;
        let mut text = String::new();
        writeln!(
            text,
            "Of the recorded lead time {:.1} days of an order are under a report and {:.1} are not. \
             Of these the next machine had another order {:.0} %, was out of its hours {:.0} %, had \
             nobody at hand {:.0} %, and stood with somebody free {:.0} %.",
            self.reported / n,
            standing / n,
            share(self.machine_busy),
            share(self.machine_closed),
            share(self.nobody),
            share(self.no_reason)
        )
        .expect("a text takes every text");
        writeln!(
            text,
            "{:.0} % of the hours without a report lie between two reports at one machine. {} of {} \
             steps began while another order had waited longer for the machine.",
            share(self.inside_steps),
            self.overtaking,
            self.begun
        )
        .expect("a text takes every text");
        writeln!(
            text,
            "Steps of one order overlap by {:.1} days an order; machines had a second order for \
             {:.1} days an order.",
            self.overlapping / n,
            self.machine_shared / n
        )
        .expect("a text takes every text");
        writeln!(
            text,
            "{} orders were under way in the first week, {} of {orders} were not packed.",
            self.early, self.unpacked
        )
        .expect("a text takes every text");
        text
    }
}

/// How long stretches lie over each other, for each beyond the first. Unit: days.
fn shared(stretches: impl Iterator<Item = (i64, i64)>) -> f64 {
    let stretches: Vec<_> = stretches.collect();
    let whole: i64 = stretches.iter().map(|(start, end)| end - start).sum();
    let covered =
        joined(stretches.into_iter(), 0).iter().map(|(start, end)| end - start).sum::<i64>();
    (whole - covered) as f64 / DAY as f64
}

/// Steps with a step before them, and how many began while an order that had come to the machine earlier waited.
fn overtaking(log: &Log) -> (usize, usize) {
    let mut visits: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    for order in &log.orders {
        let mut came = None;
        for step in order.steps().filter(|step| step.iter().any(|one| one.kind != Kind::Breakdown))
        {
            let machine = step[0].machine.as_str();
            if let Some(came) = came {
                let begun = step[0].start.max(came);
                visits.entry(machine).or_default().push((came, begun));
            }
            came = step.iter().map(|one| one.end).max();
        }
    }
    let overtakes = |all: &[(i64, i64)], one: &(i64, i64)| {
        all.iter().any(|other| other.0 < one.0 && other.1 > one.1)
    };
    visits.values().fold((0, 0), |(begun, overtaking), all| {
        let count = all.iter().filter(|one| overtakes(all, one)).count();
        (begun + all.len(), overtaking + count)
    })
}
