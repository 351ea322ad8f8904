//! A day on a phone, over the binding: what a person enters, looks at, takes back and keeps safe.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::sync::Arc;

use mimamori::model::meal::MealSlot;
use mimamori::model::person::Role;
use mimamori::model::{LocalDay, Millis, PersonId, RecordId};
use mimamori_ffi::{
    ChartFrame, ChoiceList, CompanionError, DoseEntry, Eaten, EnteredVital, EventEntry, FoodFigure, HabitEntry,
    HabitGoal, HabitSchedule, KeyVault as _, LabelEntry, Language, MealChange, MealEntry, MedicineEntry,
    MimamoriCompanion, RecipeEntry, RecipePart, SymptomEntry, TypedVital,
};
use mimamori_tests::handset::Handset;

/// A phone with Hanako's record on it.
struct Phone {
    handset: Handset,
    companion: Arc<MimamoriCompanion>,
    hanako: PersonId,
    today: LocalDay,
}

impl Phone {
    async fn new() -> Self {
        let handset = Handset::new(Language::English);
        let companion = handset.open().await;
        let hanako = companion.add_person("Hanako".into(), Role::Patient, "Asia/Tokyo".into()).await.unwrap().id;
        let today = companion.today(hanako).await.unwrap();
        Self { handset, companion, hanako, today }
    }
}

fn now() -> Millis {
    use mimamori::clock::Clock as _;
    mimamori::clock::SystemClock.now()
}

fn reading(kind: &str, text: &str) -> TypedVital {
    let (kind, text) = (kind.to_owned(), text.to_owned());
    TypedVital { kind, text, occasion: None, arm: None, meal: None, site: None }
}

fn kept(entered: EnteredVital) -> RecordId {
    match entered {
        EnteredVital::Kept { record } => Some(record),
        EnteredVital::AskAgain { .. } => None,
    }
    .unwrap()
}

#[tokio::test]
async fn what_is_typed_is_read_the_impossible_is_refused_and_the_seldom_asked_about() {
    let phone = Phone::new().await;
    let (app, hanako) = (&phone.companion, phone.hanako);
    let evening = TypedVital { occasion: Some("evening".into()), ..reading("血圧", "１３５／８５／６４") };
    kept(app.enter_vital(hanako, evening, false, now()).await.unwrap());
    let refused = app.enter_vital(hanako, reading("bp", "1350/85"), true, now()).await.unwrap_err();
    assert_eq!(refused, CompanionError::InvalidInput { field: "systolic".into() });
    let unknown = app.enter_vital(hanako, reading("aura", "7"), true, now()).await.unwrap_err();
    assert_eq!(unknown, CompanionError::InvalidInput { field: "kind".into() });
    let seldom = reading("weight", "29 kg");
    let asked = app.enter_vital(hanako, seldom.clone(), false, now()).await.unwrap();
    assert_eq!(asked, EnteredVital::AskAgain { field: "Weight".into() });
    assert_eq!(app.day(hanako, phone.today).await.unwrap().vitals.len(), 1, "what was asked about is not kept");
    let weight = kept(app.enter_vital(hanako, seldom, true, now()).await.unwrap());
    kept(app.correct_vital(hanako, weight, reading("weight", "134 lb"), true, now()).await.unwrap());
    let vitals = app.day(hanako, phone.today).await.unwrap().vitals;
    assert!(vitals.iter().any(|vital| vital.value.contains("60.8")), "{vitals:?}");
    assert_eq!(app.history(hanako, weight).await.unwrap().len(), 2);

    app.undo_last(hanako).await.unwrap();
    app.undo_last(hanako).await.unwrap();
    assert_eq!(app.day(hanako, phone.today).await.unwrap().vitals.len(), 1);
    app.redo(weight).await.unwrap();
    assert_eq!(app.redo_last(hanako).await.unwrap(), weight);
    let done: Vec<String> = app.history(hanako, weight).await.unwrap().into_iter().map(|one| one.done).collect();
    assert_eq!(done.len(), 6, "{done:?}");
    assert!(app.changes(hanako, phone.today, phone.today).await.unwrap().len() >= 7);
}

