//! Distances on the floor of the plant in whole micrometres, and speeds.

use std::ops::AddAssign;

use super::quantity::split;
use super::{Misread, Span};

/// A distance, or a coordinate on the floor.
///
/// Unit: micrometres, so that sums of distances are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance(i64);

/// Micrometres in a metre.
const METRE: i64 = 1_000_000;

/// Units of length, and micrometres in each.
const LENGTHS: [(&str, i64); 4] = [("m", METRE), ("cm", 10_000), ("mm", 1000), ("ft", 304_800)];

impl Distance {
    /// No distance.
    pub const ZERO: Self = Self(0);

    /// A whole number of micrometres.
    pub const fn from_micrometres(micrometres: i64) -> Self {
        Self(micrometres)
    }

    /// Its micrometres.
    pub const fn micrometres(self) -> i64 {
        self.0
    }

    /// The distance as a float. Unit: metres.
    pub fn metres(self) -> f64 {
        self.0 as f64 / METRE as f64
    }

    /// Reads a length such as `"12 m"`.
    ///
    /// # Errors
    /// If it is not a number with a unit of length, is negative, or longer than 100 km. One below
    /// 1 mm is [`Misread::NotWhole`].
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = split(text)?;
        let known = LENGTHS.iter().find(|(word, _)| *word == unit);
        let (_, micrometres) = known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
        match i64::try_from(number.times(*micrometres)) {
            Ok(..0) => Err(Misread::Negative),
            Ok(length) if length < 1000 => Err(Misread::NotWhole),
            Ok(length) if length <= 100_000 * METRE => Ok(Self(length)),
            _ => Err(Misread::TooLarge),
        }
    }

    /// The units of length that are known.
    pub fn units() -> impl Iterator<Item = &'static str> {
        LENGTHS.iter().map(|(word, _)| *word)
    }

    /// How far apart two points are: along the axes one after the other if `rectilinear`, else as the
    /// crow flies.
    ///
    /// Bounds: coordinates of at most a thousand kilometres.
    pub fn between(one: [Self; 2], other: [Self; 2], rectilinear: bool) -> Self {
        let [x, y] = [0, 1].map(|axis: usize| (one[axis].0 - other[axis].0).abs());
        if rectilinear || x == 0 || y == 0 {
            return Self(x + y);
        }
        let (x, y) = (x as f64, y as f64);
        // The square root is the one that rounds right, on every machine.
        #[expect(clippy::cast_possible_truncation, reason = "it is no more than x + y")]
        let straight = (x * x + y * y).sqrt().round() as i64;
        Self(straight)
    }

    /// The part of it that is covered in `time`, if all of it takes `whole`; rounded down.
    #[must_use]
    pub fn covered(self, time: Span, whole: Span) -> Self {
        if time >= whole {
            return self;
        }
        let part = i128::from(self.0) * i128::from(time.ticks()) / i128::from(whole.ticks());
        Self(i64::try_from(part).unwrap_or(self.0))
    }
}

impl AddAssign for Distance {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

/// How fast somebody walks, or something moves.
///
/// Unit: micrometres an hour, of which all units of speed are whole numbers. Bounds: from 0.01 m/s to 100 m/s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed(i64);

/// Units of speed, and micrometres an hour in each.
const UNITS: [(&str, i64); 5] = [
    ("m/s", 3600 * METRE),
    ("m/min", 60 * METRE),
    ("km/h", 1000 * METRE),
    ("ft/s", 3600 * 304_800),
    ("ft/min", 60 * 304_800),
];

impl Speed {
    /// Reads a speed such as `"1.2 m/s"`.
    ///
    /// # Errors
    /// If it is not a number with a unit of speed, is negative, or more than 100 m/s. One below
    /// 0.01 m/s is [`Misread::NotWhole`].
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = split(text)?;
        let spelt: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
        let known = UNITS.iter().find(|(word, _)| *word == spelt);
        let (_, an_hour) = known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
        match i64::try_from(number.times(*an_hour)) {
            Ok(..0) => Err(Misread::Negative),
            Ok(speed) if speed < 36 * METRE => Err(Misread::NotWhole),
            Ok(speed) if speed <= 360_000 * METRE => Ok(Self(speed)),
            _ => Err(Misread::TooLarge),
        }
    }

