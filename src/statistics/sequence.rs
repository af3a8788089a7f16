//! How two sequences of the same things differ.

/// How many pairs of things stand in another order in the second sequence than in the first; those that stand at the
/// same place in one of them do not count. Sorts what it is given.
///
/// Cost: that of sorting: pairs are counted while the second sequence is merged.
///
/// Source: W. R. Knight, *A computer method for calculating Kendall's tau with ungrouped data*, Journal of the American
/// Statistical Association 61 (1966).
pub fn swapped_pairs<T: Ord + Copy>(places: &mut [(T, T)]) -> u64 {
    places.sort_unstable();
    let mut second: Vec<T> = places.iter().map(|&(_, place)| place).collect();
    let mut merged = second.clone();
    let mut swapped = 0;
    let mut width = 1;
    while width < second.len() {
        for (run, to) in second.chunks(2 * width).zip(merged.chunks_mut(2 * width)) {
            let (left, right) = run.split_at(width.min(run.len()));
            swapped += merge(left, right, to);
        }
        std::mem::swap(&mut second, &mut merged);
        width *= 2;
    }
    swapped
}

/// Merges two sorted runs: how many pairs have the larger one on the left.
fn merge<T: Ord + Copy>(left: &[T], right: &[T], to: &mut [T]) -> u64 {
    let (mut l, mut r, mut swapped) = (0, 0, 0);
    for slot in to {
        let takes_right = l == left.len() || r < right.len() && right[r] < left[l];
        if takes_right {
            swapped += (left.len() - l) as u64;
            *slot = right[r];
            r += 1;
        } else {
            *slot = left[l];
            l += 1;
        }
    }
    swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pair by pair.
    fn one_by_one(places: &[(u32, u32)]) -> u64 {
        let mut swapped = 0;
        for (position, one) in places.iter().enumerate() {
            for other in &places[position + 1..] {
                let first = one.0.cmp(&other.0);
                swapped += u64::from(first.is_ne() && one.1.cmp(&other.1) == first.reverse());
            }
        }
        swapped
    }

    #[test]
    fn pairs_are_counted_that_change_places() {
        assert_eq!(swapped_pairs::<u32>(&mut []), 0);
        assert_eq!(swapped_pairs(&mut [(1, 5)]), 0);
        assert_eq!(swapped_pairs(&mut [(1, 1), (2, 2), (3, 3)]), 0);
        assert_eq!(swapped_pairs(&mut [(1, 3), (2, 2), (3, 1)]), 3);
        // Two at one place in the first sequence, and two in the second: neither pair counts.
        assert_eq!(swapped_pairs(&mut [(1, 2), (1, 1), (2, 0)]), 2);
        assert_eq!(swapped_pairs(&mut [(1, 2), (2, 2), (3, 1)]), 2);
    }

    #[test]
    fn merging_counts_what_pairs_one_by_one_do() {
        let mut number = 1_u32;
        let mut next = |most: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 16) % most
        };
        for n in 0..40 {
            let places: Vec<(u32, u32)> = (0..n).map(|_| (next(20), next(20))).collect();
            assert_eq!(swapped_pairs(&mut places.clone()), one_by_one(&places), "{places:?}");
        }
    }
}