#[tokio::test]
async fn a_meal_is_found_said_as_people_say_it_pictured_and_changed() {
    let phone = Phone::new().await;
    let (app, hanako) = (&phone.companion, phone.hanako);
    let rice = app.search_food(hanako, "ごはん".into(), 3).await.unwrap().remove(0);
    let rice = rice.code.unwrap();
    let card = app.food(hanako, rice.clone()).await.unwrap();
    assert!(card.measures.iter().any(|measure| measure.grams > 100.0) && card.source.is_some());
    let energy = |amount| FoodFigure { nutrient: "energy".into(), name: String::new(), amount, shown: String::new() };
    let label = LabelEntry {
        name: "Oat bar".into(),
        reading: String::new(),
        maker: String::new(),
        barcode: Some("4901234567894".into()),
        per: "serving".into(),
        figures: vec![energy(180.0)],
        serving: Some(40.0),
        pack: None,
        drink: false,
    };
    let bar = app.add_own_food(hanako, label).await.unwrap();
    let part = |code: &str, grams| RecipePart { code: code.into(), grams };
    let dish = RecipeEntry {
        name: "Rice with a bar".into(),
        reading: String::new(),
        parts: vec![part(&rice, 150.0), part(&bar, 40.0)],
        yield_grams: None,
        servings: 1.0,
    };
    let dish = app.add_recipe(hanako, dish).await.unwrap();
    assert_eq!(app.own_foods(hanako).await.unwrap().len(), 2);

    let photo = [b"\xff\xd8\xff\xda\0\x02".as_slice(), &[7; 500], b"\xff\xd9"].concat();
    let eat = |code: &str, amount: &str| Eaten::Food { code: code.into(), amount: amount.into() };
    let lunch = MealEntry {
        slot: MealSlot::Lunch,
        items: vec![eat(&dish, "1 serving"), Eaten::Quick { text: "Tea".into(), kcal: None }],
        note: String::new(),
        photo: Some(photo.clone()),
    };
    let meal = app.add_meal(hanako, lunch.clone(), now()).await.unwrap();
    assert_eq!(app.meal_photo(hanako, meal).await.unwrap(), photo);
    let nonsense = MealEntry { photo: Some(b"<svg>".to_vec()), ..lunch };
    let refused = app.add_meal(hanako, nonsense, now()).await.unwrap_err();
    assert_eq!(refused, CompanionError::InvalidInput { field: "photo".into() });
    let kcal = || async { app.day(hanako, phone.today).await.unwrap().meals[0].kcal.unwrap() };
    let whole = kcal().await;
    let half = MealChange::Amount { item: 0, amount: "0.5 serving".into() };
    app.change_meal(hanako, meal, vec![half, MealChange::Remove { item: 1 }]).await.unwrap();
    assert!((kcal().await * 2.0 - whole).abs() < 1.0);
    app.mark_favourite(hanako, rice, true).await.unwrap();
    assert_eq!(app.favourite_foods(hanako).await.unwrap().len(), 1);
    assert_eq!(app.recent_foods(hanako, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_felt_taken_and_kept_up_is_noted_and_reminded_of() {
    let phone = Phone::new().await;
    let (app, hanako, today) = (&phone.companion, phone.hanako, phone.today);
    let symptoms = app.choices(ChoiceList::Symptoms).await.unwrap();
    assert!(symptoms.iter().any(|one| (one.code.as_str(), one.name.as_str()) == ("headache", "Headache")));
    let headache = SymptomEntry {
        kind: "headache".into(),
        words: String::new(),
        since: None,
        until: None,
        strength: None,
        score: Some(6),
    };
    let headache = app.add_symptom(hanako, headache, now()).await.unwrap();
    app.end_symptom(headache, today).await.unwrap();
    let visit = EventEntry {
        kind: "visit".into(),
        title: "Dr Sato".into(),
        place: String::new(),
        until: None,
        note: String::new(),
    };
    app.add_event(hanako, visit, now()).await.unwrap();
    app.add_sleep(hanako, now().plus(-8 * Millis::HOUR), now().plus(-Millis::HOUR)).await.unwrap();
    let mut kinds = Vec::new();
    for day in [today, today.plus_days(1)] {
        kinds.extend(app.notes(hanako, day).await.unwrap().into_iter().map(|note| note.kind));
    }
    kinds.sort();
    assert_eq!(kinds, ["event", "sleep", "symptom"]);

    let medicine = MedicineEntry {
        name: "Amlodipine".into(),
        purpose: String::new(),
        dose: Some("1 tablet".into()),
        times: vec!["after_breakfast".into(), "21:30".into()],
        weekdays: Vec::new(),
        every_days: None,
        most_a_day: None,
        from: today,
        until: None,
        origin: "prescribed".into(),
        note: String::new(),
    };
    let medicine = app.add_medicine(hanako, medicine, now()).await.unwrap();
    let dose =
        DoseEntry { medicine, slot: Some("21:30".into()), day: None, taken: false, amount: None, note: String::new() };
    app.note_dose(hanako, dose, now()).await.unwrap();
    let taken: Vec<Option<bool>> = app.doses(hanako, today).await.unwrap().iter().map(|dose| dose.taken).collect();
    assert_eq!(taken, [None, Some(false)]);
    app.stop_medicine(medicine, today).await.unwrap();
    assert!(app.doses(hanako, today.plus_days(1)).await.unwrap().is_empty());
    assert_eq!(app.medicines(hanako, None).await.unwrap().len(), 1);

    let walk = HabitEntry {
        name: "Walk".into(),
        preset: None,
        goal: HabitGoal::Amount { at_least: 30.0, unit: "min".into() },
        schedule: HabitSchedule::Weekdays { days: vec![1, 2, 3, 4, 5, 6, 7] },
        reminders: vec!["12:00".into()],
    };
    let habit = app.begin_habit(hanako, walk.clone(), now()).await.unwrap();
    app.tick(hanako, habit, 30.0, now()).await.unwrap();
    let scores = app.habit_scores(hanako, habit, today, today).await.unwrap();
    assert_eq!((scores.len(), scores[0].amount), (1, Some(30.0)));
    let reminders = || async { app.reminders(hanako, now().plus(4 * Millis::DAY)).await.unwrap() };
    assert!(reminders().await.iter().all(|one| one.name == "Walk") && !reminders().await.is_empty());
    app.set_quiet_hours(hanako, Some("11:00".into()), Some("13:00".into())).await.unwrap();
    let quiet = reminders().await.len();
    app.set_quiet_hours(hanako, None, None).await.unwrap();
    assert!(quiet <= reminders().await.len());
    app.pause_habit(hanako, habit, today, None).await.unwrap();
    assert!(reminders().await.is_empty());
    app.resume_habit(hanako, habit, today.plus_days(1)).await.unwrap();
    app.change_habit(hanako, habit, HabitEntry { reminders: Vec::new(), ..walk }).await.unwrap();
    assert!(reminders().await.is_empty());
    assert!(app.snooze(hanako, habit, now().plus(9 * Millis::DAY)).await.is_err());
}

#[tokio::test]
async fn a_profile_a_chart_a_backup_and_a_change_of_keys_are_at_hand() {
    let phone = Phone::new().await;
    let (app, hanako, today) = (&phone.companion, phone.hanako, phone.today);
    let mut form = app.profile(hanako).await.unwrap();
    form.birth_date = Some("昭和23年4月5日".into());
    form.height_cm = Some(151.0);
    app.set_profile(hanako, form.clone()).await.unwrap();
    assert_eq!(app.profile(hanako).await.unwrap().birth_date.as_deref(), Some("1948-04-05"));
    form.height_cm = Some(1.51);
    let refused = app.set_profile(hanako, form).await.unwrap_err();
    assert_eq!(refused, CompanionError::InvalidInput { field: "height".into() });

    for days in 0..9 {
        let at = now().plus(-days * Millis::DAY);
        kept(app.enter_vital(hanako, reading("weight", "52.4"), false, at).await.unwrap());
    }
    let frame = ChartFrame { width: 640, height: 360, dark: false, text_percent: 100 };
    let chart = app.chart(hanako, "weight".into(), today.plus_days(-9), today, frame.clone()).await.unwrap();
    assert!(chart.svg.starts_with("<svg") && chart.rows.len() >= 9 && !chart.sentence.is_empty());
    assert!(app.chart(hanako, "aura".into(), today, today, frame).await.is_err());
    assert_eq!(app.preview_thinning(hanako, today).await.unwrap().days, 0);

    let vault = &phone.handset.vault;
    app.change_key(vault.clone(), "record".into()).await.unwrap();
    let file = phone.handset.path("saved.backup");
    app.backup(file.clone(), vec![5; 32]).await.unwrap();
    assert!(app.backup(file.clone(), vec![5; 31]).await.is_err());
    let other = Handset::new(Language::English);
    let restore = |key| MimamoriCompanion::restore(file.clone(), key, other.request(), other.vault.clone());
    assert_eq!(restore(vec![6; 32]).await.unwrap_err(), CompanionError::NeedsUnlock);
    let restored = restore(vec![5; 32]).await.unwrap();
    let before = app.day(hanako, today).await.unwrap();
    assert_eq!(restored.day(hanako, today).await.unwrap(), before);

    // A change of keys that was cut short: the record has the new key, the vault's name the old one.
    app.set_phase(mimamori_ffi::AppPhase::Background).await.unwrap();
    vault.store("record".into(), vec![1; 32]).unwrap();
    let again = phone.handset.open().await;
    assert_eq!(again.day(hanako, today).await.unwrap(), before);
    again.erase_person(hanako).await.unwrap();
    assert!(again.people().await.unwrap().is_empty());
}
