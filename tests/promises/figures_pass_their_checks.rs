//! No run fails its audit, and no plant makes more than its machines can.

use gemba::study::{Bound, Ending, Settings, run};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::plan;
use crate::support::model;

proptest! {
    #![proptest_config(checks(300))]

    #[test]
    fn of_any_study(plan in plan()) {
        let model = model(&plan.text());
        let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
        let unsound = results.endings.iter().find(|(end, _)| matches!(end, Ending::Unsound { .. }));
        prop_assert_eq!(unsound, None);
        prop_assert!(!results.physics.capacity.as_ref().is_some_and(Bound::is_broken));
        let little = results.physics.little.unwrap_or(0.0);
        // Neither side is negative, so they are never further apart than the larger one.
        prop_assert!(little >= 0.0 && !little.is_nan());
        if let Ok(flow) = &results.physics.flow {
            let curves = [flow.worst(), flow.practical_worst(), flow.best()];
            prop_assert!(curves.iter().all(|rate| rate.is_finite() && *rate >= 0.0), "{flow:?}");
            prop_assert!(flow.practical_worst() <= flow.pace.rate * (1.0 + 1e-9), "{flow:?}");
        }
    }
}
