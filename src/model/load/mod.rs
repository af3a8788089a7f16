//! The physics before any run: how much of its time each station and each skill must work.
//!
//! Means only: no luck, no queues. Where the truth depends on choices made during a run, the best
//! case is taken, so a load above 1 is a fact and a load below 1 is no promise.

mod after;
mod assembly;
mod balance;
mod book;
mod capacity;
mod drives;
mod due;
mod hands;
mod levels;
mod open;
mod pace;
mod pools;
mod renewal;
mod repairs;
mod rides;
mod round;
mod setups;
mod shift;
mod staffing;
mod stocks;
mod takts;
#[cfg(test)]
mod tests;
mod together;
mod tours;
mod visits;
mod way;
mod window;
mod worn;

use std::collections::BTreeMap;

pub use self::book::{BookWork, Slowest};
pub use self::drives::VehicleLoad;
pub use self::due::DueWeek;
pub use self::hands::{Post, Shared};
pub use self::open::OpenHours;
pub use self::pace::{NoPace, Pace};
pub use self::pools::PoolLoad;
pub use self::rides::ConveyorLoad;
pub use self::round::Round;
pub use self::shift::ShiftLoad;
pub use self::takts::TaktLoad;
pub use self::together::Together;
pub use self::tours::MilkrunLoad;

use self::balance::{Shares, balance};
use self::book::book_work;
use self::capacity::{Capacity, Hours};
use self::drives::Hops;
use self::pools::Holds;
use self::rides::Rides;
use self::visits::visits;
pub(in crate::model) use self::visits::yield_of;
use super::{Length, Model, Order, Product};
use crate::ids::{
    ConveyorId, LineId, MilkrunId, ProductId, SkillId, StationId, StepId, Table, VehicleId,
};
use crate::units::{Span, Time};

/// Loads of a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Loads {
    /// Load of each station.
    pub stations: Table<StationId, Load>,
    /// Load of each conveyor.
    pub conveyors: Table<ConveyorId, ConveyorLoad>,
    /// Load of each pool, in the order of [`Model::control`].
    pub pools: Vec<PoolLoad>,
    /// What is asked of each milk run.
    pub milkruns: Table<MilkrunId, MilkrunLoad>,
    /// Load of the vehicles of each kind.
    pub vehicles: Table<VehicleId, VehicleLoad>,
    /// People needed of each skill over people there, on average; infinite if nobody is ever there.
    /// Repairs are work like cycles; breaks are no time at work.
    ///
    /// Bounds: a person with several skills counts fully for each, so this is a lower bound.
    pub skills: Table<SkillId, f64>,
    /// Skills that share people of whom they ask more together than each alone, the most of all.
    pub together: Option<Together>,
    /// Parts released an hour: what demands and orders ask for, or what an unlimited supply can
    /// give at most. What goes into others does not count.
    pub rate: f64,
    /// The same of each product, of what goes into others, too.
    pub products: Table<ProductId, f64>,
    /// The station with the highest load.
    pub bottleneck: Option<StationId>,
    /// Parts an hour that can be released in the same mix before the bottleneck is always busy, a conveyor
    /// full, or a pool out; infinite if no part needs any time.
    pub bottleneck_rate: f64,
    /// Visits of all parts to all stations an hour: what the length of a run depends on.
    pub visit_rate: f64,
    /// The work of the dated orders, if the run ends with them: then `load` says nothing, because
    /// no queue can grow for ever.
    pub book: Option<BookWork>,
}

/// Load of one station.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Work over capacity: above 1 the queue grows without limit.
    ///
    /// Stations that can stand in for each other divide their work as well as possible.
    /// Failures are included, those at given instants too; waiting for repair crews and setups are not.
    pub load: f64,
    /// The same with the setups that parts in random order need, and the inspection of their first pieces.
    pub set_up: f64,
    /// The part of `load` that no other station can take.
    pub alone: f64,
    /// Parts that come an hour, coming back included.
    pub visits: f64,
    /// Share of time in which work is possible: the station is open and its people are there.
    pub open: f64,
}

