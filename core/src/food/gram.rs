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
    Ids::new(bytes).collect()
}

/// The identifiers of a packed list, one after the other: most searches need only the first few.
struct Ids<'a> {
    bytes: std::slice::Iter<'a, u8>,
    before: u32,
}

impl<'a> Ids<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter(), before: 0 }
    }
}

impl Iterator for Ids<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut step = 0_u32;
        for shift in (0..=28).step_by(7) {
            let byte = *self.bytes.next()?;
            step |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                self.before = self.before.checked_add(step)?;
                return Some(self.before);
            }
        }
        // Nothing after it can be trusted.
        self.bytes = [].iter();
        None
    }
}

/// The first `most` identifiers that are in all of the packed ascending `lists`; none when there are
/// no lists.
#[must_use]
pub fn in_all(lists: &[Vec<u8>], most: usize) -> Vec<u32> {
    let mut shortest_first: Vec<&Vec<u8>> = lists.iter().collect();
    shortest_first.sort_by_key(|bytes| bytes.len());
    let mut lists: Vec<Ids<'_>> = shortest_first.into_iter().map(|bytes| Ids::new(bytes)).collect();
    let mut found = Vec::new();
    let Some((shortest, others)) = lists.split_first_mut() else { return found };
    let mut heads: Vec<Option<u32>> = others.iter_mut().map(Iterator::next).collect();
    'ids: while found.len() < most {
        let Some(id) = shortest.next() else { break };
        for (list, head) in others.iter_mut().zip(&mut heads) {
            while head.is_some_and(|head| head < id) {
                *head = list.next();
            }
            match head {
                None => break 'ids,
                Some(head) if *head == id => {}
                Some(_) => continue 'ids,
            }
        }
        found.push(id);
    }
    found
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
        let packed = |ids: &[u32]| pack(&ids.iter().copied().collect());
        let lists = [packed(&[1, 2, 3, 9]), packed(&[2, 3, 9]), packed(&[3, 4, 9])];
        assert_eq!(in_all(&lists, 10), [3, 9]);
        assert_eq!(in_all(&lists, 1), [3]);
        assert_eq!(in_all(&[], 10), Vec::<u32>::new());
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
        fn what_is_in_all_lists_is_found_up_to_as_many_as_are_asked_for(
            lists in proptest::collection::vec(proptest::collection::btree_set(0_u32..200, 0..150), 1..5),
            most in 0_usize..40,
        ) {
            let packed: Vec<_> = lists.iter().map(pack).collect();
            let in_every = |id: &u32| lists.iter().all(|list| list.contains(id));
            let expected: Vec<u32> = (0..200).filter(|id| in_every(id)).take(most).collect();
            prop_assert_eq!(in_all(&packed, most), expected);
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
