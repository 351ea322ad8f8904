//! The journeys of `tests/scenarios`, run word for word over the binding. Kotlin and Swift run the same files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at what it did not expect"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;
use mimamori::model::finding::Severity;
use mimamori::model::meal::MealSlot;
use mimamori::model::person::Role;
use mimamori::model::{LocalDay, Millis, PersonId, RecordId};
use mimamori_ffi::{
    AppPhase, ChartFrame, ChoiceList, CompanionError, ConditionLine, DoseEntry, Eaten, EnteredVital, EventEntry,
    FoodFigure, HabitEntry, HabitGoal, HabitSchedule, LabelEntry, Language, MealChange, MealEntry, MedicineEntry,
    MimamoriCompanion, SymptomEntry, TypedVital,
};
use mimamori_tests::handset::Handset;
use mimamori_tests::place::root;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Scenario {
    language: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(rename = "do")]
    action: String,
    #[serde(rename = "as")]
    named: Option<String>,
    fails: Option<String>,
    #[serde(flatten)]
    args: BTreeMap<String, Value>,
}

impl Step {
    fn text(&self, name: &str) -> String {
        self.args[name].as_str().unwrap().to_owned()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.args.get(name).and_then(Value::as_f64)
    }

    fn at(&self, name: &str) -> Millis {
        Millis(DateTime::parse_from_rfc3339(&self.text(name)).unwrap().timestamp_millis())
    }

    fn maybe(&self, name: &str) -> Option<String> {
        self.args.get(name).map(|_| self.text(name))
    }

    fn day(&self, name: &str) -> LocalDay {
        self.text(name).parse().unwrap()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        serde_json::from_value(self.args[name].clone()).unwrap()
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        serde_json::from_value(self.args[name].clone()).unwrap()
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let hex = self.maybe(name)?;
        Some((0..hex.len()).step_by(2).map(|n| u8::from_str_radix(&hex[n..n + 2], 16).unwrap()).collect())
    }

    fn slot(&self) -> MealSlot {
        match self.text("slot").as_str() {
            "breakfast" => MealSlot::Breakfast,
            "lunch" => MealSlot::Lunch,
            "dinner" => MealSlot::Dinner,
            _ => MealSlot::Snack,
        }
    }
}

struct Runner {
    phone: Handset,
    companion: Arc<MimamoriCompanion>,
    people: BTreeMap<String, PersonId>,
    records: BTreeMap<String, RecordId>,
    foods: BTreeMap<String, String>,
}

impl Runner {
    fn person(&self, step: &Step) -> PersonId {
        self.people[&step.text("person")]
    }

    fn record(&self, step: &Step) -> RecordId {
        self.records[&step.text("record")]
    }

    /// Does one step that records something; returns what it is called from now on.
    async fn act(&mut self, step: &Step) -> Result<(), CompanionError> {
        let companion = Arc::clone(&self.companion);
        let record = match step.action.as_str() {
            "add_person" => {
                let person = companion.add_person(step.text("name"), Role::Patient, step.text("zone")).await?;
                self.people.insert(step.named.clone().unwrap(), person.id);
                None
            }
            "add_quick_meal" => {
                let kcal = step.number("kcal");
                Some(
                    companion
                        .add_quick_meal(self.person(step), step.slot(), step.text("text"), kcal, step.at("at"))
                        .await?,
                )
            }
            "add_habit" => Some(companion.add_habit(self.person(step), step.text("name"), step.at("at")).await?),
            "tick" => {
                let habit = self.records[&step.text("habit")];
                let amount = step.number("amount").unwrap();
                Some(companion.tick(self.person(step), habit, amount, step.at("at")).await?)
            }
            "add_blood_pressure" => {
                let (systolic, diastolic) = (step.number("systolic").unwrap(), step.number("diastolic").unwrap());
                let pulse = step.number("pulse").map(|pulse| pulse as u32);
                let person = self.person(step);
                Some(companion.add_blood_pressure(person, systolic, diastolic, pulse, step.at("at")).await?)
            }
            "add_vital" => {
                let value = step.number("value").unwrap();
                Some(companion.add_vital(self.person(step), step.text("kind"), value, step.at("at")).await?)
            }
            "record_strap" => {
                companion.begin_recording(self.person(step), step.text("name")).await?;
                let bytes = step.bytes("hex").unwrap();
                let every = step.number("every_ms").unwrap() as i64;
                for n in 0..step.number("count").unwrap() as i64 {
                    companion.hear(step.at("start").plus(n * every), bytes.clone()).await?;
                }
                companion.end_recording().await?;
                None
            }
            "undo" => {
                companion.undo(self.record(step)).await?;
                None
            }
            "redo" => {
                companion.redo(self.record(step)).await?;
                None
            }
            "delete" => {
                companion.delete(self.record(step)).await?;
                None
            }
            _ => self.by_hand(step).await?,
        };
        if let (Some(name), Some(record)) = (&step.named, record) {
            self.records.insert(name.clone(), record);
        }
        Ok(())
    }

