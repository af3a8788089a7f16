//! Shifts that last longer than a day: who comes is found anew for each day of them.
//!
//! Who is at a task and does not come that day leaves it, or stays to finish it, as at the end of a shift.

use super::Row;
use crate::ids::{CrewId, OperatorId};
use crate::model::Absence;
use crate::observe::Observer;
use crate::plant::Plant;

impl<O: Observer> Plant<'_, O> {
    /// A day begins within the shift of a crew.
    pub(in crate::plant) fn begin_day_of_crew(&mut self, crew: CrewId) {
        let Some(absence) = self.model.crews[crew].conduct.absence else { return };
        let number = self.crews.absences.next_of_crew(crew);
        for operator in self.model.crews[crew].operators.iter() {
            self.find_whether_absent_today(operator, number, absence);
        }
        self.agenda.put_people();
    }

    /// A day begins within the shift of a person with a calendar of the own.
    pub(in crate::plant) fn begin_day_of_person(&mut self, operator: OperatorId) {
        let crew = self.model.operators[operator].crew;
        let Some(absence) = self.model.crews[crew].conduct.absence else { return };
        let number = self.crews.absences.next_of_person(operator);
        self.find_whether_absent_today(operator, number, absence);
        self.agenda.put_people();
    }

    fn find_whether_absent_today(&mut self, operator: OperatorId, number: u64, absence: Absence) {
        let Row { absent: was, .. } = self.crews.rows[operator];
        let is_absent = self.crews.absences.is_absent(operator, number, was, absence);
        if is_absent == was {
            return;
        }
        self.change_presence(operator, |row| row.absent = is_absent);
        if was {
            let crew = self.model.operators[operator].crew;
            self.crews.come_in(self.model, operator, crew);
        }
    }
}
