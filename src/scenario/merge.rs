//! Merging of files, on the tree and before any check.
//!
//! A patch changes named tables key by key and replaces every other value whole. Files that are
//! included stand side by side: a value must not be given in two of them.

use super::node::{Branch, Branches, Content};
use super::shape::{Form, Shape, TableShape};
use crate::diagnostic::{Diagnostic, Diagnostics, code, listed};

/// The key that takes a named table away.
pub(super) const REMOVE: &str = "remove";

/// What is laid over something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Laid {
    /// What a file says.
    File,
    /// A thing over the one that it is like. What was removed and then given anew has `remove` and
    /// other keys.
    Thing,
}

/// Lays a patch over what is there.
///
/// What a patch removes and is not there keeps its `remove` as a mark, with whatever a later patch
/// adds: what it is like may still bring it.
pub(super) fn patch(
    base: &mut Branches,
    patch: Branches,
    shape: &TableShape,
    laid: Laid,
    diagnostics: &mut Diagnostics,
) {
    for (key, branch) in patch {
        match (shape_of(shape, &key), &branch.node.content) {
            (Some(Shape::Table(inner)), Content::Table(_)) => {
                patch_table(base, key, branch, inner, laid, diagnostics);
            }
            (Some(Shape::Named(inner)), Content::Table(_)) => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    patch_entry(names, name, entry, inner, laid, diagnostics);
                }
            }
            (Some(Shape::NamedValues(_)), Content::Table(_)) => {
                let (names, added) = open(base, key, branch);
                names.extend(added);
            }
            (Some(Shape::Value(form)), Content::Table(_))
                if laid == Laid::Thing && has_parts(form) && is_table(base.get(&key)) =>
            {
                lay_parts(base, key, branch, form, diagnostics);
            }
            (shape, _) => {
                if matches!(shape, Some(Shape::Value(Form::Inline(_)))) {
                    warn_of_loss(base.get(&key), &key, &branch, diagnostics);
                }
                base.insert(key, branch);
            }
        }
    }
}

fn is_table(branch: Option<&Branch>) -> bool {
    branch.is_some_and(|branch| branch.node.table().is_some())
}

/// Whether a value in braces has parts that a copy may change one by one.
fn has_parts(form: &Form) -> bool {
    match form {
        Form::Inline(_) | Form::Distribution(_) => true,
        Form::Either(forms) => forms.iter().any(has_parts),
        _ => false,
    }
}

/// Changes parts of a value in braces: of a distribution, unless the new one names its `dist`, and of
/// a table with fixed keys.
fn lay_parts(
    base: &mut Branches,
    key: String,
    branch: Branch,
    form: &Form,
    diagnostics: &mut Diagnostics,
) {
    let names_its_own = branch.node.table().is_some_and(|new| new.contains_key("dist"));
    if names_its_own {
        base.insert(key, branch);
        return;
    }
    if let (false, Some(there)) = (matches!(form, Form::Inline(_)), base.get_mut(&key)) {
        there.node.be_over_itself(&branch.node);
    }
    let (there, added) = open(base, key, branch);
    if let Form::Inline(shape) = form {
        patch(there, added, shape, Laid::Thing, diagnostics);
        return;
    }
    // A spread is given in one way.
    for (given, other) in [("cv", "sd"), ("sd", "cv")] {
        if added.contains_key(given) {
            there.shift_remove(other);
        }
    }
    there.extend(added);
}

/// A table that is one value is replaced whole: warns of keys that the new one does not have.
fn warn_of_loss(there: Option<&Branch>, key: &str, new: &Branch, diagnostics: &mut Diagnostics) {
    let (Some(old), Some(new_keys)) = (there.and_then(|old| old.node.table()), new.node.table())
    else {
        return;
    };
    let lost = old.keys().filter(|key| !new_keys.contains_key(*key)).map(String::as_str);
    let lost: Vec<&str> = lost.collect();
    if !lost.is_empty() {
        let (what, verb) =
            (listed(lost.iter().copied()), if lost.len() == 1 { "falls" } else { "fall" });
        let message = format!("`{key}` is replaced whole: {what} {verb} away");
        let hint = format!("write all that shall hold of `{key}` in this file");
        diagnostics.push(Diagnostic::warning(code::DUBIOUS, message).at(new.key).hint(hint));
    }
}

