//! What must hold of people at every instant.

use super::{Crews, Member, OperatorId, Row, Table, Willing};
use crate::model::Model;

impl Crews {
    /// Whether somebody gives more attention than there is, or a team holds somebody who is not on
    /// its task.
    pub(in crate::plant) fn audit(&self, model: &Model) -> Result<(), String> {
        for (task, team) in self.team.enumerated() {
            let is_elsewhere = |member: &&Member| !self.tasks[member.operator].contains(&task);
            if let Some(Member { operator, .. }) = team.iter().find(is_elsewhere) {
                return Err(format!("{operator:?} is in the team of {task:?} and elsewhere"));
            }
        }
        let mut busy: Table<OperatorId, u32> = Table::filled(self.rows.len(), 0);
        for member in self.team.iter().flatten() {
            busy[member.operator] += u32::from(member.attention);
        }
        for (operator, rest) in self.rests() {
            busy[operator] += u32::from(rest);
        }
        let is_wrong = |&(operator, row): &(OperatorId, &Row)| {
            busy[operator] != u32::from(row.busy) || row.busy > 100
        };
        if let Some((operator, row)) = self.rows.enumerated().find(is_wrong) {
            return Err(format!("{operator:?} is busy by {} %", row.busy));
        }
        self.audit_zones(model)?;
        self.audit_walks()?;
        let mut counted = 0;
        for (crew, who) in self.free.iter() {
            counted += 1;
            let row = &self.rows[who.operator];
            if model.operators[who.operator].crew != crew
                || !row.is_free()
                || who != Willing::new(who.operator, row)
            {
                return Err(format!("{who:?} is among the free people of {crew:?}"));
            }
        }
        let free = self.rows.iter().filter(|row| row.is_free()).count();
        if free != counted {
            return Err(format!("{free} people are free, {counted} counted"));
        }
        Ok(())
    }
}
