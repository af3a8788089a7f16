//! The floors of a comparison one below the other, at one scale: where things stand, and how people walk.

use super::super::number::{self, Scale, counted};
use super::canvas::{Align, Canvas, draw};
use super::frame::{MARGIN, WIDTH, titles};
use super::palette::{LABEL, SHADE, STRONG, TICK};
use super::ways::{
    Line, MOST_CREWS, PAD, Sheet, crews, lines, look, round_below, side_by_side, stroke, width_of,
};
use crate::study::{Comparison, Floor, Results, Unit};

/// Most floors in one plot.
const MOST: usize = 4;

/// Greatest height of a floor. Unit: pixels.
const HEIGHT: f64 = 300.0;

/// Height of the line over a floor. Unit: pixels.
const HEAD: f64 = 34.0;

/// Height of the line under the names below a floor. Unit: pixels.
const FOOT: f64 = 16.0;

/// A floor and what is drawn on it.
struct Panel<'r> {
    results: &'r Results,
    sheet: Sheet,
    lines: Vec<Line>,
}

/// The floor of the first scenario, and of those in which something stands elsewhere; nothing if there are none.
pub(super) fn floors(comparison: &Comparison) -> Option<String> {
    let (base, variants) = comparison.results.split_first()?;
    let mut shown = vec![base];
    for results in variants.iter().filter(|results| !results.staff.floor.ways.is_empty()) {
        let is_known = |known: &&Results| known.staff.floor.places == results.staff.floor.places;
        if shown.len() < MOST && !shown.iter().any(is_known) {
            shown.push(results);
        }
    }
    // All lie in the same ground.
    let ends = shown.iter().map(|results| Sheet::ends(&results.staff.floor));
    let ends = ends.collect::<Option<Vec<[f64; 4]>>>()?.into_iter().reduce(|one, other| {
        let [west, east, south, north] = one;
        [west.min(other[0]), east.max(other[1]), south.min(other[2]), north.max(other[3])]
    })?;
    let scale = Sheet::largest(ends, HEIGHT)?;
    // A crew has the same colour on every floor.
    let mut names: Vec<&str> = Vec::new();
    for (crew, _) in shown.iter().flat_map(|results| crews(&results.staff.floor)) {
        if !names.contains(&crew) {
            names.push(crew);
        }
    }
    names.truncate(MOST_CREWS);
    let order: Vec<(&str, f64)> = names.iter().map(|name| (*name, 0.0)).collect();
    let panel = |results: &&'_ Results| {
        let floor = &results.staff.floor;
        (Sheet::scaled(floor, ends, scale), lines(floor, &order))
    };
    let panels: Vec<Panel<'_>> = shown
        .iter()
        .map(|results| {
            let (sheet, lines) = panel(results);
            Panel { results, sheet, lines }
        })
        .collect();
    if panels.len() < 2 {
        return None;
    }
    let widest =
        panels.iter().flat_map(|panel| &panel.lines).map(|line| line.ways).fold(0.0, f64::max);
    let title = title(&shown)?;
    let subtitle = format!(
        "Positions to scale; a line is as wide as it is walked often, there and back; mean of {}",
        counted(u64::from(base.replications), "replication"),
    );
    let heights: f64 = panels.iter().map(|it| HEAD + it.sheet.height + 2.0 * PAD + FOOT).sum();
    Some(draw(WIDTH, 140.0 + heights, &title, |canvas| {
        let mut top = titles(canvas, &title, &subtitle) + 4.0;
        for panel in panels {
            top = drawn(canvas, panel, (&names, widest), top);
        }
    }))
}

/// Draws a floor below `top`; where it ends.
fn drawn(canvas: &mut Canvas, panel: Panel<'_>, (names, widest): (&[&str], f64), top: f64) -> f64 {
    let Panel { results, mut sheet, lines } = panel;
    let floor = &results.staff.floor;
    heading(canvas, results, names, top + HEAD / 2.0);
    let top = top + HEAD;
    let bottom = top + sheet.height + 2.0 * PAD + FOOT;
    canvas.rectangle((MARGIN, top), (WIDTH - MARGIN, bottom - 12.0), SHADE);
    sheet.top = top + PAD - 6.0;
    let lines = side_by_side(&lines, widest);
    for line in &lines {
        sheet.draw(canvas, line);
    }
    sheet.places(canvas, floor, &lines);
    sheet.scale_bar(canvas, (WIDTH - MARGIN - 14.0, bottom - 30.0));
    if widest > 0.0 {
        let sample = round_below(widest);
        let (x, y) = (MARGIN + 14.0, bottom - 30.0);
        stroke(canvas, ((x, y), (x + 34.0, y)), width_of(sample, widest), look(0));
        let words = format!("{sample} ways of a person in 8 hours");
        canvas.text(&words, (x + 44.0, y), Align::Left, TICK);
    }
    bottom
}

/// The scenario, and how far its people walk.
fn heading(canvas: &mut Canvas, results: &Results, names: &[&str], y: f64) {
    const SAMPLE: f64 = 26.0;
    let name = STRONG.fitted(&number::name(&results.name, 60), 420.0);
    canvas.text(&name, (MARGIN, y), Align::Left, STRONG);
    let mut x = MARGIN + STRONG.width(&name) + 26.0;
    for (crew, metres) in crews(&results.staff.floor) {
        let Some(place) = names.iter().position(|name| *name == crew) else { continue };
        let metres = Scale::fitting(Unit::Metres, metres).worded(metres, 0);
        let words = format!("{}, {metres} in 8 h", number::name(crew, 30));
        let right = x + SAMPLE + 8.0 + LABEL.width(&words);
        if right > WIDTH - MARGIN {
            break;
        }
        stroke(canvas, ((x, y), (x + SAMPLE, y)), 5.0, look(place));
        canvas.text(&words, (x + SAMPLE + 8.0, y), Align::Left, LABEL);
        x = right + 22.0;
    }
}

/// How far the crew walks that walks most anywhere, on the first floor and where that differs most.
fn title(shown: &[&Results]) -> Option<String> {
    let metres = |floor: &Floor, crew: &str| {
        let found = crews(floor).into_iter().find(|(name, _)| *name == crew);
        found.map_or(0.0, |(_, metres)| metres)
    };
    let (base, others) = shown.split_first()?;
    let all = shown.iter().flat_map(|results| crews(&results.staff.floor));
    let (crew, _) = all.reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    let before = metres(&base.staff.floor, crew);
    let change = |results: &Results| (metres(&results.staff.floor, crew) - before).abs();
    let most =
        others.iter().reduce(|most, next| if change(next) > change(most) { next } else { most })?;
    let worded = |metres: f64| Scale::fitting(Unit::Metres, metres).worded(metres, 0);
    Some(format!(
        "{}: people of {} walk {} in 8 hours instead of {}",
        number::name(&most.name, 40),
        number::name(crew, 30),
        worded(metres(&most.staff.floor, crew)),
        worded(before),
    ))
}
