//! Dispatch rules that ask for due dates and for the work that is left, worked by hand.

use std::fmt::Write;

use gemba::study::{Settings, run};

use crate::support::model;
use crate::visits::{minute, story};

/// One machine, and jobs that are all there at the start: how long each takes, and when it is due. Unit: minutes.
fn machine(dispatch: &str, jobs: &[(u32, u32)]) -> String {
    let mut text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.m]\ndispatch = {dispatch}\n"
    );
    for (number, (minutes, due)) in (1..).zip(jobs) {
        let (hour, minute) = (due / 60, due % 60);
        writeln!(
            text,
            "[product.p{number}]\nroute = [{{ station = \"m\", cycle = \"{minutes} min\" }}]\n[order.{number}]\n\
             product = \"p{number}\"\nrelease = 2026-03-02\ndue = 2026-03-02T{hour:02}:{minute:02}:00"
        )
        .expect("a text");
    }
    text
}

/// The parts in the order in which their first cycles at a machine (from 1) begin.
fn sequence_at(text: &str, machine: usize) -> Vec<usize> {
    let story = story(&model(text));
    let mut rows = story.visits.by_part();
    rows.retain(|row| row.machine == machine);
    rows.sort_by_key(|row| row.started);
    rows.iter().map(|row| row.part).collect()
}

/// Seven jobs of the case `pub-single-machine-rules`.
const SEVEN: [(u32, u32); 7] = [(6, 8), (2, 6), (8, 18), (3, 15), (9, 23), (4, 12), (5, 33)];

/// Sequence, sum of the ends, largest lateness, tardiness in all, and how many are late.
#[test]
fn seven_jobs_on_one_machine_end_as_published() {
    for (rule, order, sum, most, all, number) in [
        ("\"fifo\"", [1, 2, 3, 4, 5, 6, 7], 146, 20, 35, 5),
        ("\"shortest\"", [2, 4, 6, 7, 1, 3, 5], 115, 14, 36, 3),
        ("\"longest\"", [5, 3, 1, 7, 6, 4, 2], 181, 31, 86, 4),
        ("\"due_date\"", [2, 1, 6, 4, 3, 5, 7], 129, 9, 18, 3),
        ("\"slack\"", [1, 2, 6, 3, 4, 5, 7], 138, 9, 25, 5),
    ] {
        let story = story(&model(&machine(rule, &SEVEN)));
        let mut rows = story.visits.by_part();
        rows.sort_by_key(|row| row.started);
        let parts: Vec<usize> = rows.iter().map(|row| row.part).collect();
        assert_eq!(parts, order, "{rule}");
        let end = |row: &crate::visits::Visit| minute(row.finished.expect("it ends"));
        let lateness = rows.iter().map(|row| end(row) - i64::from(SEVEN[row.part - 1].1));
        let lateness: Vec<i64> = lateness.collect();
        assert_eq!(rows.iter().map(end).sum::<i64>(), sum, "{rule}");
        assert_eq!(lateness.iter().copied().max(), Some(most), "{rule}");
        assert_eq!(lateness.iter().map(|late| (*late).max(0)).sum::<i64>(), all, "{rule}");
        assert_eq!(lateness.iter().filter(|late| **late > 0).count(), number, "{rule}");
    }
}

/// Ratios at the start: 8/6, 6/2, 18/8, 15/3, 23/9, 12/4, 33/5: the first. At 6 that of 2 is 0. At 8: 10/8, 7/3,
/// 15/9, 4/4, 25/5: 6. At 12: 6/8, 3/3, 11/9, 21/5: 3. At 20: 4 has -5/3, 5 has 3/9. At 23: 0/9 and 10/5.
#[test]
fn the_critical_ratio_is_taken_anew_at_each_choice() {
    assert_eq!(sequence_at(&machine("\"critical_ratio\"", &SEVEN), 1), [1, 2, 6, 3, 4, 5, 7]);
}

/// At the start 1 is modified to 10, and first. At 10 the second one cannot be done before 18, the third is due at
/// 13: by due dates the second would go first.
#[test]
fn a_due_date_that_is_lost_is_modified() {
    let jobs = [(10, 5), (8, 12), (2, 13)];
    assert_eq!(sequence_at(&machine("\"modified_due\"", &jobs), 1), [1, 3, 2]);
    assert_eq!(sequence_at(&machine("\"due_date\"", &jobs), 1), [1, 2, 3]);
}

