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
    assert!(committed.len() <= 3 << 20);
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
    assert!(broken(|sources| sources.foods = sources.foods.replacen(",343,", ",~343,", 1)).contains("notation"));
}
