//! Who was there when, and who can do what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::ToSpan;

use crate::log::{Kind, Log, Report, joined};
use crate::shop::word;

/// Length of a shift. Unit: minutes.
const SHIFT: i64 = 8 * 60;

/// When the first shift of a day begins. Unit: minutes since midnight.
const FIRST: i64 = 6 * 60;

/// The shifts of a day, as the roster calls them, and their hours.
const SHIFTS: [(&str, &str); 3] =
    [("early", "06:00-14:00"), ("late", "14:00-22:00"), ("night", "22:00-06:00")];

/// Least time under reports by which somebody was there in a shift. Unit: minutes.
const THERE: i64 = 30;

/// How often the recorded days are repeated.
const REPEATS: i64 = 3;

/// Share of somebody's reports from which on they can work at a machine.
const SKILLED: f64 = 0.05;

/// Fewest reports of a machine whose people are known.
pub(crate) const KNOWN: usize = 30;

/// The shifts in which each worker was there, counted from the first one of the first day.
pub(crate) fn presence(log: &Log) -> BTreeMap<&str, BTreeSet<i64>> {
    let shifts = |reports: Vec<&Report>| {
        let mut minutes: BTreeMap<i64, i64> = BTreeMap::new();
        for (start, end) in joined(reports.iter().map(|one| (one.start, one.end)), 0) {
            for shift in (start - FIRST).div_euclid(SHIFT)..=(end - FIRST).div_euclid(SHIFT) {
                let (from, until) = hours_of(shift);
                *minutes.entry(shift).or_default() += (end.min(until) - start.max(from)).max(0);
            }
        }
        minutes.into_iter().filter(|shift| shift.1 >= THERE).map(|shift| shift.0).collect()
    };
    log.workers().into_iter().map(|(worker, reports)| (worker, shifts(reports))).collect()
}

/// From when to when a shift goes. Unit: minutes since midnight of the first day.
pub(crate) fn hours_of(shift: i64) -> (i64, i64) {
    (FIRST + shift * SHIFT, FIRST + (shift + 1) * SHIFT)
}

/// The machines at which each worker can work.
pub(crate) fn skills(log: &Log) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut skills: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let workers = log.workers();
    let counts = |reports: &[&Report], machine: &str| {
        reports.iter().filter(|report| report.machine == machine).count()
    };
    for machine in log.machines().into_keys() {
        let most = workers.iter().max_by_key(|(_, reports)| counts(reports, machine));
        for (worker, reports) in &workers {
            let share = counts(reports, machine) as f64 / reports.len() as f64;
            if share >= SKILLED || most.is_some_and(|most| most.0 == worker) {
                skills.entry(worker).or_default().insert(machine);
            }
        }
    }
    skills
}

/// Of these the machines whose people are known, of the workers who have any.
fn known_skills(log: &Log) -> BTreeMap<&str, BTreeSet<&str>> {
    let machines = log.machines();
    let mut skills = skills(log);
    for skilled in skills.values_mut() {
        skilled.retain(|machine| machines[*machine].len() >= KNOWN);
    }
    skills.retain(|_, skilled| !skilled.is_empty());
    skills
}

/// What share of a worker a report of a kind at a machine takes: 1 over the reports that the worker has open, on
/// average over the time. Unit: percent.
pub(crate) fn attention(log: &Log, machine: &str, kind: Kind) -> i64 {
    let (mut taken, mut whole) = (0.0, 0);
    for reports in log.workers().into_values() {
        for report in reports.iter().filter(|one| one.machine == machine && one.kind == kind) {
            let near =
                reports.iter().filter(|one| one.start < report.end && one.end > report.start);
            let near: Vec<_> = near.collect();
            for minute in report.start..report.end {
                let open = near.iter().filter(|one| one.start <= minute && minute < one.end);
                taken += 1.0 / open.count() as f64;
                whole += 1;
            }
        }
    }
    if whole == 0 { 100 } else { ((taken / f64::from(whole) * 100.0).round() as i64).max(1) }
}

/// The people as crews of one with the calendars of their shifts, and the sheet of who comes when.
pub(crate) fn written(log: &Log) -> (String, String) {
    let presence = presence(log);
    let last = presence.values().flatten().max().copied().unwrap_or_default();
    let days = (last / 3 / 7 + 1) * 7;
    let mut codes: BTreeSet<String> = BTreeSet::new();
    let mut sheet = "person".to_owned();
    for day in 0..days * REPEATS {
        let date = log.first_day.checked_add(day.days()).expect("a date of this century");
        write!(sheet, ",{date}").expect("a text takes every text");
    }
    sheet.push('\n');
    for worker in known_skills(log).into_keys() {
        sheet += &worker.to_lowercase();
        for day in 0..days * REPEATS {
            let code = code(&presence[worker], day % days);
            write!(sheet, ",{code}").expect("a text takes every text");
            codes.insert(code);
        }
        sheet.push('\n');
    }
    codes.remove("off");
    (crews(log, &codes), sheet)
}

/// The code of somebody's shifts of a day.
fn code(presence: &BTreeSet<i64>, day: i64) -> String {
    let shifts = (day * 3..).zip(SHIFTS).filter(|(shift, _)| presence.contains(shift));
    let names: Vec<&str> = shifts.map(|(_, (name, _))| name).collect();
    if names.is_empty() { "off".to_owned() } else { names.join("_") }
}

fn crews(log: &Log, codes: &BTreeSet<String>) -> String {
    let meanings: Vec<String> = codes.iter().map(|code| format!("{code} = \"{code}\"")).collect();
    let mut text = format!(
        "# Who was there when, as reported, and who can do what.\n\n[roster]\nfile = \"roster.csv\"\n\
         codes = {{ off = \"off\", {} }}\n",
        meanings.join(", ")
    );
    for code in codes {
        let worked = SHIFTS.iter().filter(|(name, _)| code.split('_').any(|part| part == *name));
        let hours: Vec<String> = worked.map(|(_, hours)| format!("\"{hours}\"")).collect();
        writeln!(text, "\n[calendar.{code}]\nmon-sun = [{}]", hours.join(", "))
            .expect("a text takes every text");
    }
    text += "\n# After the days of the roster.\n[calendar.later]\nmon-fri = \"07:00-15:00\"\n";
    for (worker, machines) in known_skills(log) {
        let skills = machines.iter().map(|machine| format!("\"{}\"", word(machine)));
        let skills: Vec<String> = skills.collect();
        let worker = worker.to_lowercase();
        writeln!(text, "\n[crew.{worker}]\ncalendar = \"later\"\nskills = [{}]", skills.join(", "))
            .expect("a text takes every text");
    }
    text
}
