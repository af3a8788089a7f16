//! A smooth function of a probability by table: the inner loop of the variates that plants draw
//! most.
//!
//! Every power of two of the argument is cut into 64 cells, and in each cell the function is a
//! polynomial of degree three: one look, three multiplications on the way, nothing that luck decides.
//! The polynomial is the Taylor series around the middle of the cell with its fourth term economised,
//! so that the error is spread evenly over the cell.
//!
//! Source: economisation as in C. Lanczos, *Applied Analysis*, 1956, chapter VII.

const BITS: u32 = 6;
/// Cells of a power of two.
const PARTS: usize = 1 << BITS;
/// Exponent of the least argument, which is the least uniform number.
const LEAST: i32 = -53;
/// The leading bits of the least argument: the first cell.
const FIRST: u64 = ((1023 + LEAST) as u64) << BITS;

/// The coefficients of the powers of the distance from the middle of the cell: half a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Cell([f64; 4]);

/// The table of one function.
pub(super) struct Cells {
    cells: Vec<Cell>,
}

impl Cells {
    /// The table for arguments from 2^-53 up to 2^`end`, of the function whose Taylor series around
    /// an argument is `series`: its value, then the coefficients of the powers 1 to 4.
    pub(super) fn new(end: i32, series: impl Fn(f64) -> [f64; 5]) -> Self {
        let octaves = (LEAST..end).map(|power| libm::exp2(f64::from(power)));
        let middles = octaves.flat_map(|least| {
            let half = 0.5 * least / PARTS as f64;
            (0..PARTS).map(move |part| (least + (2 * part + 1) as f64 * half, half))
        });
        Self { cells: middles.map(|(middle, half)| cell(half, series(middle))).collect() }
    }

    /// The function at `x`, if the table reaches there.
    #[inline]
    pub(super) fn at(&self, x: f64) -> Option<f64> {
        let place = (x.to_bits() >> (52 - BITS)).wrapping_sub(FIRST);
        let &Cell([value, first, second, third]) = self.cells.get(usize::try_from(place).ok()?)?;
        let h = x - middle(x);
        Some((value + first * h) + h * h * (second + third * h))
    }
}

/// The middle of the cell in which `x` lies: its leading bits, then a one.
#[inline]
fn middle(x: f64) -> f64 {
    const HALF: u64 = 1 << (51 - BITS);
    f64::from_bits(x.to_bits() & !(2 * HALF - 1) | HALF)
}

/// A cell of this half-width: between -half and half, h^4 is close to half² h² - 1/8 half⁴.
fn cell(half: f64, [value, first, second, third, fourth]: [f64; 5]) -> Cell {
    let square = half * half;
    Cell([value - fourth * square * square / 8.0, first, second + fourth * square, third])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_of_degree_three_comes_out_as_it_is() {
        let table = Cells::new(1, |x| {
            let value = 1.0 - x + 2.0 * x * x + x * x * x;
            [value, -1.0 + 4.0 * x + 3.0 * x * x, 2.0 + 3.0 * x, 1.0, 0.0]
        });
        for x in [libm::exp2(-53.0), 1e-9, 0.01, 0.3, 0.5, 0.999, 1.0, 1.9] {
            let value = 1.0 - x + 2.0 * x * x + x * x * x;
            let found = table.at(x).expect("inside the table");
            assert!((found - value).abs() < 1e-14, "{x}: {found} for {value}");
        }
    }

    #[test]
    fn the_middle_of_a_cell_is_told_by_its_leading_bits() {
        for (x, expected) in [(1.0, 1.0 + 1.0 / 128.0), (1.999, 2.0 - 1.0 / 128.0), (0.26, 0.2598)]
        {
            let found = middle(x);
            assert!((found - expected).abs() < 1e-4, "{x}: {found}");
            assert_eq!(middle(found).to_bits(), found.to_bits());
        }
    }

    #[test]
    fn beyond_its_ends_there_is_no_value() {
        let table = Cells::new(0, |_| [1.0; 5]);
        assert_eq!(table.at(1.0), None);
        assert_eq!(table.at(libm::exp2(-53.5)), None);
        assert_eq!(table.at(0.0), None);
        assert_eq!(table.at(-0.3), None);
        assert!(table.at(libm::exp2(-53.0)).is_some());
    }
}
