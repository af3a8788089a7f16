//! What people have learned: pieces that each has made at each station.

use super::{Crews, Member, OperatorId, SkillId, TaskId, Time};
use crate::ids::{StationId, Table};
use crate::model::{Conduct, Learning, Model, Operator, PACE};

/// What a person has made at a station.
#[derive(Clone, Copy, Debug)]
struct Made {
    station: StationId,
    pieces: f64,
    /// When the last one was made.
    last: Time,
}

/// What everybody has made. Empty rows where nobody learns.
#[derive(Debug)]
pub(super) struct Experience {
    rows: Table<OperatorId, Vec<Made>>,
}

impl Experience {
    pub(super) fn new(model: &Model) -> Self {
        let learns = model.crews.iter().any(|crew| crew.conduct.learning.is_some());
        let people = if learns { model.operators.len() } else { 0 };
        Self { rows: Table::filled(people, Vec::new()) }
    }

    /// Pieces that count for a person at a station.
    fn of(&self, learning: &Learning, operator: OperatorId, station: StationId, now: Time) -> f64 {
        let made = self.rows[operator].iter().find(|made| made.station == station);
        match made {
            Some(made) => learning.remembered(made.pieces, now - made.last),
            None => learning.remembered(learning.experience, now - Time::ZERO),
        }
    }
}

/// A pace that becomes another, in whole millionths of the standard pace, at least one.
fn times(pace: u32, factor: f64) -> u32 {
    let pace = (f64::from(pace) * factor).round().clamp(1.0, f64::from(u32::MAX));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
    let pace = pace as u32;
    pace
}

impl Crews {
    /// A person's pace in a skill, at a station if it is a cycle there. Unit: millionths of the standard
    /// pace.
    pub(super) fn pace_of(
        &self,
        model: &Model,
        operator: OperatorId,
        skill: SkillId,
        cycle_at: Option<StationId>,
        now: Time,
    ) -> u32 {
        let Operator { crew, number } = model.operators[operator];
        let crew = &model.crews[crew];
        let pace = crew.pace_of(number, skill, now);
        let Conduct { learning, fatigue, .. } = &crew.conduct;
        if learning.is_none() && fatigue.is_none() {
            return pace;
        }
        let mut factor = 1.0;
        if let (Some(learning), Some(station)) = (learning, cycle_at) {
            factor /= learning.factor(self.experience.of(learning, operator, station, now));
        }
        if let Some(fatigue) = fatigue {
            factor *= self.stretches.left_of_pace(fatigue, operator, now);
        }
        times(pace, factor)
    }

    /// The pace of the chosen team: that of its slowest member.
    pub(super) fn chosen_pace(&self, model: &Model, cycle_at: Option<StationId>, now: Time) -> u32 {
        if let &[Member { operator, skill, .. }] = self.chosen.as_slice() {
            return self.pace_of(model, operator, skill, cycle_at, now);
        }
        let of = |m: &Member| self.pace_of(model, m.operator, m.skill, cycle_at, now);
        self.chosen.iter().map(of).min().unwrap_or(PACE)
    }

    /// Whether anybody learns.
    pub(in crate::plant) fn learns(&self) -> bool {
        !self.experience.rows.is_empty()
    }

    /// A cycle at a station is complete: everybody at the task has made one piece more.
    pub(in crate::plant) fn learn(
        &mut self,
        model: &Model,
        task: TaskId,
        station: StationId,
        now: Time,
    ) {
        for member in &self.team[task] {
            let operator = member.operator;
            let crew = model.operators[operator].crew;
            let Some(learning) = &model.crews[crew].conduct.learning else { continue };
            let pieces = 1.0 + self.experience.of(learning, operator, station, now);
            let row = &mut self.experience.rows[operator];
            row.retain(|made| made.station != station);
            row.push(Made { station, pieces, last: now });
        }
    }
}
