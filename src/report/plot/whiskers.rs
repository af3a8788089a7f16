//! One KPI in several scenarios: a dot with its interval a row, and the target as a line.

use super::super::comparison_text::{Judgement, judgement};
use super::super::number::{self, Scale, counted};
use super::super::{Target, Verdict};
use super::axis::Axis;
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, columns, name_column, titles};
use super::palette::{BLUE, GREY, INK, LABEL, ORANGE, PAPER, STRONG, TICK};
use crate::study::{Comparison, EntityKind, Interval, Kpi, Results};

/// Most rows in one plot.
const MOST: usize = 60;

/// What a row says beyond its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Good,
    Bad,
    Open,
}

/// A scenario and its figure.
struct Row<'a> {
    name: String,
    interval: &'a Interval,
    meaning: Meaning,
    words: &'static str,
}

/// The scenarios side by side; `None` if none has the figure.
pub(super) fn whiskers(
    comparison: &Comparison,
    kpi: &'static Kpi,
    target: Option<&Target>,
) -> Option<String> {
    let all: Vec<Row> = comparison
        .results
        .iter()
        .enumerate()
        .filter_map(|(position, results)| row(comparison, position, results, kpi, target))
        .collect();
    let base = comparison.results.first()?;
    if all.is_empty() {
        return None;
    }
    let rows = &all[..all.len().min(MOST)];
    let title = title(&all, kpi, target);
    let scope = if rows.len() < all.len() {
        format!("; the first {MOST} of {} scenarios", all.len())
    } else {
        String::new()
    };
    let n = counted(u64::from(base.replications), "replication");
    let subtitle = if base.replications > 1 {
        format!("{}: mean of {n} on the same luck with its 95 % interval{scope}", kpi.title)
    } else {
        format!("{}: one replication, so there are no intervals{scope}", kpi.title)
    };
    let height_of_row = (440.0 / rows.len() as f64).clamp(24.0, 70.0);
    let height = (260.0 + height_of_row * rows.len() as f64).clamp(420.0, 2_000.0);
    let height = if rows.len() > 6 { height.max(HEIGHT) } else { height };
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 46.0;
        let bottom = top + height_of_row * rows.len() as f64;
        let left = MARGIN + name_column(rows.iter().map(|row| row.name.as_str())) + 24.0;
        let scale = scale(rows, kpi, target);
        let texts: Vec<String> = rows.iter().map(|row| scale.spread(row.interval)).collect();
        let widest = texts.iter().map(|text| LABEL.width(text)).fold(0.0, f64::max);
        let words = rows.iter().map(|row| TICK.width(row.words)).fold(0.0, f64::max);
        let right = WIDTH - MARGIN - widest - words - 40.0;
        let axis = axis(rows, scale, target, (left, right));
        columns(canvas, &axis, (top, bottom), scale.word());
        if let Some(target) = target {
            let x = axis.at(scale.value(target.value()));
            canvas.dashed((x, top - 14.0), (x, bottom), 1.5, INK);
            canvas.text(&target.to_string(), (x, top - 24.0), Align::Middle, STRONG);
        }
        for (position, row) in rows.iter().enumerate() {
            let y = top + height_of_row * (position as f64 + 0.5);
            let font = if position == 0 { STRONG } else { LABEL };
            let name = font.fitted(&row.name, left - MARGIN - 24.0);
            canvas.text(&name, (left - 20.0, y), Align::Right, font);
            mark(canvas, row, scale, &axis, y);
            canvas.text(&texts[position], (right + 24.0 + widest, y), Align::Right, LABEL);
            canvas.text(row.words, (WIDTH - MARGIN, y), Align::Right, TICK);
        }
    }))
}

