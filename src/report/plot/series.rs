//! Throughput and work in process over time, with the band of their means.

use jiff::civil::Date;

use super::super::findings::growth;
use super::super::number::{self, Scale, counted};
use super::axis::{Axis, time_steps};
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, instants, marks, rows, titles};
use super::palette::{BLUE, GREY, PALE_BLUE, SHADE, STRONG, TICK};
use crate::observe::State;
use crate::study::{Band, Results, Unit};
use crate::units::day_text;

/// Parts leaving an hour, over time.
pub(super) fn throughput(results: &Results) -> Option<String> {
    let title = match results.plant("throughput") {
        Some(figure) if figure.interval.estimate.is_finite() => {
            let scale = Scale::fitting(Unit::PartsPerHour, figure.interval.estimate);
            let rate = scale.brief(figure.interval.estimate);
            let closed = if closes(results) { ", closed hours included" } else { "" };
            format!("{rate} parts leave an hour{closed}")
        }
        _ => "Parts that leave, over time".to_owned(),
    };
    drawn(results, &results.picture.throughput, &title, "Throughput", "parts an hour")
}

/// Whether every station is closed at times.
fn closes(results: &Results) -> bool {
    let off_shift = State::OffShift.word();
    let is_off = |(state, share): &(&str, f64)| *state == off_shift && *share > 0.0;
    let states = &results.picture.states;
    !states.is_empty() && states.iter().all(|station| station.shares.iter().any(is_off))
}

/// Parts inside the plant, over time.
pub(super) fn wip(results: &Results) -> Option<String> {
    let bands = &results.picture.wip;
    let title = match results.plant("wip") {
        Some(figure) if figure.interval.estimate.is_finite() => {
            let scale = Scale::fitting(Unit::Parts, figure.interval.estimate);
            let inside = scale.brief(figure.interval.estimate);
            match growth(bands) {
                Some(times) => {
                    format!("Work in process keeps growing: {times:.1} times as much at the end")
                }
                None => format!("{inside} parts are inside at a time"),
            }
        }
        _ => "Parts inside, over time".to_owned(),
    };
    drawn(results, bands, &title, "Work in process", "parts")
}

fn drawn(results: &Results, bands: &[Band], title: &str, what: &str, unit: &str) -> Option<String> {
    let minutes = results.picture.bucket.minutes();
    let is_told = |band: &&Band| band.mean.is_finite();
    if bands.iter().filter(is_told).count() < 2 || minutes <= 0.0 {
        return None;
    }
    let mean_of = if results.replications > 1 {
        let n = counted(u64::from(results.replications), "replication");
        format!("mean of {n}, and its 95 % interval")
    } else {
        "one replication".to_owned()
    };
    let subtitle = format!(
        "{}: {} in steps of {}; {mean_of}",
        number::name(&results.name, 60),
        what.to_lowercase(),
        results.picture.bucket,
    );
    Some(draw(WIDTH, HEIGHT, title, |canvas| {
        let top = titles(canvas, title, &subtitle) + 40.0;
        let bottom = HEIGHT - 70.0;
        let highest = bands
            .iter()
            .flat_map(|band| [band.mean, band.high])
            .filter(|value| value.is_finite())
            .fold(0.0, f64::max);
        let left = MARGIN + 50.0;
        let y = Axis::round(0.0, highest, (bottom, top), 6.0);
        let all = minutes * bands.len() as f64;
        let (time_unit, unit_minutes, step) = time_steps(all);
        let x = Axis::exact(0.0, all / unit_minutes, (left, WIDTH - MARGIN - 12.0), step);
        let points = Points { x, y, minutes, unit_minutes, bands };
        warm_up(canvas, &points, results, (top, bottom));
        rows(canvas, &points.y, (left, WIDTH - MARGIN - 12.0), unit);
        let start = results.start.filter(|_| unit_minutes >= DAY);
        match start.and_then(|start| dates(&points.x, start, unit_minutes)) {
            Some(dates) => marks(canvas, &points.x, bottom, dates, "date"),
            None => instants(canvas, &points.x, bottom, &format!("{time_unit} since the start")),
        }
        points.draw(canvas);
    }))
}

/// Minutes of a day.
const DAY: f64 = 1_440.0;

/// The ticks as dates, if all of them are days.
#[expect(clippy::cast_possible_truncation, reason = "days of a run")]
pub(super) fn dates(axis: &Axis, start: Date, unit_minutes: f64) -> Option<Vec<(f64, String)>> {
    let date = |(value, _): (f64, String)| {
        let day = (value * unit_minutes / DAY).round() as i64;
        Some((value, day_text(start, day)?))
    };
    axis.ticks().into_iter().map(date).collect()
}

/// Bands placed on their axes.
struct Points<'a> {
    x: Axis,
    y: Axis,
    minutes: f64,
    unit_minutes: f64,
    bands: &'a [Band],
}

impl Points<'_> {
    /// Pixels of the edges of a bucket.
    fn edges(&self, bucket: usize) -> [f64; 2] {
        [0.0, 1.0].map(|edge| {
            self.x.at((bucket as f64 + edge) * self.minutes / self.unit_minutes).min(self.x.end())
        })
    }

    /// A value a bucket, drawn as long as the bucket lasts.
    fn steps(&self, value: impl Fn(&Band) -> f64) -> Vec<(f64, f64)> {
        let told = self.bands.iter().enumerate().filter(|(_, band)| band.mean.is_finite());
        told.flat_map(|(bucket, band)| {
            let y = self.y.at(value(band));
            self.edges(bucket).map(|x| (x, y))
        })
        .collect()
    }

    fn draw(&self, canvas: &mut Canvas) {
        let told = || self.bands.iter().filter(|band| band.mean.is_finite());
        if told().all(|band| band.low.is_finite() && band.high.is_finite()) {
            let mut outline = self.steps(|band| band.high);
            outline.extend(self.steps(|band| band.low).into_iter().rev());
            canvas.polygon(&outline, PALE_BLUE);
        }
        canvas.line(&self.steps(|band| band.mean), 2.0, BLUE);
    }
}

fn warm_up(canvas: &mut Canvas, points: &Points, results: &Results, (top, bottom): (f64, f64)) {
    if results.warm_up.is_zero() {
        return;
    }
    let end = points.x.at(results.warm_up.minutes() / points.unit_minutes);
    canvas.rectangle((points.x.at(0.0), top), (end, bottom), SHADE);
    canvas.dashed((end, top), (end, bottom), 1.0, GREY);
    if end - points.x.at(0.0) > STRONG.width("warm-up") + 20.0 {
        canvas.text("warm-up", (end - 8.0, top + 12.0), Align::Right, TICK);
    } else {
        canvas.text("← warm-up", (end + 8.0, top + 12.0), Align::Left, TICK);
    }
}
