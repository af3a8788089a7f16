//! `block = "again"`: parts that find no room at the end of their cycle do it again.

use super::compile::Compiler;
use super::{Blocking, Model, Target};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{PlaceId, StationId, StepId};

impl Model {
    /// Whether a part may do a step again because there is no room behind it.
    pub(super) fn may_go_again(&self, step: StepId) -> bool {
        let mut places = self.steps[step].places.iter();
        places.any(|place| self.stations[self.places[place].station].blocking == Blocking::Again)
    }

    /// Why the parts of a station cannot do their cycle again, because of the station itself.
    fn what_keeps_from_again(&self, station: StationId) -> Option<&'static str> {
        let row = &self.stations[station];
        let hands = &row.attendance;
        let has_hands = hands.load.is_some() || hands.during.is_some() || hands.unload.is_some();
        if row.batch.is_some() {
            Some("makes batches")
        } else if row.assembly.is_some() {
            Some("joins parts, or takes them apart")
        } else if has_hands {
            Some("has hands at work beside its cycle")
        } else if row.first_piece().is_some() || row.inspects {
            Some("inspects first pieces, or has them inspected")
        } else if row.lets_stand_aside() {
            Some("lets its parts stand aside by `hold` or `outside`")
        } else if row.at_load || row.at_unload {
            Some("takes or gives back something of a pool")
        } else if row.limited.starts || row.limited.ends {
            Some("is where a limit on a wait begins or ends")
        } else {
            None
        }
    }

    /// Why the parts of a place cannot do their cycle again, because of the way behind it.
    fn what_is_behind(&self, place: PlaceId) -> Option<&'static str> {
        let row = &self.places[place];
        let nexts = self.targets(row.step).filter_map(|target| match target {
            Target::Step(next) => Some(next),
            Target::Out => None,
        });
        for next in nexts {
            if self.control.door(Some(row.step), next).is_some() {
                return Some(
                    "its parts take cards or something of a pool, or give it back, behind it",
                );
            }
            if self.meeting(row.step, next).is_some() {
                return Some("its parts wait for others behind it");
            }
            if self.is_brought(row.step, next) {
                return Some("a conveyor, a vehicle or a milk run takes its parts");
            }
        }
        None
    }
}

impl Compiler<'_> {
    /// Complains about stations whose parts cannot do their cycle again.
    pub(super) fn check_again(&mut self) {
        let model = &self.model;
        if !model.stations.iter().any(|row| row.blocking == Blocking::Again) {
            return;
        }
        let circles = model.circles();
        let mut found = Vec::new();
        for (id, row) in model.stations.enumerated() {
            if row.blocking != Blocking::Again {
                continue;
            }
            let mut places = model.places.enumerated().filter(|(_, place)| place.station == id);
            let behind = places.find_map(|(place, _)| model.what_is_behind(place));
            let circle = circles[id]
                .then(|| "they may wait for each other, and go round for ever".to_owned());
            let own = model.what_keeps_from_again(id).map(|why| format!("`{}` {why}", row.name));
            if let Some(why) = own.or(behind.map(str::to_owned)).or(circle) {
                let message = format!("parts of `{}` cannot do their cycle again: {why}", row.name);
                found.push((row.name.clone(), message));
            }
        }
        for (name, message) in found {
            let block = self.scenario.station.get(&name).and_then(|row| row.block.as_ref());
            let spot = block.map(|block| block.spot);
            let complaint = Diagnostic::error(code::CONFLICT, message)
                .hint("write `block = \"after\"`: they wait on the machine");
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
