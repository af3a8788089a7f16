//! Shares of people, worked by hand: who waits for more of somebody than is free does not lose them to tasks
//! behind, share by share.

use crate::hand_people::watch;

/// Stations with a cycle in minutes and what it needs, and orders with their minute, in the order of machines.
fn plant(stations: &[(&str, i64, &str)], orders: &[(&str, i64, u32)], crews: &str) -> String {
    let station = |(name, cycle, needs): &(&str, i64, &str)| {
        format!(
            "[station.{name}]\ncycle = \"{cycle} min\"\noperators = {{ {needs} }}\n\
             [product.{name}]\nroute = [\"{name}\"]\n"
        )
    };
    let order = |(place, (product, at, parts)): (usize, &(&str, i64, u32))| {
        format!(
            "[order.{place}]\nproduct = \"{product}\"\nquantity = {parts}\n\
             release = 2026-03-02T00:{at:02}:00\n"
        )
    };
    let stations: String = stations.iter().map(station).collect();
    let orders: String = orders.iter().enumerate().map(order).collect();
    format!("[plant]\nstart = 2026-03-02\n[run]\nlength = \"1 day\"\n{stations}{orders}{crews}")
}

const HALF: &str = "w = { attention = \"50 %\" }";

/// One person minds A (10 min) and C (6 min), half each. B needs the whole person from minute 1 on. C is done at
/// 6 and its next part asks, behind B: the half stays free until A is done at 10, too. B works until 15, then C,
/// which asked at 6, and A, which asked at 10.
#[test]
fn a_whole_person_is_not_lost_half_by_half() {
    let stations = [("A", 10, HALF), ("B", 5, "w = 1"), ("C", 6, HALF)];
    let orders = [("A", 0, 2), ("C", 0, 3), ("B", 1, 1)];
    let text = plant(&stations, &orders, "[crew.w]\n");
    assert_eq!(watch(&text, 60).done(), [(3, 6), (1, 10), (2, 15), (3, 21), (1, 25), (3, 27)]);
    // Behind them by priority, B gets nobody before all of them are done: C at 18, A at 20.
    let first = text.replace("operators = { w = { att", "priority = 1\noperators = { w = { att");
    assert_eq!(watch(&first, 60).done(), [(3, 6), (1, 10), (3, 12), (3, 18), (1, 20), (2, 25)]);
}

/// Two people, of whom B needs one: only one is kept, she who has least to end and was given nothing for longest.
///
/// A (10) and C (6) are minded by the first, D (7) and E (9) by the second. At 6 the first has a half free, which B
/// keeps; at 7 the second gives C a half, at 9 D. At 10 the first is free for B, until 15.
#[test]
fn no_more_people_are_kept_than_are_waited_for() {
    let stations =
        [("A", 10, HALF), ("B", 5, "w = 1"), ("C", 6, HALF), ("D", 7, HALF), ("E", 9, HALF)];
    let orders =
        [("A", 0, 1), ("C", 0, 1), ("D", 0, 1), ("E", 0, 1), ("B", 1, 1), ("C", 5, 1), ("D", 5, 1)];
    // Of the same instant the product that was written first goes first: A and C, D and E share a person.
    let text = plant(&stations, &orders, "[crew.w]\ncount = 2\n");
    let done = watch(&text, 60).done();
    assert_eq!(done, [(3, 6), (4, 7), (5, 9), (1, 10), (3, 13), (2, 15), (4, 16)]);
}

/// A team of two whole people keeps both against halves: at 9 the second is free, and waits for the first.
#[test]
fn a_team_is_not_lost_half_by_half() {
    let stations =
        [("A", 10, HALF), ("B", 5, "w = 2"), ("C", 6, HALF), ("D", 7, HALF), ("E", 9, HALF)];
    let orders =
        [("A", 0, 1), ("C", 0, 1), ("D", 0, 1), ("E", 0, 1), ("B", 1, 1), ("C", 5, 1), ("D", 5, 1)];
    let text = plant(&stations, &orders, "[crew.w]\ncount = 2\n");
    let done = watch(&text, 60).done();
    assert_eq!(done, [(3, 6), (4, 7), (5, 9), (1, 10), (2, 15), (3, 21), (4, 22)]);
}

/// B waits for a fitter until 20 and keeps 40 % of the only w, beside whom U has room for its half and V has not;
/// V goes on when B is done at 30. If no fitter is at work, nobody is kept.
#[test]
fn what_is_not_waited_for_is_not_kept() {
    let needs = "w = { attention = \"40 %\" }, f = 1";
    let stations = [("B", 10, needs), ("F", 20, "f = 1"), ("U", 30, HALF), ("V", 10, HALF)];
    let orders = [("F", 0, 1), ("B", 1, 1), ("U", 2, 1), ("V", 3, 1)];
    let text = plant(&stations, &orders, "[crew.w]\n[crew.f]\n");
    assert_eq!(watch(&text, 60).done(), [(2, 20), (1, 30), (3, 32), (4, 40)]);
    let hours = "[crew.w]\n[crew.f]\ncalendar = \"late\"\n[calendar.late]\nmon = \"00:20-24:00\"\n";
    // F asks first and is done at 40, B at 50.
    let text = plant(&stations, &orders, hours);
    assert_eq!(watch(&text, 60).done(), [(4, 13), (3, 32), (2, 40), (1, 50)]);
}

/// B, for which the person would have no time before 00:30, keeps nobody who starts nothing late.
#[test]
fn what_does_not_fit_before_the_end_of_a_shift_keeps_nobody() {
    let stations = [("A", 20, HALF), ("B", 15, "w = 1"), ("C", 5, HALF), ("D", 5, HALF)];
    let orders = [("A", 0, 1), ("C", 0, 1), ("B", 4, 1), ("C", 5, 1), ("D", 17, 1)];
    let crew = "[crew.w]\ncalendar = \"early\"\nat_shift_end = \"no_start\"\n\
                [calendar.early]\nmon = \"00:00-00:30\"\n";
    // Until 00:15 B would be done in time. After that C has nothing to wait for, and goes on at 17, when people
    // are asked again; D, which asks then, follows at 20.
    let text = plant(&stations, &orders, crew);
    assert_eq!(watch(&text, 40).done(), [(3, 5), (1, 20), (3, 22), (4, 25)]);
}