/// Expected waits are 2 x 2 x 10 = 40 and 2 x 2 x 5 = 20 long, and at the first choice slacks are 30 - 10 = 20 and
/// 20 - 5 = 15: (1 - 20/40) / 10 = 0.05 and (1 - 15/20) / 5 = 0.05 for the first two, equal: the first in the book.
/// The third has 4 of its 8: (1 - 4/8) / 2 = 0.25. At 2 the first has (1 - 18/40) / 10 = 0.055, the second (1 - 13/20)
/// / 5 = 0.07. With `look_ahead = 1` waits are half as long and nobody is urgent: the order of the book.
#[test]
fn cost_over_time_weighs_slack_by_the_waits_that_are_expected() {
    let jobs = [(10, 30), (5, 20), (2, 6)];
    assert_eq!(sequence_at(&machine("\"covert\"", &jobs), 1), [3, 2, 1]);
    let near = "{ rule = \"covert\", look_ahead = 1 }";
    assert_eq!(sequence_at(&machine(near, &jobs), 1)[0], 1);
}

/// The mean cycle is 6. Without slack the index is 1/p: 1/10 for the first. The second has a slack of 12, which is 2 x
/// 6: e^-1 / 4 = 0.092. The third one has 24: e^-2 / 4. So 1, and then, at 10 with a mean of 4: the second has 2, e^-0.25
/// / 4 before e^-1.75 / 4. By `look_ahead = 4` the second has e^-0.5 / 4 = 0.152, and is first.
#[test]
fn apparent_tardiness_cost_falls_with_slack_in_mean_cycles() {
    let jobs = [(10, 10), (4, 16), (4, 28)];
    assert_eq!(sequence_at(&machine("\"atc\"", &jobs), 1), [1, 2, 3]);
    let far = "{ rule = \"atc\", look_ahead = 4 }";
    assert_eq!(sequence_at(&machine(far, &jobs), 1)[0], 2);
}

/// Four jobs with setups from each to each (M. Pinedo, *Scheduling*, example 14.2.1), all of the same weight.
///
/// Index: e^(-slack / (5.4 x mean cycle)) e^(-setup / (0.7 x mean setup)) / cycle. At the start setups are 1, 1, 3, 4
/// (mean 2.25), the mean cycle 11.25: 0.0408, 0.0371, 0.0100, 0.0065. From 14 on, set up for 1: 4, 1, 3 (mean 2.667)
/// and 10.667: 2 has 0.0102, 3 has 0.0450, 4 has 0.0201. From 28 on, set up for 3: 2, 3 (mean 2.5) and 9.5: 0.0354 for
/// 2, 0.0180 for 4. Ends at 14, 28, 39, 49. Without setups 4 has 0.0821 at the start, the most.
#[test]
fn setups_count_in_apparent_tardiness_cost_with_setups() {
    let plant = |dispatch: &str| {
        let text = machine(dispatch, &[(13, 12), (9, 37), (13, 21), (10, 22)]);
        format!(
            "{text}[product.p0]\nroute = [{{ station = \"m\", cycle = \"1 min\" }}]\n[today.set_up_for]\nm = \"p0\"\n\
             [station.m.setup.matrix]\n\
             p0 = {{ p1 = \"1 min\", p2 = \"1 min\", p3 = \"3 min\", p4 = \"4 min\" }}\n\
             p1 = {{ p2 = \"4 min\", p3 = \"1 min\", p4 = \"3 min\" }}\n\
             p2 = {{ p3 = \"1 min\" }}\n\
             p3 = {{ p1 = \"1 min\", p2 = \"2 min\", p4 = \"3 min\" }}\n\
             p4 = {{ p1 = \"4 min\", p2 = \"3 min\", p3 = \"1 min\" }}\n"
        )
    };
    let atcs = plant("{ rule = \"atcs\", look_ahead = 5.4, setups = 0.7 }");
    assert_eq!(sequence_at(&atcs, 1), [1, 3, 2, 4]);
    let ends = story(&model(&atcs)).visits.by_part();
    let ends: Vec<i64> = ends.iter().map(|row| minute(row.finished.expect("it ends"))).collect();
    assert_eq!(ends, [14, 39, 28, 49]);
    let atc = plant("{ rule = \"atc\", look_ahead = 5.4 }");
    assert_eq!(sequence_at(&atc, 1)[0], 4);
}

