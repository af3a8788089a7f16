//! Walking back from the last departure, cause by cause, explains all elapsed time exactly.

use gemba::model::Model;
use gemba::observe::{Activities, Activity, Label};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::shops;
use crate::support::model;

/// All activities of a run until its orders are done, or until an instant.
fn activities(model: &Model, until: Option<Time>) -> Activities {
    let mut plant = Plant::new(model, 1, 0, Activities::default());
    let whole = match until {
        Some(until) => plant.run_until(until),
        None => plant.run_orders(Time::ZERO + Span::from_days(60)),
    };
    assert!(whole, "{:?}", plant.stopped());
    plant.into_observer()
}

/// Every activity starts exactly when its cause ends; what has no cause starts with the run.
fn assert_linked(activities: &Activities) {
    assert!(!activities.all().is_empty());
    for &(activity, end) in activities.all() {
        assert!(activity.start <= end, "{activity:?} ends at {end:?}");
        if activity.cause == 0 {
            assert_eq!(activity.start, Time::ZERO, "{activity:?}");
        } else {
            assert!(activity.cause < activity.number, "{activity:?}");
            let (cause, ended) = activities.get(activity.cause);
            assert_eq!(ended, activity.start, "{cause:?} causes {activity:?}");
        }
    }
}

/// The chain that led to the last departure, from the last activity to the first.
fn last_chain(activities: &Activities) -> Vec<(Activity, Time)> {
    let departure = activities.last_departure().expect("something left");
    let ended = |&&(activity, end): &&(Activity, Time)| {
        end == departure && matches!(activity.label, Label::Cycle(_))
    };
    let last = activities.all().iter().rev().find(ended).expect("a part leaves after a cycle");
    activities.chain(last.0.number)
}

fn assert_explained(activities: &Activities) -> Vec<(Activity, Time)> {
    assert_linked(activities);
    let chain = last_chain(activities);
    let sum = chain.iter().fold(Span::ZERO, |sum, &(activity, end)| sum + (end - activity.start));
    let departure = activities.last_departure().expect("something left");
    assert_eq!(sum, departure.since_start());
    chain
}

#[test]
fn on_a_tandem_line_the_chain_is_nothing_but_cycles() {
    let chain = assert_explained(&activities(&model(shops::TANDEM), None));
    assert!(chain.iter().all(|(activity, _)| matches!(activity.label, Label::Cycle(_))));
    let labels: std::collections::HashSet<Label> =
        chain.iter().map(|(activity, _)| activity.label).collect();
    assert_eq!(labels.len(), 3, "every station delays the end at some time");
}

#[test]
fn on_an_unreliable_line_the_chain_is_cycles_and_repairs() {
    let chain = assert_explained(&activities(&model(shops::CREW_OF_TWO), None));
    let is_repair = |label| matches!(label, Label::Repair(_));
    assert!(chain.iter().any(|(activity, _)| is_repair(activity.label)));
    let others: Vec<_> = chain
        .iter()
        .filter(|(activity, _)| {
            !is_repair(activity.label) && !matches!(activity.label, Label::Cycle(_))
        })
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn with_shifts_moves_blocking_and_random_orders_the_chain_has_no_gap() {
    let model = model(shops::EVERYTHING);
    for days in [1, 3, 8, 20] {
        let until = Time::ZERO + Span::from_days(days);
        assert_explained(&activities(&model, Some(until)));
    }
}
