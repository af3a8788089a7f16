//! How long parts are in the plant, and how many are done by the time promised.

use super::super::number::{self, Scale};
use super::axis::{Axis, step};
use super::canvas::{Align, Font, draw};
use super::frame::{HEIGHT, MARGIN, WIDTH, instants, rows, titles};
use super::palette::{BLUE, INK, ORANGE, PALE_ORANGE, STRONG};
use crate::study::{Histogram, Results, Unit};

/// About as many bars as an eye can follow.
const BARS: f64 = 45.0;

/// Share of the parts that the axis must hold; the rest is told beside it.
const SHOWN: f64 = 0.995;

/// Width that a label beside the line of the promise needs.
const ROOM: f64 = 150.0;

/// Times in system on a straight axis, with the promise.
pub(super) fn time_in_system(results: &Results) -> Option<String> {
    let counts = &results.picture.time_in_system;
    let total: u64 = counts.bins.iter().map(|&(_, count)| count).sum();
    if total == 0 || counts.bins.len() < 2 {
        return None;
    }
    let promise = results.picture.promise.map(crate::units::Span::minutes);
    let last = quantile(counts, SHOWN).max(promise.map_or(0.0, |promise| promise * 1.1));
    let scale = Scale::fitting(Unit::Minutes, last);
    let title = title(counts, promise);
    let width = step(scale.value(last) / BARS) / scale.value(1.0);
    let bars = rebinned(counts, width, last);
    let beyond = 1.0 - bars.iter().sum::<f64>();
    let mut subtitle = format!(
        "{}: time in system of {} parts, in steps of {}",
        number::name(&results.name, 60),
        number::grouped(total),
        crate::units::Span::round(width * 60e6),
    );
    if beyond > 0.000_5 {
        let beyond = Scale::fitting(Unit::Share, beyond).worded(beyond, 1);
        subtitle += &["; ", &beyond, " took longer than shown"].concat();
    }
    Some(draw(WIDTH, HEIGHT, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 62.0;
        let (left, right, bottom) = (MARGIN + 50.0, WIDTH - MARGIN - 12.0, HEIGHT - 70.0);
        let highest = bars.iter().copied().fold(0.0, f64::max) * 100.0;
        let y = Axis::round(0.0, highest, (bottom, top), 5.0);
        let unit = scale.value(1.0);
        let end = width * bars.len() as f64;
        let x = Axis::exact(0.0, end * unit, (left, right), step(end * unit / 12.0));
        rows(canvas, &y, (left, right), "% of the parts");
        instants(canvas, &x, bottom, &["time in system, ", scale.word()].concat());
        for (position, share) in bars.iter().enumerate() {
            let from = position as f64 * width;
            let (start, stop) = (x.at(from * unit), x.at((from + width) * unit) - 1.0);
            let height = y.at(share * 100.0);
            let edge = promise.map_or(stop, |promise| x.at(promise * unit).clamp(start, stop));
            if edge > start {
                canvas.rectangle((start, height), (edge, bottom), BLUE);
            }
            if edge < stop {
                canvas.rectangle((edge, height), (stop, bottom), PALE_ORANGE);
            }
        }
        if let Some(promise) = promise {
            let at = x.at(promise * unit);
            canvas.dashed((at, top - 30.0), (at, bottom), 1.5, INK);
            let words = format!("{} promised", length(promise));
            let within = Scale::fitting(Unit::Share, 1.0).worded(within(counts, promise), 1);
            // Labels stand beside the line where there is room, and behind the word of the axis.
            let is_right = at > right - ROOM;
            let behind = (at + 10.0).max(left + 0.7 * ROOM);
            let (beside, align) =
                if is_right { (at - 10.0, Align::Right) } else { (behind, Align::Left) };
            canvas.text(&words, (beside, top - 34.0), align, STRONG);
            if at > left + ROOM {
                let early = Font { colour: BLUE, ..STRONG };
                let within = [&within, " within"].concat();
                canvas.text(&within, (at - 10.0, top - 12.0), Align::Right, early);
            }
            if !is_right {
                let late = Font { colour: ORANGE, ..STRONG };
                canvas.text("later →", (behind, top - 12.0), Align::Left, late);
            }
        }
    }))
}

fn title(counts: &Histogram, promise: Option<f64>) -> String {
    if let Some(promise) = promise {
        let within = Scale::fitting(Unit::Share, 1.0).worded(within(counts, promise), 1);
        return format!("{within} of the parts are done within the {} promised", length(promise));
    }
    let (half, most) = (quantile(counts, 0.5), quantile(counts, 0.95));
    format!("Half of the parts are done within {}, 95 % within {}", length(half), length(most))
}

