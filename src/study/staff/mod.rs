//! Crews over the replications of a study: their states, their skills week by week, their plan day by
//! day, and the roster of the first replication.

mod floor;
mod told;

pub use floor::{CrewWay, Floor, Place};
pub use told::{CrewStates, PersonStint, PlanDay, Roster, SkillLoad, Staff};

use super::column::Column;
use super::course::band;
use super::kept::{Words, put_all};
use super::pay::Cost;
use super::rows::Value;
use crate::ids::{CalendarId, CrewId, Id, OperatorId, SkillId};
use crate::model::Model;
use crate::observe::{
    CrewDay, MOST_CREW_DAYS, MOST_PEOPLE, MOST_SKILL_WEEKS, MOST_STINTS, MOST_WAYS, Mark,
    OperatorState, Stint, Tally, WeekHours, courses,
};
use crate::statistics::Gathering;
use crate::units::{Span, Time};

/// What one replication found of crews.
#[derive(Clone, Debug, Default)]
pub(super) struct Staffed {
    /// One value for each state of each crew.
    states: Vec<Value>,
    /// Hours on tasks, and hours of people there. Shape: week by week, each with all shifts of skills.
    loads: Vec<[f64; 2]>,
    /// Shape: day by day, each with all crews.
    days: Vec<[f64; FIGURES]>,
    roster: Option<(Time, Time, Vec<Stint>)>,
    /// Two values for each way that is counted.
    ways: Vec<Value>,
}

/// Figures of a crew on a day: people, hours, overtime, cost, to the account.
const FIGURES: usize = 5;

const WEEK: Span = Span::from_days(7);

/// A skill in one of the shifts in which somebody has it.
struct SkillShift {
    skill: SkillId,
    calendar: Option<CalendarId>,
    crews: Vec<CrewId>,
}

/// The skills with the calendars of their crews, by both names.
fn skill_shifts(model: &Model) -> Vec<SkillShift> {
    let mut shifts: Vec<SkillShift> = Vec::new();
    for skill in model.told_skills() {
        let first = shifts.len();
        let crews = model.crews.enumerated().filter(|(_, crew)| crew.skills.contains(&skill));
        for (crew, row) in crews {
            let known = shifts[first..].iter_mut().find(|shift| shift.calendar == row.calendar);
            if let Some(shift) = known {
                shift.crews.push(crew);
            } else {
                shifts.push(SkillShift { skill, calendar: row.calendar, crews: vec![crew] });
            }
        }
    }
    shifts
}

impl Staffed {
    /// Of a replication that ended at `end`, whose hours are counted until then.
    pub(super) fn of(model: &Model, tally: &Tally, end: Time) -> Self {
        if model.operators.is_empty() {
            return Self::default();
        }
        let states = model.crews.ids().flat_map(|crew| states(model, tally, crew, end));
        Self {
            states: states.collect(),
            loads: loads(model, tally, end),
            days: days(model, tally, end),
            roster: tally.roster().map(crate::observe::Roster::stints),
            ways: floor::ways(model, tally, end),
        }
    }
}

/// Shares of the time that the people of a crew are not off, state by state; of the state `off` that of
/// all time.
fn states(model: &Model, tally: &Tally, crew: CrewId, end: Time) -> Vec<Value> {
    let mut sums = [0_i128; OperatorState::COUNT];
    for operator in model.crews[crew].operators.iter() {
        for (sum, span) in sums.iter_mut().zip(tally.operator(operator, end)) {
            *sum += i128::from(span.ticks());
        }
    }
    let all: i128 = sums.iter().sum();
    let off = sums[OperatorState::Off as usize];
    let share = |state: OperatorState| {
        let whole = if state == OperatorState::Off { all } else { all - off };
        Value::Share(sums[state as usize] as f64, whole as f64)
    };
    OperatorState::ALL.map(share).to_vec()
}

fn loads(model: &Model, tally: &Tally, end: Time) -> Vec<[f64; 2]> {
    let (skills, hours) = (tally.skills(), tally.hours());
    let weeks = skills.weeks_until(end).min(hours.weeks_until(end));
    let shifts = skill_shifts(model);
    // Of those who are trained in the skill, or lose it, in the weeks in which they have it.
    let there = |crew: CrewId, skill: SkillId, week: usize| -> f64 {
        let row = &model.crews[crew];
        let has = |operator: &OperatorId| {
            let number = model.operators[*operator].number;
            let ends = hours.week_ends(week);
            let is_in_week = |(from, until): (Time, Time)| from < ends && ends - until < WEEK;
            row.held(number, skill).into_iter().any(is_in_week)
        };
        let is_theirs = row.training.is_empty() && !row.conduct.zones.differ();
        let people = row.operators.iter().filter(|who| is_theirs || has(who));
        let at_hand = |hours: WeekHours| hours.worked - hours.training;
        people.map(|operator| at_hand(hours.in_week(operator, week)).hours()).sum()
    };
    let of = |week: usize, shift: &SkillShift| {
        let crews = || shift.crews.iter();
        let used = crews().map(|&crew| skills.hours(crew, shift.skill, week)).sum();
        [used, crews().map(|&crew| there(crew, shift.skill, week)).sum()]
    };
    (0..weeks).flat_map(|week| shifts.iter().map(move |shift| of(week, shift))).collect()
}

