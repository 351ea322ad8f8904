//! How well a food fits what was typed, and which foods come first when several fit alike.

/// What kind of words a food is filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// The table's own name.
    Name,
    /// Another name: of everyday speech, of the table's remarks, or English.
    Alias,
    /// The class that the table files it under, such as さけ・ます類.
    Class,
}

impl TermKind {
    const fn mark(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Alias => 'a',
            Self::Class => 'c',
        }
    }

    const fn of_mark(mark: char) -> Option<Self> {
        match mark {
            'n' => Some(Self::Name),
            'a' => Some(Self::Alias),
            'c' => Some(Self::Class),
            _ => None,
        }
    }
}

/// The words of one food as the table keeps them: a line each, the kind's mark first.
#[must_use]
pub fn pack_terms<'a>(terms: impl IntoIterator<Item = (TermKind, &'a str)>) -> String {
    let mut packed = String::new();
    for (kind, text) in terms {
        if !packed.is_empty() {
            packed.push('\n');
        }
        packed.push(kind.mark());
        packed.push_str(text);
    }
    packed
}

/// The words of one food again.
pub fn terms(packed: &str) -> impl Iterator<Item = (TermKind, &str)> {
    packed.lines().filter_map(|line| {
        let mut chars = line.chars();
        Some((TermKind::of_mark(chars.next()?)?, chars.as_str()))
    })
}

/// The words of every food in one text, a blank line between two foods.
#[must_use]
pub fn pack_shelf(foods: &[String]) -> String {
    foods.join("\n\n")
}

/// The words of every food, in memory: a search looks at hundreds of them for each letter typed.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    text: String,
    /// Where each food's words begin and end; the first food is 1.
    places: Vec<(u32, u32)>,
}

impl Shelf {
    /// The shelf of what [`pack_shelf`] made.
    #[must_use]
    pub fn new(text: String) -> Self {
        let mut places = Vec::new();
        let mut start = 0_u32;
        for food in text.split("\n\n") {
            let end = start.saturating_add(u32::try_from(food.len()).unwrap_or(u32::MAX));
            places.push((start, end));
            start = end.saturating_add(2);
        }
        Self { text, places }
    }

    /// The packed words of the food with this identifier, empty when there is none.
    #[must_use]
    pub fn of(&self, id: u32) -> &str {
        let place = (id as usize).checked_sub(1).and_then(|place| self.places.get(place));
        place.and_then(|&(start, end)| self.text.get(start as usize..end as usize)).unwrap_or_default()
    }
}

/// How well a food's words fit a word that was typed; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// One of its names is the word.
    Whole,
    /// The word is one of a name's words.
    Word,
    /// A name begins with it.
    NameStart,
    /// One of a name's words begins with it.
    WordStart,
    /// It stands inside a word.
    Inside,
    /// Only the class has it.
    Class,
    /// Most of it is there, in pieces.
    Pieces,
}

/// The fit of the words typed: that of the word that fits worst. `None` when one does not fit.
#[must_use]
pub fn fit(words: &str, packed: &str) -> Option<Fit> {
    if !words.contains(' ') {
        return fit_of_word(words, packed);
    }
    if terms(packed).any(|(kind, text)| kind != TermKind::Class && text == words) {
        return Some(Fit::Whole);
    }
    let mut worst = Fit::Whole;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        worst = worst.max(fit_of_word(word, packed)?);
    }
    Some(worst)
}

/// Hundreds of foods are looked at for each letter typed: the last two bytes are compared first, and
/// what stands around them only where they are the word's.
fn fit_of_word(word: &str, packed: &str) -> Option<Fit> {
    let (word, packed) = (word.as_bytes(), packed.as_bytes());
    let mut best: Option<Fit> = None;
    let mut look = |end: usize| -> bool {
        let fit = end.checked_sub(word.len()).and_then(|start| fit_at(start, end, word, packed));
        best = [best, fit].into_iter().flatten().min();
        best == Some(Fit::Whole)
    };
    match word {
        [] => {}
        [only] => {
            packed.iter().enumerate().any(|(place, byte)| byte == only && look(place + 1));
        }
        [.., before, last] => {
            let ending = [*before, *last];
            packed.windows(2).enumerate().any(|(place, pair)| pair == ending && look(place + 2));
        }
    }
    best
}

/// How the word stands between `start` and `end` in the food's words, if it does.
fn fit_at(start: usize, end: usize, word: &[u8], packed: &[u8]) -> Option<Fit> {
    if packed.get(start..end) != Some(word) {
        return None;
    }
    // The line begins with the mark of its kind, which is no letter of a word.
    let line = packed.get(..start)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if start == line {
        return None;
    }
    if packed.get(line) == Some(&(TermKind::Class.mark() as u8)) {
        return Some(Fit::Class);
    }
    let first = start == line + 1;
    let begins = first || packed.get(start - 1) == Some(&b' ');
    let line_ends = matches!(packed.get(end), None | Some(b'\n'));
    let ends = line_ends || packed.get(end) == Some(&b' ');
    Some(match (first, begins) {
        (true, _) if line_ends => Fit::Whole,
        (_, true) if ends => Fit::Word,
        (true, _) => Fit::NameStart,
        (_, true) => Fit::WordStart,
        _ => Fit::Inside,
    })
}

