//! Tasks that by rule need two people: the same as where both are written, and worked by hand.

use gemba::model::Model;

use crate::hand_roster::Watched;
use crate::support::model;

/// Two benches side by side, each of which takes an hour for a piece, and two electricians who are always
/// there, beside somebody who only watches.
fn benches(rules: &str, operators: &str) -> Model {
    model(&format!(
        r#"
{rules}
[line.one]
stations = ["one"]
[line.two]
stations = ["two"]
[station.one]
cycle = "1 h"
operators = {operators}
[station.two]
cycle = "1 h"
operators = {operators}
[crew.electricians]
count = 2
skills = ["high_voltage"]
[crew.watch]
skills = ["safety"]
"#
    ))
}

const ALONE: &str = "{ high_voltage = 1 }";

/// Alone, two people run both benches; in pairs, one after the other: whichever waits longer goes next.
#[test]
fn in_pairs_half_as_much_is_done() {
    let rule = "[rules]\ntwo_people = [\"high_voltage\"]\n";
    let hours =
        |times: usize| (1..=8).flat_map(|hour| vec![60 * hour; times]).collect::<Vec<i64>>();
    assert_eq!(Watched::of(&benches("", ALONE), 480).done, hours(2));
    let pairs = benches(rule, ALONE);
    let seen = Watched::of(&pairs, 480);
    assert_eq!(seen.done, hours(1));
    assert_eq!([1, 2, 3].map(|person| seen.minutes(person)[0]), [480, 480, 0]);
    // With somebody who watches there is one pair, too.
    let watched = benches("[rules]\ntwo_people = { high_voltage = \"safety\" }\n", ALONE);
    let seen = Watched::of(&watched, 480);
    assert_eq!(seen.done, hours(1));
    assert_eq!([1, 2, 3].map(|person| seen.minutes(person)[0]), [240, 240, 480]);
}

#[test]
fn a_rule_is_as_if_both_were_written() {
    let own = "[rules]\ntwo_people = [\"high_voltage\"]\n";
    let other = "[rules]\ntwo_people = { high_voltage = \"safety\" }\n";
    let two = "{ high_voltage = 2 }";
    let beside = "{ high_voltage = 1, safety = 1 }";
    assert_eq!(benches(own, ALONE).hash(), benches("", two).hash());
    assert_eq!(benches(other, ALONE).hash(), benches("", beside).hash());
    // Who asks for two people already, or for the second one, asks for nobody else.
    assert_eq!(benches(own, two).hash(), benches("", two).hash());
    assert_eq!(benches(other, beside).hash(), benches("", beside).hash());
    // A share of the attention is that of both.
    let minded = "{ high_voltage = { attention = \"40 %\" } }";
    let both = "{ high_voltage = { count = 2, attention = \"40 %\" } }";
    assert_eq!(benches(own, minded).hash(), benches("", both).hash());
    let none = "[rules]\ntwo_people = \"none\"\n";
    assert_eq!(benches(none, ALONE).hash(), benches("", ALONE).hash());
}

/// Loading, work in the cycle, and repairs ask by the same rule.
#[test]
fn hands_and_repairs_take_a_second_person_too() {
    let text = |rule: &str, n: u32| {
        model(&format!(
            r#"
{rule}
[line.main]
stations = ["saw"]
[station.saw]
cycle = "1 h"
load = {{ time = "5 min", operators = {{ high_voltage = {n} }} }}
during = {{ time = "5 min", operators = {{ high_voltage = {n} }} }}
unload = {{ time = "5 min", operators = {{ high_voltage = {n} }} }}
[station.saw.failure.fuse]
clock = "operating"
every = {{ mean = "9 h" }}
repair = {{ time = "10 min", operators = {{ high_voltage = {n} }} }}
[crew.electricians]
count = 2
skills = ["high_voltage"]
"#
        ))
    };
    let rule = "[rules]\ntwo_people = [\"high_voltage\"]\n";
    assert_eq!(text(rule, 1).hash(), text("", 2).hash());
}
