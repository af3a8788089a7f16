//! Work that falls due, week by week: whether what is released and due in some weeks can be done in them.
//!
//! An average over months hides a peak. Whatever the rule, orders that are released from one week on and due
//! by the end of another ask of a station no more than it can do in between, or some are late.

use std::collections::BTreeMap;

use super::balance::balance;
use super::capacity::{Capacity, Hours};
use super::{Slowest, Works, over, repairs};
use crate::ids::{ProductId, StationId, Table};
use crate::model::{Model, Weeks};
use crate::units::{Span, Time};

/// Most weeks that are looked at.
const MOST_WEEKS: i64 = 60;

/// Most numbers that are kept on the way.
const MOST_NUMBERS: usize = 20_000_000;

/// A week at whose end orders are due, and what is fullest by then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueWeek {
    /// When the week begins.
    pub begins: Time,
    /// Parts of the orders that are due in it.
    pub parts: f64,
    /// The station or skill that has most to do for what it can do.
    pub fullest: Slowest,
    /// When the orders begin of which that is told: all those released from then on, and due by the end of
    /// this week.
    pub from: Time,
    /// Their work over what can be done from then to the end of the week: above 1 some of them are late
    /// whatever the order in which they are done.
    pub load: f64,
}

/// What can do work, and what it has to do and can do, week by week.
struct Doer {
    what: Slowest,
    /// Work by the weeks of release and of the due date. Shape: as the book's `pairs`. Unit: hours.
    work: Vec<f64>,
    /// What can be done in each week. Unit: hours.
    capacity: Vec<f64>,
}

/// The dated orders by the weeks of release and due date.
struct Book {
    /// The week of each release and due date, from the first week on.
    pairs: Vec<(usize, usize)>,
    parts: Vec<Table<ProductId, f64>>,
    weeks: Weeks,
    first: i64,
    n: usize,
}

impl Model {
    /// The weeks in which dated orders are due, each with what is fullest by its end.
    ///
    /// Means only, and the best case: no queues, each week's work spread over the whole of it, stations that
    /// can stand in for each other divide it. Empty without promises, with another demand or an unlimited
    /// supply beside the orders, over more than a year, or where the book is too large to be looked at so.
    ///
    /// Cost: the calendars of all weeks, then stations and skills times the square of the weeks.
    pub fn due_weeks(&self) -> Vec<DueWeek> {
        let Some(book) = self.due_book() else { return Vec::new() };
        let numbers = (book.pairs.len() + book.n) * (self.stations.len() + self.skills.len());
        if numbers > MOST_NUMBERS || book.n * self.calendars.len() > MOST_NUMBERS / 100 {
            return Vec::new();
        }
        let doers = self.doers(&book);
        let weeks = (0..book.n).filter_map(|due| book.week(due, &doers));
        weeks.collect()
    }

    fn due_book(&self) -> Option<Book> {
        let is_all = self.supplies.is_empty() && self.demands.is_empty();
        let made = || self.made_orders().filter(|order| !self.is_got_from_stock(order.product));
        let promised = || made().filter_map(|order| Some((order, order.due?)));
        let last = promised().map(|(_, due)| due).max().filter(|_| is_all)?;
        let weeks = Weeks::of(self);
        let first = weeks.week(Time::ZERO);
        let n = weeks.week((last - Span::from_ticks(1)).max(Time::ZERO)) - first + 1;
        let n = usize::try_from(n).ok().filter(|_| n <= MOST_WEEKS)?;
        let place = |at: Time| usize::try_from(weeks.week(at) - first).unwrap_or(0);
        let mut found: BTreeMap<(usize, usize), Table<ProductId, f64>> = BTreeMap::new();
        for (order, due) in promised() {
            // The end of a Sunday is still Sunday.
            let last = (due - Span::from_ticks(1)).max(Time::ZERO);
            let pair = (place(order.release.min(last)), place(last));
            let parts =
                found.entry(pair).or_insert_with(|| Table::filled(self.products.len(), 0.0));
            parts[order.product] += self.started(order);
        }
        let (pairs, parts) = found.into_iter().unzip();
        Some(Book { pairs, parts, weeks, first, n })
    }

