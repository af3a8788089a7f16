//! Where the values of a thing come from.

use super::number;
use super::table::{self, Column, NAME, PAGE};
use crate::scenario::Origin;

/// Characters of a value that are shown in any case.
const LEAST_VALUE: usize = 16;

/// Every value of a thing with the file and line that gave it, or the default.
///
/// # Examples
/// ```
/// use gemba::scenario::{Memory, read};
/// let files = Memory::default().with("saw.toml", "[station.saw]\ncycle = \"40 s\"\n");
/// let origins = read(&files, "saw.toml").origin("station.saw").expect("there is a saw");
/// assert!(gemba::report::origins_text(&origins).contains("saw.toml:2"));
/// ```
pub fn origins_text(origins: &[Origin]) -> String {
    let column = |title: &str, cell: &dyn Fn(&Origin) -> String| {
        let cells: Vec<String> = origins.iter().map(cell).collect();
        let lines = cells.iter().flat_map(|cell| cell.lines());
        let widest = lines.map(|line| line.chars().count()).max().unwrap_or(0);
        (Column::words(title, cells), widest)
    };
    let place = |origin: &Origin| match &origin.place {
        Some((file, line)) => match &origin.remark {
            Some(remark) => format!("{file}:{line}, {remark}"),
            None => format!("{file}:{line}"),
        },
        None => "default".to_owned(),
    };
    let (keys, key_width) = column("Key", &|origin| broken(&origin.key, NAME));
    let (places, place_width) = column("From", &|origin| broken(&place(origin), NAME));
    let left = PAGE.saturating_sub(key_width + place_width + 4).max(LEAST_VALUE);
    let (values, _) = column("Value", &|origin| broken(&origin.value, left));
    table::render(&keys, &[places, values])
}

/// A text in lines of at most `width` characters, broken between words where that is possible.
fn broken(text: &str, width: usize) -> String {
    let clean = number::name(text, usize::MAX);
    let mut lines = Vec::new();
    for line in table::wrapped(&clean, width).lines() {
        let letters: Vec<char> = line.chars().collect();
        lines.extend(letters.chunks(width).map(|piece| piece.iter().collect::<String>()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_wrapped_and_never_cut() {
        let list: Vec<String> = (1..=40).map(|number| format!("\"station_{number}\"")).collect();
        let value = format!("[{}]", list.join(", "));
        let place = Some(("z".repeat(130) + ".toml", 7));
        let origins = [Origin { key: "stations".to_owned(), value, place, remark: None }];
        let text = origins_text(&origins);
        assert!(text.lines().all(|line| line.chars().count() <= PAGE), "{text}");
        assert!(!text.contains('…'), "{text}");
        assert!(list.iter().all(|name| text.contains(name)), "{text}");
        assert_eq!(text.matches('z').count(), 130, "{text}");
    }
}
