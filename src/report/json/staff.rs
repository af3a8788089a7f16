//! Crews in JSON: states, skills week by week, the plan, the roster and the ways; and the work that is open.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Each, estimated, minutes, number};
use crate::study::{
    Band, Counted, CrewStates, CrewWay, Floor, Interval, OpenWork, PersonStint, Place, PlanDay,
    Roster, SkillLoad,
};

/// What is told of crews.
#[derive(Serialize)]
pub(super) struct Staff<'a> {
    states: Each<'a, CrewStates, fn(&CrewStates) -> Value>,
    loads: Each<'a, SkillLoad, fn(&SkillLoad) -> Value>,
    plan: Each<'a, PlanDay, fn(&PlanDay) -> Value>,
    roster: Shifts<'a>,
    floor: Ways<'a>,
}

#[derive(Serialize)]
struct Ways<'a> {
    places: Each<'a, Place, fn(&Place) -> Value>,
    ways: Vec<Value>,
}

#[derive(Serialize)]
struct Shifts<'a> {
    from: Value,
    until: Value,
    left_out: usize,
    stints: Each<'a, PersonStint, fn(&PersonStint) -> Value>,
}

impl<'a> Staff<'a> {
    pub(super) fn of(staff: &'a crate::study::Staff) -> Self {
        let Roster { from, until, stints, left_out } = &staff.roster;
        Self {
            states: Each(&staff.states, states),
            loads: Each(&staff.loads, load),
            plan: Each(&staff.plan, day),
            roster: Shifts {
                from: minutes(from.since_start()),
                until: minutes(until.since_start()),
                left_out: *left_out,
                stints: Each(stints, stint),
            },
            floor: Ways {
                places: Each(&staff.floor.places, place),
                ways: staff.floor.ways.iter().map(|it| way(&staff.floor, it)).collect(),
            },
        }
    }
}

fn states(crew: &CrewStates) -> Value {
    let of = |(state, interval): &(&'static str, Interval)| {
        let mut found = json!({ "state": state });
        estimated(&mut found, interval);
        found
    };
    json!({ "crew": crew.crew, "states": crew.shares.iter().map(of).collect::<Vec<_>>() })
}

fn load(load: &SkillLoad) -> Value {
    json!({
        "skill": load.skill, "calendar": load.calendar, "crews": load.crews,
        "used": load.used.iter().map(band).collect::<Vec<_>>(),
        "there": load.there.iter().map(band).collect::<Vec<_>>(),
    })
}

fn day(row: &PlanDay) -> Value {
    json!({
        "day": minutes(row.day.since_start()), "crew": row.crew,
        "people": band(&row.people), "hours": band(&row.hours), "overtime": band(&row.overtime),
        "cost": row.cost.as_ref().map(band), "credited": row.credited.as_ref().map(band),
    })
}

fn stint(stint: &PersonStint) -> Value {
    json!({
        "crew": stint.crew, "number": stint.number, "state": stint.mark.word(),
        "from": number(stint.from.since_start().minutes()),
        "to": number(stint.to.since_start().minutes()),
    })
}

fn place(place: &Place) -> Value {
    json!({
        "name": place.name, "is_station": place.is_station, "at": place.at.map(|at| at.map(number)),
    })
}

fn way(floor: &Floor, way: &CrewWay) -> Value {
    let of = |it: &Interval| json!({ "mean": number(it.estimate), "low": number(it.low), "high": number(it.high) });
    json!({
        "crew": way.crew,
        "from": floor.places[way.from].name, "to": floor.places[way.to].name,
        "ways": of(&way.ways), "metres": of(&way.metres),
    })
}

/// Open work over time.
pub(super) fn open_work(work: &OpenWork) -> Value {
    let (unit, station, limits) = match &work.of {
        Counted::Hours { station, over, under } => ("h", Some(station), Some([over, under])),
        Counted::Parts => ("parts", None, None),
    };
    json!({
        "unit": unit, "station": station,
        "over": limits.map(|[over, _]| over), "under": limits.map(|[_, under]| under),
        "step": minutes(work.step),
        "values": work.bands.iter().map(band).collect::<Vec<_>>(),
    })
}

/// A mean with its interval; without one, its ends are null.
fn band(band: &Band) -> Value {
    json!({ "mean": number(band.mean), "low": number(band.low), "high": number(band.high) })
}
