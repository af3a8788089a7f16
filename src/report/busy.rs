//! Where the work, the waiting and the losses are: the bottleneck in words.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::findings::{finite, valued};
use super::number::{self, Scale};
use crate::study::{EntityKind, Figure, Results, Unit};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Shares of time in which a station is down.
const DOWN: [&str; 6] =
    ["maintenance", "tool_change", "repair", "wait_repair", "minor_stop", "start_up"];

/// Share of its open time from which on a loss of the busiest station is worth a word; and of all hours, a
/// conveyor that is full or a pool that is all out.
const WORTH: f64 = 0.1;

/// Share of their time from which on vehicles that are in use are worth a word.
const MUCH_IN_USE: f64 = 0.8;

/// Share of their time from which on vehicles never rest.
const ALWAYS_IN_USE: f64 = 0.95;

/// Share of all hours from which on a wait for a pool is worth a word.
const WORTH_OF_ALL: f64 = 0.03;

/// The busiest crew, if it is busier than every station; the busiest station and the one with the
/// longest wait; the fullest conveyor and shared buffer and the scarcest pool, if they are often full or out; the
/// vehicles that are most in use, and where most parts come too late, if that is much.
pub(super) fn sentences(results: &Results) -> Vec<String> {
    let crew = busiest_people(results).map(|crew| {
        let name = number::name(&crew.entity.name, 40);
        format!("The busiest are people: {name} work {} of their time.", valued(crew))
    });
    let places = fullest_conveyor(results).into_iter().chain(fullest_buffer(results));
    let movers = places.chain(busiest_vehicles(results));
    let stations = crew.into_iter().chain(busiest(results));
    let stocks = emptiest_stock(results).into_iter().chain(scarcest_material(results));
    let waits = scarcest_pool(results).into_iter().chain(stocks);
    let waits = waits.chain(most_late(results));
    stations.chain(super::paced::sentences(results)).chain(movers).chain(waits).collect()
}

/// The pool of which all are out for the largest share of the time, if that is much.
fn scarcest_pool(results: &Results) -> Option<String> {
    let out = highest(results, EntityKind::Pool, "all_out", WORTH)?;
    let name = number::name(&out.entity.name, 40);
    let wait = results.of(EntityKind::Pool, &out.entity.name, "pool_wait")?;
    Some(format!(
        "All there are of the pool {name} are out for {} of all hours; parts wait {} for one on average.",
        valued(out),
        valued(wait)
    ))
}

/// The stock that has least often what is ordered, if that is much.
fn emptiest_stock(results: &Results) -> Option<String> {
    let of_stocks = results.figures.iter().filter(|row| row.entity.kind == EntityKind::Stock);
    let shares = of_stocks.filter(|row| row.kpi.id == "fill_rate");
    // Of one alone the plant's figure tells it.
    if shares.clone().count() < 2 {
        return None;
    }
    let least = shares.filter(|row| row.interval.estimate <= 1.0 - WORTH_OF_ALL);
    let emptiest = least.min_by(|a, b| ordered(a.interval.estimate, b.interval.estimate))?;
    let name = &emptiest.entity.name;
    let owed = results.of(EntityKind::Stock, name, "backorders")?;
    let rest = match results.of(EntityKind::Stock, name, "lost_sales") {
        Some(lost) if lost.interval.estimate > 0.0 => {
            format!("{} in a run are not sold.", valued(lost))
        }
        Some(_) | None => format!("{} are waited for at a time.", valued(owed)),
    };
    Some(format!(
        "{} of the parts that are ordered of {} are on stock; {rest}",
        valued(emptiest),
        number::name(name, 40)
    ))
}

/// The material for which most parts have to wait, if it is many of them.
fn scarcest_material(results: &Results) -> Option<String> {
    let of_material = results.figures.iter().filter(|row| row.entity.kind == EntityKind::Material);
    let shares = of_material.filter(|row| row.kpi.id == "at_once");
    let least = shares.filter(|row| row.interval.estimate <= 1.0 - WORTH_OF_ALL);
    let scarcest = least.min_by(|a, b| ordered(a.interval.estimate, b.interval.estimate));
    let Some(scarcest) = scarcest else { return most_waited_for(results) };
    let name = &scarcest.entity.name;
    let waiting = results.of(EntityKind::Material, name, "waiting_for_material")?;
    Some(format!(
        "{} of the parts that take {} find enough of it at once; {} wait for it at a time.",
        valued(scarcest),
        number::name(name, 40),
        valued(waiting)
    ))
}

