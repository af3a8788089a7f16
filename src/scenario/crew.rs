//! `[crew.<name>]`: people with the same skills and hours.

use super::decoder::Decoder;
use super::fatigue::Fatigue;
use super::layout::Site;
use super::learning::Learning;
use super::levels::Levels;
use super::money::AnHour;
use super::node::{Branches, Content, Node};
use super::plant::CalendarName;
use super::premium::Premium;
use super::quantity::{Rating, Share};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::training::{Expiry, Training};
use super::words::words;
use super::zone::{Loop, Zones};
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::units::{Duration, Span, Speed};

table! {
    /// People with the same skills and hours.
    Crew ("a crew") {
        /// How many people; none are those who come with a change only.
        count [0..=100_000]: Given<u32> = "1",
        /// When they work, or `"always"`.
        calendar: Given<CalendarName> = "the plant's",
        /// What they can do: the words that `operators` of stations and repairs ask for. Each of
        /// them has all of these skills, and several crews may have the same. With speeds,
        /// `{ weld = 1.0, inspect = 0.8 }`: at 0.8 a task takes 1/0.8 of its time. People who work
        /// together work at the speed of the slowest.
        skills: Given<Skills> = "the crew's own name",
        /// What the levels in its `skills` mean, as `levels` of `[plant]`.
        levels: Given<Levels> = "the plant's",
        /// What the beginning of a break or the end of the shift does to the task of a person.
        at_shift_end: Given<AtShiftEnd> = "pause",
        /// Share of their shifts for which people do not come, such as `"4 %"`: each person and each
        /// shift by chance, or each day of a shift that lasts longer than one; or in spells,
        /// `{ share = "4 %", spell = "5 days" }`.
        absence: Given<Absence> = "0 %",
        /// How people become faster with every piece they make at a station.
        learning: Given<Learning> = "none",
        /// How people become slower with every hour without rest.
        fatigue: Given<Fatigue> = "none",
        /// Where they are when their shift begins: a station, or a position of its own in the unit
        /// of the layout.
        base: Given<Site> = "at the first task",
        /// How fast they walk.
        walking_speed: Given<Speed> = "that of the layout",
        /// How long it takes from when they are called until they are there, such as `"4 h"` of a
        /// contractor on call: whenever they had no task before. Then they walk, from their base.
        response: Given<Span> = "0 min",
        /// Who minds what: `[["weld", "wash"], ["pack"]]`. The first person minds the stations of the
        /// first zone, the second those of the second, and so on in turn; nobody of the crew works
        /// elsewhere. A station may be in several zones. `"none"` in a patch takes them away.
        zones: Given<Zones> = "everybody minds everything",
        /// The stations of a cell in the order in which each of its people goes round them:
        /// `["saw", "mill", "wash"]`. Where they are they unload what is done and load the next part,
        /// then they go on to the next station where hands are wanted; nobody of the crew works
        /// elsewhere. A part on its way needs a place before the next station (`buffer`). Without a
        /// `base` they begin at the first of them.
        walking_loop as "loop": Given<Loop> = "nobody goes round",
        /// What people learn on a date, by skill: `[crew.welders.training.inspect]`.
        training: Named<Training> = "none",
        /// Qualifications that end on a date, by skill: `[crew.welders.expires.weld]`.
        expires: Named<Expiry> = "never",
        /// Whether hours are paid for which people do not come, as sick pay is.
        absence_paid: Given<bool> = "true",
        /// What a paid hour of one of them costs, the employer's share included. Paid are the hours
        /// of the calendar with its paid breaks, whether there is work or not, and overtime.
        labour_cost: Given<AnHour> = "not counted",
        /// What an hour of overtime costs on top: `"50 %"`; or more for more of it on a day,
        /// `{ first = "2 h", at = "50 %", then = "100 %" }`.
        premium: Given<Premium> = "0 %",
    }
    later ["like"]
    check Crew::check_round
}

impl Crew {
    /// Who goes round has no zone, and is never called from elsewhere.
    fn check_round(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(round) = self.walking_loop.as_ref().filter(|round| !round.value.0.is_empty())
        else {
            return;
        };
        let is_none = self.zones.as_ref().is_some_and(|zones| zones.value.0.is_empty());
        if written.has("zones") && !is_none {
            let message = "a crew has either `zones` or a `loop`";
            let hint = "those who go round mind every station of the loop: leave `zones` out, or write \
                        `zones = \"none\"` in a patch";
            decoder.mistake(code::CONFLICT, round.spot, message, hint);
        }
        if written.has("response") {
            let message = "who goes round a `loop` is not called, and has no `response`";
            let hint = "leave one of them out, or make a crew of its own of those on call";
            decoder.mistake(code::CONFLICT, round.spot, message, hint);
        }
    }
}

