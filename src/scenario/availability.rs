//! `availability` of a failure: how much of a time is left, instead of a time between failures.

use super::decoder::Decoder;
use super::failure::{Clock, Failure};
use super::node::Branches;
use super::table::WrittenTable;
use super::words::words;
use crate::diagnostic::{Diagnostics, code};
use crate::random::Distribution;
use crate::units::{LONGEST, Span};

words! {
    /// `base`: the time of which an availability is the share.
    Base {
        /// Working time and the repairs: what is left while there is work (`clock = "operating"`).
        Operating = "operating",
        /// The hours in which the station is open, whether it works or not, and the repairs
        /// (`clock = "on_shift"`).
        PlannedTime = "planned_time",
        /// All time, day and night (`clock = "calendar"`).
        Calendar = "calendar",
    }
}

impl Base {
    /// The clock that counts the time between two failures.
    pub const fn clock(self) -> Clock {
        match self {
            Self::Operating => Clock::Operating,
            Self::PlannedTime => Clock::OnShift,
            Self::Calendar => Clock::Calendar,
        }
    }
}

/// Why a failure cannot have an availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEvery {
    /// Its repair takes no time.
    NoRepair,
    /// The time between two failures would be shorter than a tick.
    TooShort,
    /// The time between two failures would be longer than a hundred years.
    TooLong,
}

/// The time between two failures that leaves `availability` of it and a repair with the mean
/// `repair`: exponential, with the mean repair × availability / (1 − availability). `None` never
/// fails: 100 % is left.
///
/// Every repair counts with all its hours, whatever the calendar says meanwhile: in the long run
/// the time counted by the clock over that time and the hours of repair is the availability.
///
/// Unit: ticks. Bounds: `availability` in (0, 1].
///
/// # Errors
/// If no such time can be counted.
pub fn every_of(availability: f64, repair: f64) -> Result<Option<Distribution>, NoEvery> {
    if availability >= 1.0 {
        return Ok(None);
    }
    if repair <= 0.0 {
        return Err(NoEvery::NoRepair);
    }
    let mean = repair * availability / (1.0 - availability);
    if Span::round(mean).is_zero() {
        return Err(NoEvery::TooShort);
    }
    if mean > LONGEST.ticks() as f64 {
        return Err(NoEvery::TooLong);
    }
    Distribution::exponential(mean).map(Some).map_err(|_| NoEvery::TooLong)
}

impl Failure {
    /// What `availability` excludes and what it needs.
    pub(super) fn check_availability(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("availability") {
            if let Some(base) = written.branches.get("base") {
                let message = "`base` belongs to `availability`, and there is none";
                let hint = "write `availability = \"94 %\"`, or `clock` with `every`";
                decoder.mistake(code::CONFLICT, base.key, message, hint);
            }
            return;
        }
        for (key, hint) in [
            ("every", "`availability` and the repair tell how often it fails: leave `every` out"),
            ("at", "make two failures of it"),
        ] {
            if written.has(key) {
                let message = format!("a failure has either `{key}` or `availability`, not both");
                decoder.mistake(code::CONFLICT, written.name, message, hint);
            }
        }
        if !written.has("base") {
            let message = "`availability` needs `base`: of which time it is the share";
            let hint = "the words are: `operating` (while it works), `planned_time` (while it is \
                        open), `calendar` (day and night)";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
        if let Some(given) = self.availability.as_ref().filter(|given| given.value.0 <= 0.0) {
            let message = "`availability` must be above 0 %: such a machine would never work";
            decoder.mistake(code::OUT_OF_RANGE, given.spot, message, "");
        }
        if let (Some(clock), Some(base)) = (&self.clock, &self.base)
            && clock.value != base.value.clock()
        {
            let message = "`clock` does not count the time of `base`";
            let hint = "leave `clock` out: `base` tells it";
            decoder.mistake(code::CONFLICT, clock.spot, message, hint);
        }
    }

    /// What holds for `clock` or `every` of a failure as written, in words, if its availability
    /// tells it.
    pub(super) fn told_by_availability(written: &Branches, key: &str) -> Option<String> {
        let name = written.values().next()?.key;
        let mut unheard = Diagnostics::default();
        let failure: Self = Decoder::new(&mut unheard).branches_of(written, name);
        let availability = failure.availability?.value.0;
        let base = failure.base?.value;
        let repair = failure.repair?.value.time?.value.mean();
        match (key, every_of(availability, repair).ok()?) {
            ("clock", _) => Some(match base {
                Base::Operating => "operating, because of `base`".to_owned(),
                Base::PlannedTime => "on_shift, because of `base`".to_owned(),
                Base::Calendar => "calendar, because of `base`".to_owned(),
            }),
            ("every", Some(every)) => {
                let (every, repair) = (Span::round(every.mean()), Span::round(repair));
                Some(format!(
                    "{{ mean = \"{every}\" }}, because of `availability` and a repair of {repair} \
                     on average"
                ))
            }
            ("every", None) => Some("never, because of `availability`".to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Memory, read};

    #[test]
    fn ninety_per_cent_are_nine_repairs_between_two() {
        // 90 % of nine parts and one.
        let every = every_of(0.9, 600e6).expect("possible").expect("it fails");
        assert!((every.mean() - 5400e6).abs() < 1.0);
        assert_eq!(every_of(1.0, 600e6), Ok(None));
        assert_eq!(every_of(0.9, 0.0), Err(NoEvery::NoRepair));
        assert_eq!(every_of(1e-9, 1e6), Err(NoEvery::TooShort));
        assert_eq!(every_of(0.999_999_999_999, 3.6e9), Err(NoEvery::TooLong));
    }

    #[test]
    fn the_time_between_failures_is_shown() {
        let text = "[station.saw.failure.jam]\navailability = \"94 %\"\nbase = \"planned_time\"\n\
            repair = { time = { mean = \"9 min\", cv = 0.5 } }\n\
            [station.saw.failure.off]\navailability = \"100 %\"\nbase = \"calendar\"\n\
            repair = { time = \"9 min\" }\n";
        let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
        let value = |path: &str, key: &str| {
            let origins = reading.origin(path).expect("it is there");
            origins.into_iter().find(|origin| origin.key == key).expect("listed").value
        };
        // 9 min × 94 / 6.
        assert_eq!(
            value("station.saw", "failure.jam.every"),
            "{ mean = \"2.35 h\" }, because of `availability` and a repair of 9 min on average"
        );
        assert_eq!(value("station.saw", "failure.jam.clock"), "on_shift, because of `base`");
        let at = value("station.saw.failure.jam", "at");
        assert_eq!(at, "none, because `availability` is given");
        assert_eq!(value("station.saw", "failure.off.every"), "never, because of `availability`");
    }
}
