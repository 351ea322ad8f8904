//! The table as SQLite keeps it.

use std::collections::{BTreeMap, BTreeSet};

use mimamori::food::rank::{self, GeneralRank, TermKind, pack_terms};
use mimamori::food::{Readings, gram, normalise, packed};
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{ReferenceLine, Row, Words};

/// The columns of `sources.csv`, in the order of the table.
pub(super) const SOURCE_COLUMNS: [&str; 7] =
    ["prefix", "version", "title", "publisher", "licence", "notice", "address"];

const SCHEMA: &str = "
CREATE TABLE source (prefix TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL,
    licence TEXT NOT NULL, notice TEXT NOT NULL, address TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reference (figure TEXT NOT NULL, kind TEXT NOT NULL, sex TEXT NOT NULL, age_from REAL NOT NULL,
    age_to REAL, low REAL, high REAL) STRICT;
CREATE TABLE reading (word TEXT PRIMARY KEY, kana TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE terms (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE food (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, everyday TEXT,
    name_en TEXT,
    refuse REAL NOT NULL, grams_per_100ml REAL, estimated INTEGER NOT NULL, trace INTEGER NOT NULL,
    partial INTEGER NOT NULL, amounts BLOB NOT NULL) STRICT;
CREATE TABLE synonym (text TEXT NOT NULL, rank INTEGER NOT NULL, food INTEGER NOT NULL REFERENCES food,
    PRIMARY KEY (text, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE gram (gram TEXT PRIMARY KEY, foods BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE measure (food INTEGER NOT NULL REFERENCES food, rank INTEGER NOT NULL, measure TEXT NOT NULL,
    grams REAL NOT NULL, source TEXT NOT NULL, PRIMARY KEY (food, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE ingredient (dish INTEGER NOT NULL REFERENCES food, rank INTEGER NOT NULL,
    food INTEGER NOT NULL REFERENCES food, grams REAL NOT NULL, PRIMARY KEY (dish, rank)) STRICT, WITHOUT ROWID;
";

/// The bytes of the table.
pub(super) fn table(
    foods: &BTreeMap<String, Row>,
    words: &Words,
    readings: &[(String, String)],
    sources: &[Vec<String>],
    references: &[ReferenceLine],
) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-8';")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    for source in sources {
        transaction.execute("INSERT INTO source VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", params_from_iter(source))?;
    }
    for line in references {
        transaction.execute("INSERT INTO reference VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", line.clone())?;
    }
    for (word, kana) in readings {
        transaction.execute("INSERT INTO reading VALUES (?1, ?2)", [word, kana])?;
    }

    let spelling = Readings::new(readings.iter().map(|(word, kana)| (word, kana)));
    let ids = in_general_order(foods, words);
    let mut insert = transaction.prepare("INSERT INTO food VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
    let mut grams: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let mut filed = Vec::new();
    for (&id, (code, food)) in &ids {
        let terms = terms(food, &spelling);
        for (_, text) in &terms {
            for gram in gram::of_text(text) {
                grams.entry(gram).or_default().insert(id);
            }
        }
        filed.push(pack_terms(terms.iter().map(|(kind, text)| (*kind, text.as_str()))));
        insert.execute(params_from_iter([
            Value::from(id),
            (*code).clone().into(),
            food.name.clone().into(),
            food.everyday.clone().into(),
            food.name_en.clone().into(),
            food.refuse.into(),
            food.grams_per_100ml.into(),
            food.estimated.bits().into(),
            food.trace.bits().into(),
            food.partial.bits().into(),
            packed::pack(&food.per_100g).into(),
        ]))?;
    }
    drop(insert);
    transaction.execute("INSERT INTO terms VALUES (1, ?1)", [rank::pack_shelf(&filed)])?;

    let by_code: BTreeMap<&str, u32> = ids.iter().map(|(id, (code, _))| (code.as_str(), *id)).collect();
    let id_of = |code: &str| by_code.get(code).copied();
    for (id, (_, food)) in &ids {
        for (rank, (measure, grams, source)) in (0_u32..).zip(&food.measures) {
            transaction
                .execute("INSERT INTO measure VALUES (?1, ?2, ?3, ?4, ?5)", (id, rank, measure, grams, source))?;
        }
        for (rank, (part, grams)) in (0_u32..).zip(&food.ingredients) {
            transaction.execute("INSERT INTO ingredient VALUES (?1, ?2, ?3, ?4)", (id, rank, id_of(part), grams))?;
        }
    }
    for (word, codes) in &words.0 {
        for (rank, code) in (0_u32..).zip(codes) {
            transaction.execute("INSERT INTO synonym VALUES (?1, ?2, ?3)", (word, rank, id_of(code)))?;
        }
    }
    for (gram, foods) in &grams {
        transaction.execute("INSERT INTO gram VALUES (?1, ?2)", (gram, gram::pack(foods)))?;
    }
    transaction.commit()?;
    connection.execute_batch("VACUUM")?;
    Ok(connection.serialize(rusqlite::MAIN_DB)?.to_vec())
}

/// The foods with their identifiers: the commonest is 1.
fn in_general_order<'a>(foods: &'a BTreeMap<String, Row>, words: &Words) -> BTreeMap<u32, (&'a String, &'a Row)> {
    let first = words.first();
    let mut order: Vec<_> = foods.iter().collect();
    order.sort_by_cached_key(|(code, food)| {
        let (name, _) = normalise::words_and_classes(&food.name);
        // A density or the USDA's list of cups says nothing of how common a food is.
        let measured = food.measures.iter().any(|(_, _, source)| !matches!(*source, "mext-density" | "usda"));
        let rank = GeneralRank::new(&name, first.contains(code.as_str()), measured, food.name_en.is_some(), food.raw);
        (rank, (*code).clone())
    });
    (1..).zip(order).collect()
}

/// The words under which a food is filed, spelt as a query will be.
fn terms(food: &Row, spelling: &Readings) -> Vec<(TermKind, String)> {
    let (name, class) = normalise::words_and_classes(&food.name);
    let mut terms = BTreeSet::from([(TermKind::Name, spelling.fold(&name)), (TermKind::Class, spelling.fold(&class))]);
    for alias in food.aliases.iter().chain(&food.name_en) {
        terms.insert((TermKind::Alias, spelling.fold(alias)));
    }
    terms.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}
