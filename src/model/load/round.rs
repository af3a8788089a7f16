//! The round of a walking loop: how long hands and ways take, and what holds it up.

use super::Work;
use crate::ids::{CrewId, NeedsId, SkillId, StationId, Table};
use crate::model::{Attendance, Layout, Model};
use crate::units::Span;

/// What a round asks of whoever goes it, a part at each station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Who goes round.
    pub crew: CrewId,
    /// Work of hands at all stations.
    pub hands: Span,
    /// The ways from each station to the next, and from the last to the first.
    pub ways: Span,
    /// The station that a part occupies longest, over the number of its machines.
    pub slowest: StationId,
    /// How long that is, hands included.
    pub longest: Span,
}

impl Round {
    /// How long one person takes who waits for nothing.
    pub fn alone(&self) -> Span {
        self.hands + self.ways
    }

    /// Time from part to part at best, with so many people.
    ///
    /// Means only: without failures, breaks, and what varies. Source: the standard work combination of a cell,
    /// T. Ohno, *Toyota Production System*, 1988; for people who follow each other, each with the same round.
    pub fn interval(&self, people: u32) -> Span {
        let shared = self.alone().ticks() as f64 / f64::from(people.max(1));
        Span::round(shared).max(self.longest)
    }

    /// People from whom on more gain nothing: at least one.
    pub fn enough(&self) -> u32 {
        let longest = self.longest.ticks().max(1);
        let people = self.alone().ticks().div_euclid(longest)
            + i64::from(self.alone().ticks().rem_euclid(longest) > 0);
        u32::try_from(people.max(1)).unwrap_or(u32::MAX)
    }
}

/// Adds the ways of people who go round: at stations of one machine each part that is handled at a station takes
/// somebody a way on to the next. Where others could do the work without going round, nothing is added.
pub(super) fn add_ways(
    model: &Model,
    work: &Table<StationId, Work>,
    people: &mut Table<SkillId, f64>,
) {
    for crew in model.crews_on_rounds().filter(|&crew| model.counts_ways(crew)) {
        let round = &model.crews[crew].conduct.zones.round;
        let hands = |&station: &StationId| {
            let mut needs = model.stations[station].all_operators();
            work[station].visits > 0.0 && needs.any(|needs| model.may_help(crew, needs))
        };
        let stations: Vec<StationId> = round.iter().copied().filter(hands).collect();
        for ((from, to), way) in model.ways_of_round(crew, &stations) {
            let needs = model.stations[from].all_operators().find(|&it| model.may_help(crew, it));
            let skills = needs.iter().flat_map(|&needs| &model.needs[needs].skills);
            let mut own = skills.filter(|&&(skill, _)| model.skills[skill].crews == [crew]);
            if let Some(&(skill, _)) = own.next().filter(|_| from != to) {
                people[skill] += work[from].visits * way.hours();
            }
        }
    }
}

/// From where to where.
type Leg = (StationId, StationId);

impl Model {
    /// Whether loads have the ways of a crew in them: those of a round of single machines, each part of which
    /// takes a whole round.
    pub(in crate::model) fn counts_ways(&self, crew: CrewId) -> bool {
        let round = &self.crews[crew].conduct.zones.round;
        let is_single = |&station: &StationId| self.stations[station].machines.len() <= 1;
        !round.is_empty() && round.iter().all(is_single)
    }

    /// The ways from each of some stations of a round to the next, and from the last to the first.
    pub(super) fn ways_of_round(&self, crew: CrewId, stations: &[StationId]) -> Vec<(Leg, Span)> {
        let speed = self.crews[crew].conduct.walk.speed;
        let next = stations.iter().cycle().skip(1);
        let way = |(&from, &to): (&StationId, &StationId)| {
            let distance = self.layout.distance(Layout::of_station(from), Layout::of_station(to));
            ((from, to), speed.map_or(Span::ZERO, |speed| speed.time_for(distance)))
        };
        stations.iter().zip(next).map(way).collect()
    }

    /// The rounds of crews with a loop; those are left out at whose stations times differ by product.
    pub fn rounds(&self) -> Vec<Round> {
        self.crews_on_rounds().filter_map(|crew| self.round_of(crew)).collect()
    }

    fn round_of(&self, crew: CrewId) -> Option<Round> {
        let conduct = &self.crews[crew].conduct;
        let round = &conduct.zones.round;
        let mut hands = Span::ZERO;
        // Stations without hands are passed.
        let mut stations = Vec::with_capacity(round.len());
        let mut slowest: Option<(StationId, Span)> = None;
        for &station in round {
            let cycle = self.only_cycle(station)?;
            let at = self.hands_at(crew, station, cycle);
            if at > Span::ZERO {
                stations.push(station);
            }
            hands += at;
            let occupied = self.occupied_of_machine(station, cycle);
            if slowest.is_none_or(|(_, longest)| occupied > longest) {
                slowest = Some((station, occupied));
            }
        }
        let (slowest, longest) = slowest?;
        let ways = self.ways_of_round(crew, &stations).into_iter();
        let ways = ways.fold(Span::ZERO, |sum, (_, way)| sum + way);
        Some(Round { crew, hands, ways, slowest, longest })
    }

    /// How long a part occupies a station, over the number of its machines.
    pub(super) fn occupied_of_machine(&self, station: StationId, cycle: Span) -> Span {
        let machines = self.stations[station].machines.len().max(1);
        Span::round(self.occupied(station, cycle).ticks() as f64 / machines as f64)
    }

    /// The mean cycle of a station; `None` if it is not visited, or if cycles differ.
    pub(super) fn only_cycle(&self, station: StationId) -> Option<Span> {
        let mut cycles = self.places.iter().filter(|place| place.station == station);
        let first = cycles.next()?.mean_cycle;
        cycles.all(|place| place.mean_cycle == first).then_some(first)
    }

    /// How long hands of a crew work at a station for a part.
    pub(super) fn hands_at(&self, crew: CrewId, station: StationId, cycle: Span) -> Span {
        let row = &self.stations[station];
        let helps = |needs: Option<NeedsId>| needs.is_some_and(|it| self.may_help(crew, it));
        let Attendance { during, .. } = &row.attendance;
        let handled = row.attendance.handlings().filter(|handling| helps(handling.operators));
        let mut ticks: f64 = handled.map(|handling| self.handled(handling)).sum();
        if helps(row.operators) {
            // What comes on the way of the cycle is a part of it.
            let inside = during.as_deref().map_or(0.0, |handling| handling.time.mean());
            let cycle = Span::round((cycle.ticks() as f64 - inside).max(0.0));
            ticks += self.at_pace(cycle, row.operators);
        }
        Span::round(ticks)
    }
}