    /// Does one step of what a person enters.
    async fn by_hand(&mut self, step: &Step) -> Result<Option<RecordId>, CompanionError> {
        let companion = Arc::clone(&self.companion);
        Ok(match step.action.as_str() {
            "set_profile" => {
                let mut form = companion.profile(self.person(step)).await?;
                form.birth_date = step.maybe("birth_date");
                form.height_cm = step.number("height_cm");
                let condition = |kind| ConditionLine { kind, words: String::new(), since: None };
                form.conditions = step.texts("conditions").into_iter().map(condition).collect();
                companion.set_profile(self.person(step), form).await?;
                None
            }
            "enter_vital" | "correct_vital" => {
                let (person, at) = (self.person(step), step.at("at"));
                let vital = TypedVital {
                    kind: step.text("kind"),
                    text: step.text("text"),
                    occasion: step.maybe("occasion"),
                    arm: None,
                    meal: None,
                    site: None,
                };
                let confirmed = step.args.contains_key("confirmed");
                let entered = if step.action == "correct_vital" {
                    companion.correct_vital(person, self.record(step), vital, confirmed, at).await?
                } else {
                    companion.enter_vital(person, vital, confirmed, at).await?
                };
                let asked = step.maybe("asks");
                match entered {
                    EnteredVital::Kept { record } => {
                        assert_eq!(asked, None, "it asks first");
                        Some(record)
                    }
                    EnteredVital::AskAgain { field } => {
                        assert_eq!(asked, Some(field), "it asks about this");
                        None
                    }
                }
            }
            "undo_last" => Some(companion.undo_last(self.person(step)).await?),
            "redo_last" => Some(companion.redo_last(self.person(step)).await?),
            "add_own_food" => {
                let kcal = step.number("kcal").unwrap();
                let energy =
                    FoodFigure { nutrient: "energy".into(), name: String::new(), amount: kcal, shown: String::new() };
                let label = LabelEntry {
                    name: step.text("name"),
                    reading: String::new(),
                    maker: String::new(),
                    barcode: None,
                    per: step.text("per"),
                    figures: vec![energy],
                    serving: step.number("serving"),
                    pack: None,
                    drink: false,
                };
                let code = companion.add_own_food(self.person(step), label).await?;
                self.foods.insert(step.named.clone().unwrap(), code);
                None
            }
            "add_meal" => {
                let mut items = Vec::new();
                for item in step.args["items"].as_array().unwrap() {
                    items.push(self.eaten(self.person(step), item).await?);
                }
                let meal = MealEntry { slot: step.slot(), items, note: String::new(), photo: step.bytes("picture") };
                Some(companion.add_meal(self.person(step), meal, step.at("at")).await?)
            }
            "change_meal" => {
                let item = step.number("item").unwrap() as u32;
                let change = MealChange::Amount { item, amount: step.text("amount") };
                companion.change_meal(self.person(step), self.record(step), vec![change]).await?;
                None
            }
            "copy_meals" => {
                let (from, to) = (step.day("from"), step.day("to"));
                assert_eq!(companion.copy_meals(self.person(step), from, Some(step.slot()), to).await?, 1);
                None
            }
            "mark_favourite" => {
                companion.mark_favourite(self.person(step), self.foods[&step.text("food")].clone(), true).await?;
                None
            }
            "add_symptom" => {
                let symptom = SymptomEntry {
                    kind: step.text("kind"),
                    words: String::new(),
                    since: None,
                    until: None,
                    strength: None,
                    score: step.number("score").map(|score| score as u8),
                };
                Some(companion.add_symptom(self.person(step), symptom, step.at("at")).await?)
            }
            "end_symptom" => {
                companion.end_symptom(self.record(step), step.day("until")).await?;
                None
            }
            "add_event" => {
                let event = EventEntry {
                    kind: step.text("kind"),
                    title: step.text("title"),
                    place: String::new(),
                    until: None,
                    note: String::new(),
                };
                Some(companion.add_event(self.person(step), event, step.at("at")).await?)
            }
            "add_sleep" => Some(companion.add_sleep(self.person(step), step.at("start"), step.at("end")).await?),
            "add_medicine" => {
                let medicine = MedicineEntry {
                    name: step.text("name"),
                    purpose: String::new(),
                    dose: step.maybe("dose"),
                    times: step.texts("times"),
                    weekdays: Vec::new(),
                    every_days: None,
                    most_a_day: None,
                    from: step.day("from"),
                    until: None,
                    origin: "prescribed".into(),
                    note: String::new(),
                };
                Some(companion.add_medicine(self.person(step), medicine, step.at("at")).await?)
            }
            "note_dose" => {
                let dose = DoseEntry {
                    medicine: self.records[&step.text("medicine")],
                    slot: step.maybe("slot"),
                    day: Some(step.day("day")),
                    taken: step.args["taken"].as_bool().unwrap(),
                    amount: None,
                    note: String::new(),
                };
                Some(companion.note_dose(self.person(step), dose, step.at("at")).await?)
            }
            "stop_medicine" => {
                companion.stop_medicine(self.record(step), step.day("last")).await?;
                None
            }
            "begin_habit" => {
                let at_least = step.number("at_least").unwrap();
                let days = step.numbers("weekdays").into_iter().map(|day| day as u8).collect();
                let habit = HabitEntry {
                    name: step.text("name"),
                    preset: None,
                    goal: HabitGoal::Amount { at_least, unit: step.text("unit") },
                    schedule: HabitSchedule::Weekdays { days },
                    reminders: step.texts("reminders"),
                };
                Some(companion.begin_habit(self.person(step), habit, step.at("at")).await?)
            }
            "pause_habit" => {
                let habit = self.records[&step.text("habit")];
                companion.pause_habit(self.person(step), habit, step.day("from"), None).await?;
                None
            }
            "change_key" => {
                companion.change_key(self.phone.vault.clone(), "record".into()).await?;
                None
            }
            "move_to_new_phone" => {
                let (file, key) = (self.phone.path("saved.backup"), step.bytes("key").unwrap());
                companion.backup(file.clone(), key.clone()).await?;
                let new = Handset::new(self.phone.language);
                self.companion = MimamoriCompanion::restore(file, key, new.request(), new.vault.clone()).await?;
                self.phone = new;
                None
            }
            "erase_record" => {
                companion.erase_record(self.record(step)).await?;
                None
            }
            "erase_person" => {
                companion.erase_person(self.person(step)).await?;
                None
            }
            unknown => panic!("no step is called {unknown}"),
        })
    }

