//! The counter-based generator Philox2x64.
//!
//! Seven rounds: six pass `BigCrush` (the shortest crush-resistant form), and seven is the shortest
//! form for which its authors publish known answers.
//!
//! Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, *Parallel random numbers: as easy as
//! 1, 2, 3*, SC '11; known answers of their Random123 distribution.

const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
const ROUNDS: u32 = 7;

/// Two random words for a key and a counter.
#[inline]
pub fn philox(key: u64, counter: [u64; 2]) -> [u64; 2] {
    let [mut left, right] = counter;
    let mut key = key;
    // What a round adds to its product is known before the product is: only one step waits for it.
    let mut masked = key ^ right;
    let mut low = right;
    for _ in 0..ROUNDS {
        let (product, high) = left.widening_product(MULTIPLIER);
        left = high ^ masked;
        low = product;
        key = key.wrapping_add(WEYL);
        masked = key ^ low;
    }
    [left, low]
}

trait WideningProduct {
    fn widening_product(self, other: Self) -> (Self, Self)
    where
        Self: Sized;
}

impl WideningProduct for u64 {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the product")]
    fn widening_product(self, other: Self) -> (Self, Self) {
        let product = u128::from(self) * u128::from(other);
        (product as Self, (product >> 64) as Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_answers_of_its_authors_come_out() {
        assert_eq!(philox(0, [0, 0]), [0xb41d_a69f_bfef_c666, 0x511e_9ce1_a553_4056]);
        assert_eq!(philox(u64::MAX, [u64::MAX; 2]), [0xa469_6cc0_4462_015d, 0x7247_82da_e171_69e9]);
        assert_eq!(
            philox(0xa409_3822_299f_31d0, [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344]),
            [0x98ed_1534_392b_f372, 0x6752_8b15_6888_2fd5]
        );
    }
}
