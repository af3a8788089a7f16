//! The pace of a flow: how fast it can be, how long a part takes at least, and how many parts that
//! means.

use std::collections::BTreeMap;

use super::capacity::{Capacity, Hours};
use super::over;
use super::way::{Asked, Way, mixed};
use crate::ids::{ProductId, SkillId, StationId, Table};
use crate::model::{AtClose, AtShiftEnd, Conduct, Crew, Model};
use crate::units::Time;

/// What the parts of one product, or of several in a fixed mix, can do when they are alone in the
/// plant and those of each product all go the same way.
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
    /// Hours from station to station without any waiting, failures and moves included (`T_0`): the mean
    /// of the mix.
    pub work: f64,
    /// Share of time in which the slowest station is open.
    pub open: f64,
    /// Hours that go on after each closing, on average: cycles that are finished and repairs, of the
    /// station with the most of them, and moves.
    pub after_closing: f64,
    /// Parts of the slowest station's work, if nothing fails, that one more cycle on each of its machines
    /// does after each closing: at most, with mean times. Zero where closing stops it.
    pub finished: f64,
    /// Work of the product that has the most at that station, over the mean: 1 for a single product.
    pub heaviest: f64,
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
    /// Its parts are away for work outside.
    Outside,
    /// Machines on its way work on several parts at once.
    Batches,
    /// Other parts go into its parts on their way, or its parts into others.
    Assembly,
    /// Machines on its way are set up for one product after the other.
    Setups,
    /// Its people have less time for a part than its machines, or are not always there at the standard
    /// pace.
    People,
    /// A conveyor takes over fewer parts than any station makes.
    Conveyor,
    /// There are fewer things of a pool than its parts need for any station to be always at work.
    Pool,
    /// Vehicles, or milk runs, move parts, and come when they come.
    Vehicles,
    /// They move on paced lines, with others.
    Paced,
    /// It needs no time anywhere, or a station that can never work.
    NoTime,
    /// No station is passed by all products of the mix: each has a pace of its own.
    Apart,
}

impl Model {
    /// The pace of each product until the first date on which something changes, else over the whole
    /// run (over a year, if the run ends with its orders).
    pub fn paces(&self) -> Table<ProductId, Result<Pace, NoPace>> {
        let until = self.periods.first().map_or(Time::NEVER, |period| period.from);
        let hours = Hours::between(self, Time::ZERO, until.min(self.end_of_loads()));
        let capacities = capacities(&hours);
        let pace = |product| self.pace(&[(product, 1.0)], &hours, &capacities);
        self.products.ids().map(pace).collect()
    }

    /// The pace of all products together in a mix, over the measured time; changes on dates are left
    /// out.
    ///
    /// `mix` is the number of parts of each product, on any scale; those of none are left out.
    ///
    /// # Errors
    /// If a product has no pace, if no station is passed by all, or if the mix is of none.
    pub fn pace_of_mix(&self, mix: &Table<ProductId, f64>) -> Result<Pace, NoPace> {
        let start = Time::ZERO + self.run.warm_up.span();
        let hours = Hours::between(self, start, self.end_of_loads().max(start));
        let all: f64 = mix.iter().sum();
        let made = mix.enumerated().filter(|(_, parts)| **parts > 0.0);
        let made: Vec<_> = made.map(|(product, parts)| (product, parts / all)).collect();
        self.pace(&made, &hours, &capacities(&hours))
    }

    /// Whether people are there in their hours, work at the standard pace and only in cycles, so that
    /// the pace of the machines is that of the plant.
    fn is_paced_by_machines(&self) -> bool {
        let is_plain = |conduct: &Conduct| {
            conduct.paces.is_empty()
                && conduct.absence.is_none()
                && conduct.learning.is_none()
                && conduct.fatigue.is_none()
                && conduct.at_shift_end != AtShiftEnd::Finish
        };
        let is_as_it_is = |crew: &Crew| crew.training.is_empty() && is_plain(&crew.conduct);
        // Who obeys rules may stay away.
        self.overtimes.is_empty()
            && self.working_time.enforced.is_empty()
            && self.crews.iter().all(is_as_it_is)
            && !self.stations.iter().any(|station| station.attendance.is_staged())
    }

    /// The pace of products with their shares of the parts.
    fn pace(
        &self,
        mix: &[(ProductId, f64)],
        hours: &Hours<'_>,
        capacities: &Table<StationId, Capacity>,
    ) -> Result<Pace, NoPace> {
        if !self.is_paced_by_machines() {
            return Err(NoPace::People);
        }
        if !self.vehicles.is_empty() {
            return Err(NoPace::Vehicles);
        }
        let most = hours.conveyors();
        let way = |&(product, share): &(ProductId, f64)| {
            Ok((share, self.way_of(product, capacities, &most)?))
        };
        let ways = mix.iter().map(way);
        let ways: Vec<(f64, Way)> = ways.collect::<Result<_, _>>()?;
        let way = mixed(&ways);
        let passes = |way: &Way, station| way.stations.iter().any(|asked| asked.station == station);
        let is_common = |asked: &Asked| ways.iter().all(|(_, way)| passes(way, asked.station));
        if !way.stations.is_empty() && !way.stations.iter().any(is_common) {
            return Err(NoPace::Apart);
        }
        let share = |asked: &Asked| capacities[asked.station].share(asked.occupied);
        let slowest = first_highest(&way.stations, share).ok_or(NoPace::NoTime)?;
        let (bottleneck, open) = (slowest.station, capacities[slowest.station].open);
        let share = share(slowest);
        if !share.is_finite() || !way.work.is_finite() || open <= 0.0 {
            return Err(NoPace::NoTime);
        }
        if way.rides.values().any(|&hours| hours > share) {
            return Err(NoPace::Conveyor);
        }
        if self.is_short_of_pools(mix, share, capacities) {
            return Err(NoPace::Pool);
        }
        if self.is_short_of_people(&way, hours, share) {
            return Err(NoPace::People);
        }
        let unfailing = |asked: &Asked| {
            let machines = self.stations[asked.station].machines.len() as f64;
            over(asked.cycles, machines * capacities[asked.station].open)
        };
        let fullest = first_highest(&way.stations, unfailing).ok_or(NoPace::NoTime)?;
        let of_product = |(_, way): &(f64, Way)| {
            let asked = way.stations.iter().find(|asked| asked.station == fullest.station);
            asked.map_or(0.0, |asked| asked.cycles)
        };
        let row = &self.stations[fullest.station];
        let finishing = if row.at_close == AtClose::Finish { row.machines.len() } else { 0 };
        Ok(Pace {
            bottleneck,
            rate: 1.0 / (share * open),
            fastest: 1.0 / (unfailing(fullest) * open),
            work: way.work,
            open,
            after_closing: self.after_closing(&way),
            finished: finishing as f64 * fullest.longest / fullest.cycles,
            heaviest: ways.iter().map(of_product).fold(0.0, f64::max) / fullest.cycles,
        })
    }

