//! Rows of bars over time: what stands in them, in which colour, and which bars are beside each other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use plotters::style::RGBColor;

use super::super::number;
use super::canvas::{Align, Canvas};
use super::frame::{MARGIN, WIDTH};
use super::palette::{INK, LABEL, Look, PAPER, look};
use super::states::piece;
use crate::units::{Span, Time};

/// A row.
pub(super) struct Lane {
    pub(super) name: String,
    /// A date that is promised, and whether it is missed.
    pub(super) due: Option<(Time, bool)>,
    /// By their beginning.
    pub(super) bars: Vec<Bar>,
}

/// A bar.
pub(super) struct Bar {
    pub(super) from: Time,
    pub(super) to: Time,
    pub(super) look: Look,
    /// Since when what it is for is late.
    pub(super) late_from: Option<Time>,
    pub(super) text: String,
}

impl Bar {
    /// Whether it is a setup.
    pub(super) fn is_setup(&self) -> bool {
        self.look.is_hatched
    }
}

/// Colours of names, dark and light in turn.
const COLOURS: [(RGBColor, RGBColor); 8] = [
    (RGBColor(31, 92, 150), PAPER),
    (RGBColor(240, 190, 70), INK),
    (RGBColor(34, 104, 88), PAPER),
    (RGBColor(186, 210, 234), INK),
    (RGBColor(122, 66, 116), PAPER),
    (RGBColor(198, 220, 168), INK),
    (RGBColor(112, 74, 48), PAPER),
    (RGBColor(222, 188, 212), INK),
];

/// Which colour each name has: the ones with the most work have one of their own.
pub(super) struct Looks {
    names: Vec<String>,
    has_others: bool,
}

impl Looks {
    /// The looks of these names, each with work.
    pub(super) fn of<'a>(all: impl Iterator<Item = (&'a str, Span)>) -> Self {
        let mut work: BTreeMap<&str, Span> = BTreeMap::new();
        for (name, busy) in all {
            *work.entry(name).or_default() += busy;
        }
        let mut names: Vec<(&str, Span)> = work.into_iter().collect();
        names.sort_by_key(|&(name, busy)| (Reverse(busy), name));
        let has_others = names.len() > COLOURS.len();
        names.truncate(COLOURS.len());
        Self { names: names.into_iter().map(|(name, _)| name.to_owned()).collect(), has_others }
    }

    /// The look of a name.
    pub(super) fn of_name(&self, name: Option<&str>) -> Look {
        let position = name.and_then(|name| self.names.iter().position(|known| known == name));
        position.map_or(look("other"), |position| {
            let (fill, ink) = COLOURS[position];
            Look { words: "", fill, ink, is_hatched: false }
        })
    }

    /// What a legend says.
    pub(super) fn entries(&self) -> Vec<(String, Look)> {
        let named = self.names.iter().map(|name| (name.clone(), self.of_name(Some(name))));
        let others = self.has_others.then(|| ("others".to_owned(), look("other")));
        named.chain(others).collect()
    }
}

/// Most letters of a name in a legend.
const LETTERS: usize = 30;

/// Side of a box in a legend. Unit: pixels.
const BOX: f64 = 14.0;

/// Where each entry of a legend stands: from the left, and its line.
fn places(entries: &[(String, Look)]) -> Vec<(f64, usize)> {
    let (mut x, mut line) = (MARGIN, 0);
    let place = |(name, _): &(String, Look)| {
        let width = BOX + 7.0 + LABEL.width(&number::name(name, LETTERS)) + 24.0;
        if x + width > WIDTH - MARGIN && x > MARGIN {
            (x, line) = (MARGIN, line + 1);
        }
        let at = x;
        x += width;
        (at, line)
    };
    entries.iter().map(place).collect()
}

/// Lines of a legend.
pub(super) fn lines(entries: &[(String, Look)]) -> usize {
    places(entries).last().map_or(1, |(_, line)| line + 1)
}

/// Draws a legend; the height of its last line.
pub(super) fn legend(canvas: &mut Canvas, entries: &[(String, Look)], top: f64) -> f64 {
    let mut bottom = top;
    for ((name, look), (x, line)) in entries.iter().zip(places(entries)) {
        let y = top + 24.0 * line as f64;
        piece(canvas, (x, y - BOX / 2.0), (x + BOX, y + BOX / 2.0), *look);
        canvas.text(&number::name(name, LETTERS), (x + BOX + 7.0, y), Align::Left, LABEL);
        bottom = y;
    }
    bottom
}

/// Most bars above each other in a row.
const MOST_TRACKS: usize = 4;

/// Bars that last at the same time are above each other: the track of each bar, and the number of tracks.
pub(super) fn tracks(bars: &[Bar]) -> (Vec<usize>, usize) {
    let mut ends: Vec<Time> = Vec::new();
    let track = |bar: &Bar| {
        let free = ends.iter().position(|&end| end <= bar.from);
        let track = free.unwrap_or_else(|| {
            if ends.len() < MOST_TRACKS {
                ends.push(Time::ZERO);
            }
            ends.len() - 1
        });
        ends[track] = ends[track].max(bar.to);
        track
    };
    let tracks: Vec<usize> = bars.iter().map(track).collect();
    (tracks, ends.len().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(from: i64, to: i64) -> Bar {
        let at = |hour: i64| Time::ZERO + Span::from_hours(hour);
        let look = look("working");
        Bar { from: at(from), to: at(to), look, late_from: None, text: String::new() }
    }

    #[test]
    fn bars_at_the_same_time_are_above_each_other() {
        let bars = [bar(0, 4), bar(1, 2), bar(2, 6), bar(4, 5)];
        assert_eq!(tracks(&bars), (vec![0, 1, 1, 0], 2));
        let many: Vec<Bar> = (0..9).map(|_| bar(0, 1)).collect();
        assert_eq!(tracks(&many).1, MOST_TRACKS);
        assert_eq!(tracks(&[]), (Vec::new(), 1));
    }

    #[test]
    fn names_with_the_most_work_have_a_colour_of_their_own() {
        let names: Vec<String> = (0..10).map(|number| format!("p{number}")).collect();
        let hours = (0..10).map(|number| Span::from_hours(10 - number));
        let looks = Looks::of(names.iter().map(String::as_str).zip(hours));
        assert_eq!(looks.of_name(Some("p0")).fill, COLOURS[0].0);
        assert_eq!(looks.of_name(Some("p8")).fill, look("other").fill);
        let entries = looks.entries();
        assert_eq!(entries.len(), 9);
        assert_eq!(entries[8].0, "others");
    }
}