/// A length of time, about three digits.
fn length(minutes: f64) -> String {
    if 0.0 < minutes && minutes < 1.0 {
        let seconds = minutes * 60.0;
        let text = if seconds < 10.0 { format!("{seconds:.2}") } else { format!("{seconds:.1}") };
        let short = text.trim_end_matches('0').trim_end_matches('.');
        // Shorter than a hundredth of a second.
        return number::join(if short == "0" { "<0.01" } else { short }, "s");
    }
    let scale = Scale::fitting(Unit::Minutes, minutes);
    let text = scale.number(minutes, usize::from(scale.value(minutes) < 100.0));
    number::join(text.strip_suffix(".0").unwrap_or(&text), scale.word())
}

/// Share of the parts done within `minutes`; parts inside a bin are spread evenly.
fn within(counts: &Histogram, minutes: f64) -> f64 {
    let total: u64 = counts.bins.iter().map(|&(_, count)| count).sum();
    let part = |pair: &[(f64, u64)]| {
        let ((from, count), (to, _)) = (pair[0], pair[1]);
        let covered =
            if minutes >= to { 1.0 } else { ((minutes - from) / (to - from)).clamp(0.0, 1.0) };
        count as f64 * covered
    };
    counts.bins.windows(2).map(part).sum::<f64>() / total as f64
}

/// The time by which a share of the parts is done. Unit: minutes.
fn quantile(counts: &Histogram, share: f64) -> f64 {
    let total: u64 = counts.bins.iter().map(|&(_, count)| count).sum();
    let wanted = share * total as f64;
    let mut before = 0.0;
    for pair in counts.bins.windows(2) {
        let ((from, count), (to, _)) = (pair[0], pair[1]);
        let count = count as f64;
        if count > 0.0 && before + count >= wanted {
            return from + (to - from) * ((wanted - before) / count).clamp(0.0, 1.0);
        }
        before += count;
    }
    counts.bins.last().map_or(0.0, |&(end, _)| end)
}

/// Shares of all parts in equal steps of `width` from zero to `last` or a little more.
fn rebinned(counts: &Histogram, width: f64, last: f64) -> Vec<f64> {
    let mut bars = Vec::new();
    let mut before = 0.0;
    while width * (bars.len() as f64) < last && bars.len() < 1_000 {
        // What lies on the edge belongs to the bar before it, whatever the rounding of the edge.
        let until = within(counts, width * (bars.len() + 1) as f64 * (1.0 + 1e-12));
        bars.push(until - before);
        before = until;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Histogram {
        Histogram { bins: vec![(10.0, 10), (20.0, 20), (40.0, 10), (80.0, 0)] }
    }

    #[test]
    fn rebinning_keeps_every_part() {
        let bars = rebinned(&counts(), 5.0, 80.0);
        assert!((bars.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(bars.len(), 16);
        assert!((bars[4] - 0.125).abs() < 1e-12, "a quarter of the second bin: {bars:?}");
    }

    #[test]
    fn shares_and_quantiles_are_inverse() {
        for share in [0.1, 0.25, 0.5, 0.9] {
            assert!((within(&counts(), quantile(&counts(), share)) - share).abs() < 1e-12);
        }
    }

    #[test]
    fn a_time_is_told_in_the_unit_that_fits_it() {
        let told = |minutes| length(minutes).replace(number::KEPT_SPACE, " ");
        assert_eq!(told(0.5 / 60.0), "0.5 s");
        assert_eq!(told(42.25 / 60.0), "42.2 s");
        assert_eq!(told(0.001 / 60.0), "<0.01 s");
        assert_eq!(told(5.0), "5 min");
        assert_eq!(told(62.5 * 60.0), "62.5 h");
    }

    #[test]
    fn what_takes_as_long_as_promised_is_within() {
        let counts = Histogram { bins: vec![(5.0, 20), (5.0, 3), (5.1, 0)] };
        assert!((within(&counts, 5.0) - 20.0 / 23.0).abs() < 1e-12);
        let bars = rebinned(&counts, 0.2, 5.1);
        assert!(bars[..24].iter().all(|share| *share == 0.0) && bars[24] > 0.8, "{bars:?}");
        let equal = Histogram { bins: vec![(5.0, 7), (5.0, 0)] };
        assert!(within(&equal, 5.0) > 1.0 - 1e-12 && within(&equal, 4.9) < 1e-12);
        assert!(title(&equal, Some(5.0)).starts_with("100.0"));
    }
}