/// Puts the content of an included file beside what is there.
pub(super) fn join(
    base: &mut Branches,
    included: Branches,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    for (key, branch) in included {
        let inner = shape_of(shape, &key);
        let tables = matches!(branch.node.content, Content::Table(_))
            && base.get(&key).is_none_or(|there| there.node.table().is_some());
        match inner {
            Some(Shape::Table(inner)) if tables => {
                let (there, added) = open(base, key, branch);
                join(there, added, inner, diagnostics);
            }
            Some(Shape::Named(inner)) if tables => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    join_entry(names, name, entry, inner, diagnostics);
                }
            }
            Some(Shape::NamedValues(_)) if tables => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    insert_once(names, name, entry, diagnostics);
                }
            }
            _ => insert_once(base, key, branch, diagnostics),
        }
    }
}

fn shape_of<'a>(shape: &'a TableShape, key: &str) -> Option<&'a Shape> {
    shape.fields.iter().find(|field| field.key == key).map(|field| &field.shape)
}

/// The table behind `key` in `base`, made if need be, and the branches to bring into it.
fn open(base: &mut Branches, key: String, branch: Branch) -> (&mut Branches, Branches) {
    let Branch { key: spot, mut node } = branch;
    let Content::Table(added) = std::mem::replace(&mut node.content, Content::Broken) else {
        unreachable!("only tables are opened")
    };
    let there = base.entry(key).or_insert_with(|| Branch { key: spot, node });
    if there.node.table().is_none() {
        there.node.content = Content::Table(Branches::new());
    }
    match &mut there.node.content {
        Content::Table(branches) => (branches, added),
        _ => unreachable!("made a table just above"),
    }
}

fn patch_table(
    base: &mut Branches,
    key: String,
    branch: Branch,
    shape: &TableShape,
    laid: Laid,
    diagnostics: &mut Diagnostics,
) {
    let (there, added) = open(base, key, branch);
    patch(there, added, shape, laid, diagnostics);
}

/// Changes, adds or removes one named table.
fn patch_entry(
    names: &mut Branches,
    name: String,
    entry: Branch,
    shape: &TableShape,
    laid: Laid,
    diagnostics: &mut Diagnostics,
) {
    let Some(branches) = entry.node.table() else {
        names.insert(name, entry);
        return;
    };
    let Some(remove) = branches.get(REMOVE) else {
        patch_table(names, name, entry, shape, laid, diagnostics);
        return;
    };
    let there = names.get(&name).and_then(|there| there.node.table());
    let was_removed = there.is_some_and(|there| there.contains_key(REMOVE));
    let is_done = remove.node.content == Content::Broken;
    if remove.node.content != Content::Truth(true) && !is_done {
        let message = "`remove` can only be `true`";
        diagnostics.push(Diagnostic::error(code::REMOVE, message).at(remove.key));
    } else if branches.len() > 1 && matches!(laid, Laid::File) {
        let message = format!("`remove` must stand alone, but `{name}` has other keys too");
        diagnostics.push(Diagnostic::error(code::REMOVE, message).at(remove.key));
    } else {
        let was_there = names.swap_remove(&name).is_some() && !was_removed;
        let mut entry = entry;
        if let Some(mark) = entry.node.table_mut().and_then(|table| table.get_mut(REMOVE))
            && was_there
        {
            // It is gone, and what it is like shall not bring it again.
            mark.node.content = Content::Broken;
        }
        names.insert(name, entry);
    }
}

fn join_entry(
    names: &mut Branches,
    name: String,
    entry: Branch,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    let there_is_a_table = names.get(&name).is_none_or(|there| there.node.table().is_some());
    if entry.node.table().is_some() && there_is_a_table {
        let (there, added) = open(names, name, entry);
        join(there, added, shape, diagnostics);
    } else {
        insert_once(names, name, entry, diagnostics);
    }
}

