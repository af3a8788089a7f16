//! Two plants on the same luck need far fewer replications to be told apart than on luck of their
//! own, also when a station is inserted.

use gemba::ids::ProductId;
use gemba::observe::Observer;
use gemba::plant::Plant;
use gemba::statistics::{Level, paired};
use gemba::units::{Span, Time};
use rayon::prelude::*;

use crate::support::model;

/// Parts that leave.
#[derive(Default)]
struct Count(u32);

impl Observer for Count {
    fn departed(&mut self, _: ProductId, _: u64, _: Time, _: Time) {
        self.0 += 1;
    }
}

/// A line of five unreliable stations, with an inspection after the third or without.
fn line(inspection: bool) -> String {
    let station = |name: &&str| {
        format!(
            r#"
[station.{name}]
buffer = 5
cycle = {{ mean = "60 s", cv = 0.3 }}
[station.{name}.failure.jam]
clock = "operating"
every = {{ mean = "100 min" }}
repair = {{ time = {{ dist = "exponential", mean = "10 min" }} }}
"#
        )
    };
    let mut stations = vec!["s1", "s2", "s3", "s4", "s5"];
    let mut tables: String = stations.iter().map(station).collect();
    if inspection {
        stations.insert(3, "inspect");
        tables += "[station.inspect]\nbuffer = 5\ncycle = { mean = \"30 s\", cv = 0.2 }\n";
    }
    format!("[run]\nlength = \"20 days\"\n[line.main]\nstations = {stations:?}\n{tables}")
}

/// Output of 80 replications.
fn output(text: &str, seed: u64) -> Vec<f64> {
    let model = model(text);
    let one = |replication| {
        let mut plant = Plant::new(&model, seed, replication, Count::default());
        assert!(plant.run_until(Time::ZERO + Span::from_days(20)));
        f64::from(plant.observer().0)
    };
    (0..80_u64).into_par_iter().map(one).collect()
}

#[test]
fn inserting_a_station_keeps_the_luck_of_all_others() {
    let (base, with) = (output(&line(false), 1), output(&line(true), 1));
    let apart = output(&line(true), 2);
    let same_luck = paired(&with, &base, Level::P95).expect("pairs");
    let own_luck = paired(&apart, &base, Level::P95).expect("pairs");
    let saving = (own_luck.difference.sd / same_luck.difference.sd).powi(2);
    assert!(saving > 10.0, "same luck saves {saving} times");
    assert!(same_luck.saving > 10.0, "the stated saving is {}", same_luck.saving);
    assert!(same_luck.correlation > 0.9, "correlation {}", same_luck.correlation);
}
