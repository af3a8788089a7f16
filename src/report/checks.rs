//! What the figures were checked for, and what did not hold: the laws of production.

use super::document::{Part, Section};
use super::findings;
use super::number::{self, Scale, counted};
use crate::model::NoPace;
use crate::study::{Ending, Flow, Growth, NoFlow, Results, Standing, Unit};

/// How far parts inside and throughput times time in system may be apart.
const APART: f64 = 0.05;

/// The checks, each in a sentence, those that hold too.
pub(super) fn section(results: &Results) -> Section {
    if results.replications == 0 {
        return Section::new();
    }
    let said = [
        Some(audited(results)),
        Some(little(results)),
        Some(rise(results)),
        capacity(results),
        Some(flow(results)),
    ];
    let items = said.into_iter().flatten().map(Part::Item);
    std::iter::once(Part::Title("Checks".to_owned())).chain(items).collect()
}

/// What did not hold, each in a sentence.
pub(super) fn doubts(results: &Results) -> Vec<String> {
    let growing = findings::growing(results);
    let apart = if growing.is_none() { apart(results) } else { None };
    let said = [growing, apart, too_fast(results), bad_flow(results)];
    said.into_iter().flatten().collect()
}

/// Every run is audited; one that fails says so before everything else.
fn audited(results: &Results) -> String {
    let failed = results.endings.iter().filter(|(end, _)| matches!(end, Ending::Unsound { .. }));
    let failed: u32 = failed.map(|(_, count)| count).sum();
    let runs = counted(u64::from(results.replications), "replication");
    if failed > 0 {
        return format!("Audit: failed in {failed} of {runs}.");
    }
    let of_all = if results.replications == 1 {
        "the replication".to_owned()
    } else {
        format!("each of the {runs}")
    };
    format!(
        "Audit: at the end of {of_all} the states of every machine and person add up to the measured \
         time exactly, and every part that is inside is in one place."
    )
}

fn little(results: &Results) -> String {
    match results.physics.little {
        Some(apart) => format!(
            "Little's law: parts inside and throughput times time in system are {} apart.",
            percent(apart)
        ),
        None => {
            "Little's law is not held against the figures: it needs parts inside, of which none \
                 is thrown away or goes into another."
                .to_owned()
        }
    }
}

/// That parts inside and the times of those that left do not fit together.
fn apart(results: &Results) -> Option<String> {
    let apart = results.physics.little.filter(|&apart| apart > APART)?;
    // What has locked is told as that.
    if results.locks() > 0 {
        return None;
    }
    Some(format!(
        "Parts inside and throughput times time in system are {} apart (Little's law): the runs are \
         short for the time that a part spends inside, and longer ones or a warm-up would show other \
         figures.",
        percent(apart)
    ))
}

fn rise(results: &Results) -> String {
    let Some(growth) = results.physics.growth else {
        return "Whether work in process rises is not told: it takes a second half of four days (or \
                weeks or rounds of a rota, where they are not alike) and several runs of one length."
            .to_owned();
    };
    let grows = match growth.rise.estimate {
        _ if growth.is_growing() => "rises",
        _ if growth.rise.high < 0.0 => "falls",
        _ => "does not keep rising",
    };
    format!("Work in process {grows} in the second half of the measured time: {}.", risen(&growth))
}

/// `+3.4 parts by a straight line (99 % interval 1.2 to 5.6), 12.0 % of the mean`.
fn risen(growth: &Growth) -> String {
    let rise = &growth.rise;
    let scale = Scale::fitting(Unit::Parts, rise.estimate);
    let brief = |value: f64| scale.brief(value);
    let sign = if rise.estimate > 0.0 { "+" } else { "" };
    format!(
        "{sign}{} by a straight line (99 % interval {} to {}), {} of the mean",
        number::join(&brief(rise.estimate), scale.word()),
        brief(rise.low),
        brief(rise.high),
        percent(growth.share)
    )
}

/// That work in process certainly rises, although not so much that it is seen at once.
pub(super) fn rising(results: &Results) -> Option<String> {
    let growth = results.physics.growth.filter(Growth::is_growing)?;
    Some(format!(
        "Work in process still rises in the second half of the measured time, {}: the plant has not \
         settled, and a longer run or warm-up would show other figures.",
        risen(&growth)
    ))
}