fn days(model: &Model, tally: &Tally, end: Time) -> Vec<[f64; FIGURES]> {
    let days = tally.hours().days();
    let of = |crew: CrewId, day: CrewDay, number: usize| {
        let hours = day.regular + day.overtime;
        let begins =
            Time::ZERO + Span::from_days(days.first() + i64::try_from(number).unwrap_or(0));
        let is_on = |at: Time| {
            begins.max(tally.begin()) <= at && at < (begins + Span::from_days(1)).min(end)
        };
        let fees = model.crews[crew].training.fees.iter().filter(|fee| is_on(fee.at));
        let fees: f64 = fees.map(|fee| fee.cost.value()).sum();
        let cost = Cost::of_day(&model.crews[crew].pay, &day).total().value() + fees;
        let credited = day.apart.credited.hours();
        [f64::from(day.people), hours.hours(), day.overtime.hours(), cost, credited]
    };
    let all = (0..days.until(end)).flat_map(|day| {
        model
            .crews
            .ids()
            .map(move |crew| (crew, day))
            .map(|(crew, day)| of(crew, days.of(crew, day), day))
    });
    all.collect()
}

/// What all replications so far have found of crews.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StaffFound {
    states: Vec<Column>,
    loads: Vec<[Gathering; 2]>,
    days: Vec<[Gathering; FIGURES]>,
    /// What the first replication has seen.
    roster: Option<(Time, Time, Vec<Stint>)>,
    ways: Vec<Column>,
}

impl StaffFound {
    /// Most memory that the outcome of a replication takes. Unit: bytes.
    pub(super) const MOST_BYTES: usize = MOST_SKILL_WEEKS * size_of::<[f64; 2]>()
        + MOST_CREW_DAYS * size_of::<[f64; FIGURES]>()
        + 2 * MOST_STINTS * size_of::<Stint>()
        + 2 * MOST_WAYS * size_of::<Value>();

