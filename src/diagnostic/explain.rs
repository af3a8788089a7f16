//! What every code means: texts in `explain/`, one a code, each with a wrong example and the mended one.
//!
//! A text is a title, paragraphs, and the sections `Wrong` and `Right`. Their blocks are files: the first
//! of a section is the scenario, others follow under the name that stands behind the language.

/// What a code means, why it matters, and how it is mended.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code, such as `E012`.
    pub code: &'static str,
    /// The text, in Markdown.
    pub text: &'static str,
}

macro_rules! explained {
    ($code:literal) => {
        Explanation { code: $code, text: include_str!(concat!("explain/", $code, ".md")) }
    };
}

/// Every code, in the order of [`mod@super::code`].
pub const EXPLANATIONS: &[Explanation] = &[
    explained!("E001"),
    explained!("E002"),
    explained!("E003"),
    explained!("E004"),
    explained!("E005"),
    explained!("E006"),
    explained!("E007"),
    explained!("E010"),
    explained!("E011"),
    explained!("E012"),
    explained!("E013"),
    explained!("E014"),
    explained!("E015"),
    explained!("E016"),
    explained!("E017"),
    explained!("E018"),
    explained!("E019"),
    explained!("E020"),
    explained!("E021"),
    explained!("E022"),
    explained!("E023"),
    explained!("E024"),
    explained!("E025"),
    explained!("E026"),
    explained!("E027"),
    explained!("E100"),
    explained!("E101"),
    explained!("E102"),
    explained!("E103"),
    explained!("E104"),
    explained!("E105"),
    explained!("E106"),
    explained!("E107"),
    explained!("E108"),
    explained!("E109"),
    explained!("E110"),
    explained!("W100"),
    explained!("W101"),
    explained!("W102"),
    explained!("W103"),
    explained!("W104"),
    explained!("N100"),
    explained!("N101"),
    explained!("N102"),
    explained!("N103"),
];

/// What a code means; `None` if no complaint has it.
pub fn explanation(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|one| one.code == code)
}

/// A scenario of an explanation, with the files that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether it is the mended one.
    pub is_right: bool,
    /// Names and texts of the files, the scenario first.
    pub files: Vec<(&'static str, &'static str)>,
}

impl Explanation {
    /// What it stands for, in a few words.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// The text for a terminal: without markup, what is written in files set in.
    pub fn plain(&self) -> String {
        let mut plain = format!("{}: {}\n", self.code, self.title());
        let mut is_file = false;
        for line in self.text.lines().skip(1) {
            if let Some(language) = line.strip_prefix("```") {
                is_file = !is_file;
                if let Some((_, name)) = language.split_once(' ') {
                    plain.extend(["    # ", name, "\n"]);
                }
            } else if is_file && !line.is_empty() {
                plain.extend(["    ", line, "\n"]);
            } else if let Some(title) = line.strip_prefix("## ") {
                plain.extend([title, ":\n"]);
            } else {
                plain.extend([line, "\n"]);
            }
        }
        plain
    }

    /// The wrong example and the mended one.
    pub fn examples(&self) -> Vec<Example> {
        let sections = self.text.split("\n## ").skip(1);
        let example = |section: &'static str| {
            // Every second piece between fences is a file, behind its language and name.
            let files = section.split("```").skip(1).step_by(2).filter_map(|file| {
                let (title, text) = file.split_once('\n')?;
                Some((title.split_once(' ').map_or(SCENARIO, |(_, name)| name), text))
            });
            Example { is_right: section.starts_with("Right"), files: files.collect() }
        };
        sections.map(example).collect()
    }
}

/// The name of the scenario in messages about an example.
const SCENARIO: &str = "plant.toml";

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Explanation = Explanation {
        code: "E999",
        text: "# A title\n\nWhy.\n\n## Wrong\n\n```toml\na = 1\n\nb = 2\n```\n\n```toml base.toml\n\
               c = 3\n```\n\n## Right\n\n```toml\na = 2\n```\n",
    };

    #[test]
    fn examples_are_files_by_their_names() {
        let wrong = vec![("plant.toml", "a = 1\n\nb = 2\n"), ("base.toml", "c = 3\n")];
        let right = vec![("plant.toml", "a = 2\n")];
        let examples =
            [Example { is_right: false, files: wrong }, Example { is_right: true, files: right }];
        assert_eq!(SHORT.examples(), examples);
    }

    #[test]
    fn a_terminal_shows_no_markup() {
        let plain = "E999: A title\n\nWhy.\n\nWrong:\n\n    a = 1\n\n    b = 2\n\n    # base.toml\n    \
                     c = 3\n\nRight:\n\n    a = 2\n";
        assert_eq!(SHORT.plain(), plain);
    }
}