    /// Whether the people of some skill have less time for a part than its slowest station.
    fn is_short_of_people(&self, way: &Way, hours: &Hours<'_>, share: f64) -> bool {
        let mut people: BTreeMap<SkillId, f64> = BTreeMap::new();
        for asked in &way.stations {
            let Some(needs) = self.stations[asked.station].operators else { continue };
            for &(skill, number) in &self.needs[needs].skills {
                *people.entry(skill).or_default() += asked.cycles * f64::from(number);
            }
        }
        people.iter().any(|(&skill, &need)| over(need, hours.people(skill)) > share)
    }
}

fn capacities(hours: &Hours<'_>) -> Table<StationId, Capacity> {
    hours.model.stations.ids().map(|station| Capacity::of(hours, station)).collect()
}

/// The first of those with the highest value above zero.
fn first_highest(stations: &[Asked], value: impl Fn(&Asked) -> f64) -> Option<&Asked> {
    let mut highest: Option<&Asked> = None;
    for asked in stations {
        if value(asked) > highest.map_or(0.0, &value) {
            highest = Some(asked);
        }
    }
    highest
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
        close(found.open, 1.0);
        close(found.heaviest, 1.0);
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

    fn mixed(text: &str, mix: &[f64]) -> Result<Pace, NoPace> {
        crate::model::tests::model(text).pace_of_mix(&mix.iter().copied().collect())
    }

    #[test]
    fn a_mix_has_the_mean_work_of_its_products() {
        // Of four parts three take 2 + 1 min and one 6 + 1 min: 3 min of paint a part.
        let text = "[product.big]\nroute = [{ station = \"paint\", cycle = \"6 min\" }, \"pack\"]\n\
                    [product.small]\nroute = [{ station = \"paint\", cycle = \"2 min\" }, \"pack\"]\n\
                    [station.paint]\n[station.pack]\ncycle = \"1 min\"\n[demand.all]\nevery = \"1 h\"\n\
                    products = { big = 1, small = 3 }\n";
        let found = mixed(text, &[10.0, 30.0]).unwrap();
        close(found.rate, 20.0);
        close(found.work, 4.0 / 60.0);
        close(found.heaviest, 2.0);
        // Of small parts alone the paint makes 30 an hour.
        close(mixed(text, &[0.0, 1.0]).unwrap().rate, 30.0);
        assert_eq!(mixed(text, &[0.0, 0.0]), Err(NoPace::NoTime));
        let apart = text.replace(", \"pack\"]", "]").replacen("}]", "}, \"pack\"]", 1);
        assert!(mixed(&apart, &[1.0, 1.0]).is_ok(), "both are painted");
        let apart = apart.replacen("{ station = \"paint\", cycle = \"6 min\" }, ", "", 1);
        assert_eq!(mixed(&apart, &[1.0, 1.0]), Err(NoPace::Apart));
    }

    #[test]
    fn what_goes_on_after_closing_is_half_the_mean_square_over_the_mean() {
        // A constant cycle of 8 min has 4 min left; a move of 6 min, started at any time of 17 min
        // of work, goes on for 3 min in 6 of them.
        let text =
            LINE.to_owned() + "[station.drill]\ncycle = \"8 min\"\n[transfer]\ntime = \"6 min\"\n";
        let found = pace(&text).unwrap();
        close(found.after_closing, (4.0 + 2.0 * 3.0 * 6.0 / 25.0) / 60.0);
        close(found.finished, 1.0);
        // Exponential repairs of 10 min in a fifth of the time have 10 min left; the calendar's none.
        let text = LINE.to_owned()
            + "[station.drill]\ncycle = \"8 min\"\nat_close = \"pause\"\nfailure.jam = { clock = \
               \"operating\", every = { mean = \"40 min\" }, repair = { time = { dist = \
               \"exponential\", mean = \"10 min\" } } }\n";
        let text = text.replace("cycle = \"2 min\"", "cycle = \"2 min\"\nat_close = \"pause\"");
        let text = text.replace("cycle = \"3 min\"", "cycle = \"3 min\"\nat_close = \"pause\"");
        let found = pace(&text).unwrap();
        close(found.after_closing, 2.0 / 60.0);
        assert!(found.finished.abs() < 1e-12);
        close(pace(&text.replace("operating", "calendar")).unwrap().after_closing + 1.0, 1.0);
    }
}
