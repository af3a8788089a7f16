//! Guesses of what was meant: the known word closest to the one written.

/// Similarity (0 to 1) below which a guess would only confuse.
const SIMILAR: f64 = 0.78;

/// The candidate most like `word`, if one is like it at all; the first of equals.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut best_score = SIMILAR;
    for candidate in candidates {
        let score = similarity(&word.to_lowercase(), &candidate.to_lowercase());
        if score > best_score {
            best = Some(candidate);
            best_score = score;
        }
    }
    best
}

/// A single slip (a letter wrong, missing, too many, or two exchanged) is always similar.
fn similarity(word: &str, candidate: &str) -> f64 {
    const SLIP: f64 = 0.9;
    let score = strsim::jaro_winkler(word, candidate);
    let slip = word.chars().count() > 1 && strsim::osa_distance(word, candidate) == 1;
    if slip { score.max(SLIP) } else { score }
}

/// The hint for a word that is none of those known: the one that was meant, else all of them behind
/// `else_known`, such as `its stations are`.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, else_known: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    closest(word, known.iter().copied()).map_or_else(
        || format!("{else_known}: {}", listed(known)),
        |meant| format!("did you mean `{meant}`?"),
    )
}

/// The words in backticks, separated by commas: `` `a`, `b` `` and at most eight of them.
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const AT_MOST: usize = 8;
    let words: Vec<&str> = words.into_iter().collect();
    let shown: Vec<String> = words.iter().take(AT_MOST).map(|word| format!("`{word}`")).collect();
    let mut text = shown.join(", ");
    if words.len() > AT_MOST {
        text.push_str(", …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_a_stranger_is_not() {
        assert_eq!(closest("mashines", ["cycle", "machines", "buffer"]), Some("machines"));
        assert_eq!(closest("Buffer", ["cycle", "machines", "buffer"]), Some("buffer"));
        assert_eq!(closest("vc", ["mean", "sd", "cv"]), Some("cv"));
        assert_eq!(closest("zebra", ["cycle", "machines", "buffer"]), None);
    }

    #[test]
    fn a_hint_names_what_was_meant_or_what_there_is() {
        let known = ["saw", "mill"];
        assert_eq!(meant("mil", known, "its stations are"), "did you mean `mill`?");
        assert_eq!(meant("oven", known, "its stations are"), "its stations are: `saw`, `mill`");
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(listed(["a", "b"]), "`a`, `b`");
        assert!(listed(["x"; 20]).ends_with(", …"));
    }
}
