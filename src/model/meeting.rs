//! Meetings: where parts wait for others of their order (`moves_in` of a product, `after` of a step).
//!
//! A part that is done at a step waits beside its machine until what the next one asks for has come: enough
//! parts of its order to go on together, or all parts of the order that must be done before.

use super::compile::Compiler;
use super::route::step_called;
use super::{Assembly, Blocking, Line, Model, Target};
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

    /// A meeting whose parts wait, through others, for themselves.
    ///
    /// Cost: a walk along everything that is waited for.
    fn in_a_circle(&self) -> Option<MeetingId> {
        let leads = |from: MeetingId| -> Vec<MeetingId> {
            let steps = self.rows[from].watched().flat_map(Run::iter);
            steps.filter_map(|step| self.at(step)).collect()
        };
        // Not met; on the path walked now; known to be in no circle.
        let mut state: Table<MeetingId, u8> = Table::filled(self.rows.len(), 0);
        for start in self.rows.ids() {
            let mut path: Vec<(MeetingId, Vec<MeetingId>)> = Vec::new();
            if state[start] == 0 {
                state[start] = 1;
                path.push((start, leads(start)));
            }
            while let Some((id, left)) = path.last_mut() {
                let Some(next) = left.pop() else {
                    state[*id] = 2;
                    path.pop();
                    continue;
                };
                match state[next] {
                    0 => {
                        state[next] = 1;
                        path.push((next, leads(next)));
                    }
                    1 => return Some(next),
                    _ => {}
                }
            }
        }
        None
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
    pub(super) fn is_brought(&self, from: StepId, to: StepId) -> bool {
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
        for line in self.model.lines.ids() {
            for (meeting, spot) in self.meetings_of(line, is_known) {
                meetings.rows.push(meeting);
                spots.push(spot);
            }
        }
        if meetings.is_empty() {
            return;
        }
        let largest = self.largest_orders();
        self.warn_of_idle_moves_in(&largest);
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
        self.warn_of_lots_over_cards(&spots, &largest);
    }

    /// What parts wait for on the ways to the steps of a line, and where that is written.
    fn meetings_of(&mut self, line: LineId, is_known: bool) -> Vec<(Meeting, Spot)> {
        let Line { product, steps, .. } = self.model.lines[line];
        let name = self.model.products[product].name.clone();
        let scenario = self.scenario;
        let Some(table) = scenario.product.get(&name) else { return Vec::new() };
        let items: &[Written<RouteItem>] = table.route.as_ref().map_or(&[], |route| &route.value);
        let together = table.moves_in.as_ref().map_or(1, |given| match given.value {
            MovesIn::Piece => 1,
            MovesIn::Lot => u32::MAX,
            MovesIn::Parts(parts) => parts,
        });
        let is_endless = self.model.supplies.iter().any(|supply| supply.product == product);
        let mut all = Vec::new();
        for (position, to) in steps.iter().enumerate() {
            let after = items.get(position).and_then(|item| item.value.after.as_ref());
            let moves_in = table.moves_in.as_ref().filter(|_| position > 0 && together > 1);
            let spot = after.map(|given| given.spot).or(moves_in.map(|given| given.spot));
            let Some(spot) = spot else { continue };
            if is_endless && (after.is_some() || together == u32::MAX) {
                let message = format!(
                    "`{name}` comes without end, and of no order: there is nothing to wait for"
                );
                let hint = "give it a demand or orders, or let it move in a number of parts";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
                break;
            }
            let mut left = Vec::new();
            for (other, step) in after.iter().flat_map(|given| &given.value.0) {
                let found = self.names.products.find(other, &format!("the product `{name}`"));
                let Some(other) = self.keep(found) else { continue };
                if !is_known || self.come_together((product, spot), other) {
                    left.extend(self.steps_to_leave(other, step.as_ref()));
                }
            }
            let before = Run::new(steps.first().position()..to.position());
            let together = if moves_in.is_some() { together } else { 1 };
            all.push((Meeting { to, before, together, after: left, is_endless }, spot));
        }
        all
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
                let message = format!("`{}` is no step of the route of `{of}`", step.value);
                let hint = meant(&step.value, titles, "its steps are");
                self.complain(Diagnostic::error(code::ROUTE, message).at(step.spot).hint(hint));
                Vec::new()
            }
        }
    }

    /// Parts that wait for each other in a circle never go on.
    fn complain_about_circles(&mut self, meetings: &Meetings, spots: &[Spot]) {
        let Some(found) = meetings.in_a_circle() else { return };
        let row = &self.model.steps[meetings.rows[found].to];
        let name = self.model.products[row.product].name.clone();
        let message = format!("parts of `{name}` wait here for parts that, in turn, wait for them");
        let spot = spots[found.position()];
        let complaint = Diagnostic::error(code::CONFLICT, message).at(spot);
        self.complain(complaint.hint("name a step that comes before"));
    }

    /// Parts that wait beside a machine come by no conveyor and no vehicle, take no card then, and need no place
    /// ahead.
    fn refuse_at_meetings(&mut self, spots: &[Spot]) {
        let model = &self.model;
        let mut found: Vec<(Spot, String, &str)> = Vec::new();
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
            for from in sources.filter(leads) {
                let places = || model.steps[from].places.iter().map(|place| &model.places[place]);
                if model.is_brought(from, row.to) {
                    if !row.after.is_empty() {
                        let message = format!(
                            "parts of `{name}` that a conveyor, a vehicle or a milk run brings cannot wait for \
                             others on the way"
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
        found.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        found.dedup_by(|one, other| (one.0, &one.1) == (other.0, &other.1));
        for (spot, message, hint) in found {
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }

    /// Warns of lots with more parts than cards ever let in: nothing comes out.
    fn warn_of_lots_over_cards(&mut self, spots: &[Spot], largest: &Table<ProductId, Option<u32>>) {
        let model = &self.model;
        let mut found: Vec<(Spot, String)> = Vec::new();
        for (row, &spot) in model.meetings.rows.iter().zip(spots) {
            let product = model.steps[row.to].product;
            let most = largest[product].map_or(row.together, |most| most.min(row.together));
            // Of how many parts the orders are is not known of what comes with others.
            if most == u32::MAX {
                continue;
            }
            let leads = |step: &StepId| model.targets(*step).any(|to| to == Target::Step(row.to));
            let ways = row.before.iter().filter(leads);
            let ways = ways.filter(|&from| model.meeting(from, row.to).is_some());
            let held = ways.flat_map(|from| model.control.when_done(from));
            let mut held = held.map(|&id| &model.control.cards[id]);
            if let Some(cards) = held.find(|cards| cards.count < most) {
                let message = format!(
                    "{most} parts of `{}` shall go on together, and `{}` lets in {} at once",
                    model.products[product].name, cards.name, cards.count
                );
                found.push((spot, message));
            }
        }
        found.sort();
        found.dedup();
        for (spot, message) in found {
            let hint = "let more in, or let fewer go on together";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
    }

    /// The most parts of each product that an order of it can have; `None` where nobody orders it by itself.
    fn largest_orders(&self) -> Table<ProductId, Option<u32>> {
        let mut largest = Table::filled(self.model.products.len(), None);
        let mut note = |product: ProductId, parts: u32| {
            largest[product] = largest[product].max(Some(parts));
        };
        for row in &self.model.demands {
            let (first, end) = (row.first_product as usize, row.end_product as usize);
            for &(_, product) in &self.model.demand_products[first..end] {
                note(product, counted(row.quantity.bounds().1));
            }
        }
        for order in &self.model.orders {
            note(order.product, order.quantity);
        }
        largest
    }

    /// Warns of `moves_in` where every order has one part.
    fn warn_of_idle_moves_in(&mut self, largest: &Table<ProductId, Option<u32>>) {
        for (id, product) in self.model.products.enumerated() {
            let table = self.scenario.product.get(&product.name);
            let given = table.and_then(|table| table.moves_in.as_ref());
            let given = given.filter(|given| given.value != MovesIn::Piece);
            if let (Some(given), Some(0..=1)) = (given, largest[id]) {
                let message = format!(
                    "every order of `{}` has one part: `moves_in` decides nothing",
                    product.name
                );
                self.complaints.push(Diagnostic::warning(code::UNUSED, message).at(given.spot));
            }
        }
    }
}

/// A number of parts; more than can be counted is as many as can be.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn counted(parts: f64) -> u32 {
    parts as u32
}
