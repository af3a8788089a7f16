//! Every activity starts exactly when its cause ends, so that whatever is walked back adds up.

use gemba::observe::{Activities, Activity};
use gemba::plant::Plant;
use gemba::units::{Span, Time};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::{WATCHED, plan};
use crate::support::model;

/// An activity that does not start when its cause ends, if there is one.
fn gap(activities: &Activities) -> Option<Activity> {
    let links = |&&(activity, end): &&(Activity, Time)| {
        let begins = match activity.cause {
            0 => activity.start == Time::ZERO,
            cause => cause < activity.number && activities.get(cause).1 == activity.start,
        };
        begins && activity.start <= end
    };
    activities.all().iter().find(|link| !links(link)).map(|&(activity, _)| activity)
}

proptest! {
    #![proptest_config(checks(400))]

    #[test]
    fn in_any_plant(plan in plan()) {
        let model = model(&plan.text());
        let mut plant = Plant::new(&model, 1, 0, Activities::default());
        plant.run_until(Time::ZERO + Span::from_minutes(WATCHED));
        prop_assert_eq!(gap(plant.observer()), None);
    }
}
