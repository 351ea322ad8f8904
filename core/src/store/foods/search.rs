//! Finding a food by what people call it.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::{FoodTable, refused};
use crate::error::Result;
use crate::food::rank::{self, Fit, Place, TermKind};
use crate::food::{FoodHit, FoodUse, OwnName, gram, normalise, packed};
use crate::model::meal::{FoodCode, Nutrient};

/// Most foods looked at closely in one search; keeps a one-letter query far under a millisecond.
const CANDIDATES: usize = 200;

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

/// Who searches: see [`FoodTable::eater`]. The default is nobody in particular.
#[derive(Debug, Clone, Default)]
pub struct Eater {
    /// The weights of the foods of the table that they ate.
    eaten: HashMap<u32, f64>,
    own: Vec<Own>,
}

/// A food of their own, spelt as a query will be.
#[derive(Debug, Clone)]
struct Own {
    plain: String,
    packed: String,
    history: f64,
    food: OwnName,
}

impl Own {
    /// Where it stands: its whole name is an everyday word, and of foods that fit alike it comes first.
    fn place(&self, plain: &str, folded: &str) -> Option<Place> {
        let history = self.history;
        let fit = if self.plain == plain { Fit::Whole } else { rank::fit(folded, &self.packed)? };
        let synonym = (fit == Fit::Whole).then_some(0);
        Some(Place { synonym, history, fit, general: 0 })
    }
}

impl FoodTable {
    /// The foods that `text` can mean, the likeliest first, at most `limit`.
    ///
    /// First what an everyday word means (ごはん, 味噌汁, "egg"), then what the person has eaten
    /// before (`eater`), then how well the words fit, then the commoner food.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub fn search(&self, text: &str, limit: usize, eater: &Eater) -> Result<Vec<FoodHit>> {
        let plain = normalise::normalise(text);
        if plain.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        // A name pasted from the table brings its shelf (＜魚類＞) along, which no food is filed under.
        let (words, classes) = normalise::words_and_classes(text);
        let folded = self.readings.fold(&format!("{words} {classes}"));
        let synonyms = self.synonyms(&plain, &folded)?;
        let mut candidates = self.holding(&folded)?;
        candidates.extend(synonyms.keys());
        // What they eat is looked at however rare it is; one letter is the beginning of a word.
        let one_letter = folded.chars().nth(1).is_none();
        let fits =
            |id: &&u32| !one_letter || rank::fit(&folded, self.shelf.of(**id)).is_some_and(|fit| fit < Fit::Inside);
        candidates.extend(eater.eaten.keys().filter(fits));
        candidates.sort_unstable();
        candidates.dedup();
        let mut places = Vec::with_capacity(candidates.len());
        for id in candidates {
            let synonym = synonyms.get(&id).copied();
            let fit = rank::fit(&folded, self.shelf.of(id)).or(synonym.map(|_| Fit::Whole));
            let history = eater.eaten.get(&id).copied().unwrap_or(0.0);
            places.extend(fit.map(|fit| (Place { synonym, history, fit, general: id }, Found::Table(id))));
        }
        places.extend(eater.own.iter().filter_map(|own| Some((own.place(&plain, &folded)?, Found::Own(&own.food)))));
        // お寿司 and お刺身 are said politely; no food is filed under お.
        if let (true, Some(plainly)) = (places.is_empty(), plain.strip_prefix('お').filter(|rest| !rest.is_empty())) {
            return self.search(plainly, limit, eater);
        }
        if places.is_empty() {
            let pieces = self.holding_pieces(&folded)?;
            let place = |general| Place { synonym: None, history: 0.0, fit: Fit::Pieces, general };
            places.extend((0..).zip(pieces).map(|(general, id)| (place(general), Found::Table(id))));
        }
        // Only what is shown needs to be in order.
        if places.len() > limit {
            places.select_nth_unstable_by(limit, |a, b| a.0.compare(&b.0));
            places.truncate(limit);
        }
        places.sort_by(|a, b| a.0.compare(&b.0));
        places.into_iter().map(|(_, found)| self.hit(found)).collect()
    }

    /// Who searches: what they ate and their own foods, looked up once for all the letters they type.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn eater(&self, history: &[FoodUse], own: Vec<OwnName>) -> Result<Eater> {
        let mut weights: HashMap<&str, f64> = HashMap::new();
        for food in history {
            *weights.entry(food.code.0.as_str()).or_default() += food.weight();
        }
        let own = own
            .into_iter()
            .map(|food| {
                let (name, reading) = (self.readings.fold(&food.name), self.readings.fold(&food.reading));
                Own {
                    plain: normalise::normalise(&food.name),
                    packed: rank::pack_terms([(TermKind::Name, name.as_str()), (TermKind::Alias, reading.as_str())]),
                    history: weights.get(food.code.0.as_str()).copied().unwrap_or(0.0),
                    food,
                }
            })
            .collect();
        Ok(Eater { eaten: self.identifiers(&weights)?, own })
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

    /// The packed list of the foods that are filed under a gram.
    fn list(&self, gram: &str) -> Result<Vec<u8>> {
        let mut statement =
            self.connection.prepare_cached("SELECT foods FROM gram WHERE gram = ?1").map_err(refused)?;
        let packed = statement.query_row([gram], |row| row.get(0)).optional().map_err(refused)?;
        Ok(packed.unwrap_or_default())
    }

    /// The packed lists of all pairs of all words.
    fn lists(&self, folded: &str) -> Result<Vec<Vec<u8>>> {
        folded.split(' ').flat_map(gram::of_word).map(|gram| self.list(&gram)).collect()
    }

    /// The commonest foods that hold every word of `folded`: all its pairs, which is nearly the same.
    fn holding(&self, folded: &str) -> Result<Vec<u32>> {
        let mut single = folded.chars();
        if let (Some(only), None) = (single.next(), single.next()) {
            let starting = self.list(&gram::of_start(only))?;
            // One letter is the beginning of a word; only if nothing begins with it, any letter will do.
            let list = if starting.is_empty() { self.list(folded)? } else { starting };
            return Ok(gram::in_all(&[list], CANDIDATES));
        }
        Ok(gram::in_all(&self.lists(folded)?, CANDIDATES))
    }

    /// The foods that hold most of the pairs of `folded`, the most first.
    fn holding_pieces(&self, folded: &str) -> Result<Vec<u32>> {
        let lists: Vec<Vec<u32>> = self.lists(folded)?.iter().map(|bytes| gram::unpack(bytes)).collect();
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
