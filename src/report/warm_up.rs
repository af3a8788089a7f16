//! How a warm-up was found, or why none could be, in sentences.

use super::findings::{capitalised, ended, listed_whole};
use super::number::{self, counted};
use crate::study::{Comparison, Kpi, NoWarmUp, Pilot, Results};
use crate::units::Span;

/// What was left out because a pilot found it; nothing where the scenario says how long it is.
pub(super) fn left_out(results: &Results) -> Option<String> {
    let pilot = results.pilot.as_ref().filter(|pilot| pilot.found.is_ok())?;
    let settled = listed_whole(&settled(pilot));
    let why = if results.warm_up.is_zero() {
        format!("Nothing was left out: {settled} have settled from the start")
    } else {
        let first = worded(results.warm_up);
        format!("The first {first} were left out: after them {settled} have settled")
    };
    Some(format!("{why} {}.", by(pilot)))
}

/// The same of a comparison, in which as much is left out everywhere.
pub(super) fn left_out_everywhere(comparison: &Comparison) -> Option<String> {
    let found = |results: &Results| {
        let pilot = results.pilot.clone()?;
        (pilot.found == Ok(results.warm_up)).then_some((results.name.clone(), pilot))
    };
    let (name, pilot) = comparison.results.iter().find_map(found)?;
    let warm_up = comparison.results.first()?.warm_up;
    let why = if warm_up.is_zero() {
        format!(
            "Nothing was left out: {} have settled from the start",
            listed_whole(&settled(&pilot))
        )
    } else {
        let first = worded(warm_up);
        let name = number::name(&name, 60);
        format!("The first {first} were left out everywhere, as long as “{name}” needs to settle")
    };
    Some(format!("{why} {}.", by(&pilot)))
}

/// What a pilot looked at.
fn settled(pilot: &Pilot) -> Vec<String> {
    pilot.courses.iter().map(|course| number::lowered(course.kpi.title)).collect()
}

/// On what it rests.
fn by(pilot: &Pilot) -> String {
    let runs = counted(u64::from(pilot.replications), "run");
    let step = worded(pilot.step);
    format!("(pilot of {runs}, in no figure; MSER-5 in steps of {step})")
}

/// Why nothing was measured, with a hint: the text of an error for each scenario whose warm-up could
/// not be found; empty if all could.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let results = run(&model, &Settings::default(), &());
/// assert_eq!(gemba::report::no_warm_up(&[results]), "");
/// ```
pub fn no_warm_up(all: &[Results]) -> String {
    let refused = all.iter().filter_map(|results| {
        let pilot = results.pilot.as_ref()?;
        let why = pilot.found.as_ref().err()?;
        let who = if all.len() > 1 {
            format!("`{}`: ", number::name(&results.name, 60))
        } else {
            String::new()
        };
        let (message, hint) = refusal(why, pilot.replications);
        Some(format!("error: {who}{message}\nhint: {hint}\n").replace(number::KEPT_SPACE, " "))
    });
    refused.collect()
}

/// The same as a sentence of the report.
pub(super) fn refused(results: &Results) -> Option<String> {
    let pilot = results.pilot.as_ref()?;
    let (message, _) = refusal(pilot.found.as_ref().err()?, pilot.replications);
    Some(capitalised(&format!("{message}.")))
}

/// Why no warm-up can be told, and what would help.
fn refusal(why: &NoWarmUp, replications: u32) -> (String, String) {
    let instead = |length: Span, warm_up: Span| {
        format!(
            "write `length = \"{}\"`, or how long the plant needs to settle, such as \
             `warm_up = \"{}\"`",
            worded(length),
            worded(warm_up)
        )
    };
    match why {
        NoWarmUp::TooShort { length, cycle, least } => {
            let message = format!(
                "no warm-up can be found in {}: the hours repeat after {}, and that has to be seen \
                 20 times",
                worded(*length),
                worded(*cycle),
            );
            (message, instead(*least, Span::from_ticks(least.ticks() / 10)))
        }
        NoWarmUp::NotSettled { length, of, is_overloaded } => {
            let what: Vec<String> =
                of.iter().map(|kpi: &&Kpi| number::lowered(kpi.title)).collect();
            let has = if what.len() == 1 { "has" } else { "have" };
            let message = format!(
                "no warm-up can be found in {}: {} {has} not settled by the half of it",
                worded(*length),
                listed_whole(&what),
            );
            let hint = if *is_overloaded {
                "more is asked than the plant can do, so its queues never settle: `gemba check` tells \
                 where; or write `warm_up = \"none\"`"
                    .to_owned()
            } else {
                instead(*length + *length, *length)
            };
            (message, hint)
        }
        NoWarmUp::Ended(ending, count) => {
            let message =
                format!("no warm-up can be found: {}", ended(ending, *count, replications));
            let hint = "with `warm_up = \"none\"` the figures until then are told";
            (message, hint.to_owned())
        }
    }
}

