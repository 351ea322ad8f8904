//! The bigram index: which foods hold two characters side by side.
//!
//! Japanese has no spaces and its everyday food words are one to three characters long, so the
//! index holds every character, every pair, and the first character of each word.

use std::collections::BTreeSet;

/// Marks the beginning of a word in a gram.
const START: char = '^';

/// The grams under which a normalised text is filed.
#[must_use]
pub fn of_text(text: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut before = START;
        for c in word.chars() {
            grams.insert(String::from(c));
            grams.insert(String::from_iter([before, c]));
            before = c;
        }
    }
    grams
}

/// The grams that a text must have to hold the normalised `word`: its pairs, or the character when
/// it is only one.
#[must_use]
pub fn of_word(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    match chars.as_slice() {
        [] => Vec::new(),
        [only] => vec![String::from(*only)],
        _ => {
            let pairs: BTreeSet<String> =
                chars.iter().zip(chars.iter().skip(1)).map(|(a, b)| String::from_iter([*a, *b])).collect();
            pairs.into_iter().collect()
        }
    }
}

/// The gram of the words that begin with `c`.
#[must_use]
pub fn of_start(c: char) -> String {
    String::from_iter([START, c])
}

/// Packs ascending identifiers: differences, seven bits a byte, the high bit says that more follows.
#[must_use]
pub fn pack(ids: &BTreeSet<u32>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ids.len());
    let mut before = 0;
    for &id in ids {
        let mut step = id - before;
        before = id;
        while step >= 0x80 {
            bytes.push((step & 0x7f) as u8 | 0x80);
            step >>= 7;
        }
        bytes.push(step as u8);
    }
    bytes
}

/// Unpacks what [`pack`] made. Stops at the first byte that makes no sense.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Vec<u32> {
    let mut ids = Vec::with_capacity(bytes.len());
    let (mut id, mut step, mut shift) = (0_u32, 0_u32, 0_u32);
    for &byte in bytes {
        if shift > 28 {
            break;
        }
        step |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            shift += 7;
            continue;
        }
        let Some(next) = id.checked_add(step) else { break };
        id = next;
        ids.push(id);
        (step, shift) = (0, 0);
    }
    ids
}

/// The identifiers that are in all of the ascending `lists`; none when there are no lists.
#[must_use]
pub fn in_all(mut lists: Vec<Vec<u32>>) -> Vec<u32> {
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let first = lists.next().unwrap_or_default();
    lists.fold(first, |mut kept, list| {
        kept.retain(|id| list.binary_search(id).is_ok());
        kept
    })
}

/// The identifiers that are in at least two thirds of the `lists`, those in most of them first.
#[must_use]
pub fn in_most(lists: &[Vec<u32>]) -> Vec<u32> {
    let mut counts = std::collections::BTreeMap::new();
    for &id in lists.iter().flatten() {
        *counts.entry(id).or_insert(0_usize) += 1;
    }
    let mut found: Vec<(usize, u32)> =
        counts.into_iter().filter(|(_, count)| count * 3 >= lists.len() * 2).map(|(id, count)| (count, id)).collect();
    found.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
    found.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_filed_under_characters_pairs_and_beginnings() {
        let grams: Vec<_> = of_text("さけ 生").into_iter().collect();
        assert_eq!(grams, ["^さ", "^生", "け", "さ", "さけ", "生"]);
        assert_eq!(of_word("酢"), ["酢"]);
        assert_eq!(of_word("さけさけ"), ["けさ", "さけ"]);
        assert!(of_word("").is_empty());
    }

    #[test]
    fn what_is_in_two_thirds_of_the_lists_is_in_most_of_them() {
        assert_eq!(in_most(&[vec![1, 2, 3], vec![2, 3], vec![3]]), [3, 2]);
        assert_eq!(in_most(&[vec![1], vec![2]]), Vec::<u32>::new());
        assert_eq!(in_all(vec![vec![1, 2, 3], vec![2, 3], vec![3, 4]]), [3]);
    }

    #[test]
    fn a_damaged_list_ends_and_does_not_loop_or_overflow() {
        assert_eq!(unpack(&[0xff; 40]), Vec::<u32>::new());
        assert_eq!(unpack(&[5, 0x80]), [5]);
        assert_eq!(unpack(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1]), [u32::MAX]);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(ids in proptest::collection::btree_set(any::<u32>(), 0..200)) {
            prop_assert_eq!(unpack(&pack(&ids)), ids.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_unpack_to_ascending_numbers(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let ids = unpack(&bytes);
            prop_assert!(ids.windows(2).all(|pair| pair[0] <= pair[1]));
        }

        #[test]
        fn a_word_of_a_text_is_always_found_by_its_grams(word in "[ぁ-ん]{1,8}", around in "[ぁ-ん]{0,5}") {
            let filed = of_text(&format!("{around}{word} {around}"));
            prop_assert!(of_word(&word).iter().all(|gram| filed.contains(gram)));
        }
    }
}
