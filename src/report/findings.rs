//! What was found, in sentences: the answer before the tables.

use super::number::{self, Scale, counted};
use super::warm_up;
use super::{busy, checks, people};
use crate::study::{
    Band, Ending, EntityKind, EventKind, Figure, LastEvent, Results, Stopped, Unfilled,
};
use crate::units::Time;

/// What was run: replications, length, warm-up, seed, and why there were not more.
pub(super) fn heading(results: &Results) -> String {
    let length = match results.length {
        Some(length) => format!("of {length}"),
        None => "until all orders were done".to_owned(),
    };
    let begin = if results.warm_up.is_zero() {
        "no warm-up".to_owned()
    } else {
        format!("after {} of warm-up", results.warm_up)
    };
    let why = match results.stopped {
        Stopped::ByNumber => "",
        Stopped::ByPrecision => ", stopped when precise enough",
        Stopped::ByCap => ", stopped at the most allowed before they were precise enough",
        Stopped::ByUser => ", stopped by you: the figures rest on the replications finished",
        Stopped::NoWarmUp => ", for no warm-up could be found",
    };
    let left_out = warm_up::left_out(results).map(|said| format!(" {said}")).unwrap_or_default();
    format!(
        "{}: {} {length}, {begin}, seed {}{why}.{left_out}",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
        results.seed,
    )
}

/// The answer for one plant, a sentence each.
pub(super) fn answers(results: &Results) -> Vec<String> {
    let mut said = Vec::new();
    if results.replications == 0 {
        let nothing = "No replication was finished, so there are no figures.".to_owned();
        return warm_up::refused(results).into_iter().chain([nothing]).collect();
    }
    said.extend(
        results.endings.iter().map(|(ending, count)| ended(ending, *count, results.replications)),
    );
    said.extend(on_time(results));
    said.extend(fill_rate(results));
    said.extend(revenue(results));
    said.extend(flow(results));
    said.extend(outside(results));
    said.extend(busy::sentences(results));
    said.extend(people::sentences(results));
    said
}

/// Why the answer may not hold, a sentence each.
pub(super) fn doubts(results: &Results) -> Vec<String> {
    checks::doubts(results).into_iter().chain(rough(results)).collect()
}

/// What few replications mean for the figures.
pub(super) fn rough(results: &Results) -> Option<String> {
    let said = match results.replications {
        1 => "One replication shows one possible course of events: no figure has an interval.",
        2..5 => "Fewer than 5 replications: the intervals are wide and rough.",
        _ => return None,
    };
    Some(said.to_owned())
}

/// The conveyors of a deadlock, behind its stations.
fn on_conveyors(conveyors: &[String]) -> String {
    let names = || listed(conveyors.iter().map(String::as_str));
    match conveyors.len() {
        0 => String::new(),
        1 => format!(", and on the conveyor {} between them,", names()),
        _ => format!(", and on the conveyors {} between them,", names()),
    }
}

/// The pools of a deadlock.
fn of_pools(pools: &[String]) -> String {
    let names = listed(pools.iter().map(String::as_str));
    if pools.len() == 1 { format!("the pool {names}") } else { format!("the pools {names}") }
}

/// How replications ended that ended early.
pub(super) fn ended(ending: &Ending, count: u32, replications: u32) -> String {
    let of = format!("{count} of {}", counted(u64::from(replications), "replication"));
    match ending {
        Ending::Deadlock { at, stations, .. } if stations.is_empty() => {
            format!("DEADLOCK in {of}: from {} on nothing could ever move again.", at.since_start())
        }
        Ending::Deadlock { at, stations, pools, .. } if !pools.is_empty() => format!(
            "DEADLOCK in {of}: parts at {} wait for each other for ever, at the earliest from {} on: parts \
             hold all there are of {}, for which others wait. More of it, or a shorter stretch on which it is \
             held, would free it.",
            listed(stations.iter().map(String::as_str)),
            at.since_start(),
            of_pools(pools),
        ),
        Ending::Deadlock { at, stations, conveyors, .. } => format!(
            "DEADLOCK in {of}: parts at {}{} wait for each other's room for ever, at the earliest \
             from {} on. More places in front of these stations, or fewer parts in the loop, \
             would free it.",
            listed(stations.iter().map(String::as_str)),
            on_conveyors(conveyors),
            at.since_start(),
        ),
        Ending::NotFull { at, batches, cards } => not_full(&of, *at, batches, cards),
        Ending::OutOfMaterial { at, stations, materials } => format!(
            "OUT OF MATERIAL in {of}: {} wait for {} that does not come, at the earliest from {} on; \
             nothing can ever move again.",
            who_waits(stations),
            listed(materials.iter().map(String::as_str)),
            at.since_start(),
        ),
        Ending::TooManyParts { at, limit } => format!(
            "OVERFULL in {of}: after {} there were more than {limit} parts inside, the limit; \
             more work arrives than the plant can do.",
            at.since_start(),
        ),
        Ending::TooManyEvents { at, limit } => {
            format!(
                "CUT SHORT in {of}: after {} the limit of {limit} events was reached.",
                at.since_start()
            )
        }
        Ending::TooManyRounds { at, limit, last } => format!(
            "CUT SHORT in {of}: at {} work of zero length went round more than {limit} times. \
             The last {}: {}.",
            at.since_start(),
            counted(last.len() as u64, "event"),
            last.iter().map(phrase).collect::<Vec<String>>().join(", "),
        ),
        Ending::NeverDone { at, orders } => format!(
            "NEVER DONE in {of}: after {} {} not complete.",
            at.since_start(),
            if *orders == 1 { "1 order is".to_owned() } else { format!("{orders} orders are") },
        ),
        Ending::Unsound { at, what } => format!(
            "WRONG in {of}: the audit after {} found that {what}. This is a mistake of gemba, and no \
             figure here can be trusted.",
            at.since_start(),
        ),
    }
}

