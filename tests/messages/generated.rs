//! Schemas and the reference page are as fresh as the definitions they are made from.

use gemba::report::figures_page;
use gemba::scenario::{patch_schema, read, reference, schema};

use crate::disk::Disk;

#[test]
fn schemas_and_reference_page_are_fresh() {
    let disk = Disk::new("");
    let pretty = |json| serde_json::to_string_pretty(json).expect("JSON prints") + "\n";
    let fresh = [
        ("schema/scenario.json", pretty(&schema())),
        ("schema/patch.json", pretty(&patch_schema())),
        ("docs/reference.md", reference()),
        ("docs/figures.md", figures_page()),
    ];
    for (name, text) in fresh {
        let stale = disk.difference(name, &text).is_some();
        assert!(!stale, "{name} is stale: see the top of tests/messages/main.rs");
    }
}

#[test]
fn the_ten_line_example_is_right_and_names_its_schema() {
    let disk = Disk::new("scenarios");
    let reading = read(&disk, "small.toml");
    assert!(reading.scenario.is_some(), "{}", reading.diagnostics.plain(&reading.sources));
    let text = disk.text("small.toml");
    assert!(text.starts_with("#:schema ../schema/scenario.json\n"));
    assert!(!reading.diagnostics.has_errors());
}
