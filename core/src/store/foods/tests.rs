use super::*;

/// What a person types, and the food that is meant. Each pair was checked against the table.
const EVERYDAY: &[(&str, &str)] = &[
    ("ごはん", "mext:01088"),
    ("ゴハン", "mext:01088"),
    ("ご飯", "mext:01088"),
    ("白米", "mext:01088"),
    ("玄米", "mext:01085"),
    ("おにぎり", "mext:01111"),
    ("食パン", "mext:01026"),
    ("トースト", "mext:01174"),
    ("うどん", "mext:01039"),
    ("そば", "mext:01128"),
    ("ラーメン", "dish:shoyu-ramen"),
    ("らーめん", "dish:shoyu-ramen"),
    ("卵", "mext:12004"),
    ("たまご", "mext:12004"),
    ("ゆで卵", "mext:12005"),
    ("目玉焼き", "mext:12021"),
    ("鮭", "mext:10134"),
    ("焼き鮭", "mext:10136"),
    ("酒", "mext:16001"),
    ("鯖", "mext:10154"),
    ("まぐろ", "mext:10253"),
    ("みそ汁", "dish:miso-soup"),
    ("味噌汁", "dish:miso-soup"),
    ("みそ", "mext:17045"),
    ("味噌", "mext:17045"),
    ("豚汁", "mext:18028"),
    ("豆腐", "mext:04032"),
    ("納豆", "mext:04046"),
    ("納豆ごはん", "dish:natto-rice"),
    ("カレーライス", "dish:curry-rice"),
    ("親子丼", "dish:oyakodon"),
    ("牛丼", "dish:gyudon"),
    ("餃子", "mext:18002"),
    ("唐揚げ", "mext:11289"),
    ("肉じゃが", "mext:18036"),
    ("チャーハン", "mext:18057"),
    ("ハンバーグ", "mext:18050"),
    ("牛乳", "mext:13003"),
    ("ヨーグルト", "mext:13025"),
    ("チーズ", "mext:13040"),
    ("バナナ", "mext:07107"),
    ("りんご", "mext:07148"),
    ("林檎", "mext:07148"),
    ("みかん", "mext:07027"),
    ("柿", "mext:07049"),
    ("牡蠣", "mext:10292"),
    ("かき", "mext:07049"),
    ("トマト", "mext:06182"),
    ("キャベツ", "mext:06061"),
    ("人参", "mext:06214"),
    ("ほうれん草", "mext:06267"),
    ("じゃがいも", "mext:02017"),
    ("酢", "mext:17015"),
    ("塩", "mext:17012"),
    ("醤油", "mext:17007"),
    ("コーヒー", "mext:16045"),
    ("珈琲", "mext:16045"),
    ("緑茶", "mext:16037"),
    ("ビール", "mext:16006"),
    ("梅干し", "mext:07022"),
    ("サラダ", "dish:green-salad"),
    ("寿司", "dish:nigiri-sushi"),
    ("ざるそば", "dish:zaru-soba"),
    ("鮭おにぎり", "dish:salmon-onigiri"),
    ("ハンバーガー", "dish:hamburger"),
    ("豚", "mext:11123"),
    ("pizza", "dish:pizza"),
    ("beef", "mext:11047"),
    ("rice", "mext:01088"),
    ("egg", "mext:12004"),
    ("salmon", "mext:10136"),
    ("miso soup", "dish:miso-soup"),
    ("Miso Soup", "dish:miso-soup"),
    ("miso", "mext:17045"),
    ("banana", "mext:07107"),
    ("milk", "mext:13003"),
    ("bread", "mext:01026"),
    ("coffee", "mext:16045"),
    ("tofu", "mext:04032"),
    ("curry rice", "dish:curry-rice"),
    // Words that are no synonym: found by spelling alone.
    ("とりがい", "mext:10303"),
    ("豚 もも", "mext:11130"),
    ("ごはん 玄米", "mext:01085"),
    ("りんごジュース", "mext:07149"),
    ("かたくり粉", "mext:02034"),
    ("アマランサス", "mext:01001"),
    ("たけのこ ゆで", "mext:06150"),
    ("さんま 焼き", "mext:10174"),
];

fn table() -> FoodTable {
    FoodTable::open().unwrap()
}