/// The material that most parts wait for, where hardly any of those that took theirs had to.
fn most_waited_for(results: &Results) -> Option<String> {
    let waiting = highest(results, EntityKind::Material, "waiting_for_material", 1.0)?;
    let name = number::name(&waiting.entity.name, 40);
    Some(format!("{} wait for {name} at a time.", valued(waiting)))
}

/// The station to which the largest share of the parts comes too late, if that is much.
fn most_late(results: &Results) -> Option<String> {
    let share = highest(results, EntityKind::Station, "late_share", WORTH_OF_ALL)?;
    let name = number::name(&share.entity.name, 40);
    Some(format!(
        "{} of the parts for {name} wait longer since an earlier step than they may.",
        valued(share)
    ))
}

/// The conveyor that is full for the largest share of the time, if that is much.
fn fullest_conveyor(results: &Results) -> Option<String> {
    let full = highest(results, EntityKind::Conveyor, "full", WORTH)?;
    let name = number::name(&full.entity.name, 40);
    let held = results.of(EntityKind::Conveyor, &full.entity.name, "held")?;
    Some(format!(
        "The conveyor {name} is full for {} of the time, and its first part cannot get off for {}.",
        valued(full),
        valued(held)
    ))
}

/// The shared buffer that is full for the largest share of the time, if that is much.
fn fullest_buffer(results: &Results) -> Option<String> {
    let full = highest(results, EntityKind::Buffer, "full", WORTH)?;
    let name = number::name(&full.entity.name, 40);
    Some(format!("The shared buffer {name} is full for {} of the time.", valued(full)))
}

/// The vehicles that are in use for the largest share of their time, if that is much.
fn busiest_vehicles(results: &Results) -> Option<String> {
    let used = most_used_vehicles(results, MUCH_IN_USE)?;
    let of = |kpi: &str| results.of(EntityKind::Vehicle, &used.entity.name, kpi);
    let (empty, wait) = (of("driving_empty")?, of("vehicle_wait")?);
    Some(format!(
        "The vehicles {} are in use for {} of their time and drive empty for {}; a part waits {} for one.",
        number::name(&used.entity.name, 40),
        valued(used),
        valued(empty),
        valued(wait)
    ))
}

/// The vehicles that are most in use, if it is for so much of their time.
fn most_used_vehicles(results: &Results, from: f64) -> Option<&Figure> {
    highest(results, EntityKind::Vehicle, "vehicle_in_use", from)
}

/// The highest figure of a kind of things, if it is so high; the first of equals.
fn highest<'a>(results: &'a Results, kind: EntityKind, kpi: &str, from: f64) -> Option<&'a Figure> {
    let figures = results.figures.iter().rev().filter(|figure| {
        figure.entity.kind == kind && figure.kpi.id == kpi && figure.interval.estimate >= from
    });
    figures.max_by(|a, b| ordered(a.interval.estimate, b.interval.estimate))
}

/// Why a plant misses its target: where the work and where the waiting is.
pub(super) fn because(results: &Results) -> String {
    let Some(busy) = busiest_station(results) else { return String::new() };
    let name = number::name(&busy.entity.name, 40);
    let queue = longest_wait(results).map_or_else(String::new, |wait| {
        let is_there = wait.is_before(&busy.entity.name);
        let at = if is_there { "there too".to_owned() } else { wait.at() };
        format!(", and parts wait longest {at} ({})", valued(wait.0))
    });
    let busiest = match busiest_people(results) {
        None => match most_used_vehicles(results, ALWAYS_IN_USE) {
            None => format!("{name} is busiest ({})", busy_share(results, busy)),
            Some(used) => format!(
                "the vehicles {} are in use for {} of their time, of the stations {name} is busiest ({})",
                number::name(&used.entity.name, 40),
                valued(used),
                busy_share(results, busy)
            ),
        },
        Some(crew) => format!(
            "the people in {} are busiest ({} of their time), of the stations {name} ({})",
            number::name(&crew.entity.name, 40),
            valued(crew),
            busy_share(results, busy)
        ),
    };
    format!("; {busiest}{queue}{}", waits_for_pool(results))
}

/// The station that waits longest with a part for something of a pool, if that is worth a word.
fn waits_for_pool(results: &Results) -> String {
    let longest = highest(results, EntityKind::Station, "wait_pool", WORTH_OF_ALL);
    longest.map_or_else(String::new, |wait| {
        let name = number::name(&wait.entity.name, 40);
        format!("; {name} has parts and waits for a pool for {}", valued(wait))
    })
}

