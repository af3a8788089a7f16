//! Hours of machines and people: shifts and breaks, which ManPy counts from 0, as hours of dates.

use std::fmt::Write as _;

use serde_json::Value;

use crate::manpy::{Manpy, Node, fixed, number};

/// From when to when, in the unit of the model.
pub(crate) type Stretch = (f64, f64);

/// When somebody is there.
#[derive(Debug)]
pub(crate) struct Hours {
    /// Shifts, one after the other.
    pub(crate) shifts: Vec<Stretch>,
    /// Breaks in them.
    pub(crate) breaks: Vec<Stretch>,
}

/// Why nothing fails when text is added to text.
pub(crate) const TAKES: &str = "a text takes text";

/// How long hours are written for models that end when nothing is left to do.
const LONG: f64 = 100.0;

impl Hours {
    /// The hours of an object; `None` where it is always there.
    pub(crate) fn of(model: &Manpy, node: &Node) -> Option<Self> {
        let length = model.length.unwrap_or(LONG);
        let has_breaks = node.stop("break").is_some() || node.stop("scheduledBreak").is_some();
        let shifts = match node.stop("shift") {
            Some(shift) => shifts(shift, length),
            None if has_breaks => vec![(0.0, 2.0 * length)],
            None => return None,
        };
        let planned = node.stop("scheduledBreak").map(|planned| pairs(&planned["breakPattern"]));
        let counted = node.stop("break").map(|counted| breaks(counted, &shifts));
        Some(Self { breaks: planned.or(counted).unwrap_or_default(), shifts })
    }

    /// Every instant of it.
    pub(crate) fn instants(&self) -> impl Iterator<Item = f64> {
        self.shifts.iter().chain(&self.breaks).flat_map(|&(from, to)| [from, to])
    }

    /// The same with shifts that end so much earlier.
    pub(crate) fn ending_earlier(self, by: f64) -> Self {
        let shifts = self.shifts.into_iter().map(|(from, to)| (from, to - by)).collect();
        Self { shifts, ..self }
    }

    /// As a calendar, where a unit of the model is so many minutes. It opens once more a week later:
    /// a plant to which nobody ever comes again has come to its end.
    pub(crate) fn calendar(&self, name: &str, minutes: f64) -> String {
        let mut text = format!("[calendar.{name}]\nextra = [\n");
        for &(from, to) in &self.shifts {
            let hours = format!("{}-{}", clock(from * minutes), clock(to * minutes));
            writeln!(text, "  {{ date = 2026-03-02, hours = \"{hours}\" }},").expect(TAKES);
        }
        text += "  { date = 2026-03-09, hours = \"00:00-24:00\" },\n]\nbreaks = [\n";
        for &(from, to) in &self.breaks {
            let (at, long) = (clock(from * minutes), (to - from) * minutes);
            writeln!(text, "  {{ at = \"{at}\", for = \"{long} min\" }},").expect(TAKES);
        }
        text + "]\n"
    }
}

/// A whole minute of the first day.
fn clock(minutes: f64) -> String {
    assert!(minutes.fract() == 0.0 && minutes <= 1440.0, "{minutes} is no minute of a day");
    format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
}

/// Shifts as written; a rolling pattern comes again and again, with a pause in between.
fn shifts(shift: &Value, length: f64) -> Vec<Stretch> {
    let pattern = pairs(&shift["shiftPattern"]);
    if number(&shift["rolling"]) != Some(1.0) {
        return pattern;
    }
    let pause = number(&shift["lastOffShiftDuration"]).expect("a pause between the rounds");
    let round = pattern.last().expect("a shift").1 + pause;
    let starts = (0..).map(|turn| f64::from(turn) * round).take_while(|&start| start < length);
    starts.flat_map(|start| pattern.iter().map(move |(a, b)| (start + a, start + b))).collect()
}

/// Breaks after so much time at work: the time runs from the beginning of a shift and from the end of
/// the last break, a shift that ends earlier has none, and one that is about to end has none either.
fn breaks(counted: &Value, shifts: &[Stretch]) -> Vec<Stretch> {
    let every = fixed(&counted["TTB"]).expect("a time to the break");
    let long = fixed(&counted["TTR"]).expect("a time of the break");
    let near = number(&counted["offShiftAnticipation"]).unwrap_or(0.0);
    let mut found = Vec::new();
    for &(start, end) in shifts {
        let mut at = start + every;
        while at < end {
            let is_taken = end - at > near;
            let over = if is_taken { (at + long).min(end) } else { at };
            found.extend(is_taken.then_some((at, over)));
            at = over + every;
        }
    }
    found
}

fn pairs(value: &Value) -> Vec<Stretch> {
    let pair =
        |pair: &Value| (number(&pair[0]).expect("a time"), number(&pair[1]).expect("a time"));
    value.as_array().expect("a list of times").iter().map(pair).collect()
}