fn insert_once(base: &mut Branches, key: String, branch: Branch, diagnostics: &mut Diagnostics) {
    if base.contains_key(&key) {
        let message = format!("`{key}` is given in two files that are read side by side");
        let hint = "give it in one of them, or let a patch with `extends` replace it";
        diagnostics.push(Diagnostic::error(code::GIVEN_TWICE, message).at(branch.key).hint(hint));
    } else {
        base.insert(key, branch);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Severity, code};
    use crate::scenario::{Buffer, Memory, Reading, Scenario, read};

    const BASE: &str = "name = \"Base\"\n[plant]\nname = \"Hall 2\"\n[run]\nlength = \"8 weeks\"\n\
        seed = 7\n[station.cnc]\nmachines = 2\nbuffer = 8\ncycle = { mean = \"3 min\", cv = 0.1 }\n\
        operators = { machinist = 1, helper = 1 }\n[station.wash]\ncycle = \"20 s\"\n\
        [crew.machinist]\ncount = 3\n[transfer]\nfrom.cnc.to.wash = \"30 s\"\n";

    fn reading(patch: &str) -> Reading {
        let files = Memory::default()
            .with("plants/base.toml", BASE)
            .with("plants/more.toml", "[station.cnc]\nmachines = 3\nbuffer = 1\n")
            .with("plants/people.toml", "[crew.fitter]\ncount = 2\n")
            .with("plants/patches/patch.toml", patch);
        read(&files, "plants/patches/patch.toml")
    }

    fn scenario(patch: &str) -> Scenario {
        let reading = reading(patch);
        let said = reading.diagnostics.plain(&reading.sources);
        reading.scenario.unwrap_or_else(|| panic!("{said}"))
    }

    #[test]
    fn named_tables_merge_key_by_key() {
        let patched = scenario("extends = \"../base.toml\"\nstation.cnc.machines = 4\n");
        let cnc = patched.station.get("cnc").expect("still there");
        assert_eq!(cnc.machines.as_ref().map(|written| written.value), Some(4));
        assert_eq!(
            cnc.buffer.as_ref().map(|written| written.value.clone()),
            Some(Buffer::Places(8))
        );
        assert_eq!(patched.run.seed.expect("inherited").value, 7);
        assert_eq!(patched.plant.name.expect("inherited").value, "Hall 2");
    }

    #[test]
    fn values_are_replaced_whole() {
        let patch = "extends = \"../base.toml\"\n[station.cnc]\noperators = { fitter = 2 }\n\
                     cycle = { dist = \"gamma\", mean = \"4 min\", sd = \"1 min\" }\n";
        let patched = scenario(patch);
        let operators = &patched.station.get("cnc").expect("there").operators;
        let super::super::Operators::Skills(skills) = &operators.as_ref().expect("given").value
        else {
            panic!("skills were given");
        };
        assert_eq!(skills.names().collect::<Vec<_>>(), ["fitter"]);
    }

    #[test]
    fn patches_apply_from_left_to_right_and_the_own_file_last() {
        let patch = "extends = [\"../base.toml\", \"../more.toml\"]\nstation.cnc.buffer = 5\n";
        let patched = scenario(patch);
        let cnc = patched.station.get("cnc").expect("there");
        assert_eq!(cnc.machines.as_ref().map(|written| written.value), Some(3));
        assert_eq!(
            cnc.buffer.as_ref().map(|written| written.value.clone()),
            Some(Buffer::Places(5))
        );
    }

    #[test]
    fn a_name_belongs_to_one_file_and_is_not_inherited() {
        assert_eq!(scenario("extends = \"../base.toml\"\n[run]\nseed = 2\n").name, None);
    }

    #[test]
    fn a_table_is_removed_and_named_values_merge() {
        let patch = "extends = \"../base.toml\"\nstation.wash.remove = true\n\
                     transfer.from.cnc.to.out = \"1 min\"\n";
        let patched = scenario(patch);
        assert_eq!(patched.station.names().collect::<Vec<_>>(), ["cnc"]);
        let ways = &patched.transfer.from.get("cnc").expect("there").to;
        assert_eq!(ways.names().collect::<Vec<_>>(), ["out", "wash"]);
    }

    #[test]
    fn an_included_file_stands_beside() {
        let patch = "extends = \"../base.toml\"\ninclude = \"../people.toml\"\n";
        let patched = scenario(patch);
        assert_eq!(patched.crew.names().collect::<Vec<_>>(), ["fitter", "machinist"]);
    }

    #[test]
    fn what_two_files_say_side_by_side_is_a_mistake_at_the_second() {
        let patch = "include = [\"../base.toml\", \"../more.toml\"]\n";
        let reading = reading(patch);
        assert_eq!(reading.diagnostics.count(Severity::Error), 2);
        assert!(reading.diagnostics.iter().all(|one| one.code == code::GIVEN_TWICE));
        let spot = reading.diagnostics.iter().next().and_then(|one| one.spot).expect("placed");
        assert_eq!(reading.sources.name(spot.file), "plants/more.toml");
    }

    #[test]
    fn the_order_of_tables_and_keys_changes_nothing() {
        let names = |text: &str| {
            let files = Memory::default().with("plant.toml", text);
            let scenario = read(&files, "plant.toml").scenario.expect("right");
            scenario.station.names().map(str::to_owned).collect::<Vec<_>>()
        };
        let one = names("[station.press_10]\n[station.press_2]\n");
        assert_eq!(one, names("[station.press_2]\n[station.press_10]\n"));
        assert_eq!(one, ["press_2", "press_10"]);
    }
}
