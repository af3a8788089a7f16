//! Plots as pixels, with the same font on every system.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::canvas::{REGULAR, SEMIBOLD};

/// Pixels for each unit of the SVG.
const FINE: f32 = 2.0;

/// Draws an SVG of ours as PNG; `None` if there is no memory for so many pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a plot is small")]
pub(super) fn png(svg: &str) -> Option<Vec<u8>> {
    let mut options = Options::default();
    for font in [REGULAR, SEMIBOLD] {
        options.fontdb_mut().load_font_data(font.to_vec());
    }
    "Inter".clone_into(&mut options.font_family);
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let (width, height) = ((size.width() * FINE) as u32, (size.height() * FINE) as u32);
    let mut pixels = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::from_scale(FINE, FINE), &mut pixels.as_mut());
    pixels.encode_png().ok()
}