/// The crew that is busier in its time at work than every station is taken up in its open time without
/// the breaks of its people, if there is one. A station that is down is taken up, too: more people would
/// not make it do more.
fn busiest_people(results: &Results) -> Option<&Figure> {
    let crews = results.figures.iter().rev().filter(|figure| {
        figure.entity.kind == EntityKind::Crew
            && figure.kpi.id == "crew_utilisation"
            && figure.interval.estimate.is_finite()
    });
    let crew = crews.max_by(|a, b| ordered(a.interval.estimate, b.interval.estimate))?;
    let down = DOWN.map(|kpi| by_station(results, kpi));
    let [closed, paused, set_up] =
        ["off_shift", "paused", "setup"].map(|kpi| by_station(results, kpi));
    let load = |busy: &Figure| {
        let name = busy.entity.name.as_str();
        let of = |shares: &HashMap<&str, f64>| shares.get(name).copied().unwrap_or(0.0);
        let open = 1.0 - of(&closed) - of(&paused);
        let down: f64 = down.iter().map(of).sum();
        let taken_up = busy.interval.estimate + down + of(&set_up);
        if open > 0.0 { taken_up / open } else { 0.0 }
    };
    let station = stations(results, "utilisation").map(load).fold(0.0, f64::max);
    (crew.interval.estimate > station).then_some(crew)
}

/// Share of the time from which on a station is as good as always open.
const ALWAYS: f64 = 0.995;

/// Whether a station closes, so that hours and open hours are not the same.
pub(super) fn closes(results: &Results) -> bool {
    stations(results, "off_shift").any(|figure| 1.0 - figure.interval.estimate < ALWAYS)
}

/// How much of its time a station works: `86.4 % of the time`, `88.3 % of its open time`.
pub(super) fn busy_share(results: &Results, busy: &Figure) -> String {
    let open = share_open(results, &busy.entity.name);
    if open < ALWAYS && open > 0.0 {
        format!("{} of its open time", percent(busy.interval.estimate / open))
    } else {
        format!("{} of the time", valued(busy))
    }
}

fn percent(share: f64) -> String {
    Scale::fitting(Unit::Share, 1.0).worded(share, 1)
}

/// The busiest station and the one with the longest wait.
fn busiest(results: &Results) -> Option<String> {
    let busy = busiest_station(results)?;
    let name = number::name(&busy.entity.name, 40);
    let mut said = format!("The busiest station is {name}: it works {}", busy_share(results, busy));
    let lost = loss(results, &busy.entity.name);
    if share_open(results, &busy.entity.name) < ALWAYS {
        // The tables have the share of all hours.
        let of = if lost.is_empty() { ", " } else { " (" };
        write!(said, "{of}{} of all hours", valued(busy)).expect(SURE);
        said += if lost.is_empty() { "" } else { ")" };
    }
    said += &lost;
    if let Some(Wait(figure)) = longest_wait(results) {
        let at = Wait(figure).at();
        // Only a station closes, and is blocked.
        let station = Some(&figure.entity).filter(|entity| entity.kind == EntityKind::Station);
        let closed = station.is_some_and(|station| share_open(results, &station.name) < ALWAYS);
        let wait = valued(figure) + if closed { " with closed hours" } else { "" };
        if Wait(figure).is_before(&busy.entity.name) {
            write!(said, ", and parts wait longest before it, {wait}").expect(SURE);
        } else {
            write!(said, "; parts wait longest {at}, {wait}").expect(SURE);
            let blocked = station.map_or(0.0, |row| share_of_open(results, &row.name, "blocked"));
            if blocked >= WORTH {
                let share = percent(blocked);
                write!(said, ", as it cannot give its parts away for {share}").expect(SURE);
            }
        }
    }
    Some(said + ".")
}

/// What a station loses most of its open time by, apart from want of parts, if that is much.
fn loss(results: &Results, station: &str) -> String {
    let share = |kpi: &str| share_of_open(results, station, kpi);
    let losses = [
        ("cannot give its parts away", share("blocked")),
        ("waits for its operator", share("wait_operator")),
        ("waits for something of a pool", share("wait_pool")),
        ("waits for material", share("wait_material")),
        ("waits for the end of the takt", share("wait_takt")),
        ("stands with its line", share("line_stop")),
        ("has its tool changed", share("tool_change")),
        ("is down", share("repair") + share("wait_repair")),
        ("is in minor stops", share("minor_stop")),
        ("is started up", share("start_up")),
        ("waits for the approval of first pieces", share("approval")),
        ("is set up for other products", share("setup")),
        ("is under planned maintenance", share("maintenance")),
    ];
    let largest = losses.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
    match largest {
        Some((what, share)) if share >= WORTH => format!(" and {what} for {}", percent(share)),
        _ => String::new(),
    }
}

