use super::super::tests::{Place, at, day, hanako, noon};
use super::*;
use crate::model::RecordStatus;
use crate::model::meal::{Nutrient, Nutrients};
use crate::model::own_food::{Food, LabelBasis, Recipe, RecipeItem};
use crate::model::person::Role;
use crate::model::photo::PhotoFormat;

fn code(text: &str) -> FoodCode {
    FoodCode(text.to_owned())
}

fn own(record: &Record) -> FoodCode {
    FoodCode(format!("own:{}", record.id))
}

fn said(text: &str, amount: &str) -> NewMealItem {
    NewMealItem::Amount { code: code(text), amount: Amount::parse(amount).unwrap() }
}

fn dinner(items: Vec<NewMealItem>) -> NewMeal {
    NewMeal { slot: MealSlot::Dinner, items, note: String::new(), photo: None, lang: Lang::Ja }
}

fn meal(record: &Record) -> &Meal {
    match &record.entry {
        Entry::Meal(meal) => meal,
        _ => panic!("not a meal"),
    }
}

fn kcal(nutrients: &Nutrients) -> f64 {
    nutrients.get(Nutrient::Energy).unwrap()
}

fn label(name: &str, per: LabelBasis, energy: f64, serving: Option<f64>) -> Food {
    let mut values = Nutrients::default();
    values.set(Nutrient::Energy, energy);
    let (reading, maker) = (String::new(), String::new());
    Food { name: name.into(), reading, maker, barcode: None, per, values, serving, pack: None, drink: false }
}

#[test]
fn foods_are_measured_as_a_household_says_it() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let items = vec![
        said("mext:01088", "1膳"),
        said("dish:miso-soup", "1杯"),
        said("mext:10134", "一切れ"),
        said("mext:17007", "大さじ1"),
        said("usda:01009", "2 oz"),
        said("usda:01082", "8 fl oz"),
    ];
    let record = companion.add_meal(person, noon(), &dinner(items)).unwrap();
    let items = &meal(&record).items;
    assert_eq!((items[0].name.as_str(), items[0].grams, kcal(&items[0].nutrients)), ("ごはん", Some(150.0), 234.0));
    assert_eq!(items[0].food.as_ref().unwrap().table, "mext-8-2023.2");
    assert_eq!(items[1].portion, Some(Portion { amount: 1.0, measure: "soup-bowl".into() }));
    assert_eq!((items[2].grams, items[3].grams, items[4].grams), (Some(80.0), Some(17.7), Some(56.7)));
    assert_eq!(items[4].food.as_ref().unwrap().table, "usda-sr28.1");
    assert!((items[5].grams.unwrap() - 244.0).abs() < 1.0, "a cup of milk weighs 244 g");
}

#[test]
fn what_was_eaten_does_not_move_when_the_label_changes() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let bun = companion.add_own_food(person, label("あんぱん", LabelBasis::Hundred, 280.0, Some(90.0))).unwrap();
    let items = vec![NewMealItem::Amount { code: own(&bun), amount: Amount::Of(1.0, String::new()) }];
    let eaten = companion.add_meal(person, noon(), &dinner(items.clone())).unwrap();
    assert_eq!((kcal(&meal(&eaten).items[0].nutrients), meal(&eaten).items[0].grams), (252.0, Some(90.0)));

    let better = label("あんぱん", LabelBasis::Hundred, 300.0, Some(90.0));
    companion.amend(bun.id, noon(), Entry::Food(better)).unwrap();
    let again = companion.add_meal(person, noon(), &dinner(items)).unwrap();
    let view = companion.day(person, day()).unwrap();
    assert_eq!(kcal(&view.meals[0].meal.items[0].nutrients), 252.0);
    assert_eq!(kcal(&meal(&again).items[0].nutrients), 270.0);
    let versions: Vec<_> =
        view.meals.iter().map(|row| row.meal.items[0].food.as_ref().unwrap().table.as_str()).collect();
    assert_eq!(versions, ["own.1", "own.2"]);
}

