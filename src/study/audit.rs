//! The audit of a replication at its end: what cannot be is no result.

use super::results::Ending;
use crate::model::Model;
use crate::observe::{Observer, Tally};
use crate::plant::Plant;
use crate::units::{Span, Time};

/// What an audit of the plant and of its counts at the end of a run finds, if anything: the states of
/// every machine and person add up to the time that has passed, to the tick, and whatever is counted
/// as inside is in exactly one place.
pub(super) fn unsound<E: Observer>(
    model: &Model,
    plant: &Plant<'_, (Tally, E)>,
    end: Time,
) -> Option<Ending> {
    let tally = &plant.observer().0;
    let measured = end - tally.begin();
    let is_whole = |spans: &[Span]| {
        spans.iter().fold(Span::ZERO, |sum, &span| sum + span) == measured
            && spans.iter().all(|&span| span >= Span::ZERO)
    };
    let audited = || {
        plant.audit()?;
        if tally.inside().level() != i64::from(plant.parts_inside()) {
            return Err("the parts inside are miscounted".to_owned());
        }
        let broken = model.machines.ids().find(|&id| !is_whole(&tally.machine(id, end)));
        if let Some(id) = broken {
            let name = &model.station_of(id).name;
            return Err(format!("the states of a machine of `{name}` leave time out"));
        }
        if !model.operators.ids().all(|id| is_whole(&tally.operator(id, end))) {
            return Err("the states of a person leave time out".to_owned());
        }
        Ok(())
    };
    audited().err().map(|what| Ending::Unsound { at: plant.now(), what })
}
