//! No part enters above a limit, and no card is held twice.
//!
//! A limit that a change lowers holds for those who enter from then on.

use gemba::ids::{CardsId, Id, ProductId, StationId, Table};
use gemba::model::Model;
use gemba::observe::Observer;
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// Counts parts by what is told of them, and cards by what is told of those.
#[derive(Debug)]
struct Count {
    /// Parts that have entered and not left.
    entered: i64,
    cards: Table<CardsId, i64>,
    waiting: Table<CardsId, i64>,
    /// Most cards of each in the period.
    most: Table<CardsId, i64>,
    stored: i64,
    said: Vec<String>,
}

impl Observer for Count {
    fn released(&mut self, _: ProductId, _: u64, _: Time) {
        self.entered += 1;
    }

    fn waits_outside(&mut self, _: Time) {
        self.entered -= 1;
    }

    fn let_in(&mut self, _: Time) {
        self.entered += 1;
    }

    fn departed(&mut self, _: ProductId, _: u64, _: Time, _: Time) {
        self.entered -= 1;
    }

    fn scrapped(&mut self, _: ProductId, _: StationId, _: u64, _: Time, _: Time) {
        self.entered -= 1;
    }

    fn card_wanted(&mut self, cards: CardsId, _: Time) {
        self.waiting[cards] += 1;
    }

    fn card_given_up(&mut self, cards: CardsId, _: Time) {
        self.waiting[cards] -= 1;
    }

    fn card_taken(&mut self, cards: CardsId, since: Option<Time>, now: Time) {
        self.cards[cards] += 1;
        self.waiting[cards] -= i64::from(since.is_some());
        if self.cards[cards] > self.most[cards] {
            self.said.push(format!("{} of {} at {now:?}", self.cards[cards], self.most[cards]));
        }
    }

    fn card_returned(&mut self, cards: CardsId, _: Time) {
        self.cards[cards] -= 1;
    }

    fn stored(&mut self, _: CardsId, _: Time) {
        self.stored += 1;
    }

    fn unstored(&mut self, _: CardsId, _: Time) {
        self.stored -= 1;
    }
}

fn limits(model: &Model) -> Table<CardsId, i64> {
    model.control.cards.iter().map(|cards| i64::from(cards.count)).collect()
}

fn look(model: &Model) -> Result<(), TestCaseError> {
    let n = model.control.cards.len();
    let count = Count {
        entered: 0,
        cards: Table::filled(n, 0),
        waiting: Table::filled(n, 0),
        most: limits(model),
        stored: 0,
        said: Vec::new(),
    };
    let mut plant = Plant::new(model, 1, 0, count);
    let of_plant = model.control.cards.ids().find(|&id| model.control.cards[id].name == "control");
    let mut highest = limits(model);
    let mut goes_on = true;
    while goes_on {
        // An instant in which a change begins is a period's own.
        goes_on = plant.step(Time::ZERO + Span::from_minutes(WATCHED));
        let now = plant.now();
        let period = model.periods.iter().rev().find(|period| period.from <= now);
        let next = model.periods.iter().find(|period| period.from > now);
        let present = limits(period.map_or(model, |period| &period.model));
        let coming = next.map(|period| limits(&period.model));
        for id in model.control.cards.ids() {
            let coming = coming.as_ref().map_or(0, |coming| coming[id]);
            highest[id] = highest[id].max(present[id]);
            // The next step may begin the next period.
            plant.observer_mut().most[id] = present[id].max(coming);
        }
        let count = plant.observer();
        prop_assert!(count.said.is_empty(), "{:?}", count.said);
        if let Some(id) = of_plant {
            prop_assert!(count.entered <= highest[id], "{} parts inside", count.entered);
            prop_assert_eq!(count.entered, count.cards[id], "cards of the plant");
        }
        prop_assert!(count.waiting.iter().all(|&waiting| waiting >= 0));
        prop_assert!(count.stored >= 0);
        for id in model.control.cards.ids() {
            prop_assert!((0..=highest[id]).contains(&count.cards[id]));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(checks(600))]

    #[test]
    fn at_every_event_of_every_plant(plan in plan()) {
        look(&model(&plan.text()))?;
    }
}

#[test]
fn cards_are_numbered_from_the_plant_on() {
    let model = model(
        "[control]\nrelease = { rule = \"conwip\", limit = 3 }\n[station.saw]\ncycle = \"1 min\"\n\
         [line.main]\nstations = [\"saw\"]\nrelease = { rule = \"conwip\", limit = 2 }\n\
         [kanban.all]\ncards = 1\nstations = [\"saw\"]\n",
    );
    let names: Vec<&str> = model.control.cards.iter().map(|cards| cards.name.as_str()).collect();
    assert_eq!(names, ["control", "line.main", "kanban.all"]);
    assert_eq!(CardsId::at(2).position(), 2);
}
