//! Two cumulative distributions in one picture.

use std::fmt::Write;

/// Size of the picture, and where its axes lie. Unit: pixels.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 770.0;
const TOP: f64 = 90.0;
const BOTTOM: f64 = 390.0;

/// A curve: its name, the days, its colour, its dashes, and at which share its name stands.
pub(crate) struct Curve<'a> {
    /// What it shows.
    pub(crate) name: &'a str,
    /// The lead times. Unit: days.
    pub(crate) days: &'a [f64],
    /// Colour of its line.
    pub(crate) colour: &'a str,
    /// Dashes of its line, so that colour is not needed to tell it apart.
    pub(crate) dashes: &'a str,
    /// On which side of the line its name stands: `start` behind it, `end` before it.
    pub(crate) anchor: &'a str,
    /// At which share of the orders its name stands.
    pub(crate) named_at: f64,
}

/// The picture of some curves under a title.
pub(crate) fn picture(title: &str, subtitle: &str, curves: &[Curve]) -> String {
    let most = curves.iter().flat_map(|curve| curve.days).copied().fold(1.0, f64::max);
    let last = (most / 10.0).ceil() * 10.0;
    let x = |days: f64| LEFT + days / last * (RIGHT - LEFT);
    let y = |share: f64| BOTTOM - share * (BOTTOM - TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"13\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"34\" font-size=\"20\" font-weight=\"600\">{title}</text>\n\
         <text x=\"{LEFT}\" y=\"58\" fill=\"#666\">{subtitle}</text>\n"
    );
    for percent in [0, 25, 50, 75, 100] {
        let at = y(f64::from(percent) / 100.0);
        line(&mut svg, (LEFT, at), (RIGHT, at));
        text(&mut svg, (LEFT - 8.0, at + 4.0), "end", &format!("{percent} %"));
    }
    let mut days = 0.0;
    while days <= last {
        text(&mut svg, (x(days), BOTTOM + 20.0), "middle", &format!("{days:.0}"));
        days += 10.0;
    }
    text(&mut svg, (RIGHT, BOTTOM + 44.0), "end", "Lead time of an order, days");
    for curve in curves {
        draw(&mut svg, curve, x, y);
    }
    svg + "</svg>\n"
}

fn draw(svg: &mut String, curve: &Curve, x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) {
    let mut sorted = curve.days.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut path = format!("M{:.1} {:.1}", x(0.0), y(0.0));
    for (before, &days) in sorted.iter().enumerate() {
        let share = (before + 1) as f64 / sorted.len() as f64;
        write!(path, "H{:.1}V{:.1}", x(days), y(share)).expect("a text takes every text");
    }
    let Curve { name, colour, dashes, anchor, named_at, .. } = curve;
    let (right, down) = if *anchor == "end" { (-10.0, -4.0) } else { (12.0, 14.0) };
    let at = ((sorted.len() as f64 * named_at) as usize).min(sorted.len() - 1);
    writeln!(
        svg,
        "<path d=\"{path}H{RIGHT}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" \
         stroke-dasharray=\"{dashes}\"/>\n\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\" font-weight=\"600\">{name}</text>",
        x(sorted[at]) + right,
        y(*named_at) + down
    )
    .expect("a text takes every text");
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    writeln!(svg, "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"#ddd\"/>")
        .expect("a text takes every text");
}

fn text(svg: &mut String, at: (f64, f64), anchor: &str, what: &str) {
    let (x, y) = at;
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#666\">{what}</text>"
    )
    .expect("a text takes every text");
}
