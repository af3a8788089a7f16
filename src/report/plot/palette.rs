//! Colours and words of the plots. Neighbouring states differ in lightness, waiting is hatched.

use plotters::style::RGBColor;

use super::canvas::Font;

pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);
pub(super) const INK: RGBColor = RGBColor(28, 36, 46);
const BLACK: RGBColor = RGBColor(0, 0, 0);
pub(super) const GREY: RGBColor = RGBColor(98, 109, 122);
pub(super) const GRID: RGBColor = RGBColor(228, 232, 237);
pub(super) const BLUE: RGBColor = RGBColor(31, 92, 150);
pub(super) const PALE_BLUE: RGBColor = RGBColor(199, 219, 238);
pub(super) const ORANGE: RGBColor = RGBColor(201, 96, 22);
pub(super) const PALE_ORANGE: RGBColor = RGBColor(236, 168, 106);
pub(super) const SHADE: RGBColor = RGBColor(244, 246, 248);

pub(super) const TITLE: Font = Font { size: 25.0, colour: INK, is_bold: true };
pub(super) const SUBTITLE: Font = Font { size: 15.0, colour: GREY, is_bold: false };
pub(super) const LABEL: Font = Font { size: 14.0, colour: INK, is_bold: false };
pub(super) const STRONG: Font = Font { size: 14.0, colour: INK, is_bold: true };
pub(super) const TICK: Font = Font { size: 14.0, colour: GREY, is_bold: false };

/// How a state of a station or a person is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Its words in the legend.
    pub(super) words: &'static str,
    pub(super) fill: RGBColor,
    /// Colour of a text on it.
    pub(super) ink: RGBColor,
    /// Whether it is hatched: somebody or something is waited for.
    pub(super) is_hatched: bool,
}

/// The look of a state by its word; unknown states are grey.
pub(super) fn look(state: &str) -> Look {
    let solid = |words, fill, ink| Look { words, fill, ink, is_hatched: false };
    let hatched = |words, fill, ink| Look { words, fill, ink, is_hatched: true };
    match state {
        "off_shift" => solid("off shift", RGBColor(240, 242, 244), GREY),
        // Black, because a page in the dark turns this grey into one that is nearly as dark as ink is light.
        "paused" => solid("paused", RGBColor(163, 170, 178), BLACK),
        "maintenance" => solid("maintenance", RGBColor(96, 70, 128), PAPER),
        "tool_change" => hatched("tool change", RGBColor(34, 30, 58), PAPER),
        "repair" => solid("under repair", RGBColor(104, 16, 20), PAPER),
        "wait_repair" => hatched("waiting for repair", RGBColor(226, 138, 118), INK),
        "minor_stop" => hatched("minor stop", RGBColor(137, 55, 42), PAPER),
        "start_up" => hatched("start-up", RGBColor(22, 64, 60), PAPER),
        "wait_pool" => solid("waiting for a pool", RGBColor(133, 149, 82), BLACK),
        "wait_takt" => hatched("waiting for the takt", RGBColor(246, 248, 222), INK),
        "line_stop" => hatched("stopped by the line", RGBColor(170, 82, 36), PAPER),
        "approval" => solid("waiting for approval", RGBColor(56, 8, 40), PAPER),
        "setup" => hatched("setup", RGBColor(84, 144, 138), INK),
        "working" => solid("working", RGBColor(54, 120, 180), PAPER),
        "blocked" => solid("blocked", RGBColor(240, 190, 70), INK),
        "blocked_before" => hatched("blocked before work", RGBColor(244, 214, 140), INK),
        "wait_operator" => hatched("waiting for operator", RGBColor(203, 180, 219), INK),
        "wait_material" => hatched("waiting for material", RGBColor(14, 9, 4), PAPER),
        "idle" => hatched("idle", RGBColor(206, 183, 222), INK),
        "overtime" => solid("overtime", RGBColor(160, 48, 20), PAPER),
        "overtime_idle" => hatched("idle in overtime", RGBColor(226, 138, 118), INK),
        "break" => solid("break", RGBColor(224, 230, 237), INK),
        "absent" => solid("absent", RGBColor(240, 190, 70), INK),
        "walking" => solid("walking", RGBColor(108, 166, 160), INK),
        "training" => solid("training", RGBColor(72, 44, 100), PAPER),
        "waiting" => hatched("waiting", RGBColor(247, 217, 145), INK),
        "overtime_walking" => hatched("walking in overtime", RGBColor(140, 106, 50), PAPER),
        "overtime_waiting" => hatched("waiting in overtime", RGBColor(120, 62, 60), PAPER),
        "starved" => solid("starved", RGBColor(221, 229, 237), INK),
        _ => solid("other", RGBColor(170, 178, 186), INK),
    }
}
