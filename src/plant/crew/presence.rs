//! Who is there: shifts, breaks, and people who do not come.
//!
//! The people of a crew have its shifts, or each has shifts of its own (`own_calendars`). Then the crew
//! has the shift of whoever is most at work.

use super::{CrewId, Crews, Model, OperatorId, Row, Shift, Table, Time, Willing};
use crate::ids::MachineId;
use crate::model::{Absence, AtShiftEnd, Crew, Operator, Why};
use crate::observe::{Observer, State};
use crate::plant::task::Tasks;
use crate::plant::{Plant, overtime};
use crate::random::Stream;

/// Whether people come: one random number a person and shift, or day of a shift that is longer.
#[derive(Debug)]
pub(super) struct Absences {
    /// Index: number of the shift or day. Empty where everybody always comes.
    streams: Table<OperatorId, Stream>,
    /// Shifts that have begun for each crew.
    shifts: Table<CrewId, u64>,
    /// Shifts that have begun for each person. Empty where nobody has shifts of their own.
    own_shifts: Table<OperatorId, u64>,
}

impl Absences {
    pub(super) fn new(model: &Model, seed: u64, replication: u64) -> Self {
        let is_needed = model.crews.iter().any(|crew| crew.conduct.absence.is_some());
        let stream = |operator: &Operator| {
            let crew = &model.crews[operator.crew].name;
            let number = operator.number.to_string();
            Stream::new(seed, &["operator", crew, &number, "absence"], replication)
        };
        let operators = model.operators.iter().filter(|_| is_needed);
        let own = own_shifts(model).len();
        Self {
            streams: operators.map(stream).collect(),
            shifts: Table::filled(model.crews.len(), 0),
            own_shifts: Table::filled(own, 0),
        }
    }

    /// The number of the shift of a crew that begins, or of a day of it.
    pub(super) fn next_of_crew(&mut self, crew: CrewId) -> u64 {
        let shifts = &mut self.shifts[crew];
        *shifts += 1;
        *shifts - 1
    }

    /// The number of the shift of a person with shifts of the own that begins, or of a day of it.
    pub(super) fn next_of_person(&mut self, operator: OperatorId) -> u64 {
        let shifts = &mut self.own_shifts[operator];
        *shifts += 1;
        *shifts - 1
    }

    /// Whether a person does not come for the shift that begins, or for a day of it.
    ///
    /// In spells: who was away stays away with a chance that gives the mean spell, and who was there
    /// goes with the chance that gives the share in the long run.
    pub(super) fn is_absent(
        &self,
        operator: OperatorId,
        shift: u64,
        was: bool,
        absence: Absence,
    ) -> bool {
        let share = absence.share;
        let chance = match absence.spell {
            None => share,
            Some(_) if share >= 1.0 => 1.0,
            // The first shift finds people as in the long run.
            Some(_) if shift == 0 => share,
            Some(spell) if was => 1.0 - 1.0 / spell,
            Some(spell) => share / (1.0 - share) / spell,
        };
        self.streams[operator].uniform(shift, 0, 0) < chance
    }
}

/// The shifts of people before the start, where they have shifts of their own: empty if nobody has.
pub(super) fn own_shifts(model: &Model) -> Table<OperatorId, Option<Shift>> {
    if model.crews.iter().all(|crew| crew.own_calendars.is_empty()) {
        return Table::new();
    }
    let has_own = |operator: &Operator| !model.crews[operator.crew].own_calendars.is_empty();
    model.operators.iter().map(|it| has_own(it).then_some(Shift::Closed)).collect()
}

/// Whether somebody finishes what is begun, whatever the shift says: nobody who has left the crew.
pub(super) fn stays_to_finish(model: &Model, operator: OperatorId) -> bool {
    let Operator { crew, number } = model.operators[operator];
    let crew = &model.crews[crew];
    number <= crew.count && crew.conduct.at_shift_end == AtShiftEnd::Finish
}

/// From when on how many people each crew has, for every change of that.
pub(super) fn counts(whole: &Model) -> Table<CrewId, Vec<(Time, u32)>> {
    let of_crew = |(crew, row): (CrewId, &Crew)| {
        let mut before = row.count;
        let changes = whole.periods.iter().filter_map(|period| {
            let count = period.model.crews[crew].count;
            let is_other = std::mem::replace(&mut before, count) != count;
            is_other.then_some((period.from, count))
        });
        changes.collect()
    };
    whole.crews.enumerated().map(of_crew).collect()
}

