//! Medicines, and each time that one was taken or left out.

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::day::LocalDay;
use super::id::RecordId;
use super::{Invalid, Problem, text};

/// A medicine that the person takes, or took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Medicine {
    /// The name as on the package, 1 to 200 characters: `アムロジピン錠5mg`.
    pub name: String,
    /// Its code, where it came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<MedicineCode>,
    /// What it is for, in the words of the person or the pharmacy; at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// How much at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<DoseAmount>,
    /// When.
    pub schedule: MedicineSchedule,
    /// The first day.
    pub from: LocalDay,
    /// The last day; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalDay>,
    /// How the person came by it.
    #[serde(default)]
    pub origin: MedicineOrigin,
    /// The person's own words, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A code of a medicine in a published list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicineCode {
    /// Which list.
    pub list: MedicineList,
    /// The code there, at most 20 characters.
    pub code: String,
}

/// A published list of medicines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicineList {
    /// YJコード, 12 characters.
    Yj,
    /// HOT番号, 9 or 13 digits (MEDIS).
    Hot,
    /// レセプト電算処理システム用コード, 9 digits.
    Receipt,
    /// JAN, the barcode of a package sold over the counter.
    Jan,
}

/// An amount of a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DoseAmount {
    /// Above 0, at most 10,000.
    pub value: f64,
    /// Of what.
    pub unit: DoseUnit,
}

coded! {
    /// What a dose is counted in.
    DoseUnit {
        Tablet = "tablet",
        Capsule = "capsule",
        Packet = "packet",
        Drop = "drop",
        Puff = "puff",
        Patch = "patch",
        Suppository = "suppository",
        Application = "application",
        Unit = "unit",
        Millilitre = "ml",
        Milligram = "mg",
        Gram = "g",
    }
}

/// How a person came by a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicineOrigin {
    /// A doctor prescribed it.
    #[default]
    Prescribed,
    /// Bought without a prescription.
    OverTheCounter,
    /// A supplement: a food by law.
    Supplement,
}

impl MedicineOrigin {
    /// In the order of a list.
    pub const ALL: [Self; 3] = [Self::Prescribed, Self::OverTheCounter, Self::Supplement];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Prescribed => "prescribed",
            Self::OverTheCounter => "over_the_counter",
            Self::Supplement => "supplement",
        }
    }
}

/// When a medicine is taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicineSchedule {
    /// Only when it is needed (頓服).
    AsNeeded {
        /// At most so often a day, 1 to 24, where the package or the doctor says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most_a_day: Option<u8>,
    },
    /// At these times of these days.
    Times {
        /// 1 to 12 times, in the order of a day, none twice.
        times: Vec<DoseTime>,
        /// On which days.
        days: MedicineDays,
    },
}

/// One of a day's times for a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DoseTime {
    /// When.
    pub slot: DoseSlot,
    /// How much at this time, where it is not the medicine's usual [`Medicine::dose`]; in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
}

impl DoseTime {
    /// The usual dose at `slot`.
    #[must_use]
    pub const fn at(slot: DoseSlot) -> Self {
        Self { slot, amount: None }
    }
}

/// A time of the day as packages and pharmacies state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseSlot {
    /// 起床時.
    Waking,
    /// 朝食前.
    BeforeBreakfast,
    /// 朝食後.
    AfterBreakfast,
    /// 昼食前.
    BeforeLunch,
    /// 昼食後.
    AfterLunch,
    /// 夕食前.
    BeforeDinner,
    /// 夕食後.
    AfterDinner,
    /// 就寝前.
    Bedtime,
    /// At a time of the clock: minutes after midnight, 0 to 1,439.
    At(u16),
}

impl DoseSlot {
    /// Those with a name, in the order of a day.
    pub const NAMED: [Self; 8] = [
        Self::Waking,
        Self::BeforeBreakfast,
        Self::AfterBreakfast,
        Self::BeforeLunch,
        Self::AfterLunch,
        Self::BeforeDinner,
        Self::AfterDinner,
        Self::Bedtime,
    ];

    /// Minutes after midnight at which it is put in a list or a reminder, until the person says
    /// otherwise. A convention of this program; no package states clock times.
    #[must_use]
    pub const fn minute(self) -> u16 {
        match self {
            Self::Waking => 6 * 60 + 30,
            Self::BeforeBreakfast => 7 * 60,
            Self::AfterBreakfast => 8 * 60,
            Self::BeforeLunch => 11 * 60 + 30,
            Self::AfterLunch => 12 * 60 + 30,
            Self::BeforeDinner => 18 * 60,
            Self::AfterDinner => 19 * 60,
            Self::Bedtime => 21 * 60 + 30,
            Self::At(minute) => minute,
        }
    }