/// Orders of [`machine`] with what a minute of lateness costs each; 0 has no penalty. Unit: of the currency.
fn weighted(text: &str, weights: &[u32]) -> String {
    let mut text = text.to_owned();
    for (number, weight) in (1..).zip(weights).filter(|(_, weight)| **weight > 0) {
        writeln!(text, "[order.{number}.penalty]\nper_day = \"{} EUR\"", weight * 1_440)
            .expect("a text");
    }
    text
}

/// The same four jobs with the weights that they have there: 2, 4, 2, 5. At the start 0.0815, 0.1486, 0.0201, 0.0324: 2 ends
/// at 10. Setups are then 0, 1, 0 (mean 1/3): 2/13 for 1, 0.0021 for 3, e^(-2 / 64.8) / 2 = 0.485 for 4, which ends at 20.
/// Setups 4 and 1 (mean 2.5): 0.0156 and 0.0869: 3 ends at 34, 1 at 48. Weighted tardiness 2 (34 - 21) + 2 (48 - 12) = 98,
/// the published least.
#[test]
fn weighted_jobs_with_setups_end_as_published() {
    let text = machine(
        "{ rule = \"atcs\", look_ahead = 5.4, setups = 0.7 }",
        &[(13, 12), (9, 37), (13, 21), (10, 22)],
    );
    let text = weighted(&text, &[2, 4, 2, 5]);
    let text = format!(
        "{text}[product.p0]\nroute = [{{ station = \"m\", cycle = \"1 min\" }}]\n[today.set_up_for]\nm = \"p0\"\n\
         [station.m.setup.matrix]\n\
         p0 = {{ p1 = \"1 min\", p2 = \"1 min\", p3 = \"3 min\", p4 = \"4 min\" }}\n\
         p1 = {{ p2 = \"4 min\", p3 = \"1 min\", p4 = \"3 min\" }}\n\
         p2 = {{ p3 = \"1 min\" }}\n\
         p3 = {{ p1 = \"1 min\", p2 = \"2 min\", p4 = \"3 min\" }}\n\
         p4 = {{ p1 = \"4 min\", p2 = \"3 min\", p3 = \"1 min\" }}\n"
    );
    assert_eq!(sequence_at(&text, 1), [2, 4, 3, 1]);
    let results = run(&model(&text), &Settings::default(), &());
    let cost = results.plant("lateness_cost").expect("a figure").interval.estimate;
    assert!((cost - 98.0).abs() < 1e-9, "{cost}");
}

/// 0.05 for the first two without weights, as above, and 0.25 for the third: with 1, 6 and 1 it is 0.3 for the second. At 5
/// the first has (1 - 15/40) / 10 = 0.0625, the third, without slack, 1/2.
#[test]
fn cost_over_time_is_weighed() {
    let jobs = machine("\"covert\"", &[(10, 30), (5, 20), (2, 6)]);
    assert_eq!(sequence_at(&weighted(&jobs, &[1, 6, 1]), 1), [2, 3, 1]);
}

/// The first has a penalty and all the time there is: e^-33.4 at the start is more than nothing. Of those without the
/// shortest goes first, not the one that is due.
#[test]
fn orders_without_a_penalty_go_last_by_the_next_rule() {
    let jobs = machine("[\"atc\", \"shortest\"]", &[(10, 500), (8, 1), (4, 100)]);
    assert_eq!(sequence_at(&jobs, 1), [2, 3, 1]);
    assert_eq!(sequence_at(&weighted(&jobs, &[1, 0, 0]), 1), [1, 3, 2]);
    let jobs = machine("[\"covert\", \"shortest\"]", &[(10, 500), (8, 1), (4, 100)]);
    assert_eq!(sequence_at(&weighted(&jobs, &[1, 0, 0]), 1), [1, 3, 2]);
}

/// Three orders of one product, each of 10 min, due at 20, 100 and 110. Without weights the earlier due date is more urgent
/// at any time. With 1, 100 and 1 it is e^-0.5 = 0.61 for the first and 100 e^-4.5 = 1.11 for the second.
#[test]
fn heavier_orders_of_one_product_pass_those_that_are_due_before() {
    let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[line.l]\nstations = [\"m\"]\n\
                    [station.m]\ncycle = \"10 min\"\ndispatch = \"atc\"\n"
        .to_owned();
    for (number, due) in [(1, "00:20"), (2, "01:40"), (3, "01:50")] {
        writeln!(text, "[order.{number}]\nrelease = 2026-03-02\ndue = 2026-03-02T{due}:00")
            .expect("a text");
    }
    assert_eq!(sequence_at(&text, 1), [1, 2, 3]);
    assert_eq!(sequence_at(&weighted(&text, &[1, 100, 1]), 1), [2, 1, 3]);
}

/// Routes over two stations: products with their cycles, and when they are due.
fn two_stations(dispatch: &str, jobs: &[(&str, u32)]) -> String {
    let mut text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.a]\ndispatch = {dispatch}\n[station.b]\n\
         machines = 9\n"
    );
    for (number, (route, due)) in (1..).zip(jobs) {
        writeln!(
            text,
            "[product.p{number}]\nroute = [{route}]\n[order.{number}]\nproduct = \"p{number}\"\n\
             release = 2026-03-02\ndue = 2026-03-02T{:02}:{:02}:00",
            due / 60,
            due % 60
        )
        .expect("a text");
    }
    text
}

