//! One KPI in several scenarios: a dot with its interval a row.
//!
//! Where a target is set, the figures themselves stand against the target; elsewhere the paired
//! differences stand against zero, because the figures' own intervals hide what the same luck
//! shows.

use super::super::comparison_table::scale_of;
use super::super::comparison_text::difference;
use super::super::judgement::{Judgement, judgement};
use super::super::number::{self, Scale, counted, lowered};
use super::super::{Target, Verdict};
use super::axis::Axis;
use super::canvas::{Align, Canvas, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, columns, name_column, titles};
use super::palette::{BLUE, GREY, INK, LABEL, ORANGE, PAPER, STRONG, TICK};
use crate::study::{Comparison, Interval, Kpi};

/// Most rows in one plot.
const MOST: usize = 60;

/// What a row says beyond its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Good,
    Bad,
    Open,
}

/// A scenario and what is shown of it.
struct Row<'a> {
    name: String,
    interval: &'a Interval,
    meaning: Meaning,
    word: &'static str,
}

/// All that is shown.
struct Chart<'a> {
    title: String,
    subtitle: String,
    rows: Vec<Row<'a>>,
    scale: Scale,
    unit: String,
    /// The line that everything is measured against, and its words.
    line: (f64, String),
    /// Whether numbers carry their sign.
    is_signed: bool,
}

/// The scenarios side by side; `None` if none has the figure.
pub(super) fn whiskers(
    comparison: &Comparison,
    kpi: &'static Kpi,
    target: Option<&Target>,
) -> Option<String> {
    let chart = match target {
        Some(target) => against_target(comparison, target)?,
        None => against_base(comparison, kpi)?,
    };
    Some(chart.draw())
}

fn against_target<'a>(comparison: &'a Comparison, target: &Target) -> Option<Chart<'a>> {
    let rows: Vec<Row> = comparison
        .results
        .iter()
        .filter_map(|results| {
            let interval = &target.figure(results)?.interval;
            let verdict = target.verdict(results);
            let meaning = match verdict {
                Verdict::Reached => Meaning::Good,
                Verdict::Missed => Meaning::Bad,
                Verdict::Undecided | Verdict::Unknown => Meaning::Open,
            };
            let name = number::name(&results.name, 200);
            Some(Row { name, interval, meaning, word: verdict.word() })
        })
        .filter(|row| row.interval.estimate.is_finite())
        .collect();
    let scale = scale_of(comparison, target.kpi());
    let phrase = target.phrase(scale);
    let good: Vec<&Row> = rows.iter().filter(|row| row.meaning == Meaning::Good).collect();
    let open = rows.iter().filter(|row| row.meaning == Meaning::Open).count();
    let title = match good.as_slice() {
        [] if open > 0 => format!("Nothing reaches {phrase} for certain; {open} undecided"),
        [] => format!("Nothing reaches {phrase}"),
        [one] => format!("Only “{}” reaches {phrase} for certain", one.name),
        many => format!("{} of {} scenarios reach {phrase} for certain", many.len(), rows.len()),
    };
    let subtitle = format!("{}: {}", target.kpi().title, basis(comparison, "mean"));
    let unit = scale.word().to_owned();
    let line = (target.value(), target.worded(scale));
    (!rows.is_empty()).then_some(Chart {
        title,
        subtitle,
        rows,
        scale,
        unit,
        line,
        is_signed: false,
    })
}

fn against_base<'a>(comparison: &'a Comparison, kpi: &'static Kpi) -> Option<Chart<'a>> {
    let (base, variants) = comparison.results.split_first()?;
    let rows: Vec<Row> = variants
        .iter()
        .zip(1..)
        .filter_map(|(results, position)| {
            let difference = difference(comparison, position, kpi)?;
            let found = judgement(difference);
            let meaning = match found {
                Judgement::Better | Judgement::Different => Meaning::Good,
                Judgement::Worse => Meaning::Bad,
                Judgement::Same | Judgement::Undecided => Meaning::Open,
            };
            let name = number::name(&results.name, 200);
            Some(Row { name, interval: &difference.interval, meaning, word: found.word() })
        })
        .filter(|row| row.interval.estimate.is_finite())
        .collect();
    let figure = base.plant(kpi.id)?;
    let scale = scale_of(comparison, kpi);
    let base_name = number::name(&base.name, 60);
    let value = number::join(&scale.brief(figure.interval.estimate), scale.word());
    let subtitle = format!(
        "{}: difference to “{base_name}” ({value}); {}",
        kpi.title,
        basis(comparison, "paired mean")
    );
    let together = if rows.len() > 1 && base.replications > 1 {
        format!(", all {} judged together", rows.len())
    } else {
        String::new()
    };
    let subtitle = subtitle + &together;
    let title = title(&rows, &lowered(kpi.title));
    let unit = scale.difference_word().to_owned();
    let line = (0.0, "no difference".to_owned());
    (!rows.is_empty()).then_some(Chart {
        title,
        subtitle,
        rows,
        scale,
        unit,
        line,
        is_signed: true,
    })
}