/// What decides which of two foods is the commoner, before anything is typed. Smaller comes first.
///
/// Foods with everyday names come first, then food as eaten before dry goods and grain, then the
/// shorter name: it is the plainer food.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneralRank {
    uncommon: u8,
    not_as_eaten: bool,
    name_length: usize,
}

/// What is in the name of a food that nobody eats as it is.
const NOT_AS_EATEN: [&str; 16] = [
    "穀粒",
    "玄穀",
    "乾",
    "粉",
    "塩蔵",
    "冷凍",
    "dry",
    "dried",
    "uncooked",
    "unprepared",
    "dehydrated",
    "powder",
    "frozen",
    "unheated",
    "babyfood",
    "formula",
];

impl GeneralRank {
    /// `first_of_word`: an everyday word means this food before all others; `has_measure`: people
    /// count it in household measures; `has_english`: it is common enough to have been translated;
    /// `raw`: nobody eats it before it is cooked.
    #[must_use]
    pub fn new(name: &str, first_of_word: bool, has_measure: bool, has_english: bool, raw: bool) -> Self {
        let points = 3 * u8::from(first_of_word) + 2 * u8::from(has_measure) + u8::from(has_english);
        let spelt = name.to_lowercase();
        let not_as_eaten = raw || NOT_AS_EATEN.iter().any(|mark| spelt.contains(mark));
        Self { uncommon: 6 - points, not_as_eaten, name_length: name.chars().count() }
    }
}

/// The order of the hits: an everyday word that means exactly this food, then what the person eats
/// anyway, then how well the words fit, then the commoner food.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The typed word is an everyday word for this food, and which one of several.
    pub synonym: Option<u32>,
    /// The weight of the person's own history, 0 for a food never recorded.
    pub history: f64,
    /// How well the words fit.
    pub fit: Fit,
    /// The place in the general order of foods.
    pub general: u32,
}

impl Place {
    /// Compares two places; `Less` is shown first.
    #[must_use]
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let key = |place: &Self| (place.synonym.is_none(), place.synonym, place.fit, place.general);
        self.synonym
            .is_none()
            .cmp(&other.synonym.is_none())
            .then_with(|| other.history.total_cmp(&self.history))
            .then_with(|| key(self).cmp(&key(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closer_the_words_the_better_the_fit() {
        let packed = pack_terms([
            (TermKind::Name, "しろさけ やき"),
            (TermKind::Alias, "やきざけ"),
            (TermKind::Class, "さけ まするい"),
        ]);
        assert_eq!(fit("やきざけ", &packed), Some(Fit::Whole));
        assert_eq!(fit("やき", &packed), Some(Fit::Word));
        assert_eq!(fit("しろ", &packed), Some(Fit::NameStart));
        assert_eq!(fit("さけ", &packed), Some(Fit::Inside));
        assert_eq!(fit("ます", &packed), Some(Fit::Class));
        assert_eq!(fit("しろ やき", &packed), Some(Fit::NameStart));
        assert_eq!(fit("しろ なま", &packed), None);
    }

    #[test]
    fn the_mark_of_a_line_is_no_letter_of_its_words() {
        let packed = pack_terms([(TermKind::Name, "さけ"), (TermKind::Alias, "salmon"), (TermKind::Class, "ます")]);
        assert_eq!(fit("n", &packed), Some(Fit::Inside));
        assert_eq!(fit("a", &packed), Some(Fit::Inside));
        assert_eq!(fit("c", &packed), None);
        assert_eq!(fit("s", &packed), Some(Fit::NameStart));
        assert_eq!(fit("", &packed), None);
    }

    #[test]
    fn the_shelf_gives_each_food_its_own_words() {
        let foods =
            [pack_terms([(TermKind::Name, "やき"), (TermKind::Alias, "grill")]), pack_terms([(TermKind::Name, "x")])];
        let shelf = Shelf::new(pack_shelf(&foods));
        assert_eq!((shelf.of(1), shelf.of(2)), (foods[0].as_str(), foods[1].as_str()));
        assert_eq!((shelf.of(0), shelf.of(3)), ("", ""));
    }

    #[test]
    fn the_everyday_food_comes_before_the_grain_it_is_made_of() {
        let cooked = GeneralRank::new("こめ ［水稲めし］ 玄米", true, true, true, false);
        let grain = GeneralRank::new("こめ ［水稲穀粒］ 玄米", true, true, true, false);
        assert!(cooked < grain);
    }

    #[test]
    fn a_synonym_beats_history_and_history_beats_fit() {
        let place = Place { synonym: None, history: 0.0, fit: Fit::Inside, general: 5 };
        let synonym = Place { synonym: Some(0), ..place };
        let eaten = Place { history: 2.0, ..place };
        let close = Place { fit: Fit::Whole, general: 1, ..place };
        assert!(synonym.compare(&eaten).is_lt());
        assert!(eaten.compare(&close).is_lt());
        assert!(close.compare(&place).is_lt());
    }
}
