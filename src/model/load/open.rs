//! The hours in which the whole plant works: those that all its stations share.

use super::staffing::{Conditions, Staffing};
use crate::ids::StationId;
use crate::model::{Calendar, Model};
use crate::units::{Span, Time};

/// When the stations of a plant can work, all in the same hours: they have a shift, and somebody with
/// each skill that they need is there.
#[derive(Clone, Debug)]
pub struct OpenHours {
    staffing: Staffing,
    /// In the order of the staffing.
    calendars: Vec<Calendar>,
}

impl OpenHours {
    /// Whether the plant works at an instant.
    pub fn is_open(&self, at: Time) -> bool {
        let shifts: Vec<_> = self.calendars.iter().map(|calendar| calendar.shift_at(at)).collect();
        self.staffing.works(&shifts)
    }

    /// The first instant after `after` at which that may change; [`Time::NEVER`] if it never does.
    pub fn next_change(&self, after: Time) -> Time {
        let changes = self.calendars.iter().filter_map(|calendar| calendar.next_change(after));
        changes.min().unwrap_or(Time::NEVER)
    }
}

impl Model {
    /// The calendar of all stations that parts can pass, if they have the same.
    pub fn shared_calendar(&self) -> Option<&Calendar> {
        let stations = self.places.iter().map(|place| &self.stations[place.station]);
        let mut calendars = stations.filter(|row| row.has_machines()).map(|row| row.calendar);
        let first = calendars.next()??;
        calendars.all(|other| other == Some(first)).then(|| &self.calendars[first])
    }

    /// The open time of a shift that all stations share, breaks excluded: the mean over the run, or over a year if
    /// it ends with its orders.
    pub fn open_time_of_a_shift(&self) -> Option<Span> {
        let calendar = self.shared_calendar()?;
        let (begin, end) = (Time::ZERO + self.run.warm_up.span(), self.end_of_loads());
        let shifts = calendar.shifts_between(begin, end);
        let open = calendar.open_time(begin, end).ticks() as f64;
        (shifts > 0.0).then(|| Span::round(open / shifts))
    }

    /// The hours that all stations share which parts can pass; `None` if they have no hours in
    /// common that are those of each of them.
    ///
    /// Stations share their hours if the same calendars decide over them: two calendars that say the
    /// same by chance are two.
    pub fn open_hours(&self) -> Option<OpenHours> {
        let stations = self.places.iter().map(|place| place.station);
        let mut passed: Vec<StationId> =
            stations.filter(|&station| self.stations[station].has_machines()).collect();
        passed.sort_unstable();
        passed.dedup();
        let of = |&station: &StationId| {
            let row = &self.stations[station];
            Staffing::of(self, row.calendar, row.operators)
        };
        let staffing = passed.first().map(of)?;
        let shared: Conditions = staffing.conditions(self);
        let is_shared = |staffing: Staffing| staffing.conditions(self) == shared;
        if !passed[1..].iter().map(of).all(is_shared) {
            return None;
        }
        let calendars = staffing.calendars().iter().map(|&id| self.calendars[id].clone());
        Some(OpenHours { calendars: calendars.collect(), staffing })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tests::model;

    /// Two stations, the second of which has a crew; `more` is said of both.
    fn shared(calendars: &str, saw: &str, pack: &str, crew: &str) -> Option<OpenHours> {
        model(&format!(
            "[line.main]\nstations = [\"saw\", \"pack\"]\n[station.saw]\ncycle = \"1 min\"\n{saw}\n\
             [station.pack]\ncycle = \"1 min\"\noperators = {{ fitter = 1 }}\n{pack}\n\
             [crew.fitter]\ncount = 1\n{crew}\n{calendars}"
        ))
        .open_hours()
    }

    fn hour(hours: i64) -> Time {
        Time::ZERO + Span::from_hours(hours)
    }

    const DAY: &str = "[calendar.day]\nmon-sun = \"06:00-14:00\"\n";
    const LATE: &str = "[calendar.late]\nmon-sun = \"14:00-22:00\"\n";
    const OF_DAY: &str = "calendar = \"day\"";

    #[test]
    fn stations_and_people_under_one_calendar_share_its_hours() {
        let found = shared(DAY, OF_DAY, OF_DAY, OF_DAY).expect("one calendar");
        assert!(!found.is_open(hour(5)) && found.is_open(hour(6)) && !found.is_open(hour(14)));
        assert_eq!(found.next_change(hour(5)), hour(6));
        assert_eq!(found.next_change(hour(6)), hour(14));
        // It makes no difference whether the people or their station are not there.
        assert!(shared(DAY, OF_DAY, "", OF_DAY).is_some());
    }

    /// By hand, of shifts from six to two: ten in ten days, half of one from ten on, none at night.
    #[test]
    fn shifts_are_counted_as_far_as_they_lie_in_a_stretch_of_time() {
        let plant = |saw: &str, pack: &str| {
            model(&format!(
                "[line.main]\nstations = [\"saw\", \"pack\"]\n[station.saw]\ncycle = \"1 min\"\n{saw}\n\
                 [station.pack]\ncycle = \"1 min\"\n{pack}\n{DAY}"
            ))
        };
        let shared = plant(OF_DAY, OF_DAY);
        let calendar = shared.shared_calendar().expect("one calendar");
        let counted = |from, to| calendar.shifts_between(hour(from), hour(to));
        assert!((counted(0, 240) - 10.0).abs() < 1e-12);
        assert!((counted(10, 24) - 0.5).abs() < 1e-12);
        assert!((counted(10, 24 + 8) - 0.75).abs() < 1e-12);
        assert!(counted(14, 24 + 6).abs() < 1e-12);
        assert!(plant(OF_DAY, "").shared_calendar().is_none());
        assert!(plant("", "").shared_calendar().is_none());
    }

    #[test]
    fn a_plant_without_calendars_is_always_open() {
        let found = shared("", "", "", "").expect("no calendar");
        assert!(found.is_open(Time::ZERO));
        assert_eq!(found.next_change(Time::ZERO), Time::NEVER);
    }

    #[test]
    fn stations_with_other_hours_or_breaks_share_none() {
        let both = DAY.to_owned() + LATE;
        assert!(shared(&both, OF_DAY, "calendar = \"late\"", "").is_none());
        assert!(shared(DAY, OF_DAY, "", "").is_none());
        // The break stops the people, not the saw.
        let breaks = DAY.to_owned() + "breaks = [{ at = \"09:00\", for = \"30 min\" }]\n";
        assert!(shared(&breaks, OF_DAY, OF_DAY, OF_DAY).is_none());
        let found =
            shared(&breaks, &format!("{OF_DAY}\noperators = {{ fitter = 1 }}"), OF_DAY, OF_DAY);
        let found = found.expect("both need people");
        assert!(!found.is_open(hour(9)) && found.is_open(hour(10)));
    }
}