    /// One thing of a meal: a food that is looked for, one of the person's own, or words.
    async fn eaten(&self, person: PersonId, item: &Value) -> Result<Eaten, CompanionError> {
        let text = |name: &str| item.get(name).map(|value| value.as_str().unwrap().to_owned());
        if let Some(words) = text("text") {
            return Ok(Eaten::Quick { text: words, kcal: None });
        }
        let code = match text("food") {
            Some(own) => self.foods[&own].clone(),
            None => {
                let found = self.companion.search_food(person, text("find").unwrap(), 1).await?;
                found[0].code.clone().unwrap()
            }
        };
        Ok(Eaten::Food { code, amount: text("amount").unwrap() })
    }

    /// Looks at what a screen would show; `false` where the step expects nothing.
    async fn expect(&self, step: &Step, place: &str) -> bool {
        let companion = &self.companion;
        match step.action.as_str() {
            "expect_day" => self.expect_day(step, place).await,
            "expect_findings" => self.expect_findings(step, place).await,
            "expect_people" => {
                let people = companion.people().await.unwrap();
                let names: Vec<String> = people.into_iter().map(|person| person.name).collect();
                assert_eq!(names, step.texts("names"), "{place}");
            }
            "expect_profile" => {
                let form = companion.profile(self.person(step)).await.unwrap();
                assert_eq!(form.birth_date, step.maybe("birth_date"), "{place}");
                assert_eq!(form.height_cm, step.number("height_cm"), "{place}");
                let conditions: Vec<String> = form.conditions.into_iter().map(|one| one.kind).collect();
                assert_eq!(conditions, step.texts("conditions"), "{place}");
            }
            "expect_choices" => {
                let list = match step.text("list").as_str() {
                    "symptoms" => ChoiceList::Symptoms,
                    other => panic!("{place}: no list is called {other}"),
                };
                let choices = companion.choices(list).await.unwrap();
                let chosen = choices.into_iter().find(|choice| choice.code == step.text("code"));
                assert_eq!(chosen.map(|choice| choice.name), step.maybe("name"), "{place}");
            }
            "expect_history" => {
                let versions = companion.history(self.person(step), self.record(step)).await.unwrap();
                assert_eq!(Some(versions.len() as f64), step.number("versions"), "{place}");
            }
            "expect_picture" => {
                let picture = companion.meal_photo(self.person(step), self.record(step)).await.unwrap();
                assert!(picture.starts_with(&step.bytes("starts").unwrap()), "{place}");
            }
            "expect_foods" => {
                let names = |foods: Vec<mimamori_ffi::FoodLine>| -> Vec<String> {
                    foods.into_iter().map(|food| food.name).collect()
                };
                let person = self.person(step);
                assert_eq!(
                    names(companion.favourite_foods(person).await.unwrap()),
                    step.texts("favourites"),
                    "{place}"
                );
                assert_eq!(names(companion.own_foods(person).await.unwrap()), step.texts("own"), "{place}");
            }
            "expect_notes" => {
                let notes = companion.notes(self.person(step), step.day("day")).await.unwrap();
                let kinds: Vec<&str> = notes.iter().map(|note| note.kind.as_str()).collect();
                assert_eq!(kinds, step.texts("kinds"), "{place}");
                for (note, word) in notes.iter().zip(step.texts("lines_hold")) {
                    assert!(note.line.contains(&word), "{place}: {} holds no {word}", note.line);
                }
            }
            "expect_doses" => {
                let doses = companion.doses(self.person(step), step.day("day")).await.unwrap();
                let taken: Vec<Option<bool>> = doses.into_iter().map(|dose| dose.taken).collect();
                assert_eq!(serde_json::to_value(taken).unwrap(), step.args["taken"], "{place}");
            }
            "expect_scores" => {
                let habit = self.records[&step.text("habit")];
                let (from, to) = (step.day("from"), step.day("to"));
                let scores = companion.habit_scores(self.person(step), habit, from, to).await.unwrap();
                let amounts: Vec<f64> = scores.into_iter().filter_map(|score| score.amount).collect();
                assert_eq!(amounts, step.numbers("amounts"), "{place}");
            }
            "expect_reminders" => {
                use mimamori::clock::Clock as _;
                let until = mimamori::clock::SystemClock.now().plus(3 * Millis::DAY);
                let reminders = companion.reminders(self.person(step), until).await.unwrap();
                let mut names: Vec<String> = reminders.into_iter().map(|reminder| reminder.name).collect();
                names.dedup();
                assert_eq!(names, step.texts("names"), "{place}");
            }
            "expect_chart" => {
                let frame = ChartFrame { width: 640, height: 360, dark: false, text_percent: 100 };
                let (from, to) = (step.day("from"), step.day("to"));
                let chart = companion.chart(self.person(step), step.text("kind"), from, to, frame).await.unwrap();
                assert!(chart.svg.starts_with("<svg"), "{place}");
                assert_eq!(Some(chart.rows.len() as f64), step.number("rows"), "{place}");
                assert!(chart.sentence.contains(&step.text("sentence_holds")), "{place}: {}", chart.sentence);
            }
            _ => return false,
        }
        true
    }

