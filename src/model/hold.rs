//! `hold`: how long parts stand aside after their cycle.

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code};
use crate::random::Distribution;
use crate::scenario;

impl Compiler<'_> {
    /// How long parts stand aside after their cycle. Unit: ticks.
    pub(super) fn held_for(
        &mut self,
        table: &scenario::Station,
        who: &str,
    ) -> Option<Box<Distribution>> {
        let given = table.hold.as_ref()?;
        let before = table.block.as_ref().map(|block| block.value);
        if before == Some(scenario::Blocking::Before) {
            let message = format!("{who} holds its parts, so that none keeps a place ahead");
            let hint = "leave `block = \"before\"` out";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot).hint(hint));
        }
        given.value.0.time.as_ref().map(|time| Box::new(time.value.clone()))
    }
}
