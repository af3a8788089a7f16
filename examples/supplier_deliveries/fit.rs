//! What a list of deliveries says of a supplier.

use std::collections::BTreeMap;

use jiff::civil::Date;
use statrs::function::{erf::erf, gamma::gamma_lr};

/// What is known of one delivery. Unit: days.
struct Delivery {
    /// From the order to the scheduled day.
    lead: Option<f64>,
    /// From the scheduled day to the delivery.
    delay: f64,
}

/// Mean and coefficient of variation.
#[derive(Clone, Copy)]
struct Moments {
    mean: f64,
    cv: f64,
}

/// The share of a family below a number of days.
type Below = fn(Moments, f64) -> f64;

/// The families that are tried.
const FAMILIES: [(&str, Below); 2] = [("gamma", gamma), ("lognormal", lognormal)];

/// The lines for a vendor, and how well they fit.
pub(crate) fn told(text: &str, vendor: Option<&str>) -> Result<String, String> {
    let vendors = vendors(text)?;
    let known = |deliveries: &[Delivery]| deliveries.iter().filter_map(|one| one.lead).count();
    let chosen = match vendor {
        Some(name) => vendors.get_key_value(name),
        None => vendors.iter().max_by_key(|(_, deliveries)| known(deliveries)),
    };
    let (name, deliveries) = chosen.ok_or("no such vendor")?;
    let leads: Vec<f64> = deliveries.iter().filter_map(|one| one.lead).collect();
    let late: Vec<f64> =
        deliveries.iter().map(|one| one.delay).filter(|delay| *delay > 0.0).collect();
    if leads.len() < 2 || late.len() < 2 {
        return Err(format!("too little is known of {name}"));
    }
    let (lead, lead_fit) = fitted(&leads);
    let (delay, delay_fit) = fitted(&late);
    let share = late.len() as f64 / deliveries.len() as f64 * 100.0;
    Ok(format!(
        "# {name}: {} deliveries, of {} of them the order has a date. Kolmogorov distances of lead times: \
         {lead_fit}; of delays: {delay_fit}.\n[supplier.{}]\nlead_time = {lead}\n\
         late = {{ chance = \"{share:.1} %\", by = {delay} }}\n",
        deliveries.len(),
        leads.len(),
        word(name)
    ))
}

/// The nearest family as the language writes it, and the distances of all.
fn fitted(days: &[f64]) -> (String, String) {
    let moments = moments(days);
    let distances = FAMILIES.map(|(name, below)| (name, distance(days, |at| below(moments, at))));
    let best = if distances[0].1 <= distances[1].1 { distances[0] } else { distances[1] };
    let told = distances.map(|(name, distance)| format!("{name} {distance:.3}"));
    let Moments { mean, cv } = moments;
    (
        format!("{{ dist = \"{}\", mean = \"{mean:.1} days\", cv = {cv:.2} }}", best.0),
        told.join(", "),
    )
}

/// The deliveries of each vendor.
fn vendors(text: &str) -> Result<BTreeMap<String, Vec<Delivery>>, String> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut vendors: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
    for row in rows.deserialize::<BTreeMap<String, String>>() {
        let row = row.map_err(|problem| problem.to_string())?;
        let date = |column: &str| row.get(column).and_then(|cell| cell.parse::<Date>().ok());
        let vendor = row.get("vendor").ok_or("no column `vendor`")?;
        let (Some(scheduled), Some(delivered)) = (date("scheduled"), date("delivered")) else {
            continue;
        };
        let lead = date("po_sent").map(|sent| days(sent, scheduled)).filter(|days| *days > 0.0);
        let delivery = Delivery { lead, delay: days(scheduled, delivered) };
        vendors.entry(vendor.clone()).or_default().push(delivery);
    }
    Ok(vendors)
}

fn days(from: Date, to: Date) -> f64 {
    f64::from((to - from).get_days())
}

fn moments(days: &[f64]) -> Moments {
    let n = days.len() as f64;
    let mean = days.iter().sum::<f64>() / n;
    let variance = days.iter().map(|day| (day - mean) * (day - mean)).sum::<f64>() / (n - 1.0);
    Moments { mean, cv: variance.sqrt() / mean }
}

fn gamma(Moments { mean, cv }: Moments, at: f64) -> f64 {
    let shape = 1.0 / (cv * cv);
    gamma_lr(shape, at * shape / mean)
}

fn lognormal(Moments { mean, cv }: Moments, at: f64) -> f64 {
    let variance = libm::log(1.0 + cv * cv);
    let centre = libm::log(mean) - variance / 2.0;
    f64::midpoint(1.0, erf((libm::log(at) - centre) / (2.0 * variance).sqrt()))
}

/// Greatest distance of the shares below, of the days and of a family. Days are whole: the family is asked for the
/// middle between two days.
fn distance(days: &[f64], below: impl Fn(f64) -> f64) -> f64 {
    let n = days.len() as f64;
    let gap = |day: f64| {
        let share = days.iter().filter(|other| **other <= day).count() as f64 / n;
        (share - below(day + 0.5)).abs()
    };
    days.iter().map(|&day| gap(day)).fold(0.0, f64::max)
}

/// A name as a word of the language.
fn word(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_lowercase()
}
