//! When a station works that needs people: it has a shift, and somebody with each skill is there.

use std::collections::BTreeSet;

use crate::ids::{CalendarId, NeedsId};
use crate::model::Model;
use crate::model::calendar::{Calendar, Shift, time_in_common};
use crate::units::{Span, Time};

/// What must hold for work to go on, in one form for all ways to write it: of each set, one of the
/// calendars is in a shift; those with `false` are in no break either.
pub(super) type Conditions = BTreeSet<BTreeSet<(CalendarId, bool)>>;

/// The calendars that must say yes at the same time.
#[derive(Clone, Debug)]
pub(super) struct Staffing {
    calendars: Vec<CalendarId>,
    /// Whether the first calendar is that of the station: it only has to have a shift.
    has_shifts: bool,
    /// For each skill, where the calendars of its crews stand in the list; skills of which somebody
    /// is always there are left out.
    skills: Vec<Vec<usize>>,
}

impl Staffing {
    /// Of a station with this calendar that needs these people; of a repair, without a calendar.
    pub(super) fn of(model: &Model, calendar: Option<CalendarId>, needs: Option<NeedsId>) -> Self {
        let mut calendars: Vec<CalendarId> = calendar.into_iter().collect();
        let mut skills: Vec<Vec<usize>> = Vec::new();
        for &(skill, _) in needs.iter().flat_map(|&needs| &model.needs[needs].skills) {
            let crews = model.skills[skill]
                .crews
                .iter()
                // Of whom nobody ever comes nobody is there.
                .filter(|&&crew| model.crews[crew].presence() > 0.0)
                .flat_map(|&crew| model.crews[crew].hours_with(skill))
                .filter(|&(_, people)| people > 0);
            let calendars_of = crews.map(|(calendar, _)| calendar);
            let Some(crews) = calendars_of.collect::<Option<Vec<CalendarId>>>() else { continue };
            let place = |id: CalendarId| {
                calendars.iter().position(|&other| other == id).unwrap_or_else(|| {
                    calendars.push(id);
                    calendars.len() - 1
                })
            };
            skills.push(crews.into_iter().map(place).collect());
        }
        Self { calendars, has_shifts: calendar.is_some(), skills }
    }

    /// What must hold: equal for stations that can work in the same hours of the same calendars.
    pub(super) fn conditions(&self, model: &Model) -> Conditions {
        let at_work = |&place: &usize| {
            let calendar = self.calendars[place];
            (calendar, !model.calendars[calendar].has_breaks())
        };
        let mut all: Conditions =
            self.skills.iter().map(|crews| crews.iter().map(at_work).collect()).collect();
        if self.has_shifts && !all.contains(&BTreeSet::from([(self.calendars[0], false)])) {
            all.insert(BTreeSet::from([(self.calendars[0], true)]));
        }
        all
    }

    /// The calendars that decide.
    pub(super) fn calendars(&self) -> &[CalendarId] {
        &self.calendars
    }

    /// Whether work goes on when the calendars say `shifts`, in their order.
    pub(super) fn works(&self, shifts: &[Shift]) -> bool {
        let has_shift = !self.has_shifts || shifts[0] != Shift::Closed;
        let is_there = |crews: &Vec<usize>| crews.iter().any(|&crew| shifts[crew] == Shift::Open);
        has_shift && self.skills.iter().all(is_there)
    }

    /// Whether work goes on at an instant.
    pub(super) fn works_at(&self, model: &Model, at: Time) -> bool {
        let shifts = self.calendars.iter().map(|&id| model.calendars[id].shift_at(at));
        self.works(&shifts.collect::<Vec<_>>())
    }

    /// How long work goes on from `start` to `end`.
    pub(super) fn time(&self, model: &Model, start: Time, end: Time) -> Span {
        let calendars: Vec<&Calendar> =
            self.calendars.iter().map(|&id| &model.calendars[id]).collect();
        time_in_common(&calendars, start, end, |shifts| self.works(shifts))
    }
}
