//! Finding a food by what people call it.

use std::collections::{BTreeSet, HashMap};

use rusqlite::OptionalExtension;

use super::{FoodTable, refused};
use crate::error::Result;
use crate::food::rank::{self, Fit, Place, TermKind};
use crate::food::{FoodHit, FoodUse, OwnName, gram, normalise, packed};
use crate::model::meal::{FoodCode, Nutrient};

/// Most foods looked at closely in one search; keeps a one-letter query far under a millisecond.
const CANDIDATES: usize = 400;

/// Most pieces that are shown when nothing fits as a whole.
const PIECES: usize = 50;

/// Most foods of the person's history that are looked up in one search.
const HISTORY: usize = 50;

/// One food that was found.
#[derive(Clone, Copy)]
enum Found<'a> {
    /// By its identifier.
    Table(u32),
    /// The person's own.
    Own(&'a OwnName),
}

impl FoodTable {
    /// The foods that `text` can mean, the likeliest first, at most `limit`.
    ///
    /// First what an everyday word means (ごはん, 味噌汁, "egg"), then what the person has eaten
    /// before (`history`), then how well the words fit, then the commoner food.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn search(&self, text: &str, limit: usize, history: &[FoodUse], own: &[OwnName]) -> Result<Vec<FoodHit>> {
        let plain = normalise::normalise(text);
        if plain.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        // A name pasted from the table brings its shelf (＜魚類＞) along, which no food is filed under.
        let (words, classes) = normalise::words_and_classes(text);
        let folded = self.readings.fold(&format!("{words} {classes}"));
        let synonyms = self.synonyms(&plain, &folded)?;
        let mut weights: HashMap<&str, f64> = HashMap::new();
        for food in history {
            *weights.entry(food.code.0.as_str()).or_default() += food.weight();
        }

