//! Open work over time, with the band of its mean, the backlog that calls for overtime, and the overtime
//! that came.

use super::super::number::{self, counted};
use super::axis::{Axis, time_steps};
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, instants, marks, rows, titles};
use super::palette::{BLUE, GREY, LABEL, ORANGE, PALE_BLUE, PALE_ORANGE, TICK};
use super::series::dates;
use crate::study::{Counted, OpenWork, Results};
use crate::units::Time;

/// Minutes of a day.
const DAY: f64 = 1_440.0;

/// Height of the strip of overtime at the bottom. Unit: pixels.
const STRIP: f64 = 60.0;

/// Open hours before a station, or open parts of orders.
pub(super) fn open_work(results: &Results) -> Option<String> {
    let work = results.picture.open_work.as_ref()?;
    let told = work.bands.iter().filter(|band| band.mean.is_finite());
    let highest = told.clone().map(|band| band.mean).fold(0.0, f64::max);
    if told.count() < 2 || highest <= 0.0 {
        return None;
    }
    let title = title(results, work, highest);
    let subtitle = subtitle(results, work);
    let overtime = overtime(results);
    let strip = if overtime.is_empty() { 0.0 } else { STRIP };
    Some(draw(WIDTH, HEIGHT + strip, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 40.0;
        let bottom = HEIGHT - 70.0 - if strip > 0.0 { 10.0 } else { 0.0 };
        let (left, right) = (MARGIN + 50.0, WIDTH - MARGIN - 12.0);
        let minutes = work.step.minutes();
        let all = minutes * work.bands.len() as f64;
        let (unit, unit_minutes, step) = time_steps(all);
        let x = Axis::exact(0.0, all / unit_minutes, (left, right), step);
        let highs = work.bands.iter().map(|band| band.high).filter(|high| high.is_finite());
        let limit = if let Counted::Hours { over, .. } = work.of { over } else { 0.0 };
        let most = highs.fold(highest.max(limit), f64::max);
        let y = Axis::round(0.0, most, (bottom, top), 6.0);
        let word = if work.of == Counted::Parts { "open parts" } else { "h for a machine" };
        rows(canvas, &y, (left, right), word);
        let lower = bottom + strip;
        let start = results.start.filter(|_| unit_minutes >= DAY);
        match start.and_then(|start| dates(&x, start, unit_minutes)) {
            Some(dates) => marks(canvas, &x, lower, dates, "date"),
            None => instants(canvas, &x, lower, &format!("{unit} since the start")),
        }
        let at = |minute: f64| x.at(minute / unit_minutes).min(x.end());
        curve(canvas, work, &at, &y);
        if let Counted::Hours { over, under, .. } = work.of {
            limits(canvas, &y, (over, under), (left, right));
        }
        if strip > 0.0 {
            let since = if results.warm_up.is_zero() { "" } else { " after the warm-up" };
            strip_of(canvas, (&overtime, since), &at, (bottom + 14.0, lower), left);
        }
    }))
}

fn title(results: &Results, work: &OpenWork, highest: f64) -> String {
    let step = work.bands.iter().position(|band| band.mean >= highest).unwrap_or(0);
    let step = step + usize::from(work.of != Counted::Parts);
    let ticks = work.step.ticks().saturating_mul(i64::try_from(step).unwrap_or(0));
    let when = super::super::people::instant(results, Time::from_ticks(ticks));
    let when = when.trim_end_matches(" 00:00");
    match &work.of {
        Counted::Hours { station, .. } => {
            let name = number::name(station, 60);
            let word = if results.start.is_some() { "on" } else { "after" };
            format!("{highest:.1} h of work wait for a machine of {name} at most, {word} {when}")
        }
        Counted::Parts => {
            let step = work.step;
            format!("{highest:.0} parts are open at most, as the mean of {step} from {when} on")
        }
    }
}

fn subtitle(results: &Results, work: &OpenWork) -> String {
    let what = match work.of {
        Counted::Hours { .. } => "work that the parts inside still have there, over its machines",
        Counted::Parts => "parts of orders inside or still to be released",
    };
    let mean = if results.replications > 1 {
        let n = counted(u64::from(results.replications), "replication");
        format!("mean of {n}, and its 95 % interval")
    } else {
        "one replication".to_owned()
    };
    format!("{}: {what}; {mean}", number::name(&results.name, 60))
}

/// The band and the mean, at the ends of hours' steps and the middles of parts' steps.
fn curve(canvas: &mut Canvas, work: &OpenWork, at: &impl Fn(f64) -> f64, y: &Axis) {
    let part = if work.of == Counted::Parts { 0.5 } else { 1.0 };
    let place = |step: usize| at(work.step.minutes() * (step as f64 + part));
    let bands = || work.bands.iter().enumerate().filter(|(_, band)| band.mean.is_finite());
    if bands().all(|(_, band)| band.low.is_finite() && band.high.is_finite()) {
        let highs = bands().map(|(step, band)| (place(step), y.at(band.high)));
        let lows: Vec<_> = bands().map(|(step, band)| (place(step), y.at(band.low))).collect();
        let outline: Vec<_> = highs.chain(lows.into_iter().rev()).collect();
        canvas.polygon(&outline, PALE_BLUE);
    }
    let means: Vec<_> = bands().map(|(step, band)| (place(step), y.at(band.mean))).collect();
    canvas.line(&means, 2.0, BLUE);
}

/// With how much work overtime begins and ends.
fn limits(canvas: &mut Canvas, y: &Axis, (over, under): (f64, f64), (left, right): (f64, f64)) {
    canvas.dashed((left, y.at(over)), (right, y.at(over)), 2.0, ORANGE);
    let words = format!("more than {over:.1} h call for overtime");
    canvas.text(&words, (left + 8.0, y.at(over) - 12.0), Align::Left, LABEL);
    if under < over {
        canvas.dashed((left, y.at(under)), (right, y.at(under)), 1.0, GREY);
        let words = format!("less than {under:.1} h end it");
        canvas.text(&words, (left + 8.0, y.at(under) - 12.0), Align::Left, LABEL);
    }
}

/// Minutes at which days begin, and the overtime of all crews on them.
fn overtime(results: &Results) -> Vec<(f64, f64)> {
    let mut days: Vec<(f64, f64)> = Vec::new();
    for row in results.staff.plan.iter().filter(|row| row.overtime.mean > 0.0) {
        let minute = row.day.since_start().minutes();
        match days.last_mut().filter(|last| last.0.total_cmp(&minute).is_eq()) {
            Some(last) => last.1 += row.overtime.mean,
            None => days.push((minute, row.overtime.mean)),
        }
    }
    days
}

/// A bar for each day with overtime.
fn strip_of(
    canvas: &mut Canvas,
    (days, since): (&[(f64, f64)], &str),
    at: &impl Fn(f64) -> f64,
    (top, bottom): (f64, f64),
    left: f64,
) {
    let most = days.iter().map(|(_, hours)| *hours).fold(0.0, f64::max);
    for &(minute, hours) in days {
        let (from, to) = (at(minute), at(minute + DAY));
        let height = (bottom - top) * hours / most;
        canvas.rectangle((from, bottom - height), (to.max(from + 1.0), bottom), PALE_ORANGE);
    }
    canvas.line(&[(left, bottom), (at(f64::MAX), bottom)], 1.0, GREY);
    let words = format!("overtime of all crews{since}, {most:.0} h a day at most");
    canvas.text(&words, (left + 8.0, top - 2.0), Align::Left, TICK);
}
