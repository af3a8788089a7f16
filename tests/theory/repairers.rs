//! Machines that share repairers: exact chains of who is down.

use gemba::ids::{ModeId, OperatorId};
use gemba::observe::{Observer, OperatorState, State};
use gemba::units::Time;

use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, Run};

/// Failures that find a repairer free.
#[derive(Debug, Default)]
struct Calls {
    busy: u32,
    failures: f64,
    found_free: f64,
}

impl Observer for Calls {
    fn failed(&mut self, _: ModeId, _: Time) {
        self.failures += 1.0;
        self.found_free += f64::from(u8::from(self.busy == 0));
    }

    fn operator_state(&mut self, _: OperatorId, to: OperatorState, _: Time) {
        self.busy = u32::from(to == OperatorState::Working);
    }
}

/// `pub-machine-repair`: six machines that are never idle run 20 h each, two repairers take 4 h
/// each, all exponential. C. Palm 1947; W. Feller, *An Introduction to Probability Theory* 1,
/// XVII.7.
const SIX: &str = r#"
[run]
warm_up = "500 h"
length = "50000 h"
replications = 20

[line.main]
stations = ["machines"]
[station.machines]
machines = 6
cycle = "1 h"
[station.machines.failure.stop]
clock = "operating"
every = { mean = "20 h" }
repair = { time = { dist = "exponential", mean = "4 h" }, operators = { repairers = 1 } }
[crew.repairers]
count = 2
"#;

/// Hours that the six machines spend in some states, for each failure.
fn hours_each(run: &Run<'_, ()>, states: &[State]) -> f64 {
    run.share("machines", states) * 6.0 * run.elapsed().hours() / run.failures("machines")
}

#[test]
fn pub_machine_repair() {
    Case::<()>::new("pub-machine-repair")
        .mean("running", 0.814_108_14, Relative(0.005), |run| run.working("machines"))
        .mean("repairer utilisation", 0.488_464_88, Relative(0.01), |run| run.crew_busy())
        .mean("down for each stop", 4.566_760_9, Relative(0.02), |run| {
            hours_each(run, &[State::Repair, State::WaitRepair])
        })
        .mean("wait for a repairer", 0.566_760_92, Relative(0.04), |run| {
            hours_each(run, &[State::WaitRepair])
        })
        .mean("stops an hour", 0.244_232_44, Relative(0.01), |run| {
            run.failures("machines") / run.elapsed().hours()
        })
        .run(SIX);
}

/// `pub-replay-machrep`: two machines up for 1, repaired for 0.5 (here minutes), exponential. Rules
/// 1 and 2 of N. Matloff's `MachRep`; his third, a repairer who comes only when both machines are
/// down, cannot be written in the language and is left out.
const TWO: &str = r#"
[run]
warm_up = "100 min"
length = "100000 min"
replications = 20

[line.main]
stations = ["machines"]
[station.machines]
machines = 2
cycle = "1 h"
[station.machines.failure.stop]
clock = "calendar"
every = { mean = "1 min" }
repair = { time = { dist = "exponential", mean = "0.5 min" }REPAIRER }
"#;

#[test]
fn pub_replay_machrep() {
    Case::<()>::new("pub-replay-machrep (1)")
        .mean("up", 0.666_666_67, Relative(0.01), |run| run.working("machines"))
        .run(&TWO.replace("REPAIRER", ""));
    let shared = TWO.replace("REPAIRER", ", operators = { repairer = 1 }");
    Case::<Calls>::new("pub-replay-machrep (2)")
        .mean("up", 0.6, Relative(0.01), |run| run.working("machines"))
        .mean("failures that find the repairer free", 0.666_666_67, Relative(0.01), |run| {
            run.watch.found_free / run.watch.failures
        })
        .run(&format!("{shared}\n[crew.repairer]\n"));
}
