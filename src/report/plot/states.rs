//! What each station does with its open time: one stacked bar a station.

use std::fmt::Write as _;

use super::super::busy;
use super::super::number;
use super::axis::Axis;
use super::canvas::{Align, Canvas, Font, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, columns, name_column, titles};
use super::palette::{LABEL, Look, PAPER, TICK, look};
use crate::observe::State;
use crate::study::{Results, StateShares};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most stations in one plot.
const MOST: usize = 60;

/// Least height of a row, and the height at which it stops to grow. Unit: pixels.
const LOW_ROW: f64 = 20.0;
const HIGH_ROW: f64 = 60.0;

/// The stacked states of all stations, or of the busiest ones.
pub(super) fn states(results: &Results) -> Option<String> {
    let all = &results.picture.states;
    if all.is_empty() {
        return None;
    }
    let shown = busiest(all);
    let title = title(results);
    let plant = number::name(&results.name, 60);
    let time = if all.iter().any(|station| open(station) < 1.0) { "open time" } else { "time" };
    let mut subtitle = format!("{plant}: share of {time} in each state");
    if shown.len() < all.len() {
        write!(subtitle, ", the {MOST} busiest of {} stations", all.len()).expect(SURE);
    }
    let seen: Vec<&str> = all[0].shares.iter().map(|(state, _)| *state).collect();
    let is_seen = |state: &&str| shown.iter().any(|station| share(station, state) >= 0.000_5);
    let seen: Vec<&str> = seen.into_iter().filter(is_seen).collect();
    let row = ((HEIGHT - 230.0) / shown.len() as f64).clamp(LOW_ROW, HIGH_ROW);
    let height = (230.0 + row * shown.len() as f64).max(420.0);
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 8.0;
        let left = MARGIN + name_column(shown.iter().map(|s| s.station.as_str())) + 14.0;
        let right = WIDTH - MARGIN - 12.0;
        let top = legend(canvas, &seen, (left, top)) + 24.0;
        let bottom = top + row * shown.len() as f64;
        let axis = Axis::exact(0.0, 100.0, (left, right), 10.0);
        columns(canvas, &axis, (top, bottom + 4.0), &format!("% of {time}"));
        for (position, station) in shown.iter().enumerate() {
            let y = top + row * position as f64;
            let name = number::name(&station.station, 200);
            let name = LABEL.fitted(&name, left - MARGIN - 14.0);
            canvas.text(&name, (left - 12.0, y + row / 2.0), Align::Right, LABEL);
            let gap = (row * 0.14).max(1.0);
            bar(canvas, station, &axis, (y + gap, y + row - gap));
        }
    }))
}

/// The stations to show, in their own order.
fn busiest(all: &[StateShares]) -> Vec<&StateShares> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| share(&all[b], "working").total_cmp(&share(&all[a], "working")));
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().map(|position| &all[position]).collect()
}

/// Share of its open time that a station spends in a state.
fn share(station: &StateShares, state: &str) -> f64 {
    let open = open(station);
    if state == State::OffShift.word() || open <= 0.0 {
        return 0.0;
    }
    of_all_time(station, state) / open
}

/// Share of all time in which a station is not off shift.
fn open(station: &StateShares) -> f64 {
    1.0 - of_all_time(station, State::OffShift.word())
}

fn of_all_time(station: &StateShares, state: &str) -> f64 {
    let found = station.shares.iter().find(|(word, _)| *word == state);
    found.map_or(0.0, |&(_, share)| if share.is_finite() { share } else { 0.0 })
}

fn title(results: &Results) -> String {
    busy::busiest_station(results).map_or_else(
        || "What the stations do with their time".to_owned(),
        |station| {
            let name = number::name(&station.entity.name, 60);
            let share = busy::busy_share(results, station);
            format!("{name} is the busiest station: it works {share}")
        },
    )
}

/// The legend in one or more lines; returns the height of its last line.
pub(super) fn legend(canvas: &mut Canvas, states: &[&str], (left, top): (f64, f64)) -> f64 {
    const BOX: f64 = 14.0;
    let (mut x, mut y) = (left, top);
    for state in states {
        let look = look(state);
        let width = BOX + 7.0 + LABEL.width(look.words) + 24.0;
        if x + width > WIDTH - MARGIN && x > left {
            (x, y) = (left, y + 24.0);
        }
        piece(canvas, (x, y - BOX / 2.0), (x + BOX, y + BOX / 2.0), look);
        canvas.text(look.words, (x + BOX + 7.0, y), Align::Left, LABEL);
        x += width;
    }
    y
}

fn bar(canvas: &mut Canvas, station: &StateShares, axis: &Axis, edges: (f64, f64)) {
    let parts = station.shares.iter().map(|(state, _)| (look(state), share(station, state)));
    stacked(canvas, parts, axis, edges);
}

/// Shares beside one another, on an axis of per cent.
pub(super) fn stacked(
    canvas: &mut Canvas,
    parts: impl Iterator<Item = (Look, f64)>,
    axis: &Axis,
    (top, bottom): (f64, f64),
) {
    let mut from = 0.0;
    for (look, share) in parts {
        let part = 100.0 * share;
        let (left, right) = (axis.at(from), axis.at(from + part));
        from += part;
        // One pixel stays free between two pieces; what is thinner than that is not seen.
        if right - left < 1.5 {
            continue;
        }
        piece(canvas, (left, top), (right - 1.0, bottom), look);
        let text = if part < 9.95 { format!("{part:.1}") } else { format!("{part:.0}") };
        let font = Font { colour: look.ink, ..TICK };
        if right - left > font.width(&text) + 12.0 && bottom - top >= 13.0 {
            let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
            if look.is_hatched {
                let half = font.width(&text) / 2.0 + 4.0;
                let from = (middle.0 - half, (middle.1 - 9.0).max(top));
                canvas.rectangle(from, (middle.0 + half, (middle.1 + 9.0).min(bottom)), look.fill);
            }
            canvas.text(&text, middle, Align::Middle, font);
        }
    }
}

/// A filled rectangle, hatched if its look asks for it.
pub(super) fn piece(canvas: &mut Canvas, from: (f64, f64), to: (f64, f64), look: Look) {
    const HATCH: f64 = 7.0;
    canvas.rectangle(from, to, look.fill);
    if !look.is_hatched {
        return;
    }
    let (width, height) = (to.0 - from.0, to.1 - from.1);
    let mut along = HATCH / 2.0;
    while along < width + height {
        // A line from the upper edge (or right edge) down to the left (or lower edge).
        let start = if along <= width { (along, 0.0) } else { (width, along - width) };
        let end = if along <= height { (0.0, along) } else { (along - height, height) };
        let place = |at: (f64, f64)| (from.0 + at.0, from.1 + at.1);
        canvas.line(&[place(start), place(end)], 1.25, PAPER);
        along += HATCH;
    }
}
