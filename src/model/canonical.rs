//! The hash of a compiled model: whether two scenarios describe the same plant.
//!
//! It is taken over the compiled model, so comments, `source`, the order of tables, keys and files,
//! and the way in which patches compose do not move it. Left out on purpose: the plant's name (it
//! is for print), and seed and replications (they are reported beside the hash). Everything else
//! moves it, the limits of a run included.

use std::hash::Hasher;

use jiff::civil::{Date, Weekday};
use siphasher::sip128::{Hasher128, SipHasher13};

use super::calendar::{Away, DayHours, Turn, Why};
use super::outside::Away as OutsideTime;
use super::{
    About, Absence, AfterRepair, Along, Around, Assembly, AtClose, AtShiftEnd, Attendance,
    Attribute, Attributes, Batch, Begins, Between, Bill, Blocking, Branch, Break, Calendar, Call,
    Cancelled, Cards, Charge, Choice, Clause, Clearance, Clock, Conduct, Control, Conveyor, Crew,
    Curve, Days, Deadlock, Dedicated, Demand, DispatchRule, DueBy, Expedite, Failure, FailureKind,
    Fatigue, Fee, Finished, FirstPiece, Gain, Grows, Handling, Hours, Hurry, Inspection, Late,
    Layout, Learning, Least, Length, Limit, Limits, Line, LineCost, Lorry, Machine, Made, Material,
    Matter, Meeting, Meetings, Milkrun, Mix, Mode, Model, Needs, Next, Onward, OpenPurchase,
    Operator, Order, Outages, Outside, Overtime, OvertimePay, PartsInWork, Pay, Penalty, Period,
    Place, Plan, Planned, Pool, Preempts, Premium, Product, Promise, Rates, Reorder, Replaced,
    Rule, Run, RunsAt, Sales, Seen, Setup, Share, SharedBuffer, Shipping, ShipsIn, Short, Skill,
    SkillAt, Source, Station, StationChoice, Step, Store, Strikes, Supplier, Supply, Taken, Takt,
    Target, Test, ToStock, Training, Until, Vehicle, Walking, WarmUp, Way, Wear, WipState,
    Workdays, WorkingTime, Workload, Worn, Zones,
};
use crate::ids::{self, Id, Table};
use crate::random::Distribution;
use crate::scenario::Choose;
use crate::units::{Currency, Distance, Money, SalesRate, Span, Speed, Time};

/// The first 16 hexadecimal digits of the fractional parts of the square roots of 2 and 3: fixed
/// for ever, because hashes are compared between versions.
const KEYS: (u64, u64) = (0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b);

impl Model {
    /// What tells this plant from any other, in 16 hexadecimal digits.
    ///
    /// Cost: a walk of the whole model.
    pub fn hash(&self) -> String {
        let mut walk = Walk { hasher: SipHasher13::new_with_keys(KEYS.0, KEYS.1) };
        self.walk(&mut walk);
        format!("{:016x}", walk.hasher.finish128().h1)
    }
}

/// The hash under way: numbers of fixed width, and texts and lists behind their lengths, so that
/// no two models give the same bytes.
struct Walk {
    hasher: SipHasher13,
}

impl Walk {
    fn number(&mut self, number: u64) {
        self.hasher.write_u64(number.to_le());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.hasher.write(text.as_bytes());
    }
}

/// What takes part in the hash of a model.
trait Canonical {
    fn walk(&self, walk: &mut Walk);
}

/// What is not there is empty, as lists are.
trait Emptiness {
    fn is_empty(&self) -> bool;
}