/// What one released part of a product, or many parts, ask of a station.
#[derive(Clone, Copy, Debug, Default)]
struct Work {
    visits: f64,
    /// Hours of a machine at work.
    hours: f64,
    /// Hours of the machine, its failures included.
    occupied: f64,
    /// The part of `occupied` that no other station can take.
    alone: f64,
    /// Visits whose steps say themselves how long their setup takes.
    of_steps: f64,
    /// Hours of these setups, each from another kind.
    set_up: f64,
}

impl Work {
    /// Adds the work of so many parts.
    fn add(&mut self, work: &Self, parts: f64) {
        self.visits += parts * work.visits;
        self.hours += parts * work.hours;
        self.occupied += parts * work.occupied;
        self.alone += parts * work.alone;
        self.of_steps += parts * work.of_steps;
        self.set_up += parts * work.set_up;
    }
}

/// What a part asks, station by station.
type Works = BTreeMap<StationId, Work>;

/// Loads between two dates of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodLoads {
    /// When the period begins; `None` is the plant's start.
    pub from: Option<Time>,
    /// When it ends; `None` is the end of the run.
    pub until: Option<Time>,
    /// The changes that are in force.
    pub changes: Vec<String>,
    /// The loads.
    pub loads: Loads,
}

/// What a part of each product asks for, and how many are released an hour.
struct Released {
    works: Vec<Works>,
    hops: Vec<Hops>,
    rides: Vec<Rides>,
    holds: Holds,
    rates: Table<ProductId, f64>,
}

impl Model {
    /// Loads of the whole run, or of the time until the first date on which something changes (over
    /// a year, if the run ends with its orders).
    pub fn loads(&self) -> Loads {
        let until = self.periods.first().map_or(Time::NEVER, |period| period.from);
        self.loads_between(Time::ZERO, until.min(self.end_of_loads()))
    }

    /// Loads of each stretch of the run between dates on which something changes.
    ///
    /// Shape: in the order of time; one for a plant without changes. A period of a run that ends
    /// with its orders is as long as written, the last a year.
    pub fn loads_by_period(&self) -> Vec<PeriodLoads> {
        let end = self.end_of_loads();
        let periods = self.periods_until(end).into_iter();
        let loads = |(from, until, plant): (Time, Time, &Self)| PeriodLoads {
            from: (from > Time::ZERO).then_some(from),
            until: (until < end).then_some(until),
            changes: plant.changes.clone(),
            loads: plant.loads_between(from, until),
        };
        periods.map(loads).collect()
    }

    /// Until when loads are told.
    fn end_of_loads(&self) -> Time {
        match self.run.length {
            Length::For(length) => Time::ZERO + self.run.warm_up.span() + length,
            Length::OrdersDone => {
                let last = self.periods.last().map_or(Time::ZERO, |period| period.from);
                last + Span::from_days(364)
            }
        }
    }

    fn loads_between(&self, from: Time, until: Time) -> Loads {
        let hours = Hours::between(self, from, until);
        let capacities: Table<StationId, Capacity> =
            self.stations.ids().map(|station| Capacity::of(&hours, station)).collect();
        let most = hours.conveyors();
        let Released { works, hops, rides, holds, rates } =
            self.released(&hours, &capacities, &most);
        let book = (self.run.length == Length::OrdersDone)
            .then(|| book_work(&hours, &capacities, &self.total(&works, &self.ordered())));

        let asked = self.total(&works, &rates);
        let orders = self.orders_per_part();
        let products = self.with_all(&rates, &works).into_owned();
        let set_up = setups::in_random_order(self, &works, &products, &orders);
        let load = |(station, work): (StationId, &Work)| Load {
            load: capacities[station].share(work.occupied),
            set_up: capacities[station].share(work.occupied + set_up[station]),
            alone: capacities[station].share(work.alone),
            visits: work.visits,
            open: capacities[station].open,
        };
        let stations: Table<StationId, Load> = asked.enumerated().map(load).collect();
        let mut people = hours.people_in_cycles(&asked);
        round::add_ways(self, &asked, &mut people);
        for (station, work) in asked.enumerated() {
            repairs::add_worn(&hours, station, work, &mut people);
            repairs::add_timed(&hours, station, &mut people);
        }
        let together = together::fullest(&hours, &people);
        let skills =
            people.enumerated().map(|(skill, &need)| over(need, hours.people(skill))).collect();
        let bottleneck = highest(&stations);
        let leaving = rates.enumerated().filter(|(product, _)| !self.is_taken(*product));
        let rate: f64 = leaving.map(|(_, rate)| rate).sum();
        let parts: Vec<f64> = products.iter().copied().collect();
        let conveyors = rides::asked(&rides, &parts, &most);
        let vehicles = drives::asked(&hours, &hops, &parts);
        let milkruns = self.toured(&hours, &hops, &parts);
        let highest = bottleneck.map_or(0.0, |station| stations[station].load);
        let highest = conveyors.iter().map(ConveyorLoad::load).fold(highest, f64::max);
        let pools = pools::asked(self, &holds, &parts, &capacities);
        let highest = pools.iter().map(PoolLoad::load).fold(highest, f64::max);
        Loads {
            skills,
            conveyors,
            pools,
            vehicles,
            milkruns,
            together,
            rate,
            products,
            bottleneck,
            bottleneck_rate: if highest > 0.0 { rate / highest } else { f64::INFINITY },
            visit_rate: stations.iter().map(|load| load.visits).sum(),
            stations,
            book,
        }
    }

