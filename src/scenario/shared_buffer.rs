//! `[buffer.<name>]`: places that several stations share.

use super::decoder::Decoder;
use super::table::{WrittenTable, table};
use super::{Given, Written};

table! {
    /// Places that several stations have in common: a rack, a lane, a marked area. A part stands there if neither a
    /// free machine of the station to which it goes takes it, nor a place of that station's own (its `buffer`, 0
    /// unless written) is free; for one on its way a place is kept. When a place becomes free, whoever has waited
    /// longest gets it, whichever of the stations that is for; one whose station has a free machine needs none.
    SharedBuffer ("a shared buffer") {
        /// How many places there are.
        places [0..=100_000_000]: Given<u32> = "required",
        /// The stations in front of which parts stand there. Of a station with `takes` these are the parts that it
        /// takes, all together; those of a supply that never ends take no place.
        serves: Given<Vec<Written<String>>> = "required",
    }
    check SharedBuffer::check_serves
}

impl SharedBuffer {
    fn check_serves(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(serves) = &self.serves {
            decoder.check_names(serves, "serves");
        }
    }
}
