//! What a machine and a person are seen doing: exactly one state at any instant.

/// State of a machine, in the order in which reasons win: the first that is true is shown.
///
/// A failed machine that is closed is off shift; that it has failed shows again when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum State {
    /// Its calendar is closed.
    OffShift,
    /// Open, but its people are on a break, or its cycle would not end before closing (`no_start`).
    Paused,
    /// Planned work is done on it, or waits for its people.
    Maintenance,
    /// Its tool is changed, or waits for the people for it.
    ToolChange,
    /// Being repaired.
    Repair,
    /// Failed and nobody repairs.
    WaitRepair,
    /// Stands for short: a failure of the kind `minor`, whether its people are there or not.
    MinorStop,
    /// Is started up after it has stood, or waits for the people for it.
    StartUp,
    /// Without a part: one is there, and nothing of a pool that it needs.
    WaitPool,
    /// Without a part: one is there, and too little of a material that it needs.
    WaitMaterial,
    /// On a paced line: its part is done, and the takt is not over.
    WaitTakt,
    /// On a paced line that stands beyond its takt: its part is done, and another station is not.
    LineStop,
    /// Its first piece after a setup is inspected, or is to be, before it makes more.
    Approval,
    /// Being set up for its part, or ahead for the next one.
    Setup,
    /// Processing.
    Working,
    /// A finished part cannot leave.
    Blocked,
    /// A loaded part does not start because it could not leave (blocking before service).
    BlockedBefore,
    /// A part is there, its operator is not.
    WaitOperator,
    /// No part.
    Starved,
}

impl State {
    /// How many states there are.
    pub const COUNT: usize = 19;

    /// How many of the first states are entered rarely, whatever the plant: once a shift, a break, a
    /// failure or a change of product, or only with pools, with material or on paced lines.
    pub(super) const RARE: usize = 14;

    /// All states, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::OffShift,
        Self::Paused,
        Self::Maintenance,
        Self::ToolChange,
        Self::Repair,
        Self::WaitRepair,
        Self::MinorStop,
        Self::StartUp,
        Self::WaitPool,
        Self::WaitMaterial,
        Self::WaitTakt,
        Self::LineStop,
        Self::Approval,
        Self::Setup,
        Self::Working,
        Self::Blocked,
        Self::BlockedBefore,
        Self::WaitOperator,
        Self::Starved,
    ];

    /// The word in files, tables and plots.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OffShift => "off_shift",
            Self::Paused => "paused",
            Self::Maintenance => "maintenance",
            Self::ToolChange => "tool_change",
            Self::Repair => "repair",
            Self::WaitRepair => "wait_repair",
            Self::MinorStop => "minor_stop",
            Self::StartUp => "start_up",
            Self::WaitPool => "wait_pool",
            Self::WaitMaterial => "wait_material",
            Self::WaitTakt => "wait_takt",
            Self::LineStop => "line_stop",
            Self::Approval => "approval",
            Self::Setup => "setup",
            Self::Working => "working",
            Self::Blocked => "blocked",
            Self::BlockedBefore => "blocked_before",
            Self::WaitOperator => "wait_operator",
            Self::Starved => "starved",
        }
    }

    /// The state that wins among the reasons set in `reasons` (bit i stands for state i).
    #[inline]
    pub(crate) const fn winning(reasons: u32) -> Self {
        Self::ALL[(reasons | 1 << Self::Starved as u16).trailing_zeros() as usize]
    }
}

/// State of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum OperatorState {
    /// Outside the shift.
    Off,
    /// On a break.
    Break,
    /// On a task.
    Working,
    /// On shift without a task.
    Idle,
    /// In a shift for which the person has not come.
    Absent,
    /// On a task outside the shift.
    Overtime,
    /// At work outside the shift, without a task.
    OvertimeIdle,
    /// On the way to a task, or to one that was called off.
    Walking,
    /// At a task to which others are still to come.
    Waiting,
    /// On the way to a task outside the shift.
    OvertimeWalking,
    /// At a task outside the shift to which others are still to come.
    OvertimeWaiting,
    /// Learning something, in a shift.
    Training,
}

impl OperatorState {
    /// How many states there are.
    pub const COUNT: usize = 12;

    /// All states, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Off,
        Self::Break,
        Self::Working,
        Self::Idle,
        Self::Absent,
        Self::Overtime,
        Self::OvertimeIdle,
        Self::Walking,
        Self::Waiting,
        Self::OvertimeWalking,
        Self::OvertimeWaiting,
        Self::Training,
    ];

    /// The word in files, tables and plots.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Break => "break",
            Self::Working => "working",
            Self::Idle => "idle",
            Self::Absent => "absent",
            Self::Overtime => "overtime",
            Self::OvertimeIdle => "overtime_idle",
            Self::Walking => "walking",
            Self::Waiting => "waiting",
            Self::OvertimeWalking => "overtime_walking",
            Self::OvertimeWaiting => "overtime_waiting",
            Self::Training => "training",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_wins_and_without_any_a_machine_is_starved() {
        let bit = |state: State| 1u32 << state as u32;
        assert_eq!(State::winning(0), State::Starved);
        assert_eq!(State::winning(bit(State::Working) | bit(State::OffShift)), State::OffShift);
        for (position, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, position);
        }
    }
}