/// A share of the time as one of the open time of a station.
fn share_of_open(results: &Results, station: &str, kpi: &str) -> f64 {
    let open = share_open(results, station);
    let figure = finite(results.of(EntityKind::Station, station, kpi));
    let share = figure.map_or(0.0, |figure| figure.interval.estimate);
    if open > 0.0 { share / open } else { 0.0 }
}

/// The station that is taken up most of its open time, by cycles, setups and waits for the approval of first pieces; a
/// batch counts as far as it is full, since a fuller one would take no longer.
pub(super) fn busiest_station(results: &Results) -> Option<&Figure> {
    let [closed, set_up, approval, fill] =
        ["off_shift", "setup", "approval", "batch_fill"].map(|kpi| by_station(results, kpi));
    let load = |figure: &Figure| {
        let of = |shares: &HashMap<&str, f64>| shares.get(figure.entity.name.as_str()).copied();
        let open = 1.0 - of(&closed).unwrap_or(0.0);
        let works = figure.interval.estimate * of(&fill).unwrap_or(1.0);
        let taken_up = works + of(&set_up).unwrap_or(0.0) + of(&approval).unwrap_or(0.0);
        if open > 0.0 { taken_up / open } else { 0.0 }
    };
    stations(results, "utilisation").max_by(|a, b| ordered(load(a), load(b)))
}

/// How long parts wait somewhere, on average.
struct Wait<'a>(&'a Figure);

impl Wait<'_> {
    /// The figures of waits that parts have on their way.
    const KPIS: [(EntityKind, &'static str); 5] = [
        (EntityKind::Station, "queue_time"),
        (EntityKind::Store, "queue_time"),
        (EntityKind::Outside, "queue_time"),
        (EntityKind::Milkrun, "tour_wait"),
        (EntityKind::Product, "wait_for_rest"),
    ];

    /// Whether it is the wait in the queue of a station.
    fn is_before(&self, station: &str) -> bool {
        self.0.entity.kind == EntityKind::Station && self.0.entity.name == station
    }

    /// Where parts wait: `before mill`, `for the milk run tour`.
    fn at(&self) -> String {
        let name = number::name(&self.0.entity.name, 40);
        match self.0.entity.kind {
            EntityKind::Store => format!("for what they go together with, {name}"),
            EntityKind::Outside => format!("for the lorry of {name}"),
            EntityKind::Milkrun => format!("for the milk run {name}"),
            EntityKind::Product => format!("for others of their order, as {name}"),
            _ => format!("before {name}"),
        }
    }
}

/// The longest wait that parts have on their way; `None` if nobody waits.
fn longest_wait(results: &Results) -> Option<Wait<'_>> {
    let is_one = |figure: &&Figure| Wait::KPIS.contains(&(figure.entity.kind, figure.kpi.id));
    // Of equals the first is taken, so the search goes backwards.
    let waits = results.figures.iter().rev().filter(is_one);
    waits
        .filter(|figure| figure.interval.estimate.is_finite() && figure.interval.estimate > 0.0)
        .max_by(|a, b| ordered(a.interval.estimate, b.interval.estimate))
        .map(Wait)
}

fn share_open(results: &Results, station: &str) -> f64 {
    let closed = results.of(EntityKind::Station, station, "off_shift");
    1.0 - closed.map_or(0.0, |figure| figure.interval.estimate)
}

fn stations<'a>(results: &'a Results, kpi: &'a str) -> impl Iterator<Item = &'a Figure> {
    // Of equals the first is taken, so the search goes backwards.
    results.figures.iter().rev().filter(move |figure| {
        figure.entity.kind == EntityKind::Station
            && figure.kpi.id == kpi
            && figure.interval.estimate.is_finite()
    })
}

/// The estimates of a KPI by the name of the station.
fn by_station<'a>(results: &'a Results, kpi: &'a str) -> HashMap<&'a str, f64> {
    let named = |figure: &'a Figure| (figure.entity.name.as_str(), figure.interval.estimate);
    stations(results, kpi).map(named).collect()
}

