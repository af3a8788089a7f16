//! Nobody jumps: every walk begins where the one before ended, takes its distance over the speed, and is
//! counted; who turns back has gone a part of it. Only who minds several tasks is where the last of them
//! ended. Who is on call is away when free for a while: then the way begins with the response, at the base.

use gemba::ids::{OperatorId, SiteId, Table};
use gemba::model::Model;
use gemba::observe::{Observer, OperatorState, Tally};
use gemba::plant::Plant;
use gemba::units::{Distance, Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// What is seen of a person.
#[derive(Clone, Copy)]
struct Person {
    state: OperatorState,
    /// Since when the person is on the way, and for how long in all so far.
    walking_since: Option<Time>,
    walking: Span,
    /// Time of all walks that were told.
    told: Span,
    gone: i64,
    /// Since when the person has been neither on a task nor on the way.
    free_since: Option<Time>,
    /// Where the last walk ended.
    place: Option<SiteId>,
}

struct Steps<'m> {
    model: &'m Model,
    people: Table<OperatorId, Person>,
    /// Whether nobody minds several tasks.
    one_by_one: bool,
    wrong: Vec<String>,
}

const fn walks(state: OperatorState) -> bool {
    matches!(state, OperatorState::Walking | OperatorState::OvertimeWalking)
}

const fn works(state: OperatorState) -> bool {
    matches!(
        state,
        OperatorState::Working
            | OperatorState::Overtime
            | OperatorState::Waiting
            | OperatorState::OvertimeWaiting
    )
}

impl Observer for Steps<'_> {
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        let person = &mut self.people[operator];
        match (walks(person.state), walks(to)) {
            (false, true) => person.walking_since = Some(now),
            (true, false) => {
                let since = person.walking_since.take().expect("it has begun");
                person.walking += now - since;
            }
            (true, true) | (false, false) => {}
        }
        let is_busy = |state| walks(state) || works(state);
        if is_busy(person.state) && !is_busy(to) {
            person.free_since = Some(now);
        }
        // Who goes home begins the next shift elsewhere.
        if to == OperatorState::Off {
            person.place = None;
        }
        person.state = to;
    }

    fn walked(&mut self, id: OperatorId, (from, to): (SiteId, SiteId), gone: Distance, now: Time) {
        let person = &mut self.people[id];
        let walking = &self.model.crews[self.model.operators[id].crew].conduct.walk;
        let Some(since) = person.walking_since else {
            self.wrong.push(format!("{id:?} comes from {from:?} without walking"));
            return;
        };
        let whole = walking.speed.map_or(Distance::ZERO, |_| self.model.layout.distance(from, to));
        let walk = walking.speed.map_or(Span::ZERO, |speed| speed.time_for(whole));
        let took = now - since;
        // Whoever has been free since before the way began was called.
        let called = person.free_since.is_none_or(|free| free < since);
        let response = if called { walking.response } else { Span::ZERO };
        person.told += took;
        person.gone += gone.micrometres();
        // Two stations may stand in one place.
        let begins = if response.is_zero() { person.place } else { walking.base.or(Some(to)) };
        let jump = begins.map(|place| self.model.layout.distance(place, from));
        if self.one_by_one && jump.is_some_and(|jump| jump > Distance::ZERO) {
            self.wrong.push(format!("{id:?} walks from {from:?}, and was at {:?}", person.place));
        }
        let arrives = took == response + walk;
        person.place = Some(if arrives { to } else { from });
        let is_right =
            if arrives { gone == whole } else { gone < whole || whole == Distance::ZERO };
        if !is_right || took > response + walk {
            self.wrong.push(format!("{id:?} goes {gone:?} of {whole:?} in {took}"));
        }
    }
}

proptest! {
    #![proptest_config(checks(400))]

    #[test]
    fn in_any_plant(plan in plan()) {
        let model = model(&plan.text());
        let person = Person {
            state: OperatorState::Off,
            walking_since: None,
            walking: Span::ZERO,
            told: Span::ZERO,
            gone: 0,
            free_since: None,
            place: None,
        };
        let people = Table::filled(model.operators.len(), person);
        let one_by_one = model.needs.iter().all(|needs| needs.attention.is_empty());
        let steps = Steps { model: &model, people, one_by_one, wrong: Vec::new() };
        let tally = Tally::new(&model, Span::from_hours(1));
        let mut plant = Plant::new(&model, 1, 0, (tally, steps));
        while plant.step(Time::ZERO + Span::from_minutes(WATCHED)) {
            prop_assert_eq!(plant.audit(), Ok(()), "at {:?}", plant.now());
        }
        let now = plant.now();
        let (tally, steps) = plant.into_observer();
        prop_assert_eq!(steps.wrong, Vec::<String>::new());
        for operator in model.operators.ids() {
            let person = steps.people[operator];
            prop_assert_eq!(person.walking, person.told, "all that was walked is told");
            prop_assert_eq!(person.gone, tally.walked(operator).micrometres());
            let spans = tally.operator(operator, now);
            let states = [OperatorState::Walking, OperatorState::OvertimeWalking];
            let seen = states.into_iter().fold(Span::ZERO, |sum, state| sum + spans[state as usize]);
            let under_way = person.walking_since.map_or(Span::ZERO, |since| now - since);
            prop_assert_eq!(seen, person.walking + under_way);
        }
    }
}