fn step(station: &str, minutes: u32) -> String {
    format!("{{ station = \"{station}\", cycle = \"{minutes} min\" }}")
}

/// Of ten minutes of work 4 are done behind the first step of 1, which is due at 20: that step at 8. That of 2 with 2
/// of 10 by 18 at 3.6. 3 has one step only, due at 12, and is first by due dates.
#[test]
fn steps_are_due_as_their_work_is_done() {
    let both = |first, second| format!("{}, {}", step("a", first), step("b", second));
    let (one, two, three) = (both(4, 6), both(2, 8), step("a", 3));
    let jobs = [(one.as_str(), 20), (two.as_str(), 18), (three.as_str(), 12)];
    assert_eq!(sequence_at(&two_stations("\"operation_due\"", &jobs), 1), [2, 1, 3]);
    assert_eq!(sequence_at(&two_stations("\"due_date\"", &jobs), 1), [3, 2, 1]);
}

/// 1 has three steps of 2 and is due at 4: a slack of -2 for three steps, which is -6. 2 has one step of 6, due at 2:
/// a slack of -4 for one. 3 has 12 for two steps, 6 for each, 4 has 7 for one.
#[test]
fn slack_is_divided_among_the_steps_left_or_multiplied_by_them() {
    let one = [step("a", 2), step("b", 2), step("b", 2)].join(", ");
    let three = [step("a", 2), step("b", 6)].join(", ");
    let (two, four) = (step("a", 6), step("a", 3));
    let jobs = [(one.as_str(), 4), (&two, 2)];
    assert_eq!(sequence_at(&two_stations("\"slack_per_step\"", &jobs), 1), [1, 2]);
    assert_eq!(sequence_at(&two_stations("\"slack\"", &jobs), 1), [2, 1]);
    let jobs = [(four.as_str(), 10), (&three, 20)];
    assert_eq!(sequence_at(&two_stations("\"slack_per_step\"", &jobs), 1), [2, 1]);
    assert_eq!(sequence_at(&two_stations("\"slack\"", &jobs), 1), [1, 2]);
}

/// Half of the parts of 1 take a step of 10 minutes: 5 on average, and half a step; 2 has one of 6. With the step at
/// `a` of a minute that is 6 against 7, and 1.5 steps against 2.
#[test]
fn a_step_that_some_parts_take_counts_by_their_share() {
    let sampled =
        format!("{}, {{ station = \"b\", cycle = \"10 min\", sample = \"50 %\" }}", step("a", 1));
    let all = format!("{}, {}", step("a", 1), step("b", 6));
    let jobs = [(sampled.as_str(), 60), (&all, 60)];
    for (rule, first) in
        [("most_work", 2), ("least_work", 1), ("most_steps", 2), ("fewest_steps", 1)]
    {
        let text = two_stations(&format!("\"{rule}\""), &jobs);
        assert_eq!(sequence_at(&text, 1)[0], first, "{rule}");
    }
}

/// Behind `a` a part of 1 takes 2 minutes at `b` and half of them begin again at `a`, with 1 minute: x = 2 + (1 + x) / 2,
/// so x = 5 on average. Against a second step of 4 minutes it has more work left, against one of 6 less.
#[test]
fn steps_that_are_done_again_count_as_often_as_parts_come_back() {
    for (minutes, first) in [(4, 1), (6, 2)] {
        let back = format!(
            "{}, {{ station = \"b\", cycle = \"2 min\", next = {{ a = \"50 %\", out = \"50 %\" }} }}",
            step("a", 1)
        );
        let straight = format!("{}, {}", step("a", 1), step("b", minutes));
        let jobs = [(back.as_str(), 60), (&straight, 60)];
        assert_eq!(sequence_at(&two_stations("\"most_work\"", &jobs), 1)[0], first, "{minutes}");
    }
}