impl<T> Emptiness for Option<T> {
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// A number of none is as if it were not there.
impl Emptiness for u32 {
    fn is_empty(&self) -> bool {
        *self == 0
    }
}

/// What does not hold is as if it were not there.
impl Emptiness for bool {
    fn is_empty(&self) -> bool {
        !*self
    }
}

/// Walks structs field by field. A field that is not named here does not compile, so none is
/// forgotten; fields after `without` are left out on purpose, and those after `perhaps` where they are
/// empty.
macro_rules! fields {
    ($(
        $name:ty { $($field:ident),* $(,)? } $(perhaps $($list:ident),+)? $(without $($left:ident),+)?;
    )+) => {$(
        impl Canonical for $name {
            fn walk(&self, walk: &mut Walk) {
                let Self { $($field,)* $($($list,)+)? $($($left: _,)+)? } = self;
                $($field.walk(walk);)*
                $($(if !$list.is_empty() {
                    $list.walk(walk);
                })+)?
            }
        }
    )+};
}

fields! {
    Model {
        currency, start, run, stations, machines, failures, modes, products, lines, steps, places, shares,
        ways, exits, demands, demand_products, orders, supplies, calendars, crews, operators,
        skills, needs,
    } perhaps periods, overtimes, working_time, layout, on_accounts, control, conveyors, vehicles, meetings, limits, milkruns, deadlock, attributes, takts, inspections, shared_buffers, customers, plan, wip, materials, suppliers, bills, shippings, hurry, frozen without name, changes, works, stands, remaining;
    PartsInWork { order, place, state, quantity };
    Overtime { name, crews, opens, days, from, hours, matter, notice, accepts, at_most } perhaps pay;
    OvertimePay { premium, account };
    WorkingTime { limits, saturdays, weeks, night, past } perhaps enforced;
    Period { from, model };
    Run { warm_up, length, limits } without replications, seed;
    Limits { parts, events, rounds };
    Station {
        name, machines, buffer, blocking, operators, calendar, at_close, scrap, failures, supply,
        rank,
    } perhaps attendance, setup, batch, dispatch, assembly, store, runs_at, hold, outside, clearance, preempts without flow, at_load, at_unload, in_turn, limited, is_slowed, takt, inspects, shared;
    Clearance { between, until };
    SharedBuffer { name, places, stations };
    Material { name, stock, reorder, on_order } perhaps shares, backup, expedite, shelf_life, reserved;
    ToStock { product, priority, is_lost };
    OpenPurchase { at, quantity };
    Supplier { name, lead_time, late, short } perhaps days, at_least, in_order, defective, inspection, down, expedite, outages;
    Outages { every, lasts };
    Expedite { lead_time, cost };
    Bill { step, material, quantity };
    Outside { time, leaves, minimum } perhaps returns;
    Lorry { times, monday };
    Assembly { takes, gives } perhaps kit;
    Meetings { rows } without into, of;
    Plan { rows };
    Meeting { to, together, after } without before, is_endless;
    Taken { products, count, store };
    Made { product, count, place };
    Store { of };
    Along { product, cycles, kit };
    Batch { size, minimum, wait, mix, each };
    Setup { kinds, time, matrix, count, operators, call, at_least, first } perhaps of_steps, ahead, campaign, first_piece;
    FirstPiece { at, time, operators, waits, fails, correct };
    Inspection { of, step };
    Attendance { load, during, during_at, unload, call, restarts };
    Handling { time, operators, call };
    Call { priority, interrupts };
    Conduct { paces, at_shift_end, absence, learning } perhaps fatigue, walk, zones;
    Learning { curve, exponent, plateau, experience, standard_at, half_life };
    Fatigue { after, an_hour, at_least };
    Absence { share, spell };
    Pay { hour, absence, premium };
    Premium { first, at, then };
    Machine { station, number, modes, wears };
    Failure { name, station, strikes, repair, crew, part } perhaps call, finished, planned, renews, kind, common, slow, wear, worn;
    Wear { grows, slows, full_at };
    Worn { wear, at, seen };
    Planned { first, begins, window };
    Mode { machine, failure };
    Product { name, steps, lines, choice, loops } perhaps along, stock, sales, short, lot_size, ships_in, shipping without is_made;
    Short { replaced, under, over };
    Shipping { name, leaves };
    Cancelled { chance, after };
    Hurry { late_by, priority };
    Line { name, product, steps } perhaps cost;
    LineCost { per_order, per_part };
    Step { product, places, next } perhaps choice, dedicated, branches without limit;
    Limit { from, to, time, late };
    Place { step, station, cycle, mean_cycle, visit, exits };
    Share { cumulated, target };
    Way { from, to, time };
    Demand { name, every, first_product, end_product, quantity, due_in } perhaps due_by, rates, priority, is, penalty, customer, shipping, cancelled;
    DueBy { work, per_step };
    Rates { hours, weekdays, months, start };
    Order { name, product, quantity, release, due } perhaps priority, is, penalty, customer, shipping, cancelled;
    Penalty { per_day, per_order, at_most };
    Attributes { names, words, tests };
    Test { only, unless };
    Clause { about, one_of, at_least, below };
    Branch { cumulated, onward };
    Onward { test, chance, target };
    Supply { product, line, station };
    Cards { name, count, has_store } perhaps pool, work;
    Workload { limit, of };
    Pool { returns };
    Around { before, after };
    Conveyor { name, from, to, places, travel, gap, accumulating, calendar };
    Vehicle { name, count, speed, carries, moves, buffer, choose, stops, ways, calendar }
        perhaps least, load, unload, charge without trucks;
    Milkrun { name, every, stops, time } perhaps carries;
    Takt { name, stations, pace };
    Charge { after, time };
    Least { parts, wait };
    Turn { week, breaks };
    DayHours { shifts, breaks };
    Away { from, until, why };
    Training { gains, fees };
    Gain { skill, number, from, pace };
    Fee { at, cost };
    Operator { crew, number };
    Skill { name, crews };
    SkillAt { skill, of, zones };
    Needs { skills } perhaps attention;
}

/// Walks enums: the number of the variant, then its fields.
macro_rules! variants {
    ($($name:ty { $($variant:pat => $number:literal $(, $field:ident)*;)+ })+) => {$(
        impl Canonical for $name {
            fn walk(&self, walk: &mut Walk) {
                match self {$(
                    $variant => {
                        walk.number($number);
                        $($field.walk(walk);)*
                    }
                )+}
            }
        }
    )+};
}

variants! {
    Length { Length::For(span) => 0, span; Length::OrdersDone => 1; }
    Blocking { Blocking::AfterService => 0; Blocking::BeforeService => 1; Blocking::Again => 2; }
    Between { Between::Order => 0; Between::Product => 1; }
    Until { Until::Left => 0; Until::Taken => 1; }
    Preempts { Preempts::Resume => 0; Preempts::Restart => 1; }
    Deadlock { Deadlock::Error => 0; Deadlock::Swap => 1; }
    AtClose { AtClose::Pause => 0; AtClose::Finish => 1; AtClose::NoStart => 2; }
    Strikes { Strikes::Every { clock, every } => 0, clock, every; Strikes::At(at) => 1, at; Strikes::Opening(after) => 2, after; }
    Attribute { Attribute::Word(word) => 0, word; Attribute::Number(number) => 1, number; }
    About { About::Quantity => 0; About::Priority => 1; About::Named(name) => 2, name; }
    Grows { Grows::EachPart(amount) => 0, amount; Grows::PerHour(amount) => 1, amount; }
    Seen { Seen::AtParts => 0; Seen::AtOnce => 1; Seen::Looks(clock, every) => 2, clock, every; }
    Clock { Clock::Operating => 0; Clock::OnShift => 1; Clock::Calendar => 2; Clock::Cycles => 3; Clock::Setups => 4; }
    Begins {
        Begins::AfterPart => 0; Begins::Immediate => 1;
        Begins::Opportunistic(from) => 2, from;
    }
    FailureKind { FailureKind::Breakdown => 0; FailureKind::Minor => 1; FailureKind::StartUp => 2; FailureKind::ToolChange => 3; FailureKind::SetupAhead => 4; }
    Finished { Finished::Leaves => 0; Finished::Stays => 1; }
    AfterRepair { AfterRepair::Resume => 0; AfterRepair::Restart => 1; AfterRepair::Scrap => 2; }
    Days { Days::Weekly { week, closed } => 0, week, closed; Days::On(days) => 1, days; }
    Matter {
        Matter::Backlog { at, over, under } => 0, at, over, under;
        Matter::LateOrders(count) => 1, count;
    }
    Rule {
        Rule::MaxDaily => 0; Rule::MaxWeeklyAverage => 1; Rule::MinDailyRest => 2; Rule::WeeklyRest => 3;
        Rule::BreakAfter => 4; Rule::MaxNight => 5; Rule::Saturdays => 6; Rule::MaxOvertimeDaily => 7;
        Rule::MaxOvertimeWeekly => 8;
    }
    Curve { Curve::Unit => 0; Curve::Cumulative => 1; Curve::DeJong(fixed) => 2, fixed; }
    AtShiftEnd { AtShiftEnd::Pause => 0; AtShiftEnd::Finish => 1; AtShiftEnd::NoStart => 2; }
    Why { Why::Absent => 0; Why::Training => 1; Why::Account => 2; }
    Mix { Mix::Kinds(kinds) => 110, kinds; Mix::Orders => 111; }
    DispatchRule {
        DispatchRule::Fifo => 100; DispatchRule::Lifo => 101; DispatchRule::Shortest => 102;
        DispatchRule::Longest => 103; DispatchRule::DueDate => 104; DispatchRule::Setup => 105;
        DispatchRule::SameSetup => 106; DispatchRule::Priority => 107; DispatchRule::OperationDue => 108;
        DispatchRule::Slack => 109; DispatchRule::SlackPerStep => 110; DispatchRule::CriticalRatio => 111;
        DispatchRule::ModifiedDue => 112;
        DispatchRule::Covert { look_ahead, waits } => 113, look_ahead, waits;
        DispatchRule::Atc { look_ahead, waits, setups } => 114, look_ahead, waits, setups;
        DispatchRule::MostWork => 115; DispatchRule::LeastWork => 116; DispatchRule::MostSteps => 117;
        DispatchRule::FewestSteps => 118; DispatchRule::NextQueue => 119;
        DispatchRule::FirstReleased => 120; DispatchRule::Plan => 121;
    }
    StationChoice {
        StationChoice::ShortestQueue => 0; StationChoice::LeastLoad => 1; StationChoice::Preference => 2;
        StationChoice::EarliestFinish => 3; StationChoice::SameSetup => 4;
        StationChoice::FreeLongest => 5;
    }
    Source {
        Source::Bought(supplier) => 0, supplier;
        Source::Made(made) => 1, made;
    }
    WipState {
        WipState::Running(machine, left) => 0, machine, left;
        WipState::Waiting => 1;
        WipState::Held(until) => 2, until;
    }
    ShipsIn { ShipsIn::Order => 0; ShipsIn::Lot => 1; ShipsIn::Piece => 2; }
    Replaced {
        Replaced::Nothing => 0; Replaced::Anew => 1; Replaced::AsExpected => 2;
        Replaced::Beforehand(share) => 3, share;
    }
    Reorder {
        Reorder::Quantity { point, quantity } => 0, point, quantity;
        Reorder::UpTo { point, up_to } => 1, point, up_to;
        Reorder::Every { every, up_to } => 2, every, up_to;
        Reorder::Kanban { bins, quantity } => 3, bins, quantity;
        Reorder::PerOrder { ahead } => 4, ahead;
    }
    Choose { Choose::Nearest => 0; Choose::LongestWait => 1; }
    Late { Late::Counts => 0; Late::Scrap => 1; Late::Back(step) => 2, step; }
    OutsideTime { OutsideTime::For(promise) => 0, promise; OutsideTime::ByChance(time) => 1, time; }
    Choice {
        Choice::LeastLoad => 0;
        Choice::Preference => 1;
        Choice::EarliestFinish => 2;
        Choice::Cheapest => 3;
    }
    Workdays { Workdays::All => 0; Workdays::Of(calendar) => 1, calendar; }
    Promise {
        Promise::After(span) => 0, span;
        Promise::Workdays { days, of } => 1, days, of;
    }
    Next { Next::Always(target) => 0, target; Next::Shares { first, end } => 1, first, end; }
    Target { Target::Step(step) => 0, step; Target::Out => 1; }
}

impl Canonical for Dedicated {
    fn walk(&self, walk: &mut Walk) {
        match self {
            Self::Order => walk.number(0),
            Self::Step(step) => {
                walk.number(1);
                step.walk(walk);
            }
        }
    }
}

impl Canonical for WarmUp {
    /// One that is found has a length that none can have.
    fn walk(&self, walk: &mut Walk) {
        match self {
            Self::For(span) => span.walk(walk),
            Self::Auto => walk.number(u64::MAX),
        }
    }
}

impl Canonical for Crew {
    fn walk(&self, walk: &mut Walk) {
        let Self {
            name,
            operators,
            count,
            calendar,
            own_calendars,
            skills,
            training,
            conduct,
            pay,
        } = self;
        name.walk(walk);
        operators.walk(walk);
        calendar.walk(walk);
        skills.walk(walk);
        // Only where some of them come or go is it a number of its own.
        if *count as usize != operators.len() {
            count.walk(walk);
        }
        if !own_calendars.is_empty() {
            walk.text("own");
            own_calendars.walk(walk);
        }
        if !training.is_empty() {
            walk.text("training");
            training.walk(walk);
        }
        if !conduct.is_empty() {
            conduct.walk(walk);
        }
        if !pay.is_empty() {
            pay.walk(walk);
        }
    }
}

impl Canonical for Control {
    /// Doors follow from the steps at which cards are held.
    fn walk(&self, walk: &mut Walk) {
        walk.text("cards");
        self.cards.walk(walk);
        self.held.walk(walk);
        if !self.around.is_empty() {
            walk.text("around");
            for (step, around) in &self.around {
                step.walk(walk);
                around.walk(walk);
            }
        }
    }
}

impl Canonical for Zones {
    fn walk(&self, walk: &mut Walk) {
        let Self { stations, round, skills } = self;
        walk.text("zones");
        stations.walk(walk);
        skills.walk(walk);
        if !round.is_empty() {
            walk.text("loop");
            round.walk(walk);
        }
    }
}

impl Canonical for usize {
    fn walk(&self, walk: &mut Walk) {
        walk.number(*self as u64);
    }
}

impl Canonical for Layout {
    fn walk(&self, walk: &mut Walk) {
        let Self { positions, rectilinear, ways, has_positions } = self;
        positions.walk(walk);
        rectilinear.walk(walk);
        if !ways.is_empty() {
            walk.text("ways");
            ways.distances.walk(walk);
            has_positions.walk(walk);
        }
    }
}

impl Canonical for Walking {
    fn walk(&self, walk: &mut Walk) {
        let Self { speed, base, response } = self;
        speed.walk(walk);
        base.walk(walk);
        if !response.is_zero() {
            walk.text("response");
            response.walk(walk);
        }
    }
}

impl Canonical for Calendar {
    fn walk(&self, walk: &mut Walk) {
        let Self { name, week, rota, plan, breaks, closed, extra, first_weekday, later } = self;
        name.walk(walk);
        week.walk(walk);
        breaks.walk(walk);
        closed.walk(walk);
        extra.walk(walk);
        first_weekday.walk(walk);
        if let Some(rota) = rota {
            walk.text("rota");
            let (first_day, days, order, turns) = rota.parts();
            first_day.walk(walk);
            days.walk(walk);
            walk.number(order.len() as u64);
            for turn in order {
                turn.map(|turn| turn as u64).walk(walk);
            }
            turns.walk(walk);
        }
        if let Some(plan) = plan {
            walk.text("plan");
            let (days, away) = plan.parts();
            walk.number(days.len() as u64);
            for (day, hours) in days {
                day.walk(walk);
                hours.walk(walk);
            }
            walk.number(away.len() as u64);
            for away in away {
                away.walk(walk);
            }
        }
        if !later.is_empty() {
            later.walk(walk);
        }
    }
}

impl Canonical for Sales {
    fn walk(&self, walk: &mut Walk) {
        let Self { price, at_most } = self;
        walk.text("sells_for");
        price.walk(walk);
        at_most.map(SalesRate::parts).walk(walk);
    }
}

impl Canonical for RunsAt {
    fn walk(&self, walk: &mut Walk) {
        walk.text("runs_at");
        self.0.walk(walk);
    }
}

impl Canonical for Hours {
    fn walk(&self, walk: &mut Walk) {
        self.start().walk(walk);
        self.end().walk(walk);
    }
}

impl Canonical for Break {
    fn walk(&self, walk: &mut Walk) {
        self.hours().walk(walk);
        walk.number(self.is_paid().into());
        if self.is_in_groups() {
            walk.number(self.groups().into());
        }
    }
}

impl Canonical for Distribution {
    /// Its debug text, which names the family and every parameter to the last bit.
    fn walk(&self, walk: &mut Walk) {
        walk.text(&format!("{self:?}"));
    }
}

impl Canonical for Weekday {
    fn walk(&self, walk: &mut Walk) {
        i64::from(self.to_monday_zero_offset()).walk(walk);
    }
}

impl Canonical for Date {
    fn walk(&self, walk: &mut Walk) {
        walk.text(&self.to_string());
    }
}

impl Canonical for Currency {
    fn walk(&self, walk: &mut Walk) {
        walk.text(self.letters());
    }
}

impl Canonical for String {
    fn walk(&self, walk: &mut Walk) {
        walk.text(self);
    }
}

impl Canonical for bool {
    fn walk(&self, walk: &mut Walk) {
        walk.number((*self).into());
    }
}

impl Canonical for u8 {
    fn walk(&self, walk: &mut Walk) {
        walk.number((*self).into());
    }
}

impl Canonical for u32 {
    fn walk(&self, walk: &mut Walk) {
        walk.number((*self).into());
    }
}

impl Canonical for u64 {
    fn walk(&self, walk: &mut Walk) {
        walk.number(*self);
    }
}

impl Canonical for i64 {
    fn walk(&self, walk: &mut Walk) {
        walk.number(self.cast_unsigned());
    }
}

impl Canonical for Money {
    fn walk(&self, walk: &mut Walk) {
        walk.text(&self.millionths().to_string());
    }
}

impl Canonical for f64 {
    fn walk(&self, walk: &mut Walk) {
        walk.number(self.to_bits());
    }
}

impl Canonical for Distance {
    fn walk(&self, walk: &mut Walk) {
        self.micrometres().walk(walk);
    }
}

impl Canonical for Speed {
    fn walk(&self, walk: &mut Walk) {
        self.micrometres_an_hour().walk(walk);
    }
}

impl Canonical for Span {
    fn walk(&self, walk: &mut Walk) {
        self.ticks().walk(walk);
    }
}

impl Canonical for Time {
    fn walk(&self, walk: &mut Walk) {
        self.ticks().walk(walk);
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn walk(&self, walk: &mut Walk) {
        walk.number(self.is_some().into());
        if let Some(inner) = self {
            inner.walk(walk);
        }
    }
}

impl<T: Canonical> Canonical for Box<T> {
    fn walk(&self, walk: &mut Walk) {
        T::walk(self, walk);
    }
}

impl<T: Canonical> Canonical for [T] {
    fn walk(&self, walk: &mut Walk) {
        walk.number(self.len() as u64);
        for row in self {
            row.walk(walk);
        }
    }
}

impl<T: Canonical, const N: usize> Canonical for [T; N] {
    fn walk(&self, walk: &mut Walk) {
        self.as_slice().walk(walk);
    }
}

impl<T: Canonical> Canonical for Vec<T> {
    fn walk(&self, walk: &mut Walk) {
        self.as_slice().walk(walk);
    }
}

impl<I: Id, T: Canonical> Canonical for Table<I, T> {
    fn walk(&self, walk: &mut Walk) {
        self.as_slice().walk(walk);
    }
}

impl<A: Canonical, B: Canonical> Canonical for (A, B) {
    fn walk(&self, walk: &mut Walk) {
        self.0.walk(walk);
        self.1.walk(walk);
    }
}

impl<A: Canonical, B: Canonical, C: Canonical> Canonical for (A, B, C) {
    fn walk(&self, walk: &mut Walk) {
        self.0.walk(walk);
        self.1.walk(walk);
        self.2.walk(walk);
    }
}

impl<I: Id> Canonical for ids::Run<I> {
    fn walk(&self, walk: &mut Walk) {
        // An empty run has no first index.
        let first = if self.is_empty() { 0 } else { self.first().position() };
        walk.number(first as u64);
        walk.number(self.len() as u64);
    }
}

/// An index is walked as its position in its table.
macro_rules! indices {
    ($($name:ident),+ $(,)?) => {$(
        impl Canonical for ids::$name {
            fn walk(&self, walk: &mut Walk) {
                walk.number(self.position() as u64);
            }
        }
    )+};
}

indices! {
    StationId, MachineId, CardsId, FailureId, ProductId, LineId, StepId, PlaceId, WayId, SupplyId, CalendarId, CrewId,
    SkillId, NeedsId, SiteId, OrderId, CustomerId, MaterialId, SupplierId, ShippingId,
}
