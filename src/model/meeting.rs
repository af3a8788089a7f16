//! Meetings: where parts wait for others of their order (`moves_in` of a product, `after` of a step).
//!
//! A part that is done at a step waits beside its machine until what the next one asks for has come: enough
//! parts of its order to go on together, or all parts of the order that must be done before.

use super::compile::Compiler;
use super::route::step_called;
use super::{Assembly, Blocking, Model, Target};
use crate::diagnostic::{Diagnostic, Spot, code, meant};
use crate::ids::{Id, LineId, MeetingId, ProductId, Run, StepId, Table};
use crate::scenario::{MovesIn, RouteItem, Written};

/// What must have come before parts go on to a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The step.
    pub to: StepId,
    /// The steps of the route before it: while parts of the order are there, more may come.
    pub before: Run<StepId>,
    /// How many go on together, or as many as there are when no more can come; 1 is each by itself.
    pub together: u32,
    /// Steps that all parts of the order must have left.
    pub after: Vec<Run<StepId>>,
    /// Whether there are always more to come, because the supply never ends.
    pub is_endless: bool,
}

/// All meetings.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Meetings {
    /// Step by step.
    pub rows: Table<MeetingId, Meeting>,
    /// The meeting on the way to each step; empty without meetings.
    pub(super) into: Table<StepId, Option<MeetingId>>,
    /// The meetings at which it matters where the parts of each product are; empty without meetings.
    pub(super) of: Table<ProductId, Vec<MeetingId>>,
}

impl Meetings {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The meetings at which it matters where the parts of a product are.
    #[inline]
    pub fn of(&self, product: ProductId) -> &[MeetingId] {
        self.of.get(product).map_or(&[], Vec::as_slice)
    }

    /// Whether parts of a product wait for others anywhere.
    pub fn is_on_the_way_of(&self, model: &Model, product: ProductId) -> bool {
        self.of(product).iter().any(|&id| model.steps[self.rows[id].to].product == product)
    }

    /// The meeting on the way to a step.
    pub fn at(&self, to: StepId) -> Option<MeetingId> {
        self.into.get(to).copied().flatten()
    }
}

impl Meeting {
    /// All steps at which it matters whether parts are there.
    fn watched(&self) -> impl Iterator<Item = Run<StepId>> {
        let before = (self.together > 1).then_some(self.before);
        self.after.iter().copied().chain(before)
    }
}

impl Model {
    /// The meeting between two steps: parts that a conveyor, a vehicle or a milk run brings move as
    /// that does.
    pub fn meeting(&self, from: StepId, to: StepId) -> Option<MeetingId> {
        let meeting = self.meetings.at(to)?;
        (!self.is_brought(from, to)).then_some(meeting)
    }

    /// Whether a conveyor, a vehicle or a milk run leads from some station of a step to one of another.
    fn is_brought(&self, from: StepId, to: StepId) -> bool {
        let stations =
            |step: StepId| self.steps[step].places.iter().map(|place| self.places[place].station);
        stations(from).any(|here| {
            stations(to).any(|there| {
                self.conveyor(here, there).is_some()
                    || self.stand(here, there).is_some()
                    || self.milkrun(here, there).is_some()
            })
        })
    }

    /// The steps of the line of a step that come before it.
    fn steps_before(&self, step: StepId) -> Run<StepId> {
        let line = self.lines.iter().find(|line| line.steps.iter().any(|one| one == step));
        let first = line.map_or(step, |line| line.steps.first());
        Run::new(first.position()..step.position())
    }

    /// The steps at which something is done to parts of a line: all but a last one where they are taken.
    fn steps_of_work(&self, line: LineId) -> Run<StepId> {
        let steps = self.lines[line].steps;
        let first = steps.first().position();
        let is_taken = steps.iter().last().is_some_and(|last| {
            let mut places = self.steps[last].places.iter();
            places.any(|place| self.stations[self.places[place].station].is_store())
        });
        Run::new(first..first + steps.len() - usize::from(is_taken))
    }