fn ordered(a: f64, b: f64) -> Ordering {
    a.total_cmp(&b)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, interval};
    use super::*;

    fn crew_at(share: f64) -> Results {
        let mut results = fixture::repair_shop();
        let mut figure =
            fixture::figure(EntityKind::Crew, "fitter", "crew_utilisation", interval(share, 0.01));
        figure.entity.name = "fitter".to_owned();
        results.figures.push(figure);
        results
    }

    #[test]
    fn people_are_named_where_they_are_busier_than_every_station() {
        let said = sentences(&crew_at(0.971)).join(" ");
        assert!(said.starts_with("The busiest are people: fitter work 97.1"), "{said}");
        assert!(because(&crew_at(0.971)).contains("the people in fitter are busiest"));
        // The station repair works 86.4 % of the time.
        let mut down = crew_at(0.9);
        let down_for =
            fixture::figure(EntityKind::Station, "repair", "repair", interval(0.05, 0.01));
        assert!(sentences(&down).concat().starts_with("The busiest are people"));
        down.figures.push(down_for);
        assert!(sentences(&down).concat().starts_with("The busiest station is repair"));
        let said = sentences(&crew_at(0.863)).join(" ");
        assert!(said.starts_with("The busiest station is repair"), "{said}");
        assert!(because(&crew_at(0.863)).starts_with("; repair is busiest"));
    }

    /// Hours in which its people are on a break are none in which a station could be busier.
    #[test]
    fn breaks_are_no_time_in_which_a_station_is_idle() {
        let mut results = crew_at(0.9);
        let station =
            |kpi, share| fixture::figure(EntityKind::Station, "repair", kpi, interval(share, 0.01));
        // Open 95 % of the time, 5 % of it in breaks: busy 0.864 of 0.90 is 0.96.
        results.figures.push(station("off_shift", 0.05));
        results.figures.push(station("paused", 0.05));
        let said = sentences(&results).concat();
        assert!(said.starts_with("The busiest station is repair"), "{said}");
    }

    /// Tables are of all hours: a sentence about open ones has their figure, too.
    #[test]
    fn hours_and_open_hours_are_told_apart() {
        let mut results = fixture::repair_shop();
        assert!(!closes(&results));
        for name in ["repair", "test1"] {
            let mut off =
                fixture::figure(EntityKind::Station, name, "off_shift", interval(0.1, 0.0));
            off.entity.name = name.to_owned();
            results.figures.push(off);
        }
        assert!(closes(&results));
        // 86.4 of 90 hours in a hundred.
        let said = sentences(&results).concat().replace(number::KEPT_SPACE, " ");
        let both = "it works 96.0 % of its open time, 86.4";
        assert!(said.contains(both) && said.contains("of all hours; parts wait longest"), "{said}");
        assert!(said.ends_with("min with closed hours."), "{said}");
    }

    /// A tour, a lorry or others of an order are named where parts wait for them longest.
    #[test]
    fn waits_that_are_in_no_queue_are_told() {
        let waits = [
            (
                EntityKind::Outside,
                "queue_time",
                "; parts wait longest for the lorry of plating, 900",
            ),
            (
                EntityKind::Milkrun,
                "tour_wait",
                "; parts wait longest for the milk run plating, 900",
            ),
            (
                EntityKind::Product,
                "wait_for_rest",
                "; parts wait longest for others of their order, as plating, 900",
            ),
        ];
        for (kind, kpi, expected) in waits {
            let mut results = fixture::repair_shop();
            let mut wait = fixture::figure(kind, "plating", kpi, interval(900.0, 1.0));
            wait.entity.name = "plating".to_owned();
            results.figures.push(wait);
            let said = sentences(&results).concat().replace(number::KEPT_SPACE, " ");
            assert!(said.contains(expected), "{said}");
        }
    }

    /// Before the test parts wait longest, because it does not get rid of them.
    #[test]
    fn a_queue_before_a_station_that_is_blocked_is_told_as_one() {
        let mut results = fixture::repair_shop();
        let at = |kpi: &'static str| {
            move |figure: &&mut Figure| figure.entity.name == "test1" && figure.kpi.id == kpi
        };
        let mut set = |kpi, value| {
            let figure = results.figures.iter_mut().find(at(kpi)).expect("it is there");
            figure.interval = interval(value, 0.01);
        };
        set("queue_time", 900.0);
        set("blocked", 0.4);
        let said = sentences(&results).concat().replace(number::KEPT_SPACE, " ");
        assert!(said.contains(" min, as it cannot give its parts away for 40.0 %"), "{said}");
    }

    #[test]
    fn a_large_loss_of_the_busiest_station_is_told() {
        let mut results = fixture::repair_shop();
        let blocked = |results: &mut Results, share: f64| {
            let of =
                |figure: &&mut Figure| figure.entity.name == "repair" && figure.kpi.id == "blocked";
            results.figures.iter_mut().find(of).expect("it is there").interval =
                interval(share, 0.01);
        };
        blocked(&mut results, 0.099);
        assert!(!sentences(&results).concat().contains("give its parts away"));
        blocked(&mut results, 0.12);
        let said = sentences(&results).concat().replace(number::KEPT_SPACE, " ");
        assert!(said.contains("and cannot give its parts away for 12.0 %"), "{said}");
    }
}
