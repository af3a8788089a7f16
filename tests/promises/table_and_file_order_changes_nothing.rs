//! A plant is the same in whatever order its tables stand, in one file or in several.

use gemba::scenario::Memory;
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::plan;
use crate::support::{model, model_of};

/// The tables of a text, each with its header.
fn tables(text: &str) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    for line in text.lines() {
        match tables.last_mut() {
            Some(table) if !line.starts_with('[') => {
                table.push_str(line);
                table.push('\n');
            }
            _ => tables.push(format!("{line}\n")),
        }
    }
    tables
}

proptest! {
    #![proptest_config(checks(200))]

    #[test]
    fn of_any_plant(
        (plan, shuffled, cut) in plan().prop_flat_map(|plan| {
            let tables = tables(&plan.text());
            let n = tables.len();
            (Just(plan), Just(tables).prop_shuffle(), 1..n)
        })
    ) {
        let original = model(&plan.text());
        prop_assert!(original == model(&shuffled.concat()), "in one file");
        let (first, second) = (shuffled[..cut].concat(), shuffled[cut..].concat());
        for order in ["[\"first.toml\", \"second.toml\"]", "[\"second.toml\", \"first.toml\"]"] {
            let files = Memory::default()
                .with("plant.toml", format!("include = {order}\n"))
                .with("first.toml", first.as_str())
                .with("second.toml", second.as_str());
            prop_assert!(original == model_of(&files, "plant.toml"), "in two files");
        }
    }
}
