//! What a model asks for that the language cannot say yet.

use crate::flow::has_rule;
use crate::manpy::{Manpy, Node, fixed, number};

/// What is missing for a model, in the words of the plant; `None` if nothing is.
pub(crate) fn missing(model: &Manpy) -> Option<&'static str> {
    let of_class = model.nodes.values().find_map(|node| class(&node.class));
    let details = || model.nodes.values().find_map(|node| detail(model, node));
    // A station takes the same parts for whatever it makes.
    let several = || (model.orders.len() > 1).then_some("moulds of different parts at one station");
    of_class.or_else(several).or_else(details).or_else(|| early_end(model))
}

/// People who take nothing for some time before they go are written as people who take nothing that
/// they would not end: the same where all work takes at least so long and none would begin between.
fn early_end(model: &Manpy) -> Option<&'static str> {
    let longest = model.of(|node| node.class == "Operator").map(|(_, node)| threshold(node));
    let longest = longest.fold(0.0, f64::max);
    let is_short = |node: &Node| fixed(node.get("processingTime")).is_some_and(|c| c < longest);
    let has_short_work = model.of(Node::is_machine).any(|(_, node)| is_short(node));
    has_short_work.then_some("people who take nothing for longer than a cycle before they go")
}

fn class(class: &str) -> Option<&'static str> {
    match class {
        "RoutingQueue" => Some("a place that lets in parts of one lot at a time"),
        "BatchDecompositionStartTime" | "M3" | "BatchScrapMachineAfterDecompose" => {
            Some("machines with rules of one plant only")
        }
        "CapacityStation" => Some("capacity of a week shared among projects, by their due dates"),
        _ => None,
    }
}

fn detail(model: &Manpy, node: &Node) -> Option<&'static str> {
    if node.class == "EventGenerator" && node.get("method") == "Dream.Globals.moveExcess" {
        return Some("shipping of what exceeds a safety stock");
    }
    let rule = node.get("schedulingRule").as_str().unwrap_or("FIFO");
    // Of one order nothing is more urgent than the rest.
    let has_rule = has_rule(node) || model.orders.len() == 1 && rule == "Priority";
    if node.is_queue() && rule != "FIFO" && !has_rule {
        return Some("the order in which a queue is worked off, other than first in, first out");
    }
    None
}

/// How long before the end of a shift nothing is taken.
pub(crate) fn threshold(node: &Node) -> f64 {
    let shift = node.stop("shift");
    let written = shift.and_then(|shift| shift.get("receiveBeforeEndThreshold"));
    written.and_then(number).unwrap_or(0.0)
}
