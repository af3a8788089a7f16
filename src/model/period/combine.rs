//! Hours and people of all periods in one: calendars that take each other's place, and crews with
//! everybody who is ever there.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use crate::ids::{CalendarId, CrewId, Id, Run, Table};
use crate::model::Away;
use crate::model::calendar::{Calendar, Workdays};
use crate::model::compile::Compiler;
use crate::model::demand::Promise;
use crate::model::{Model, Operator};
use crate::units::{Time, natural_order};

/// The calendar that holds in each period, by its number among all different ones; `None` is always
/// open.
type Course = Vec<Option<usize>>;

/// All different calendars of all periods.
#[derive(Default)]
struct Catalogue<'m> {
    calendars: Vec<&'m Calendar>,
    by_name: BTreeMap<&'m str, Vec<usize>>,
}

impl<'m> Catalogue<'m> {
    fn number(&mut self, calendar: &'m Calendar) -> usize {
        let same_name = self.by_name.entry(&calendar.name).or_default();
        let known = same_name.iter().copied().find(|&known| self.calendars[known] == calendar);
        known.unwrap_or_else(|| {
            self.calendars.push(calendar);
            same_name.push(self.calendars.len() - 1);
            self.calendars.len() - 1
        })
    }

    fn course(
        &mut self,
        models: &[&'m Model],
        of: impl Fn(usize, &Model) -> Option<CalendarId>,
    ) -> Course {
        let each = models.iter().enumerate().map(|(period, model)| {
            let id = of(period, model)?;
            Some(self.number(&model.calendars[id]))
        });
        each.collect()
    }

    /// The names of the calendars of a course, in their order.
    fn name(&self, course: &Course) -> String {
        let name = |number: &Option<usize>| {
            number.map_or("always", |number| self.calendars[number].name.as_str())
        };
        let mut names: Vec<&str> = course.iter().map(name).collect();
        names.dedup();
        names.join(" → ")
    }
}

impl Compiler<'_> {
    /// Gives all periods the same calendars and the same people.
    pub(super) fn combine(&mut self, drafts: &mut [Draft<'_>]) {
        let plant_calendars: Vec<Option<CalendarId>> =
            drafts.iter().map(|draft| draft.compiler.plant_calendar).collect();
        let froms: Vec<i64> = drafts.iter().map(|draft| draft.from).collect();
        let models: Vec<&Model> = drafts.iter().map(|draft| &draft.compiler.model).collect();
        let Some(first) = models.first() else { return };
        let mut catalogue = Catalogue::default();
        let stations: Vec<Course> = (first.stations.ids())
            .map(|id| catalogue.course(&models, |_, model| model.stations[id].calendar))
            .collect();
        let conveyors: Vec<Course> = (first.conveyors.ids())
            .map(|id| catalogue.course(&models, |_, model| model.conveyors[id].calendar))
            .collect();
        let vehicles: Vec<Course> = (first.vehicles.ids())
            .map(|id| catalogue.course(&models, |_, model| model.vehicles[id].calendar))
            .collect();
        let crews: Vec<Course> = (first.crews.ids())
            .map(|id| catalogue.course(&models, |_, model| model.crews[id].calendar))
            .collect();
        let window = |model: &Model, id| model.failures[id].planned.as_ref()?.window;
        let windows: Vec<Course> = (first.failures.ids())
            .map(|id| catalogue.course(&models, |_, model| window(model, id)))
            .collect();
        let own: Vec<Vec<Course>> =
            (first.crews.ids()).map(|id| own_courses(&mut catalogue, &models, id)).collect();
        let plant = catalogue.course(&models, |period, _| plant_calendars[period]);
        let promises = models.iter().any(|model| promised_workdays(model));
        let all: BTreeSet<&Course> = stations
            .iter()
            .chain(&conveyors)
            .chain(&vehicles)
            .chain(&crews)
            .chain(&windows)
            .chain(own.iter().flatten())
            .collect();
        let all = all.into_iter().chain(promises.then_some(&plant));
        let mut all: Vec<&Course> =
            all.filter(|course| course.iter().any(Option::is_some)).collect();
        all.sort_by(|one, other| {
            natural_order(&catalogue.name(one), &catalogue.name(other)).then_with(|| one.cmp(other))
        });
        all.dedup();
        let ids: BTreeMap<&Course, CalendarId> = all
            .iter()
            .enumerate()
            .map(|(position, &course)| (course, CalendarId::at(position)))
            .collect();
        let calendars: Table<CalendarId, Calendar> =
            all.iter().map(|course| calendar(course, &froms, &catalogue, first)).collect();
        let used = catalogue.calendars.iter().map(|calendar| calendar.name.clone());
        let in_turn = drafts.iter().flat_map(|draft| &draft.compiler.further_calendars).cloned();
        self.further_calendars = used.chain(in_turn).collect();
        let (operators, people) = people(&models);
        for draft in drafts {
            let model = &mut draft.compiler.model;
            for (station, course) in model.stations.iter_mut().zip(&stations) {
                station.calendar = ids.get(course).copied();
            }
            for (conveyor, course) in model.conveyors.iter_mut().zip(&conveyors) {
                conveyor.calendar = ids.get(course).copied();
            }
            for (vehicle, course) in model.vehicles.iter_mut().zip(&vehicles) {
                vehicle.calendar = ids.get(course).copied();
            }
            for (failure, course) in model.failures.iter_mut().zip(&windows) {
                if let Some(planned) = &mut failure.planned {
                    planned.window = ids.get(course).copied();
                }
            }
            for (crew, ((course, own), operators)) in
                model.crews.iter_mut().zip(crews.iter().zip(&own).zip(people.iter()))
            {
                crew.calendar = ids.get(course).copied();
                crew.own_calendars = own.iter().map(|own| ids[own]).collect();
                crew.operators = *operators;
            }
            for demand in &mut model.demands {
                if let Some(Promise::Workdays { of, .. }) = &mut demand.due_in {
                    *of = ids.get(&plant).map_or(Workdays::All, |&id| Workdays::Of(id));
                }
            }
            let outside = model.stations.iter_mut().filter_map(|row| row.outside.as_mut());
            for of in outside.filter_map(|outside| outside.workdays_mut()) {
                *of = ids.get(&plant).map_or(Workdays::All, |&id| Workdays::Of(id));
            }
            model.calendars = calendars.clone();
            model.operators = operators.clone();
        }
    }
}

/// The courses of the people of a crew one by one; none where all have that of the crew.
///
/// Who has hours of their own in one period has those of the crew in others; so none of them is always
/// there in all.
fn own_courses<'m>(
    catalogue: &mut Catalogue<'m>,
    models: &[&'m Model],
    crew: CrewId,
) -> Vec<Course> {
    if models.iter().all(|model| model.crews[crew].own_calendars.is_empty()) {
        return Vec::new();
    }
    let most = models.iter().map(|model| model.crews[crew].count).max().unwrap_or(0);
    let course =
        |number| catalogue.course(models, |_, model| model.crews[crew].calendar_of(number));
    (1..=most).map(course).collect()
}

fn promised_workdays(model: &Model) -> bool {
    let promises = model.demands.iter().filter_map(|demand| demand.due_in);
    let away = model.stations.iter().filter_map(|row| match row.outside.as_ref()?.time {
        Away::For(promise) => Some(promise),
        Away::ByChance(_) => None,
    });
    promises.chain(away).any(|promise| matches!(promise, Promise::Workdays { .. }))
}

/// The calendars of a course, one after the other.
fn calendar(course: &Course, froms: &[i64], catalogue: &Catalogue<'_>, model: &Model) -> Calendar {
    let first = model.start.map_or(jiff::civil::Weekday::Monday, jiff::civil::Date::weekday);
    let piece = |number: Option<usize>| {
        number.map_or_else(|| Calendar::always(first), |number| catalogue.calendars[number].clone())
    };
    let changes = course.windows(2).zip(&froms[1..]).filter(|(pair, _)| pair[0] != pair[1]);
    let later = changes.map(|(pair, &from)| (Time::from_ticks(from), piece(pair[1])));
    let mut calendar = piece(course[0]).followed_by(later.collect());
    calendar.name = catalogue.name(course);
    calendar
}

/// Everybody who is ever there, crew by crew.
fn people(
    models: &[&Model],
) -> (Table<crate::ids::OperatorId, Operator>, Vec<Run<crate::ids::OperatorId>>) {
    let mut operators = Table::new();
    let crews = models.first().map_or(0, |model| model.crews.len());
    let run = |crew: CrewId| {
        let first = operators.len();
        let most = models.iter().map(|model| model.crews[crew].count).max().unwrap_or(0);
        for number in 1..=most {
            operators.push(Operator { crew, number });
        }
        Run::new(first..operators.len())
    };
    let runs = (0..crews).map(CrewId::at).map(run).collect();
    (operators, runs)
}
