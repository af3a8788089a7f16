//! Throughput, work in process and open orders over time, with the band of their means.

use jiff::civil::Date;
use plotters::style::RGBColor;

use super::super::findings::growth;
use super::super::number::{self, Scale, counted};
use super::axis::{Axis, time_steps};
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, instants, marks, rows, titles};
use super::palette::{BLUE, GREY, ORANGE, PALE_BLUE, PALE_ORANGE, SHADE, STRONG, TICK};
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
    let curves = [Curve::of(&results.picture.throughput)];
    drawn(results, &curves, &title, ("throughput", "parts an hour"))
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
    drawn(results, &[Curve::of(bands)], &title, ("work in process", "parts"))
}

/// Orders that are open, and those of them that are late, over time.
pub(super) fn open_orders(results: &Results) -> Option<String> {
    let (open, late) = (&results.picture.open_orders, &results.picture.late_orders);
    let highest = |bands: &[Band]| {
        let means = bands.iter().map(|band| band.mean).filter(|mean| mean.is_finite());
        means.fold(0.0, f64::max)
    };
    let (most, most_late) = (highest(open), highest(late));
    if most <= 0.0 {
        return None;
    }
    let told = |most: f64| Scale::fitting(Unit::Count, most).brief(most);
    let beside = match most_late {
        _ if late.is_empty() => String::new(),
        0.0 => ", and none of them is late".to_owned(),
        most => format!(", and at most {} are late", told(most)),
    };
    let title = format!("At most {} orders are open at a time{beside}", told(most));
    let late = Curve { words: "of these late", line: ORANGE, fill: PALE_ORANGE, bands: late };
    let open = Curve { words: "open", ..Curve::of(open) };
    let curves = if late.bands.is_empty() { vec![open] } else { vec![open, late] };
    drawn(results, &curves, &title, ("orders released and not complete", "orders"))
}

/// A mean over time, and how it is drawn.
struct Curve<'a> {
    /// What it is called, if there are several.
    words: &'static str,
    line: RGBColor,
    fill: RGBColor,
    bands: &'a [Band],
}

impl<'a> Curve<'a> {
    const fn of(bands: &'a [Band]) -> Self {
        Self { words: "", line: BLUE, fill: PALE_BLUE, bands }
    }
}

fn drawn(
    results: &Results,
    curves: &[Curve<'_>],
    title: &str,
    (what, unit): (&str, &str),
) -> Option<String> {
    let bands = curves.first()?.bands;
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
        what,
        results.picture.bucket,
    );
    Some(draw(WIDTH, HEIGHT, title, |canvas| {
        let top = titles(canvas, title, &subtitle) + 40.0;
        let bottom = HEIGHT - 70.0;
        let highest = curves
            .iter()
            .flat_map(|curve| curve.bands)
            .flat_map(|band| [band.mean, band.high])
            .filter(|value| value.is_finite())
            .fold(0.0, f64::max);
        let left = MARGIN + 50.0;
        let y = Axis::round(0.0, highest, (bottom, top), 6.0);
        let all = minutes * bands.len() as f64;
        let (time_unit, unit_minutes, step) = time_steps(all);
        let x = Axis::exact(0.0, all / unit_minutes, (left, WIDTH - MARGIN - 12.0), step);
        let points = Points { x, y, minutes, unit_minutes };
        warm_up(canvas, &points, results, (top, bottom));
        rows(canvas, &points.y, (left, WIDTH - MARGIN - 12.0), unit);
        let start = results.start.filter(|_| unit_minutes >= DAY);
        match start.and_then(|start| dates(&points.x, start, unit_minutes)) {
            Some(dates) => marks(canvas, &points.x, bottom, dates, "date"),
            None => instants(canvas, &points.x, bottom, &format!("{time_unit} since the start")),
        }
        for curve in curves {
            points.draw(canvas, curve);
        }
        named(canvas, curves, top);
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

/// What each of several curves is, at the right above all.
fn named(canvas: &mut Canvas, curves: &[Curve<'_>], top: f64) {
    let mut right = WIDTH - MARGIN - 12.0;
    for curve in curves.iter().rev().filter(|curve| !curve.words.is_empty()) {
        canvas.text(curve.words, (right, top - 20.0), Align::Right, TICK);
        right -= TICK.width(curve.words) + 8.0;
        canvas.line(&[(right - 26.0, top - 20.0), (right, top - 20.0)], 3.0, curve.line);
        right -= 48.0;
    }
}

/// The axes of bands.
struct Points {
    x: Axis,
    y: Axis,
    minutes: f64,
    unit_minutes: f64,
}

impl Points {
    /// Pixels of the edges of a bucket.
    fn edges(&self, bucket: usize) -> [f64; 2] {
        [0.0, 1.0].map(|edge| {
            self.x.at((bucket as f64 + edge) * self.minutes / self.unit_minutes).min(self.x.end())
        })
    }

    /// A value a bucket, drawn as long as the bucket lasts.
    fn steps(&self, bands: &[Band], value: impl Fn(&Band) -> f64) -> Vec<(f64, f64)> {
        let told = bands.iter().enumerate().filter(|(_, band)| band.mean.is_finite());
        told.flat_map(|(bucket, band)| {
            let y = self.y.at(value(band));
            self.edges(bucket).map(|x| (x, y))
        })
        .collect()
    }

    fn draw(&self, canvas: &mut Canvas, curve: &Curve<'_>) {
        let told = || curve.bands.iter().filter(|band| band.mean.is_finite());
        if told().all(|band| band.low.is_finite() && band.high.is_finite()) {
            let mut outline = self.steps(curve.bands, |band| band.high);
            outline.extend(self.steps(curve.bands, |band| band.low).into_iter().rev());
            canvas.polygon(&outline, curve.fill);
        }
        canvas.line(&self.steps(curve.bands, |band| band.mean), 2.0, curve.line);
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