impl Crews {
    /// When a person who is there now goes: by the hours, or from the crew on the date of a change.
    pub(super) fn goes(&self, model: &Model, operator: OperatorId, now: Time) -> Time {
        let Operator { crew, number } = model.operators[operator];
        let is_left = |&&(from, count): &&(Time, u32)| from > now && count < number;
        let leaves = self.counts[crew].iter().find(is_left).map_or(Time::NEVER, |row| row.0);
        self.goes_by_hours(model, operator, now).min(leaves)
    }

    /// When a person who is there now goes, if not from the crew: overtime that meets a shift is one
    /// stretch of work.
    fn goes_by_hours(&self, model: &Model, operator: OperatorId, now: Time) -> Time {
        let Operator { crew, number } = model.operators[operator];
        let row = &model.crews[crew];
        let Some(calendar) = row.calendar_of(number) else { return self.turns[crew] };
        let calendar = &model.calendars[calendar];
        let Some(until) = self.rows[operator].called else {
            let turns = if row.own_calendars.is_empty() {
                self.turns[crew]
            } else {
                calendar.next_change(now).unwrap_or(Time::NEVER)
            };
            let sure = &self.sure_overtime[crew];
            let is_open = || turns == Time::NEVER || calendar.shift_at(turns) != Shift::Closed;
            if sure.is_empty() || is_open() {
                return turns;
            }
            return overtime::prolonged(model, sure, turns, Some(calendar));
        };
        let mut at = now;
        loop {
            match calendar.shift_at(at) {
                Shift::Break { .. } | Shift::Away { .. } => return at,
                Shift::Closed if at >= until => return at,
                Shift::Open | Shift::Closed => {}
            }
            let turns = calendar.next_change(at).unwrap_or(Time::NEVER);
            if calendar.shift_at(at) == Shift::Closed && turns > until {
                return until;
            }
            if turns == Time::NEVER {
                return turns;
            }
            at = turns;
        }
    }
}

