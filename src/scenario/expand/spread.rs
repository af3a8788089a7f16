//! Times of `[times]` without a spread keep that of the station: a routing knows how long work takes,
//! the machine how much it scatters.

use std::collections::BTreeMap;

use crate::scenario::node::{Branch, Branches, Content, Node, group, group_mut};

/// Keys of a cycle that is a mean with a coefficient of variation, however the mean is written.
const KEYS: [&str; 7] = ["dist", "mean", "cv", "standard", "allowance", "performance", "source"];

/// Keys that say how long it takes.
const MEAN: [&str; 5] = ["mean", "standard", "allowance", "performance", "source"];

/// Gives the times of products the spread of their stations.
pub(super) fn keep(tree: &mut Branches) {
    let Some(stations) = group(tree, "station").map(spreads) else { return };
    let products = group_mut(tree, "times").and_then(|times| group_mut(times, "product"));
    for product in products.into_iter().flat_map(Branches::values_mut) {
        let cycles = product.node.table_mut().and_then(|times| group_mut(times, "cycle"));
        for (station, time) in cycles.into_iter().flatten() {
            let Some(spread) = stations.get(station) else { continue };
            if let Some(content) = with_spread(&time.node, spread) {
                time.node.content = content;
                time.node.remark(&format!("spread of station.{station}"));
            }
        }
    }
}

/// The cycles of stations that have a coefficient of variation, without their means.
fn spreads(stations: &Branches) -> BTreeMap<String, Branches> {
    let spread = |(name, branch): (&String, &Branch)| {
        let cycle = branch.node.table()?.get("cycle")?.node.table()?;
        let is_plain = cycle.keys().all(|key| KEYS.contains(&key.as_str()));
        if !is_plain || !cycle.contains_key("cv") {
            return None;
        }
        let mut spread = cycle.clone();
        spread.retain(|key, _| !MEAN.contains(&key.as_str()));
        Some((name.clone(), spread))
    };
    stations.iter().filter_map(spread).collect()
}

/// A time without a spread of its own, with that of its station.
fn with_spread(time: &Node, spread: &Branches) -> Option<Content> {
    let mut cycle = match &time.content {
        Content::Text(_) => {
            let mean = Branch { key: time.spot, node: time.clone() };
            Branches::from([("mean".to_owned(), mean)])
        }
        Content::Table(own) if own.keys().all(|key| MEAN.contains(&key.as_str())) => own.clone(),
        _ => return None,
    };
    for (key, branch) in spread {
        cycle.insert(key.clone(), branch.clone());
    }
    Some(Content::Table(cycle))
}