words! {
    /// `at_shift_end`: what the beginning of a break or the end of the shift does to a task.
    AtShiftEnd {
        /// The person leaves, and the next with the skill goes on with what is left.
        Pause = "pause",
        /// The person stays until the task, or the part of it that needs people, is done.
        Finish = "finish",
        /// The person takes no task that would not end before.
        NoStart = "no_start",
    }
}

/// `absence`: how often people do not come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absence {
    /// Share of shifts, in [0, 1].
    pub share: f64,
    /// How many shifts in a row, on average; `None` is by chance for each.
    pub spell: Option<f64>,
}

table! {
    /// How often people do not come, and for how long.
    Spells ("absence in spells") {
        /// Share of shifts.
        share: Given<Share> = "required",
        /// How long somebody is away on average, in days of work: at least one.
        spell: Given<Duration> = "one shift",
    }
}

impl Value for Absence {
    const FORM: Form = Form::Either(&[Form::Share, Form::Inline(&<Spells as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = &node.content else {
            return Share::decode(node, field, decoder)
                .map(|share| Self { share: share.0, spell: None });
        };
        let spells = <Spells as Value>::decode(node, field, decoder)?;
        let share = spells.share?.value.0;
        let Some(spell) = spells.spell else { return Some(Self { share, spell: None }) };
        let days = match spell.value {
            Duration::Elapsed(span) => span.hours() / 24.0,
            Duration::Workdays(days) => f64::from(days),
        };
        if days < 1.0 {
            let message = "a `spell` is at least one day of work";
            decoder.mistake(code::OUT_OF_RANGE, spell.spot, message, "such as `\"5 days\"`");
            return None;
        }
        if share < 1.0 && share / (1.0 - share) > days {
            let message = "people who miss so many of their shifts miss more of them in a row";
            let least = (share / (1.0 - share) * 10.0).ceil() / 10.0;
            let hint = format!("the spell must be at least {least} days for this share");
            decoder.mistake(code::OUT_OF_RANGE, spell.spot, message, &hint);
            return None;
        }
        Some(Self { share, spell: Some(days) })
    }
}

/// `skills`: what the people of a crew can do.
///
/// Shape: names in the order written, each once.
#[derive(Clone, Debug, PartialEq)]
pub struct Skills {
    /// The skills.
    pub names: Vec<Written<String>>,
    /// The number of each: a speed against the standard time, or a level. Empty where none is written.
    pub numbers: Vec<Written<Rating>>,
}

/// What the people of a merged tree can do, as far as it can be read.
pub(super) fn skills(tree: &Branches) -> Vec<String> {
    let crews = tree.get("crew").and_then(|branch| branch.node.table());
    let mut skills: Vec<String> = Vec::new();
    for (name, crew) in crews.into_iter().flatten() {
        let given = crew.node.table().and_then(|crew| crew.get("skills"));
        match given.map(|skills| &skills.node.content) {
            Some(Content::List(names)) => {
                skills.extend(names.iter().filter_map(|name| name.text().map(str::to_owned)));
            }
            Some(Content::Table(names)) => skills.extend(names.keys().cloned()),
            _ => skills.push(name.clone()),
        }
        let crew = crew.node.table();
        let learned = crew.and_then(|crew| crew.get("training")?.node.table());
        skills.extend(learned.into_iter().flatten().map(|(skill, _)| skill.clone()));
    }
    skills.sort();
    skills.dedup();
    skills
}

impl Value for Skills {
    const FORM: Form = Form::Either(&[Form::List(&Form::Text), Form::Map(&Form::Rating)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::List(_) => {
                let names = Written { value: decoder.list(node, field)?, spot: node.spot };
                decoder.check_names(&names, field.key);
                Some(Self { names: names.value, numbers: Vec::new() })
            }
            Content::Table(_) => {
                let speeds = <Named<Written<Rating>> as Value>::decode(node, field, decoder)?;
                // What may be a level is looked at where `levels` are known.
                let is_neither = |number: f64| number > 0.0 && !(0.01..=100.0).contains(&number);
                let mut is_right = true;
                for (_, number) in speeds.iter().filter(|(_, number)| is_neither(number.value.0)) {
                    let message = "a speed must be from 0.01 to 100";
                    let hint = "1 is the standard time, 0.8 takes a quarter longer";
                    decoder.mistake(code::OUT_OF_RANGE, number.spot, message, hint);
                    is_right = false;
                }
                is_right.then(|| Self {
                    names: speeds.iter().map(|(name, _)| name.clone()).collect(),
                    numbers: speeds.iter().map(|(_, speed)| speed.clone()).collect(),
                })
            }
            _ => decoder.wrong_type(node, field, "a list of skills such as `[\"weld\"]`"),
        }
    }
}