        let found = self.holding(&folded)?;
        let eaten = self.identifiers(&weights)?;
        let mut candidates: BTreeSet<u32> = synonyms.keys().copied().collect();
        candidates.extend(found.iter().take(CANDIDATES));
        candidates.extend(eaten.keys().copied().filter(|id| found.binary_search(id).is_ok()));
        let mut places = Vec::new();
        for id in candidates {
            let synonym = synonyms.get(&id).copied();
            let fit = rank::fit(&folded, self.shelf.of(id)).or(synonym.map(|_| Fit::Whole));
            let history = eaten.get(&id).copied().unwrap_or(0.0);
            places.extend(fit.map(|fit| (Place { synonym, history, fit, general: id }, Found::Table(id))));
        }
        for food in own {
            let history = weights.get(food.code.0.as_str()).copied().unwrap_or(0.0);
            places.extend(self.own_place(food, &plain, &folded, history).map(|place| (place, Found::Own(food))));
        }
        // お寿司 and お刺身 are said politely; no food is filed under お.
        if let (true, Some(plainly)) = (places.is_empty(), plain.strip_prefix('お').filter(|rest| !rest.is_empty())) {
            return self.search(plainly, limit, history, own);
        }
        if places.is_empty() {
            let pieces = self.holding_pieces(&folded)?;
            let place = |general| Place { synonym: None, history: 0.0, fit: Fit::Pieces, general };
            places.extend((0..).zip(pieces).map(|(general, id)| (place(general), Found::Table(id))));
        }
        places.sort_by(|a, b| a.0.compare(&b.0));
        places.into_iter().take(limit).map(|(_, found)| self.hit(found)).collect()
    }

    /// Where a person's own food stands: its whole name is an everyday word, and of foods that fit
    /// alike it comes first.
    fn own_place(&self, food: &OwnName, plain: &str, folded: &str, history: f64) -> Option<Place> {
        let (name, spelt) = (normalise::normalise(&food.name), self.readings.fold(&food.name));
        let reading = self.readings.fold(&food.reading);
        if name == plain || spelt == folded || reading == folded {
            return Some(Place { synonym: Some(0), history, fit: Fit::Whole, general: 0 });
        }
        let packed = rank::pack_terms([(TermKind::Name, spelt.as_str()), (TermKind::Alias, reading.as_str())]);
        rank::fit(folded, &packed).map(|fit| Place { synonym: None, history, fit, general: 0 })
    }

    fn hit(&self, found: Found<'_>) -> Result<FoodHit> {
        let id = match found {
            Found::Table(id) => id,
            Found::Own(food) => {
                return Ok(FoodHit {
                    code: food.code.clone(),
                    name: food.name.clone(),
                    everyday: None,
                    name_en: None,
                    kcal_per_100g: food.kcal_per_100g,
                });
            }
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT code, name, everyday, name_en, amounts FROM food WHERE id = ?1")
            .map_err(refused)?;
        statement
            .query_row([id], |row| {
                Ok(FoodHit {
                    code: FoodCode(row.get(0)?),
                    name: row.get(1)?,
                    everyday: row.get(2)?,
                    name_en: row.get(3)?,
                    kcal_per_100g: packed::one(row.get_ref(4)?.as_blob()?, Nutrient::Energy),
                })
            })
            .map_err(refused)
    }

    /// The foods that an everyday word means, each with its place among them.
    fn synonyms(&self, plain: &str, folded: &str) -> Result<HashMap<u32, u32>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT food, rank FROM synonym WHERE text = ?1 ORDER BY rank")
            .map_err(refused)?;
        // As typed first: 柿 and 牡蠣 are both かき, and only one of them grows on a tree.
        for text in [plain, folded] {
            let rows = statement.query_map([text], |row| Ok((row.get(0)?, row.get(1)?))).map_err(refused)?;
            let mut found = HashMap::new();
            for row in rows {
                let (food, rank) = row.map_err(refused)?;
                found.entry(food).or_insert(rank);
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(HashMap::new())
    }

    fn list(&self, gram: &str) -> Result<Vec<u32>> {
        let mut statement =
            self.connection.prepare_cached("SELECT foods FROM gram WHERE gram = ?1").map_err(refused)?;
        let packed: Option<Vec<u8>> = statement.query_row([gram], |row| row.get(0)).optional().map_err(refused)?;
        Ok(packed.map(|bytes| gram::unpack(&bytes)).unwrap_or_default())
    }

    /// The foods that hold every word of `folded`, ascending: all its pairs, which is nearly the same.
    fn holding(&self, folded: &str) -> Result<Vec<u32>> {
        let mut single = folded.chars();
        if let (Some(only), None) = (single.next(), single.next()) {
            let starting = self.list(&gram::of_start(only))?;
            // One letter is the beginning of a word; only if nothing begins with it, any letter will do.
            return if starting.is_empty() { self.list(folded) } else { Ok(starting) };
        }
        let mut lists = Vec::new();
        for word in folded.split(' ') {
            for gram in gram::of_word(word) {
                lists.push(self.list(&gram)?);
            }
        }
        Ok(gram::in_all(lists))
    }

    /// The foods that hold most of the pairs of `folded`, the most first.
    fn holding_pieces(&self, folded: &str) -> Result<Vec<u32>> {
        let mut lists = Vec::new();
        for word in folded.split(' ') {
            for gram in gram::of_word(word) {
                lists.push(self.list(&gram)?);
            }
        }
        if lists.len() < 2 {
            return Ok(Vec::new());
        }
        let mut found = gram::in_most(&lists);
        found.truncate(PIECES);
        Ok(found)
    }

    /// The weights of the heaviest foods of the history, by their identifiers.
    fn identifiers(&self, weights: &HashMap<&str, f64>) -> Result<HashMap<u32, f64>> {
        let mut heaviest: Vec<_> = weights.iter().collect();
        heaviest.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let mut statement = self.connection.prepare_cached("SELECT id FROM food WHERE code = ?1").map_err(refused)?;
        let mut ids = HashMap::new();
        for (code, weight) in heaviest.into_iter().take(HISTORY) {
            if let Some(id) = statement.query_row([code], |row| row.get(0)).optional().map_err(refused)? {
                ids.insert(id, *weight);
            }
        }
        Ok(ids)
    }
}
