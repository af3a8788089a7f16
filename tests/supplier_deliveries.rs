//! The supplier of a list of deliveries: what is fitted is what the list says, and gemba reads it.

#[path = "../examples/supplier_deliveries/fit.rs"]
mod fit;
mod support;

use std::path::Path;

use support::model;

/// A plant that buys from a supplier.
fn plant(supplier: &str) -> String {
    let name = supplier.lines().find_map(|line| line.strip_prefix("[supplier."));
    let name = name.expect("a supplier is written").trim_end_matches(']');
    format!(
        "[run]\nlength = \"400 days\"\n[station.pack]\ncycle = \"6 h\"\n[product.box]\nroute = [\"pack\"]\n\
         materials = {{ vial = 1 }}\n[material.vial]\nstock = 400\nsupplier = \"{name}\"\n\
         reorder = {{ point = 300, quantity = 300 }}\n[demand.boxes]\nevery = \"8 h\"\n{supplier}"
    )
}

/// Leads of 8, 12, 10 and 10 days: mean 10, deviation sqrt(8 / 3) = 1.633. Two of the five deliveries are late, by 2
/// and 4 days: mean 3, deviation sqrt(2) = 1.414. What came early, or has no date of its order, tells of no lead time.
#[test]
fn a_list_is_fitted_by_its_moments() {
    let list = "vendor,po_sent,scheduled,delivered\n\
                Good Vials Ltd.,2026-01-01,2026-01-09,2026-01-09\n\
                Good Vials Ltd.,2026-01-01,2026-01-13,2026-01-15\n\
                Good Vials Ltd.,2026-01-01,2026-01-11,2026-01-15\n\
                Good Vials Ltd.,2026-01-01,2026-01-11,2026-01-10\n\
                Good Vials Ltd.,,2026-01-11,2026-01-11\n\
                Another,2026-01-01,2026-01-11,2026-01-11\n";
    let told = fit::told(list, None).expect("enough is known");
    let lines: Vec<&str> = told.lines().skip(1).collect();
    assert_eq!(lines[0], "[supplier.good_vials_ltd]");
    assert!(lines[1].contains("mean = \"10.0 days\", cv = 0.16"), "{told}");
    assert!(lines[2].contains("chance = \"40.0 %\""), "{told}");
    assert!(lines[2].contains("mean = \"3.0 days\", cv = 0.47"), "{told}");
    assert_eq!(model(&plant(&told)).suppliers.len(), 1);
    assert!(fit::told(list, Some("Another")).is_err());
}

/// Of the published list a supplier comes out that gemba reads; skipped where the list is not there.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the list")]
fn the_published_list_gives_a_supplier() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = root.join("data/supplier_deliveries/deliveries.csv");
    let Ok(list) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let told = fit::told(&list, None).expect("enough is known");
    assert_eq!(model(&plant(&told)).suppliers.len(), 1);
}