    pub(super) fn add(&mut self, staffed: Staffed) {
        let Staffed { states, loads, days, roster, ways } = staffed;
        add(&mut self.states, states);
        add(&mut self.ways, ways);
        gather(&mut self.loads, &loads);
        gather(&mut self.days, &days);
        if let Some(roster) = roster {
            self.roster.get_or_insert(roster);
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        put_all(words, &self.states, |words, column| column.keep(words));
        put_all(words, &self.loads, |words, row| {
            words.extend(row.iter().flat_map(Gathering::words));
        });
        put_all(words, &self.days, |words, row| {
            words.extend(row.iter().flat_map(Gathering::words));
        });
        let (from, until, stints) = match &self.roster {
            None => (Time::ZERO, Time::ZERO, &Vec::new()),
            Some((from, until, stints)) => (*from, *until, stints),
        };
        words.extend([from, until].map(|at| at.ticks().cast_unsigned()));
        words.push(self.roster.is_some().into());
        put_all(words, stints, |words, stint| {
            let at = [stint.from, stint.to].map(|at| at.ticks().cast_unsigned());
            words.extend([stint.operator.position() as u64, stint.mark as u64, at[0], at[1]]);
        });
        put_all(words, &self.ways, |words, column| column.keep(words));
    }

    /// What [`StaffFound::keep`] has written; `None` if it does not fit the model.
    pub(super) fn from_kept(model: &Model, words: &mut Words) -> Option<Self> {
        let states = words.all(Column::from_kept)?;
        let loads = words.all(gathered)?;
        let days = words.all(gathered)?;
        let (from, until) = (words.time()?, words.time()?);
        let is_seen = words.next()? == 1;
        let stint = |words: &mut Words| {
            let operator = usize::try_from(words.next()?).ok()?;
            let operator = Some(operator).filter(|it| *it < model.operators.len())?;
            let mark = *Mark::ALL.get(usize::try_from(words.next()?).ok()?)?;
            let (from, to) = (words.time()?, words.time()?);
            Some(Stint { operator: OperatorId::at(operator), mark, from, to })
        };
        let stints = words.all(stint)?;
        let ways = words.all(Column::from_kept)?;
        let crews = model.crews.len();
        let fits = (states.is_empty() || states.len() == crews * OperatorState::COUNT)
            && is_table(loads.len(), skill_shifts(model).len())
            && is_table(days.len(), crews)
            && (ways.is_empty() || ways.len() == 2 * courses(model).len());
        let roster = is_seen.then_some((from, until, stints));
        fits.then_some(Self { states, loads, days, roster, ways })
    }

    /// What it says of crews.
    pub(super) fn told(&self, model: &Model) -> Staff {
        Staff {
            states: self.states(model),
            loads: self.loads(model),
            plan: self.plan(model),
            currency: model.currency,
            roster: self.roster(model),
            floor: floor::told(model, &self.ways),
        }
    }

    fn states(&self, model: &Model) -> Vec<CrewStates> {
        let of_crew = self.states.chunks(OperatorState::COUNT);
        let told = model.crews.iter().zip(of_crew).map(|(crew, columns)| CrewStates {
            crew: crew.name.clone(),
            shares: OperatorState::ALL
                .iter()
                .zip(columns)
                .map(|(state, column)| (state.word(), column.interval().held_to((0.0, 1.0))))
                .collect(),
        });
        told.collect()
    }

    fn loads(&self, model: &Model) -> Vec<SkillLoad> {
        let shifts = skill_shifts(model);
        let n = shifts.len();
        let course = |row: usize, which: usize| {
            self.loads.iter().skip(row).step_by(n).map(|pair| band(&pair[which])).collect()
        };
        let of = |(row, shift): (usize, &SkillShift)| SkillLoad {
            skill: model.skills[shift.skill].name.clone(),
            calendar: shift.calendar.map(|id| model.calendars[id].name.clone()),
            crews: shift.crews.iter().map(|&crew| model.crews[crew].name.clone()).collect(),
            used: course(row, 0),
            there: course(row, 1),
        };
        shifts.iter().enumerate().filter(|_| !self.loads.is_empty()).map(of).collect()
    }

    fn plan(&self, model: &Model) -> Vec<PlanDay> {
        let begin = Time::ZERO + model.run.warm_up.span();
        let first = begin.ticks().div_euclid(Span::from_days(1).ticks());
        let overtime: Vec<CrewId> = model
            .overtimes
            .iter()
            .flat_map(|overtime| overtime.crews.iter().map(|&(crew, _)| crew))
            .collect();
        let has_hours = |crew: CrewId| {
            let row = &model.crews[crew];
            row.calendar.is_some() || !row.own_calendars.is_empty() || overtime.contains(&crew)
        };
        let crews: Vec<bool> = model.crews.ids().map(has_hours).collect();
        let is_told = |(cell, row): &(usize, &[Gathering; FIGURES])| {
            crews[cell % crews.len()] && row.iter().any(|figure| figure.so_far().mean() > 0.0)
        };
        let of = |(cell, row): (usize, &[Gathering; FIGURES])| {
            let id = CrewId::at(cell % crews.len());
            let crew = &model.crews[id];
            let day = first + i64::try_from(cell / crews.len()).unwrap_or(0);
            PlanDay {
                day: Time::ZERO + Span::from_days(day),
                crew: crew.name.clone(),
                people: band(&row[0]),
                hours: band(&row[1]),
                overtime: band(&row[2]),
                cost: crew.has_cost().then(|| band(&row[3])),
                credited: model.keeps_account(id).then(|| band(&row[4])),
            }
        };
        self.days.iter().enumerate().filter(is_told).map(of).collect()
    }

    fn roster(&self, model: &Model) -> Roster {
        let Some((from, until, stints)) = &self.roster else { return Roster::default() };
        let of = |stint: &Stint| {
            let row = &model.operators[stint.operator];
            let crew = model.crews[row.crew].name.clone();
            let Stint { mark, from, to, .. } = *stint;
            PersonStint { crew, number: row.number, mark, from, to }
        };
        Roster {
            from: *from,
            until: *until,
            stints: stints.iter().map(of).collect(),
            left_out: model.operators.len().saturating_sub(MOST_PEOPLE),
        }
    }
}

/// Whether so many cells are whole rows of a table.
const fn is_table(cells: usize, width: usize) -> bool {
    if width == 0 { cells == 0 } else { cells.is_multiple_of(width) }
}

/// Adds the values of a replication.
fn add(all: &mut Vec<Column>, values: Vec<Value>) {
    if all.is_empty() {
        all.resize(values.len(), Column::default());
    }
    for (column, value) in all.iter_mut().zip(values) {
        column.add(value);
    }
}

/// Adds a replication, which may be longer than those before.
fn gather<const N: usize>(all: &mut Vec<[Gathering; N]>, seen: &[[f64; N]]) {
    if all.len() < seen.len() {
        all.resize(seen.len(), [Gathering::default(); N]);
    }
    for (row, values) in all.iter_mut().zip(seen) {
        for (figure, &value) in row.iter_mut().zip(values) {
            figure.push(value);
        }
    }
}

fn gathered<const N: usize>(words: &mut Words) -> Option<[Gathering; N]> {
    let mut row = [Gathering::default(); N];
    for figure in &mut row {
        *figure = Gathering::from_words(words)?;
    }
    Some(row)
}

#[cfg(test)]
mod tests;