    /// The name in files and on the command line; a clock time is written `07:30`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Waking => "waking".to_owned(),
            Self::BeforeBreakfast => "before_breakfast".to_owned(),
            Self::AfterBreakfast => "after_breakfast".to_owned(),
            Self::BeforeLunch => "before_lunch".to_owned(),
            Self::AfterLunch => "after_lunch".to_owned(),
            Self::BeforeDinner => "before_dinner".to_owned(),
            Self::AfterDinner => "after_dinner".to_owned(),
            Self::Bedtime => "bedtime".to_owned(),
            Self::At(minute) => format!("{:02}:{:02}", minute / 60, minute % 60),
        }
    }

    /// The slot with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Some(named) = Self::NAMED.into_iter().find(|slot| slot.code() == code) {
            return Some(named);
        }
        let (hour, minute) = code.split_once(':')?;
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        (hour < 24 && minute < 60).then_some(Self::At(hour * 60 + minute))
    }
}

/// On which days a medicine is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicineDays {
    /// Every day.
    Daily,
    /// Every so many days from the first one, 2 to 365: every other day is 2.
    Every(u16),
    /// On these weekdays.
    Weekdays(Vec<Weekday>),
}

impl Medicine {
    /// A medicine taken from `from` on.
    ///
    /// # Errors
    /// Those of [`checked`](Self::checked).
    pub fn new(name: &str, schedule: MedicineSchedule, from: LocalDay) -> Result<Self, Invalid> {
        Self {
            name: name.to_owned(),
            code: None,
            purpose: String::new(),
            dose: None,
            schedule,
            from,
            until: None,
            origin: MedicineOrigin::default(),
            note: String::new(),
        }
        .checked()
    }

    /// The medicine, if it is whole; its times in the order of a day.
    ///
    /// # Errors
    /// `name`, `purpose`, `note` or `code` missing or too long; `dose` or an amount not above 0;
    /// `times` none, too many, twice the same or not of the clock; `days` of none; `until` before `from`.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.name = text::required("name", &self.name, 200)?;
        self.purpose = text::optional("purpose", &self.purpose, 200)?;
        self.note = text::optional("note", &self.note, 2_000)?;
        if let Some(code) = &mut self.code {
            code.code = text::required("code", &code.code, 20)?;
        }
        if let Some(dose) = self.dose {
            text::positive("dose", dose.value, 10_000.0)?;
        }
        if self.until.is_some_and(|until| until < self.from) {
            return Err(Invalid::new("until", Problem::Contradiction));
        }
        match &mut self.schedule {
            MedicineSchedule::AsNeeded { most_a_day } => {
                if most_a_day.is_some_and(|most| !(1..=24).contains(&most)) {
                    return Err(Invalid::new("most_a_day", Problem::Impossible));
                }
            }
            MedicineSchedule::Times { times, days } => {
                check_times(times)?;
                match days {
                    MedicineDays::Daily => {}
                    MedicineDays::Every(n) if (2..=365).contains(n) => {}
                    MedicineDays::Weekdays(days) if !days.is_empty() && days.len() <= 7 => {}
                    _ => return Err(Invalid::new("days", Problem::Impossible)),
                }
            }
        }
        Ok(self)
    }

    /// Whether it is taken in the period that holds `day`, due on it or not.
    #[must_use]
    pub fn is_active(&self, day: LocalDay) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The times at which it is due on `day`, in the order of the day; none for what is taken only
    /// when needed.
    #[must_use]
    pub fn due_on(&self, day: LocalDay) -> &[DoseTime] {
        let MedicineSchedule::Times { times, days } = &self.schedule else { return &[] };
        let due = match days {
            MedicineDays::Daily => true,
            MedicineDays::Every(n) => (day.epoch_days() - self.from.epoch_days()) % i64::from((*n).max(1)) == 0,
            MedicineDays::Weekdays(days) => days.contains(&day.0.weekday()),
        };
        if due && self.is_active(day) { times } else { &[] }
    }

    /// How much is due at `time`, if that is known.
    #[must_use]
    pub fn amount_at(&self, time: DoseTime) -> Option<DoseAmount> {
        let usual = self.dose?;
        Some(DoseAmount { value: time.amount.unwrap_or(usual.value), unit: usual.unit })
    }
}

