use super::*;

#[test]
fn the_density_and_the_other_names_are_found_in_the_remarks() {
    assert_eq!(grams_per_100ml("別名： 信州みそ等 (100 g：87mL、100 mL：115g)"), Some(115.0));
    assert_eq!(grams_per_100ml("(100 g： 84.7 mL、100 mL： 118.1 g)"), Some(118.1));
    assert_eq!(grams_per_100ml("廃棄部位： 種"), None);
    assert_eq!(
        aliases("別名： ばれいしょ（馬鈴薯）でん粉、かたくり粉 (100 g：154 mL)"),
        ["ばれいしょでん粉", "かたくり粉"]
    );
    assert!(aliases("歩留り： 90 %").is_empty());
}

fn sources() -> Sources {
    Sources::read(&crate::place::data("food")).unwrap()
}

/// The bytes without what SQLite notes of itself: change counters and its own version number.
fn content(table: &[u8]) -> Vec<u8> {
    let mut content = table.to_vec();
    content[24..28].fill(0);
    content[92..100].fill(0);
    content
}

#[test]
fn the_table_in_the_library_is_what_its_sources_say() {
    let committed = std::fs::read(crate::place::root().join("core/data/foods.db")).unwrap();
    let built = build(&sources()).unwrap();
    assert!(content(&built) == content(&committed), "core/data/foods.db is stale: run `cargo xtask food`");
    assert!(committed.len() <= 6_000_000, "{} bytes", committed.len());
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    assert!(build(&sources()).unwrap() == build(&sources()).unwrap());
}

#[test]
fn a_source_that_names_an_unknown_food_or_measure_is_refused_by_file_and_line() {
    let broken = |change: fn(&mut Sources)| {
        let mut sources = sources();
        change(&mut sources);
        build(&sources).unwrap_err()
    };
    let lines = |text: &str| text.lines().count() + 1;
    assert_eq!(
        broken(|sources| sources.synonyms.push_str("謎,mext:99999\n")),
        format!("synonyms_ja.csv, line {}: no such food", lines(&sources().synonyms))
    );
    assert!(broken(|sources| sources.measures.push_str("mext:01088,bucket,9,estimate\n")).ends_with("no such measure"));
    assert!(
        broken(|sources| sources.measures.push_str("mext:01088,bowl,-9,estimate\n")).ends_with("not a number above 0")
    );
    assert!(broken(|sources| sources.ingredients.push_str("dish:nothing,mext:01088,9\n")).contains("dish:nothing"));
    assert!(broken(|sources| sources.measures.push_str("mext:01088,bowl,9,hearsay\n")).ends_with("source of a weight"));
    assert!(broken(|sources| sources.usda_words.push_str("riddle,usda:99999\n")).ends_with("no such food"));
    assert!(broken(|sources| sources.portions.push_str("99999,1,1,cup,9\n")).ends_with("no such food"));
    assert!(broken(|sources| sources.foods = sources.foods.replacen(",343,", ",~343,", 1)).contains("notation"));
}

/// The dishes with what one serving weighs and brings, and the yield of the recipe.
fn servings() -> Vec<(String, f64, f64, f64)> {
    let table = mimamori::store::foods::FoodTable::open().unwrap();
    let sources = sources();
    Table::parse("dishes.csv", &sources.dishes)
        .unwrap()
        .rows()
        .map(|row| {
            let code = mimamori::model::meal::FoodCode(row.get("code").unwrap().to_owned());
            let food = table.get(&code).unwrap().unwrap();
            let grams = table.measures(&code).unwrap()[0].grams;
            let energy = food.per_100g.get(Nutrient::Energy).unwrap() * grams / 100.0;
            (code.0, grams, energy, row.number("yield").unwrap())
        })
        .collect()
}

#[test]
fn there_are_enough_dishes_and_everyday_words() {
    assert!(servings().len() >= 150, "{}", servings().len());
    let sources = sources();
    let mut words = BTreeSet::new();
    for row in Table::parse("synonyms_ja.csv", &sources.synonyms).unwrap().rows() {
        words.insert(row.get("word").unwrap().to_owned());
    }
    assert!(words.len() >= 600, "{} in Japanese", words.len());
    for (file, text, column) in
        [("names_en.csv", &sources.names, "words"), ("usda_words.csv", &sources.usda_words, "word")]
    {
        for row in Table::parse(file, text).unwrap().rows() {
            words.extend(row.list(column).unwrap().map(str::to_owned));
        }
    }
    assert!(words.len() >= 1_200, "{} in both", words.len());
}

#[test]
fn a_serving_of_each_dish_weighs_and_brings_what_a_serving_can() {
    let mut odd = Vec::new();
    for (code, grams, energy, cooked) in servings() {
        let density = energy / grams * 100.0;
        if !(20.0..=900.0).contains(&grams)
            || !(2.0..=1_300.0).contains(&energy)
            || density > 450.0
            || !(0.5..=6.0).contains(&cooked)
        {
            odd.push(format!("{code}: {grams} g, {energy:.0} kcal, {density:.0} kcal/100 g, yield {cooked}"));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn no_ingredient_is_a_mistake_of_the_decimal_point() {
    let sources = sources();
    let mut salt: BTreeMap<String, f64> = BTreeMap::new();
    let table = mimamori::store::foods::FoodTable::open().unwrap();
    for row in Table::parse("dish_ingredients.csv", &sources.ingredients).unwrap().rows() {
        let food = mimamori::model::meal::FoodCode(row.get("food").unwrap().to_owned());
        let grams = row.number("grams").unwrap();
        assert!((0.1..=400.0).contains(&grams), "{}", row.problem("not the weight of an ingredient"));
        let per_100g = table.get(&food).unwrap().unwrap().per_100g.get(Nutrient::Salt).unwrap_or(0.0);
        *salt.entry(row.get("dish").unwrap().to_owned()).or_default() += per_100g * grams / 100.0;
    }
    let briny: Vec<_> = salt.into_iter().filter(|(_, grams)| *grams > 8.5).collect();
    assert!(briny.is_empty(), "grams of salt in a serving: {briny:?}");
}
