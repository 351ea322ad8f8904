//! What screens draw, in words of the person's language.

use mimamori::model::finding::{Finding, FindingState, Severity};
use mimamori::model::heart::Contact;
use mimamori::model::meal::{MealSlot, Nutrient};
use mimamori::model::person::{Person, Role};
use mimamori::model::view::DayView;
use mimamori::model::{FindingId, LocalDay, Millis, PersonId, RecordId};
use mimamori::sync::{Next, SyncReport};
use mimamori::text::{self, Words};

/// One day of one person.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct DayScreen {
    /// Whose.
    pub person: PersonId,
    /// The name to show.
    pub name: String,
    /// The day.
    pub day: LocalDay,
    /// The day in words.
    pub date: String,
    /// Heart rate, if there was any.
    pub heart: Option<HeartCard>,
    /// Steps, if any were counted.
    pub steps: Option<u32>,
    /// Meals, oldest first.
    pub meals: Vec<MealCard>,
    /// What is known of them together, in the order of a label.
    pub nutrients: Vec<NutrientLine>,
    /// Habits that are due or were kept.
    pub habits: Vec<HabitCard>,
    /// Vital signs, oldest first.
    pub vitals: Vec<VitalCard>,
    /// Findings, the strongest first.
    pub findings: Vec<FindingCard>,
}

/// Heart rate of a day. The curve comes as columns: `starts`, `means`, `lows` and `highs` have the
/// same length, at most 288; where a five-minute step is missing, there was no measurement.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct HeartCard {
    /// The latest rate, per minute.
    pub latest: u32,
    /// When it was measured.
    pub latest_at: Millis,
    /// The day's mean, per minute.
    pub mean: f64,
    /// The day's lowest.
    pub min: u32,
    /// The day's highest.
    pub max: u32,
    /// Start of each step, milliseconds since 1970 (UTC).
    pub starts: Vec<i64>,
    /// Mean of each step.
    pub means: Vec<f32>,
    /// Lowest of each step.
    pub lows: Vec<f32>,
    /// Highest of each step.
    pub highs: Vec<f32>,
}

/// A meal in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MealCard {
    /// Its record.
    pub id: RecordId,
    /// The time of day in words.
    pub time: String,
    /// Which meal.
    pub slot: MealSlot,
    /// Which meal, in words.
    pub slot_name: String,
    /// What was eaten.
    pub items: Vec<String>,
    /// Its energy in kcal, if any of it is known.
    pub kcal: Option<f64>,
}

/// A sum over the day's food that says how much of it is known.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct NutrientLine {
    /// Its name.
    pub name: String,
    /// The sum with its unit, in words.
    pub amount: String,
    /// Of how many items it is known.
    pub known: u32,
    /// How many items there were.
    pub items: u32,
}

/// A habit on a day.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct HabitCard {
    /// Its record.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// When it is due, in words.
    pub schedule: String,
    /// The day's sum.
    pub amount: f64,
    /// Whether the goal is reached.
    pub done: bool,
    /// How many times in a row it was kept when due.
    pub streak: u32,
}

/// A vital sign in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct VitalCard {
    /// Its record.
    pub id: RecordId,
    /// The time of day in words.
    pub time: String,
    /// What was measured.
    pub name: String,
    /// The value with its unit.
    pub value: String,
}

/// A finding, in words.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FindingCard {
    /// The finding.
    pub id: FindingId,
    /// How much attention it asks for.
    pub severity: Severity,
    /// What became of it.
    pub state: FindingState,
    /// A few words.
    pub title: String,
    /// The fact.
    pub fact: String,
    /// What it rests on.
    pub evidence: String,
    /// What it can come with.
    pub can_come_with: String,
    /// What to do.
    pub what_to_do: String,
    /// When to seek care now.
    pub seek_care: String,
    /// What a finding is not.
    pub disclaimer: String,
    /// Where the rule is from.
    pub source: String,
}

/// What a screen shows while a strap is recorded.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct LiveCard {
    /// The latest rate, per minute; unset until there is one.
    pub bpm: Option<u32>,
    /// Contact with the skin.
    pub contact: Contact,
    /// Whether everything heard so far is committed.
    pub committed: bool,
}

/// What a sync did, and when to call again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncCard {
    /// Records and hours of measurements that the platform acknowledged.
    pub pushed: u32,
    /// What is new here.
    pub pulled: u32,
    /// What the platform refused; it is set aside.
    pub set_aside: u32,
    /// What still waits to be sent.
    pub pending: u32,
    /// The person has to sign in.
    pub needs_sign_in: bool,
    /// When to call again.
    pub next: NextSync,
}