    /// The units that are known.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(word, _)| *word)
    }

    /// Its micrometres an hour.
    pub const fn micrometres_an_hour(self) -> i64 {
        self.0
    }

    /// How long a distance takes, rounded once to a tick.
    pub fn time_for(self, distance: Distance) -> Span {
        let ticks = i128::from(distance.0) * i128::from(Span::from_hours(1).ticks());
        let speed = i128::from(self.0);
        Span::from_ticks(i64::try_from((ticks + speed / 2) / speed).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: i64, y: i64) -> [Distance; 2] {
        [x, y].map(|metres| Distance(metres * METRE))
    }

    #[test]
    fn distances_go_along_the_axes_or_straight() {
        let (one, other) = (point(1, 2), point(4, -2));
        assert_eq!(Distance::between(one, other, true), Distance(7 * METRE));
        assert_eq!(Distance::between(one, other, false), Distance(5 * METRE));
        assert_eq!(Distance::between(other, one, false), Distance(5 * METRE));
        // The diagonal of a square of a metre: 1.41421356… m.
        let diagonal = Distance::between(point(0, 0), point(1, 1), false);
        assert_eq!(diagonal, Distance(1_414_214));
        assert_eq!(Distance::between(one, one, false), Distance::ZERO);
    }

    #[test]
    fn lengths_are_read_in_whole_micrometres() {
        assert_eq!(Distance::parse("12 m"), Ok(Distance(12 * METRE)));
        assert_eq!(Distance::parse("0.6m"), Ok(Distance(600_000)));
        assert_eq!(Distance::parse("35 cm"), Ok(Distance(350_000)));
        assert_eq!(Distance::parse("1 mm"), Ok(Distance(1000)));
        assert_eq!(Distance::parse("10 ft"), Ok(Distance(3_048_000)));
        assert_eq!(Distance::parse("0.5 mm"), Err(Misread::NotWhole));
        assert_eq!(Distance::parse("-1 m"), Err(Misread::Negative));
        assert_eq!(Distance::parse("101 000 m"), Err(Misread::Unit("000 m".to_owned())));
        assert_eq!(Distance::parse("101000 m"), Err(Misread::TooLarge));
        assert_eq!(Distance::parse("3 s"), Err(Misread::Unit("s".to_owned())));
    }

    #[test]
    fn a_way_that_is_cut_short_is_covered_in_part() {
        let way = Distance(12 * METRE);
        let seconds = Span::from_seconds;
        assert_eq!(way.covered(seconds(4), seconds(10)), Distance(4_800_000));
        assert_eq!(way.covered(seconds(10), seconds(10)), way);
        assert_eq!(way.covered(Span::ZERO, seconds(10)), Distance::ZERO);
        assert_eq!(way.covered(Span::ZERO, Span::ZERO), way);
    }

    #[test]
    fn speeds_are_read_in_several_units() {
        let speed = |text| Speed::parse(text).map(Speed::micrometres_an_hour);
        assert_eq!(speed("1.2 m/s"), Ok(4_320 * METRE));
        assert_eq!(speed("72 m/min"), Ok(4_320 * METRE));
        assert_eq!(speed("3.6 km/h"), Ok(3_600 * METRE));
        assert_eq!(speed("4 km / h"), Ok(4_000 * METRE));
        // 4 × 0.3048 m × 3600 s.
        assert_eq!(speed("4 ft/s"), Ok(4_389_120_000));
        assert_eq!(speed("1 ft/min"), Err(Misread::NotWhole));
        assert_eq!(speed("2 ft/min"), Ok(36_576_000));
        assert_eq!(speed("1.2 m"), Err(Misread::Unit("m".to_owned())));
        assert_eq!(speed("1.2"), Err(Misread::NoUnit));
        assert_eq!(speed("-1 m/s"), Err(Misread::Negative));
        assert_eq!(speed("0 m/s"), Err(Misread::NotWhole));
        assert_eq!(speed("101 m/s"), Err(Misread::TooLarge));
        assert_eq!(speed("1,2 m/s"), Err(Misread::Comma));
    }

    #[test]
    fn a_walk_takes_its_distance_over_the_speed() {
        let speed = Speed::parse("1.2 m/s").expect("a speed");
        assert_eq!(speed.time_for(Distance(12 * METRE)), Span::from_seconds(10));
        // 1 m at 1.2 m/s: 833,333.3… ticks.
        assert_eq!(speed.time_for(Distance(METRE)).ticks(), 833_333);
        assert_eq!(speed.time_for(Distance::ZERO), Span::ZERO);
    }
}
