//! What is wrong with a plant as a whole: it could never end, cannot keep up, or has parts that
//! nothing uses.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::spot_of;
use super::{AtClose, Length, Loads, PeriodLoads, PoolLoad, Station};
use crate::diagnostic::{Diagnostic, Spot, closest, code, listed};
use crate::event_list::MOST_SLOTS;
use crate::ids::{CalendarId, CrewId, LineId, ProductId, SkillId, StationId, StepId, Table};
use crate::units::{Span, Time, stretch_text};

/// How far ahead calendars are searched for their longest shift.
const LOOK_AHEAD: Span = Span::from_days(400);

/// Most crews with skills that no task needs which are looked at.
const MOST_UNUSED: usize = 100;

/// How exactly work can be divided among lines.
const DIVIDED: f64 = 0.01;

impl Compiler<'_> {
    /// Adds errors, warnings and notes; only for a model that has no errors so far.
    pub(super) fn check(&mut self) {
        self.check_size();
        self.check_setups_ahead();
        self.check_campaigns();
        let visited = self.visited();
        self.warn_about_the_unused(&visited);
        let periods = self.model.loads_by_period();
        if self.check_rates(&periods) {
            self.warn_about_stations(&periods, &visited);
            self.warn_about_conveyors(&periods);
            self.warn_about_pools(&periods);
            self.warn_about_vehicles(&periods);
            self.warn_about_milkruns(&periods);
            self.warn_of_long_cycles();
            self.warn_about_closing();
            self.warn_of_tasks_too_long();
            self.warn_of_windows_in_closed_hours();
            self.warn_of_idle_start_ups();
            self.warn_about_lines(&periods);
            self.warn_about_people(&periods);
            self.warn_of_gaps();
            self.warn_of_late_responses();
            self.warn_of_lost_skills();
            periods.iter().take(1).for_each(|period| self.warn_about_supply(&period.loads));
            self.note_assumptions();
            self.tell_limits();
            self.warn_of_rests();
            if let Some(first) = periods.first() {
                self.tell_rare_failures(&first.loads);
            }
        }
    }

    /// Complains about more things that can happen at one time than an event list holds.
    fn check_size(&mut self) {
        let model = &self.model;
        let single = 1 + usize::from(!model.periods.is_empty());
        let always =
            model.machines.len() + 2 * model.calendars.len() + model.demands.len() + single;
        let walkers = if model.has_comers() { model.operators.len() } else { 0 };
        let pools = model.control.cards.len();
        let trucks: usize = model.vehicles.iter().map(|row| row.trucks.len()).sum();
        let movers = 2 * model.conveyors.len() + model.stands.len() + trucks;
        let asides = model.stations.iter().any(Station::lets_stand_aside);
        let waits = model.limits.len()
            + model.milkruns.len()
            + model.takts.len()
            + if asides { 2 * model.stations.len() } else { 0 };
        let material = 2 * model.materials.len();
        let slots = always + 2 * model.modes.len() + movers + walkers + pools + waits + material;
        if slots > MOST_SLOTS {
            let (machines, modes) = (model.machines.len(), model.modes.len());
            let message =
                format!("{machines} machines with {modes} failures are too many for one plant");
            let people = if walkers > 0 { ", people who walk or respond once" } else { "" };
            let hint = format!(
                "a machine counts once, its failures twice each{people}, up to {MOST_SLOTS}"
            );
            self.complain(Diagnostic::error(code::TOO_MANY, message).hint(hint));
        }
    }

    fn warn(&mut self, code: &'static str, message: String, spot: Option<Spot>) {
        self.complain(Diagnostic { spot, ..Diagnostic::warning(code, message) });
    }

    fn station_spot(&self, station: StationId) -> Option<Spot> {
        let name = &self.model.stations[station].name;
        spot_of(&self.scenario.station, name)
    }

    fn warn_about_the_unused(&mut self, visited: &Table<StationId, bool>) {
        let name = |station: StationId| self.model.stations[station].name.clone();
        let in_routes = self.model.stations.ids().filter(|&station| visited[station]);
        let in_routes: Vec<String> = in_routes.map(name).collect();
        for (station, _) in visited.enumerated().filter(|(_, is_visited)| !**is_visited) {
            let name = self.model.stations[station].name.clone();
            let message = format!("the station `{name}` is in no route");
            self.warn_of_unused(message, &name, &in_routes, self.station_spot(station));
        }
        let crews = self.idle_crews();
        let busy = self.model.crews.enumerated().filter(|(crew, _)| !crews.contains(crew));
        let busy: Vec<String> = busy.map(|(_, crew)| crew.name.clone()).collect();
        for crew in crews {
            let name = self.model.crews[crew].name.clone();
            let spot = spot_of(&self.scenario.crew, &name);
            self.warn_of_unused(format!("nothing needs the crew `{name}`"), &name, &busy, spot);
        }
        self.warn_of_unused_skills();
        let further = self.further_calendars.iter().cloned();
        let used: Vec<String> =
            self.model.calendars.iter().map(|row| row.name.clone()).chain(further).collect();
        for (name, _) in self.scenario.calendar.iter() {
            if !used.contains(&name.value) {
                let message = format!("nobody works by the calendar `{}`", name.value);
                self.warn_of_unused(message, &name.value, &used, Some(name.spot));
            }
        }
        let made = self.made();
        let name = |product: ProductId| self.model.products[product].name.clone();
        let ordered: Vec<String> =
            self.model.products.ids().filter(|&product| made[product]).map(name).collect();
        for (product, _) in made.enumerated().filter(|(_, is_made)| !**is_made) {
            let name = self.model.products[product].name.clone();
            let spot = spot_of(&self.scenario.product, &name);
            let spot = spot.or_else(|| spot_of(&self.scenario.line, &name));
            let message = format!("nobody orders the product `{name}`");
            self.warn_of_unused(message, &name, &ordered, spot);
        }
    }

    /// Warns of training in a skill that no task needs, and of a skill with a slip in its name: one that no task
    /// needs, beside one that is needed and that the crew lacks.
    fn warn_of_unused_skills(&mut self) {
        let root = |skill: SkillId| {
            let crews = self.model.skills[skill].crews.first();
            crews.map_or(skill, |&crew| self.model.crews[crew].root(skill))
        };
        let needed = self.model.needs.iter().flat_map(|needs| &needs.skills);
        let needed: BTreeSet<SkillId> = needed.map(|&(skill, _)| root(skill)).collect();
        let mut found = Vec::new();
        let mut looked_at = 0;
        for row in &self.model.crews {
            let has: BTreeSet<SkillId> = row.skills.iter().map(|&skill| row.root(skill)).collect();
            if has.is_subset(&needed) || looked_at >= MOST_UNUSED {
                continue;
            }
            looked_at += 1;
            let lacks = needed.difference(&has).map(|&skill| self.model.skills[skill].name.clone());
            let lacks: Vec<String> = lacks.collect();
            let Some(table) = self.scenario.crew.get(&row.name) else { continue };
            // Whoever can do nothing at all has been told of.
            let is_idle = has.is_disjoint(&needed);
            for &skill in has.difference(&needed) {
                let name = self.model.skills[skill].name.as_str();
                let trained = table.training.iter().find(|(of, _)| of.value == name);
                let is_slip = closest(name, lacks.iter().map(String::as_str)).is_some();
                if let Some((of, _)) = trained {
                    let message = format!(
                        "no task needs the skill `{name}`, in which people of `{}` are trained",
                        row.name
                    );
                    found.push((message, name.to_owned(), lacks.clone(), Some(of.spot)));
                } else if is_slip && !is_idle {
                    let spot = table.skills.as_ref().map(|skills| skills.spot);
                    let message =
                        format!("no task needs the skill `{name}` of the crew `{}`", row.name);
                    found.push((message, name.to_owned(), lacks.clone(), spot));
                }
            }
        }
        for (message, name, lacks, spot) in found {
            self.warn_of_unused(message, &name, &lacks, spot);
        }
    }

    /// Warns of a thing that nothing uses, with the name that was perhaps meant: a name with a slip
    /// in it makes a new thing.
    fn warn_of_unused(&mut self, message: String, name: &str, used: &[String], spot: Option<Spot>) {
        let letters = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
        // One of several numbered things is left out, not misspelt.
        let others = used.iter().filter(|other| letters(other) != letters(name));
        let meant = closest(name, others.map(String::as_str));
        let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
        let complaint = Diagnostic::warning(code::UNUSED, message).maybe_hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    fn visited(&self) -> Table<StationId, bool> {
        let mut visited = Table::filled(self.model.stations.len(), false);
        for place in &self.model.places {
            visited[place.station] = true;
        }
        visited
    }

    /// Crews of whom nobody is ever needed.
    fn idle_crews(&self) -> Vec<CrewId> {
        let mut needed = Table::filled(self.model.skills.len(), false);
        for (skill, _) in self.model.needs.iter().flat_map(|needs| &needs.skills) {
            needed[*skill] = true;
        }
        let crews = self.model.crews.enumerated();
        let idle = crews.filter(|(_, crew)| !crew.skills.iter().any(|&skill| needed[skill]));
        idle.map(|(crew, _)| crew).collect()
    }

    fn made(&self) -> Table<ProductId, bool> {
        let mut made = Table::filled(self.model.products.len(), false);
        let ordered = self.model.orders.iter().map(|order| order.product);
        let demanded = self.model.demand_products.iter().map(|&(_, product)| product);
        let supplied = self.model.supplies.iter().map(|supply| supply.product);
        let mut open: Vec<ProductId> = ordered.chain(demanded).chain(supplied).collect();
        if !self.model.supplies.is_empty() {
            open.extend(self.model.products.ids().filter(|&id| self.model.products[id].is_made));
        }
        while let Some(product) = open.pop() {
            if !std::mem::replace(&mut made[product], true) {
                open.extend(self.model.comes_with(product));
                let stocked = self.model.taken_from_stock(product).into_iter();
                open.extend(stocked.map(|(part, _)| part));
            }
        }
        made
    }

    /// Whether a run can come to its end: time passes, and not with too many events.
    fn check_rates(&mut self, periods: &[PeriodLoads]) -> bool {
        if periods.iter().any(|period| period.loads.rate.is_infinite()) {
            let message = "parts are supplied without limit and need no time anywhere";
            let hint = "give some station of the line a `cycle` above zero, or add a demand";
            self.complain(Diagnostic::error(code::ENDLESS, message).hint(hint));
            return false;
        }
        let events = match self.model.run.length {
            Length::For(length) => {
                let end = Time::ZERO + self.model.run.warm_up.most(length) + length;
                let hours = |period: &PeriodLoads| {
                    let from = period.from.unwrap_or(Time::ZERO);
                    (period.until.unwrap_or(end) - from).hours()
                };
                periods.iter().map(|period| period.loads.visit_rate * hours(period)).sum()
            }
            Length::OrdersDone => {
                let book = periods.first().and_then(|period| period.loads.book.as_ref());
                book.map_or(0.0, |book| book.visits)
            }
        };
        let most = self.model.run.limits.events;
        if events > most as f64 {
            let message = format!(
                "a run would take at least {events:.3e} events, more than the limit {most}"
            );
            let hint =
                "shorten the run, make parts rarer, or raise `events` in `limits` of `[run]`";
            self.complain(Diagnostic::error(code::TOO_MANY, message).hint(hint));
        }
        events <= most as f64
    }

    /// Whether queues can grow without limit: a supply gives way to the slowest station, and a run
    /// that ends with its orders has a limit.
    fn may_grow(&self) -> bool {
        self.model.supplies.is_empty() && self.model.run.length != Length::OrdersDone
    }

    /// When a period is, for plants that have several: ` from 2026-04-06 to 2026-05-29 (`peak`)`.
    fn when(&self, period: &PeriodLoads) -> String {
        let Some(start) = self.model.start.filter(|_| !self.model.periods.is_empty()) else {
            return String::new();
        };
        let when = stretch_text(start, period.from, period.until);
        match period.changes.as_slice() {
            [] => format!(" {when}"),
            changes => format!(" {when} ({})", listed(changes.iter().map(String::as_str))),
        }
    }

    /// Stations that never work, or cannot do what demands and orders ask for.
    fn warn_about_stations(&mut self, periods: &[PeriodLoads], visited: &Table<StationId, bool>) {
        for station in self.model.stations.ids() {
            let name = &self.model.stations[station].name;
            let working = periods.iter().filter(|period| period.loads.stations[station].open > 0.0);
            let worst = working.max_by(|one, other| {
                let alone = |period: &PeriodLoads| period.loads.stations[station].alone;
                alone(one).total_cmp(&alone(other))
            });
            let Some(worst) = worst else {
                if visited[station] {
                    self.warn_about_idle(station);
                }
                continue;
            };
            let load = worst.loads.stations[station].alone;
            if self.may_grow() && load > 1.0 {
                let (percent, when) = (load * 100.0, self.when(worst));
                let message = format!(
                    "the station `{name}` is asked for {percent:.0} % of what it can do{when}"
                );
                let hint = "its queue grows without limit for as long as that lasts";
                let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
                self.complain(Diagnostic { spot: self.station_spot(station), ..complaint });
            }
        }
    }

    /// Conveyors that cannot take over what demands and orders ask for.
    fn warn_about_conveyors(&mut self, periods: &[PeriodLoads]) {
        if !self.may_grow() {
            return;
        }
        for conveyor in self.model.conveyors.ids() {
            let load = |period: &PeriodLoads| period.loads.conveyors[conveyor].load();
            // Of a period in which nothing of it moves nothing can be said.
            let moves = periods.iter().filter(|period| load(period).is_finite());
            let worst = moves.max_by(|one, other| load(one).total_cmp(&load(other)));
            let Some(worst) = worst.filter(|period| load(period) > 1.0) else { continue };
            let (percent, when) = (load(worst) * 100.0, self.when(worst));
            let name = &self.model.conveyors[conveyor].name;
            let message = format!(
                "the conveyor `{name}` is asked for {percent:.0} % of what it can take over{when}"
            );
            let hint = "the queue before it grows without limit for as long as that lasts; a smaller `pitch`, or \
                        more `speed`, moves more";
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = spot_of(&self.scenario.conveyor, name);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Pools of which demands and orders ask for more than there are.
    fn warn_about_pools(&mut self, periods: &[PeriodLoads]) {
        if !self.may_grow() {
            return;
        }
        let mut complaints = Vec::new();
        for (id, cards) in self.model.control.cards.enumerated() {
            let load = |period: &PeriodLoads| {
                let row = period.loads.pools.iter().find(|row| row.cards == id);
                row.map_or(0.0, PoolLoad::load)
            };
            let worst = periods.iter().max_by(|one, other| load(one).total_cmp(&load(other)));
            let Some(worst) = worst.filter(|period| load(period) > 1.0) else { continue };
            let row = worst.loads.pools.iter().find(|row| row.cards == id);
            let (out, count) = row.map_or((0.0, 0.0), |row| (row.out, row.count));
            let (noun, when) = (cards.noun().to_owned(), self.when(worst));
            let message = format!(
                "parts need {out:.1} of the pool `{noun}` at a time, and there are {count}{when}"
            );
            let hint = "the queue before it grows without limit for as long as that lasts; a shorter stretch, or \
                        a larger `count`, helps";
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = spot_of(&self.scenario.pool, &noun).or(self.scenario.tool.spot(&noun));
            complaints.push(Diagnostic { spot, ..complaint });
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Vehicles that cannot move what demands and orders ask for, even if they never drove empty.
    fn warn_about_vehicles(&mut self, periods: &[PeriodLoads]) {
        if !self.may_grow() {
            return;
        }
        for vehicle in self.model.vehicles.ids() {
            let load = |period: &PeriodLoads| period.loads.vehicles[vehicle].least();
            // Of a period in which nothing of it moves nothing can be said.
            let moves = periods.iter().filter(|period| load(period).is_finite());
            if periods.iter().all(|period| load(period).is_infinite()) {
                let name = &self.model.vehicles[vehicle].name;
                let message =
                    format!("the vehicles `{name}` never drive in this run: they are closed");
                let hint = "give them another `calendar`, or none";
                let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
                let spot = spot_of(&self.scenario.vehicle, name);
                self.complain(Diagnostic { spot, ..complaint });
                continue;
            }
            let worst = moves.max_by(|one, other| load(one).total_cmp(&load(other)));
            let Some(worst) = worst.filter(|period| load(period) > 1.0) else { continue };
            let (percent, when) = (load(worst) * 100.0, self.when(worst));
            let name = &self.model.vehicles[vehicle].name;
            let message = format!(
                "the vehicles `{name}` are asked for {percent:.0} % of their time{when}, driving empty not counted"
            );
            let hint = "loads wait longer and longer for as long as that lasts; more of them (`count`), or more on a \
                        trip (`carries`), move more";
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = spot_of(&self.scenario.vehicle, name);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Milk runs that cannot carry what demands and orders ask for.
    fn warn_about_milkruns(&mut self, periods: &[PeriodLoads]) {
        if !self.may_grow() {
            return;
        }
        for id in self.model.milkruns.ids() {
            let row = &self.model.milkruns[id];
            let load = |period: &PeriodLoads| period.loads.milkruns[id].load(row);
            let worst = periods.iter().max_by(|one, other| load(one).total_cmp(&load(other)));
            let Some(worst) = worst.filter(|period| load(period) > 1.0) else { continue };
            let (percent, when) = (load(worst) * 100.0, self.when(worst));
            let name = row.name.clone();
            let message = format!(
                "the milk run `{name}` is asked for {percent:.0} % of what it carries{when}"
            );
            let hint = "parts wait longer and longer for as long as that lasts; go more often (`every`), or carry \
                        more (`carries`)";
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = spot_of(&self.scenario.milkrun, &name);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn warn_about_idle(&mut self, station: StationId) {
        let Station { name, calendar, .. } = &self.model.stations[station];
        let horizon = match self.model.run.length {
            Length::For(length) => self.model.run.warm_up.span() + length,
            Length::OrdersDone => LOOK_AHEAD,
        };
        let end = Time::ZERO + horizon;
        let opens =
            |id: CalendarId| !self.model.calendars[id].shift_time(Time::ZERO, end).is_zero();
        let why = if calendar.is_none_or(opens) {
            "its people are never at work while it is open"
        } else {
            "it is closed in all the time of the run"
        };
        let message = format!("the station `{name}` can never work: {why}");
        self.warn(code::OVERLOAD, message, self.station_spot(station));
    }

    /// Stations under `no_start` whose shortest cycle fits into no shift.
    fn warn_about_closing(&mut self) {
        let mut longest: Table<CalendarId, Option<Span>> =
            Table::filled(self.model.calendars.len(), None);
        let mut shortest = Table::filled(self.model.stations.len(), f64::INFINITY);
        for place in &self.model.places {
            let cycle = &mut shortest[place.station];
            *cycle = cycle.min(place.cycle.bounds().0);
        }
        for (id, &shortest) in shortest.enumerated() {
            let station = &self.model.stations[id];
            let (AtClose::NoStart, Some(calendar)) = (station.at_close, station.calendar) else {
                continue;
            };
            let hours = &self.model.calendars[calendar];
            let longest = *longest[calendar].get_or_insert_with(|| hours.longest_shift(LOOK_AHEAD));
            if shortest.is_finite() && shortest > longest.ticks() as f64 {
                let (name, cycle) = (&station.name, Span::round(shortest));
                let message = format!("no cycle of the station `{name}` ever fits into a shift");
                let hint = format!(
                    "the shortest takes {cycle}, the longest shift is {longest}, and \
                     `at_close = \"no_start\"` starts nothing that would not end before the closing"
                );
                let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
                self.complain(Diagnostic { spot: self.station_spot(id), ..complaint });
            }
        }
    }

    /// Products whose lines cannot do together what demands and orders ask for.
    fn warn_about_lines(&mut self, periods: &[PeriodLoads]) {
        if !self.model.supplies.is_empty() {
            return;
        }
        let several = |id: &ProductId| self.model.products[*id].lines.len() > 1;
        let products: Vec<ProductId> = self.model.products.ids().filter(several).collect();
        for product in products {
            let loads = periods.iter().map(|period| (period, self.line_loads(product, period)));
            let loads: Vec<(&PeriodLoads, (f64, bool))> = loads.collect();
            // A station that is overloaded alone has its own warning.
            let loads = loads.into_iter().filter(|(_, (_, is_told))| !is_told);
            let worst = loads.max_by(|(_, (one, _)), (_, (other, _))| one.total_cmp(other));
            let Some((period, (load, _))) = worst else { continue };
            if load > 1.0 + DIVIDED && load.is_finite() {
                let (name, percent) = (&self.model.products[product].name, load * 100.0);
                let when = self.when(period);
                let message = format!(
                    "the lines of `{name}` together are asked for {percent:.0} % of what they can \
                     do{when}"
                );
                let hint = "their queues grow without limit for as long as that lasts";
                let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
                let spot = spot_of(&self.scenario.product, name);
                self.complain(Diagnostic { spot, ..complaint });
            }
        }
    }

    /// The load of the line of a product that has least to do, and whether a station of some line
    /// is overloaded alone.
    fn line_loads(&self, product: ProductId, period: &PeriodLoads) -> (f64, bool) {
        let model = &self.model;
        let busiest = |line: LineId| {
            let steps = model.lines[line].steps.iter();
            let stations = steps.flat_map(|step| model.steps[step].places.iter());
            let stations = stations.map(|place| period.loads.stations[model.places[place].station]);
            stations.fold((0.0_f64, 0.0_f64), |(load, alone), station| {
                (load.max(station.load), alone.max(station.alone))
            })
        };
        let lines: Vec<(f64, f64)> = model.products[product].lines.iter().map(busiest).collect();
        let load = lines.iter().map(|(load, _)| *load).fold(f64::INFINITY, f64::min);
        (load, lines.iter().any(|(_, alone)| *alone > 1.0))
    }

    /// Skills of which more is asked than people have.
    fn warn_about_people(&mut self, periods: &[PeriodLoads]) {
        if !self.model.supplies.is_empty() {
            return;
        }
        let most = if self.may_grow() { 1.0 } else { f64::MAX };
        for skill in self.model.skills.ids() {
            let load = |period: &PeriodLoads| period.loads.skills[skill];
            let finite = periods.iter().filter(|period| load(period).is_finite());
            let worst = finite.max_by(|one, other| load(one).total_cmp(&load(other)));
            let name = &self.model.skills[skill].name;
            let message = match worst {
                None => format!("nobody with the skill `{name}` is ever at work"),
                Some(worst) if load(worst) > most => {
                    let (percent, when) = (load(worst) * 100.0, self.when(worst));
                    format!(
                        "people with the skill `{name}` are asked for {percent:.0} % of their \
                         time{when}"
                    )
                }
                Some(_) => continue,
            };
            let crew = self.model.skills[skill].crews.first();
            let crew = crew.map(|&crew| &self.model.crews[crew].name);
            let spot = crew.and_then(|crew| spot_of(&self.scenario.crew, crew));
            self.complain(Diagnostic { spot, ..Diagnostic::warning(code::OVERLOAD, message) });
        }
    }

    /// A line that is never short of parts fills the unlimited buffer of a slower station.
    fn warn_about_supply(&mut self, loads: &Loads) {
        self.warn_about_stores();
        let mut supplies = self.model.supplies.iter();
        let (Some(supply), None) = (supplies.next(), supplies.next()) else { return };
        let Some(bottleneck) = loads.bottleneck else { return };
        let (first, slowest) = (loads.stations[supply.station], loads.stations[bottleneck]);
        let row = &self.model.stations[bottleneck];
        // Where parts hold cards there are never more of them than cards.
        let steps = self.model.lines[supply.line].steps.iter();
        let is_limited = |step: StepId| {
            let mut places = self.model.steps[step].places.iter();
            !self.model.control.held(step).is_empty()
                && places.any(|place| self.model.places[place].station == bottleneck)
        };
        let is_limited = steps.into_iter().any(is_limited);
        let takes_only = row.assembly.as_ref().is_some_and(|assembly| !assembly.gives.is_empty());
        let is_endless = row.buffer.is_none() && !is_limited && !takes_only;
        if slowest.load > first.load * (1.0 + 1e-9) && is_endless {
            let name = &row.name;
            let message = format!("the buffer of `{name}` is unlimited and fills without end");
            let hint = format!("`{name}` is the slowest station: give it a `buffer`");
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = self.station_spot(bottleneck);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
