//! Which way an assumption errs, if it errs: what it makes look better than it is.

/// What an assumption makes look better than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flatters {
    /// More seems to be made.
    Throughput,
    /// Parts and orders seem to be through sooner.
    LeadTimes,
    /// Both.
    Both,
    /// Some plants would look better without it, some worse.
    Either,
    /// Nothing: parts and orders seem to take longer.
    Nothing,
}

impl Flatters {
    /// In words, to stand in brackets behind the assumption.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Throughput => "flatters throughput",
            Self::LeadTimes => "flatters lead times",
            Self::Both => "flatters throughput and lead times",
            Self::Either => "may go either way",
            Self::Nothing => "does not flatter: lead times look longer",
        }
    }
}