fn capacity(results: &Results) -> Option<String> {
    let bound = results.physics.capacity?;
    Some(format!(
        "Capacity: {} left, and the cycles of the slowest station allow {} with all luck.",
        rate(bound.made, bound.open),
        rate(bound.most, bound.open)
    ))
}

/// That more left than can have.
fn too_fast(results: &Results) -> Option<String> {
    let bound = results.physics.capacity.filter(crate::study::Bound::is_broken)?;
    Some(format!(
        "{} left, more than the cycles of the slowest station allow ({} with all luck): a start with \
         many parts inside, or a mistake of gemba.",
        rate(bound.made, bound.open),
        rate(bound.most, bound.open)
    ))
}

fn flow(results: &Results) -> String {
    let flow = match &results.physics.flow {
        Ok(flow) => flow,
        Err(why) => return format!("The curves of flow are left out: {}.", left_out(*why)),
    };
    let pace = &flow.pace;
    let rate = |parts| rate(parts, pace.open);
    let counted = if pace.open < 1.0 { "Flow, all in open hours" } else { "Flow" };
    let name = number::name(&flow.slowest, 40);
    let parts = Scale::fitting(Unit::Parts, flow.inside);
    let work = minutes(pace.work);
    let critical = parts.worded_briefly(pace.critical());
    format!(
        "{counted}: {name} can make {}, a part takes {work} without waiting, so {critical} would do \
         if nothing varied. With {} inside the best case is {}, the practical worst {}, the worst {}; \
         {} were made: {}.",
        rate(pace.rate),
        parts.worded_briefly(flow.inside),
        rate(flow.best()),
        rate(flow.practical_worst()),
        rate(flow.worst()),
        rate(flow.made),
        match flow.standing() {
            Standing::Best => "the best case",
            Standing::Good => "between the best and the practical worst case",
            Standing::Bad => "worse than the practical worst case",
        }
    )
}

/// That the flow is worse than it need be.
fn bad_flow(results: &Results) -> Option<String> {
    let is_bad = |flow: &&Flow| flow.standing() == Standing::Bad;
    let flow = results.physics.flow.as_ref().ok().filter(is_bad)?;
    Some(format!(
        "The flow is worse than the practical worst case: with {} inside, stations all alike and \
         times at random would make {}, and {} were made. Look for imbalance, batches, breakdowns or \
         blocking.",
        Scale::fitting(Unit::Parts, flow.inside).worded_briefly(flow.inside),
        rate(flow.practical_worst(), flow.pace.open),
        rate(flow.made, flow.pace.open)
    ))
}

const fn left_out(why: NoFlow) -> &'static str {
    match why {
        NoFlow::Changes => "the plant changes on a date",
        NoFlow::NoPace(NoPace::SeveralWays) => "not all parts go to the same stations",
        NoFlow::NoPace(NoPace::Branches) => "parts branch or come back by chance",
        NoFlow::NoPace(NoPace::Scrap) => "parts are thrown away on the way",
        NoFlow::NoPace(NoPace::Outside) => "parts are away for work outside",
        NoFlow::NoPace(NoPace::Batches) => "machines work on several parts at once",
        NoFlow::NoPace(NoPace::Assembly) => "parts go into others",
        NoFlow::NoPace(NoPace::Setups) => "machines are set up for one product after the other",
        NoFlow::NoPace(NoPace::People) => "people set the pace, not the line",
        NoFlow::NoPace(NoPace::Conveyor) => "a conveyor sets the pace, not a station",
        NoFlow::NoPace(NoPace::Pool) => "a pool sets the pace, not a station",
        NoFlow::NoPace(NoPace::Vehicles) => {
            "vehicles or milk runs move parts, and come when they come"
        }
        NoFlow::NoPace(NoPace::Paced) => "parts move on a paced line, with others",
        NoFlow::NoPace(NoPace::NoTime) => "a part needs no time, or can never be made",
        NoFlow::NoPace(NoPace::Apart) => "there is no station that all products pass",
        NoFlow::Closes => "they hold in open hours, and the stations have not all the same",
        NoFlow::AfterClosing => "they hold in open hours, and much is done after them",
        NoFlow::Demand => "orders set the pace, not the line",
        NoFlow::Growing => "work in process grows",
        NoFlow::NoFigures => "the runs end with their orders, or have no figures",
    }
}

fn percent(share: f64) -> String {
    let scale = Scale::fitting(Unit::Share, 1.0);
    number::join(&scale.width(share, 1), scale.word())
}