/// Parts at these stations, or orders where none stands at a station.
fn who_waits(stations: &[String]) -> String {
    match stations {
        [] => "orders".to_owned(),
        _ => format!("parts at {}", listed(stations.iter().map(String::as_str))),
    }
}

/// Batches that wait for parts which never come, and the cards that keep these out.
fn not_full(of: &str, at: Time, batches: &[Unfilled], cards: &[(String, u32)]) -> String {
    let name = |text: &str| number::name(text, 40);
    let waits = batches.iter().take(3).map(|batch| {
        format!(
            "at {} {} {}, and a batch starts with {}",
            name(&batch.station),
            counted(u64::from(batch.parts), "part"),
            if batch.parts == 1 { "waits" } else { "wait" },
            batch.minimum
        )
    });
    let waits: Vec<String> = waits.collect();
    let held = cards.iter().map(|(cards, count)| {
        format!("{} of `{}`", counted(u64::from(*count), "card"), name(cards))
    });
    let held: Vec<String> = held.collect();
    let (kept_out, free) = if held.is_empty() {
        ("no other part will come".to_owned(), "`minimum` or a `wait`")
    } else {
        let all = listed_whole(&held);
        (
            format!("parts hold all {all}, for which others wait"),
            "`minimum`, a `wait` or more cards",
        )
    };
    format!(
        "STANDSTILL in {of}: batches wait to be filled for ever, at the earliest from {} on: {}; {kept_out}. A lower \
         {free} would free it.",
        at.since_start(),
        waits.join("; "),
    )
}

/// An event in a few words: `cycle at saw`, `repair of jam at saw`, `move from saw to drill`.
fn phrase(event: &LastEvent) -> String {
    let names: Vec<String> = event.at.iter().map(|text| number::name(text, 40)).collect();
    let what = match event.what {
        EventKind::Cycle => "cycle",
        EventKind::Move => "move",
        EventKind::Repair => "repair of",
        EventKind::Failure => "failure",
        EventKind::Calendar => "calendar",
        EventKind::Arrival => "arrival of",
        EventKind::Release => "release of",
        EventKind::Due => "maintenance due:",
        EventKind::Maintained => "maintenance done:",
    };
    match (event.what, names.as_slice()) {
        (EventKind::Cycle, [station]) => format!("{what} at {station}"),
        (EventKind::Move, [from, to]) => format!("{what} from {from} to {to}"),
        (_, [failure, station]) => format!("{what} {failure} at {station}"),
        _ => format!("{what} {}", names.join(" ")),
    }
}

fn on_time(results: &Results) -> Option<String> {
    let figure = finite(results.plant("on_time"))?;
    let late = finite(results.plant("orders_late"))
        .map(|late| format!("; {} are late in a run", valued(late)))
        .unwrap_or_default();
    let cost = finite(results.plant("lateness_cost"))
        .filter(|cost| cost.interval.estimate > 0.0)
        .map(|cost| format!(", which costs {}{}", valued(cost), in_brackets(cost)))
        .unwrap_or_default();
    let short = short_orders(results)
        .map(|short| {
            let short = valued(short);
            let why =
                if loses_sales(results) { "do not get all parts" } else { "lose a part to scrap" };
            format!(" {short} in a run {why}: one that has a due date is late then.")
        })
        .unwrap_or_default();
    let by_value = finite(results.plant("on_time_by_value"))
        .map(|share| format!(", {} by value{}", valued(share), in_brackets(share)))
        .unwrap_or_default();
    let on_time =
        format!("{} of the orders are on time{}{by_value}", valued(figure), in_brackets(figure));
    Some(format!("{on_time}{late}{cost}.{short}"))
}

