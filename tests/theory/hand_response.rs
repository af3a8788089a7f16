//! People on call, worked by hand: when they respond and when not, before a walk, into a break and the end
//! of a shift, in teams, to machines that fail meanwhile.

use gemba::observe::{OperatorState, State};
use gemba::study::EntityKind;

use crate::figures::Judged;
use crate::hand_walking::{IDLE, WAITING, WALKING, WORKING, Walked, minute, orders, watch};

/// A saw and a press with failures, and a fitter.
fn failures(saw: &str, press: &str, fitter: &str) -> Walked {
    let failure = |at: &str| match at {
        "" => String::new(),
        at => {
            let at: Vec<String> = at.split(' ').map(|at| format!("2026-03-02T{at}:00")).collect();
            format!(
                "failure.jam = {{ at = [{}], repair = {{ time = \"5 min\", operators = {{ fitter = 1 }} }} }}",
                at.join(", ")
            )
        }
    };
    let text = orders(&[("press", 0), ("saw", 0)])
        + &format!(
            r#"
[station.saw]
cycle = "80 min"
{}
[station.press]
cycle = "80 min"
{}
[crew.fitter]
{fitter}
"#,
            failure(saw),
            failure(press)
        );
    watch(&text)
}

/// Called at 10, there at 30 and done at 35; free when the next failure strikes at 60, and so there at 80.
#[test]
fn a_contractor_on_call_comes_anew_for_each_failure() {
    let told = failures("00:10 01:00", "", "response = \"20 min\"");
    assert_eq!(
        told.person(1)[..7],
        [
            (0, IDLE),
            (10, WALKING),
            (30, WORKING),
            (35, IDLE),
            (60, WALKING),
            (80, WORKING),
            (85, IDLE)
        ]
    );
    assert_eq!(
        told.machine(2)[..7],
        [
            (0, State::Working),
            (10, State::WaitRepair),
            (30, State::Repair),
            (35, State::Working),
            (60, State::WaitRepair),
            (80, State::Repair),
            (85, State::Working)
        ]
    );
    // Called only when free: the press waits for the repair of the saw, and for nothing else then.
    let told = failures("00:10", "00:20", "response = \"20 min\"");
    assert_eq!(told.person(1), [(0, IDLE), (10, WALKING), (30, WORKING), (40, IDLE)]);
    assert_eq!(told.machine(1)[1..3], [(20, State::WaitRepair), (35, State::Repair)]);
    // The press fails at the instant at which the saw is repaired.
    let told = failures("00:10", "00:35", "response = \"20 min\"");
    assert_eq!(told.person(1), [(0, IDLE), (10, WALKING), (30, WORKING), (40, IDLE)]);
    // 80 min of the saw, and its stop of 25.
    assert_eq!(minute(told.end), 105);
}

/// 4 min until the fitter is at the gate, 8 m before the saw: there at 22, done at 27, straight to the press,
/// 6 m on, there at 33. At 50 the fitter comes by the gate again, 4 min and 8 m, not from the press.
#[test]
fn who_responds_walks_from_the_base() {
    let fitter = r#"
response = "4 min"
base = [0, 8]
walking_speed = "1 m/min"
[layout]
positions = { saw = [0, 0], press = [6, 0] }
"#;
    let told = failures("00:10 00:50", "00:20", fitter);
    assert_eq!(
        told.person(1),
        [
            (0, IDLE),
            (10, WALKING),
            (22, WORKING),
            (27, WALKING),
            (33, WORKING),
            (38, IDLE),
            (50, WALKING),
            (62, WORKING),
            (67, IDLE)
        ]
    );
    assert_eq!(told.centimetres(1), 800 + 600 + 800);
    // Without a base the response leads to the machine.
    let told = failures("00:10 00:50", "00:20", &fitter.replace("base = [0, 8]", ""));
    assert_eq!(
        told.person(1)[1..7],
        [(10, WALKING), (14, WORKING), (19, IDLE), (20, WALKING), (24, WORKING), (29, IDLE)]
    );
    assert_eq!(told.centimetres(1), 0);
}

fn with_hours(hours: &str, conduct: &str) -> Walked {
    let text = orders(&[("A", 0)])
        + &format!(
            r#"
[station.A]
cycle = "10 min"
operators = {{ hand = 1 }}
[calendar.hours]
{hours}
[crew.hand]
calendar = "hours"
response = "10 min"
{conduct}
"#
        );
    watch(&text)
}

/// The break at 5 ends the response; after it the person is called anew.
#[test]
fn a_break_in_the_middle_of_a_response() {
    let hours = "mon-sun = \"00:00-02:00\"\nbreaks = [{ at = \"00:05\", for = \"10 min\" }]";
    let told = with_hours(hours, "");
    assert_eq!(
        told.person(1),
        [(0, WALKING), (5, OperatorState::Break), (15, WALKING), (25, WORKING), (35, IDLE)]
    );
    let told = with_hours(hours, "at_shift_end = \"finish\"");
    assert_eq!(told.person(1), [(0, WALKING), (10, WORKING), (20, IDLE)]);
}

