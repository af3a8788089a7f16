//! `[conveyor.<name>]`: a belt that takes parts from stations to the next one.

use super::Given;
use super::complaint::Wanted;
use super::decoder::Decoder;
use super::node::Node;
use super::plant::CalendarName;
use super::product::Stations;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::units::{Distance, Misread, Speed};

table! {
    /// A conveyor that takes parts from a station, or from several, to the next one.
    ///
    /// It has `length` over `pitch` places, rounded down, and at least one. A part gets on when there is a
    /// place and the part before it has gone one pitch; else its machine is blocked. Who has waited longest
    /// gets on first. A part is at the end after `length` over `speed`, or later, and gets off when there is
    /// room in front of `to`; those who have waited longer for that room go first. Parts leave in the order
    /// in which they came.
    ///
    /// On a conveyor that accumulates, parts close up behind one that cannot get off, each a pitch behind
    /// the one ahead; when that one gets off, all that have closed up move on at once. One that does not
    /// accumulate stands still as a whole while the part at its end cannot get off; meanwhile a part can
    /// still be put on it where the one before has left the entry. The times for the length and for a pitch
    /// are rounded once to a microsecond each; parts of any size take one place.
    Conveyor ("a conveyor") {
        /// The station whose parts get on, or a list of stations. Of each of them parts go to `to` at once
        /// on some route: all parts on that way take the conveyor.
        from: Given<Stations> = "required",
        /// The station to which it leads.
        to: Given<String> = "required",
        /// From where parts get on to where they get off, such as `"12 m"`.
        length: Given<Distance> = "from station to station, if `[layout]` says how far that is",
        /// How fast it moves, such as `"0.3 m/s"`.
        speed: Given<Speed> = "required",
        /// From a part to the next one, at least, such as `"0.6 m"`: what a part takes of the length.
        pitch: Given<Distance> = "required",
        /// Whether parts close up behind one that cannot get off; else the conveyor stands still.
        accumulating: Given<bool> = "true",
        /// When it moves. While it is closed parts stand where they are; overtime does not move it.
        calendar: Given<CalendarName> = "always, whatever the calendar of the plant",
    }
    check Conveyor::check_stations
}

impl Conveyor {
    fn check_stations(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let (Some(from), Some(to)) = (&self.from, &self.to) else { return };
        if from.value.names.iter().any(|name| name.value == to.value) {
            let message = format!("a conveyor leads from `{}` to itself", to.value);
            let hint = "parts that come back to their station need no way";
            decoder.mistake(code::CONFLICT, to.spot, message, hint);
        }
    }
}

impl Value for Distance {
    const FORM: Form = Form::Length;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "a length such as `\"12 m\"`", unit: "m" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match Self::parse(text) {
            Ok(length) => Some(length),
            Err(Misread::NotWhole | Misread::TooLarge) => {
                decoder.out_of_range(node, field, "from 1 mm to 100 km", text)
            }
            Err(Misread::Unit(unit)) => {
                let message =
                    format!("`{}` must be {}, found the unit: `{unit}`", field.key, wanted.what);
                let hint = format!("units of length are: {}", listed(Self::units()));
                let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(node.spot);
                decoder.complain(complaint.hint(hint));
                None
            }
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}