fn check_times(times: &mut [DoseTime]) -> Result<(), Invalid> {
    match times.len() {
        0 => return Err(Invalid::new("times", Problem::Missing)),
        1..=12 => {}
        _ => return Err(Invalid::new("times", Problem::TooLong)),
    }
    for time in times.iter() {
        if time.slot.minute() >= 24 * 60 {
            return Err(Invalid::new("times", Problem::Impossible));
        }
        if let Some(amount) = time.amount {
            text::positive("amount", amount, 10_000.0)?;
        }
    }
    times.sort_by_key(|time| (time.slot.minute(), time.slot));
    let twice = times.iter().zip(times.iter().skip(1)).any(|(one, next)| one.slot == next.slot);
    if twice { Err(Invalid::new("times", Problem::Contradiction)) } else { Ok(()) }
}

/// One time that a medicine was taken or left out. The record's own time is when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dose {
    /// The medicine's record.
    pub medicine: RecordId,
    /// The day that it was due on, or taken on: one for bedtime that is taken after midnight belongs to
    /// the day before.
    pub day: LocalDay,
    /// Which of the day's times; none for what was taken because it was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<DoseSlot>,
    /// Taken or left out.
    pub state: DoseState,
    /// How much, where it was not what was due; in the medicine's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// Why, in the person's own words; at most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Dose {
    /// The dose, if it is whole.
    ///
    /// # Errors
    /// `amount` not above 0; `note` too long; `slot` when something that was not due is left out, or
    /// the slot is no time of the clock.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        if let Some(amount) = self.amount {
            text::positive("amount", amount, 10_000.0)?;
        }
        self.note = text::optional("note", &self.note, 200)?;
        if self.slot.is_some_and(|slot| slot.minute() >= 24 * 60) {
            return Err(Invalid::new("slot", Problem::Impossible));
        }
        if self.slot.is_none() && self.state == DoseState::Skipped {
            return Err(Invalid::new("slot", Problem::Missing));
        }
        Ok(self)
    }
}

/// What became of a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseState {
    /// Taken.
    Taken,
    /// Left out.
    Skipped,
}

impl DoseState {
    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Skipped => "skipped",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    fn times(slots: &[DoseSlot], days: MedicineDays) -> MedicineSchedule {
        MedicineSchedule::Times { times: slots.iter().copied().map(DoseTime::at).collect(), days }
    }

    #[test]
    fn a_medicine_is_due_on_its_days_and_within_its_period_only() {
        let slots = [DoseSlot::Bedtime, DoseSlot::AfterBreakfast];
        let mut metformin =
            Medicine::new("メトホルミン錠250mg", times(&slots, MedicineDays::Daily), day("2026-04-01")).unwrap();
        metformin.until = Some(day("2026-04-14"));
        let due: Vec<_> = metformin.due_on(day("2026-04-14")).iter().map(|time| time.slot).collect();
        assert_eq!(due, [DoseSlot::AfterBreakfast, DoseSlot::Bedtime]);
        assert!(metformin.due_on(day("2026-04-15")).is_empty() && metformin.due_on(day("2026-03-31")).is_empty());

        let other_day = times(&slots, MedicineDays::Every(2));
        let other_day = Medicine::new("隔日", other_day, day("2026-02-27")).unwrap();
        assert!(!other_day.due_on(day("2026-03-01")).is_empty() && other_day.due_on(day("2026-03-02")).is_empty());
        // 2026-04-13 is a Monday.
        let weekly = times(&slots, MedicineDays::Weekdays(vec![Weekday::Mon]));
        let weekly = Medicine::new("週1", weekly, day("2026-04-01")).unwrap();
        assert!(!weekly.due_on(day("2026-04-13")).is_empty() && weekly.due_on(day("2026-04-14")).is_empty());
    }

    #[test]
    fn a_schedule_that_says_nothing_or_the_same_twice_is_refused() {
        let refused = |schedule| Medicine::new("薬", schedule, day("2026-04-01")).unwrap_err().field;
        assert_eq!(refused(times(&[], MedicineDays::Daily)), "times");
        assert_eq!(refused(times(&[DoseSlot::Waking, DoseSlot::Waking], MedicineDays::Daily)), "times");
        assert_eq!(refused(times(&[DoseSlot::At(1_440)], MedicineDays::Daily)), "times");
        assert_eq!(refused(times(&[DoseSlot::Waking], MedicineDays::Every(0))), "days");
        assert_eq!(refused(times(&[DoseSlot::Waking], MedicineDays::Weekdays(vec![]))), "days");
    }

    #[test]
    fn every_time_of_the_day_is_found_by_its_code() {
        for slot in DoseSlot::NAMED.into_iter().chain([DoseSlot::At(0), DoseSlot::At(1_439)]) {
            assert_eq!(DoseSlot::from_code(&slot.code()), Some(slot));
        }
        assert_eq!(DoseSlot::from_code("24:00"), None);
    }
}
