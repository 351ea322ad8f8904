//! The envelope that every single record travels in, on the phone and on the wire.
//!
//! Heart rate and steps are series, not records: see `heart` and `steps`.

use serde::{Deserialize, Serialize};

use super::consent::{Consent, GranteeKind};
use super::event::Event;
use super::finding::Finding;
use super::habit::{Habit, Tick};
use super::id::{PersonId, RecordId, SourceId};
use super::meal::Meal;
use super::medicine::{Dose, Medicine};
use super::own_food::{Food, Recipe};
use super::sleep::Sleep;
use super::symptom::Symptom;
use super::time::{Millis, Stamp};
use super::vital::Vital;
use super::{Invalid, Problem};

/// One record as it now stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The same on every device.
    pub id: RecordId,
    /// Whose it is.
    pub person: PersonId,
    /// 1 for the first version, one more for each change.
    pub revision: u32,
    /// Whether it stands.
    pub status: RecordStatus,
    /// When it happened.
    pub at: Stamp,
    /// Where it came from.
    pub source: SourceId,
    /// When this version was written.
    pub written: Millis,
    /// What it says.
    pub entry: Entry,
}

/// Whether a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordStatus {
    /// It stands.
    Active,
    /// The person deleted it; it is kept, marked, and counts for nothing.
    EnteredInError,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A meal.
    Meal(Meal),
    /// A habit that the person keeps.
    Habit(Habit),
    /// One time that a habit was kept.
    Tick(Tick),
    /// A vital sign or a body measure.
    Vital(Vital),
    /// A symptom.
    Symptom(Symptom),
    /// A medicine that the person takes.
    Medicine(Medicine),
    /// One time that a medicine was taken or left out.
    Dose(Dose),
    /// A vaccination, a visit, a stay.
    Event(Event),
    /// A stretch of sleep; the record's time is its end.
    Sleep(Sleep),
    /// A food with the values of its label.
    Food(Food),
    /// A dish made of foods.
    Recipe(Recipe),
    /// Something out of the ordinary that was noticed.
    Finding(Box<Finding>),
    /// Leave for somebody to see a part of the record.
    Consent(Consent),
}

