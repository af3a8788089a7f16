//! The pace of a flow: how fast it can be, how long a part takes at least, and how many parts that
//! means.

use std::collections::BTreeMap;

use super::capacity::{Capacity, Hours};
use super::over;
use crate::ids::{Id, PlaceId, ProductId, SkillId, StationId, Table};
use crate::model::{AfterRepair, Model, Next, Target};
use crate::units::{Span, Time};

/// What the parts of one product can do when they are alone in the plant and all go the same way.
///
/// Source: W. J. Hopp, M. L. Spearman, *Factory Physics*, 3rd edition 2011, section 7.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The slowest station: the first of equals, as parts pass them.
    pub bottleneck: StationId,
    /// Parts that it can do in an hour in which it is open, its failures included (`r_b`).
    pub rate: f64,
    /// The same if nothing ever failed.
    pub fastest: f64,
    /// Hours from station to station without any waiting, failures and moves included (`T_0`).
    pub work: f64,
    /// Share of time in which the slowest station is open.
    pub open: f64,
    /// Whether all its stations are open for the same share of time.
    pub is_even: bool,
}

impl Pace {
    /// Parts inside that would keep the slowest station busy if nothing varied (`W_0`).
    pub fn critical(&self) -> f64 {
        self.rate * self.work
    }
}

/// Why a product has no pace of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPace {
    /// Its parts can go to one line or station or another.
    SeveralWays,
    /// Its parts branch by chance, or come back.
    Branches,
    /// Some of its parts are thrown away on the way.
    Scrap,
    /// Its people have less time for a part than its machines.
    People,
    /// It needs no time anywhere, or a station that can never work.
    NoTime,
}

impl Model {
    /// The pace of each product until the first date on which something changes, else over the whole
    /// run (over a year, if the run ends with its orders).
    pub fn paces(&self) -> Table<ProductId, Result<Pace, NoPace>> {
        let until = self.periods.first().map_or(Time::NEVER, |period| period.from);
        let hours = Hours::between(self, Time::ZERO, until.min(self.end_of_loads()));
        let capacities: Table<StationId, Capacity> =
            self.stations.ids().map(|station| Capacity::of(&hours, station)).collect();
        self.products.ids().map(|product| self.pace(product, &hours, &capacities)).collect()
    }

    fn pace(
        &self,
        product: ProductId,
        hours: &Hours<'_>,
        capacities: &Table<StationId, Capacity>,
    ) -> Result<Pace, NoPace> {
        let places = self.only_way(product)?;
        let mut stations: Vec<(StationId, f64, f64)> = Vec::new();
        let mut work = 0.0;
        for (at, &place) in places.iter().enumerate() {
            let (station, cycle) = (self.places[place].station, self.places[place].mean_cycle);
            let capacity = &capacities[station];
            let occupied = capacity.occupied(cycle.hours());
            let next =
                places.get(at + 1).and_then(|&next| self.way(place, self.places[next].station));
            let machines = self.stations[station].machines.len() as f64;
            // A machine that fails by the hour holds its part until it is sound again.
            work += over(occupied, capacity.available(machines))
                + next.map_or(0.0, |way| Span::round(self.ways[way].time.mean()).hours());
            match stations.iter_mut().find(|(known, _, _)| *known == station) {
                Some((_, cycles, all)) => {
                    *cycles += cycle.hours();
                    *all += occupied;
                }
                None => stations.push((station, cycle.hours(), occupied)),
            }
        }
        let mut slowest: Option<(StationId, f64)> = None;
        for &(station, _, occupied) in &stations {
            let share = capacities[station].share(occupied);
            if share > slowest.map_or(0.0, |(_, most)| most) {
                slowest = Some((station, share));
            }
        }
        let (bottleneck, share) = slowest.ok_or(NoPace::NoTime)?;
        let open = capacities[bottleneck].open;
        if !share.is_finite() || !work.is_finite() || open <= 0.0 {
            return Err(NoPace::NoTime);
        }
        let mut people: BTreeMap<SkillId, f64> = BTreeMap::new();
        for &(station, cycles, _) in &stations {
            let Some(needs) = self.stations[station].operators else { continue };
            for &(skill, number) in &self.needs[needs].skills {
                *people.entry(skill).or_default() += cycles * f64::from(number);
            }
        }
        if people.iter().any(|(&skill, &need)| over(need, hours.people(skill)) > share) {
            return Err(NoPace::People);
        }
        let unfailing = |&(station, hours, _): &(StationId, f64, f64)| {
            let machines = self.stations[station].machines.len() as f64 * capacities[station].open;
            over(hours, machines)
        };
        let fullest = stations.iter().map(unfailing).fold(0.0, f64::max);
        let is_even =
            stations.iter().all(|(station, _, _)| (capacities[*station].open - open).abs() < 1e-9);
        let (rate, fastest) = (1.0 / (share * open), 1.0 / (fullest * open));
        Ok(Pace { bottleneck, rate, fastest, work, open, is_even })
    }