fn row<'a>(
    comparison: &Comparison,
    position: usize,
    results: &'a Results,
    kpi: &Kpi,
    target: Option<&Target>,
) -> Option<Row<'a>> {
    let figure = results.plant(kpi.id)?;
    if !figure.interval.estimate.is_finite() {
        return None;
    }
    let difference = comparison.differences.iter().find(|difference| {
        difference.variant == position
            && difference.kpi.id == kpi.id
            && difference.entity.kind == EntityKind::Plant
    });
    let (meaning, words) = match (target, difference) {
        (Some(target), _) => {
            let verdict = target.verdict(results);
            let meaning = match verdict {
                Verdict::Reached => Meaning::Good,
                Verdict::Missed => Meaning::Bad,
                Verdict::Undecided | Verdict::Unknown => Meaning::Open,
            };
            (meaning, verdict.word())
        }
        (None, Some(difference)) => {
            let found = judgement(difference);
            let meaning = match found {
                Judgement::Better | Judgement::Different => Meaning::Good,
                Judgement::Worse => Meaning::Bad,
                Judgement::Same | Judgement::Undecided => Meaning::Open,
            };
            (meaning, found.word())
        }
        (None, None) => (Meaning::Open, if position == 0 { "base" } else { "" }),
    };
    Some(Row { name: number::name(&results.name, 200), interval: &figure.interval, meaning, words })
}

fn title(rows: &[Row], kpi: &Kpi, target: Option<&Target>) -> String {
    let good: Vec<&Row> = rows.iter().filter(|row| row.meaning == Meaning::Good).collect();
    let open = rows.iter().filter(|row| row.meaning == Meaning::Open).count();
    let subject = lowered(kpi.title);
    match (target, good.as_slice()) {
        (Some(target), []) if open > 0 => {
            format!("No scenario reaches {target} for certain; {open} not decidable yet")
        }
        (Some(target), []) => format!("No scenario reaches {target}"),
        (Some(target), [one]) => format!("Only {} reaches {target} for certain", one.name),
        (Some(target), many) => {
            format!("{} of {} scenarios reach {target} for certain", many.len(), rows.len())
        }
        (None, _) => {
            let variants = rows.iter().skip(1);
            let told: Vec<&Row> = variants.filter(|row| row.meaning != Meaning::Open).collect();
            match (told.as_slice(), rows.len()) {
                ([], _) => format!("No variant changes {subject} for certain"),
                ([one], 2) => format!("{}: {subject} is {} for certain", one.name, one.words),
                (told, n) => {
                    format!("{} of {} variants change {subject} for certain", told.len(), n - 1)
                }
            }
        }
    }
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn ends(interval: &Interval) -> [f64; 3] {
    let or = |end: f64| if end.is_finite() { end } else { interval.estimate };
    [or(interval.low), interval.estimate, or(interval.high)]
}

fn scale(rows: &[Row], kpi: &Kpi, target: Option<&Target>) -> Scale {
    let values = rows.iter().map(|row| row.interval.estimate.abs());
    Scale::fitting(kpi.unit, values.chain(target.map(Target::value)).fold(0.0, f64::max))
}

/// An axis from zero if that costs little of its length, else over the values with some air.
fn axis(rows: &[Row], scale: Scale, target: Option<&Target>, pixels: (f64, f64)) -> Axis {
    let values: Vec<f64> = rows
        .iter()
        .flat_map(|row| ends(row.interval))
        .chain(target.map(Target::value))
        .map(|value| scale.value(value))
        .collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let air = 0.06 * (high - low);
    let from = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low - air };
    Axis::round(from, high + air, pixels, 8.0)
}

/// Filled for good, a square for bad, hollow for undecided.
fn mark(canvas: &mut Canvas, row: &Row, scale: Scale, axis: &Axis, y: f64) {
    let [low, middle, high] = ends(row.interval).map(|value| axis.at(scale.value(value)));
    let colour = match row.meaning {
        Meaning::Good => BLUE,
        Meaning::Bad => ORANGE,
        Meaning::Open => GREY,
    };
    canvas.line(&[(low, y), (high, y)], 3.0, colour);
    for end in [low, high] {
        canvas.line(&[(end, y - 6.0), (end, y + 6.0)], 2.0, colour);
    }
    match row.meaning {
        Meaning::Good => canvas.disc((middle, y), 6.5, colour, colour),
        Meaning::Open => canvas.disc((middle, y), 6.5, PAPER, colour),
        Meaning::Bad => canvas.rectangle((middle - 5.5, y - 5.5), (middle + 5.5, y + 5.5), colour),
    }
}
