//! The codes of complaints, one for each kind of mistake, so that a script can tell them apart.
//!
//! E001 to E099 are about what is written, E100 to E199 about the plant that it describes; W is for
//! warnings and N for notes. A code is never used again for something else.

/// A file cannot be read: missing, a directory, too large, refused by the system.
pub const FILE: &str = "E001";
/// A file is not text in UTF-8.
pub const NOT_UTF8: &str = "E002";
/// A file says nothing.
pub const EMPTY: &str = "E003";
/// A file is not TOML.
pub const SYNTAX: &str = "E004";
/// Files extend or include each other in a circle, or too deeply.
pub const CYCLE: &str = "E005";
/// The same value is given in two files that are read side by side.
pub const GIVEN_TWICE: &str = "E006";
/// `remove` is misused, or there is nothing to remove.
pub const REMOVE: &str = "E007";
/// A key or table that the language does not have.
pub const UNKNOWN_KEY: &str = "E010";
/// A part of the language that this version does not have.
pub const LATER: &str = "E011";
/// A value of the wrong type.
pub const WRONG_TYPE: &str = "E012";
/// A bare number where a unit is needed.
pub const BARE_NUMBER: &str = "E013";
/// A unit that is unknown or measures something else.
pub const WRONG_UNIT: &str = "E014";
/// Text that cannot be read as what is meant.
pub const UNREADABLE: &str = "E015";
/// A number outside its bounds.
pub const OUT_OF_RANGE: &str = "E016";
/// A word that is not among those allowed.
pub const UNKNOWN_WORD: &str = "E017";
/// A key that must be there is missing.
pub const MISSING: &str = "E018";
/// Keys that exclude each other.
pub const CONFLICT: &str = "E019";
/// An array of tables, or a list where names are needed.
pub const ARRAY_OF_TABLES: &str = "E020";
/// A name that cannot be used.
pub const BAD_NAME: &str = "E021";
/// Hours, breaks or dates that overlap or are given twice.
pub const OVERLAP: &str = "E022";
/// A distribution that does not exist or whose parameters are impossible.
pub const DISTRIBUTION: &str = "E023";
/// Shares that do not sum to 100 %.
pub const SHARES: &str = "E024";
/// An impossible date or time of day, or one in a sheet that can be read in two ways.
pub const DATE: &str = "E025";
/// A sheet, or a cell of it, that cannot be read.
pub const SHEET: &str = "E026";
/// Something that cannot change on a date, or a value that two changes give at the same time.
pub const CHANGE: &str = "E027";

/// A name that nothing has.
pub const UNKNOWN_NAME: &str = "E100";
/// A skill that too few people have.
pub const SKILL: &str = "E101";
/// A route that leads nowhere, or never out.
pub const ROUTE: &str = "E102";
/// A step without a duration.
pub const NO_CYCLE: &str = "E103";
/// A plant that makes nothing: no station, no line, no step.
pub const NOTHING: &str = "E104";
/// Products that start at one station without anything saying how many of each.
pub const MIX: &str = "E105";
/// More parts, people, machines or events than can be simulated.
pub const TOO_MANY: &str = "E106";
/// A length of the run that does not fit the orders.
pub const RUN: &str = "E107";
/// Two things of different kinds that must not have the same name.
pub const NAME_TWICE: &str = "E108";
/// Something that would go on for ever in no time.
pub const ENDLESS: &str = "E109";
/// Work elements that cannot be done in their order.
pub const PRECEDENCE: &str = "E110";

/// Something that nothing uses.
pub const UNUSED: &str = "W100";
/// More work than can be done.
pub const OVERLOAD: &str = "W101";
/// Something that is possible and probably not meant.
pub const DUBIOUS: &str = "W102";
/// A roster breaks a rule of working time.
pub const ROSTER: &str = "W103";
/// Hours in which nobody is at work who can do what an open station needs.
pub const GAP: &str = "W104";

/// Something assumed because the scenario does not say otherwise.
pub const ASSUMED: &str = "N100";
/// Something about what is counted and judged.
pub const COUNTED: &str = "N101";
/// Columns of a sheet that are not read.
pub const UNREAD: &str = "N102";
/// A limit of the parts inside that keeps the slowest station from working all the time.
pub const LIMIT: &str = "N103";
