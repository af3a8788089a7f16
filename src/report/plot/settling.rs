//! How a plant settles in the pilot that looked for the warm-up: the plot of Welch, with the cuts of
//! MSER-5.

use super::super::number::{self, Scale, counted};
use super::super::warm_up::worded;
use super::axis::{Axis, time_steps};
use super::canvas::{Align, Canvas, draw};
use super::frame::{MARGIN, WIDTH, instants, rows, titles};
use super::palette::{BLUE, GREY, INK, SHADE, STRONG, TICK};
use crate::study::{Pilot, Results, Settling};

/// Height of the panel of a course with its name, and of what stands above and below them all.
const PANEL: f64 = 190.0;
const NAME: f64 = 46.0;
const FOOT: f64 = 80.0;
const HEAD: f64 = 130.0;

/// Throughput, work in process and time in system from the start of the pilot on, with their moving
/// averages and where each has settled.
pub(super) fn warm_up(results: &Results) -> Option<String> {
    let pilot = results.pilot.as_ref()?;
    let needs = pilot.found.as_ref().ok().copied()?;
    let steps = pilot.courses.first()?.values.len();
    let title = if needs.is_zero() {
        "The plant has settled from the start: nothing is left out".to_owned()
    } else if needs == results.warm_up {
        format!("The plant has settled after {}: so much is left out", worded(needs))
    } else {
        let left_out = worded(results.warm_up);
        format!("The plant has settled after {}; {left_out} are left out", worded(needs))
    };
    let window = window(steps);
    let subtitle = format!(
        "{}: pilot of {}, in no figure; thin: means of steps of {}, thick: moving average over {} of \
         them, dashed: cut by MSER-5",
        number::name(&results.name, 60),
        counted(u64::from(pilot.replications), "run"),
        worded(pilot.step),
        2 * window + 1,
    );
    let height = HEAD + (PANEL + NAME) * pilot.courses.len() as f64 + FOOT;
    Some(draw(WIDTH, height, &title, |canvas| {
        let mut top = titles(canvas, &title, &subtitle);
        let minutes = pilot.step.minutes() * steps as f64;
        let (unit, unit_minutes, step) = time_steps(minutes);
        let (left, right) = (MARGIN + 50.0, WIDTH - MARGIN - 12.0);
        let x = Axis::exact(0.0, minutes / unit_minutes, (left, right), step);
        let panels = Panels { x, unit_minutes, pilot, left_out: results.warm_up.minutes() };
        for course in &pilot.courses {
            top += NAME;
            panels.draw(canvas, course, top, window);
            top += PANEL;
        }
        instants(canvas, &panels.x, top, &format!("{unit} since the start"));
    }))
}

/// Steps on either side that a moving average takes: a tenth of all, and no more than a quarter.
fn window(steps: usize) -> usize {
    (steps / 10).max(1).min(steps / 4)
}

/// The moving average: over as many steps on either side as the window has and the start allows; it
/// ends a window before the end.
///
/// Source: P. D. Welch, The statistical analysis of simulation results, in S. S. Lavenberg (ed.),
/// *The Computer Performance Modeling Handbook*, 1983.
fn moving_average(values: &[f64], window: usize) -> Vec<f64> {
    let around = |at: usize| {
        let side = window.min(at);
        let near = &values[at - side..=at + side];
        near.iter().sum::<f64>() / near.len() as f64
    };
    (0..values.len().saturating_sub(window)).map(around).collect()
}

/// What the panels share.
struct Panels<'a> {
    x: Axis,
    unit_minutes: f64,
    pilot: &'a Pilot,
    /// Unit: minutes.
    left_out: f64,
}

impl Panels<'_> {
    fn draw(&self, canvas: &mut Canvas, course: &Settling, top: f64, window: usize) {
        let bottom = top + PANEL - 24.0;
        let highest = course.values.iter().copied().fold(0.0, f64::max);
        let scale = Scale::fitting(course.kpi.unit, highest);
        let values: Vec<f64> = course.values.iter().map(|&value| scale.value(value)).collect();
        let y = Axis::round(0.0, scale.value(highest), (bottom, top), 4.0);
        let (left, right) = (self.x.at(0.0), self.x.end());
        let kept_from = self.x.at(self.left_out / self.unit_minutes);
        canvas.rectangle((left, top), (kept_from, bottom), SHADE);
        let unit = scale.word().replace("parts/h", "parts an hour");
        rows(canvas, &y, (left, right), &unit);
        let name = course.kpi.title;
        canvas.text(name, (left + TICK.width(&unit) + 14.0, top - 20.0), Align::Left, STRONG);
        let points = |values: &[f64]| -> Vec<(f64, f64)> {
            let middle = |step: usize| (step as f64 + 0.5) * self.pilot.step.minutes();
            let at = |(step, value): (usize, &f64)| {
                (self.x.at(middle(step) / self.unit_minutes), y.at(*value))
            };
            values.iter().enumerate().map(at).collect()
        };
        canvas.line(&points(&values), 1.0, GREY);
        canvas.line(&points(&moving_average(&values, window)), 3.0, BLUE);
        if let Some(cut) = course.cut {
            let at = self.x.at(cut.minutes() / self.unit_minutes);
            canvas.dashed((at, top), (at, bottom), 2.0, INK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moving_average_widens_from_the_start_and_ends_before_the_end() {
        // By hand: 1; (1+2+6)/3; (1+2+6+3+8)/5; (2+6+3+8+1)/5; (6+3+8+1+2)/5.
        let found = moving_average(&[1.0, 2.0, 6.0, 3.0, 8.0, 1.0, 2.0], 2);
        assert_eq!(found, [1.0, 3.0, 4.0, 4.0, 4.0]);
    }

    #[test]
    fn the_window_is_never_more_than_a_quarter() {
        for steps in 4..300 {
            assert!((1..=steps / 4).contains(&window(steps)), "{steps}");
        }
    }
}