/// What the intervals rest on.
fn basis(comparison: &Comparison, mean: &str) -> String {
    let n = comparison.results.first().map_or(0, |base| base.replications);
    if n > 1 {
        let n = counted(u64::from(n), "replication");
        format!("{mean} of {n}, with its 95 % interval")
    } else {
        "one replication, so there are no intervals".to_owned()
    }
}

fn title(rows: &[Row], subject: &str) -> String {
    let count = |meaning| rows.iter().filter(|row| row.meaning == meaning).count();
    let (good, bad) = (count(Meaning::Good), count(Meaning::Bad));
    let is_neutral = rows.iter().any(|row| row.word == Judgement::Different.word());
    let good_word = if is_neutral { "different" } else { "better" };
    match (rows, good, bad) {
        (_, 0, 0) => format!("No certain difference in {subject}"),
        ([one], ..) => format!("“{}”: {subject} is {} for certain", one.name, one.word),
        (_, good, 0) => {
            let are = if good == 1 { "is" } else { "are" };
            format!("{good} of {} variants {are} {good_word} in {subject} for certain", rows.len())
        }
        (_, 0, bad) => {
            let are = if bad == 1 { "is" } else { "are" };
            format!("{bad} of {} variants {are} worse in {subject} for certain", rows.len())
        }
        (_, good, bad) => {
            let are = if good == 1 { "is" } else { "are" };
            let all = rows.len();
            format!("{good} of {all} variants {are} better in {subject} for certain, {bad} worse")
        }
    }
}

fn ends(interval: &Interval) -> [f64; 3] {
    let or = |end: f64| if end.is_finite() { end } else { interval.estimate };
    [or(interval.low), interval.estimate, or(interval.high)]
}

impl Chart<'_> {
    fn draw(&self) -> String {
        let rows = &self.rows[..self.rows.len().min(MOST)];
        let subtitle = if rows.len() < self.rows.len() {
            format!("{}; the first {MOST} of {}", self.subtitle, self.rows.len())
        } else {
            self.subtitle.clone()
        };
        let row_height = (440.0 / rows.len() as f64).clamp(24.0, 64.0);
        let height = (265.0 + row_height * rows.len() as f64).max(420.0);
        draw(WIDTH, height.max(if rows.len() > 6 { HEIGHT } else { 0.0 }), &self.title, |canvas| {
            let top = titles(canvas, &self.title, &subtitle) + 46.0;
            let bottom = top + row_height * rows.len() as f64;
            let left = MARGIN + name_column(rows.iter().map(|row| row.name.as_str())) + 24.0;
            let texts: Vec<String> = rows.iter().map(|row| self.text(row.interval)).collect();
            let widest = texts.iter().map(|text| LABEL.width(text)).fold(0.0, f64::max);
            let words = rows.iter().map(|row| TICK.width(row.word)).fold(0.0, f64::max);
            let right = WIDTH - MARGIN - widest - words - 48.0;
            let axis = self.axis((left, right));
            columns(canvas, &axis, (top, bottom), &self.unit);
            let x = axis.at(self.scale.value(self.line.0));
            canvas.dashed((x, top - 12.0), (x, bottom), 1.5, INK);
            let half = STRONG.width(&self.line.1) / 2.0;
            let middle = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
            canvas.text(&self.line.1, (middle, top - 24.0), Align::Middle, STRONG);
            for (position, row) in rows.iter().enumerate() {
                let y = top + row_height * (position as f64 + 0.5);
                let name = LABEL.fitted(&row.name, left - MARGIN - 24.0);
                canvas.text(&name, (left - 20.0, y), Align::Right, LABEL);
                self.mark(canvas, row, &axis, y);
                canvas.text(&texts[position], (right + 28.0 + widest, y), Align::Right, LABEL);
                canvas.text(row.word, (right + 44.0 + widest, y), Align::Left, TICK);
            }
        })
    }

    /// Estimate and half-width.
    fn text(&self, interval: &Interval) -> String {
        if !self.is_signed {
            return self.scale.spread(interval);
        }
        let decimals = self.scale.decimals(interval);
        let by = self.scale.signed(interval.estimate, decimals);
        number::half_width(interval)
            .map_or(by.clone(), |half| format!("{by} ± {}", self.scale.width(half, decimals)))
    }

    /// An axis from zero if that costs little of its length, else over the values with some air.
    fn axis(&self, pixels: (f64, f64)) -> Axis {
        let values = self.rows.iter().flat_map(|row| ends(row.interval)).chain([self.line.0]);
        let values: Vec<f64> = values.map(|value| self.scale.value(value)).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let air = 0.06 * (high - low);
        let from = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low - air };
        Axis::round(from, high + air, pixels, 8.0)
    }

    /// A disc for good, a square for bad, a hollow disc for undecided.
    fn mark(&self, canvas: &mut Canvas, row: &Row, axis: &Axis, y: f64) {
        let [low, middle, high] = ends(row.interval).map(|value| axis.at(self.scale.value(value)));
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
            Meaning::Bad => {
                canvas.rectangle((middle - 5.5, y - 5.5), (middle + 5.5, y + 5.5), colour);
            }
        }
    }
}
