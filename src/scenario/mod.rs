//! What the TOML says, with places. Knows no ids and no time passing.