    /// The places that every part of a product passes, in their order.
    fn only_way(&self, product: ProductId) -> Result<Vec<PlaceId>, NoPace> {
        let row = &self.products[product];
        if row.lines.len() > 1 {
            return Err(NoPace::SeveralWays);
        }
        let mut places = Vec::with_capacity(row.steps.len());
        let mut next = (!row.steps.is_empty()).then(|| row.steps.first());
        while let Some(step) = next {
            let (step_places, follows) = (self.steps[step].places, self.steps[step].next);
            if step_places.len() != 1 {
                return Err(NoPace::SeveralWays);
            }
            places.push(step_places.first());
            next = match follows {
                Next::Always(Target::Out) => None,
                // A way back would be gone for ever.
                Next::Always(Target::Step(to)) if to.position() > step.position() => Some(to),
                Next::Always(Target::Step(_)) | Next::Shares { .. } => {
                    return Err(NoPace::Branches);
                }
            };
        }
        let scraps = |&place: &PlaceId| {
            let station = &self.stations[self.places[place].station];
            let fails = |failure| self.failures[failure].part == AfterRepair::Scrap;
            station.scrap > 0.0 || station.failures.iter().any(fails)
        };
        if places.iter().any(scraps) { Err(NoPace::Scrap) } else { Ok(places) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};

    fn pace(text: &str) -> Result<Pace, NoPace> {
        let reading = read(&Memory::default().with("line.toml", text), "line.toml");
        let scenario = reading.scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        *model.paces().iter().next().expect("there is a product")
    }

    fn close(found: f64, right: f64) {
        assert!((found / right - 1.0).abs() < 1e-9, "{found} is not {right}");
    }

    const LINE: &str = "[line.main]\nstations = [\"saw\", \"drill\", \"pack\"]\n\
                        [station.saw]\ncycle = \"2 min\"\n[station.pack]\ncycle = \"3 min\"\n";

    /// Penny Fab Two of the book has other figures; this one is by hand.
    #[test]
    fn the_slowest_station_sets_the_pace() {
        // Two machines of 10 min each: a part every 5 min, 12 an hour; 15 min of work in all, and a
        // minute for each of the two moves.
        let text = LINE.to_owned()
            + "[station.drill]\ncycle = \"10 min\"\nmachines = 2\n[transfer]\ntime = \"1 min\"\n";
        let found = pace(&text).unwrap();
        close(found.rate, 12.0);
        close(found.fastest, 12.0);
        close(found.work, 17.0 / 60.0);
        close(found.critical(), 3.4);
        assert!(found.is_even && (found.open - 1.0).abs() < 1e-12);
    }

    #[test]
    fn failures_lengthen_the_work_and_closed_hours_do_not() {
        // A repair of 15 min for every hour at work: a cycle of 4 min takes 5 on average.
        let fails = "failure.jam = { clock = \"operating\", every = { mean = \"60 min\" }, \
                     repair = { time = \"15 min\" } }\n";
        let calendar = "[plant]\ncalendar = \"day\"\n[calendar.day]\nmon-sun = \"06:00-14:00\"\n";
        let text = LINE.to_owned() + "[station.drill]\ncycle = \"4 min\"\n" + fails + calendar;
        let found = pace(&text).unwrap();
        close(found.rate, 12.0);
        close(found.fastest, 15.0);
        close(found.work, 10.0 / 60.0);
        close(found.open, 1.0 / 3.0);
        assert!(found.is_even);

        // Sound for 30 of 40 min by the clock: 4 min of work take 5 min 20 s.
        let text = text.replace("operating", "on_shift").replace("60 min", "30 min");
        let found = pace(&text.replace("15 min", "10 min")).unwrap();
        close(found.rate, 0.75 * 15.0);
        close(found.work, (2.0 + 3.0 + 4.0 / 0.75) / 60.0);
    }

    #[test]
    fn a_station_that_is_passed_twice_has_the_work_of_both() {
        let text = "[product.door]\nroute = [\"weld\", \"paint\", \"weld\"]\n[station.weld]\n\
                    cycle = \"2 min\"\n[station.paint]\ncycle = \"3 min\"\n[demand.all]\nevery = \"1 h\"\n";
        let found = pace(text);
        if let Ok(found) = found {
            close(found.rate, 15.0);
            close(found.work, 7.0 / 60.0);
        } else {
            panic!("{found:?}");
        }
    }

    #[test]
    fn parts_that_do_not_all_go_one_way_have_no_pace() {
        let drill = LINE.to_owned() + "[station.drill]\ncycle = \"4 min\"\n";
        assert_eq!(pace(&(drill.clone() + "scrap = \"1 %\"\n")), Err(NoPace::Scrap));
        let route = |route: &str| {
            let stations = "[station.a]\ncycle = \"1 min\"\n[station.b]\ncycle = \"1 min\"\n";
            pace(&format!("[product.p]\nroute = {route}\n{stations}[demand.d]\nevery = \"1 h\"\n"))
        };
        assert_eq!(route("[{ station = [\"a\", \"b\"] }]"), Err(NoPace::SeveralWays));
        let back = "[\"a\", { station = \"b\", next = { a = \"10 %\", out = \"90 %\" } }]";
        assert_eq!(route(back), Err(NoPace::Branches));
        assert_eq!(pace(&drill.replace("4 min", "0 s")).map(|found| found.rate), Ok(20.0));
        let two = drill.clone() + "operators = { fitter = 2 }\n[crew.fitter]\ncount = 3\n";
        // Three people have 22.5 parts an hour in them, two each: more than the drill's 15.
        assert_eq!(pace(&two).map(|found| found.rate), Ok(15.0));
        let twice = two.replace("operators", "machines = 2\noperators");
        assert_eq!(pace(&twice.replace("count = 3", "count = 2")), Err(NoPace::People));
        let nothing = "[station.a]\ncycle = \"0 s\"\n[line.l]\nstations = [\"a\"]\n[demand.d]\nevery = \"1 h\"\n";
        assert_eq!(pace(nothing), Err(NoPace::NoTime));
    }
}