/// When to call a sync again: the phone schedules, the core decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum NextSync {
    /// At once, if there is time.
    Now,
    /// After so many milliseconds.
    After {
        /// How many.
        ms: u64,
    },
    /// When there is a network.
    WhenOnline,
    /// Not before something changes.
    Never,
}

impl SyncCard {
    pub(crate) fn new(report: &SyncReport, pending: u32) -> Self {
        Self {
            pushed: report.pushed,
            pulled: report.pulled,
            set_aside: report.set_aside,
            pending,
            needs_sign_in: report.needs_sign_in,
            next: match report.next {
                Next::Now => NextSync::Now,
                Next::After(ms) => NextSync::After { ms },
                Next::WhenOnline => NextSync::WhenOnline,
                Next::Never => NextSync::Never,
            },
        }
    }
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PersonCard {
    /// Made on the phone.
    pub id: PersonId,
    /// The name to show.
    pub name: String,
    /// What this device is to them.
    pub role: Role,
    /// Their IANA zone.
    pub zone: String,
}

impl From<Person> for PersonCard {
    fn from(person: Person) -> Self {
        Self { id: person.id, name: person.name, role: person.role, zone: person.zone.to_string() }
    }
}

/// A day in words.
pub(crate) fn day(view: &DayView, person: &Person, words: &Words) -> DayScreen {
    DayScreen {
        person: view.person,
        name: view.name.clone(),
        day: view.day,
        date: words.date(view.day),
        heart: view.heart.as_ref().map(|heart| HeartCard {
            latest: u32::from(heart.latest.1),
            latest_at: heart.latest.0,
            mean: heart.total.mean(),
            min: u32::from(heart.total.min.get()),
            max: u32::from(heart.total.max.get()),
            starts: heart.curve.iter().map(|step| step.start.0).collect(),
            means: heart.curve.iter().map(|step| step.mean() as f32).collect(),
            lows: heart.curve.iter().map(|step| f32::from(step.min.get())).collect(),
            highs: heart.curve.iter().map(|step| f32::from(step.max.get())).collect(),
        }),
        steps: view.steps,
        meals: view
            .meals
            .iter()
            .map(|row| MealCard {
                id: row.id,
                time: words.time(&row.at),
                slot: row.meal.slot,
                slot_name: words.meal_slot(row.meal.slot),
                items: row.meal.items.iter().map(|item| item.name.clone()).collect(),
                kcal: row.meal.total().get(Nutrient::Energy).map(|(sum, _)| sum),
            })
            .collect(),
        nutrients: Nutrient::ALL
            .into_iter()
            .filter_map(|nutrient| {
                let (sum, known) = view.nutrients.get(nutrient)?;
                Some(NutrientLine {
                    name: words.nutrient(nutrient),
                    amount: words.nutrient_amount(nutrient, sum),
                    known,
                    items: view.nutrients.items,
                })
            })
            .collect(),
        habits: view
            .habits
            .iter()
            .map(|row| HabitCard {
                id: row.id,
                name: words.habit(&row.habit),
                schedule: words.schedule(&row.habit.schedule),
                amount: row.amount,
                done: row.done,
                streak: row.streak,
            })
            .collect(),
        vitals: view
            .vitals
            .iter()
            .map(|row| VitalCard {
                id: row.id,
                time: words.time(&row.at),
                name: words.vital(&row.vital),
                value: words.vital_value_in(&row.vital, &person.profile.units),
            })
            .collect(),
        findings: view.findings.iter().map(|found| finding(found, person, words)).collect(),
    }
}

/// A finding in words: to the person, or to a caregiver of the person.
pub(crate) fn finding(finding: &Finding, person: &Person, words: &Words) -> FindingCard {
    let told = text::finding_for(reader(person), finding, words, person.zone);
    FindingCard {
        id: finding.id,
        severity: finding.severity,
        state: finding.state,
        title: told.title,
        fact: told.fact,
        evidence: told.evidence,
        can_come_with: told.can_come_with,
        what_to_do: told.what_to_do,
        seek_care: told.seek_care,
        disclaimer: told.no_diagnosis,
        source: told.source,
    }
}

/// Who reads about `person` on this device.
fn reader(person: &Person) -> text::Reader<'_> {
    match person.role {
        Role::Patient => text::Reader::Patient,
        Role::Caregiver => text::Reader::Caregiver { of: &person.name },
    }
}