#[test]
fn a_label_for_a_serving_of_unknown_weight_counts_servings_only() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let granola = companion.add_own_food(person, label("グラノーラ", LabelBasis::Serving, 220.0, None)).unwrap();
    let two = NewMealItem::Amount { code: own(&granola), amount: Amount::parse("2食").unwrap() };
    let record = companion.add_meal(person, noon(), &dinner(vec![two])).unwrap();
    assert_eq!((kcal(&meal(&record).items[0].nutrients), meal(&record).items[0].grams), (440.0, None));
    let weighed = NewMealItem::Grams { code: own(&granola), grams: 50.0 };
    assert!(matches!(companion.add_meal(person, noon(), &dinner(vec![weighed])), Err(Error::NotFound(_))));
}

fn recipe(parts: &[(&FoodCode, f64)], servings: f64, yield_grams: Option<f64>) -> Recipe {
    let items =
        parts.iter().map(|(code, grams)| RecipeItem { code: (*code).clone(), name: String::new(), grams: *grams });
    Recipe { name: "母の肉じゃが".into(), reading: String::new(), items: items.collect(), yield_grams, servings }
}

#[test]
fn a_recipe_is_found_eaten_by_the_serving_and_made_of_other_recipes() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let (potato, pork) = (code("mext:02017"), code("mext:11123"));
    let stew = recipe(&[(&potato, 400.0), (&pork, 200.0)], 4.0, Some(500.0));
    let stew = companion.add_recipe(person, stew, Lang::Ja).unwrap();
    let whole = (59.0 * 4.0) + (248.0 * 2.0);
    let items = vec![NewMealItem::Amount { code: own(&stew), amount: Amount::parse("1人前").unwrap() }];
    let record = companion.add_meal(person, noon(), &dinner(items)).unwrap();
    assert!((kcal(&meal(&record).items[0].nutrients) - whole / 4.0).abs() < 0.01);
    assert_eq!(meal(&record).items[0].grams, Some(125.0));

    let hit = &companion.search_food(Some(person), "母の", 3).unwrap()[0];
    assert_eq!((hit.code.clone(), hit.kcal_per_100g.map(f64::round)), (own(&stew), Some((whole / 5.0).round())));
    let lunchbox = companion.add_recipe(person, recipe(&[(&own(&stew), 100.0)], 1.0, None), Lang::Ja).unwrap();
    let card = companion.food_card(Some(person), &own(&lunchbox), Lang::Ja).unwrap();
    assert!((kcal(&card.per_100g) - whole / 5.0).abs() < 0.01);

    // Made of itself, it would never end.
    let circle = recipe(&[(&own(&lunchbox), 10.0)], 1.0, None);
    companion.amend(stew.id, noon(), Entry::Recipe(circle)).unwrap();
    assert!(companion.food_card(Some(person), &own(&lunchbox), Lang::Ja).is_err());
    assert!(companion.search_food(Some(person), "母の", 3).is_ok());
}

#[test]
fn nobody_finds_or_eats_another_persons_food() {
    let place = Place::new();
    let companion = place.open();
    let hanako = hanako(&companion);
    let taro = companion.add_person("Taro", Role::Patient, chrono_tz::Asia::Tokyo).unwrap().id;
    let bun = companion.add_own_food(hanako, label("ひみつのぱん", LabelBasis::Hundred, 280.0, None)).unwrap();
    assert!(companion.search_food(Some(taro), "ひみつ", 5).unwrap().iter().all(|hit| hit.code != own(&bun)));
    let item = NewMealItem::Grams { code: own(&bun), grams: 50.0 };
    assert!(matches!(companion.add_meal(taro, noon(), &dinner(vec![item])), Err(Error::NotFound("food"))));
    assert!(companion.set_favourite_food(taro, &own(&bun), true).is_err());
    companion.delete(bun.id).unwrap();
    assert!(companion.food_card(Some(hanako), &own(&bun), Lang::Ja).is_err());
}

