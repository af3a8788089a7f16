//! The stations of a line while some of them change their places.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code, meant};
use crate::scenario::node::Node;

/// A name and where it is written.
pub(super) type Name = (String, Spot);

/// Where a station goes.
pub(super) struct Place {
    /// Whether it goes behind the neighbour.
    pub(super) after: bool,
    pub(super) neighbour: Name,
}

/// A station that has no place yet.
pub(super) struct Waiting {
    pub(super) node: Node,
    pub(super) place: Place,
}

/// Stations of a line that are not there for which the one that was meant is looked for.
const MOST_GUESSES: usize = 20;

/// A sequence under change: a chain of stations, each of which is found by its name.
///
/// Cost: that of the line once, and little for each change.
pub(super) struct Sequence<'a> {
    line: &'a str,
    /// All stations, those that were taken out too.
    nodes: Vec<Node>,
    /// The station behind each, and that in front of it.
    next: Vec<Option<usize>>,
    before: Vec<Option<usize>>,
    first: Option<usize>,
    /// Where the stations of a name stand.
    places: BTreeMap<String, Vec<usize>>,
    prefix: &'a str,
    /// How many stations were asked for that are not there.
    unknown: usize,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Sequence<'a> {
    pub(super) fn new(
        line: &'a str,
        nodes: Vec<Node>,
        prefix: &'a str,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let (places, first) = (BTreeMap::new(), None);
        let (next, before) = (Vec::with_capacity(nodes.len()), Vec::with_capacity(nodes.len()));
        let own = Vec::with_capacity(nodes.len());
        let mut sequence =
            Self { line, nodes: own, next, before, first, places, prefix, unknown: 0, diagnostics };
        let mut last = None;
        for node in nodes {
            last = Some(sequence.put(node, last, None));
        }
        sequence
    }

    /// Puts a station between two that are neighbours; its place.
    fn put(&mut self, node: Node, before: Option<usize>, next: Option<usize>) -> usize {
        let place = self.nodes.len();
        if let Some(name) = node.text() {
            self.places.entry(name.to_owned()).or_default().push(place);
        }
        self.nodes.push(node);
        self.before.push(before);
        self.next.push(next);
        self.join(before, Some(place));
        self.join(Some(place), next);
        place
    }

    /// Makes two stations neighbours, or one the first or the last.
    fn join(&mut self, before: Option<usize>, next: Option<usize>) {
        match before {
            Some(before) => self.next[before] = next,
            None => self.first = next,
        }
        if let Some(next) = next {
            self.before[next] = before;
        }
    }

    fn remove(&mut self, place: usize) {
        self.join(self.before[place], self.next[place]);
        let name = self.nodes[place].text().unwrap_or_default();
        if let Some(places) = self.places.get_mut(name) {
            places.retain(|other| *other != place);
        }
    }

    /// The places of the stations that are meant by a name.
    fn places_of(&self, name: &str) -> Vec<usize> {
        let own = name.strip_prefix(self.prefix).filter(|_| !self.prefix.is_empty());
        let names = [Some(name), own].into_iter().flatten();
        names.filter_map(|name| self.places.get(name)).flatten().copied().collect()
    }

    /// The stations in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Node> {
        std::iter::successors(self.first, |&place| self.next[place]).map(|place| &self.nodes[place])
    }

    pub(super) fn leave_out(&mut self, names: &[Name]) {
        for name in names {
            let places = self.places_of(&name.0);
            if places.is_empty() {
                self.unknown(name);
            }
            for place in places {
                self.remove(place);
            }
        }
    }

    /// Takes a station out of its place.
    pub(super) fn take(&mut self, name: &Name) -> Option<Node> {
        let place = self.find(name)?;
        self.remove(place);
        Some(self.nodes[place].clone())
    }

    /// The only place of a station.
    fn find(&mut self, name: &Name) -> Option<usize> {
        match self.places_of(&name.0).as_slice() {
            [only] => Some(*only),
            [] => {
                self.unknown(name);
                None
            }
            several => {
                let (line, count) = (self.line, several.len());
                let message = format!("the line `{line}` visits `{}` {count} times", name.0);
                let hint = "write its `stations` anew: it cannot be said which visit is meant";
                let complaint = Diagnostic::error(code::CONFLICT, message).at(name.1).hint(hint);
                self.diagnostics.push(complaint);
                None
            }
        }
    }

    /// Puts stations beside their neighbours, some of which have to be put in first.
    pub(super) fn place(&mut self, waiting: Vec<Waiting>) {
        self.complain_of_ties(&waiting);
        let mut ready: VecDeque<Waiting> = VecDeque::new();
        let mut others: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
        for one in waiting {
            let neighbour = &one.place.neighbour.0;
            if self.places_of(neighbour).is_empty() {
                others.entry(neighbour.clone()).or_default().push(one);
            } else {
                ready.push_back(one);
            }
        }
        while let Some(Waiting { node, place }) = ready.pop_front() {
            let Some(neighbour) = self.find(&place.neighbour) else { continue };
            let name = node.text().unwrap_or_default().to_owned();
            if place.after {
                self.put(node, Some(neighbour), self.next[neighbour]);
            } else {
                self.put(node, self.before[neighbour], Some(neighbour));
            }
            let prefixed = format!("{}{name}", self.prefix);
            ready.extend([name, prefixed].iter().filter_map(|name| others.remove(name)).flatten());
        }
        let homeless: Vec<Waiting> = others.into_values().flatten().collect();
        let names: BTreeSet<&str> = homeless.iter().filter_map(|one| one.node.text()).collect();
        for one in &homeless {
            if names.contains(one.place.neighbour.0.as_str()) {
                let message = "stations stand beside each other, and none beside one of the line";
                let complaint = Diagnostic::error(code::CYCLE, message);
                self.diagnostics.push(complaint.at(one.place.neighbour.1));
            } else {
                self.unknown(&one.place.neighbour);
            }
        }
    }

    /// Two stations on the same side of one neighbour: their order would be that of keys.
    fn complain_of_ties(&mut self, waiting: &[Waiting]) {
        for (position, one) in waiting.iter().enumerate() {
            let same = |other: &&Waiting| {
                other.place.after == one.place.after
                    && other.place.neighbour.0 == one.place.neighbour.0
            };
            if let Some(first) = waiting[..position].iter().find(same) {
                let side = if one.place.after { "after" } else { "before" };
                let neighbour = &one.place.neighbour.0;
                let names = [&first.node, &one.node].map(|node| node.text().unwrap_or_default());
                let message = format!("two stations go right {side} `{neighbour}`");
                let hint = format!(
                    "place one by the other: `{} = {{ {side} = \"{}\" }}`",
                    names[1], names[0]
                );
                let complaint = Diagnostic::error(code::CONFLICT, message);
                self.diagnostics.push(complaint.at(one.place.neighbour.1).hint(hint));
            }
        }
    }

    fn unknown(&mut self, name: &Name) {
        self.unknown += 1;
        let message = format!("the line `{}` has no station `{}`", self.line, name.0);
        let names = self.iter().filter_map(Node::text);
        // To look through a long line again and again would take for ever.
        let is_tired = self.unknown > MOST_GUESSES;
        let hint = (!is_tired).then(|| meant(&name.0, names, "its stations are"));
        let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(name.1);
        self.diagnostics.push(complaint.maybe_hint(hint));
    }
}
