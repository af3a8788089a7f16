//! Cards by hand: a limit for the plant, for a line, kanban stages, and who gets the next card.

use gemba::ids::{CardsId, Id};
use gemba::observe::State;
use gemba::plant::{Plant, Stop};
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::{Story, minute, story};

/// Part, station, start and finish of all cycles, part by part; stations by their names.
pub(crate) fn table(text: &str) -> (Story, Vec<(usize, String, i64, i64)>) {
    let model = model(text);
    let story = story(&model);
    let names: Vec<String> =
        model.machines.iter().map(|m| model.stations[m.station].name.clone()).collect();
    let rows = story.visits.by_part();
    let rows = rows.iter().map(|visit| {
        let (start, finish) =
            (minute(visit.started), minute(visit.finished.expect("it was finished")));
        (visit.part, names[visit.machine - 1].clone(), start, finish)
    });
    let rows = rows.collect();
    (story, rows)
}

pub(crate) fn same(found: &[(usize, String, i64, i64)], expected: &[(usize, &str, i64, i64)]) {
    let found: Vec<_> = found.iter().map(|(p, at, s, f)| (*p, at.as_str(), *s, *f)).collect();
    assert_eq!(found, expected);
}

/// Integral of a level in minutes.
pub(crate) fn area(level: gemba::observe::Level, end: Time) -> i128 {
    level.integral(end) / i128::from(Span::from_minutes(1).ticks())
}

const ONE: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "3 min"
[station.b]
cycle = "2 min"
[line.main]
stations = ["a", "b"]
[order.all]
quantity = 3
"#;

/// With one card the line makes one part after the other: 5 min each.
#[test]
fn one_card_is_one_part_at_a_time() {
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 5, 8),
        (2, "b", 8, 10),
        (3, "a", 10, 13),
        (3, "b", 13, 15),
    ];
    for limit in [
        "[control]\nrelease = { rule = \"conwip\", limit = 1 }\n",
        "[line.main]\nrelease = { rule = \"conwip\", limit = 1 }\n",
        "[kanban.all]\ncards = 1\nstations = [\"a\", \"b\"]\n",
    ] {
        let text = match limit.strip_prefix("[line.main]") {
            Some(release) => ONE.replace("[line.main]", &format!("[line.main]{release}")),
            None => format!("{ONE}{limit}"),
        };
        let (story, rows) = table(&text);
        same(&rows, &expected);
        assert_eq!(minute(story.end), 15);
        let cards = story.tally.cards(CardsId::at(0));
        // The second part waits for 5 min, the third for 10.
        assert_eq!((area(cards.in_use, story.end), cards.taken), (15, 3));
        assert_eq!(area(cards.waiting, story.end), 15);
        assert_eq!(cards.waited / i128::from(Span::from_minutes(1).ticks()), 15);
        assert_eq!(area(*story.tally.outside(), story.end), 15);
    }
}

/// With two cards the second part comes in at once; the third takes the card of the first, at 5.
#[test]
fn a_part_enters_when_another_leaves() {
    let text = format!("{ONE}[control]\nrelease = {{ rule = \"conwip\", limit = 2 }}\n");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 3, 6),
        (2, "b", 6, 8),
        (3, "a", 6, 9),
        (3, "b", 9, 11),
    ];
    same(&rows, &expected);
    let cards = story.tally.cards(CardsId::at(0));
    // Two until the second leaves at 8, then one.
    assert_eq!(area(cards.in_use, story.end), 16 + 3);
    assert_eq!(area(*story.tally.outside(), story.end), 5);
}

/// A part that is thrown away gives its card back, too.
#[test]
fn a_scrapped_part_gives_its_card_back() {
    let text = ONE.replace("cycle = \"3 min\"", "cycle = \"3 min\"\nscrap = \"100 %\"");
    let text = format!("{text}[control]\nrelease = {{ rule = \"conwip\", limit = 1 }}\n");
    let (_, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 3), (2, "a", 3, 6), (3, "a", 6, 9)]);
}

/// Two stages: two cards for `a` and its store, one for `b`.
const STAGES: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "2 min"
[station.b]
cycle = "5 min"
[line.main]
stations = ["a", "b"]
[kanban.first]
cards = 2
stations = ["a"]
[kanban.second]
cards = 1
stations = ["b"]
[order.all]
quantity = 5
"#;

/// Parts that `a` has finished wait in its store for the card of `b`; `a` is never blocked, and stands
/// still when both of its cards are in the store.
///
/// At 0 the parts 1 and 2 take the cards of the first stage. At 2 part 1 goes on to `b`, and 3 comes in
/// with its card. 2 and 3 are in the store at 6; 4 comes in only when 2 goes on, at 7. So it goes on: 5
/// comes in at 12, the store is left at 7, 12, 17 and 22.
#[test]
fn finished_parts_of_a_kanban_stage_wait_in_its_store() {
    let (story, rows) = table(STAGES);
    let expected = [
        (1, "a", 0, 2),
        (1, "b", 2, 7),
        (2, "a", 2, 4),
        (2, "b", 7, 12),
        (3, "a", 4, 6),
        (3, "b", 12, 17),
        (4, "a", 7, 9),
        (4, "b", 17, 22),
        (5, "a", 12, 14),
        (5, "b", 22, 27),
    ];
    same(&rows, &expected);
    assert_eq!(story.time_in(1, State::Blocked), 0);
    let working = [(0, 6), (7, 9), (12, 14)];
    assert_eq!(story.stretches(1, State::Working), working);
    let [first, second] = [0, 1].map(|id| *story.tally.cards(CardsId::at(id)));
    // Two until 17, then that of part 5 alone until 22.
    assert_eq!(area(first.in_use, story.end), 2 * 17 + 5);
    assert_eq!(area(second.in_use, story.end), 25);
    // In the store: 2 from 4 to 7, 3 from 6 to 12, 4 from 9 to 17, 5 from 14 to 22.
    assert_eq!(area(first.stored, story.end), 3 + 6 + 8 + 8);
    assert_eq!(area(second.waiting, story.end), 25);
    // Outside: 3 until 2, 4 until 7, 5 until 12.
    assert_eq!(area(first.waiting, story.end), 2 + 7 + 12);
    assert_eq!((first.taken, second.taken), (5, 5));
}

