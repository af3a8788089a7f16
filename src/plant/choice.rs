//! Which of several stations a part goes to (`choice` of a step).

use super::buffer::Waiting;
use super::{Observer, Plant};
use crate::ids::{MachineId, PlaceId, Run, StepId};
use crate::model::StationChoice;

impl<O: Observer> Plant<'_, O> {
    /// The place where a step is done next, by its rule, of these; only with room.
    ///
    /// A part that comes back to the station it is on changes places there: from a machine that is
    /// sound it can always do so. One from outside goes behind those who wait for room.
    pub(super) fn choose_place(
        &self,
        step: StepId,
        places: Run<PlaceId>,
        from: Option<MachineId>,
    ) -> Option<PlaceId> {
        // No conveyor and no vehicle brings what comes from outside.
        if from.is_none() && places.len() == 1 {
            let place = places.first();
            let station = self.model.places[place].station;
            let may = self.buffers.has_room(station) && !self.buffers.is_wanted(station);
            return may.then_some(place);
        }
        let sound = from.filter(|&machine| self.machines.is_sound(machine));
        let here = sound.map(|machine| self.model.machines[machine].station);
        let stand = |place: PlaceId| {
            let machine = from.filter(|_| self.stands.are_some())?;
            self.stand_of(Waiting::Machine(machine), self.model.places[place].station)
        };
        let has_room = |&place: &PlaceId| {
            let station = self.model.places[place].station;
            if self.conveyors.are_some()
                && let Some(machine) = from
                && let Some(conveyor) = self.conveyor_of(Waiting::Machine(machine), station)
            {
                return self.may_get_on(conveyor);
            }
            if let Some(stand) = stand(place) {
                return self.stands.may_stand(stand);
            }
            let is_taken = from.is_none() && self.buffers.is_wanted(station);
            here == Some(station) || self.buffers.has_room(station) && !is_taken
        };
        let row = &self.model.steps[step];
        if places.len() == 1 {
            return Some(places.first()).filter(has_room);
        }
        let mut open = places.iter().filter(has_room);
        if row.choice == StationChoice::Preference && !self.stands.are_some() {
            return open.next();
        }
        self.best_place(row.choice, open.map(|place| (place, stand(place).is_some())))
    }

    /// The best of these places by a rule; of those that are equal the first. Parts that vehicles bring are bound
    /// for a place before there is room: one with room for all who are bound for it and one more comes first.
    pub(super) fn best_place(
        &self,
        choice: StationChoice,
        places: impl Iterator<Item = (PlaceId, bool)>,
    ) -> Option<PlaceId> {
        let all = places.map(|(place, is_brought)| {
            let station = self.model.places[place].station;
            let is_full =
                is_brought && self.buffers.room(station) <= i64::from(self.stands.load(station));
            (place, is_full, self.badness(choice, place))
        });
        let least =
            all.min_by(|(_, is_full, (rank, value)), (_, other_full, (other_rank, other))| {
                (is_full, rank).cmp(&(other_full, other_rank)).then(value.total_cmp(other))
            });
        least.map(|(place, ..)| place)
    }

    /// By what the places of a step are compared: the least is the best.
    fn badness(&self, choice: StationChoice, place: PlaceId) -> (u8, f64) {
        let is_set_up = || {
            let row = &self.model.places[place];
            let product = self.model.steps[row.step].product;
            let Some(setup) = self.model.stations[row.station].setup.as_deref() else {
                return true;
            };
            let kinds = self.model.stations[row.station].machines.iter();
            kinds
                .map(|machine| self.kind_after(machine))
                .any(|kind| kind.is_none() || kind == Some(setup.kinds[product]))
        };
        match choice {
            StationChoice::Preference => (0, 0.0),
            StationChoice::ShortestQueue => self.crowding(place),
            StationChoice::SameSetup => {
                let (cannot, queue) = self.crowding(place);
                (2 * cannot + u8::from(!is_set_up()), queue)
            }
            StationChoice::LeastLoad => self.planned_work(place),
            StationChoice::EarliestFinish => self.planned_finish(place),
            StationChoice::FreeLongest => self.idleness(place),
        }
    }

    /// When the last part left the machine that has been free longest; how crowded the station is if none is free.
    fn idleness(&self, place: PlaceId) -> (u8, f64) {
        let (cannot, queue) = self.crowding(place);
        if cannot > 0 || queue > 0.0 {
            return (1 + cannot, queue);
        }
        let machines = self.model.stations[self.model.places[place].station].machines;
        let since =
            self.machines.all_available(machines).map(|machine| self.machines.freed(machine));
        (0, since.min().map_or(0.0, |time| time.ticks() as f64))
    }

    /// Whether no machine of a station can work, and the parts in front beyond its free machines,
    /// for each machine that can, or for each if none can; 0 if one would start at once.
    ///
    /// Cost: a look at every machine, unless one is free.
    fn crowding(&self, place: PlaceId) -> (u8, f64) {
        let station = self.model.places[place].station;
        let coming = self.conveyors.load(station) + self.stands.load(station);
        let load = self.buffers.load(station) + coming;
        let available = self.buffers.available(station);
        let batch = self.model.stations[station].batch_size();
        let available = available.saturating_mul(batch);
        if load < available {
            return (0, 0.0);
        }
        let (cannot, share) = self.able(station);
        (cannot, f64::from(load - available + 1) / share / f64::from(batch))
    }
}
