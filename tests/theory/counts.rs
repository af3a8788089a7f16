//! `pub-replay-simantha-count`: constant cycles of a minute; what is finished exactly at the end of
//! the run counts, what is finished exactly at the end of the warm-up does not.

use crate::simulate::replicate;
use crate::support::model;

/// Parts counted in one run.
fn counted(text: &str) -> f64 {
    replicate::<()>(&model(text), 0).finished()
}

const ONE: &str = r#"
[run]
length = "1000 min"
[line.main]
stations = ["machine"]
[station.machine]
cycle = "1 min"
"#;

#[test]
fn pub_replay_simantha_count() {
    assert_eq!(counted(ONE).to_string(), "1000", "(a)");
    let two = r#"
[run]
length = "1000 min"
[line.main]
stations = ["first", "second"]
[station.first]
cycle = "1 min"
[station.second]
cycle = "1 min"
buffer = 5
"#;
    assert_eq!(counted(two).to_string(), "999", "(b)");
    let warm = ONE.replace("length = \"1000 min\"", "warm_up = \"500 min\"\nlength = \"500 min\"");
    assert_eq!(counted(&warm).to_string(), "500", "(c)");
}
