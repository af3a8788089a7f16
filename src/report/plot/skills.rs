//! Hours on tasks of each skill against the hours of people there, week by week and shift by shift.

use std::fmt::Write as _;

use super::super::number::{self, Scale, counted};
use super::axis::{Axis, step};
use super::canvas::{Align, Canvas, draw};
use super::frame::{MARGIN, WIDTH, further_lines, rows, titles};
use super::hours::mondays;
use super::palette::{BLUE, GREY, INK, LABEL, ORANGE, PALE_BLUE, STRONG, TICK};
use crate::study::{Band, Results, SkillLoad, Unit};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most shifts of skills in one plot: the fullest ones.
const MOST: usize = 12;

/// Height of a panel with its name and its dates. Unit: pixels.
const PANEL: f64 = 220.0;

/// A panel for each skill in each shift: bars of hours on tasks below the line of hours there.
pub(super) fn skills(results: &Results) -> Option<String> {
    let all: Vec<&SkillLoad> =
        results.staff.loads.iter().filter(|load| load.fullest().is_some()).collect();
    let fullest = |load: &&SkillLoad| load.fullest().map_or(0.0, |(_, share)| share);
    let (week, most) = all
        .iter()
        .copied()
        .max_by(|a, b| fullest(a).total_cmp(&fullest(b)))
        .and_then(|load| Some((load, load.fullest()?)))?;
    let mut shown = all.clone();
    shown.sort_by(|a, b| fullest(b).total_cmp(&fullest(a)));
    if let Some(least) = shown.get(MOST).map(fullest) {
        shown = all.iter().copied().filter(|load| fullest(load) > least).collect();
    } else {
        shown.clone_from(&all);
    }
    let title = title(results, week, most);
    let subtitle = subtitle(results, all.len(), shown.len());
    let lines = shown.len().div_ceil(2);
    let height = 150.0 + PANEL * lines as f64 + further_lines(&title, &subtitle);
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 6.0;
        legend(canvas, top);
        let half = (WIDTH - 2.0 * MARGIN) / 2.0;
        for (position, load) in shown.iter().enumerate() {
            let left = MARGIN + if position % 2 == 0 { 0.0 } else { half + 8.0 };
            let top = top + 34.0 + PANEL * (position / 2) as f64;
            panel(canvas, results, load, (left, left + half - 8.0), top);
        }
    }))
}

impl SkillLoad {
    /// The week in which most of the hours there are used, and the share of them.
    fn fullest(&self) -> Option<(usize, f64)> {
        let weeks = self.used.iter().zip(&self.there).enumerate();
        let shares = weeks.filter(|(_, (_, there))| there.mean > 0.0);
        let shares = shares.map(|(week, (used, there))| (week, used.mean / there.mean));
        shares.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// Its name, with that of the shift.
    fn name(&self) -> String {
        let skill = number::name(&self.skill, 40);
        match &self.calendar {
            Some(calendar) => format!("{skill}, {}", number::name(calendar, 40)),
            None => skill,
        }
    }
}

fn title(results: &Results, load: &SkillLoad, (week, share): (usize, f64)) -> String {
    let share = Scale::fitting(Unit::Share, 1.0).worded(share, 0);
    let monday = super::super::people::monday(results, week);
    let when = match results.start {
        Some(_) => format!("in the week of {monday}"),
        None => format!("in measured week {}", week + 1),
    };
    format!("{} is fullest: on tasks for {share} of the hours there {when}", load.name())
}

fn subtitle(results: &Results, all: usize, shown: usize) -> String {
    let mut subtitle = format!(
        "{}: hours a week of each skill and shift, mean of {}",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
    );
    if shown < all {
        write!(subtitle, ", the {shown} fullest of {all}").expect(SURE);
    }
    subtitle
}

fn legend(canvas: &mut Canvas, y: f64) {
    const BOX: f64 = 14.0;
    let mut x = MARGIN;
    canvas.rectangle((x, y - BOX / 2.0), (x + BOX, y + BOX / 2.0), PALE_BLUE);
    let words = "hours on tasks that need the skill";
    canvas.text(words, (x + BOX + 7.0, y), Align::Left, LABEL);
    x += BOX + 7.0 + LABEL.width(words) + 24.0;
    canvas.line(&[(x + BOX / 2.0, y - 7.0), (x + BOX / 2.0, y + 7.0)], 1.5, INK);
    let words = "95 % interval";
    canvas.text(words, (x + BOX + 7.0, y), Align::Left, LABEL);
    x += BOX + 7.0 + LABEL.width(words) + 24.0;
    canvas.line(&[(x, y), (x + 24.0, y)], 3.0, ORANGE);
    canvas.text("hours of people there", (x + 31.0, y), Align::Left, LABEL);
}

fn panel(
    canvas: &mut Canvas,
    results: &Results,
    load: &SkillLoad,
    (left, right): (f64, f64),
    top: f64,
) {
    let name = STRONG.fitted(&load.name(), right - left);
    canvas.text(&name, (left, top), Align::Left, STRONG);
    let (left, top, bottom) = (left + 50.0, top + 44.0, top + PANEL - 44.0);
    let weeks = load.used.len() as f64;
    let highs = load.used.iter().chain(&load.there).flat_map(|band| [band.mean, band.high]);
    let highest = highs.filter(|value| value.is_finite()).fold(0.0, f64::max);
    let y = Axis::round(0.0, highest, (bottom, top), 4.0);
    let x = Axis::exact(0.0, weeks, (left, right), step(weeks / 5.0).max(1.0));
    rows(canvas, &y, (left, right), "h a week");
    for (week, (used, there)) in load.used.iter().zip(&load.there).enumerate() {
        let edges = [0.0, 1.0].map(|edge| x.at(week as f64 + edge));
        bar(canvas, used, &y, edges);
        let limit = y.at(there.mean);
        canvas.line(&[(edges[0], limit), (edges[1], limit)], 3.0, ORANGE);
    }
    let numbered = |(week, _): (f64, String)| (week, format!("week {:.0}", week + 1.0));
    let ticks = mondays(results, &x);
    let ticks = ticks.unwrap_or_else(|| x.ticks().into_iter().map(numbered).collect());
    for (value, text) in ticks.into_iter().filter(|(value, _)| *value < weeks) {
        let at = x.at(value);
        canvas.line(&[(at, bottom), (at, bottom + 5.0)], 1.0, GREY);
        canvas.text(&text, (at, bottom + 16.0), Align::Middle, TICK);
    }
}

fn bar(canvas: &mut Canvas, used: &Band, y: &Axis, [left, right]: [f64; 2]) {
    let gap = ((right - left) * 0.12).min(6.0);
    if used.mean > 0.0 {
        let (left, right) = (left + gap, right - gap);
        canvas.rectangle((left, y.at(used.mean)), (right, y.at(0.0)), PALE_BLUE);
        canvas.line(&[(left, y.at(used.mean)), (right, y.at(used.mean))], 2.0, BLUE);
    }
    if used.low.is_finite() && used.high > used.low {
        let middle = f64::midpoint(left, right);
        canvas.line(&[(middle, y.at(used.low)), (middle, y.at(used.high))], 1.5, INK);
    }
}
