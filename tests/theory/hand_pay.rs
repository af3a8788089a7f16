//! Pay, worked by hand: what is paid, what of it is overtime, and what it costs.

use gemba::study::{EntityKind, Results, Settings, Unit, run};

use crate::support::model;

fn results(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, ..Settings::default() }, &())
}

#[track_caller]
fn assert_figures(results: &Results, crew: &str, expected: &[(&str, f64)]) {
    for &(kpi, value) in expected {
        let figure = match crew {
            "" => results.plant(kpi),
            crew => results.of(EntityKind::Crew, crew, kpi),
        };
        let found = figure.unwrap_or_else(|| panic!("no {kpi}")).interval.estimate;
        assert!((found - value).abs() < 1e-6, "{kpi} of `{crew}`: {found}, by hand {value}");
    }
}

/// Two weeks, ten shifts from 06:00 to 14:00. A cycle takes seven hours, so that each day has one from
/// 06:00 to 13:00 and one from 13:00 to 20:00, which is finished: six hours of overtime a day.
///
/// | | a day | two weeks |
/// |---|---|---|
/// | calendar | 8 h at 22.00 = 176.00 | 80 h, 1760.00 |
/// | overtime, first tier | 2 h at 33.00 = 66.00 | 20 h, 660.00 |
/// | overtime, then | 4 h at 44.00 = 176.00 | 40 h, 1760.00 |
/// | all | 14 h, 418.00 | 140 h, 4180.00 |
///
/// Twenty parts leave, one for 209.00. The setters have nothing to do; of their 8 h a day 30 min are an
/// unpaid break: 2 × 10 × 7.5 h at 40.10 = 6015.00.
#[test]
fn overtime_is_paid_in_tiers_and_idle_hours_like_others() {
    let results = results(
        r#"
[plant]
currency = "CHF"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "7 h"
operators = { fitter = 1 }
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.day]
mon-fri = "08:00-16:00"
breaks = [
  { at = "10:00", for = "15 min" },
  { at = "12:00", for = "30 min", paid = false },
]
[crew.fitter]
calendar = "early"
at_shift_end = "finish"
labour_cost = "22 CHF/h"
premium = { first = "2 h", at = "50 %", then = "100 %" }
[crew.setter]
count = 2
calendar = "day"
labour_cost = "40.10 CHF/h"
[run]
length = "2 weeks"
replications = 1
"#,
    );
    let fitter = [
        ("hours_paid", 140.0),
        ("hours_worked", 140.0),
        ("overtime", 60.0 * 60.0),
        ("efficiency", 1.0),
        ("labour_cost", 4180.0),
        ("overtime_cost", 2420.0),
        ("absence_cost", 0.0),
    ];
    assert_figures(&results, "fitter", &fitter);
    let setter = [("hours_paid", 150.0), ("hours_worked", 0.0), ("labour_cost", 6015.0)];
    assert_figures(&results, "setter", &setter);
    let plant = [("labour_cost", 10_195.0), ("labour_cost_per_part", 10_195.0 / 20.0)];
    assert_figures(&results, "", &plant);
    let cost = results.plant("labour_cost").expect("it is given");
    assert_eq!(cost.unit.word(), "CHF");
    assert_eq!(cost.kpi.unit, Unit::Money(None));
}

/// Five people make a batch of 9 h 1 min 40 s on each of six days with shifts of eight hours; they
/// finish it. In all 6 × 9.0277778 h = 54.1666667 h, of which 6.1666667 h are overtime, 1.0277778 h a
/// day: 5 × (48 × 22 + 6.1666667 × 33) = 6297.50.
#[test]
fn pub_overtime_spread_evenly() {
    let results = results(
        r#"
[line.main]
stations = ["line"]
[station.line]
cycle = "32500 s"
operators = { line = 5 }
[calendar.day]
mon-sat = "06:00-14:00"
[crew.line]
count = 5
calendar = "day"
at_shift_end = "finish"
labour_cost = "22 EUR/h"
premium = { first = "2 h", at = "50 %", then = "100 %" }
[run]
length = "1 week"
replications = 1
"#,
    );
    let line = [
        ("hours_paid", 5.0 * 54.166_666_667),
        ("overtime", 5.0 * 6.166_666_667 * 60.0),
        ("labour_cost", 6297.5),
        ("overtime_cost", 1017.5),
    ];
    assert_figures(&results, "line", &line);
}

/// Ten shifts of eight hours, half an hour of each an unpaid break, for which nobody comes: 75 h, paid
/// or not. A crew that works at 0.8 of the standard pace does 6 h of standard time in 7.5 h of work.
#[test]
fn absence_is_paid_as_the_crew_says_and_slow_work_is_less_efficient() {
    let text = |paid: bool| {
        format!(
            r#"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = {{ fit = 1 }}
[calendar.early]
mon-fri = "06:00-14:00"
breaks = [{{ at = "09:00", for = "30 min", paid = false }}]
[crew.away]
calendar = "early"
absence = "100 %"
absence_paid = {paid}
labour_cost = "20 EUR/h"
[crew.slow]
calendar = "early"
skills = {{ fit = 0.8 }}
labour_cost = "20 EUR/h"
[run]
length = "2 weeks"
replications = 1
"#
        )
    };
    let paid = results(&text(true));
    let away = [("hours_paid", 75.0), ("labour_cost", 1500.0), ("absence_cost", 1500.0)];
    assert_figures(&paid, "away", &away);
    let slow = [("hours_paid", 75.0), ("hours_worked", 75.0), ("efficiency", 0.8)];
    assert_figures(&paid, "slow", &slow);
    // 60 h of standard time, the last of them done at the end of the last shift.
    assert_figures(&paid, "", &[("parts_finished", 60.0), ("labour_cost_per_part", 50.0)]);
    let unpaid = results(&text(false));
    let away = [("hours_paid", 0.0), ("labour_cost", 0.0), ("absent", 1.0)];
    assert_figures(&unpaid, "away", &away);
    assert_figures(&unpaid, "", &[("labour_cost", 1500.0), ("absence_cost", 0.0)]);
}