/// What is sold brings, and what is made beyond that.
fn revenue(results: &Results) -> Option<String> {
    let figure = finite(results.plant("revenue"))?;
    let unsold = finite(results.plant("unsold")).filter(|row| row.interval.estimate > 0.0);
    let unsold = unsold.map_or_else(String::new, |unsold| {
        format!("; {} in a run are made and not sold", valued(unsold))
    });
    Some(format!("What is sold brings {}{}{unsold}.", valued(figure), in_brackets(figure)))
}

/// How much of what is ordered from stock is there, and what becomes of the rest.
fn fill_rate(results: &Results) -> Option<String> {
    let figure = finite(results.plant("fill_rate"))?;
    let some = |kpi| finite(results.plant(kpi)).filter(|row| row.interval.estimate > 0.0);
    let rest = match (some("lost_sales"), some("backorders")) {
        (Some(lost), _) => format!("; {} in a run are not sold", valued(lost)),
        (None, Some(owed)) => format!("; {} are waited for at a time", valued(owed)),
        (None, None) => String::new(),
    };
    Some(format!(
        "{} of the parts that are ordered from stock are there{}{rest}.",
        valued(figure),
        in_brackets(figure)
    ))
}

/// Whether something was ordered that was not on stock, and not sold.
fn loses_sales(results: &Results) -> bool {
    finite(results.plant("lost_sales")).is_some_and(|lost| lost.interval.estimate > 0.0)
}

/// Orders that lost a part, if there are any.
pub(super) fn short_orders(results: &Results) -> Option<&Figure> {
    finite(results.plant("orders_short")).filter(|short| short.interval.estimate > 0.0)
}

fn flow(results: &Results) -> Option<String> {
    let rate = finite(results.plant("throughput"));
    let time = finite(results.plant("time_in_system"));
    let inside = finite(results.plant("wip"));
    let mut said: Vec<String> = Vec::new();
    if let Some(figure) = time {
        said.push(format!("a part spends {} in the plant{}", valued(figure), in_brackets(figure)));
    }
    if let Some(figure) = inside {
        said.push(format!("{} are inside at a time", valued(figure)));
    }
    if let Some(figure) = rate {
        said.push(format!("{} leave", valued(figure).replace("parts/h", "parts an hour")));
    }
    let closed = match said.len() {
        _ if !busy::closes(results) => "",
        1 => "; closed hours count, too",
        2 => "; closed hours count in both",
        _ => "; closed hours count in all three",
    };
    (!said.is_empty()).then(|| format!("{}{closed}.", capitalised(&said.join(", "))))
}

/// A warning that the plant has not settled: means over the run then say little.
pub(super) fn growing(results: &Results) -> Option<String> {
    let Some(times) = growth(&results.picture.wip) else { return checks::rising(results) };
    if is_book(results) {
        return Some(format!(
            "Work in process keeps growing, {times:.1} times as much at the end as in the first half: the \
             orders of the book come faster than they are done, and times of parts that are still inside \
             at the end are in no figure."
        ));
    }
    Some(format!(
        "Work in process keeps growing, {times:.1} times as much at the end as in the first half: the \
         plant has not settled, and a longer run or warm-up would show other figures."
    ))
}

/// Whether dated orders are all that calls for work: then nothing grows without end.
fn is_book(results: &Results) -> bool {
    let is_demand = |figure: &&Figure| figure.entity.kind == EntityKind::Demand;
    !results.orders.is_empty() && !results.figures.iter().any(|figure| is_demand(&figure))
}

/// How many times as much there is in the last sixth as in the third one, if it only grows.
///
/// The first third may be the filling of an empty plant.
pub(super) fn growth(bands: &[Band]) -> Option<f64> {
    const GROWN: f64 = 1.5;
    let sixth = bands.len() / 6;
    if sixth < 2 {
        return None;
    }
    let mean = |part: usize| -> f64 {
        let bands = &bands[part * sixth..(part + 1) * sixth];
        bands.iter().map(|band| band.mean).sum::<f64>() / sixth as f64
    };
    let means: Vec<f64> = (2..6).map(mean).collect();
    let rises = means.windows(2).all(|pair| pair[0] < pair[1]);
    (rises && means[0] > 0.0 && means[3] >= GROWN * means[0]).then(|| means[3] / means[0])
}

