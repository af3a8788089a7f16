//! Complaints as text: message, file and line, the line itself with a caret, and a hint.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, FileId, Severity, Sources};

/// More complaints than this help nobody; the others are counted.
const AT_MOST: usize = 100;

/// Complaints of one kind about one column of a sheet that are shown.
const OF_A_COLUMN: usize = 5;

/// How much of a line is shown behind a place; lines can be megabytes long. Unit: bytes.
const TAIL: usize = 300;

impl Diagnostics {
    /// All complaints as plain text, by file and place.
    pub fn plain(&self, sources: &Sources) -> String {
        self.rendered(sources, &Renderer::plain())
    }

    /// All complaints with terminal colours, by file and place.
    pub fn styled(&self, sources: &Sources) -> String {
        self.rendered(sources, &Renderer::styled())
    }

    fn rendered(&self, sources: &Sources, renderer: &Renderer) -> String {
        let mut text = String::new();
        let (sorted, alike) = few_of_a_column(self.sorted(), sources);
        let hidden = sorted.len().saturating_sub(AT_MOST);
        for (position, diagnostic) in sorted.into_iter().take(AT_MOST).enumerate() {
            if position > 0 {
                text.push('\n');
            }
            text.push_str(&render(diagnostic, sources, renderer));
            text.push('\n');
            if let Some(cell) = diagnostic.spot.and_then(|spot| sources.cell(spot)) {
                text.extend(["in ", &printable(&cell), "\n"]);
            }
            if let Some(over) = &diagnostic.over {
                let place = format!("{}:{}", sources.name(over.file), sources.line(**over));
                text.extend(["its other parts: ", &printable(&place), "\n"]);
            }
            if let Some(hint) = &diagnostic.hint {
                text.extend(["hint: ", &printable(hint), "\n"]);
            }
        }
        for (column, count) in alike {
            text.extend([
                "\nand ",
                &count.to_string(),
                " more such in ",
                &printable(&column),
                "\n",
            ]);
        }
        if hidden > 0 {
            text.extend(["\nand ", &hidden.to_string(), " more\n"]);
        }
        text
    }
}

/// Complaints of which each column of a sheet has a few of a kind, and how many more there are.
fn few_of_a_column<'a>(
    sorted: Vec<&'a Diagnostic>,
    sources: &Sources,
) -> (Vec<&'a Diagnostic>, BTreeMap<String, usize>) {
    let mut seen: BTreeMap<(FileId, String, &str), usize> = BTreeMap::new();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let is_shown = |diagnostic: &&Diagnostic| {
        let column = diagnostic.spot.and_then(|spot| Some((spot.file, sources.column(spot)?)));
        let Some((file, column)) = column else { return true };
        let place = format!("`{}`, {column}", sources.name(file));
        let count = seen.entry((file, column, diagnostic.code)).or_default();
        *count += 1;
        if *count > OF_A_COLUMN {
            *alike.entry(place).or_default() += 1;
        }
        *count <= OF_A_COLUMN
    };
    (sorted.into_iter().filter(is_shown).collect(), alike)
}

fn render(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut message = printable(&diagnostic.message);
    if let Some(flatters) = diagnostic.flatters {
        message.extend([" (", flatters.words(), ")"]);
    }
    let title = level.primary_title(message).id(diagnostic.code);
    let Some(spot) = diagnostic.spot else {
        return renderer.render(&[Group::with_title(title)]);
    };
    let text = sources.text(spot.file);
    let (shown, first_line, span) = window(text, spot.start..spot.end);
    let snippet = Snippet::source(shown)
        .line_start(first_line)
        .path(sources.name(spot.file))
        .annotation(AnnotationKind::Primary.span(span));
    renderer.render(&[title.element(snippet)])
}

/// The first line of `span` in `text`, its number, and the part of `span` inside it.
fn window(text: &str, span: Range<usize>) -> (String, usize, Range<usize>) {
    let start = floor_boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let number = 1 + text[..line_start].matches('\n').count();
    let first = (start - line_start).min(line.len());
    let end = floor_boundary(text, span.end).clamp(start, line_end) - line_start;
    let end = end.clamp(first, line.len());
    let shown = &line[..floor_boundary(line, end + TAIL)];
    (printable(shown), number, first..end)
}

/// The nearest place at or before `at` that does not cut a character.
fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The text with control characters made visible, byte for byte as long.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|character| {
            let (shown, times) = match character {
                '\t' => ('\t', 1),
                control if control.is_control() => ('?', control.len_utf8()),
                other => (other, 1),
            };
            std::iter::repeat_n(shown, times)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources, Spot, code};

    fn at(start: usize, end: usize) -> Spot {
        Spot { file: FileId(0), start, end }
    }

    fn plain(text: &str, spot: Spot) -> String {
        let mut sources = Sources::default();
        sources.add("plant.toml", text);
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::error(code::SYNTAX, "it is wrong").at(spot).hint("mend it"));
        diagnostics.plain(&sources)
    }

    #[test]
    fn a_message_shows_its_line_and_points_at_the_place() {
        let wanted = "error[E004]: it is wrong\n --> plant.toml:2:5\n  |\n2 | b = 2\n  |     ^\n\
                      hint: mend it\n";
        assert_eq!(plain("a = 1\nb = 2\n", at(10, 11)), wanted);
    }

    #[test]
    fn a_place_over_several_lines_points_at_the_first() {
        let text = plain("a = [\n1,\n2 ]\n", at(4, 14));
        assert!(text.contains("1 | a = [\n  |     ^\n"), "{text}");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let text = plain("a = '\u{1b}[2J\u{9b}x'\n", at(4, 5));
        assert!(text.contains("'?[2J??x'"), "{text}");
    }

    #[test]
    fn a_place_at_the_end_of_a_file_or_inside_a_character_is_shown() {
        assert!(plain("", at(0, 0)).contains("plant.toml:1:1"));
        assert!(plain("é = 1", at(1, 99)).contains("plant.toml:1:"));
    }

    #[test]
    fn too_many_complaints_are_counted_instead_of_shown() {
        let mut diagnostics = Diagnostics::default();
        for number in 0..130 {
            diagnostics.push(Diagnostic::note(code::EMPTY, format!("note {number}")));
        }
        assert!(diagnostics.plain(&Sources::default()).ends_with("\nand 30 more\n"));
        assert_eq!(diagnostics.count(Severity::Note), 130);
        assert!(!diagnostics.has_errors());
    }
}
