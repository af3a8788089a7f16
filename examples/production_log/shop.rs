//! The log as a plant: machines, hours, routes, breakdowns and the order book.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::ToSpan;

use crate::log::{DAY, Kind, Log, Order, Report, minutes};
use crate::people::{self, KNOWN, attention};

/// In how many weeks a machine must have worked in an hour of the week to be open in it.
const WEEKS: usize = 2;

/// Hours of a week.
const WEEK: i64 = 7 * 24;

/// The files of a plant: their names and texts.
pub(crate) fn files(log: &Log) -> Vec<(&'static str, String)> {
    let (crews, roster) = people::written(log);
    vec![
        ("shop.toml", shop(log)),
        ("stations.toml", stations(log)),
        ("people.toml", crews),
        ("roster.csv", roster),
        ("products.toml", products(log)),
        ("orders.csv", orders(log)),
    ]
}

/// A name of the log as a word: `Machine 7- Laser Marking` is `machine_7_laser_marking`.
pub(crate) fn word(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_lowercase()
}

/// In which hours of the week a machine is open, Monday at midnight first.
pub(crate) fn hours(log: &Log, reports: &[&Report]) -> Vec<bool> {
    if reports.len() < KNOWN {
        return vec![true; WEEK as usize];
    }
    let first = i64::from(log.first_day.weekday().to_monday_zero_offset()) * 24;
    let mut worked: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); WEEK as usize];
    for report in reports {
        for hour in report.start.div_euclid(60)..(report.end + 59).div_euclid(60) {
            let hour = hour + first;
            worked[hour.rem_euclid(WEEK) as usize].insert(hour.div_euclid(WEEK));
        }
    }
    worked.iter().map(|weeks| weeks.len() >= WEEKS).collect()
}

fn shop(log: &Log) -> String {
    format!(
        "# A job shop as its log of reports tells it: see the example `production_log` of gemba.\n\n\
         include = [\"stations.toml\", \"people.toml\", \"products.toml\"]\n\n\
         [plant]\nname = \"The shop of the log\"\nstart = {}\n\n\
         [run]\nlength = \"orders_done\"\nreplications = 1\n\n\
         [table]\norder = {{ file = \"orders.csv\" }}\n",
        log.first_day
    )
}

fn stations(log: &Log) -> String {
    let mut text =
        "# Machines, their hours, what they take of people, and their breakdowns.\n".to_owned();
    for (name, reports) in log.machines() {
        let hours = hours(log, &reports);
        let station = word(name);
        let is_open = hours.iter().all(|open| *open);
        if !is_open {
            writeln!(text, "\n[calendar.{station}]\n{}", week(&hours).trim_end()).expect("a text");
        }
        let calendar = if is_open { "always" } else { &station };
        writeln!(text, "\n[station.{station}]\ncalendar = \"{calendar}\"").expect("a text");
        let places = places(name, &reports);
        if places > 1 {
            let size = log.orders.iter().map(|order| order.quantity).max().unwrap_or(1);
            writeln!(
                text,
                "machines = {places}\nbatch = {{ size = {size}, minimum = 1, by = \"order\" }}"
            )
            .expect("a text");
        }
        if reports.len() >= KNOWN {
            let who = |kind| match attention(log, name, kind) {
                100 => format!("{{ {station} = 1 }}"),
                share => format!("{{ {station} = {{ attention = \"{share} %\" }} }}"),
            };
            writeln!(text, "operators = {}", who(Kind::Run)).expect("a text");
            writeln!(text, "setup = {{ time = \"0 min\", operators = {} }}", who(Kind::Setup))
                .expect("a text");
        } else {
            text += "setup = \"0 min\"\n";
        }
        text += &breakdowns(log, &reports);
    }
    text
}

/// How many orders there is a place for: one at a machine, else as many as had reports open at once.
fn places(name: &str, reports: &[&Report]) -> usize {
    if name.contains("Machine") {
        return 1;
    }
    let open = |at: i64| reports.iter().filter(|one| one.start <= at && at < one.end).count();
    reports.iter().map(|report| open(report.start)).max().unwrap_or(1).max(1)
}

/// The hours of a week as lines of a calendar.
fn week(hours: &[bool]) -> String {
    let mut text = String::new();
    for (day, name) in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().enumerate() {
        let mut shifts = Vec::new();
        let mut hour = 0;
        while hour < 24 {
            let begin = hour;
            while hour < 24 && hours[day * 24 + hour] {
                hour += 1;
            }
            if hour > begin {
                shifts.push(format!("\"{begin:02}:00-{:02}:00\"", hour % 24));
            }
            hour += 1;
        }
        if !shifts.is_empty() {
            writeln!(text, "{name} = [{}]", shifts.join(", ")).expect("a text takes every text");
        }
    }
    text
}

fn breakdowns(log: &Log, reports: &[&Report]) -> String {
    let mut text = String::new();
    let broken = reports.iter().filter(|one| one.kind == Kind::Breakdown && one.end > one.start);
    for (number, report) in (1..).zip(broken) {
        let start = moment(log, report.start);
        writeln!(
            text,
            "failure.b{number} = {{ at = [{start}], \
             repair = {{ time = \"{} min\", measured = \"stop_to_restart\" }} }}",
            report.end - report.start
        )
        .expect("a text takes every text");
    }
    text
}

fn products(log: &Log) -> String {
    let mut text =
        "# What each order is: its steps, with the times that were reported.\n".to_owned();
    let machines = log.machines();
    for order in &log.orders {
        let moves = if order.quantity > 1 { "moves_in = \"lot\"\n" } else { "" };
        writeln!(text, "\n[product.p{}]\n{moves}route = [", order.name).expect("a text");
        for (number, step) in (1..).zip(order.steps()) {
            let machine = &step[0].machine;
            let run = minutes(step, Kind::Run).max(1);
            let is_batch = places(machine, &machines[machine.as_str()]) > 1;
            let pieces = if is_batch { 1 } else { order.quantity };
            writeln!(
                text,
                "  {{ name = \"{number}\", station = \"{}\", cycle = \"{:.2} s\", setup = \"{} min\" }},",
                word(machine),
                run as f64 * 60.0 / pieces as f64,
                minutes(step, Kind::Setup)
            )
            .expect("a text takes every text");
        }
        text += "]\n";
    }
    text
}

fn orders(log: &Log) -> String {
    let mut text = "order,product,quantity,release\n".to_owned();
    for order in &log.orders {
        let Order { name, quantity, .. } = order;
        let release = moment(log, order.release());
        writeln!(text, "o{name},p{name},{quantity},{release}").expect("a text takes every text");
    }
    text
}

/// A moment as the language writes it.
fn moment(log: &Log, minute: i64) -> String {
    let day = log.first_day.checked_add(minute.div_euclid(DAY).days()).expect("a date");
    let minute = minute.rem_euclid(DAY);
    format!("{day}T{:02}:{:02}:00", minute / 60, minute % 60)
}