    async fn expect_day(&self, step: &Step, place: &str) {
        let day = self.companion.day(self.person(step), step.text("day").parse().unwrap()).await.unwrap();
        if let Some(name) = step.args.get("name") {
            assert_eq!(day.name, name.as_str().unwrap(), "{place}");
        }
        if let Some(meals) = step.args.get("meals") {
            let eaten: Vec<&String> = day.meals.iter().flat_map(|meal| &meal.items).collect();
            assert_eq!(serde_json::to_value(eaten).unwrap(), *meals, "{place}");
        }
        if let Some(known) = step.number("kcal_known") {
            assert_eq!(f64::from(day.nutrients[0].known), known, "{place}");
        }
        if let Some(habits) = step.args.get("habits") {
            let kept: Vec<Value> = day
                .habits
                .iter()
                .map(|habit| serde_json::json!({"name": habit.name, "done": habit.done, "streak": habit.streak}))
                .collect();
            assert_eq!(Value::from(kept), *habits, "{place}");
        }
        if let Some(vitals) = step.number("vitals") {
            assert_eq!(day.vitals.len() as f64, vitals, "{place}");
        }
        if step.args.contains_key("vitals_hold") {
            for word in step.texts("vitals_hold") {
                assert!(day.vitals.iter().any(|vital| vital.value.contains(&word)), "{place}: no value holds {word}");
            }
        }
        if step.args.contains_key("kcal") {
            let energies: Vec<f64> = day.meals.iter().filter_map(|meal| meal.kcal).map(f64::round).collect();
            assert_eq!(energies, step.numbers("kcal"), "{place}");
        }
        if let Some(heart) = step.args.get("heart") {
            let shown = day.heart.unwrap();
            let seen = serde_json::json!({"latest": shown.latest, "min": shown.min, "max": shown.max});
            assert_eq!(seen, *heart, "{place}");
        }
    }