    /// Whether parts of both products of an order are there from the same instant on: the order brings them, or a
    /// station gives them together. What is made otherwise may come from the other ones alone.
    fn come_together(&self, one: ProductId, other: ProductId) -> bool {
        let gives = |assembly: &Assembly, product: ProductId| {
            assembly.gives.iter().any(|made| made.product == product)
        };
        let mut kits = self.assemblies().filter(|(_, assembly)| assembly.kit);
        if kits.any(|(_, assembly)| gives(assembly, one) && gives(assembly, other)) {
            return true;
        }
        let brings = |order: ProductId, product: ProductId| {
            let row = &self.products[order];
            let along = || row.along.iter().any(|along| along.kit && along.product == product);
            order == product && !row.is_made || along()
        };
        let is_made = self.products[one].is_made;
        self.products.ids().any(|order| brings(order, other) && (is_made || brings(order, one)))
    }
}

impl Compiler<'_> {
    /// Compiles where parts wait for others; comes after the supplies, and after what comes along with orders.
    pub(super) fn compile_meetings(&mut self) {
        // What comes with an order is known only where nothing else is wrong.
        let is_known = !self.complaints.has_errors();
        let mut meetings = Meetings::default();
        let mut spots = Vec::new();
        let steps: Vec<StepId> = self.model.steps.ids().collect();
        for to in steps {
            let Some((meeting, spot)) = self.meeting_at(to, is_known) else { continue };
            meetings.rows.push(meeting);
            spots.push(spot);
        }
        self.warn_of_idle_moves_in();
        if meetings.is_empty() {
            return;
        }
        meetings.into = Table::filled(self.model.steps.len(), None);
        meetings.of = Table::filled(self.model.products.len(), Vec::new());
        for (id, meeting) in meetings.rows.enumerated() {
            meetings.into[meeting.to] = Some(id);
            let own = self.model.steps[meeting.to].product;
            let watched = meeting.watched().filter_map(|steps| steps.iter().next());
            let products = watched.map(|step| self.model.steps[step].product).chain([own]);
            for product in products {
                if meetings.of[product].last() != Some(&id) {
                    meetings.of[product].push(id);
                }
            }
        }
        self.complain_about_circles(&meetings, &spots);
        self.model.meetings = meetings;
        self.refuse_at_meetings(&spots);
    }

    /// What parts wait for on the way to a step, and where that is written.
    fn meeting_at(&mut self, to: StepId, is_known: bool) -> Option<(Meeting, Spot)> {
        let before = self.model.steps_before(to);
        let product = self.model.steps[to].product;
        let name = self.model.products[product].name.clone();
        let scenario = self.scenario;
        let table = scenario.product.get(&name)?;
        let is_endless = self.model.supplies.iter().any(|supply| supply.product == product);
        let is_first = before.is_empty();
        let moves_in = table.moves_in.as_ref().filter(|_| !is_first);
        let together = moves_in.map_or(1, |given| match given.value {
            MovesIn::Piece => 1,
            MovesIn::Lot => u32::MAX,
            MovesIn::Parts(parts) => parts,
        });
        let item = table.route.as_ref().and_then(|route| route.value.get(before.len()));
        let after = item.and_then(|item| item.value.after.as_ref());
        let spot = after.map(|given| given.spot).or(moves_in.map(|given| given.spot))?;
        let mut rows = Vec::new();
        for (other, step) in after.iter().flat_map(|given| &given.value.0) {
            let found = self.names.products.find(other, &format!("the product `{name}`"));
            let Some(other) = self.keep(found) else { continue };
            if is_known && !self.come_together((product, spot), other) {
                continue;
            }
            rows.extend(self.steps_to_leave(other, step.as_ref()));
        }
        let waits_for_all = together == u32::MAX || after.is_some();
        if is_endless && waits_for_all {
            let message = format!(
                "`{name}` comes without end, and of no order: there is nothing to wait for"
            );
            let hint = "give it a demand or orders, or let it move in a number of parts";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
            return None;
        }
        let is_needed = together > 1 || !rows.is_empty();
        is_needed.then_some((Meeting { to, before, together, after: rows, is_endless }, spot))
    }

    /// Whether some order brings parts of both products; else complains.
    fn come_together(&mut self, (product, spot): (ProductId, Spot), other: ProductId) -> bool {
        let comes = self.model.come_together(product, other);
        if !comes {
            let name = |id: ProductId| &self.model.products[id].name;
            let (name, of) = (name(product), name(other));
            let message = format!("no order brings parts of `{of}` with those of `{name}`");
            let hint = "parts of one order are those that a station with `kit = true` takes, or gives together";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        comes
    }

    /// The steps that all parts of a product of an order must have left, for others to go on.
    fn steps_to_leave(
        &mut self,
        other: ProductId,
        step: Option<&Written<String>>,
    ) -> Vec<Run<StepId>> {
        let of = self.model.products[other].name.clone();
        let Some(step) = step else {
            let lines = self.model.products[other].lines;
            return lines.iter().map(|line| self.model.steps_of_work(line)).collect();
        };
        let scenario = self.scenario;
        let route = scenario.product.get(&of).and_then(|table| table.route.as_ref());
        let items: &[Written<RouteItem>] = route.map_or(&[], |route| &route.value);
        let first = self.model.products[other].steps.first();
        match step_called(items, &step.value) {
            Ok(position) => vec![Run::new(first.position()..first.position() + position + 1)],
            Err(titles) if titles.is_empty() => {
                self.complain_about_several(step, &of);
                Vec::new()
            }
            Err(titles) => {
                let message = format!("`{}` is not one step of the route of `{of}`", step.value);
                let hint = meant(&step.value, titles, "its steps are");
                self.complain(Diagnostic::error(code::ROUTE, message).at(step.spot).hint(hint));
                Vec::new()
            }
        }
    }

    /// Parts that wait for each other in a circle never go on.
    fn complain_about_circles(&mut self, meetings: &Meetings, spots: &[Spot]) {
        let leads = |from: &Meeting| -> Vec<MeetingId> {
            let watched: Vec<Run<StepId>> = from.watched().collect();
            let is_before =
                |to: StepId| watched.iter().any(|steps| steps.iter().any(|step| step == to));
            let rows = meetings.rows.enumerated();
            rows.filter(|(_, row)| is_before(row.to)).map(|(id, _)| id).collect()
        };
        let next: Table<MeetingId, Vec<MeetingId>> = meetings.rows.iter().map(leads).collect();
        for (start, &spot) in meetings.rows.ids().zip(spots) {
            let mut seen = vec![false; meetings.rows.len()];
            let mut open = next[start].clone();
            while let Some(id) = open.pop() {
                if !std::mem::replace(&mut seen[id.position()], true) {
                    open.extend(&next[id]);
                }
            }
            if seen[start.position()] {
                let row = &self.model.steps[meetings.rows[start].to];
                let name = self.model.products[row.product].name.clone();
                let message = format!("parts of `{name}` wait here for what waits for themselves");
                let hint = "name a step that comes before";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
                return;
            }
        }
    }

    /// Parts that wait beside a machine come by no conveyor and no vehicle, take no card then, and need no place
    /// ahead.
    fn refuse_at_meetings(&mut self, spots: &[Spot]) {
        let model = &self.model;
        let mut found: Vec<(Spot, String, &str)> = Vec::new();
        let mut too_few: Vec<(Spot, String)> = Vec::new();
        for (row, &spot) in model.meetings.rows.iter().zip(spots) {
            let product = model.steps[row.to].product;
            let name = &model.products[product].name;
            let sources = model.products[product].steps.iter();
            let leads = |step: &StepId| model.targets(*step).any(|to| to == Target::Step(row.to));
            if row.before.is_empty() && model.control.door(None, row.to).is_some() {
                let message =
                    format!("parts of `{name}` wait for others where they would take a card");
                found.push((spot, message, "let the cards, or the pool, begin behind it"));
            }
            let most = self.largest_order(product).min(row.together);
            for from in sources.filter(leads) {
                let held = model.control.when_done(from).iter().map(|&id| &model.control.cards[id]);
                if let Some(cards) = held.into_iter().find(|cards| cards.count < most) {
                    let message = format!(
                        "{most} parts of `{name}` shall go on together, and never are so many let in: there are {} \
                         of `{}`",
                        cards.count, cards.name
                    );
                    too_few.push((spot, message));
                }
                let places = || model.steps[from].places.iter().map(|place| &model.places[place]);
                if model.is_brought(from, row.to) {
                    if !row.after.is_empty() {
                        let message = format!(
                            "parts of `{name}` that a conveyor or a vehicle brings cannot wait for others on the way"
                        );
                        found.push((spot, message, "let them wait before another step"));
                    }
                } else if model.control.door(Some(from), row.to).is_some() {
                    let message = format!(
                        "parts of `{name}` wait for others where they take a card, or give one back"
                    );
                    let hint = "let the cards, or the pool, begin and end elsewhere";
                    found.push((spot, message, hint));
                } else if let Some(place) = places()
                    .find(|place| model.stations[place.station].blocking == Blocking::BeforeService)
                {
                    let at = &model.stations[place.station].name;
                    let message = format!(
                        "`{at}` cannot have `block = \"before\"` where parts of `{name}` wait for others behind it"
                    );
                    found.push((spot, message, "write `block = \"after\"`"));
                }
            }
        }
        too_few.sort();
        too_few.dedup();
        for (spot, message) in too_few {
            let hint = "let more in, or let fewer go on together";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
        found.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        found.dedup_by(|one, other| (one.0, &one.1) == (other.0, &other.1));
        for (spot, message, hint) in found {
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }

    /// The most parts of a product that an order can have.
    fn largest_order(&self, product: ProductId) -> u32 {
        let all = self.quantities(product).fold(0.0, f64::max);
        let whole = counted(all);
        if self.quantities(product).next().is_none() { u32::MAX } else { whole }
    }

    /// The most parts that each demand and each order has of a product.
    fn quantities(&self, product: ProductId) -> impl Iterator<Item = f64> + '_ {
        let demands = self.model.demands.iter().filter(move |row| {
            let (first, end) = (row.first_product as usize, row.end_product as usize);
            self.model.demand_products[first..end].iter().any(|&(_, asked)| asked == product)
        });
        let orders = self.model.orders.iter().filter(move |order| order.product == product);
        let demands = demands.map(|row| row.quantity.bounds().1);
        demands.chain(orders.map(|order| f64::from(order.quantity)))
    }

    /// Warns of `moves_in` where every order has one part, or every route one step.
    fn warn_of_idle_moves_in(&mut self) {
        let mut found = Vec::new();
        for (id, product) in self.model.products.enumerated() {
            let table = self.scenario.product.get(&product.name);
            let given = table.and_then(|table| table.moves_in.as_ref());
            let Some(given) = given.filter(|given| given.value != MovesIn::Piece) else { continue };
            let has_more = |quantity: f64| quantity > 1.0;
            let mut quantities = self.quantities(id);
            let is_asked = self.quantities(id).next().is_some();
            if is_asked && !quantities.any(has_more) {
                found.push((given.spot, product.name.clone()));
            }
        }
        for (spot, name) in found {
            let message =
                format!("every order of `{name}` has one part: `moves_in` decides nothing");
            self.complain(Diagnostic::warning(code::UNUSED, message).at(spot));
        }
    }
}

/// A number of parts; more than can be counted is as many as can be.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn counted(parts: f64) -> u32 {
    parts as u32
}
