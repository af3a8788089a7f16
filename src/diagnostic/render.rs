//! Complaints as text: message, file and line, the line itself with a caret, and a hint.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Sources};

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
        for (position, diagnostic) in self.sorted().into_iter().enumerate() {
            if position > 0 {
                text.push('\n');
            }
            text.push_str(&render(diagnostic, sources, renderer));
            text.push('\n');
            if let Some(hint) = &diagnostic.hint {
                writeln!(text, "hint: {hint}").expect("writing to a string cannot fail");
            }
        }
        text
    }
}

fn render(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code);
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
    (printable(line), number, first..end.clamp(first, line.len()))
}

/// The nearest place at or before `at` that does not cut a character.
fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The text with control characters made visible, byte for byte as long.
fn printable(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\t' => '\t',
            control if control.is_ascii_control() => '?',
            other => other,
        })
        .collect()
}
