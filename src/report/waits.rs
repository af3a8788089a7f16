//! Who waits for whom: the shares of their open time in which stations are blocked, starved, or without their
//! operator, scenario by scenario, and what a variant changes in them.

use super::document::{Part, Section};
use super::findings::finite;
use super::number::{self, Scale};
use super::table::Column;
use crate::study::{Comparison, Difference, EntityKind, Interval, Results, Unit};

/// What is told, with the title over the stations and what it is in a sentence.
const WAITS: [(&str, &str, &str); 3] = [
    ("blocked", "Blocked", "blocked"),
    ("starved", "Starved", "starved"),
    ("wait_operator", "No operator", "without its operator"),
];

/// Share of the open time from which on it is worth a word that a station is blocked.
const WORTH: f64 = 0.01;

/// Most stations in a table: those that are blocked longest.
const MOST: usize = 20;

/// What each variant changes for certain, at the station where it changes most.
pub(super) fn changes(comparison: &Comparison) -> Section {
    let Some(base) = comparison.results.first().filter(|_| is_told(comparison)) else {
        return Section::new();
    };
    let items: Vec<Part> = comparison
        .results
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(variant, results)| {
            let said: Vec<String> = WAITS
                .iter()
                .filter_map(|wait| most_changed(comparison, base, variant, wait))
                .collect();
            let name = number::name(&results.name, 60);
            (!said.is_empty()).then(|| Part::Item(format!("{name}: {}", said.join("; "))))
        })
        .collect();
    if items.is_empty() {
        return Section::new();
    }
    std::iter::once(Part::Title("Who waits for whom, in points of the open time".to_owned()))
        .chain(items)
        .collect()
}

/// The station at which a share changes most, if that is certain.
fn most_changed(
    comparison: &Comparison,
    base: &Results,
    variant: usize,
    (kpi, _, what): &(&str, &str, &str),
) -> Option<String> {
    let certain = |difference: &&Difference| {
        let interval = &difference.interval;
        difference.variant == variant
            && difference.kpi.id == *kpi
            && difference.entity.kind == EntityKind::Station
            && !difference.is_halted
            && interval.may_decide()
            && (interval.low > 0.0 || interval.high < 0.0)
    };
    let all = comparison.differences.iter().filter(certain).filter_map(|difference| {
        let station = difference.entity.name.as_str();
        Some((station, scaled(&difference.interval, 1.0 / open(base, station)?)))
    });
    // Of equals the first.
    let most = all.reduce(
        |best, next| {
            if next.1.estimate.abs() > best.1.estimate.abs() { next } else { best }
        },
    );
    let (station, interval) = most.filter(|(_, it)| it.estimate.abs() >= WORTH)?;
    let scale = Scale::fitting(Unit::Share, 1.0);
    let decimals = scale.decimals(&interval);
    let by = scale.number(interval.estimate.abs(), decimals);
    let (low, high) = if interval.estimate < 0.0 {
        (-interval.high, -interval.low)
    } else {
        (interval.low, interval.high)
    };
    let range = format!("{} to {}", scale.number(low, decimals), scale.number(high, decimals));
    let less = if interval.estimate < 0.0 { "less" } else { "more" };
    let by = number::join(&by, scale.difference_word());
    Some(format!("{} is {what} {by} {less} ({range})", number::name(station, 40)))
}

/// A table for each way of waiting, a column a scenario.
pub(super) fn tables(comparison: &Comparison) -> Vec<Section> {
    if !is_told(comparison) {
        return Vec::new();
    }
    let stations = stations(comparison);
    let table = |(kpi, title, _): &(&str, &str, &str)| {
        let is_much = stations.iter().any(|station| {
            let mut shares = comparison.results.iter().filter_map(|it| share(it, station, kpi));
            shares.any(|share| share.estimate >= WORTH)
        });
        if !is_much {
            return Section::new();
        }
        let scale = Scale::fitting(Unit::Share, 1.0);
        let column = |results: &Results| {
            let cell = |station: &&str| {
                let share = share(results, station, kpi);
                share.map_or_else(String::new, |share| scale.spread(&share))
            };
            let name = number::name(&results.name, 60);
            Column::numbers(&format!("{name}\n%"), stations.iter().map(cell).collect())
        };
        let columns = comparison.results.iter().map(column).collect();
        vec![
            Part::Title(format!("{title}, share of the open time")),
            Part::Table { names: Column::names(title, stations.iter().copied()), columns },
        ]
    };
    WAITS.iter().map(table).collect()
}

