//! Whether people suffice shift by shift: a sentence where they do not, and a table.

use super::number::{self, Scale};
use super::run_text::paragraph;
use super::table::{self, Column, NAME};
use crate::diagnostic::listed;
use crate::ids::CrewId;
use crate::model::{Model, PeriodLoads, ShiftLoad};
use crate::study::Unit;

/// Most rows of the table.
const MOST_ROWS: usize = 40;

/// The skill that is shortest in a shift though it suffices over all of them, and all skills whose crews
/// are there at different times.
pub(super) fn shift_loads(model: &Model, period: &PeriodLoads) -> String {
    let shifts = model.loads_by_shift(period);
    if shifts.is_empty() {
        return String::new();
    }
    let short = |shift: &&ShiftLoad| {
        let is_usual = shift.overtime.is_empty();
        is_usual && shift.load() > 1.0 && period.loads.skills[shift.skill] <= 1.0
    };
    let shortest = shifts
        .iter()
        .filter(short)
        .reduce(|one, other| if other.load() > one.load() { other } else { one });
    let said = shortest
        .map_or_else(String::new, |shift| format!("\n{}", paragraph(&sentence(model, shift))));
    let more = match shifts.len().saturating_sub(MOST_ROWS) {
        0 => String::new(),
        more => paragraph(&format!("{more} more shifts are left out.")),
    };
    let shown = &shifts[..shifts.len().min(MOST_ROWS)];
    format!("{said}\n{}{more}", shifts_table(model, shown))
}

fn sentence(model: &Model, shift: &ShiftLoad) -> String {
    let skill = number::name(&model.skills[shift.skill].name, 40);
    let crews = listed(crews(model, shift).iter().map(String::as_str));
    let while_there = format!("while {crews} {} there", if is_one(shift) { "is" } else { "are" });
    if shift.people <= 0.0 {
        return format!(
            "At an even pace `{skill}` is needed {while_there}, and nobody has it then."
        );
    }
    let load = Scale::fitting(Unit::Share, 1.0).worded(shift.load(), 1);
    let left = (shift.needed - shift.people) * shift.hours;
    let left = Scale::fitting(Unit::Hours, left).worded(left, 1);
    format!(
        "People with the skill `{skill}` suffice over all shifts, but at an even pace they are needed {load} of \
         their time {while_there}: {left} of their work a week have to wait for another shift, and need room \
         where they wait."
    )
}

fn is_one(shift: &ShiftLoad) -> bool {
    shift.crews.len() + shift.overtime.len() == 1
}

/// The crews that are there.
fn crews(model: &Model, shift: &ShiftLoad) -> Vec<String> {
    let name = |&crew: &CrewId| number::name(&model.crews[crew].name, NAME);
    let overtime = shift.overtime.iter().map(|crew| format!("{} (overtime)", name(crew)));
    shift.crews.iter().map(name).chain(overtime).collect()
}

fn shifts_table(model: &Model, shifts: &[ShiftLoad]) -> String {
    let cells = |cell: &dyn Fn(&ShiftLoad) -> String| shifts.iter().map(cell).collect();
    let load = |shift: &ShiftLoad| {
        let scale = Scale::fitting(Unit::Share, 1.0);
        if shift.load().is_finite() { scale.number(shift.load(), 1) } else { "nobody".to_owned() }
    };
    let names = shifts.iter().map(|shift| model.skills[shift.skill].name.as_str());
    let columns = [
        Column::words("While there\n ", cells(&|shift| crews(model, shift).join(", "))),
        Column::numbers("Hours\na week", cells(&|shift| format!("{:.1}", shift.hours))),
        Column::numbers("People\nat work", cells(&|shift| format!("{:.2}", shift.people))),
        Column::numbers("Needed at an\neven pace", cells(&|shift| format!("{:.2}", shift.needed))),
        Column::numbers("Load\n%", cells(&load)),
    ];
    table::render(&Column::names("Skills by shift", names), &columns)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::report::{check_text, number};
    use crate::scenario::{Memory, read};

    /// Two thirds of an hour of welding an hour, 16 hours a day, is one welder in each of them: of three early and
    /// of `late` late people, of whom one tenth is absent.
    fn said(late: u32) -> String {
        let text = format!(
            r#"
[run]
length = "2 weeks"
[plant]
calendar = "two"
[calendar.two]
mon-sun = ["06:00-14:00", "14:00-22:00"]
[calendar.early]
mon-sun = "06:00-14:00"
[calendar.late]
mon-sun = "14:00-22:00"
[demand.all]
every = "30 min"
[line.main]
stations = ["weld"]
[station.weld]
machines = 2
cycle = "20 min"
operators = {{ weld = 1 }}
[crew.early]
count = 3
calendar = "early"
skills = ["weld"]
[crew.late]
count = {late}
absence = "10 %"
calendar = "late"
skills = ["weld"]
"#
        );
        let reading = read(&Memory::default().with("shop.toml", text), "shop.toml");
        let scenario = reading.scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        let text = check_text("shop", &model, 0).replace(number::KEPT_SPACE, " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// One welder of 0.9 is 111.1 %; the tenth that is missing is 5.6 of 56 hours a week.
    #[test]
    fn a_skill_that_is_short_in_one_shift_is_told() {
        let right = "People with the skill `weld` suffice over all shifts, but at an even pace they are needed \
                     111.1 % of their time while `late` is there: 5.6 h of their work a week have to wait for \
                     another shift, and need room where they wait.";
        let said = said(1);
        assert!(said.contains(right), "{said}");
        assert!(
            said.contains("weld early 56.0 3.00 1.00 33.3 weld late 56.0 0.90 1.00 111.1"),
            "{said}"
        );
    }

    #[test]
    fn where_each_shift_suffices_the_table_says_so_alone() {
        let said = said(2);
        assert!(!said.contains("even pace they"), "{said}");
        assert!(said.contains("weld late 56.0 1.80 1.00 55.6"), "{said}");
    }
}
