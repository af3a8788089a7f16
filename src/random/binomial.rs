//! How many of many things are of a kind, each by chance.

/// Counts this much less likely than the likeliest are left out: no uniform number would find them.
const LEAST_WEIGHT: f64 = 1e-18;

/// Successes in `n` trials, each with chance `p`, that a uniform number stands for: the least count with a
/// distribution function of at least so much.
///
/// The number of trials may be another one each time: nothing is kept. More for a greater `uniform`.
///
/// Cost: a step for each count that is not as good as impossible, some 18 standard deviations.
///
/// Source: L. Devroye, *Non-Uniform Random Variate Generation*, 1986, chapter III.2 (inversion by sequential search).
pub fn successes(n: i64, p: f64, uniform: f64) -> i64 {
    if n <= 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    let (trials, odds) = (n as f64, p / (1.0 - p));
    // The weight of count + 1 over that of count; the likeliest one weighs 1.
    let next = |count: f64| (trials - count) / (count + 1.0) * odds;
    let likeliest = ((trials + 1.0) * p).floor().min(trials);
    let (mut least, mut weight, mut sum) = (likeliest, 1.0, 1.0);
    while least > 0.0 && weight > LEAST_WEIGHT {
        least -= 1.0;
        weight /= next(least);
        sum += weight;
    }
    let least_weight = weight;
    let mut most = likeliest;
    weight = 1.0;
    while most < trials && weight > LEAST_WEIGHT {
        weight *= next(most);
        most += 1.0;
        sum += weight;
    }
    let wanted = uniform * sum;
    let mut count = least;
    weight = least_weight;
    let mut found = weight;
    while found < wanted && count < most {
        weight *= next(count);
        count += 1.0;
        found += weight;
    }
    whole(count)
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number of trials")]
fn whole(count: f64) -> i64 {
    count as i64
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, DiscreteCDF};

    use super::*;

    #[test]
    fn counts_are_those_of_the_distribution_function_of_statrs() {
        for (n, p) in [(1, 0.5), (20, 0.3), (400, 0.01), (400, 0.99), (100_000, 0.02)] {
            let known = Binomial::new(p, n).unwrap();
            for step in 1..100 {
                let uniform = f64::from(step) / 100.0 - 0.0037;
                let count = successes(n.cast_signed(), p, uniform).cast_unsigned();
                assert!(known.cdf(count) >= uniform - 1e-9, "{n} {p} {uniform}: {count}");
                let less = count.checked_sub(1).map_or(0.0, |less| known.cdf(less));
                assert!(less < uniform + 1e-9, "{n} {p} {uniform}: {count}");
            }
        }
    }

    #[test]
    fn none_and_all_are_certain_at_the_ends() {
        for uniform in [1e-16, 0.5, 1.0 - 1e-16] {
            assert_eq!(successes(7, 0.0, uniform), 0);
            assert_eq!(successes(7, 1.0, uniform), 7);
            assert_eq!(successes(0, 0.5, uniform), 0);
            assert_eq!(successes(1_000_000_000, 1e-300, uniform), 0);
            assert!((0..=7).contains(&successes(7, 1e-16, uniform)));
            assert!((0..=7).contains(&successes(7, 1.0 - 1e-16, uniform)));
        }
    }

    #[test]
    fn a_great_number_is_found_around_its_mean() {
        let count = successes(100_000_000, 0.5, 0.5);
        assert!((count - 50_000_000).abs() <= 1, "{count}");
    }
}