impl Crews {
    /// What the calendar of a person says.
    fn shift_of(&self, crew: CrewId, operator: OperatorId) -> Shift {
        self.own_shifts.get(operator).copied().flatten().unwrap_or(self.shifts[crew])
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A crew's shift, break or end of shift begins; it says something else at `turns`.
    pub(in crate::plant) fn shift_crew(&mut self, crew: CrewId, shift: Shift, turns: Time) {
        let begins = self.crews.shifts[crew] == Shift::Closed && shift != Shift::Closed;
        self.crews.shifts[crew] = shift;
        self.crews.turns[crew] = turns;
        self.bar_from_shift(crew, shift, begins);
        if begins && let Some(absence) = self.model.crews[crew].conduct.absence {
            self.find_absent(crew, absence);
        }
        for operator in self.model.crews[crew].operators.iter() {
            self.shift_operator(operator);
        }
        if shift == Shift::Open {
            self.agenda.put_people();
        }
        self.show_pauses(crew);
    }

    /// A shift, break or end of shift begins for a person with a calendar of the own.
    pub(in crate::plant) fn shift_person(&mut self, operator: OperatorId, shift: Shift) {
        let crew = self.model.operators[operator].crew;
        let before = self.crews.own_shifts[operator];
        let begins = before == Some(Shift::Closed);
        self.crews.own_shifts[operator] = Some(shift);
        // A shift may follow on leave.
        let was_away = begins || matches!(before, Some(Shift::Away { .. }));
        let is_shift = matches!(shift, Shift::Open | Shift::Break { .. });
        self.bar_from_own_shift(operator, shift, was_away && is_shift);
        if begins && shift != Shift::Closed {
            let number = self.crews.absences.next_of_person(operator);
            let absence = self.model.crews[crew].conduct.absence;
            match absence {
                Some(absence) => self.find_whether_absent(operator, number, absence),
                None => self.crews.rows[operator].absent = false,
            }
        }
        // Who is on leave is not called between its days.
        if shift != Shift::Closed {
            let is_away = matches!(shift, Shift::Away { why: Why::Absent | Why::Account, .. });
            self.crews.rows[operator].away = is_away;
        }
        self.shift_operator(operator);
        if shift == Shift::Open {
            self.agenda.put_people();
        }
        self.show_pauses(crew);
    }

    /// Shows which machines stand because their people are on a break.
    fn show_pauses(&mut self, crew: CrewId) {
        for position in 0..self.crews.stations[crew].len() {
            let station = self.crews.stations[crew][position];
            for machine in self.model.stations[station].machines.iter() {
                self.show_pause(machine);
            }
        }
    }

    /// Finds who does not come for the shift that begins.
    fn find_absent(&mut self, crew: CrewId, absence: Absence) {
        let shift = self.crews.absences.next_of_crew(crew);
        for operator in self.model.crews[crew].operators.iter() {
            self.find_whether_absent(operator, shift, absence);
        }
    }

    /// Finds whether a person does not come for a shift that begins.
    fn find_whether_absent(&mut self, operator: OperatorId, shift: u64, absence: Absence) {
        let row = &mut self.crews.rows[operator];
        let is_absent = self.crews.absences.is_absent(operator, shift, row.absent, absence);
        // Who is still busy with the shift before, or there by overtime, has come.
        row.absent = is_absent && row.busy == 0 && row.called.is_none();
    }

    /// A person does what the shift of the crew says, if there is a place for that person now.
    pub(in crate::plant) fn shift_operator(&mut self, operator: OperatorId) {
        let Operator { crew, number } = self.model.operators[operator];
        let is_there = number <= self.model.crews[crew].count;
        if !self.model.crews[crew].own_calendars.is_empty() {
            let own = self.crews.own_shifts[operator].filter(|_| is_there);
            self.crews.shifts[crew] = self.crews.common.tell(crew, operator, own);
        }
        let comes = is_there && !self.crews.obeyed.is_barred(operator);
        let shift = if comes { self.crews.shift_of(crew, operator) } else { Shift::Closed };
        self.change_presence(operator, |row| row.shift = shift);
        if !is_there {
            self.send_home(operator);
        }
    }

    /// Whether a person may be called for overtime: other overtime that ends now is no hindrance.
    pub(in crate::plant) fn may_be_called(&self, operator: OperatorId) -> bool {
        let row = &self.crews.rows[operator];
        row.called.is_none_or(|until| until <= self.now) && !row.absent && !row.away
    }

    /// Whether a person is there by overtime.
    pub(in crate::plant) fn is_called(&self, operator: OperatorId) -> bool {
        self.crews.rows[operator].called.is_some()
    }

    /// A person comes for overtime, or stays for more of it.
    pub(in crate::plant) fn call(&mut self, operator: OperatorId, until: Time) {
        let crew = self.model.operators[operator].crew;
        self.crews.called[crew] += u32::from(!self.is_called(operator));
        self.change_presence(operator, |row| row.called = Some(until));
        self.agenda.put_people();
        self.show_pauses(crew);
    }

    /// The overtime of a person ends, if there is any.
    pub(in crate::plant) fn send_home(&mut self, operator: OperatorId) {
        if self.crews.rows[operator].called.is_none() {
            return;
        }
        let crew = self.model.operators[operator].crew;
        self.crews.called[crew] -= 1;
        self.change_presence(operator, |row| row.called = None);
        self.observer.let_go(operator, self.now);
        self.show_pauses(crew);
    }

    /// Somebody comes or goes: who goes leaves, or stays to finish, what is to be done.
    pub(super) fn change_presence(&mut self, operator: OperatorId, change: impl FnOnce(&mut Row)) {
        let crew = self.model.operators[operator].crew;
        let row = &mut self.crews.rows[operator];
        let (was_free, before) = (row.is_free(), row.state());
        let was_in = row.is_in();
        change(row);
        if !was_in && row.is_in() {
            self.crews.come_in(self.model, operator, crew);
        } else if !row.is_there() && self.crews.walks_for_nothing(operator) {
            self.stop_walk(operator);
        }
        let row = &self.crews.rows[operator];
        let (state, is_free, is_busy) = (row.state(), row.is_free(), row.busy > 0);
        let goes = !row.is_there();
        let who = Willing::new(operator, row);
        self.crews.tell_hours(self.model, operator, self.now);
        match (was_free, is_free) {
            (false, true) => self.crews.free.put(crew, who),
            (true, false) => self.crews.free.take(crew, who),
            (true, true) | (false, false) => {}
        }
        // Whoever stays longer than before may do what would not have been done in time.
        if is_free {
            self.crews.lines.hope_for(crew);
        }
        if is_busy && goes && !stays_to_finish(self.model, operator) {
            while let Some(&task) = self.crews.tasks[operator].first() {
                self.desert(task);
            }
        } else if !is_busy || state != before {
            self.observer.operator_state(operator, state, self.now);
        }
    }

    /// Whether the people of what a machine does are on a break.
    pub(in crate::plant) fn is_in_break(&self, machine: MachineId) -> bool {
        self.needs_of_machine(machine)
            .is_some_and(|needs| self.crews.are_on_break(self.model, needs))
    }

    /// A machine is paused while its people are on a break, or while its cycle would not end before
    /// closing.
    pub(in crate::plant) fn show_pause(&mut self, machine: MachineId) {
        let works = self.tasks.is_running(Tasks::of_machine(machine));
        let holds = self.is_in_break(machine) && !works || self.tasks.does_not_fit(machine);
        self.machines.set(machine, State::Paused, holds);
    }
}
