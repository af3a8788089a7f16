//! `insert`, `move` and `without` of a line: places in a sequence, without retyping it.

use super::chain::{Name, Place, Sequence, Waiting};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::scenario::Given;
use crate::scenario::decoder::Decoder;
use crate::scenario::node::{Branch, Branches, Content, Node, group, group_mut};
use crate::scenario::table::{WrittenTable, table};

table! {
    /// A place in a line.
    Anchor ("a place in a line") {
        /// The station right before it.
        after: Given<String> = "required unless `before` is given",
        /// The station right after it.
        before: Given<String> = "required unless `after` is given",
    }
    check Anchor::check_side
}

impl Anchor {
    fn check_side(_: &Self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if written.has("after") == written.has("before") {
            let message = "a place in a line is either `after` or `before` a station";
            let hint = "write one of them, such as `{ after = \"weld\" }`";
            decoder.mistake(code::CONFLICT, written.name, message, hint);
        }
    }
}

/// The keys that change the sequence of a line, in the order in which they are done.
const WITHOUT: &str = "without";
const MOVE: &str = "move";
const INSERT: &str = "insert";
const CHANGES: [&str; 3] = [WITHOUT, MOVE, INSERT];

/// Most stations of a line that a file moves, inserts or leaves out.
const MOST_CHANGES: usize = 1_000;

/// Changes the sequences of all lines as they ask for it; those that have no stations yet wait.
pub(in crate::scenario) fn arrange(tree: &mut Branches, diagnostics: &mut Diagnostics) {
    let Some(lines) = group_mut(tree, "line") else { return };
    for (name, branch) in lines.iter_mut() {
        if let Some(line) = branch.node.table_mut() {
            arrange_line(name, line, "", diagnostics);
        }
    }
}

/// Changes of a line by files that lie below the last one that changes it, the lowest first: no key of
/// the language.
const EARLIER: &str = "(earlier changes)";

/// What waits in lines without stations of their own, before a file is laid: it means nothing to
/// stations that the file writes, and otherwise comes before what the file changes.
pub(in crate::scenario) fn before_lines(tree: &mut Branches, file: &Branches) {
    let (Some(lines), Some(own)) = (group_mut(tree, "line"), group(file, "line")) else { return };
    for (name, branch) in own {
        let there = lines.get_mut(name).and_then(|line| line.node.table_mut());
        let (Some(there), Some(own)) = (there, branch.node.table()) else { continue };
        let changes = CHANGES.iter().filter_map(|&key| there.shift_remove_entry(key));
        let changes: Branches = changes.collect();
        if own.contains_key("stations") {
            there.shift_remove(EARLIER);
        } else if !changes.is_empty() {
            let spot = branch.key;
            let earlier = there.entry(EARLIER.to_owned()).or_insert_with(|| Branch {
                key: spot,
                node: Node::new(spot, Content::List(Vec::new())),
            });
            if let Content::List(list) = &mut earlier.node.content {
                list.push(Node::new(spot, Content::Table(changes)));
            }
        }
    }
}

/// Takes out what waits in lines that have got no stations; that has been complained about.
pub(super) fn forget_waiting(tree: &mut Branches) {
    for line in group_mut(tree, "line").into_iter().flat_map(Branches::values_mut) {
        if let Some(line) = line.node.table_mut() {
            line.shift_remove(EARLIER);
        }
    }
}

/// Changes the sequence of one line as one file after the other asks for it; stations may also be
/// named with `prefix`, as they will be called.
pub(super) fn arrange_line(
    name: &str,
    line: &mut Branches,
    prefix: &str,
    diagnostics: &mut Diagnostics,
) {
    let has_stations =
        matches!(line.get("stations").map(|it| &it.node.content), Some(Content::List(_)));
    if has_stations && let Some(earlier) = line.shift_remove(EARLIER) {
        let last = CHANGES.iter().filter_map(|&key| line.shift_remove_entry(key));
        let last: Branches = last.collect();
        let Content::List(layers) = earlier.node.content else { return };
        let layers = layers.into_iter().filter_map(|layer| match layer.content {
            Content::Table(changes) => Some(changes),
            _ => None,
        });
        for changes in layers.chain([last]) {
            line.extend(changes);
            change_line(name, line, prefix, diagnostics);
            // What cannot be read is told when the line is.
            if CHANGES.iter().any(|&key| line.contains_key(key)) {
                break;
            }
        }
        return;
    }
    change_line(name, line, prefix, diagnostics);
}

/// Changes the sequence of one line once.
fn change_line(name: &str, line: &mut Branches, prefix: &str, diagnostics: &mut Diagnostics) {
    if !CHANGES.iter().any(|key| line.contains_key(*key)) {
        return;
    }
    let Some(Branch { node: Node { content: Content::List(stations), .. }, .. }) =
        line.get("stations")
    else {
        return;
    };
    let Some(asked) = Asked::read(line) else { return };
    if asked.changes() > MOST_CHANGES {
        let message = format!("the line `{name}` has more than {MOST_CHANGES} stations moved");
        let spot = line.get("stations").map(|branch| branch.key);
        let complaint =
            Diagnostic::error(code::TOO_MANY, message).hint("write its `stations` anew");
        diagnostics.push(Diagnostic { spot, ..complaint });
        return;
    }
    let mut sequence = Sequence::new(name, stations.clone(), prefix, diagnostics);
    sequence.leave_out(&asked.without);
    let mut waiting = Vec::new();
    for (station, place) in asked.moved {
        if let Some(node) = sequence.take(&station) {
            waiting.push(Waiting { node, place });
        }
    }
    for (station, place) in asked.inserted {
        let mut node = Node::new(station.1, Content::Text(station.0));
        node.remark("inserted");
        waiting.push(Waiting { node, place });
    }
    sequence.place(waiting);
    let stations: Vec<Node> = sequence.iter().cloned().collect();
    for key in CHANGES {
        line.shift_remove(key);
    }
    if let Some(branch) = line.get_mut("stations") {
        branch.node.content = Content::List(stations);
        branch.node.remark("with stations moved, inserted or left out");
    }
}

/// What a line asks for.
struct Asked {
    without: Vec<Name>,
    moved: Vec<(Name, Place)>,
    inserted: Vec<(Name, Place)>,
}

impl Asked {
    const fn changes(&self) -> usize {
        self.without.len() + self.moved.len() + self.inserted.len()
    }

    /// `None` if something is no name or place: the decoder says so.
    fn read(line: &Branches) -> Option<Self> {
        let name = |node: &Node| Some((node.text()?.to_owned(), node.spot));
        let without = match line.get(WITHOUT).map(|branch| &branch.node.content) {
            None => Vec::new(),
            Some(Content::List(items)) => items.iter().map(name).collect::<Option<Vec<_>>>()?,
            Some(_) => return None,
        };
        let places = |key: &str| {
            let Some(branch) = line.get(key) else { return Some(Vec::new()) };
            let place = |(station, branch): (&String, &Branch)| {
                let table = branch.node.table()?;
                let (side, neighbour) = table.iter().next().filter(|_| table.len() == 1)?;
                let after = match side.as_str() {
                    "after" => true,
                    "before" => false,
                    _ => return None,
                };
                let neighbour = name(&neighbour.node)?;
                Some(((station.clone(), branch.key), Place { after, neighbour }))
            };
            branch.node.table()?.iter().map(place).collect::<Option<Vec<_>>>()
        };
        Some(Self { without, moved: places(MOVE)?, inserted: places(INSERT)? })
    }
}