    /// What a part of each product asks of the stations, and how many are released an hour.
    fn released(
        &self,
        hours: &Hours<'_>,
        capacities: &Table<StationId, Capacity>,
        most: &Table<ConveyorId, f64>,
    ) -> Released {
        let asked = self.supplies.is_empty().then(|| self.asked(hours.start, hours.end));
        let mix = asked.clone().unwrap_or_else(|| Table::filled(self.products.len(), 1.0));
        let shares = balance(self, &self.with_parts(&mix), capacities);
        let work = |product| self.work(product, &shares, capacities);
        let works: Vec<_> = self.products.iter().map(work).collect();
        let hops = self.hops(&shares);
        let rides = self.rides(&hops);
        let holds = self.holds(&shares);
        let rates = asked.unwrap_or_else(|| {
            let rates = self.supplied(&works, capacities, (&rides, most));
            // Where a pool can do less, it sets the pace.
            let parts: Vec<f64> = self.with_all(&rates, &works).iter().copied().collect();
            let pools = pools::asked(self, &holds, &parts, capacities);
            let crowd = pools.iter().map(PoolLoad::load).fold(1.0, f64::max);
            rates.iter().map(|rate| rate / crowd).collect()
        });
        Released { works, hops, rides, holds, rates }
    }

    /// What so many parts of each product ask of the stations, with all that comes with them.
    fn total(
        &self,
        works: &[BTreeMap<StationId, Work>],
        parts: &Table<ProductId, f64>,
    ) -> Table<StationId, Work> {
        let mut total = Table::filled(self.stations.len(), Work::default());
        let parts = self.with_all(parts, works);
        for (work, &parts) in works.iter().zip(parts.iter()) {
            for (&station, work) in work {
                total[station].add(work, parts);
            }
        }
        total
    }

    /// Parts of each product that must be made for all dated orders.
    fn ordered(&self) -> Table<ProductId, f64> {
        let mut parts = Table::filled(self.products.len(), 0.0);
        for order in self.made_orders() {
            parts[order.product] += self.started(order);
        }
        self.take_from_start(&mut parts);
        parts
    }

    /// What a part of `product` asks of the stations.
    fn work(
        &self,
        product: &Product,
        shares: &Shares,
        capacities: &Table<StationId, Capacity>,
    ) -> Works {
        let visits = visits(self, product, &shares.places);
        let mut steps = product.steps.iter().zip(visits);
        let on_line = |line: LineId| {
            let steps = steps.by_ref().take(self.lines[line].steps.len());
            (shares.lines[line], self.work_on_line(steps, shares, capacities))
        };
        combined(&product.lines.iter().map(on_line).collect::<Vec<_>>())
    }