fn first(table: &FoodTable, text: &str) -> Option<String> {
    table.search(text, 5, &[]).unwrap().into_iter().next().map(|hit| hit.code.0)
}

fn code(code: &str) -> FoodCode {
    FoodCode(code.to_owned())
}

#[test]
fn an_everyday_word_finds_what_a_person_means() {
    let table = table();
    let wrong: Vec<_> = EVERYDAY
        .iter()
        .filter(|(text, meant)| first(&table, text).as_deref() != Some(meant))
        .map(|(text, meant)| format!("{text}: {meant}, not {:?}", table.search(text, 3, &[]).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn half_typed_words_already_show_the_food() {
    let table = table();
    for (text, meant) in
        [("ごは", "mext:01088"), ("なっと", "mext:04046"), ("みそし", "dish:miso-soup"), ("bana", "mext:07107")]
    {
        let hits = table.search(text, 5, &[]).unwrap();
        assert!(hits.iter().any(|hit| hit.code.0 == meant), "{text}: {hits:?}");
    }
}

#[test]
fn soup_is_never_taken_for_the_paste_it_is_made_of() {
    let table = table();
    for text in ["みそ汁", "味噌汁", "みそしる", "miso soup"] {
        let hits = table.search(text, 1, &[]).unwrap();
        let food = table.get(&hits[0].code).unwrap().unwrap();
        assert!(food.per_100g.get(Nutrient::Energy).unwrap() < 50.0, "{text}");
    }
}

#[test]
fn one_character_is_enough_for_a_list() {
    let table = table();
    for text in ["卵", "酢", "茶", "さ", "パ", "e", "豚"] {
        assert!(table.search(text, 10, &[]).unwrap().len() >= 2, "{text}");
    }
}

#[test]
fn a_slip_of_the_finger_still_finds_the_food() {
    let table = table();
    let hits = table.search("ヨーグルド", 10, &[]).unwrap();
    assert!(hits.iter().any(|hit| hit.code.0 == "mext:13025"), "{hits:?}");
}

#[test]
fn nothing_is_found_for_nothing() {
    let table = table();
    for text in ["", "   ", "ー", "（）", "zzqqxx", "おかず"] {
        assert!(table.search(text, 10, &[]).unwrap().is_empty(), "{text:?}");
    }
    assert!(table.search("卵", 0, &[]).unwrap().is_empty());
}

#[test]
fn a_very_long_text_is_searched_like_any_other() {
    let table = table();
    assert!(table.search(&"卵焼きと鮭 ".repeat(5_000), 10, &[]).unwrap().len() <= 10);
}

#[test]
fn what_a_person_eats_comes_before_the_rest_but_not_before_what_the_word_means() {
    let table = table();
    let ate = |text: &str, times, days_since| FoodUse { code: code(text), times, days_since };
    let history = [ate("mext:10138", 6, 2), ate("mext:13054", 9, 1)];
    let hits = table.search("しろさけ", 5, &history).unwrap();
    assert_eq!(hits[0].code.0, "mext:10138");
    let hits = table.search("ヨーグルト", 5, &history).unwrap();
    assert_eq!(hits[0].code.0, "mext:13025");
    assert_eq!(hits[1].code.0, "mext:13054");
    // Of several foods that one word means, the one that is eaten.
    let hits = table.search("りんご", 5, &[ate("mext:07176", 1, 3)]).unwrap();
    assert_eq!(hits[0].code.0, "mext:07176");
}

#[test]
fn a_rare_food_of_the_history_is_found_by_a_single_letter() {
    let table = table();
    let history = [FoodUse { code: code("mext:10229"), times: 4, days_since: 0 }];
    assert_eq!(table.search("は", 5, &history).unwrap()[0].code.0, "mext:10229");
}

#[test]
fn figures_are_as_published_and_the_unknown_stays_unknown() {
    let table = table();
    let rice = table.get(&code("mext:01088")).unwrap().unwrap();
    assert_eq!(rice.name_ja, "こめ ［水稲めし］ 精白米 うるち米");
    assert_eq!(rice.name_en.as_deref(), Some("Rice, white, cooked"));
    assert_eq!(rice.food.table, table.version());
    assert_eq!(rice.per_100g.get(Nutrient::Energy), Some(156.0));
    assert_eq!(rice.per_100g.get(Nutrient::Protein), Some(2.5));
    assert_eq!(rice.per_100g.get(Nutrient::Carbohydrate), Some(37.1));
    assert_eq!(rice.per_100g.get(Nutrient::Salt), Some(0.0));
    assert_eq!(rice.per_100g.get(Nutrient::Alcohol), None);
    assert!(rice.estimated.contains(Nutrient::Cholesterol));
    let egg = table.get(&code("mext:12004")).unwrap().unwrap();
    assert_eq!((egg.refuse_percent, egg.per_100g.get(Nutrient::Cholesterol)), (14.0, Some(370.0)));
    let milk = table.get(&code("mext:13003")).unwrap().unwrap();
    assert_eq!(milk.grams_per_100ml, Some(103.2));
    assert!(table.get(&code("mext:99999")).unwrap().is_none());
}

#[test]
fn a_trace_counts_as_nothing_and_is_told_from_nothing() {
    let table = table();
    let amaranth = table.get(&code("mext:01001")).unwrap().unwrap();
    assert_eq!(amaranth.per_100g.get(Nutrient::VitaminA), Some(0.0));
    assert!(amaranth.trace.contains(Nutrient::VitaminA));
    assert!(!amaranth.trace.contains(Nutrient::VitaminD));
}

#[test]
fn household_measures_have_weights() {
    let table = table();
    let bowl = &table.measures(&code("mext:01088")).unwrap()[0];
    assert_eq!((bowl.measure, bowl.grams), (HouseholdMeasure::Bowl, 150.0));
    let soy = table.measures(&code("mext:17007")).unwrap();
    assert!(soy.iter().any(|it| it.measure == HouseholdMeasure::Tablespoon && it.grams == 17.7), "{soy:?}");
    assert!(table.measures(&code("mext:99999")).unwrap().is_empty());
}

#[test]
fn a_serving_of_a_dish_weighs_and_brings_what_its_ingredients_do() {
    let table = table();
    let soup = table.get(&code("dish:miso-soup")).unwrap().unwrap();
    let serving = table.measures(&code("dish:miso-soup")).unwrap()[0].grams;
    let parts = table.ingredients(&code("dish:miso-soup")).unwrap();
    let salt: f64 = parts
        .iter()
        .map(|part| table.get(&part.code).unwrap().unwrap().per_100g.get(Nutrient::Salt).unwrap() * part.grams / 100.0)
        .sum();
    assert!((soup.per_100g.get(Nutrient::Salt).unwrap() * serving / 100.0 - salt).abs() < 0.01);
    assert!((1.0..2.5).contains(&salt));
    assert!(table.ingredients(&code("mext:01088")).unwrap().is_empty());
}

#[test]
fn the_table_can_not_be_written() {
    let table = table();
    assert!(table.connection.execute("DELETE FROM food", ()).is_err());
}

#[test]
fn every_measure_and_every_food_of_the_table_can_be_read() {
    let table = table();
    let mut statement = table.connection.prepare("SELECT code FROM food").unwrap();
    let codes: Vec<String> = statement.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(codes.iter().filter(|code| code.starts_with("mext:")).count(), 2_538);
    for code in codes.into_iter().map(FoodCode) {
        assert!(table.get(&code).unwrap().is_some());
        assert!(table.measures(&code).unwrap().iter().all(|measure| measure.grams > 0.0));
    }
}

#[test]
fn every_food_is_found_by_the_name_that_the_table_gives_it() {
    let table = table();
    let mut statement = table.connection.prepare("SELECT code, name_ja FROM food").unwrap();
    let foods: Vec<(String, String)> =
        statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let mut lost = Vec::new();
    for (code, name) in foods {
        // Copied whole, and without the class it is filed under.
        for text in [name.clone(), normalise::words_and_classes(&name).0] {
            if !table.search(&text, 10, &[]).unwrap().iter().any(|hit| hit.code.0 == code) {
                lost.push(format!("{code} {text}"));
            }
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,30}", limit in 0_usize..30) {
        let hits = table().search(&text, limit, &[]).unwrap();
        proptest::prop_assert!(hits.len() <= limit);
    }
}