    async fn expect_findings(&self, step: &Step, place: &str) {
        let findings = self.companion.findings(self.person(step)).await.unwrap();
        let severities: Vec<&str> = findings
            .iter()
            .map(|finding| match finding.severity {
                Severity::Notice => "notice",
                Severity::Strong => "strong",
            })
            .collect();
        assert_eq!(serde_json::to_value(severities).unwrap(), step.args["severities"], "{place}");
        for word in step.args["facts_hold"].as_array().unwrap() {
            let word = word.as_str().unwrap();
            assert!(findings.iter().all(|finding| finding.fact.contains(word)), "{place}: no fact holds {word}");
        }
    }
}

/// The error's variant, with its field where it has one.
fn name(error: &CompanionError) -> String {
    match error {
        CompanionError::InvalidInput { field } => format!("InvalidInput:{field}"),
        CompanionError::NotFound { .. } => "NotFound".to_owned(),
        other => format!("{other:?}"),
    }
}

async fn run(file: &str) {
    let text = std::fs::read_to_string(root().join("tests/scenarios").join(file)).unwrap();
    let scenario: Scenario = serde_json::from_str(&text).unwrap();
    let phone = Handset::new(if scenario.language == "ja" { Language::Japanese } else { Language::English });
    let companion = phone.open().await;
    let (people, records, foods) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut runner = Runner { phone, companion, people, records, foods };
    for (number, step) in scenario.steps.iter().enumerate() {
        let place = format!("{file}, step {} ({})", number + 1, step.action);
        if step.action == "reopen" {
            // Closes the files, as an app does that leaves the screen.
            runner.companion.set_phase(AppPhase::Background).await.unwrap();
            runner.companion = runner.phone.open().await;
        } else if !runner.expect(step, &place).await {
            match (runner.act(step).await, &step.fails) {
                (Ok(()), None) => {}
                (Err(error), Some(fails)) => assert_eq!(name(&error), *fails, "{place}"),
                (Ok(()), Some(fails)) => panic!("{place} should have failed with {fails}"),
                (Err(error), None) => panic!("{place} failed: {error}"),
            }
        }
    }
}

#[tokio::test]
async fn the_first_day() {
    run("01_first_day.json").await;
}

#[tokio::test]
async fn a_day_by_hand() {
    run("02_by_hand.json").await;
}
