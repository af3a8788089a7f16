//! Wear in words, before any run.

use super::run_text::paragraph;
use crate::diagnostic::listed;
use crate::model::Model;

/// Wear that is found later than the loads say.
pub(super) fn looked_at(model: &Model) -> String {
    let names = model.looked_at();
    if names.is_empty() {
        return String::new();
    }
    paragraph(&format!(
        "Loads are told as if wear that is looked at now and then were seen at once: {}.",
        listed(names.iter().map(String::as_str))
    ))
}
