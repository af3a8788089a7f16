//! Plants that several stories begin with, from Monday, 2 March 2026, midnight on.

/// The first day, and hours from six in the morning to two in the afternoon.
pub(crate) const START: &str = r#"
[plant]
start = 2026-03-02
[calendar.day]
mon-sun = ["06:00-14:00"]
"#;

/// A saw, and nothing else; `saw` is all that is said of it.
pub(crate) fn saw(saw: &str) -> String {
    format!("{START}[line.main]\nstations = [\"saw\"]\n[station.saw]\n{saw}\n")
}

/// A welder and a tester who sends nearly all back, with so many places in front of each: soon they
/// wait for each other.
pub(crate) fn weld_and_test(places: u32) -> String {
    format!(
        r#"
[product.door]
route = ["weld", {{ station = "test", next = {{ weld = "99 %", out = "1 %" }} }}]
[station.test]
cycle = "5 min"
buffer = {places}
[station.weld]
cycle = "3 min"
buffer = {places}
"#
    )
}

/// A study of two replications; what is added next is said of the run.
pub(crate) fn run(length: &str) -> String {
    format!("[run]\nlength = \"{length}\"\nreplications = 2\n")
}