    /// What a part that goes to a line asks of the stations; `steps` are those of the line, each
    /// with its visits.
    fn work_on_line(
        &self,
        steps: impl Iterator<Item = (StepId, f64)>,
        shares: &Shares,
        capacities: &Table<StationId, Capacity>,
    ) -> Works {
        let mut works = Works::new();
        for (step, visits) in steps {
            let places = self.steps[step].places;
            for place in places.iter() {
                let (visits, row) = (visits * shares.places[place], &self.places[place]);
                let work = works.entry(row.station).or_default();
                // What comes out of one cycle shares it.
                let visits = visits / self.comes_out_with(place);
                let hours = self.occupied(row.station, row.mean_cycle).hours();
                // On a paced line no part gives its place to the next one before the end of the takt.
                let takt = self.least_takt(row.station).hours();
                let occupied = visits * capacities[row.station].occupied(hours).max(takt);
                work.visits += visits;
                work.hours += visits * hours;
                work.occupied += occupied;
                let setup = self.stations[row.station].setup.as_deref();
                if let Some(own) = setup.and_then(|setup| setup.of_step(place)) {
                    work.of_steps += visits;
                    work.set_up += visits * Span::round(own.mean()).hours();
                }
                work.alone += if places.len() == 1 { occupied } else { 0.0 };
            }
        }
        works
    }

    /// Parts an hour that demands and orders ask for, and what is made to stock for them.
    fn asked(&self, from: Time, until: Time) -> Table<ProductId, f64> {
        let mut rates = Table::filled(self.products.len(), 0.0);
        for demand in &self.demands {
            let until = until.max(from);
            let gap = if until > from {
                self.mean_gap(demand, from, until)
            } else {
                self.mean_gap_of_run(demand)
            };
            let hours = Span::round(gap).hours();
            let parts = over(demand.quantity.mean(), hours);
            let mut before = 0.0;
            let products = demand.first_product as usize..demand.end_product as usize;
            for &(cumulated, product) in &self.demand_products[products] {
                rates[product] +=
                    parts * (cumulated - before) * self.starts(product, demand.quantity.mean());
                before = cumulated;
            }
        }
        if until > from {
            let released = |order: &&Order| {
                let release = order.release.max(Time::ZERO);
                from <= release && release < until
            };
            for order in self.made_orders().filter(released) {
                rates[order.product] += self.started(order) / (until - from).hours();
            }
        }
        self.add_what_is_taken(&mut rates);
        rates
    }

    /// Parts an hour that unlimited supplies can give until the first station is always busy;
    /// products that share a station give way in the same proportion.
    fn supplied(
        &self,
        works: &[Works],
        capacities: &Table<StationId, Capacity>,
        (rides, most): (&[Rides], &Table<ConveyorId, f64>),
    ) -> Table<ProductId, f64> {
        let mut rates = Table::filled(self.products.len(), 0.0);
        let mut loads = Table::filled(self.stations.len(), 0.0);
        let mut ridden = Table::filled(self.conveyors.len(), 0.0);
        for product in self.supplied_in_the_end() {
            let shares = self.shares_with_parts(product, works, capacities);
            let riding = self.rides_with_parts(product, (works, rides), most);
            let highest = shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
            let rate = 1.0 / riding.iter().map(|(_, share)| *share).fold(highest, f64::max);
            rates[product] = rate;
            for (station, share) in shares {
                loads[station] += rate * share;
            }
            for (conveyor, share) in riding {
                ridden[conveyor] += rate * share;
            }
        }
        let crowd = loads.iter().chain(ridden.iter()).copied().fold(1.0, f64::max);
        rates.iter().map(|rate| rate / crowd).collect()
    }
}

/// What a part of a product asks whose lines take these shares of the parts.
fn combined(lines: &[(f64, Works)]) -> Works {
    let mut works = Works::new();
    for (share, line) in lines {
        for (&station, work) in line {
            let all = works.entry(station).or_default();
            all.visits += share * work.visits;
            all.hours += share * work.hours;
            all.occupied += share * work.occupied;
            all.of_steps += share * work.of_steps;
            all.set_up += share * work.set_up;
        }
    }
    for (station, all) in &mut works {
        // What every line asks of a station stays there whichever is chosen.
        let alone = lines.iter().map(|(_, line)| line.get(station).map_or(0.0, |work| work.alone));
        all.alone = alone.fold(f64::INFINITY, f64::min);
    }
    works
}

/// The station with the highest load; the first of equals.
fn highest(stations: &Table<StationId, Load>) -> Option<StationId> {
    let mut best = None;
    for (station, row) in stations.enumerated() {
        if row.load > best.map_or(0.0, |best: StationId| stations[best].load) {
            best = Some(station);
        }
    }
    best
}

/// A quotient in which nothing over nothing is nothing.
fn over(need: f64, there: f64) -> f64 {
    if need == 0.0 { 0.0 } else { need / there }
}
