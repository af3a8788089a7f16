//! How much people walk or are on the way, in a sentence.

use super::number::{self, Scale};
use crate::study::{EntityKind, Figure, Results};

/// How much the crew walks that is on the way most; nothing where nobody is.
pub(super) fn sentence(results: &Results) -> Option<String> {
    let of_crews = |figure: &&Figure| {
        figure.entity.kind == EntityKind::Crew
            && figure.kpi.id == "walking"
            && figure.interval.estimate > 0.0
    };
    let walking = results.figures.iter().filter(of_crews);
    let most = walking.max_by(|one, other| {
        // Of two alike the first is told.
        one.interval.estimate.total_cmp(&other.interval.estimate).then(std::cmp::Ordering::Greater)
    })?;
    let crew = &most.entity.name;
    let of = |kpi: &str| results.of(EntityKind::Crew, crew, kpi);
    let briefly = |figure: &Figure| {
        let value = figure.interval.estimate;
        Scale::fitting(figure.unit, value).worded_briefly(value)
    };
    let waits = of("waiting_for_others").filter(|figure| figure.interval.estimate > 0.0);
    let waits = waits.map(|figure| format!(", and wait {} of it for others", briefly(figure)));
    let (crew, share, waits) = (number::name(crew, 40), briefly(most), waits.unwrap_or_default());
    // Who comes on call only has no distance.
    Some(match of("walked_per_shift").map(briefly) {
        Some(gone) => format!(
            "People of {crew} are on the way for {share} of their time at work, {gone} in 8 hours{waits}."
        ),
        None => {
            format!("People of {crew} are on the way for {share} of their time at work{waits}.")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::number::KEPT_SPACE;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::study::{Settings, run};

    fn results(speed: &str) -> Results {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
replications = 1
[line.a]
stations = ["A"]
[line.b]
stations = ["B"]
[station.A]
cycle = "10 min"
operators = {{ hand = 1 }}
[station.B]
cycle = "20 min"
operators = {{ hand = 1 }}
[crew.hand]
[layout]
{speed}
positions = {{ A = [0, 0], B = [10, 0] }}
[order.1]
product = "a"
release = 2026-03-02
[order.2]
product = "b"
release = 2026-03-02T00:01:00
"#
        );
        let files = Memory::default().with("plant.toml", text);
        let scenario = read(&files, "plant.toml").scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        run(&model, &Settings { threads: 1, ..Settings::default() }, &())
    }

    /// By hand: 10 min at A, 10 m and 10 min to B, 20 min there. A quarter of 40 min, 10 m of which are
    /// 120 m of 8 h.
    #[test]
    fn who_walks_most_is_told() {
        let said = sentence(&results("walking_speed = \"1 m/min\"")).expect("somebody walks");
        assert_eq!(
            said.replace(KEPT_SPACE, " "),
            "People of hand are on the way for 25.0 % of their time at work, 120 m in 8 hours."
        );
        assert_eq!(sentence(&results("")), None);
    }
}