#[test]
fn a_meal_is_corrected_item_by_item_and_keeps_its_history() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let soup = NewMealItem::Quick { text: "スープ".into(), kcal: Some(80.0) };
    let record = companion.add_meal(person, noon(), &dinner(vec![said("mext:01088", "2膳"), soup])).unwrap();
    let edits = [
        MealEdit::Amount(0, Amount::parse("1膳").unwrap()),
        MealEdit::Amount(1, Amount::parse("半分").unwrap()),
        MealEdit::Add(said("mext:16037", "1杯")),
        MealEdit::Slot(MealSlot::Lunch),
        MealEdit::Note("外食".into()),
    ];
    let edited = companion.edit_meal(record.id, &edits, Lang::Ja).unwrap();
    let now = meal(&edited);
    assert_eq!((kcal(&now.items[0].nutrients), now.items[0].grams), (234.0, Some(150.0)));
    assert_eq!(kcal(&now.items[1].nutrients), 40.0);
    assert_eq!((now.items.len(), now.slot), (3, MealSlot::Lunch));
    let removed = companion.edit_meal(record.id, &[MealEdit::Remove(1)], Lang::Ja).unwrap();
    assert_eq!(meal(&removed).items.len(), 2);
    assert_eq!(companion.history(record.id).unwrap().len(), 3);
    assert_eq!(meal(&companion.undo(record.id).unwrap()), now);

    let missing = companion.edit_meal(record.id, &[MealEdit::Remove(9)], Lang::Ja);
    assert!(matches!(missing, Err(Error::NotFound(_))));
    let all = [MealEdit::Remove(2), MealEdit::Remove(1), MealEdit::Remove(0)];
    assert!(companion.edit_meal(record.id, &all, Lang::Ja).is_err(), "an empty meal is deleted, not kept");
    assert_eq!(meal(&companion.history(record.id).unwrap().pop().unwrap()), now);
}

#[test]
fn yesterdays_meals_are_recorded_again_at_the_same_times() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let yesterday = |record: Stamp| Stamp::in_zone(record.at.plus(-Millis::DAY), chrono_tz::Asia::Tokyo);
    let breakfast = NewMeal { slot: MealSlot::Breakfast, ..dinner(vec![said("mext:01026", "2枚")]) };
    companion.add_meal(person, yesterday(at(7, 30)), &breakfast).unwrap();
    let first = companion.add_meal(person, yesterday(at(19, 0)), &dinner(vec![said("mext:01088", "1膳")])).unwrap();

    let copies = companion.copy_meals(person, day().plus_days(-1), None, day()).unwrap();
    assert_eq!((copies[0].at, copies.len()), (at(7, 30), 2));
    // At noon, dinner has not been eaten yet.
    assert_eq!(copies[1].at, noon());
    assert_eq!(meal(&copies[1]).items, meal(&first).items);
    let slot = Some(MealSlot::Snack);
    assert!(matches!(companion.copy_meals(person, day(), slot, day()), Err(Error::NotFound("meal"))));
}

#[test]
fn the_usual_food_comes_first_and_can_be_eaten_again() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    for _ in 0..3 {
        companion.add_meal(person, at(7, 0), &dinner(vec![said("mext:12004", "2個")])).unwrap();
    }
    let tea = NewMealItem::Quick { text: "お茶うけ".into(), kcal: Some(90.0) };
    companion.add_meal(person, at(10, 0), &dinner(vec![tea])).unwrap();
    let recents = companion.recent_foods(person, 5).unwrap();
    assert_eq!((recents[0].code.clone(), recents[0].times), (Some(code("mext:12004")), 3));
    assert_eq!((recents[1].name.as_str(), recents[1].code.clone()), ("お茶うけ", None));
    let again = NewMealItem::Again(Box::new(recents[0].item.clone()));
    let record = companion.add_meal(person, noon(), &dinner(vec![again])).unwrap();
    assert_eq!(meal(&record).items[0], recents[0].item);
}

