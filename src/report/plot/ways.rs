//! The ways of people on the floor, to scale: a line between two places, as wide as it is walked often.

use std::fmt::Write as _;

use plotters::style::RGBColor;

use super::super::number::{self, Scale, counted};
use super::axis::step;
use super::canvas::{Align, Canvas, draw};
use super::frame::{MARGIN, WIDTH, titles};
use super::palette::{BLUE, GREY, INK, LABEL, PAPER, SHADE, TICK};
use crate::study::{Floor, Results, Unit};

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Colours of crews: each lighter than the one before, for eyes and for prints in grey.
const CREWS: [RGBColor; 4] =
    [BLUE, RGBColor(224, 142, 62), RGBColor(104, 16, 20), RGBColor(96, 134, 122)];

/// Most crews in one plot: those that walk most. Beyond the colours their lines are dashed.
pub(super) const MOST_CREWS: usize = 2 * CREWS.len();

/// Widest and narrowest line. Unit: pixels.
const WIDEST: f64 = 14.0;
const NARROWEST: f64 = 0.5;

/// Space around the floor, for names. Unit: pixels.
pub(super) const PAD: f64 = 60.0;

/// Size of the floor. Unit: pixels.
const MOST_HEIGHT: f64 = 640.0;
const LEAST_HEIGHT: f64 = 90.0;

/// Crews side by side in the legend.
const COLUMNS: usize = 3;

/// Radius of a place. Unit: pixels.
const RADIUS: f64 = 6.5;

/// A crew between two places, both ways together.
pub(super) struct Line {
    pub(super) crew: usize,
    /// The places, ascending.
    pub(super) between: (usize, usize),
    /// Ways in eight hours at work of a person.
    pub(super) ways: f64,
}

/// The ways of all crews.
pub(super) fn ways(results: &Results) -> Option<String> {
    let floor = &results.staff.floor;
    let crews = crews(floor);
    let shown = &crews[..crews.len().min(MOST_CREWS)];
    let lines = lines(floor, shown);
    let sheet = Sheet::of(floor)?;
    let (title, subtitle) = (title(floor, shown, &lines)?, subtitle(results, crews.len()));
    let height = 190.0 + sheet.height + 2.0 * PAD + 24.0 * ((shown.len() - 1) / COLUMNS) as f64;
    Some(draw(WIDTH, height, &title, |canvas| {
        let top = titles(canvas, &title, &subtitle) + 8.0;
        let widest = lines.iter().map(|line| line.ways).fold(0.0, f64::max);
        let top = legend(canvas, shown, widest, top);
        let sheet = Sheet { top: top + PAD, ..sheet };
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        canvas.rectangle((left, top), (right, top + sheet.height + 2.0 * PAD), SHADE);
        let drawn = side_by_side(&lines, widest);
        for line in &drawn {
            sheet.draw(canvas, line);
        }
        sheet.places(canvas, floor, &drawn);
        sheet.scale_bar(canvas, (right, top + sheet.height + 2.0 * PAD + 22.0));
    }))
}

/// The crews that walk, those first that walk most.
pub(super) fn crews(floor: &Floor) -> Vec<(&str, f64)> {
    let mut crews: Vec<(&str, f64)> = Vec::new();
    for way in &floor.ways {
        match crews.iter_mut().find(|(name, _)| *name == way.crew) {
            Some((_, metres)) => *metres += way.metres.estimate,
            None => crews.push((&way.crew, way.metres.estimate)),
        }
    }
    crews.sort_by(|one, other| other.1.total_cmp(&one.1));
    crews
}