/// A length of time, whole weeks and days as such.
pub(super) fn worded(span: Span) -> String {
    let whole = [(7, "week"), (1, "day")].into_iter().find_map(|(days, word)| {
        let unit = Span::from_days(days).ticks();
        let is_whole = !span.is_zero() && span.ticks() % unit == 0;
        is_whole.then(|| counted((span.ticks() / unit).unsigned_abs(), word))
    });
    whole.unwrap_or_else(|| span.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::study::{Ending, Stopped, kpi};
    use crate::units::Time;

    fn weeks(n: i64) -> Span {
        Span::from_days(7 * n)
    }

    #[test]
    fn what_was_left_out_is_told_with_its_reason() {
        let said =
            left_out(&fixture::piloted(weeks(3), Ok(weeks(3)))).unwrap().replace('\u{a0}', " ");
        assert_eq!(
            said,
            "The first 3 weeks were left out: after them throughput, work in process and time in \
             system have settled (pilot of 10 runs, in no figure; MSER-5 in steps of 1 week)."
        );
        let said = left_out(&fixture::piloted(Span::ZERO, Ok(Span::ZERO))).unwrap();
        assert!(said.starts_with("Nothing was left out: throughput, work"), "{said}");
        assert_eq!(left_out(&fixture::repair_shop()), None);
    }

    #[test]
    fn whole_weeks_and_days_are_told_as_such() {
        let told = [24, 168, 336, 240, 36].map(|hours| worded(Span::from_hours(hours)));
        assert_eq!(told, ["1 day", "1 week", "2 weeks", "10 days", "36 h"]);
    }

    #[test]
    fn a_comparison_names_who_needs_longest() {
        let mut comparison = fixture::contract();
        assert_eq!(left_out_everywhere(&comparison), None);
        for (results, needs) in comparison.results.iter_mut().zip([1, 4, 2]) {
            let name = results.name.clone();
            *results = Results { name, ..fixture::piloted(weeks(4), Ok(weeks(needs))) };
        }
        let said = left_out_everywhere(&comparison).unwrap().replace('\u{a0}', " ");
        let begin = "The first 4 weeks were left out everywhere, as long as “One more test1” needs";
        assert!(said.starts_with(begin), "{said}");
    }

    #[test]
    fn what_cannot_be_told_says_what_would_help() {
        let week = weeks(1);
        let told = |why| {
            let results =
                Results { stopped: Stopped::NoWarmUp, ..fixture::piloted(Span::ZERO, Err(why)) };
            no_warm_up(&[results])
        };
        let short = NoWarmUp::TooShort { length: weeks(8), cycle: week, least: weeks(20) };
        assert_eq!(
            told(short),
            "error: no warm-up can be found in 8 weeks: the hours repeat after 1 week, and that has \
             to be seen 20 times\nhint: write `length = \"20 weeks\"`, or how long the plant needs to \
             settle, such as `warm_up = \"2 weeks\"`\n"
        );
        let of = vec![kpi("wip").unwrap()];
        let not_settled = |is_overloaded| NoWarmUp::NotSettled {
            length: weeks(20),
            of: of.clone(),
            is_overloaded,
        };
        let said = told(not_settled(false));
        assert!(
            said.contains("in 20 weeks: work in process has not settled by the half"),
            "{said}"
        );
        assert!(said.contains("`length = \"40 weeks\"`"), "{said}");
        assert!(told(not_settled(true)).contains("more is asked than the plant can do"));
        let results = fixture::piloted(Span::ZERO, Err(not_settled(true)));
        assert!(
            refused(&results).unwrap().starts_with("No warm-up can be found in 20 weeks: work")
        );
        let at = Time::ZERO + Span::from_hours(5);
        let said = told(NoWarmUp::Ended(Ending::TooManyParts { at, limit: 9 }, 10));
        assert!(said.contains("OVERFULL in 10 of 10 replications: after 5 h"), "{said}");
    }
}