/// How many of the parts inside are not in the plant yet, if that is worth a word.
fn outside(results: &Results) -> Option<String> {
    const WORTH: f64 = 0.01;
    let waiting = finite(results.plant("waiting_outside"))?;
    let inside = finite(results.plant("wip"))?;
    let is_limited = results.figures.iter().any(|figure| figure.kpi.id == "waiting_for_card");
    (waiting.interval.estimate > WORTH * inside.interval.estimate).then(|| {
        format!(
            "{} of them wait outside, because {}: that time counts in the plant, but not before a station.",
            valued(waiting),
            if is_limited { "they may not enter yet" } else { "their first station is full" }
        )
    })
}

/// A figure that has a value.
pub(super) fn finite(figure: Option<&Figure>) -> Option<&Figure> {
    figure.filter(|figure| figure.interval.estimate.is_finite())
}

/// The estimate with its unit, as exact as a sentence needs: `81.9 %`, `352 min`.
pub(super) fn valued(figure: &Figure) -> String {
    valued_in(figure, Scale::fitting(figure.unit, figure.interval.estimate))
}

/// The estimate with its unit on a scale.
pub(super) fn valued_in(figure: &Figure, scale: Scale) -> String {
    scale.worded(figure.interval.estimate, scale.decimals(&figure.interval))
}

/// ` (95 % interval 81.2 to 82.6)`, or nothing.
pub(super) fn in_brackets(figure: &Figure) -> String {
    in_brackets_in(figure, Scale::fitting(figure.unit, figure.interval.estimate))
}

/// The interval in brackets on a scale.
pub(super) fn in_brackets_in(figure: &Figure, scale: Scale) -> String {
    if number::half_width(&figure.interval).is_none() {
        return String::new();
    }
    let interval = &figure.interval;
    let decimals = scale.decimals(&figure.interval);
    let level = (interval.level * 100.0).round();
    let high = if interval.high.is_finite() {
        format!("to {}", scale.number(interval.high, decimals))
    } else {
        "and more".to_owned()
    };
    format!(" ({level} % interval {} {high})", scale.number(interval.low, decimals))
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names as `a`, `a and b`, `a, b and c`; long lists are cut and counted.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 6;
    let mut names: Vec<String> = names.map(|text| number::name(text, 40)).collect();
    if names.len() > MOST {
        let more = names.len() - MOST;
        names.truncate(MOST);
        names.push(format!("{more} more"));
    }
    listed_whole(&names)
}

/// Phrases as `a`, `a and b`, `a, b and c`.
pub(super) fn listed_whole(phrases: &[String]) -> String {
    match phrases.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, figure, interval};
    use super::*;
    use crate::study::DatedOrder;

    fn said(results: &Results) -> String {
        [answers(results), doubts(results)].concat().join(" ").replace(number::KEPT_SPACE, " ")
    }

    #[test]
    fn orders_that_wait_for_stock_stand_at_no_station() {
        assert_eq!(who_waits(&[]), "orders");
        assert_eq!(who_waits(&["saw".to_owned()]), "parts at saw");
    }

    #[test]
    fn work_in_process_that_grows_to_the_end_is_told() {
        let mut results = fixture::repair_shop();
        assert!(!said(&results).contains("keeps growing"), "{}", said(&results));
        for (bucket, band) in results.picture.wip.iter_mut().enumerate() {
            *band = Band { mean: 10.0 + bucket as f64, low: 0.0, high: 0.0 };
        }
        // Of 60 buckets the third sixth has 20 to 29, the last one 50 to 59: 64.5 over 34.5.
        let grows =
            "keeps growing, 1.9 times as much at the end as in the first half: the plant has not";
        assert!(said(&results).contains(grows), "{}", said(&results));
        // A book of orders comes to an end.
        results.orders.push(DatedOrder {
            name: "A1".to_owned(),
            product: "h200".to_owned(),
            quantity: 2,
            release: Time::ZERO,
            due: None,
            customer: None,
            finish: None,
            waited: None,
        });
        let grows = "in the first half: the orders of the book come faster than they are done";
        assert!(said(&results).contains(grows), "{}", said(&results));
    }

    /// Orders without a due date can be short and are never late: no number is part of the other.
    #[test]
    fn short_orders_are_told_beside_late_ones() {
        let mut results = fixture::repair_shop();
        let plant = |id, number| figure(EntityKind::Plant, "shop", id, interval(number, 0.5));
        results.figures.push(plant("orders_late", 2.0));
        results.figures.push(plant("orders_short", 30.0));
        let said = said(&results);
        assert!(
            said.contains("2.00 orders are late in a run. 30.00 orders in a run lose"),
            "{said}"
        );
    }
}
