//! What a difference means: better, worse, or not decidable yet.

use super::number::{self, Scale};
use crate::study::Difference;

/// One difference in words: by how much, and whether that is better, worse or not decidable.
pub(super) fn effect(difference: &Difference, scale: Scale) -> String {
    let title = number::lowered(difference.kpi.title);
    let interval = &difference.interval;
    let decimals = scale.decimals(interval);
    if interval.low.is_nan() {
        let by = scale.signed(interval.estimate, decimals);
        let by = number::join(&by, scale.difference_word());
        return format!("{title} {by} in one replication, which decides nothing");
    }
    if interval.low == 0.0 && interval.high == 0.0 && interval.may_decide() {
        return format!("{title} {}", equal(interval.n));
    }
    let range = format!(
        "{} to {}",
        scale.signed(interval.low, decimals),
        scale.signed(interval.high, decimals)
    );
    if !interval.may_decide() {
        let by = scale.signed(interval.estimate, decimals);
        let by = number::join(&by, scale.difference_word());
        let n = interval.n;
        return format!("{title} {by} in each of {n} replications, which is too few to decide");
    }
    if difference.is_halted {
        let range = number::join(&range, scale.difference_word());
        return format!("{title} not judged ({range})");
    }
    if judgement(difference) == Judgement::Undecided {
        let range = number::join(&range, scale.difference_word());
        return format!("{title} not decidable yet ({range})");
    }
    let by = number::join(&scale.signed(interval.estimate, decimals), scale.difference_word());
    format!("{title} {by} ({range}), {}", judgement(difference).word())
}

/// What can be said of differences that are zero each time: the next one may be another.
pub(super) fn equal(replications: u32) -> String {
    format!("equal in all {replications} replications")
}

/// What a difference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    Better,
    Worse,
    Different,
    Same,
    Undecided,
}

impl Judgement {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Different => "different",
            Self::Same => "the same",
            Self::Undecided => "undecided",
        }
    }
}

/// Better or worse only if the interval, which is right together with those of all variants, leaves
/// out zero and is not that of a few equal replications, and if no replication ended early.
pub(super) fn judgement(difference: &Difference) -> Judgement {
    let interval = &difference.interval;
    if !interval.may_decide() || difference.is_halted {
        return Judgement::Undecided;
    }
    if interval.low == 0.0 && interval.high == 0.0 {
        return Judgement::Same;
    }
    let certain = interval.low > 0.0 || interval.high < 0.0;
    if !certain {
        return Judgement::Undecided;
    }
    match difference.kpi.more_is_better {
        None => Judgement::Different,
        Some(more) if more == (interval.low > 0.0) => Judgement::Better,
        Some(_) => Judgement::Worse,
    }
}
