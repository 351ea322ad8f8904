//! Typing a food's name, one letter after the other, against SQL `LIKE` over the same names.
//!
//! Both look through the 11,663 foods and dishes of the table, and both give the best 20 with code,
//! name and energy for each letter typed. The peer has the same names, spelt the same way (so that it
//! finds the same words), one row a food, in memory; it takes the shorter name first, which is all
//! that it can rank by. Ours takes everyday words, the person's history of 50 foods and how well the
//! words fit into account.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement may stop, and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use mimamori::food::{FoodUse, Readings};
use mimamori::model::meal::FoodCode;
use mimamori::store::foods::FoodTable;
use rusqlite::Connection;

/// What is typed: everyday words of which the first four letters count.
const WORDS: &[&str] = &[
    "ごはん",
    "味噌汁",
    "みそ汁",
    "納豆",
    "卵焼き",
    "たまご",
    "鮭",
    "焼き魚",
    "豆腐",
    "うどん",
    "そば",
    "ラーメン",
    "カレー",
    "おにぎり",
    "パン",
    "食パン",
    "牛乳",
    "ヨーグルト",
    "バナナ",
    "りんご",
    "みかん",
    "トマト",
    "キャベツ",
    "ほうれん草",
    "じゃがいも",
    "肉じゃが",
    "唐揚げ",
    "餃子",
    "ハンバーグ",
    "コロッケ",
    "とんかつ",
    "刺身",
    "寿司",
    "天ぷら",
    "親子丼",
    "牛丼",
    "チャーハン",
    "焼きそば",
    "お好み焼き",
    "サラダ",
    "緑茶",
    "コーヒー",
    "ビール",
    "せんべい",
    "チョコレート",
    "アイス",
    "プリン",
    "大福",
    "rice",
    "miso soup",
    "egg",
    "salmon",
    "bread",
    "toast",
    "milk",
    "chicken breast",
    "beef",
    "pork",
    "turkey",
    "bacon",
    "cheese",
    "cheddar",
    "yogurt",
    "banana",
    "apple",
    "orange juice",
    "strawberry",
    "broccoli",
    "carrot",
    "potato",
    "french fries",
    "hamburger",
    "pizza",
    "spaghetti",
    "salad",
    "peanut butter",
    "oatmeal",
    "cereal",
    "coffee",
    "tea",
    "beer",
    "wine",
    "chocolate",
    "ice cream",
    "cookie",
    "cake",
];

struct Like(Connection);

impl Like {
    fn open() -> Self {
        let table = concat!(env!("CARGO_MANIFEST_DIR"), "/data/foods.db");
        let source = Connection::open(table).unwrap();
        let shelf: String = source.query_row("SELECT text FROM terms", (), |row| row.get(0)).unwrap();
        let peer = Connection::open_in_memory().unwrap();
        peer.execute_batch("CREATE TABLE food (id INTEGER PRIMARY KEY, code TEXT, name TEXT, kcal REAL, words TEXT)")
            .unwrap();
        let foods = FoodTable::open().unwrap();
        for (id, words) in (1..).zip(shelf.split("\n\n")) {
            let (code, name): (String, String) = source
                .query_row("SELECT code, name FROM food WHERE id = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            let food = foods.get(&FoodCode(code.clone())).unwrap().unwrap();
            let kcal = food.per_100g.get(mimamori::model::meal::Nutrient::Energy);
            // The mark of each word's kind is ours; the peer has the words alone.
            let words: Vec<&str> = words.lines().map(|line| line.get(1..).unwrap_or_default()).collect();
            peer.execute("INSERT INTO food VALUES (?1, ?2, ?3, ?4, ?5)", (id, code, name, kcal, words.join("\n")))
                .unwrap();
        }
        Self(peer)
    }

    fn search(&self, folded: &str) -> Vec<(String, String, Option<f64>)> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT code, name, kcal FROM food WHERE words LIKE '%' || ?1 || '%' ORDER BY length(name), id LIMIT 20",
            )
            .unwrap();
        let rows = statement.query_map([folded], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

/// Everything that is in the field while the words are typed, letter by letter, at most four.
fn typed() -> Vec<String> {
    WORDS.iter().flat_map(|word| (1..=4.min(word.chars().count())).map(|n| word.chars().take(n).collect())).collect()
}

fn quantile(times: &[Duration], share: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

fn main() {
    let (ours, peer) = (FoodTable::open().unwrap(), Like::open());
    let readings = {
        let source = Connection::open(concat!(env!("CARGO_MANIFEST_DIR"), "/data/foods.db")).unwrap();
        let mut statement = source.prepare("SELECT word, kana FROM reading").unwrap();
        let rows = statement.query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        Readings::new(rows.map(Result::unwrap).collect::<Vec<_>>())
    };
    let history: Vec<FoodUse> = (1_001..1_051)
        .map(|n| FoodUse { code: FoodCode(format!("mext:0{n}")), times: n % 7 + 1, days_since: n % 30 })
        .collect();
    let eater = ours.eater(&history, Vec::new()).unwrap();
    let typed = typed();
    let opened = Instant::now();
    drop(black_box(FoodTable::open().unwrap()));
    println!("opening the table: {:?}", opened.elapsed());
    let (mut mine, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    // In turns, a round each, so that both meet the same machine.
    for _ in 0..9 {
        let begun = Instant::now();
        for text in &typed {
            let begun = Instant::now();
            black_box(ours.search(text, 20, &eater).unwrap());
            mine.push(begun.elapsed());
        }
        let my_round = begun.elapsed();
        let folded: Vec<String> = typed.iter().map(|text| readings.fold(text)).collect();
        let begun = Instant::now();
        for text in &folded {
            let begun = Instant::now();
            black_box(peer.search(text));
            theirs.push(begun.elapsed());
        }
        ratios.push(begun.elapsed().as_secs_f64() / my_round.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!("{} words, {} states of the field, 9 rounds", WORDS.len(), typed.len());
    for (name, times) in [("ours", &mine), ("LIKE", &theirs)] {
        let mean = times.iter().sum::<Duration>() / u32::try_from(times.len()).unwrap();
        println!(
            "{name}: mean {mean:?}, median {:?}, p95 {:?}, worst {:?}",
            quantile(times, 0.5),
            quantile(times, 0.95),
            quantile(times, 1.0)
        );
    }
    println!("ratio of the rounds: median {:.0}, lowest {:.0}, highest {:.0}", ratios[4], ratios[0], ratios[8]);
}
