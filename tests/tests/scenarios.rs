//! The journeys of `tests/scenarios`, run word for word over the binding. Kotlin runs the same files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at what it did not expect"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::DateTime;
use mimamori::model::finding::Severity;
use mimamori::model::meal::MealSlot;
use mimamori::model::person::Role;
use mimamori::model::{Millis, PersonId, RecordId};
use mimamori_ffi::{AppPhase, CompanionError, KeyVault, Language, MimamoriCompanion, OpenRequest};
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
}

#[derive(Default)]
struct MemoryVault(Mutex<BTreeMap<String, Vec<u8>>>);

impl KeyVault for MemoryVault {
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, CompanionError> {
        Ok(self.0.lock().unwrap().get(&name).cloned())
    }

    fn store(&self, name: String, key: Vec<u8>) -> Result<(), CompanionError> {
        self.0.lock().unwrap().insert(name, key);
        Ok(())
    }
}

struct Runner {
    companion: Arc<MimamoriCompanion>,
    people: BTreeMap<String, PersonId>,
    records: BTreeMap<String, RecordId>,
}

impl Runner {
    fn person(&self, step: &Step) -> PersonId {
        self.people[&step.text("person")]
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
                let slot = match step.text("slot").as_str() {
                    "breakfast" => MealSlot::Breakfast,
                    "lunch" => MealSlot::Lunch,
                    "dinner" => MealSlot::Dinner,
                    _ => MealSlot::Snack,
                };
                let kcal = step.number("kcal");
                Some(companion.add_quick_meal(self.person(step), slot, step.text("text"), kcal, step.at("at")).await?)
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
                let hex = step.text("hex");
                let bytes: Vec<u8> =
                    (0..hex.len()).step_by(2).map(|n| u8::from_str_radix(&hex[n..n + 2], 16).unwrap()).collect();
                let every = step.number("every_ms").unwrap() as i64;
                for n in 0..step.number("count").unwrap() as i64 {
                    companion.hear(step.at("start").plus(n * every), bytes.clone()).await?;
                }
                companion.end_recording().await?;
                None
            }
            "undo" => {
                companion.undo(self.records[&step.text("record")]).await?;
                None
            }
            "redo" => {
                companion.redo(self.records[&step.text("record")]).await?;
                None
            }
            "delete" => {
                companion.delete(self.records[&step.text("record")]).await?;
                None
            }
            unknown => panic!("no step is called {unknown}"),
        };
        if let (Some(name), Some(record)) = (&step.named, record) {
            self.records.insert(name.clone(), record);
        }
        Ok(())
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
    let folder = tempfile::tempdir().unwrap();
    let vault: Arc<dyn KeyVault> = Arc::new(MemoryVault::default());
    let request = OpenRequest {
        path: folder.path().join("record.db").display().to_string(),
        key_name: "record".to_owned(),
        language: if scenario.language == "ja" { Language::Japanese } else { Language::English },
    };
    let open = || MimamoriCompanion::open(request.clone(), Arc::clone(&vault));
    let mut runner = Runner { companion: open().await.unwrap(), people: BTreeMap::new(), records: BTreeMap::new() };
    for (number, step) in scenario.steps.iter().enumerate() {
        let place = format!("{file}, step {} ({})", number + 1, step.action);
        match step.action.as_str() {
            "expect_day" => runner.expect_day(step, &place).await,
            "expect_findings" => runner.expect_findings(step, &place).await,
            "reopen" => {
                // Closes the files, as an app does that leaves the screen.
                runner.companion.set_phase(AppPhase::Background).await.unwrap();
                runner.companion = open().await.unwrap();
            }
            _ => match (runner.act(step).await, &step.fails) {
                (Ok(()), None) => {}
                (Err(error), Some(fails)) => assert_eq!(name(&error), *fails, "{place}"),
                (Ok(()), Some(fails)) => panic!("{place} should have failed with {fails}"),
                (Err(error), None) => panic!("{place} failed: {error}"),
            },
        }
    }
}

#[tokio::test]
async fn the_first_day() {
    run("01_first_day.json").await;
}