/// Parts 1 to 3 go on to `b`, the fourth to `c`, with ten minutes at each. 1 is in front of nobody at `b` and begins
/// there at 2; 2 follows at 4, and waits: then the fourth goes first, in front of whose station nobody waits.
#[test]
fn who_goes_where_least_work_waits_is_first() {
    let to = |station: &str| format!("{}, {}", step("a", 2), step(station, 10));
    let (b, c) = (to("b"), to("c"));
    let jobs = [(b.as_str(), 60), (&b, 60), (&b, 60), (&c, 60)];
    let text = two_stations("\"next_queue\"", &jobs).replace("machines = 9\n", "[station.c]\n");
    assert_eq!(sequence_at(&text, 1), [1, 2, 4, 3]);
}

/// Parts come back to `a`, which chooses before `b` does. At 8 the second part goes on to `b`, which is free and takes it in
/// that instant, whether its rule is written or not: nobody waits there. So of the two in front of `a` the third goes first,
/// there since 1 and bound for `b`, and not the first, there since 5 for its last step.
#[test]
fn who_is_taken_at_once_does_not_wait() {
    for rule in ["", "dispatch = \"fifo\""] {
        let text = format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.a]\ndispatch = \"next_queue\"\n\
             [station.b]\n{rule}\n[product.p]\nroute = [{}, {}, {{ station = \"a\", name = \"last\", cycle = \"2 min\" }}]\n\
             [order.1]\nproduct = \"p\"\nquantity = 2\nrelease = 2026-03-02\n[order.2]\nproduct = \"p\"\n\
             release = 2026-03-02T00:01:00\n",
            step("a", 4),
            step("b", 1)
        );
        assert_eq!(sequence_at(&text, 1), [1, 2, 3, 1, 2, 3], "{rule}");
    }
}

/// Released together, they stand in the order of the book; who waits longer in front of this station does not matter.
/// At 5 the second one, released at 1, has waited since 1, and the first, released at 0, comes from `b` at 4.
#[test]
fn the_order_released_first_is_first() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
dispatch = "first_released"
[station.b]
[product.x]
route = [{ station = "b", cycle = "4 min" }, { station = "a", cycle = "5 min" }]
[product.y]
route = [{ station = "a", cycle = "5 min" }]
[order.1]
product = "y"
release = 2026-03-02
[order.2]
product = "x"
release = 2026-03-02
[order.3]
product = "y"
release = 2026-03-02T00:01:00
"#;
    assert_eq!(sequence_at(text, 1), [1, 2, 3]);
    assert_eq!(sequence_at(&text.replace("first_released", "fifo"), 1), [1, 3, 2]);
}

/// Batches of two: at 0 the ratios are 20/10, 12/10, 14/10, 16/10: 2 with 3. At 10, 10/10 and 6/10: both.
#[test]
fn batches_are_put_together_by_urgency() {
    let jobs = [(10, 20), (10, 12), (10, 14), (10, 16)];
    let text =
        machine("\"critical_ratio\"", &jobs).replace("[station.m]\n", "[station.m]\nbatch = 2\n");
    let story = story(&model(&text));
    let mut ends: Vec<(usize, i64)> = story
        .visits
        .by_part()
        .iter()
        .map(|row| (row.part, minute(row.finished.expect("it ends"))))
        .collect();
    ends.sort_unstable();
    assert_eq!(ends, [(1, 20), (2, 10), (3, 10), (4, 20)]);
}

/// The first job is alone at the start, and nobody waits for those that the plan has before it. Then by their numbers the
/// fourth, the third with the second, which are equal and of which that is longer, and the fifth, which is not in the plan.
#[test]
fn the_plan_of_a_planner_is_followed() {
    let jobs = [(5, 90), (4, 90), (6, 90), (5, 90), (9, 90)];
    let mut text = machine("[\"plan\", \"longest\"]", &jobs);
    for later in 2..=5 {
        let order = format!("[order.{later}]\nproduct = \"p{later}\"\nrelease = 2026-03-02");
        assert!(text.contains(&order), "{text}");
        text = text.replace(&order, &format!("{order}T00:01:00"));
    }
    text += "[plan.station.m]\norder = { 1 = 40, 2 = 30, 3 = 30, 4 = 10 }\n";
    assert_eq!(sequence_at(&text, 1), [1, 4, 3, 2, 5]);
    assert_eq!(sequence_at(&text.replace("\"plan\", ", ""), 1), [1, 5, 3, 4, 2]);
}
