//! Names that people give, and the words they may not use for them; words that the language gives.

use super::decoder::Decoder;
use super::node::Node;
use super::shape::FieldShape;
use crate::diagnostic::{Diagnostic, closest, code, listed};

/// The key that names what a thing is like.
pub(super) const LIKE: &str = "like";

/// Longest name. Unit: characters.
const LONGEST_NAME: usize = 100;

/// What is wrong with a name, if anything.
pub(super) fn name_problem(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("a name must not be empty".to_owned());
    }
    if name.trim() != name {
        return Some(format!("the name `{name}` begins or ends with a space"));
    }
    if name.chars().any(char::is_control) {
        return Some("a name must not contain line breaks or control characters".to_owned());
    }
    let length = name.chars().count();
    (length > LONGEST_NAME)
        .then(|| format!("a name has at most {LONGEST_NAME} characters, found: {length}"))
}

/// Defines a closed choice of words: an enum and its spelling in TOML.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        $Words:ident { $($(#[doc = $word_doc:literal])+ $Word:ident = $word:literal,)+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Words {
            $($(#[doc = $word_doc])+ $Word,)+
        }

        impl $crate::scenario::table::Value for $Words {
            const FORM: $crate::scenario::shape::Form =
                $crate::scenario::shape::Form::Words(&[$(($word, &[$($word_doc),+])),+]);

            fn decode(
                node: &$crate::scenario::node::Node,
                field: &$crate::scenario::shape::FieldShape<'_>,
                decoder: &mut $crate::scenario::decoder::Decoder<'_>,
            ) -> Option<Self> {
                let words = [$(($word, Self::$Word)),+];
                $crate::scenario::words::choose(node, field, &words, decoder)
            }
        }
    };
}

pub(super) use words;

/// The choice whose word is written, or a complaint.
pub(super) fn choose<T: Copy>(
    node: &Node,
    field: &FieldShape<'_>,
    words: &[(&str, T)],
    decoder: &mut Decoder<'_>,
) -> Option<T> {
    let all = || words.iter().map(|(word, _)| *word);
    let Some(text) = node.text() else {
        return decoder.wrong_type(node, field, &format!("one of: {}", listed(all())));
    };
    if let Some((_, choice)) = words.iter().find(|(word, _)| *word == text) {
        return Some(*choice);
    }
    let hint = closest(text, all()).map_or_else(
        || format!("the words are: {}", listed(all())),
        |word| format!("the words are: {}. Did you mean `{word}`?", listed(all())),
    );
    let message = format!("`{}` has no word `{text}`", field.key);
    decoder.complain(Diagnostic::error(code::UNKNOWN_WORD, message).at(node.spot).hint(hint));
    None
}