/// The kinds of [`Entry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the entry of that name")]
pub enum RecordKind {
    Meal,
    Habit,
    Tick,
    Vital,
    Symptom,
    Medicine,
    Dose,
    Event,
    Sleep,
    Food,
    Recipe,
    Finding,
    Consent,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Meal,
        Self::Habit,
        Self::Tick,
        Self::Vital,
        Self::Symptom,
        Self::Medicine,
        Self::Dose,
        Self::Event,
        Self::Sleep,
        Self::Food,
        Self::Recipe,
        Self::Finding,
        Self::Consent,
    ];

    /// The code in the store, in files and on the command line; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Meal => "meal",
            Self::Habit => "habit",
            Self::Tick => "tick",
            Self::Vital => "vital",
            Self::Symptom => "symptom",
            Self::Medicine => "medicine",
            Self::Dose => "dose",
            Self::Event => "event",
            Self::Sleep => "sleep",
            Self::Food => "food",
            Self::Recipe => "recipe",
            Self::Finding => "finding",
            Self::Consent => "consent",
        }
    }

    /// Whether records of this kind have a form on the wire. Those that have none stay on the phone and
    /// are queued for no platform.
    #[must_use]
    pub const fn is_sent(self) -> bool {
        match self {
            Self::Meal
            | Self::Habit
            | Self::Tick
            | Self::Vital
            | Self::Finding
            | Self::Consent
            | Self::Symptom
            | Self::Medicine
            | Self::Dose
            | Self::Event
            | Self::Sleep => true,
            Self::Food | Self::Recipe => false,
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Entry {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Meal(_) => RecordKind::Meal,
            Self::Habit(_) => RecordKind::Habit,
            Self::Tick(_) => RecordKind::Tick,
            Self::Vital(_) => RecordKind::Vital,
            Self::Symptom(_) => RecordKind::Symptom,
            Self::Medicine(_) => RecordKind::Medicine,
            Self::Dose(_) => RecordKind::Dose,
            Self::Event(_) => RecordKind::Event,
            Self::Sleep(_) => RecordKind::Sleep,
            Self::Food(_) => RecordKind::Food,
            Self::Recipe(_) => RecordKind::Recipe,
            Self::Finding(_) => RecordKind::Finding,
            Self::Consent(_) => RecordKind::Consent,
        }
    }

    /// Whether it has a form on the wire. What leaves for a platform of the person's own is between
    /// them and this device.
    #[must_use]
    pub const fn is_sent(&self) -> bool {
        match self {
            Self::Consent(consent) => !matches!(consent.grantee.kind, GranteeKind::Platform),
            other => other.kind().is_sent(),
        }
    }

    /// The entry, if it is one that the constructors of its kind make: what was read from elsewhere is
    /// held to the same rules as what is typed.
    ///
    /// # Errors
    /// The field that breaks them.
    pub fn checked(self) -> Result<Self, Invalid> {
        Ok(match self {
            Self::Meal(meal) => {
                let fits = |text: &str, most: usize| text.chars().count() <= most;
                if !fits(&meal.note, 2_000) {
                    return Err(Invalid::new("note", Problem::TooLong));
                }
                if !meal.items.iter().all(|item| !item.name.is_empty() && fits(&item.name, 200)) {
                    return Err(Invalid::new("name", Problem::TooLong));
                }
                if !meal.photo.as_ref().is_none_or(|name| fits(name, 200)) {
                    return Err(Invalid::new("photo", Problem::TooLong));
                }
                let Meal { note, photo, .. } = meal;
                Self::Meal(Meal { note, photo, ..Meal::new(meal.slot, meal.items)? })
            }
            Self::Habit(habit) => Self::Habit(habit.checked()?),
            Self::Tick(tick) => Self::Tick(Tick::new(tick.habit, tick.amount)?),
            Self::Vital(vital) => Self::Vital(vital.checked()?),
            Self::Symptom(symptom) => Self::Symptom(symptom.checked()?),
            Self::Medicine(medicine) => Self::Medicine(medicine.checked()?),
            Self::Dose(dose) => Self::Dose(dose.checked()?),
            Self::Event(event) => Self::Event(event.checked()?),
            Self::Sleep(sleep) => Self::Sleep(sleep.checked()?),
            Self::Food(food) => Self::Food(food.checked()?),
            Self::Recipe(recipe) => Self::Recipe(recipe.checked()?),
            Self::Finding(finding) => {
                if finding.evidence.points.len() > 64 || !finding.evidence.value.is_finite() {
                    return Err(Invalid::new("value", Problem::Impossible));
                }
                Self::Finding(finding)
            }
            Self::Consent(consent) => Self::Consent(consent.checked()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::super::medicine::{DoseSlot, DoseState, DoseTime, MedicineDays, MedicineSchedule};
    use super::super::own_food::{LabelBasis, RecipeItem};
    use super::super::sleep::{SleepStage, Stage};
    use super::super::symptom::SymptomKind;
    use super::*;
    use crate::model::LocalDay;
    use crate::model::meal::{FoodCode, Nutrient, Nutrients};

    /// One of each kind that a person records by hand beside meals, habits and vital signs.
    fn entries() -> Vec<Entry> {
        let day: LocalDay = "2026-04-18".parse().unwrap();
        let times = vec![DoseTime { slot: DoseSlot::At(450), amount: Some(0.5) }, DoseTime::at(DoseSlot::Bedtime)];
        let schedule = MedicineSchedule::Times { times, days: MedicineDays::Weekdays(vec![chrono::Weekday::Mon]) };
        let (start, end) = (Stamp::at_offset(Millis(0), 32_400), Stamp::at_offset(Millis(3_600_000), 32_400));
        let stages = vec![SleepStage { start: Millis(0), end: Millis(60_000), stage: Stage::Rem }];
        let mut values = Nutrients::default();
        values.set(Nutrient::Energy, 80.0);
        let items = vec![RecipeItem { code: FoodCode("mext:01088".into()), name: "ごはん".into(), grams: 150.0 }];
        let (reading, maker) = (String::new(), String::new());
        vec![
            Entry::Symptom(Symptom { since: Some(day), ..Symptom::new(SymptomKind::Cough).scored(3) }),
            Entry::Medicine(Medicine::new("薬", schedule, day).unwrap()),
            Entry::Dose(Dose {
                medicine: RecordId(uuid::Uuid::from_u128(7)),
                day,
                slot: Some(DoseSlot::At(450)),
                state: DoseState::Skipped,
                amount: Some(2.0),
                note: "吐き気".into(),
            }),
            Entry::Event(Event { until: Some(day), ..Event::new(EventKind::Visit, "眼科").unwrap() }),
            Entry::Sleep(Sleep::new(start, end, stages).unwrap()),
            Entry::Food(Food {
                name: "ヨーグルト".into(),
                reading: reading.clone(),
                maker,
                barcode: Some("49012345".into()),
                per: LabelBasis::Serving,
                values,
                serving: Some(75.0),
                pack: None,
                drink: false,
            }),
            Entry::Recipe(Recipe { name: "茶碗".into(), reading, items, yield_grams: None, servings: 1.0 }),
        ]
    }

    #[test]
    fn every_kind_is_stored_under_its_code_and_reads_back_whole() {
        for entry in entries() {
            let json = serde_json::to_value(&entry).unwrap();
            assert_eq!(json["kind"], entry.kind().code());
            assert_eq!(serde_json::from_value::<Entry>(json).unwrap().checked().unwrap(), entry);
            assert_eq!(RecordKind::from_code(entry.kind().code()), Some(entry.kind()));
        }
    }

    #[test]
    fn what_was_read_from_elsewhere_is_held_to_the_rules_of_what_is_typed() {
        let broken = |part: &str, with: serde_json::Value, of: usize| {
            let mut json = serde_json::to_value(entries().get(of).unwrap()).unwrap();
            json["entry"][part] = with;
            serde_json::from_value::<Entry>(json).unwrap().checked().unwrap_err().field
        };
        assert_eq!(broken("score", 11.into(), 0), "score");
        assert_eq!(broken("name", " ".into(), 1), "name");
        assert_eq!(broken("amount", (-1).into(), 2), "amount");
        assert_eq!(broken("title", "x".repeat(201).into(), 3), "title");
        assert_eq!(broken("stages", serde_json::json!([{ "start": -5, "end": 9, "stage": "rem" }]), 4), "stages");
        assert_eq!(broken("barcode", "4901-2345".into(), 5), "barcode");
        assert_eq!(broken("servings", 0.into(), 6), "servings");
    }
}
