//! A sheet to draw on, in pixels of the finished plot, with the origin at the top left.
//!
//! The SVG backend knows whole numbers only, so the sheet is drawn four times as large and shown
//! at its true size.

use std::fmt::Write as _;
use std::sync::Once;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, RGBColor, ShapeStyle, TextStyle, register_font};

use super::super::number;

/// Fonts in order of preference.
const FAMILY: &str = "Inter, Helvetica Neue, Helvetica, Arial, sans-serif";

/// Inter with the letters of the languages written in Latin and Greek.
pub(super) const REGULAR: &[u8] = include_bytes!("../../../assets/Inter-Regular.ttf");
/// The same, semibold.
pub(super) const SEMIBOLD: &[u8] = include_bytes!("../../../assets/Inter-SemiBold.ttf");

/// How many times larger the sheet is drawn.
const FINE: f64 = 4.0;

/// The backend divides every font size by this.
const BACKEND_SHRINKS: f64 = 1.24;

/// From the middle of a line of capitals to where the backend puts a centred text, in font sizes.
const CENTRED: f64 = 0.1;

const SURE: &str = "drawing into memory cannot fail";

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// A font: size in pixels, colour and weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) colour: RGBColor,
    pub(super) is_bold: bool,
}

impl Font {
    fn style(self) -> TextStyle<'static> {
        let weight = if self.is_bold { FontStyle::Bold } else { FontStyle::Normal };
        let size = self.size * FINE * BACKEND_SHRINKS;
        let mut style = TextStyle::from((FAMILY, size, weight));
        style.color = self.colour.to_backend_color();
        style
    }

    /// Width of `text`, in pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        register();
        let style = TextStyle::from((FAMILY, 100.0, self.style().font.get_style()));
        let width = style.font.layout_box(text).map_or_else(
            |_| 60.0 * text.chars().count() as f64,
            |((left, _), (right, _))| f64::from(right - left),
        );
        // The measuring font is given by its height, which is a little more than its size.
        width * BACKEND_SHRINKS * self.size / 100.0
    }

    /// As much of `text` as fits into `width` pixels, with `…` if something is missing.
    pub(super) fn fitted(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let shown = |n: usize| letters.iter().take(n).chain(&['…']).collect::<String>();
        let fits: Vec<usize> = (0..letters.len()).collect();
        let n = fits.partition_point(|&n| self.width(&shown(n)) <= width);
        shown(n.saturating_sub(1))
    }

    /// `text` broken between words into at most `most` lines of `width` pixels.
    pub(super) fn lines(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        for word in text.split(' ') {
            let is_last = lines.len() == most;
            let line = lines.last_mut().expect("there is always a line");
            let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if is_last || line.is_empty() || self.width(&joined) <= width {
                *line = joined;
            } else {
                lines.push(word.to_owned());
            }
        }
        lines.iter().map(|line| self.fitted(line, width)).collect()
    }
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, font) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMIBOLD)] {
            assert!(register_font(FAMILY, style, font).is_ok(), "our own font is a font");
        }
    });
}

/// The sheet.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// Draws a sheet of this size and returns it as SVG; `title` is for those who listen.
pub(super) fn draw(width: f64, height: f64, title: &str, by: impl FnOnce(&mut Canvas)) -> String {
    register();
    let mut body = String::new();
    let size = (whole(width * FINE).unsigned_abs(), whole(height * FINE).unsigned_abs());
    {
        let mut canvas = Canvas { backend: SVGBackend::with_string(&mut body, size) };
        canvas.rectangle((0.0, 0.0), (width, height), super::palette::PAPER);
        by(&mut canvas);
        canvas.backend.present().expect(SURE);
    }
    // The backend writes the root first; ours has the true size and says what is shown.
    let rest = body.split_once('\n').map_or("", |(_, rest)| rest);
    let rest = rest.replace("font-weight=\"bold\"", "font-weight=\"600\"");
    let mut svg = String::with_capacity(rest.len() + 400);
    write!(
        svg,
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         xmlns=\"http://www.w3.org/2000/svg\" role=\"img\">\n<title>{}</title>\n{rest}",
        size.0,
        size.1,
        escaped(title),
    )
    .expect("writing to a string cannot fail");
    svg
}

fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text without characters that an SVG must not contain, or that turn others round.
fn printable(text: &str) -> String {
    let fits = |c: char| !number::is_order(c) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}

impl Canvas<'_> {
    /// Writes `text` with the middle of its capitals at the height of `at`.
    pub(super) fn text(&mut self, text: &str, at: (f64, f64), align: Align, font: Font) {
        let position = match align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = font.style().pos(Pos::new(position, VPos::Center));
        let at = (at.0, at.1 + CENTRED * font.size);
        self.backend.draw_text(&printable(text), &style, fine(at)).expect(SURE);
    }

    /// Fills a rectangle.
    pub(super) fn rectangle(&mut self, from: (f64, f64), to: (f64, f64), colour: RGBColor) {
        self.backend.draw_rect(fine(from), fine(to), &colour.filled(), true).expect(SURE);
    }

    /// Draws a line through all points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], width: f64, colour: RGBColor) {
        let points: Vec<_> = points.iter().map(|&point| fine(point)).collect();
        self.backend.draw_path(points, &stroke(width, colour)).expect(SURE);
    }

    /// Draws a dashed line between two points.
    pub(super) fn dashed(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        colour: RGBColor,
    ) {
        const DASH: f64 = 7.0;
        const GAP: f64 = 5.0;
        let length = libm::hypot(to.0 - from.0, to.1 - from.1);
        let at = |along: f64| {
            let part = (along / length).min(1.0);
            (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1))
        };
        let mut along = 0.0;
        while along < length {
            self.line(&[at(along), at(along + DASH)], width, colour);
            along += DASH + GAP;
        }
    }

    /// Fills a polygon.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], colour: RGBColor) {
        let points: Vec<_> = points.iter().map(|&point| fine(point)).collect();
        self.backend.fill_polygon(points, &colour.filled()).expect(SURE);
    }

    /// Draws a disc with a rim.
    pub(super) fn disc(&mut self, at: (f64, f64), radius: f64, fill: RGBColor, rim: RGBColor) {
        let rim_width = 2.0;
        let size = |radius: f64| whole(radius * FINE).unsigned_abs();
        self.backend.draw_circle(fine(at), size(radius), &rim.filled(), true).expect(SURE);
        let inside = size(radius - rim_width);
        self.backend.draw_circle(fine(at), inside, &fill.filled(), true).expect(SURE);
    }
}

fn stroke(width: f64, colour: RGBColor) -> ShapeStyle {
    colour.stroke_width(whole(width * FINE).unsigned_abs().max(1))
}

fn fine(at: (f64, f64)) -> (i32, i32) {
    (whole(at.0 * FINE), whole(at.1 * FINE))
}

#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates: off the sheet")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