    /// What stations and skills have to do and can do.
    fn doers(&self, book: &Book) -> Vec<Doer> {
        let end = book.begins(book.n);
        let hours = Hours::between(self, Time::ZERO, end);
        let works = self.works_of(&hours, &self.ordered());
        let mut doers = self.idle_doers(book);
        for parts in &book.parts {
            let asked = self.total(&works, parts);
            let mut people = hours.people_in_cycles(&asked);
            for (station, work) in asked.enumerated() {
                repairs::add_worn(&hours, station, work, &mut people);
            }
            let all = asked.iter().map(|work| work.occupied).chain(people.iter().copied());
            doers.iter_mut().zip(all).for_each(|(doer, work)| doer.work.push(work));
        }
        for (from, until, plant) in self.periods_until(end) {
            for week in 0..book.n {
                let from = from.max(book.begins(week)).max(Time::ZERO);
                let until = until.min(book.begins(week + 1));
                if from < until {
                    plant.add_capacity((from, until), week, &mut doers);
                }
            }
        }
        doers
    }

    fn idle_doers(&self, book: &Book) -> Vec<Doer> {
        let stations = self.stations.ids().map(Slowest::Station);
        let all = stations.chain(self.skills.ids().map(Slowest::Skill));
        let idle = |what| Doer {
            what,
            work: Vec::with_capacity(book.pairs.len()),
            capacity: vec![0.0; book.n],
        };
        all.map(idle).collect()
    }

    /// Adds what can be done in a part of a week.
    fn add_capacity(&self, (from, until): (Time, Time), week: usize, doers: &mut [Doer]) {
        let hours = Hours::between(self, from, until);
        let long = (until - from).hours();
        for doer in doers {
            doer.capacity[week] += long
                * match doer.what {
                    Slowest::Station(id) => Capacity::of(&hours, id).machines(),
                    Slowest::Skill(id) => hours.people(id),
                };
        }
    }

    /// What a part of each product asks, where the parts come in this mix.
    fn works_of(&self, hours: &Hours<'_>, mix: &Table<ProductId, f64>) -> Vec<Works> {
        let capacities: Table<StationId, Capacity> =
            self.stations.ids().map(|station| Capacity::of(hours, station)).collect();
        let shares = balance(self, &self.with_parts(mix), &capacities);
        self.products.iter().map(|product| self.work(product, &shares, &capacities)).collect()
    }
}

impl Book {
    fn begins(&self, week: usize) -> Time {
        self.weeks.begins(self.first + i64::try_from(week).unwrap_or(MOST_WEEKS))
    }

    /// A week in which orders are due; `None` if none are.
    fn week(&self, due: usize, doers: &[Doer]) -> Option<DueWeek> {
        let here = self.pairs.iter().zip(&self.parts).filter(|((_, week), _)| *week == due);
        let parts: f64 = here.map(|(_, parts)| parts.iter().sum::<f64>()).sum();
        let fullest = |doer: &Doer| {
            let (from, load) = doer.fullest(&self.pairs, due);
            (doer.what, from, load)
        };
        let all = doers.iter().map(fullest).filter(|(_, _, load)| *load > 0.0);
        let (fullest, from, load) =
            all.reduce(|one, other| if other.2 > one.2 { other } else { one })?;
        let from = self.begins(from).max(Time::ZERO);
        (parts > 0.0).then(|| DueWeek { begins: self.begins(due), parts, fullest, from, load })
    }
}

impl Doer {
    /// The first week of the stretch up to the end of week `due` that is fullest, and its load; of equals
    /// the longest.
    fn fullest(&self, pairs: &[(usize, usize)], due: usize) -> (usize, f64) {
        let mut work = vec![0.0; due + 1];
        for (&(from, until), hours) in pairs.iter().zip(&self.work) {
            if until <= due {
                work[from] += hours;
            }
        }
        let (mut best, mut asked, mut can) = ((due, 0.0), 0.0, 0.0);
        for from in (0..=due).rev() {
            asked += work[from];
            can += self.capacity[from];
            let load = over(asked, can);
            if load >= best.1 {
                best = (from, load);
            }
        }
        best
    }
}

impl Slowest {
    /// Its name in a plant.
    pub fn name<'a>(&self, model: &'a Model) -> &'a str {
        match *self {
            Self::Station(id) => &model.stations[id].name,
            Self::Skill(id) => &model.skills[id].name,
        }
    }
}
