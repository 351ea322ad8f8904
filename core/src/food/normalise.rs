//! Spelling a food's name one way, for the index and for what a person types.
//!
//! ゴハン, ごはん and "ご　はん" are one word to a person; らーめん, ラーメン and らあめん too.

use unicode_normalization::UnicodeNormalization;

/// Longest text that is looked at, in characters; a food's name is far shorter.
const LONGEST: usize = 200;

/// NFKC, lower case, hiragana, no brackets or punctuation, one space between words, and long
/// vowels dropped (`とうふ` and `とーふ` are both `とふ`).
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut vowel = None;
    for c in text.nfkc().flat_map(char::to_lowercase).map(to_hiragana).take(LONGEST) {
        if c == 'ー' || c == '〜' || c == '~' {
            continue;
        }
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            vowel = None;
            continue;
        }
        if is_long(vowel, c) {
            continue;
        }
        vowel = vowel_of(c);
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether `c` only lengthens the vowel before it: ああ, いい, うう, えい, ええ, おう, おお.
fn is_long(before: Option<char>, c: char) -> bool {
    matches!(
        (before, c),
        (Some('a'), 'あ' | 'ぁ')
            | (Some('i'), 'い' | 'ぃ')
            | (Some('u'), 'う' | 'ぅ')
            | (Some('e'), 'え' | 'い' | 'ぇ')
            | (Some('o'), 'お' | 'う' | 'ぉ')
    )
}

fn to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// The vowel with which a hiragana ends, `None` for ん, っ and everything else.
fn vowel_of(c: char) -> Option<char> {
    Some(match c {
        'あ' | 'ぁ' | 'か' | 'が' | 'さ' | 'ざ' | 'た' | 'だ' | 'な' | 'は' | 'ば' | 'ぱ' | 'ま' | 'や' | 'ゃ'
        | 'ら' | 'わ' => 'a',
        'い' | 'ぃ' | 'き' | 'ぎ' | 'し' | 'じ' | 'ち' | 'ぢ' | 'に' | 'ひ' | 'び' | 'ぴ' | 'み' | 'り' => {
            'i'
        }
        'う' | 'ぅ' | 'く' | 'ぐ' | 'す' | 'ず' | 'つ' | 'づ' | 'ぬ' | 'ふ' | 'ぶ' | 'ぷ' | 'む' | 'ゆ' | 'ゅ'
        | 'る' | 'ゔ' => 'u',
        'え' | 'ぇ' | 'け' | 'げ' | 'せ' | 'ぜ' | 'て' | 'で' | 'ね' | 'へ' | 'べ' | 'ぺ' | 'め' | 'れ' => {
            'e'
        }
        'お' | 'ぉ' | 'こ' | 'ご' | 'そ' | 'ぞ' | 'と' | 'ど' | 'の' | 'ほ' | 'ぼ' | 'ぽ' | 'も' | 'よ' | 'ょ'
        | 'ろ' | 'を' => 'o',
        _ => return None,
    })
}

/// How words in kanji are read, so that 豚 finds ぶた.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// Normalised word and its reading, the longest word first.
    words: Vec<(String, String)>,
}

impl Readings {
    /// From pairs of a word and its reading. A reading may end in a space: 豚もも is two words.
    pub fn new<W: AsRef<str>, K: AsRef<str>>(pairs: impl IntoIterator<Item = (W, K)>) -> Self {
        let mut words: Vec<_> = pairs
            .into_iter()
            .map(|(word, kana)| (normalise(word.as_ref()), kana.as_ref().to_owned()))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { words }
    }

    /// `text` normalised, with every known word replaced by its reading.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let plain = normalise(text);
        let mut out = String::with_capacity(plain.len());
        let mut rest = plain.as_str();
        while let Some(c) = rest.chars().next() {
            // Most of a name is kana; only other letters can start a word with a reading.
            let known = self.words.iter().find_map(|(word, kana)| Some((rest.strip_prefix(word.as_str())?, kana)));
            if let Some((after, kana)) = known {
                out.push_str(kana);
                rest = after;
            } else {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        normalise(&out)
    }
}

/// A table's name taken apart: the food's own words, and the classes that it is filed under.
///
/// `＜魚類＞ （さけ・ます類） しろさけ 生` is the food `しろさけ 生` of the class `さけ・ます類`. Square
/// brackets are part of the name: `こめ ［水稲めし］`.
#[must_use]
pub fn words_and_classes(name: &str) -> (String, String) {
    let (mut words, mut classes) = (String::new(), String::new());
    let mut depth = 0_u32;
    let mut shelf = false;
    for c in name.chars() {
        match c {
            // The shelf (＜魚類＞) is on every label of the group and tells nobody anything.
            '＜' => shelf = true,
            '＞' => shelf = false,
            _ if shelf => {}
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                classes.push(' ');
            }
            _ if depth > 0 => classes.push(c),
            _ => words.push(c),
        }
    }
    (words.trim().to_owned(), classes.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ways_of_writing_one_word_become_one() {
        for group in [
            &["ゴハン", "ごはん", "ｺﾞﾊﾝ", " ごはん "][..],
            &["ラーメン", "らーめん", "らあめん", "ラアメン"],
            &["コーヒー", "こーひー", "コオヒイ"],
            &["［水稲めし］", "水稲めし", "〔水稲めし〕"],
            &["Miso  Soup", "miso soup", "ＭＩＳＯ　ＳＯＵＰ"],
        ] {
            for word in group {
                assert_eq!(normalise(word), normalise(group[0]), "{word}");
            }
        }
        assert_ne!(normalise("さけ"), normalise("さげ"));
    }

    #[test]
    fn a_word_in_kanji_is_found_by_its_reading_and_the_longest_word_wins() {
        let readings = Readings::new([("豚", "ぶた "), ("牛", "うし "), ("牛乳", "ぎゅうにゅう")]);
        assert_eq!(readings.fold("豚もも"), "ぶた もも");
        assert_eq!(readings.fold("牛乳"), normalise("ぎゅうにゅう"));
        assert_eq!(readings.fold("牛"), "うし");
    }

    #[test]
    fn a_name_is_taken_apart_into_food_and_class() {
        assert_eq!(
            words_and_classes("＜魚類＞ （さけ・ます類） しろさけ 生"),
            ("しろさけ 生".to_owned(), "さけ・ます類".to_owned())
        );
        assert_eq!(words_and_classes("こめ ［水稲めし］ 精白米").1, "");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn any_text_can_be_folded_and_taken_apart(text in "[あ-んア-ン一-龥a-z（）＜＞ ー]{0,40}") {
            let readings = Readings::new([("豚", "ぶた "), ("一", "いち")]);
            let folded = readings.fold(&text);
            prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
            let _ = words_and_classes(&text);
        }
    }
}
