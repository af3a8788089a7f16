//! Release by work, by hand: parts enter while less work for a station is inside.

use crate::hand_cards::{same, table};

/// Stations of 2, 5 and 20 min, and parts of two products: one takes 10 min at the second.
fn line(release: &str, orders: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[control]\nrelease = {release}\n\
         [station.a]\ncycle = \"2 min\"\n[station.b]\ncycle = \"5 min\"\n[station.c]\ncycle = \"20 min\"\nmachines = 9\n\
         [product.short]\nroute = [\"a\", \"b\", \"c\"]\n\
         [product.long]\nroute = [\"a\", {{ station = \"b\", cycle = \"10 min\" }}]\n\
         [product.aside]\nroute = [\"a\"]\n{orders}"
    )
}

/// Begins at a station.
fn begins(text: &str, station: &str) -> Vec<i64> {
    let (_, rows) = table(text);
    let mut begins: Vec<i64> =
        rows.iter().filter(|row| row.1 == station).map(|row| row.2).collect();
    begins.sort_unstable();
    begins
}

/// Ten minutes ahead of `b`, of which a part brings five: two may be on the way there or at it. The third enters when
/// the first leaves `b`, at 7; what happens at `c` does not matter.
#[test]
fn parts_enter_ahead_of_the_drum() {
    let release = "{ rule = \"drum_buffer_rope\", drum = \"b\", buffer = \"10 min\" }";
    let text = line(release, "[order.all]\nproduct = \"short\"\nquantity = 4\n");
    let (_, rows) = table(&text);
    let expected = [
        (1, "a", 0, 2),
        (1, "b", 2, 7),
        (1, "c", 7, 27),
        (2, "a", 2, 4),
        (2, "b", 7, 12),
        (2, "c", 12, 32),
        (3, "a", 7, 9),
        (3, "b", 12, 17),
        (3, "c", 17, 37),
        (4, "a", 12, 14),
        (4, "b", 17, 22),
        (4, "c", 22, 42),
    ];
    same(&rows, &expected);
}

/// A part that brings ten minutes fills a buffer of ten; one that brings five leaves room for any other. One that
/// does not come to the drum enters at once.
#[test]
fn parts_count_by_what_they_bring() {
    let release = "{ rule = \"drum_buffer_rope\", drum = \"b\", buffer = \"10 min\" }";
    let orders = "[order.1]\nproduct = \"long\"\nquantity = 2\n[order.2]\nproduct = \"short\"\n\
                  [order.3]\nproduct = \"long\"\n[order.4]\nproduct = \"aside\"\n";
    let text = line(release, orders);
    // The one that needs no leave is there at once, at `a` until 2; who may enter is decided after all orders have
    // come. The first long one is at `b` from 4 to 14; the second enters at 14, is at `b` from 16 to 26; the short one
    // enters at 26 and, since it brings only five, the last long one with it: at `b` from 28 and from 33.
    assert_eq!(begins(&text, "b"), [4, 16, 28, 33]);
    assert_eq!(begins(&text, "a"), [0, 2, 14, 26, 28]);
}

/// With two machines at the drum a part brings half as much: two and a half minutes, so that four are inside.
#[test]
fn several_machines_share_the_work() {
    let release = "{ rule = \"drum_buffer_rope\", drum = \"b\", buffer = \"10 min\" }";
    let text = line(release, "[order.all]\nproduct = \"short\"\nquantity = 6\n")
        .replace("cycle = \"5 min\"\n", "cycle = \"5 min\"\nmachines = 2\n");
    // Begun at `a` at 0, 2, 4 and 6; the first leaves `b` at 7, the second at 9.
    assert_eq!(begins(&text, "a"), [0, 2, 4, 6, 8, 10]);
    let slow = text.replace("\"10 min\" }", "\"5 min\" }");
    assert_eq!(begins(&slow, "a"), [0, 2, 7, 9, 14, 16]);
}

/// Limits for several stations: a part enters while there is less than each. One of `c` alone lets two in: nine
/// machines have 20 / 9 min with a part.
#[test]
fn a_limit_for_each_station() {
    let order = "[order.all]\nproduct = \"short\"\nquantity = 3\n";
    let release = "{ rule = \"workload\", limits = { b = \"10 min\", c = \"3 min\" } }";
    // Two bring 4.4 min for `c`; the third enters when the first leaves `c`, at 27.
    assert_eq!(begins(&line(release, order), "a"), [0, 2, 27]);
    let release = "{ rule = \"workload\", limits = { b = \"10 min\" } }";
    assert_eq!(begins(&line(release, order), "a"), [0, 2, 7]);
}
