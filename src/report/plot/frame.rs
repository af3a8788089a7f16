//! What all plots share: title, subtitle, a light grid, and the size of the sheet.

use super::axis::Axis;
use super::canvas::{Align, Canvas};
use super::palette::{GREY, GRID, LABEL, SUBTITLE, TICK, TITLE};

/// Size of a plot that need not grow. Unit: pixels.
pub(super) const WIDTH: f64 = 1200.0;
pub(super) const HEIGHT: f64 = 700.0;

/// Space at the left and right of everything.
pub(super) const MARGIN: f64 = 40.0;

/// Longest line of a title: shorter than the sheet, because a viewer without the font takes a wider one.
const LINE: f64 = 0.9 * (WIDTH - 2.0 * MARGIN);

/// Height of the first title line.
const TITLE_AT: f64 = 48.0;
const TITLE_LINE: f64 = 33.0;
const SUBTITLE_LINE: f64 = 22.0;

/// What lines of title and subtitle beyond the first of each add to the height of a sheet.
pub(super) fn further_lines(title: &str, subtitle: &str) -> f64 {
    let further = |lines: usize| lines.saturating_sub(1) as f64;
    further(TITLE.lines(title, LINE, 2).len()) * TITLE_LINE
        + further(SUBTITLE.lines(subtitle, LINE, 2).len()) * SUBTITLE_LINE
}

/// Writes title and subtitle; returns the height below them.
pub(super) fn titles(canvas: &mut Canvas, title: &str, subtitle: &str) -> f64 {
    let mut y = TITLE_AT;
    for line in TITLE.lines(title, LINE, 2) {
        canvas.text(&line, (MARGIN, y), Align::Left, TITLE);
        y += TITLE_LINE;
    }
    for line in SUBTITLE.lines(subtitle, LINE, 2) {
        canvas.text(&line, (MARGIN, y), Align::Left, SUBTITLE);
        y += SUBTITLE_LINE;
    }
    y
}

/// Horizontal grid lines with their numbers at the left, the unit above them.
pub(super) fn rows(canvas: &mut Canvas, axis: &Axis, (left, right): (f64, f64), unit: &str) {
    for (value, text) in axis.ticks() {
        let y = axis.at(value);
        let colour = if value == 0.0 { GREY } else { GRID };
        canvas.line(&[(left, y), (right, y)], 1.0, colour);
        canvas.text(&text, (left - 10.0, y), Align::Right, TICK);
    }
    canvas.text(unit, (left, axis.at(axis.to()) - 20.0), Align::Left, TICK);
}

/// Vertical grid lines with their numbers below, the unit below the numbers.
pub(super) fn columns(canvas: &mut Canvas, axis: &Axis, (top, bottom): (f64, f64), unit: &str) {
    let ticks = axis.ticks();
    for (value, text) in &ticks {
        let x = axis.at(*value);
        canvas.line(&[(x, top), (x, bottom)], 1.0, GRID);
        canvas.text(text, (x, bottom + 18.0), Align::Middle, TICK);
    }
    canvas.text(unit, (axis.at(axis.to()), bottom + 40.0), Align::Right, TICK);
}

/// Ticks below without lines, for values over time.
pub(super) fn instants(canvas: &mut Canvas, axis: &Axis, bottom: f64, unit: &str) {
    marks(canvas, axis, bottom, axis.ticks(), unit);
}

/// The same with ticks of one's own.
pub(super) fn marks(
    canvas: &mut Canvas,
    axis: &Axis,
    bottom: f64,
    ticks: Vec<(f64, String)>,
    unit: &str,
) {
    for (value, text) in ticks {
        let x = axis.at(value);
        canvas.line(&[(x, bottom), (x, bottom + 5.0)], 1.0, GREY);
        canvas.text(&text, (x, bottom + 20.0), Align::Middle, TICK);
    }
    canvas.text(unit, (axis.at(axis.to()), bottom + 42.0), Align::Right, TICK);
}

/// Width of the column of names at the left: as wide as the widest name, at most a third.
pub(super) fn name_column<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    let widest = names.map(|name| LABEL.width(name)).fold(0.0, f64::max);
    widest.min(WIDTH / 3.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_line_makes_a_sheet_higher() {
        let long = "a long title ".repeat(12);
        let added =
            [("short", "short"), (&long, "short")].map(|(title, sub)| further_lines(title, sub));
        assert!(added[0].abs() < 1e-12);
        assert!((added[1] - TITLE_LINE).abs() < 1e-12);
    }
}
