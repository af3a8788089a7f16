//! `[layout]`: where things stand, and how people walk between them.

use super::complaint::Wanted;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::Rating;
use super::shape::{FieldShape, Form};
use super::sheet::DistanceSheet;
use super::table::{Table, Value, table};
use super::words::words;
use super::{Given, Named, Written};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::units::{Distance, Misread, Speed};

table! {
    /// Where stations stand, and how people walk between them.
    Layout ("the layout") {
        /// Unit of all positions, those of crews included.
        unit: Given<LengthUnit> = "m",
        /// Where stations stand: `saw = [8, 0]`. Those to which people go all need one, if one of them
        /// has one.
        positions: Named<Written<Position>> = "none",
        /// How far it is from one position to another: a word, or a sheet of ways between stations,
        /// `{ file = "ways.csv" }`. Then positions only draw the floor.
        distance: Given<Distances> = "rectilinear",
        /// How far it is from one station to another, in the unit of the layout, whatever their positions:
        /// `from.saw.to.pack = 12`. The way back is as long unless it is written.
        from: Named<WaysFrom> = "none",
        /// How fast people walk, such as `"1.2 m/s"`; a crew may have a speed of its own.
        walking_speed: Given<Speed> = "walking takes no time",
    }
}

table! {
    /// Ways that people walk from a station.
    WaysFrom ("ways from a station") {
        /// How far it is to a station, in the unit of the layout.
        to: Named<Written<Rating>> = "none",
    }
}

/// `distance`: where distances come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Distances {
    /// From positions.
    Metric(Metric),
    /// From a sheet, as ways between stations.
    Sheet(Box<DistanceSheet>),
}

impl Value for Distances {
    const FORM: Form =
        Form::Either(&[<Metric as Value>::FORM, Form::Inline(&<DistanceSheet as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = &node.content else {
            return Metric::decode(node, field, decoder).map(Self::Metric);
        };
        let sheet = <DistanceSheet as Value>::decode(node, field, decoder)?;
        Some(Self::Sheet(Box::new(sheet)))
    }
}

words! {
    /// `unit`: of positions.
    LengthUnit {
        /// Metres.
        Metres = "m",
        /// Centimetres.
        Centimetres = "cm",
        /// Millimetres.
        Millimetres = "mm",
        /// Feet.
        Feet = "ft",
    }
}

impl LengthUnit {
    /// Micrometres in one.
    const fn micrometres(self) -> f64 {
        match self {
            Self::Metres => 1_000_000.0,
            Self::Centimetres => 10_000.0,
            Self::Millimetres => 1000.0,
            Self::Feet => 304_800.0,
        }
    }
}

words! {
    /// `distance`: how far it is from one position to another.
    Metric {
        /// Along the two axes, one after the other.
        Rectilinear = "rectilinear",
        /// As the crow flies.
        Straight = "straight",
    }
}

impl LengthUnit {
    /// So many of it as a distance.
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates: farther than all")]
    pub fn distance(self, length: f64) -> Distance {
        Distance::from_micrometres((length.min(FARTHEST) * self.micrometres()).round() as i64)
    }
}

/// Where something stands: two coordinates in the unit of the layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position(pub [f64; 2]);

/// Largest coordinate, to either side. Unit: of the layout.
pub(super) const FARTHEST: f64 = 1_000_000.0;

impl Position {
    /// The coordinates as distances.
    #[expect(clippy::cast_possible_truncation, reason = "coordinates are bounded")]
    pub fn in_unit(self, unit: LengthUnit) -> [Distance; 2] {
        self.0.map(|coordinate| {
            let micrometres = (coordinate * unit.micrometres()).round() as i64;
            Distance::from_micrometres(micrometres)
        })
    }
}

impl Value for Position {
    const FORM: Form = Form::Position;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        const WANTED: &str = "two coordinates such as `[8, 0]`";
        let Content::List(items) = &node.content else {
            return decoder.wrong_type(node, field, WANTED);
        };
        let [x, y] = items.as_slice() else {
            let message =
                format!("`{}` must be {WANTED}, found: {} of them", field.key, items.len());
            decoder.mistake(code::WRONG_TYPE, node.spot, message, "");
            return None;
        };
        let coordinates = [x, y].map(|item| decoder.coordinate(item, field));
        let [Some(x), Some(y)] = coordinates else { return None };
        Some(Self([x, y]))
    }
}

impl Decoder<'_> {
    fn coordinate(&mut self, node: &Node, field: &FieldShape<'_>) -> Option<f64> {
        let number = match node.content {
            Content::Whole(number) => number as f64,
            Content::Real(number) => number,
            _ => return self.not_a_number(node, field, super::complaint::NUMBER),
        };
        if number.abs() <= FARTHEST {
            return Some(number);
        }
        let wanted = format!("within {FARTHEST} of the origin, to either side");
        self.out_of_range(node, field, &wanted, number)
    }
}

impl Value for Speed {
    const FORM: Form = Form::Speed;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "a speed such as `\"1.2 m/s\"`", unit: "m/s" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match Self::parse(text) {
            Ok(speed) => Some(speed),
            Err(Misread::NotWhole | Misread::TooLarge) => {
                decoder.out_of_range(node, field, "from 0.01 m/s to 100 m/s", text)
            }
            Err(Misread::Unit(unit)) => {
                let message =
                    format!("`{}` must be {}, found the unit: `{unit}`", field.key, wanted.what);
                let hint = format!("units of speed are: {}", listed(Self::units()));
                let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(node.spot);
                decoder.complain(complaint.hint(hint));
                None
            }
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}

/// `base`: where the people of a crew begin.
#[derive(Clone, Debug, PartialEq)]
pub enum Site {
    /// At a station.
    Station(String),
    /// At a position of their own.
    At(Position),
}

impl Value for Site {
    const FORM: Form = Form::Either(&[Form::Text, Form::Position]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(name) => Some(Self::Station(name.clone())),
            Content::List(_) => Position::decode(node, field, decoder).map(Self::At),
            _ => decoder.wrong_type(node, field, "a station or coordinates such as `[8, 0]`"),
        }
    }
}
