//! The languages that the words exist in.

use serde::{Deserialize, Serialize};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English; what everyone gets whose language is not here.
    #[default]
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The language of a tag as phones and shells write it: `ja`, `ja-JP`, `ja_JP.UTF-8`, `en-US`.
    /// English for everything that is not Japanese.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ja") || language.eq_ignore_ascii_case("jpn") { Self::Ja } else { Self::En }
    }

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_understood_however_the_system_writes_it() {
        for tag in ["ja", "JA", "ja-JP", "ja_JP.UTF-8", "jpn"] {
            assert_eq!(Lang::from_tag(tag), Lang::Ja, "{tag}");
        }
        for tag in ["en", "en-US", "C", "POSIX", "", "jam", "de_DE.UTF-8"] {
            assert_eq!(Lang::from_tag(tag), Lang::En, "{tag}");
        }
    }
}
