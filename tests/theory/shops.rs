//! Small plants that have a little of everything.

/// Three stations in a row with few places between them.
pub(crate) const TANDEM: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"

[line.main]
stations = ["saw", "drill", "pack"]
[station.saw]
cycle = { mean = "40 s", cv = 0.5 }
[station.drill]
cycle = { dist = "exponential", mean = "45 s" }
buffer = 2
[station.pack]
cycle = { dist = "uniform", min = "20 s", max = "60 s" }
buffer = 0

[order.all]
quantity = 3000
release = 2026-03-02
"#;

/// Five stations that fail by work; two fitters repair them, one failure each.
pub(crate) const CREW_OF_TWO: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"

[line.main]
stations = ["s1", "s2", "s3", "s4", "s5"]
[station.s1]
cycle = "60 s"
[station.s1.failure.jam]
clock = "operating"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "5 min" }, operators = { fitter = 1 } }
[station.s2]
cycle = "60 s"
buffer = 3
[station.s2.failure.jam]
clock = "operating"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "5 min" }, operators = { fitter = 1 } }
[station.s3]
cycle = "60 s"
buffer = 3
[station.s3.failure.jam]
clock = "operating"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "5 min" }, operators = { fitter = 1 } }
[station.s4]
cycle = "60 s"
buffer = 3
[station.s4.failure.jam]
clock = "operating"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "5 min" }, operators = { fitter = 1 } }
[station.s5]
cycle = "60 s"
buffer = 3
[station.s5.failure.jam]
clock = "operating"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "5 min" }, operators = { fitter = 1 } }

[crew.fitter]
count = 2

[order.all]
quantity = 2000
release = 2026-03-02
"#;

/// Shifts with breaks, attended and unattended work, moving times, both kinds of blocking,
/// all failure clocks, scrap and a loop of rework, fed by random orders.
pub(crate) const EVERYTHING: &str = r#"
[plant]
start = 2026-03-02
calendar = "day"
[run]
length = "20 days"

[calendar.day]
mon-fri = ["06:00-14:00", "14:00-22:00"]
breaks = [{ at = "09:30", for = "15 min" }, { at = "18:00", for = "30 min" }]
[calendar.early]
mon-sat = "06:00-14:00"
breaks = [{ at = "09:00", for = "20 min" }]

[transfer]
time = { dist = "uniform", min = "1 min", max = "3 min" }
from.mill.to.wash = "0 s"

[station.saw]
machines = 2
buffer = 6
cycle = { mean = "9 min", cv = 0.4 }
operators = { operator = 1 }
scrap = "2 %"
[station.saw.failure.blade]
clock = "cycles"
every = 40
repair = { time = "12 min", operators = { fitter = 1 } }
part = "scrap"

[station.mill]
machines = 2
buffer = 2
block = "before"
cycle = { dist = "exponential", mean = "10 min" }
at_close = "finish"
[station.mill.failure.spindle]
clock = "operating"
every = { mean = "5 h" }
repair = { time = { mean = "40 min", cv = 0.8 }, operators = { fitter = 1 } }
[station.mill.failure.coolant]
clock = "on_shift"
every = { mean = "9 h" }
repair = { time = "10 min" }
part = "restart"

[station.mill_old]
buffer = 1
cycle = "14 min"
at_close = "no_start"

[station.wash]
buffer = 1
cycle = "4 min"
calendar = "always"
[station.wash.failure.pump]
clock = "calendar"
every = { dist = "weibull", mean = "11 h", cv = 0.6 }
repair = { time = "30 min", operators = { fitter = 1, operator = 1 } }

[station.check]
buffer = 3
cycle = { dist = "triangular", min = "2 min", mode = "4 min", max = "9 min" }
operators = { inspector = 1 }

[crew.operator]
count = 3
calendar = "day"
[crew.fitter]
count = 1
calendar = "early"
[crew.allround]
count = 1
skills = ["operator", "inspector"]
calendar = "early"
[crew.inspector]
count = 1
calendar = "day"

[product.housing]
route = [
  "saw",
  { station = ["mill", "mill_old"] },
  "wash",
  { station = "check", next = { mill = "8 %", out = "92 %" } },
]
[product.cover]
route = ["saw", "wash", "check"]

[demand.orders]
products = { housing = 3, cover = 1 }
every = { mean = "14 min" }
quantity = { dist = "discrete", values = [1, 2, 5], shares = ["60 %", "30 %", "10 %"] }
due_in = "2 days"
"#;

/// All of them.
pub(crate) const ALL: &[&str] = &[TANDEM, CREW_OF_TWO, EVERYTHING];