/// Parts an hour, in words; an open hour, if the plant is open for a share of the time only.
fn rate(parts: f64, open: f64) -> String {
    let scale = Scale::fitting(Unit::PartsPerHour, parts);
    let hour = if open < 1.0 { "open hour" } else { "hour" };
    format!("{} parts an {hour}", scale.brief(parts))
}

/// Hours as a length of time.
fn minutes(hours: f64) -> String {
    let minutes = hours * 60.0;
    Scale::fitting(Unit::Minutes, minutes).worded_briefly(minutes)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::ids::{Id, StationId};
    use crate::model::Pace;
    use crate::statistics::Estimate;
    use crate::study::Bound;
    use crate::units::{Span, Time};

    fn said(results: &Results) -> String {
        let text = super::super::document::text(&[section(results)]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn doubted(results: &Results) -> String {
        doubts(results).join(" ").replace(number::KEPT_SPACE, " ")
    }

    #[test]
    fn what_holds_is_told_and_not_doubted() {
        let results = fixture::repair_shop();
        let text = said(&results);
        assert!(
            text.starts_with("Checks - Audit: at the end of each of the 30 replications"),
            "{text}"
        );
        assert!(text.contains("times time in system are 0.2 % apart."), "{text}");
        assert!(text.contains("curves of flow are left out: orders set the pace"), "{text}");
        assert_eq!(doubted(&results), "");
    }

    #[test]
    fn what_does_not_hold_is_doubted_once() {
        let mut results = fixture::repair_shop();
        results.physics.little = Some(0.071);
        assert!(
            doubted(&results)
                .starts_with("Parts inside and throughput times time in system are 7.1 %")
        );
        let rise = Estimate { estimate: 3.4, low: 1.2, high: 5.6, sd: 4.0, n: 30 };
        results.physics.growth = Some(Growth { rise, share: 0.12 });
        let text = doubted(&results);
        let rises = "second half of the measured time, +3.40 parts by a straight line (99 % interval \
                     1.20 to 5.60), 12.0 % of the mean: the plant has not settled";
        assert!(text.contains(rises) && !text.contains("Little"), "{text}");
        // A rise that is certain and small, or large and uncertain, is none.
        results.physics.little = None;
        results.physics.growth = Some(Growth { rise, share: 0.04 });
        assert_eq!(doubted(&results), "");
        results.physics.growth = Some(Growth { rise: Estimate { low: -1.0, ..rise }, share: 0.12 });
        assert_eq!(doubted(&results), "");
        results.physics.capacity = Some(Bound { made: 3.0, most: 2.9, open: 1.0 });
        assert!(doubted(&results).starts_with("3.00 parts an hour left, more than"));
        results.endings.push((
            Ending::Unsound { at: Time::ZERO + Span::from_hours(1), what: "x".to_owned() },
            2,
        ));
        assert!(said(&results).contains("Audit: failed in 2 of 30 replications."));
    }

    #[test]
    fn a_flow_is_placed_among_its_curves() {
        // By hand: 3 parts of which each takes 3 min, 1 a minute at best: 60 an hour, the practical
        // worst 60 · 3 / (3 + 3 - 1) = 36, the worst 20.
        let pace = Pace {
            bottleneck: StationId::at(0),
            rate: 60.0,
            fastest: 60.0,
            work: 0.05,
            open: 1.0,
            after_closing: 0.0,
            finished: 0.0,
            heaviest: 1.0,
        };
        let placed = |made| {
            let slowest = "drill".to_owned();
            let mut results = fixture::repair_shop();
            results.physics.flow = Ok(Flow { pace, slowest, inside: 3.0, made });
            (said(&results), doubted(&results))
        };
        let (text, doubt) = placed(48.0);
        let curves = "Flow: drill can make 60.0 parts an hour, a part takes 3.00 min without waiting, so \
                      3.00 parts would do if nothing varied. With 3.00 parts inside the best case is \
                      60.0 parts an hour, the practical worst 36.0 parts an hour, the worst 20.0 parts \
                      an hour; 48.0 parts an hour were made: between the best";
        assert!(text.contains(curves), "{text}");
        assert_eq!(doubt, "");
        assert!(placed(60.0).0.ends_with("were made: the best case."));
        assert!(placed(30.0).1.starts_with("The flow is worse than the practical worst case"));
    }
}
