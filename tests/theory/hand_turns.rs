//! Whose turn it is, worked by hand: people who can do the same share the work, however they are
//! written down.

use gemba::ids::{Id, OperatorId};
use gemba::observe::{OperatorState, Tally};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::minute;

/// Minutes of work of each person in the first forty minutes at a bench with cycles of ten.
fn worked(crews: &str) -> Vec<i64> {
    let text = format!(
        "[line.main]\nstations = [\"bench\"]\n[station.bench]\ncycle = \"10 min\"\n\
         operators = {{ fit = 1 }}\n{crews}"
    );
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, Tally::new(&model, Span::from_minutes(1)));
    let end = Time::ZERO + Span::from_minutes(40);
    assert!(plant.run_until(end), "{:?}", plant.stopped());
    let tally = plant.into_observer();
    let of = |person| tally.operator(OperatorId::at(person), end)[OperatorState::Working as usize];
    (0..model.operators.len()).map(|person| minute(Time::ZERO + of(person))).collect()
}

/// At 10 and 30 minutes Bob has worked less than Ann; at the start and at 20 the name decides.
#[test]
fn two_people_take_turns_in_one_crew_and_in_two() {
    assert_eq!(worked("[crew.fit]\ncount = 2\n"), [20, 20]);
    assert_eq!(
        worked("[crew.ann]\nskills = [\"fit\"]\n[crew.bob]\nskills = [\"fit\"]\n"),
        [20, 20]
    );
}

/// Who can do less goes first, whatever they have worked.
#[test]
fn who_is_more_flexible_stays_free() {
    let crews = "[crew.ann]\nskills = [\"fit\", \"weld\"]\n[crew.bob]\nskills = [\"fit\"]\n\
                 [crew.cem]\nskills = [\"fit\"]\n";
    assert_eq!(worked(crews), [0, 20, 20]);
}