/// The lines to draw, the widest first.
pub(super) fn lines(floor: &Floor, crews: &[(&str, f64)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for way in &floor.ways {
        let Some(crew) = crews.iter().position(|(name, _)| *name == way.crew) else { continue };
        let between = (way.from.min(way.to), way.from.max(way.to));
        let ways = way.ways.estimate;
        match lines.iter_mut().find(|line| (line.crew, line.between) == (crew, between)) {
            Some(line) => line.ways += ways,
            None => lines.push(Line { crew, between, ways }),
        }
    }
    lines.sort_by(|one, other| other.ways.total_cmp(&one.ways));
    lines
}

fn title(floor: &Floor, crews: &[(&str, f64)], lines: &[Line]) -> Option<String> {
    let most = lines.first()?;
    let name = |place: usize| number::name(&floor.places[place].name, 40);
    let (from, to) = (name(most.between.0), name(most.between.1));
    let crew = number::name(crews[most.crew].0, 40);
    let ways = Scale::fitting(Unit::Count, most.ways).number(most.ways, 1);
    Some(format!("{crew} walks most between {from} and {to}: {ways} ways of a person in 8 hours"))
}

fn subtitle(results: &Results, crews: usize) -> String {
    let mut subtitle = format!(
        "{}: positions to scale, mean of {}; there and back together",
        number::name(&results.name, 60),
        counted(u64::from(results.replications), "replication"),
    );
    if results.staff.floor.rectilinear {
        write!(subtitle, "; lines are straight, people go along the axes").expect(SURE);
    }
    if crews > MOST_CREWS {
        write!(subtitle, "; the {MOST_CREWS} of {crews} crews that walk most").expect(SURE);
    }
    subtitle
}

/// The look of a crew: its colour, and whether its lines are dashed.
pub(super) const fn look(crew: usize) -> (RGBColor, bool) {
    (CREWS[crew % CREWS.len()], crew >= CREWS.len())
}

/// Names the crews, and says how wide the lines are; the height below it.
fn legend(canvas: &mut Canvas, crews: &[(&str, f64)], widest: f64, top: f64) -> f64 {
    const COLUMN: f64 = 310.0;
    const SAMPLE: f64 = 34.0;
    let mut y = top;
    for (position, (name, metres)) in crews.iter().enumerate() {
        let x = MARGIN + COLUMN * (position % COLUMNS) as f64;
        y = top + 24.0 * (position / COLUMNS) as f64;
        stroke(canvas, ((x, y), (x + SAMPLE, y)), 5.0, look(position));
        let metres = Scale::fitting(Unit::Metres, *metres).worded(*metres, 0);
        let words = format!("{}, {metres} in 8 h", number::name(name, 40));
        let words = LABEL.fitted(&words, COLUMN - SAMPLE - 22.0);
        canvas.text(&words, (x + SAMPLE + 8.0, y), Align::Left, LABEL);
    }
    let sample = round_below(widest);
    let width = width_of(sample, widest);
    let words = format!("{sample} ways");
    let x = WIDTH - MARGIN - TICK.width(&words);
    canvas.text(&words, (x, top), Align::Left, TICK);
    canvas.line(&[(x - SAMPLE - 8.0, top), (x - 8.0, top)], width, GREY);
    y + 24.0
}

/// The largest of 1, 2, 2.5 and 5 times a power of ten that is not above `most`.
pub(super) fn round_below(most: f64) -> f64 {
    let above = step(most);
    let lower = [1.0, 1.25, 2.0, 2.5, 4.0, 5.0, 10.0].into_iter().map(|part| above / part);
    let found = lower.into_iter().find(|round| *round <= most * (1.0 + 1e-9) && is_round(*round));
    found.unwrap_or(most)
}

/// Whether `step` would choose a number.
fn is_round(number: f64) -> bool {
    (step(number) / number - 1.0).abs() < 1e-6
}

pub(super) fn width_of(ways: f64, widest: f64) -> f64 {
    (WIDEST * ways / widest).max(NARROWEST)
}

/// A line with its width, and how far it stands beside the middle. Unit: pixels.
pub(super) struct Drawn {
    between: (usize, usize),
    crew: usize,
    width: f64,
    beside: f64,
}

/// The lines with those of several crews between the same places side by side.
pub(super) fn side_by_side(lines: &[Line], widest: f64) -> Vec<Drawn> {
    const GAP: f64 = 1.5;
    let width = |line: &Line| width_of(line.ways, widest);
    let drawn = lines.iter().map(|line| {
        let rivals = || lines.iter().filter(|other| other.between == line.between);
        let all: f64 = rivals().map(|other| width(other) + GAP).sum();
        let before = rivals().filter(|other| other.crew < line.crew);
        let before: f64 = before.map(|other| width(other) + GAP).sum();
        let beside = before + f64::midpoint(width(line), GAP) - all / 2.0;
        Drawn { between: line.between, crew: line.crew, width: width(line), beside }
    });
    drawn.collect()
}

pub(super) fn stroke(
    canvas: &mut Canvas,
    (from, to): ((f64, f64), (f64, f64)),
    width: f64,
    (colour, is_dashed): (RGBColor, bool),
) {
    if is_dashed {
        canvas.dashed(from, to, width, colour);
    } else {
        canvas.line(&[from, to], width, colour);
    }
}

/// Where the floor lies on the sheet.
pub(super) struct Sheet {
    /// Pixels a metre.
    scale: f64,
    left: f64,
    pub(super) top: f64,
    /// Height of the floor. Unit: pixels.
    pub(super) height: f64,
    /// The points of the places, in pixels from `left` and `top`; none without a position.
    points: Vec<Option<(f64, f64)>>,
}

impl Sheet {
    /// `None` if there is nothing to draw to scale.
    fn of(floor: &Floor) -> Option<Self> {
        let ends = Self::ends(floor)?;
        Some(Self::scaled(floor, ends, Self::largest(ends, MOST_HEIGHT)?))
    }

    /// The ends of a floor: west, east, south and north. Unit: metres.
    pub(super) fn ends(floor: &Floor) -> Option<[f64; 4]> {
        let at: Vec<[f64; 2]> = floor.places.iter().filter_map(|place| place.at).collect();
        let end =
            |axis: usize, pick: fn(f64, f64) -> f64| at.iter().map(|at| at[axis]).reduce(pick);
        Some([end(0, f64::min)?, end(0, f64::max)?, end(1, f64::min)?, end(1, f64::max)?])
    }

    /// The largest scale at which a floor with these ends fits, with such a height at most. Unit: pixels a metre.
    pub(super) fn largest([west, east, south, north]: [f64; 4], height: f64) -> Option<f64> {
        // Names stand at the sides.
        let width = WIDTH - 2.0 * MARGIN - 4.0 * PAD;
        let scale = (width / (east - west)).min(height / (north - south));
        scale.is_finite().then_some(scale)
    }

    /// A floor between these ends, at a scale that fits.
    pub(super) fn scaled(floor: &Floor, [west, east, south, north]: [f64; 4], scale: f64) -> Self {
        let height = (scale * (north - south)).max(LEAST_HEIGHT);
        let left = f64::midpoint(MARGIN, WIDTH - MARGIN) - scale * (east - west) / 2.0;
        let below = (height - scale * (north - south)) / 2.0;
        let point = |at: [f64; 2]| (scale * (at[0] - west), below + scale * (north - at[1]));
        let points = floor.places.iter().map(|place| place.at.map(point)).collect();
        Self { scale, left, top: 0.0, height, points }
    }

    fn at(&self, place: usize) -> Option<(f64, f64)> {
        self.points[place].map(|(x, y)| (self.left + x, self.top + y))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, line: &Drawn) {
        let (Some(from), Some(to)) = (self.at(line.between.0), self.at(line.between.1)) else {
            return;
        };
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(x, y);
        if length > 0.0 {
            let (x, y) = (-y / length * line.beside, x / length * line.beside);
            let ends = ((from.0 + x, from.1 + y), (to.0 + x, to.1 + y));
            stroke(canvas, ends, line.width, look(line.crew));
        }
    }

    /// Whether a line lies on an area.
    fn crosses(&self, line: &Drawn, area: Area) -> bool {
        const STEPS: u32 = 100;
        let (Some(from), Some(to)) = (self.at(line.between.0), self.at(line.between.1)) else {
            return false;
        };
        let half = line.width / 2.0;
        (0..=STEPS).any(|step| {
            let part = f64::from(step) / f64::from(STEPS);
            let at = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            area.meets(&Area::around(at, half))
        })
    }

    /// Draws the places with their names, which stand where they cover no other.
    pub(super) fn places(&self, canvas: &mut Canvas, floor: &Floor, lines: &[Drawn]) {
        let points: Vec<(usize, (f64, f64))> =
            (0..floor.places.len()).filter_map(|place| Some((place, self.at(place)?))).collect();
        let mut taken: Vec<Area> = points.iter().map(|&(_, at)| Area::around(at, RADIUS)).collect();
        for &(place, at) in &points {
            let row = &floor.places[place];
            let is_walked = lines.iter().any(|it| it.between.0 == place || it.between.1 == place);
            let font = if is_walked { LABEL } else { TICK };
            let name = font.fitted(&number::name(&row.name, 40), 170.0);
            let width = font.width(&name);
            let around = Area::beside(at, width);
            let free = around.iter().filter(|(area, _)| {
                area.is_on_sheet() && taken.iter().all(|other| !area.meets(other))
            });
            // Of those that are free the one on which the thinnest lines lie, of equals the first.
            let crossed = |area: &Area| {
                let widths = lines.iter().filter(|line| self.crosses(line, *area));
                widths.map(|line| line.width).fold(2.0, f64::max)
            };
            let best = free.min_by(|one, other| crossed(&one.0).total_cmp(&crossed(&other.0)));
            let &(area, align) = best.unwrap_or(&around[0]);
            taken.push(area);
            canvas.rectangle(area.from, area.to, SHADE);
            canvas.text(&name, area.anchor(align), align, font);
        }
        for &(place, at) in &points {
            if floor.places[place].is_station {
                canvas.disc(at, RADIUS, PAPER, INK);
            } else {
                let corner = |by: f64| (at.0 + by, at.1 + by);
                canvas.rectangle(corner(-RADIUS), corner(RADIUS), INK);
                canvas.rectangle(corner(2.0 - RADIUS), corner(RADIUS - 2.0), PAPER);
            }
        }
    }

    /// A bar of a round number of metres, with what it means.
    pub(super) fn scale_bar(&self, canvas: &mut Canvas, (right, y): (f64, f64)) {
        let metres = round_below(160.0 / self.scale);
        let length = metres * self.scale;
        let words =
            if metres < 1.0 { format!("{:.0} cm", metres * 100.0) } else { format!("{metres} m") };
        let left = right - length;
        canvas.line(&[(left, y), (right, y)], 2.0, INK);
        for end in [left, right] {
            canvas.line(&[(end, y - 5.0), (end, y + 5.0)], 2.0, INK);
        }
        canvas.text(&words, (left - 10.0, y), Align::Right, TICK);
    }
}

/// A part of the sheet that a name or a place takes.
#[derive(Clone, Copy, Debug)]
struct Area {
    from: (f64, f64),
    to: (f64, f64),
}

impl Area {
    fn around((x, y): (f64, f64), radius: f64) -> Self {
        Self { from: (x - radius, y - radius), to: (x + radius, y + radius) }
    }

    /// Where a name of some width may stand beside a place, the best first.
    fn beside((x, y): (f64, f64), width: f64) -> [(Self, Align); 8] {
        const HALF: f64 = 9.0;
        const AWAY: f64 = RADIUS + 5.0;
        let at = |middle: (f64, f64), align: Align| {
            let left = match align {
                Align::Left => middle.0,
                Align::Middle => middle.0 - width / 2.0,
                Align::Right => middle.0 - width,
            };
            let from = (left - 2.0, middle.1 - HALF);
            (Self { from, to: (left + width + 2.0, middle.1 + HALF) }, align)
        };
        let near = AWAY - 2.0;
        [
            at((x, y - AWAY - HALF), Align::Middle),
            at((x, y + AWAY + HALF), Align::Middle),
            at((x + AWAY, y), Align::Left),
            at((x - AWAY, y), Align::Right),
            at((x + near, y - near - HALF), Align::Left),
            at((x + near, y + near + HALF), Align::Left),
            at((x - near, y - near - HALF), Align::Right),
            at((x - near, y + near + HALF), Align::Right),
        ]
    }

    fn anchor(&self, align: Align) -> (f64, f64) {
        let y = f64::midpoint(self.from.1, self.to.1);
        match align {
            Align::Left => (self.from.0 + 2.0, y),
            Align::Middle => (f64::midpoint(self.from.0, self.to.0), y),
            Align::Right => (self.to.0 - 2.0, y),
        }
    }

    fn is_on_sheet(&self) -> bool {
        self.from.0 >= MARGIN && self.to.0 <= WIDTH - MARGIN
    }

    fn meets(&self, other: &Self) -> bool {
        self.from.0 < other.to.0
            && other.from.0 < self.to.0
            && self.from.1 < other.to.1
            && other.from.1 < self.to.1
    }
}
