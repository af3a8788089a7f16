//! Who is at work when: a row a person, two weeks of the first replication.

use std::fmt::Write as _;

use super::super::number::{self, counted};
use super::super::people::{called, instant};
use super::axis::Axis;
use super::canvas::{Align, Canvas, draw};
use super::frame::{MARGIN, WIDTH, name_column, titles};
use super::palette::{GREY, GRID, LABEL, Look, SHADE, STRONG, TICK, look};
use super::states::piece;
use crate::model::Weeks;
use crate::observe::Mark;
use crate::study::{PersonStint, Results, Roster};
use crate::units::{Span, Time, day_text};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most people in one plot: the first ones.
const MOST: usize = 60;

/// Height of a row. Unit: pixels.
const ROW: f64 = 20.0;

/// The days on which nobody works as a rule, from Monday.
const WEEKEND: [i64; 2] = [5, 6];

/// The shifts of people with breaks, overtime and absence.
pub(super) fn roster(results: &Results) -> Option<String> {
    let roster = &results.staff.roster;
    let all: Vec<&[PersonStint]> = roster.stints.chunk_by(is_same).collect();
    let shown = &all[..all.len().min(MOST)];
    let names: Vec<String> =
        shown.iter().map(|stints| called(&stints[0].crew, stints[0].number)).collect();
    shown.first()?;
    let title = title(roster);
    let subtitle = subtitle(results, all.len());
    let height = 200.0 + ROW * shown.len() as f64;
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 8.0;
        let left = MARGIN + name_column(names.iter().map(String::as_str)) + 14.0;
        let right = WIDTH - MARGIN - 12.0;
        let marks = Mark::ALL.into_iter();
        let marks = marks.filter(|mark| roster.stints.iter().any(|stint| stint.mark == *mark));
        legend(canvas, marks, (left, top));
        let top = top + 50.0;
        let bottom = top + ROW * shown.len() as f64;
        let days = (roster.until - roster.from).hours() / 24.0;
        let axis = Axis::exact(0.0, days, (left, right), 1.0);
        days_of(canvas, results, &axis, (top, bottom));
        for (position, (stints, name)) in shown.iter().zip(&names).enumerate() {
            let y = top + ROW * position as f64;
            let name = LABEL.fitted(name, left - MARGIN - 13.0);
            canvas.text(&name, (left - 12.0, y + ROW / 2.0), Align::Right, LABEL);
            for stint in *stints {
                let at = |time: Time| axis.at((time - roster.from).hours() / 24.0);
                let (from, to) = (at(stint.from), at(stint.to));
                piece(
                    canvas,
                    (from, y + 3.0),
                    (to.max(from + 1.0), y + ROW - 3.0),
                    seen(stint.mark),
                );
            }
            if position > 0 && shown[position - 1][0].crew != stints[0].crew {
                canvas.line(&[(left, y), (right, y)], 1.0, GREY);
            }
        }
    }))
}

fn is_same(one: &PersonStint, other: &PersonStint) -> bool {
    (&one.crew, one.number) == (&other.crew, other.number)
}

fn seen(mark: Mark) -> Look {
    match mark {
        Mark::Work => Look { words: "at work", ..look("working") },
        Mark::Overtime => look("overtime"),
        Mark::Break => look("break"),
        Mark::Absent => Look { is_hatched: true, ..look("absent") },
        Mark::Training => look("training"),
    }
}

fn title(roster: &Roster) -> String {
    let of = |mark: Mark| {
        let stints = roster.stints.iter().filter(move |stint| stint.mark == mark);
        let time: Span =
            stints.clone().fold(Span::ZERO, |sum, stint| sum + (stint.to - stint.from));
        let mut people: Vec<(&str, u32)> =
            stints.map(|stint| (stint.crew.as_str(), stint.number)).collect();
        people.dedup();
        (people.len() as u64, time.hours())
    };
    let (late, overtime) = of(Mark::Overtime);
    let (missing, absent) = of(Mark::Absent);
    match (late, missing) {
        (0, 0) => "Everybody comes to their shifts, and nobody works overtime".to_owned(),
        (0, _) => format!("{} absent for {absent:.1} h", with_verb(missing, "is", "are")),
        (_, 0) => format!("{} {overtime:.1} h of overtime", with_verb(late, "works", "work")),
        _ => format!(
            "{} {overtime:.1} h of overtime, {} absent for {absent:.1} h",
            with_verb(late, "works", "work"),
            if missing == 1 { "1 is".to_owned() } else { format!("{missing} are") },
        ),
    }
}

/// So many people with their verb.
fn with_verb(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 person {one}") } else { format!("{count} people {many}") }
}

fn subtitle(results: &Results, people: usize) -> String {
    let mut subtitle = format!(
        "{}: who is at work when in the two weeks from {}, in the first of {}",
        number::name(&results.name, 60),
        instant(results, results.staff.roster.from).trim_end_matches(" 00:00"),
        counted(u64::from(results.replications), "replication"),
    );
    let all = people + results.staff.roster.left_out;
    if all > MOST {
        write!(subtitle, "; the first {MOST} of {all} people").expect(SURE);
    }
    subtitle
}

fn legend(canvas: &mut Canvas, marks: impl Iterator<Item = Mark>, (left, y): (f64, f64)) {
    const BOX: f64 = 14.0;
    let mut x = left;
    for mark in marks {
        let look = seen(mark);
        piece(canvas, (x, y - BOX / 2.0), (x + BOX, y + BOX / 2.0), look);
        canvas.text(look.words, (x + BOX + 7.0, y), Align::Left, LABEL);
        x += BOX + 7.0 + LABEL.width(look.words) + 24.0;
    }
}

/// The days with their dates; Saturdays and Sundays are shaded.
fn days_of(canvas: &mut Canvas, results: &Results, axis: &Axis, (top, bottom): (f64, f64)) {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let monday = jiff::civil::Weekday::Monday;
    let weeks = Weeks::from_weekday(results.start.map_or(monday, jiff::civil::Date::weekday));
    let first = results.staff.roster.from;
    let week = weeks.begins(weeks.week(first));
    let day = Span::from_days(1).ticks();
    for (position, _) in axis.ticks() {
        let at = first.ticks() / day + rounded(position);
        let weekday = (at - week.ticks() / day).rem_euclid(7);
        let (left, right) = (axis.at(position), axis.at(position + 1.0).min(axis.end()));
        canvas.line(&[(left, top), (left, bottom)], 1.0, GRID);
        if right - left < 10.0 {
            continue;
        }
        if WEEKEND.contains(&weekday) {
            canvas.rectangle((left, top), (right, bottom), SHADE);
        }
        let middle = f64::midpoint(left, right);
        let name = NAMES[usize::try_from(weekday).unwrap_or(0)];
        canvas.text(name, (middle, top - 26.0), Align::Middle, STRONG);
        let date = results.start.and_then(|start| day_text(start, at));
        let date = date.unwrap_or_else(|| format!("day {}", at + 1));
        canvas.text(&date, (middle, top - 10.0), Align::Middle, TICK);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "days of two weeks")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}
