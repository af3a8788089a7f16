//! Nobody jumps: every walk begins where the one before ended, takes its distance over the speed, and is
//! counted; who turns back has gone a part of it. Only who minds several tasks is where the last of them
//! ended.

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
        // Who goes home begins the next shift elsewhere.
        if to == OperatorState::Off {
            person.place = None;
        }
        person.state = to;
    }

    fn walked(&mut self, id: OperatorId, (from, to): (SiteId, SiteId), gone: Distance, now: Time) {
        let person = &mut self.people[id];
        let speed = self.model.crews[self.model.operators[id].crew].conduct.walk.speed;
        let Some((since, speed)) = person.walking_since.zip(speed) else {
            self.wrong.push(format!("{id:?} comes from {from:?} without walking"));
            return;
        };
        let whole = self.model.layout.distance(from, to);
        let took = now - since;
        person.told += took;
        person.gone += gone.micrometres();
        // Two stations may stand in one place.
        let jump = person.place.map(|place| self.model.layout.distance(place, from));
        if self.one_by_one && jump.is_some_and(|jump| jump > Distance::ZERO) {
            self.wrong.push(format!("{id:?} walks from {from:?}, and was at {:?}", person.place));
        }
        let arrives = took == speed.time_for(whole);
        person.place = Some(if arrives { to } else { from });
        let is_right = if arrives { gone == whole } else { gone < whole };
        if !is_right || took > speed.time_for(whole) {
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