#[test]
fn the_end_of_a_shift_in_the_middle_of_a_response() {
    let hours = "mon-sun = [\"00:00-00:05\", \"01:00-02:00\"]";
    let told = with_hours(hours, "");
    assert_eq!(
        told.person(1),
        [(0, WALKING), (5, OperatorState::Off), (60, WALKING), (70, WORKING), (80, IDLE)]
    );
    let told = with_hours(hours, "at_shift_end = \"finish\"");
    assert_eq!(
        told.person(1)[..3],
        [(0, WALKING), (5, OperatorState::OvertimeWalking), (10, OperatorState::Overtime)]
    );
    assert_eq!(minute(told.end), 20);
}

/// 10 min until there and 10 of work fit into 20, not into 19.
#[test]
fn who_starts_nothing_late_counts_the_response() {
    let hours = |end: u32| format!("mon-sun = [\"00:00-00:{end}\", \"01:00-02:00\"]");
    let late = "at_shift_end = \"no_start\"";
    let told = with_hours(&hours(19), late);
    assert_eq!(told.person(1)[..3], [(0, IDLE), (19, OperatorState::Off), (60, WALKING)]);
    let told = with_hours(&hours(20), late);
    assert_eq!(told.person(1)[..2], [(0, WALKING), (10, WORKING)]);
    assert_eq!(minute(told.end), 20);
    // The station itself asks the same: it closes at 19, or at 20.
    let station = |end: u32| {
        let text = orders(&[("A", 0)])
            + &format!(
                r#"
[station.A]
cycle = "10 min"
operators = {{ hand = 1 }}
calendar = "hours"
at_close = "no_start"
[calendar.hours]
mon-sun = ["00:00-00:{end}", "01:00-02:00"]
[crew.hand]
response = "10 min"
"#
            );
        minute(watch(&text).end)
    };
    assert_eq!([station(19), station(20)], [80, 20]);
}

/// The setter is there and waits for the contractor, 10 min on call; then both work from 10 to 15. At 15 the
/// setter is at B at once, and so is nobody else needed there.
#[test]
fn a_team_waits_for_who_is_on_call() {
    let text = orders(&[("A", 0), ("B", 1)])
        + r#"
[station.A]
cycle = "5 min"
operators = { setter = 1, contractor = 1 }
[station.B]
cycle = "5 min"
operators = { setter = 1 }
[crew.setter]
[crew.contractor]
response = "10 min"
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, WALKING), (10, WORKING), (15, IDLE)]);
    assert_eq!(told.person(2)[..2], [(0, WAITING), (10, WORKING)]);
    assert_eq!(told.machine(1)[..2], [(0, State::WaitOperator), (10, State::Working)]);
    assert_eq!(minute(told.end), 20);
}

/// A fails at 5, when its person is on the way; there at 10, the person works at B at once, until 14. At 20 A
/// is repaired: free since 14, the person is called anew, and there at 30.
#[test]
fn a_machine_fails_while_somebody_responds() {
    let text = orders(&[("A", 0), ("B", 6)])
        + r#"
[station.A]
cycle = "5 min"
operators = { hand = 1 }
[station.A.failure.jam]
at = [2026-03-02T00:05:00]
repair = { time = "15 min" }
[station.B]
cycle = "4 min"
operators = { hand = 1 }
[crew.hand]
response = "10 min"
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(1),
        [(0, WALKING), (10, WORKING), (14, IDLE), (20, WALKING), (30, WORKING), (35, IDLE)]
    );
    // With nothing else to do the person learns at 10 that nothing is to be done.
    let told =
        watch(&text.replace("release = 2026-03-02T00:06:00", "release = 2026-03-02T00:18:00"));
    assert_eq!(told.person(1)[..4], [(0, WALKING), (10, IDLE), (18, WALKING), (28, WORKING)]);
}

/// Who is at work is there: taken away from A at 13, the person works at B from 13 to 18, and goes on at A.
/// With half of the attention at A, the person minds C at once, too.
#[test]
fn who_is_at_work_does_not_respond() {
    let text = orders(&[("A", 0), ("B", 13)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "5 min"
operators = { hand = 1 }
priority = 3
interrupts = true
[crew.hand]
response = "10 min"
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, WALKING), (10, WORKING), (25, IDLE)]);
    assert_eq!(told.machine(2)[..2], [(13, State::Working), (18, State::Starved)]);
    let text = orders(&[("A", 0), ("C", 13)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = { attention = "50 %" } }
[station.C]
cycle = "10 min"
operators = { hand = { attention = "50 %" } }
[crew.hand]
response = "10 min"
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, WALKING), (10, WORKING), (23, IDLE)]);
}

/// A round of one machine is 40 min of work, on average, 10 until the contractor is there, and 5 of repair.
#[test]
fn a_response_lengthens_every_stop() {
    let mut judged = Judged::of(
        r#"
[run]
warm_up = "1000 min"
length = "400000 min"
replications = 20
[line.one]
stations = ["A"]
[station.A]
cycle = "1 min"
[station.A.failure.jam]
every = { mean = "40 min" }
clock = "operating"
repair = { time = "5 min", operators = { contractor = 1 } }
[crew.contractor]
response = "10 min"
"#,
    )
    .plant("throughput", 60.0 * 40.0 / 55.0, 0.005);
    judged.is(EntityKind::Station, "A", "wait_repair", 10.0 / 55.0, 0.005);
    judged.is(EntityKind::Crew, "contractor", "walking", 10.0 / 55.0, 0.005);
    judged.is(EntityKind::Crew, "contractor", "crew_utilisation", 5.0 / 55.0, 0.005);
    judged.end();
}
