//! The work elements of the stations against takt: one stacked bar a station (Yamazumi).

use std::fmt::Write as _;

use plotters::style::RGBColor;

use super::super::number::{self, Scale};
use super::axis::Axis;
use super::canvas::{Align, Canvas, Font, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, columns, name_column, titles};
use super::palette::{INK, LABEL, Look, PAPER, STRONG};
use super::states::piece;
use crate::model::Kind;
use crate::study::{Results, StationContent, Unit};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most stations in one plot.
const MOST: usize = 60;

/// Least height of a row, and the height at which it stops to grow. Unit: pixels.
const LOW_ROW: f64 = 22.0;
const HIGH_ROW: f64 = 64.0;

/// The stacked work elements of all stations that have some, or of the fullest ones.
pub(super) fn work(results: &Results) -> Option<String> {
    let all = &results.picture.work;
    let fullest = all.iter().max_by(|one, other| one.share().total_cmp(&other.share()))?;
    let shown = fullest_of(all);
    let longest = |row: &&StationContent| row.share().max(row.takt.unwrap_or(0.0));
    let longest = shown.iter().map(longest).fold(0.0, f64::max);
    let scale = Scale::fitting(Unit::Minutes, longest);
    let title = title(fullest, scale);
    let subtitle = subtitle(&number::name(&results.name, 60), all, shown.len());
    let row = ((HEIGHT - 230.0) / shown.len() as f64).clamp(LOW_ROW, HIGH_ROW);
    let height = (230.0 + row * shown.len() as f64).max(420.0);
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 8.0;
        let left = MARGIN + name_column(shown.iter().map(|row| row.station.as_str())) + 14.0;
        let right = WIDTH - MARGIN - 12.0;
        let has_takt = shown.iter().any(|row| row.takt.is_some());
        let top = legend(canvas, all, has_takt, (left, top)) + 26.0;
        let bottom = top + row * shown.len() as f64;
        let axis = Axis::round(0.0, scale.value(longest), (left, right), 8.0);
        columns(canvas, &axis, (top, bottom + 4.0), scale.difference_word());
        for (position, station) in shown.iter().enumerate() {
            let y = top + row * position as f64;
            let name = LABEL.fitted(&number::name(&station.station, 200), left - MARGIN - 14.0);
            canvas.text(&name, (left - 12.0, y + row / 2.0), Align::Right, LABEL);
            let gap = (row * 0.14).max(1.0);
            bar(canvas, station, scale, &axis, (y + gap, y + row - gap));
            if let Some(takt) = station.takt {
                let x = axis.at(scale.value(takt));
                canvas.line(&[(x, y), (x, y + row)], 3.0, INK);
            }
        }
    }))
}

/// The stations to show, in their own order.
fn fullest_of(all: &[StationContent]) -> Vec<&StationContent> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&one, &other| all[other].share().total_cmp(&all[one].share()));
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().map(|position| &all[position]).collect()
}

fn title(fullest: &StationContent, scale: Scale) -> String {
    let name = number::name(&fullest.station, 60);
    let work = scale.worded_briefly(fullest.share());
    match fullest.takt.filter(|takt| *takt > 0.0) {
        Some(takt) => {
            let share = Scale::fitting(Unit::Share, 1.0).worded(fullest.share() / takt, 0);
            format!("{name} has the most work: {work} for a part, {share} of takt")
        }
        None => format!("{name} has the most work: {work} for a part"),
    }
}

fn subtitle(plant: &str, all: &[StationContent], shown: usize) -> String {
    let mut subtitle = format!("{plant}: mean time of the work elements");
    if all.iter().any(|row| row.machines > 1) {
        subtitle.push_str(" over the machines of the station");
    }
    if shown < all.len() {
        write!(subtitle, ", the {MOST} fullest of {} stations", all.len()).expect(SURE);
    }
    subtitle
}

/// How a kind of work is drawn: kinds differ in lightness and hatching.
const fn look(kind: Kind) -> Look {
    match kind {
        Kind::Value => {
            Look { words: "value", fill: RGBColor(31, 92, 150), ink: PAPER, is_hatched: false }
        }
        Kind::Necessary => {
            Look { words: "necessary", fill: RGBColor(186, 207, 228), ink: INK, is_hatched: false }
        }
        Kind::Waste => {
            Look { words: "waste", fill: RGBColor(236, 168, 106), ink: INK, is_hatched: true }
        }
    }
}

/// The legend in one line; returns its height.
fn legend(
    canvas: &mut Canvas,
    all: &[StationContent],
    has_takt: bool,
    (left, y): (f64, f64),
) -> f64 {
    const BOX: f64 = 14.0;
    let mut x = left;
    let is_there = |kind: &Kind| {
        all.iter().any(|row| row.elements.iter().any(|element| element.kind == *kind))
    };
    for kind in Kind::ALL.into_iter().filter(is_there) {
        let look = look(kind);
        piece(canvas, (x, y - BOX / 2.0), (x + BOX, y + BOX / 2.0), look);
        canvas.text(look.words, (x + BOX + 7.0, y), Align::Left, LABEL);
        x += BOX + 7.0 + LABEL.width(look.words) + 24.0;
    }
    if has_takt {
        canvas.line(&[(x + BOX / 2.0, y - 9.0), (x + BOX / 2.0, y + 9.0)], 3.0, INK);
        canvas.text("takt", (x + BOX + 7.0, y), Align::Left, STRONG);
    }
    y
}

fn bar(
    canvas: &mut Canvas,
    station: &StationContent,
    scale: Scale,
    axis: &Axis,
    (top, bottom): (f64, f64),
) {
    let mut from = 0.0;
    for element in &station.elements {
        let to = from + scale.value(element.minutes) / f64::from(station.machines);
        let (left, right) = (axis.at(from), axis.at(to));
        from = to;
        // One pixel stays free between two pieces; what is thinner than that is not seen.
        if right - left < 1.5 {
            continue;
        }
        let look = look(element.kind);
        piece(canvas, (left, top), (right - 1.0, bottom), look);
        let font = Font { colour: look.ink, ..LABEL };
        let room = right - left - 14.0;
        if room < 24.0 || bottom - top < 15.0 {
            continue;
        }
        let name = font.fitted(&number::name(&element.name, 60), room);
        let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        if look.is_hatched {
            let half = font.width(&name) / 2.0 + 4.0;
            let from = (middle.0 - half, (middle.1 - 9.0).max(top));
            canvas.rectangle(from, (middle.0 + half, (middle.1 + 9.0).min(bottom)), look.fill);
        }
        canvas.text(&name, middle, Align::Middle, font);
    }
}