#[test]
fn favourites_are_kept_until_the_mark_is_taken_away() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let marked = |companion: &Companion| -> Vec<String> {
        companion.favourite_foods(person, Lang::Ja).unwrap().into_iter().map(|card| card.name).collect()
    };
    for food in ["mext:01088", "dish:miso-soup", "mext:01088"] {
        companion.set_favourite_food(person, &code(food), true).unwrap();
    }
    assert_eq!(marked(&companion), ["ごはん", "みそ汁（豆腐とわかめ）"]);
    drop(companion);
    let companion = place.open();
    companion.set_favourite_food(person, &code("mext:01088"), false).unwrap();
    assert_eq!(marked(&companion), ["みそ汁（豆腐とわかめ）"]);
    assert!(companion.set_favourite_food(person, &code("mext:99999"), true).is_err());
}

#[test]
fn the_meal_that_was_written_last_is_the_one_to_take_back() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    assert!(matches!(companion.last_written_meal(person), Err(Error::NotFound("meal"))));
    let lunch = companion.add_meal(person, noon(), &dinner(vec![said("mext:01088", "1膳")])).unwrap();
    place.clock.set(noon().at.plus(Millis::MINUTE));
    companion.add_meal(person, at(7, 0), &dinner(vec![said("mext:12004", "1個")])).unwrap();
    place.clock.set(noon().at.plus(2 * Millis::MINUTE));
    companion.delete(lunch.id).unwrap();
    let last = companion.last_written_meal(person).unwrap();
    assert_eq!((last.id, last.status), (lunch.id, RecordStatus::EnteredInError));
    assert_eq!(companion.undo(last.id).unwrap().status, RecordStatus::Active);
}

fn picture(of: &[u8]) -> Photo {
    Photo::new([b"\xff\xd8\xff\xda\0\x02".as_slice(), of, b"\xff\xd9"].concat()).unwrap()
}

#[test]
fn a_picture_is_kept_with_its_meal_comes_back_with_it_and_goes_with_it() {
    let place = Place::new();
    let companion = place.open();
    let person = hanako(&companion);
    let (first, second) = (picture(&[1; 9_000]), picture(&[2; 70_000]));
    let new = NewMeal { photo: Some(first.clone()), ..dinner(vec![said("mext:01088", "1膳")]) };
    let id = companion.add_meal(person, noon(), &new).unwrap().id;
    let shown = || companion.day(person, day()).unwrap().meals[0].photo;
    assert_eq!(companion.meal_photo(person, id).unwrap(), first);
    assert_eq!(shown().map(|note| (note.format, note.bytes)), Some((PhotoFormat::Jpeg, 9_008)));

    companion.edit_meal(id, &[MealEdit::Photo(Some(second.clone()))], Lang::Ja).unwrap();
    assert_eq!(companion.meal_photo(person, id).unwrap(), second);
    companion.edit_meal(id, &[MealEdit::Photo(None)], Lang::Ja).unwrap();
    assert!(matches!(companion.meal_photo(person, id), Err(Error::NotFound("photo"))));
    assert_eq!(shown(), None);
    companion.undo(id).unwrap();
    assert_eq!(companion.meal_photo(person, id).unwrap(), second);
    companion.undo(id).unwrap();
    assert_eq!(companion.meal_photo(person, id).unwrap(), first);

    // Nobody else's picture, and none of a meal that is copied.
    let other = companion.add_person("結衣", Role::Patient, chrono_tz::Asia::Tokyo).unwrap().id;
    assert!(companion.meal_photo(other, id).is_err());
    let copy = companion.copy_meals(person, day(), None, day()).unwrap().remove(0);
    assert!(matches!(companion.meal_photo(person, copy.id), Err(Error::NotFound("photo"))));

    companion.erase_record(id).unwrap();
    assert_eq!(companion.store().read(|store| store.photos(person)).unwrap(), []);
}
