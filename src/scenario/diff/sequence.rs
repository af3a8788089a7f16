//! How two lists are different: what is put in, left out, and moved.

use super::value::plain;
use crate::scenario::node::Node;

/// The longest lists that are compared place by place; longer ones only by what they hold.
const LONGEST: usize = 2_000;

/// The differences of two lists in words; in a sequence places matter.
pub(super) fn differences(before: &[Node], after: &[Node], is_sequence: bool) -> Vec<String> {
    let (before, after): (Vec<String>, Vec<String>) =
        (before.iter().map(title).collect(), after.iter().map(title).collect());
    let mut words = Vec::new();
    let gone = missing(&before, &after);
    let new = missing(&after, &before);
    for &place in &gone {
        words.push(format!("{} left out", before[place]));
    }
    if !is_sequence {
        words.extend(new.iter().map(|&place| format!("{} added", after[place])));
        if words.is_empty() && before != after {
            words.push(format!("now in the order {}", after.join(", ")));
        }
        return words;
    }
    words.extend(
        new.iter().map(|&place| format!("{} put in {}", after[place], beside(&after, place))),
    );
    let kept = |list: &[String], without: &[usize]| -> Vec<(usize, String)> {
        let kept = list.iter().enumerate().filter(|(place, _)| !without.contains(place));
        kept.map(|(place, name)| (place, name.clone())).collect()
    };
    let (old, now) = (kept(&before, &gone), kept(&after, &new));
    if old.len() != now.len() || old.len() > LONGEST {
        let titles =
            |list: &[(usize, String)]| list.iter().map(|(_, title)| title.clone()).collect();
        let (old, now): (Vec<String>, Vec<String>) = (titles(&old), titles(&now));
        if old != now {
            words.push("in another order".to_owned());
        }
        return words;
    }
    let stays = longest_common(&old, &now);
    for (position, (place, name)) in now.iter().enumerate() {
        if !stays[position] {
            words.push(format!("{name} moved {}", beside(&after, *place)));
        }
    }
    words
}

/// What an item of a list is called: a step by its name or station, whatever times its stations have.
pub(super) fn title(node: &Node) -> String {
    let word = |node: &Node| match node.table() {
        Some(times) => times.keys().map(|name| &**name).collect::<Vec<&str>>().join(", "),
        None => plain(node),
    };
    let part =
        |key: &str| node.table().and_then(|table| table.get(key)).map(|branch| word(&branch.node));
    part("name").or_else(|| part("station")).unwrap_or_else(|| plain(node))
}

/// Places in `of` whose items are not in `from`, each as often as it is there.
fn missing(of: &[String], from: &[String]) -> Vec<usize> {
    let mut left: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for name in from {
        *left.entry(name).or_default() += 1;
    }
    let is_missing = |name: &String| match left.get_mut(name.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    of.iter().map(is_missing).enumerate().filter(|(_, is)| *is).map(|(place, _)| place).collect()
}

/// Where an item stands: after its neighbour, or first.
fn beside(list: &[String], place: usize) -> String {
    match place.checked_sub(1) {
        Some(before) => format!("after {}", list[before]),
        None => "at the beginning".to_owned(),
    }
}

/// Which items of `now` keep their order among those of `old`: a longest common subsequence.
fn longest_common(old: &[(usize, String)], now: &[(usize, String)]) -> Vec<bool> {
    let width = now.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for (row, (_, one)) in old.iter().enumerate().rev() {
        for (column, (_, other)) in now.iter().enumerate().rev() {
            length[row * width + column] = if one == other {
                length[(row + 1) * width + column + 1] + 1
            } else {
                length[(row + 1) * width + column].max(length[row * width + column + 1])
            };
        }
    }
    let mut stays = vec![false; now.len()];
    let (mut row, mut column) = (0, 0);
    while row < old.len() && column < now.len() {
        if old[row].1 == now[column].1 {
            stays[column] = true;
            row += 1;
            column += 1;
        } else if length[(row + 1) * width + column] >= length[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    stays
}