/// Where no stage comes before, a finished part without a card blocks its machine.
#[test]
fn before_the_first_stage_a_part_without_a_card_blocks() {
    let text = STAGES.replace("[kanban.first]\ncards = 2\nstations = [\"a\"]\n", "");
    let (story, rows) = table(&text.replace("quantity = 5", "quantity = 3"));
    let expected = [
        (1, "a", 0, 2),
        (1, "b", 2, 7),
        (2, "a", 2, 4),
        (2, "b", 7, 12),
        (3, "a", 7, 9),
        (3, "b", 12, 17),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::Blocked), [(4, 7), (9, 12)]);
}

/// The store holds what the next station has no room for, where that is in no stage: `a` is not blocked
/// until both cards are in the store.
#[test]
fn a_store_holds_what_finds_no_room() {
    let text = STAGES.replace("[kanban.second]\ncards = 1\nstations = [\"b\"]\n", "");
    let (with_buffer, rows) = table(&text.replace("[station.b]\n", "[station.b]\nbuffer = 0\n"));
    let (with_cards, same_rows) = table(STAGES);
    // One place at the machine is one card.
    assert_eq!(rows, same_rows);
    assert_eq!(with_buffer.end, with_cards.end);
    assert_eq!(with_buffer.time_in(1, State::Blocked), 0);
    let first = with_buffer.tally.cards(CardsId::at(0));
    assert_eq!(area(first.stored, with_buffer.end), 25);
}

/// Two lines share the cards of the plant.
const SHARED: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[control]
release = { rule = "conwip", limit = 1 }
[station.s]
buffer = 0
cycle = "4 min"
[station.t]
cycle = "4 min"
[product.x]
route = ["s"]
[product.y]
route = ["t"]
[order.1]
product = "x"
[order.2]
product = "y"
[order.3]
product = "x"
"#;

/// Who has waited longest gets the card, whatever the line.
#[test]
fn cards_go_to_who_has_waited_longest() {
    let (_, rows) = table(SHARED);
    same(&rows, &[(1, "s", 0, 4), (2, "t", 4, 8), (3, "s", 8, 12)]);
}

/// A part that finds no room takes no card: the second `x` waits for `s`, and `y` goes on before it.
#[test]
fn a_part_without_room_keeps_no_card_from_others() {
    let text = SHARED.replace("limit = 1", "limit = 2");
    let text = text.replace("[order.2]\nproduct = \"y\"", "[order.2]\nproduct = \"x\"");
    let text = text.replace("[order.3]\nproduct = \"x\"", "[order.3]\nproduct = \"y\"");
    let (_, rows) = table(&text);
    same(&rows, &[(1, "s", 0, 4), (2, "s", 4, 8), (3, "t", 0, 4)]);
}

/// The limit is 1 until 15, then 2: part 3 comes in at 15, part 4 when part 2 leaves at 20.
#[test]
fn a_limit_changes_on_a_date() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[control]
release = { rule = "conwip", limit = 1 }
[station.s]
machines = 2
cycle = "10 min"
[line.main]
stations = ["s"]
[order.all]
quantity = 4
[change.more]
from = 2026-03-02T00:15:00
control.release = { rule = "conwip", limit = 2 }
"#;
    let (_, rows) = table(text);
    same(&rows, &[(1, "s", 0, 10), (2, "s", 10, 20), (3, "s", 15, 25), (4, "s", 20, 30)]);
}

/// Parts that go back and forth between two stages of one card each wait for each other for ever: the
/// first is in the store of `b` and needs the card that the second has in the store of `a`.
#[test]
fn cards_can_lock_and_that_is_told() {
    let text = r#"
[run]
length = "orders_done"
[station.a]
cycle = "1 min"
[station.b]
cycle = "1 min"
[product.part]
route = ["a", { station = "b", next = { a = "99.9999 %", out = "0.0001 %" } }]
[order.all]
quantity = 2
[kanban.one]
cards = 1
stations = ["a"]
[kanban.two]
cards = 1
stations = ["b"]
"#;
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::ZERO + Span::from_days(365)));
    assert_eq!(plant.audit(), Ok(()));
    assert_eq!(minute(plant.now()), 2);
    assert_eq!(plant.stopped(), Some(&Stop::Standstill));
    let with_two = model_with_two(text);
    let mut plant = Plant::new(&with_two, 1, 0, ());
    plant.run_until(Time::ZERO + Span::from_days(1));
    assert_eq!((plant.stopped(), plant.audit()), (None, Ok(())));
}

/// With a second card in each stage nobody waits for ever.
fn model_with_two(text: &str) -> gemba::model::Model {
    model(&text.replace("cards = 1", "cards = 2").replace("\"orders_done\"", "\"1 day\""))
}
