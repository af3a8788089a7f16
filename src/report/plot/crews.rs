//! What each crew does with its time: one stacked bar a crew.

use std::fmt::Write as _;

use super::super::number::{self, Scale, counted};
use super::axis::Axis;
use super::canvas::{Align, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, columns, name_column, titles};
use super::palette::{LABEL, look};
use super::states::{legend, stacked};
use crate::observe::OperatorState;
use crate::study::{CrewStates, EntityKind, Results, Unit};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most crews in one plot.
const MOST: usize = 60;

/// States that are drawn before all others.
const FIRST: [&str; 2] = [OperatorState::Working.word(), OperatorState::Overtime.word()];

/// Height of a row. Unit: pixels.
const LOW_ROW: f64 = 20.0;
const HIGH_ROW: f64 = 54.0;

/// The stacked states of all crews, or of the first ones.
pub(super) fn crews(results: &Results) -> Option<String> {
    let all = &results.staff.states;
    let shown = &all[..all.len().min(MOST)];
    let words: Vec<&str> = shown.first()?.shares.iter().map(|(word, _)| *word).collect();
    let is_seen = |word: &&str| shown.iter().any(|crew| share(crew, word) >= 0.000_5);
    let mut seen: Vec<&str> = words.into_iter().filter(is_seen).collect();
    // What is work stands first, so that it begins at the same edge for all.
    seen.sort_by_key(|word| !FIRST.contains(word));
    if seen.is_empty() {
        return None;
    }
    let title = title(results);
    let subtitle = subtitle(results, all.len());
    let row = ((HEIGHT - 230.0) / shown.len() as f64).clamp(LOW_ROW, HIGH_ROW);
    let height = (230.0 + row * shown.len() as f64).max(380.0);
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 8.0;
        let left = MARGIN + name_column(shown.iter().map(|crew| crew.crew.as_str())) + 14.0;
        let right = WIDTH - MARGIN - 12.0;
        let top = legend(canvas, &seen, (left, top)) + 24.0;
        let bottom = top + row * shown.len() as f64;
        let axis = Axis::exact(0.0, 100.0, (left, right), 10.0);
        columns(canvas, &axis, (top, bottom + 4.0), "% of the time not off");
        for (position, crew) in shown.iter().enumerate() {
            let y = top + row * position as f64;
            let name = LABEL.fitted(&number::name(&crew.crew, 200), left - MARGIN - 13.0);
            canvas.text(&name, (left - 12.0, y + row / 2.0), Align::Right, LABEL);
            let gap = (row * 0.14).max(1.0);
            let parts = seen.iter().map(|word| (look(word), share(crew, word)));
            stacked(canvas, parts, &axis, (y + gap, y + row - gap));
        }
    }))
}

/// Share of the time that is not off; none of `off` itself.
fn share(crew: &CrewStates, state: &str) -> f64 {
    if state == OperatorState::Off.word() {
        return 0.0;
    }
    let found = crew.shares.iter().find(|(word, _)| *word == state);
    found.map_or(0.0, |(_, share)| if share.estimate.is_finite() { share.estimate } else { 0.0 })
}

fn title(results: &Results) -> String {
    let busy = |crew: &&CrewStates| {
        let figure = results.of(EntityKind::Crew, &crew.crew, "crew_utilisation");
        figure.map_or(0.0, |figure| figure.interval.estimate)
    };
    let busiest = results.staff.states.iter().max_by(|a, b| busy(a).total_cmp(&busy(b)));
    let told = busiest.filter(|crew| busy(crew).is_finite() && busy(crew) > 0.0);
    told.map_or_else(
        || "What people do with their time".to_owned(),
        |crew| {
            let share = Scale::fitting(Unit::Share, 1.0).worded(busy(&crew), 1);
            let name = number::name(&crew.crew, 60);
            format!("{name} is the busiest crew: on tasks {share} of the time at work")
        },
    )
}

fn subtitle(results: &Results, crews: usize) -> String {
    let mut subtitle = format!(
        "{}: share of the time that people are not off in each state, mean of {}",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
    );
    if crews > MOST {
        write!(subtitle, ", the first {MOST} of {crews} crews").expect(SURE);
    }
    subtitle
}