/// Whether stations block each other at all.
fn is_told(comparison: &Comparison) -> bool {
    comparison.results.iter().any(|results| {
        let blocked = |station: &str| share(results, station, "blocked");
        names(results).any(|name| blocked(name).is_some_and(|it| it.estimate >= WORTH))
    })
}

/// The stations of all scenarios, in the order of flow.
fn stations(comparison: &Comparison) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for name in comparison.results.iter().flat_map(names) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    if all.len() > MOST {
        let most = |station: &str| {
            let shares = comparison.results.iter().filter_map(|it| share(it, station, "blocked"));
            shares.map(|share| share.estimate).fold(0.0, f64::max)
        };
        let mut ranked: Vec<(usize, f64)> = all.iter().map(|it| most(it)).enumerate().collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        let mut kept: Vec<usize> = ranked.iter().take(MOST).map(|(place, _)| *place).collect();
        kept.sort_unstable();
        all = kept.into_iter().map(|place| all[place]).collect();
    }
    all
}

fn names(results: &Results) -> impl Iterator<Item = &str> {
    let figures = results.figures.iter();
    figures
        .filter(|it| it.entity.kind == EntityKind::Station && it.kpi.id == "blocked")
        .map(|it| it.entity.name.as_str())
}

/// Share of its time in which a station is open, breaks of its people excluded; `None` if it never is.
fn open(results: &Results, station: &str) -> Option<f64> {
    let of = |kpi| results.of(EntityKind::Station, station, kpi);
    let part = |kpi| finite(of(kpi)).map_or(0.0, |figure| figure.interval.estimate);
    let open = 1.0 - part("off_shift") - part("paused");
    (open > 1e-9).then_some(open)
}

/// A share of the time of a station as one of its open time. How long that is hardly varies: cycles and repairs
/// that go on after closing are all that does.
fn share(results: &Results, station: &str, kpi: &str) -> Option<Interval> {
    let figure = finite(results.of(EntityKind::Station, station, kpi))?;
    Some(scaled(&figure.interval, 1.0 / open(results, station)?))
}

fn scaled(interval: &Interval, by: f64) -> Interval {
    Interval {
        estimate: interval.estimate * by,
        low: interval.low * by,
        high: interval.high * by,
        half_width: interval.half_width * by,
        sd: interval.sd * by,
        ..*interval
    }
}

#[cfg(test)]
mod tests {
    use super::super::{document, fixture};
    use super::*;

    fn text(comparison: &Comparison) -> String {
        let sections: Vec<Section> =
            std::iter::once(changes(comparison)).chain(tables(comparison)).collect();
        document::text(&sections)
    }

    /// Of a quarter of the time that is open, 10 % of all are 40 %; 2 points of all are 8.
    #[test]
    fn shares_are_those_of_the_open_time() {
        let mut comparison = fixture::contract();
        assert_eq!(text(&comparison), "");
        for results in &mut comparison.results {
            let of = |kpi, share, half| {
                let interval = fixture::interval(share, half);
                fixture::figure(EntityKind::Station, "repair", kpi, interval)
            };
            let is_blocked =
                |it: &crate::study::Figure| it.kpi.id == "blocked" && it.entity.name == "repair";
            results.figures.retain(|figure| !is_blocked(figure));
            results.figures.push(of("off_shift", 0.7, 0.0));
            results.figures.push(of("paused", 0.05, 0.0));
            results.figures.push(of("blocked", 0.1, 0.005));
        }
        let kpi = crate::study::kpi("blocked").expect("a KPI");
        let entity = comparison.results[0].figures.last().expect("some").entity.clone();
        let first = comparison.differences[0].clone();
        let difference = Difference {
            variant: 1,
            kpi,
            unit: Unit::Share,
            entity,
            interval: fixture::interval(-0.02, 0.001),
            ..first
        };
        comparison.differences.push(difference);
        let text = text(&comparison);
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            joined.contains("One more test1: repair is blocked 8.0 points less (7.6 to 8.4)"),
            "{text}"
        );
        assert!(joined.contains("repair 40.0 ± 2.0 40.0 ± 2.0 40.0 ± 2.0"), "{text}");
        assert!(!joined.contains("No operator"), "{text}");
    }
}
