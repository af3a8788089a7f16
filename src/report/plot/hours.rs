//! Hours of people week by week, with the most that is allowed on average.

use std::fmt::Write as _;

use super::super::number::{self, counted};
use super::super::people::called;
use super::axis::{Axis, step};
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, instants, marks, rows, titles};
use super::palette::{BLUE, GREY, LABEL, ORANGE, PALE_BLUE, PAPER, STRONG};
use crate::study::{PersonWeeks, Results};
use crate::units::{Span, day_text};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most people with a line each; more are drawn as a band.
const MOST_LINES: usize = 12;

/// A line for each person, or a band from the least to the most of all where these are many; whoever has the
/// most hours in a week is thick and named, in a band who has the least as well.
pub(super) fn hours(results: &Results) -> Option<String> {
    let mut people: Vec<&PersonWeeks> = results.hours.people.iter().collect();
    people.sort_by(|one, other| most(other).total_cmp(&most(one)));
    let is_band = people.len() > MOST_LINES;
    let first = *people.first()?;
    let weeks = first.worked.len();
    let highest = most(first);
    if weeks == 0 || highest <= 0.0 {
        return None;
    }
    let name = called(&first.crew, first.number);
    let title = format!("{name} works most in a week: {highest:.1} h");
    let mut subtitle = format!(
        "{}: hours of each person at work in each week, mean of {}",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
    );
    if is_band {
        let all = people.len();
        write!(subtitle, "; band: the least to the most of {all} people, white: their mean")
            .expect(SURE);
    }
    Some(draw(WIDTH, HEIGHT, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 40.0;
        let (bottom, left, right) = (HEIGHT - 70.0, MARGIN + 50.0, WIDTH - MARGIN - 12.0);
        let limit = results.hours.limit;
        let y = Axis::round(0.0, highest.max(limit.unwrap_or(0.0)), (bottom, top), 6.0);
        let x = Axis::exact(0.0, weeks as f64, (left, right), step(weeks as f64 / 12.0).max(1.0));
        rows(canvas, &y, (left, right), "hours a week");
        match mondays(results, &x) {
            Some(dates) => marks(canvas, &x, bottom, dates, "Monday of the week"),
            None => instants(canvas, &x, bottom, "weeks measured"),
        }
        if is_band {
            band(canvas, &people, &x, &y);
        } else {
            for person in people.iter().rev() {
                canvas.line(&steps(&person.worked, &x, &y), 1.0, GREY);
            }
        }
        canvas.line(&steps(&first.worked, &x, &y), 3.0, BLUE);
        canvas.text(&name, (right, y.at(last(first)) - 12.0), Align::Right, STRONG);
        if let Some(limit) = limit {
            line(canvas, limit, y.at(limit), (left, right));
        }
    }))
}

/// From the least to the most hours of all people in each week, with their mean, and whoever has the least in all.
fn band(canvas: &mut Canvas, people: &[&PersonWeeks], x: &Axis, y: &Axis) {
    let weeks = people.first().map_or(0, |person| person.worked.len());
    let of_week = |week: usize| people.iter().map(move |person| person.worked[week]);
    let each = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..weeks).map(of).collect() };
    let highs = each(&|week| of_week(week).fold(0.0, f64::max));
    let lows = each(&|week| of_week(week).fold(f64::INFINITY, f64::min));
    let means = each(&|week| of_week(week).sum::<f64>() / people.len() as f64);
    let below = steps(&lows, x, y).into_iter().rev();
    let outline: Vec<(f64, f64)> = steps(&highs, x, y).into_iter().chain(below).collect();
    canvas.polygon(&outline, PALE_BLUE);
    canvas.line(&steps(&means, x, y), 3.0, PAPER);
    let all = |person: &&&PersonWeeks| person.worked.iter().sum::<f64>();
    let Some(least) = people.iter().min_by(|one, other| all(one).total_cmp(&all(other))) else {
        return;
    };
    canvas.line(&steps(&least.worked, x, y), 1.5, GREY);
    let name = called(&least.crew, least.number);
    let least = least.worked.first().copied().unwrap_or(0.0);
    canvas.text(&name, (x.at(0.0) + 8.0, y.at(least) + 14.0), Align::Left, LABEL);
}

/// The legal line.
fn line(canvas: &mut Canvas, limit: f64, at: f64, (left, right): (f64, f64)) {
    canvas.dashed((left, at), (right, at), 2.0, ORANGE);
    let words = format!("{limit} h: most on average");
    canvas.text(&words, (left + 8.0, at - 12.0), Align::Left, LABEL);
}

fn most(person: &PersonWeeks) -> f64 {
    person.worked.iter().copied().fold(0.0, f64::max)
}

fn last(person: &PersonWeeks) -> f64 {
    person.worked.last().copied().unwrap_or(0.0)
}

/// A value a week, drawn as long as the week lasts.
fn steps(worked: &[f64], x: &Axis, y: &Axis) -> Vec<(f64, f64)> {
    let of = |(week, hours): (usize, &f64)| {
        [0.0, 1.0].map(|edge| (x.at(week as f64 + edge), y.at(*hours)))
    };
    worked.iter().enumerate().flat_map(of).collect()
}

/// The ticks as dates of Mondays.
#[expect(clippy::cast_possible_truncation, reason = "weeks of a run")]
pub(super) fn mondays(results: &Results, axis: &Axis) -> Option<Vec<(f64, String)>> {
    let start = results.start?;
    let first = results.hours.first_week.since_start().ticks() / Span::from_days(1).ticks();
    let date =
        |(week, _): (f64, String)| Some((week, day_text(start, first + 7 * week.round() as i64)?));
    axis.ticks().into_iter().map(date).collect()
}
