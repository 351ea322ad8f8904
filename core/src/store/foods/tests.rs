use super::*;
use crate::food::{FoodUse, HouseholdMeasure, OwnName, normalise};
use crate::model::meal::Nutrient;

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
    ("鮨", "dish:nigiri-sushi"),
    ("お寿司", "dish:nigiri-sushi"),
    ("カレー", "dish:curry-rice"),
    ("パン", "mext:01026"),
    ("味噌ラーメン", "dish:miso-ramen"),
    ("豚骨ラーメン", "dish:tonkotsu-ramen"),
    ("つけ麺", "dish:tsukemen"),
    ("天ぷらうどん", "dish:tempura-udon"),
    ("カレーうどん", "dish:curry-udon"),
    ("天ぷらそば", "dish:tempura-soba"),
    ("カルボナーラ", "dish:carbonara"),
    ("焼きそば", "dish:yakisoba"),
    ("お好み焼き", "mext:18053"),
    ("たこ焼き", "dish:takoyaki"),
    ("天ぷら", "dish:fish-tempura"),
    ("刺身", "dish:sashimi"),
    ("お刺身", "dish:sashimi"),
    ("鯖の味噌煮", "dish:saba-miso"),
    ("サバの味噌煮", "dish:saba-miso"),
    ("ぶりの照り焼き", "dish:buri-teriyaki"),
    ("煮魚", "dish:karei-nitsuke"),
    ("豚の角煮", "dish:kakuni"),
    ("焼き鳥", "dish:yakitori"),
    ("生姜焼き", "dish:ginger-pork"),
    ("すき焼き", "dish:sukiyaki"),
    ("おでん", "dish:oden"),
    ("茶碗蒸し", "dish:chawanmushi"),
    ("冷奴", "dish:hiyayakko"),
    ("湯豆腐", "dish:yudofu"),
    ("麻婆豆腐", "mext:18049"),
    ("回鍋肉", "dish:hoikoro"),
    ("ゴーヤチャンプルー", "dish:goya-champuru"),
    ("筑前煮", "mext:18035"),
    ("かぼちゃの煮物", "dish:kabocha-ni"),
    ("ほうれん草のごま和え", "dish:spinach-gomaae"),
    ("酢の物", "dish:sunomono"),
    ("お新香", "dish:asazuke"),
    ("梅干", "mext:07022"),
    ("海苔", "mext:09004"),
    ("炊き込みご飯", "dish:takikomi-gohan"),
    ("お粥", "mext:01093"),
    ("赤飯", "mext:01118"),
    ("お雑煮", "dish:ozoni"),
    ("海鮮丼", "dish:kaisendon"),
    ("うな重", "dish:unadon"),
    ("ビビンバ", "dish:bibimbap"),
    ("オムレツ", "dish:omelette"),
    ("シチュー", "mext:18045"),
    ("フルーツヨーグルト", "dish:yogurt-fruit"),
    ("ステーキ", "dish:beef-steak"),
    ("焼肉", "dish:yakiniku"),
    ("鶏むね肉", "mext:11219"),
    ("ささみ", "mext:11227"),
    ("豚バラ", "mext:11129"),
    ("納豆", "mext:04046"),
    ("厚揚げ", "mext:04039"),
    ("おから", "mext:04051"),
    ("バター", "mext:14017"),
    ("砂糖", "mext:03003"),
    ("おはぎ", "dish:ohagi"),
    ("ようかん", "mext:15038"),
    ("羊羹", "mext:15038"),
    ("せんべい", "mext:15060"),
    ("お茶", "mext:16037"),
    ("麦茶", "mext:16055"),
    ("日本酒", "mext:16001"),
    ("焼酎のお湯割り", "dish:oyuwari"),
    ("ハイボール", "dish:highball"),
    ("カップ麺", "mext:01200"),
    ("サンドイッチ", "dish:egg-sandwich"),
    ("ホットドッグ", "dish:hot-dog"),
    ("やきざかな", "mext:10136"),
    ("eggs", "mext:12004"),
    ("fried egg", "mext:12021"),
    ("scrambled eggs", "mext:12022"),
    ("onigiri", "mext:01111"),
    ("ramen", "dish:shoyu-ramen"),
    ("sushi", "dish:nigiri-sushi"),
    ("udon", "mext:01039"),
    ("gyoza", "mext:18002"),
    ("teriyaki chicken", "dish:teriyaki-chicken"),
    ("tempura", "dish:fish-tempura"),
    ("apple", "mext:07148"),
    ("orange juice", "mext:07042"),
    ("peanut butter", "mext:05037"),
    ("cheddar", "usda:01009"),
    ("cheddar cheese", "usda:01009"),
    ("greek yogurt", "usda:01256"),
    ("bacon", "usda:10860"),
    ("turkey", "usda:05220"),
    ("oatmeal", "usda:08121"),
    ("hummus", "usda:16158"),
    ("quinoa", "usda:20137"),
    ("hash browns", "usda:11370"),
    ("mashed potatoes", "usda:11657"),
    ("baked potato", "usda:11674"),
    ("mac and cheese", "dish:mac-and-cheese"),
    ("burrito", "usda:21063"),
    ("hot dog", "dish:hot-dog"),
    ("cheeseburger", "dish:cheeseburger"),
    ("french fries", "mext:02020"),
    ("Big Mac", "usda:21350"),
    ("pepperoni pizza", "usda:21296"),
    ("apple pie", "usda:18301"),
    ("chocolate chip cookies", "usda:18159"),
    ("brownie", "usda:18151"),
    ("pretzels", "usda:19047"),
    ("tortilla chips", "usda:19056"),
    ("kale", "usda:11233"),
    ("black beans", "usda:16015"),
    ("almond milk", "usda:14091"),
    ("skim milk", "usda:01085"),
    ("light beer", "usda:14006"),
    ("diet coke", "usda:14416"),
    ("grilled chicken breast", "usda:05064"),
    ("chicken breast", "mext:11288"),
    ("steak", "dish:beef-steak"),
    ("caesar salad", "dish:caesar-salad"),
    ("tuna sandwich", "dish:tuna-sandwich"),
    ("water", "usda:14411"),
    // Words that are no synonym: found by spelling alone.
    ("cheese, brie", "usda:01006"),
    ("cornish game hens", "usda:05310"),
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
    table.search(text, 5, &Eater::default()).unwrap().into_iter().next().map(|hit| hit.code.0)
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
        .map(|(text, meant)| format!("{text}: {meant}, not {:?}", table.search(text, 3, &Eater::default()).unwrap()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn half_typed_words_already_show_the_food() {
    let table = table();
    for (text, meant) in
        [("ごは", "mext:01088"), ("なっと", "mext:04046"), ("みそし", "dish:miso-soup"), ("bana", "mext:07107")]
    {
        let hits = table.search(text, 5, &Eater::default()).unwrap();
        assert!(hits.iter().any(|hit| hit.code.0 == meant), "{text}: {hits:?}");
    }
}

#[test]
fn soup_is_never_taken_for_the_paste_it_is_made_of() {
    let table = table();
    for text in ["みそ汁", "味噌汁", "みそしる", "miso soup"] {
        let hits = table.search(text, 1, &Eater::default()).unwrap();
        let food = table.get(&hits[0].code).unwrap().unwrap();
        assert!(food.per_100g.get(Nutrient::Energy).unwrap() < 50.0, "{text}");
    }
}

#[test]
fn one_character_is_enough_for_a_list() {
    let table = table();
    for text in ["卵", "酢", "茶", "さ", "パ", "e", "豚"] {
        assert!(table.search(text, 10, &Eater::default()).unwrap().len() >= 2, "{text}");
    }
}

#[test]
fn a_slip_of_the_finger_still_finds_the_food() {
    let table = table();
    let hits = table.search("ヨーグルド", 10, &Eater::default()).unwrap();
    assert!(hits.iter().any(|hit| hit.code.0 == "mext:13025"), "{hits:?}");
}

#[test]
fn nothing_is_found_for_nothing() {
    let table = table();
    for text in ["", "   ", "ー", "（）", "zzqqxx", "ぬぬぬ"] {
        assert!(table.search(text, 10, &Eater::default()).unwrap().is_empty(), "{text:?}");
    }
    assert!(table.search("卵", 0, &Eater::default()).unwrap().is_empty());
}

#[test]
fn a_very_long_text_is_searched_like_any_other() {
    let table = table();
    assert!(table.search(&"卵焼きと鮭 ".repeat(5_000), 10, &Eater::default()).unwrap().len() <= 10);
}

#[test]
fn what_a_person_eats_comes_before_the_rest_but_not_before_what_the_word_means() {
    let table = table();
    let ate = |text: &str, times, days_since| FoodUse { code: code(text), times, days_since };
    let history = [ate("mext:10138", 6, 2), ate("mext:13054", 9, 1)];
    let hits = table.search("しろさけ", 5, &table.eater(&history, Vec::new()).unwrap()).unwrap();
    assert_eq!(hits[0].code.0, "mext:10138");
    let hits = table.search("ヨーグルト", 5, &table.eater(&history, Vec::new()).unwrap()).unwrap();
    assert_eq!(hits[0].code.0, "mext:13025");
    assert_eq!(hits[1].code.0, "mext:13054");
    // Of several foods that one word means, the one that is eaten.
    let hits = table.search("りんご", 5, &table.eater(&[ate("mext:07176", 1, 3)], Vec::new()).unwrap()).unwrap();
    assert_eq!(hits[0].code.0, "mext:07176");
}

#[test]
fn a_persons_own_food_is_found_by_its_name_and_by_the_beginning_of_it() {
    let table = table();
    let own = |name: &str, n: u32| OwnName {
        code: code(&format!("own:{n}")),
        name: name.into(),
        reading: String::new(),
        kcal_per_100g: Some(90.0),
    };
    let mine = [own("母の味噌汁", 1), own("プロテイン ココア味", 2), own("味噌汁", 3)];
    let mine = table.eater(&[], mine.to_vec()).unwrap();
    let first = |text: &str| table.search(text, 3, &mine).unwrap()[0].clone();
    assert_eq!((first("プロテ").code.0.as_str(), first("プロテ").kcal_per_100g), ("own:2", Some(90.0)));
    assert_eq!(first("母").code.0, "own:1");
    // The same name as a dish of the table: the person's own recipe is meant.
    assert_eq!(first("みそ汁").code.0, "own:3");
    assert_ne!(first("ごはん").code.0, "own:1");
}

#[test]
fn every_source_states_its_licence_and_every_code_has_a_version() {
    let table = table();
    let prefixes: Vec<_> = table.sources().iter().map(|source| source.prefix.as_str()).collect();
    assert_eq!(prefixes, ["dish", "dri", "mext", "usda"]);
    for source in table.sources() {
        assert!(!source.licence.is_empty() && !source.notice.is_empty() && !source.publisher.is_empty(), "{source:?}");
    }
    assert_eq!(table.version_of(&code("usda:01009")), "usda-sr28.1");
    assert_eq!(table.version_of(&code("own:1")), "");
}

#[test]
fn salt_of_an_american_food_is_what_its_sodium_makes_of_it() {
    let table = table();
    let butter = table.get(&code("usda:01001")).unwrap().unwrap();
    assert_eq!(butter.per_100g.get(Nutrient::Salt), Some(1.6332));
    assert_eq!((butter.name.as_str(), butter.per_100g.get(Nutrient::Alcohol)), ("Butter, salted", None));
    let pat = &table.measures(&code("usda:01001")).unwrap()[0];
    assert_eq!((pat.code.as_str(), pat.grams, pat.source.as_str()), ("pat", 5.0, "usda"));
}

#[test]
fn a_rare_food_of_the_history_is_found_by_a_single_letter() {
    let table = table();
    let history = [FoodUse { code: code("mext:10229"), times: 4, days_since: 0 }];
    assert_eq!(table.search("は", 5, &table.eater(&history, Vec::new()).unwrap()).unwrap()[0].code.0, "mext:10229");
}

#[test]
fn figures_are_as_published_and_the_unknown_stays_unknown() {
    let table = table();
    let rice = table.get(&code("mext:01088")).unwrap().unwrap();
    assert_eq!(rice.name, "こめ ［水稲めし］ 精白米 うるち米");
    assert_eq!(rice.name_en.as_deref(), Some("Rice, white, cooked"));
    assert_eq!(rice.food.table, "mext-8-2023.2");
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
    assert_eq!((bowl.household(), bowl.grams), (Some(HouseholdMeasure::Bowl), 150.0));
    let soy = table.measures(&code("mext:17007")).unwrap();
    assert!(soy.iter().any(|it| it.household() == Some(HouseholdMeasure::Tablespoon) && it.grams == 17.7), "{soy:?}");
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
    for (prefix, count) in [("mext:", 2_538), ("usda:", 8_789)] {
        assert_eq!(codes.iter().filter(|code| code.starts_with(prefix)).count(), count);
    }
    for code in codes.into_iter().map(FoodCode) {
        assert!(table.get(&code).unwrap().is_some());
        assert!(table.measures(&code).unwrap().iter().all(|measure| measure.grams > 0.0));
    }
}

#[test]
fn every_food_is_found_by_the_name_that_the_table_gives_it() {
    let table = table();
    let mut statement = table.connection.prepare("SELECT code, name FROM food").unwrap();
    let foods: Vec<(String, String)> =
        statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let mut lost = Vec::new();
    for (place, (code, name)) in foods.into_iter().enumerate() {
        // Every tenth of the USDA's is enough, and takes a tenth of the time.
        if code.starts_with("usda:") && place % 10 != 0 {
            continue;
        }
        // Copied whole, and without the class it is filed under.
        for text in [name.clone(), normalise::words_and_classes(&name).0] {
            if !table.search(&text, 10, &Eater::default()).unwrap().iter().any(|hit| hit.code.0 == code) {
                lost.push(format!("{code} {text}"));
            }
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,30}", limit in 0_usize..30) {
        let hits = table().search(&text, limit, &Eater::default()).unwrap();
        proptest::prop_assert!(hits.len() <= limit);
    }
}
