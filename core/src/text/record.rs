//! The names of what a person records beside meals and habits, and one line for every entry.

use chrono::{Datelike, NaiveDate};

use super::lang::Lang;
use super::words::Words;
use crate::model::era::Era;
use crate::model::event::{Event, EventKind};
use crate::model::meal::Meal;
use crate::model::medicine::{
    Dose, DoseAmount, DoseSlot, DoseState, DoseUnit, Medicine, MedicineDays, MedicineOrigin, MedicineSchedule,
};
use crate::model::person::Sex;
use crate::model::profile::{Activity, AllergyKind, Condition, Declared, Pregnancy};
use crate::model::quantity::{Typed, Unit, Units};
use crate::model::sleep::{Sleep, Stage};
use crate::model::symptom::{Strength, Symptom, SymptomKind};
use crate::model::view::Done;
use crate::model::vital::{Arm, Circumstances, MealRelation, Occasion, Site, Vital, VitalKind};
use crate::model::{Entry, Millis, RecordKind};

impl Words {
    /// The message that `family` has for `code`.
    fn of(&self, family: &str, code: &str) -> String {
        self.get(&format!("{family}-{}", code.replace('_', "-")))
    }

    /// What kind of record it is.
    #[must_use]
    pub fn record_kind(&self, kind: RecordKind) -> String {
        self.of("record", kind.code())
    }

    /// What was done to a record.
    #[must_use]
    pub fn done(&self, done: Done) -> String {
        self.get(match done {
            Done::Recorded => "done-recorded",
            Done::Corrected => "done-corrected",
            Done::Deleted => "done-deleted",
            Done::Restored => "done-restored",
        })
    }

    /// What a symptom is.
    #[must_use]
    pub fn symptom_kind(&self, kind: SymptomKind) -> String {
        self.of("symptom", kind.code())
    }

    /// How strong a symptom is.
    #[must_use]
    pub fn strength(&self, strength: Strength) -> String {
        self.of("strength", strength.code())
    }

    /// What a symptom is called: in the person's own words where they gave any.
    #[must_use]
    pub fn symptom_name(&self, symptom: &Symptom) -> String {
        match (symptom.what, symptom.words.as_str()) {
            (SymptomKind::Other, words) => words.to_owned(),
            (what, "") => self.symptom_kind(what),
            (what, words) => self.fmt("with-note", &[("what", self.symptom_kind(what).into()), ("note", words.into())]),
        }
    }

    /// How strong a symptom is and how long it has lasted, as far as it is known.
    #[must_use]
    pub fn symptom_state(&self, symptom: &Symptom) -> String {
        let mut parts = Vec::new();
        match (symptom.strength, symptom.score) {
            (Some(strength), Some(score)) => {
                let args = [("strength", self.strength(strength).into()), ("score", u32::from(score).into())];
                parts.push(self.fmt("symptom-scored", &args));
            }
            (Some(strength), None) => parts.push(self.strength(strength)),
            (None, _) => {}
        }
        if let Some(since) = symptom.since {
            parts.push(self.fmt("since-day", &[("day", self.date_in_year(since).into())]));
        }
        if let Some(until) = symptom.until {
            parts.push(self.fmt("until-day", &[("day", self.date_in_year(until).into())]));
        }
        parts.join(&self.get("list-separator"))
    }

    /// A condition.
    #[must_use]
    pub fn condition(&self, condition: Condition) -> String {
        self.of("condition", condition.code())
    }

    /// A condition as the person declares it.
    #[must_use]
    pub fn declared(&self, declared: &Declared) -> String {
        let name = match (declared.what, declared.words.as_str()) {
            (Condition::Other, words) => words.to_owned(),
            (what, "") => self.condition(what),
            (what, words) => self.fmt("with-note", &[("what", self.condition(what).into()), ("note", words.into())]),
        };
        match declared.since {
            Some(year) => {
                let since = self.fmt("since-year", &[("year", year.to_string().into())]);
                self.fmt("with-note", &[("what", name.into()), ("note", since.into())])
            }
            None => name,
        }
    }

    /// What sort of thing is not tolerated.
    #[must_use]
    pub fn allergy_kind(&self, kind: AllergyKind) -> String {
        self.of("allergy", kind.code())
    }

    /// How active somebody's days are.
    #[must_use]
    pub fn activity(&self, activity: Activity) -> String {
        self.get(match activity {
            Activity::Low => "activity-low",
            Activity::Normal => "activity-middle",
            Activity::High => "activity-high",
        })
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self, sex: Sex) -> String {
        self.get(match sex {
            Sex::Female => "sex-female",
            Sex::Male => "sex-male",
            Sex::Other => "sex-other",
        })
    }

    /// Pregnant, or nursing.
    #[must_use]
    pub fn pregnancy(&self, pregnancy: Pregnancy) -> String {
        match pregnancy {
            Pregnancy::Pregnant { due: Some(due) } => {
                self.fmt("pregnancy-due", &[("day", self.date(crate::model::LocalDay(due)).into())])
            }
            Pregnancy::Pregnant { due: None } => self.get("pregnancy-pregnant"),
            Pregnancy::Nursing => self.get("pregnancy-nursing"),
        }
    }

    /// A birth date; in Japanese with the year of the era: `1948年4月5日（昭和23年）`.
    #[must_use]
    pub fn birth_date(&self, date: NaiveDate) -> String {
        let day = self.fmt(
            "date-without-weekday",
            &[
                ("year", date.year().to_string().into()),
                ("month", self.month(date.month()).into()),
                ("day", date.day().to_string().into()),
            ],
        );
        match (self.lang(), Era::of(date)) {
            (Lang::Ja, Some((era, year))) => {
                let year = if year == 1 { self.get("era-first") } else { year.to_string() };
                self.fmt("date-of-era", &[("date", day.into()), ("era", self.era(era).into()), ("year", year.into())])
            }
            _ => day,
        }
    }

    /// An era of Japan's calendar.
    #[must_use]
    pub fn era(&self, era: Era) -> String {
        self.get(match era {
            Era::Meiji => "era-meiji",
            Era::Taisho => "era-taisho",
            Era::Showa => "era-showa",
            Era::Heisei => "era-heisei",
            Era::Reiwa => "era-reiwa",
        })
    }

    /// A time of the day for a medicine: `朝食後`, `7:30`.
    #[must_use]
    pub fn dose_slot(&self, slot: DoseSlot) -> String {
        match slot {
            DoseSlot::At(minute) => format!("{}:{:02}", minute / 60, minute % 60),
            named => self.of("dose", &named.code()),
        }
    }

    /// What a dose is counted in, for one of it or for more.
    #[must_use]
    pub fn dose_unit(&self, unit: DoseUnit, value: f64) -> String {
        let one = (value - 1.0).abs() < f64::EPSILON;
        self.of(if one { "dose-unit" } else { "dose-units" }, unit.code())
    }

    /// An amount of a medicine: `1錠`, `2 tablets`.
    #[must_use]
    pub fn dose_amount(&self, amount: DoseAmount) -> String {
        let args =
            [("value", self.reported(amount.value).into()), ("unit", self.dose_unit(amount.unit, amount.value).into())];
        self.fmt("dose-amount", &args)
    }

    /// Taken or left out; none is still due.
    #[must_use]
    pub fn dose_state(&self, state: Option<DoseState>) -> String {
        self.get(match state {
            Some(DoseState::Taken) => "dose-taken",
            Some(DoseState::Skipped) => "dose-skipped",
            None => "dose-due",
        })
    }

    /// How a person came by a medicine.
    #[must_use]
    pub fn medicine_origin(&self, origin: MedicineOrigin) -> String {
        self.of("origin", origin.code())
    }

    /// When a medicine is taken: `毎日 朝食後・夕食後`.
    #[must_use]
    pub fn medicine_schedule(&self, medicine: &Medicine) -> String {
        match &medicine.schedule {
            MedicineSchedule::AsNeeded { most_a_day: None } => self.get("medicine-as-needed"),
            MedicineSchedule::AsNeeded { most_a_day: Some(most) } => {
                self.fmt("medicine-as-needed-most", &[("most", u32::from(*most).into())])
            }
            MedicineSchedule::Times { times, days } => {
                let times: Vec<String> = times
                    .iter()
                    .map(|time| match time.amount.and_then(|_| medicine.amount_at(*time)) {
                        Some(amount) => self.fmt(
                            "with-note",
                            &[("what", self.dose_slot(time.slot).into()), ("note", self.dose_amount(amount).into())],
                        ),
                        None => self.dose_slot(time.slot),
                    })
                    .collect();
                let days = match days {
                    MedicineDays::Daily => self.get("schedule-daily"),
                    MedicineDays::Every(2) => self.get("medicine-every-other-day"),
                    MedicineDays::Every(n) => self.fmt("medicine-every-days", &[("days", u32::from(*n).into())]),
                    MedicineDays::Weekdays(days) => {
                        let names: Vec<String> = days.iter().map(|day| self.weekday(*day)).collect();
                        names.join(&self.get("list-separator"))
                    }
                };
                format!("{days} {}", times.join(&self.get("list-separator")))
            }
        }
    }

    /// A medicine, how much and when.
    #[must_use]
    pub fn medicine(&self, medicine: &Medicine) -> String {
        let dose = medicine.dose.map(|dose| self.dose_amount(dose)).unwrap_or_default();
        let until = medicine.until.map(|day| self.fmt("until-day", &[("day", self.date(day).into())]));
        [medicine.name.clone(), dose, self.medicine_schedule(medicine), until.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }

    fn dose(&self, dose: &Dose) -> String {
        let slot = dose.slot.map(|slot| self.dose_slot(slot)).unwrap_or_default();
        [self.date_in_year(dose.day), slot, self.dose_state(Some(dose.state)), dose.note.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }

    /// What sort of event it is.
    #[must_use]
    pub fn event_kind(&self, kind: EventKind) -> String {
        self.of("event", kind.code())
    }

    /// An event: what, which, where.
    #[must_use]
    pub fn event(&self, event: &Event) -> String {
        let until =
            event.until.map(|day| self.fmt("until-day", &[("day", self.date_in_year(day).into())])).unwrap_or_default();
        [self.event_kind(event.what), event.title.clone(), event.place.clone(), until]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }

    /// A stage of sleep.
    #[must_use]
    pub fn sleep_stage(&self, stage: Stage) -> String {
        self.get(match stage {
            Stage::Awake => "stage-awake",
            Stage::Asleep => "stage-asleep",
            Stage::Light => "stage-light",
            Stage::Deep => "stage-deep",
            Stage::Rem => "stage-rem",
        })
    }

    /// A sleep: from when to when, and how long it was asleep.
    #[must_use]
    pub fn sleep(&self, sleep: &Sleep) -> String {
        let minutes = u32::try_from(sleep.asleep_ms() / Millis::MINUTE).unwrap_or(0);
        let args = [
            ("start", self.time(&sleep.start).into()),
            ("end", self.time(&sleep.end).into()),
            ("asleep", self.duration(minutes).into()),
        ];
        self.fmt("sleep-span", &args)
    }

    /// When in the day a measurement was taken.
    #[must_use]
    pub fn occasion(&self, occasion: Occasion) -> String {
        self.of("occasion", occasion.code())
    }

    /// On which arm a cuff was.
    #[must_use]
    pub fn arm(&self, arm: Arm) -> String {
        self.of("arm", arm.code())
    }

    /// How a glucose measurement stands to food.
    #[must_use]
    pub fn meal_relation(&self, relation: MealRelation) -> String {
        self.of("relation", relation.code())
    }

    /// Where a thermometer was.
    #[must_use]
    pub fn site(&self, site: Site) -> String {
        self.of("site", site.code())
    }

    /// How a measurement was taken, as far as somebody said; empty when nobody did.
    #[must_use]
    pub fn circumstances(&self, of: &Circumstances) -> String {
        let parts: Vec<String> = [
            of.occasion.map(|occasion| self.occasion(occasion)),
            of.arm.map(|arm| self.arm(arm)),
            of.meal.map(|relation| self.meal_relation(relation)),
            of.site.map(|site| self.site(site)),
        ]
        .into_iter()
        .flatten()
        .collect();
        parts.join(&self.get("list-separator"))
    }

    /// The pulse that was counted with a pressure, and how a measurement was taken; empty when neither is
    /// known.
    #[must_use]
    pub fn vital_beside(&self, vital: &Vital) -> String {
        let pulse = match vital {
            Vital::BloodPressure(pressure) => pressure.pulse,
            Vital::Single { .. } => None,
        };
        let pulse = pulse.map(|bpm| self.quantity(f64::from(bpm.get()), Unit::PerMinute));
        let how = Some(self.circumstances(&vital.circumstances())).filter(|how| !how.is_empty());
        pulse.into_iter().chain(how).collect::<Vec<_>>().join("  ")
    }

    /// A vital sign's value in the units that the person reads: as it was typed, where it was typed in
    /// them.
    #[must_use]
    pub fn vital_value_in(&self, vital: &Vital, units: &Units) -> String {
        match vital {
            Vital::BloodPressure(pressure) => {
                let unit = units.of(Unit::MmHg);
                let (systolic, diastolic) = match pressure.typed {
                    Some((systolic, diastolic)) if systolic.unit == unit && diastolic.unit == unit => {
                        (typed_number(systolic), typed_number(diastolic))
                    }
                    _ => {
                        let shown = |value: f64| self.number(unit.from_canonical(value), unit);
                        (shown(pressure.systolic), shown(pressure.diastolic))
                    }
                };
                self.with_unit(format!("{systolic}/{diastolic}"), &self.unit(unit))
            }
            Vital::Single { kind, value, typed, .. } => {
                let unit = units.of(kind.unit());
                if *kind == VitalKind::Height && unit == Unit::Inch {
                    return self.feet_and_inches(Unit::Inch.from_canonical(*value));
                }
                let number = match typed {
                    Some(typed) if typed.unit == unit => typed_number(*typed),
                    _ => self.number(unit.from_canonical(*value), unit),
                };
                let name = if *kind == VitalKind::RespiratoryRate { self.get("unit-breaths") } else { self.unit(unit) };
                self.with_unit(number, &name)
            }
        }
    }

    /// A height as people who use inches say it: `5 ft 3 in`.
    fn feet_and_inches(&self, inches: f64) -> String {
        let halves = (inches * 2.0).round() / 2.0;
        let feet = (halves / 12.0).floor();
        let args = [("feet", self.reported(feet).into()), ("inches", self.reported(halves - feet * 12.0).into())];
        self.fmt("feet-and-inches", &args)
    }

    /// What was eaten, one name after another. Names of foods hold commas of their own.
    #[must_use]
    pub fn meal_items(&self, meal: &Meal) -> String {
        let names: Vec<&str> = meal.items.iter().map(|item| item.name.as_str()).collect();
        names.join(&self.get("food-separator"))
    }

    /// An entry in one line: its kind's own name for it, then what it says.
    #[must_use]
    pub fn entry(&self, entry: &Entry, units: &Units) -> String {
        match entry {
            Entry::Meal(meal) => format!("{}  {}", self.meal_slot(meal.slot), self.meal_items(meal)),
            Entry::Habit(habit) => format!("{}  {}", self.habit(habit), self.schedule(&habit.schedule)),
            Entry::Tick(tick) => self.reported(tick.amount),
            Entry::Vital(vital) => {
                let value = format!("{}  {}", self.vital(vital), self.vital_value_in(vital, units));
                let beside = self.vital_beside(vital);
                if beside.is_empty() { value } else { format!("{value}  {beside}") }
            }
            Entry::Symptom(symptom) => {
                format!("{}  {}", self.symptom_name(symptom), self.symptom_state(symptom)).trim_end().to_owned()
            }
            Entry::Medicine(medicine) => self.medicine(medicine),
            Entry::Dose(dose) => self.dose(dose),
            Entry::Event(event) => self.event(event),
            Entry::Sleep(sleep) => self.sleep(sleep),
            Entry::Food(food) => food.name.clone(),
            Entry::Recipe(recipe) => recipe.name.clone(),
            Entry::Consent(consent) => self.classes(consent),
            Entry::Finding(finding) => self.of("finding", &format!("{}-title", finding.rule.code())),
        }
    }
}

/// A number as it was typed: with the digits after the point that were typed.
fn typed_number(typed: Typed) -> String {
    super::number::decimal(typed.value, usize::from(typed.decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::medicine::DoseTime;
    use crate::model::vital::BloodPressure;

    fn typed(text: &str, unit: Unit) -> Typed {
        Typed::parse("value", text, unit).unwrap()
    }

    #[test]
    fn everything_that_has_a_code_has_a_name_in_both_languages() {
        for words in Lang::ALL.map(Words::new) {
            let mut names: Vec<String> = Vec::new();
            names.extend(RecordKind::ALL.map(|one| words.record_kind(one)));
            names.extend(SymptomKind::ALL.iter().map(|one| words.symptom_kind(*one)));
            names.extend(Condition::ALL.iter().map(|one| words.condition(*one)));
            names.extend(Strength::ALL.map(|one| words.strength(one)));
            names.extend(AllergyKind::ALL.iter().map(|one| words.allergy_kind(*one)));
            names.extend(Activity::ALL.map(|one| words.activity(one)));
            names.extend(DoseSlot::NAMED.map(|one| words.dose_slot(one)));
            names.extend(DoseUnit::ALL.iter().flat_map(|one| [1.0, 0.5].map(|many| words.dose_unit(*one, many))));
            names.extend(MedicineOrigin::ALL.map(|one| words.medicine_origin(one)));
            names.extend(EventKind::ALL.iter().map(|one| words.event_kind(*one)));
            names.extend(Occasion::ALL.iter().map(|one| words.occasion(*one)));
            names.extend(Arm::ALL.iter().map(|one| words.arm(*one)));
            names.extend(MealRelation::ALL.iter().map(|one| words.meal_relation(*one)));
            names.extend(Site::ALL.iter().map(|one| words.site(*one)));
            names.extend(Stage::ALL.map(|one| words.sleep_stage(one)));
            names.extend(Era::ALL.map(|one| words.era(one)));
            // A message that is missing stops a test by itself: see `fmt`.
            assert!(names.iter().all(|name| !name.is_empty()));
        }
    }

    #[test]
    fn a_birth_date_names_the_era_in_japanese() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(Words::new(Lang::Ja).birth_date(day("1948-04-05")), "1948年4月5日（昭和23年）");
        assert_eq!(Words::new(Lang::Ja).birth_date(day("2019-05-01")), "2019年5月1日（令和元年）");
        assert_eq!(Words::new(Lang::En).birth_date(day("1948-04-05")), "5 Apr 1948");
    }

    #[test]
    fn a_value_is_shown_as_it_was_typed_to_whoever_reads_that_unit() {
        let words = Words::new(Lang::En);
        let (metric, mut imperial) = (Units::default(), Units::default());
        for unit in [Unit::Pound, Unit::Inch, Unit::Fahrenheit, Unit::Kilopascal, Unit::MmolPerL] {
            imperial.choose(unit).unwrap();
        }
        let weight = Vital::typed(VitalKind::Weight, typed("120", Unit::Pound)).unwrap();
        assert_eq!(words.vital_value_in(&weight, &imperial), "120\u{a0}lb");
        assert_eq!(words.vital_value_in(&weight, &metric), "54.4\u{a0}kg");
        let exact = Vital::typed(VitalKind::Weight, typed("52.45", Unit::Kilogram)).unwrap();
        assert_eq!(words.vital_value_in(&exact, &metric), "52.45\u{a0}kg");
        let height = Vital::typed(VitalKind::Height, typed("63", Unit::Inch)).unwrap();
        assert_eq!(words.vital_value_in(&height, &imperial), "5\u{a0}ft 3\u{a0}in");
        assert_eq!(words.vital_value_in(&height, &metric), "160.0\u{a0}cm");
        let kilopascal = |text| typed(text, Unit::Kilopascal);
        let pressure = BloodPressure::typed(kilopascal("18.0"), kilopascal("11.3"), None).unwrap();
        assert_eq!(words.vital_value_in(&Vital::BloodPressure(pressure), &imperial), "18.0/11.3\u{a0}kPa");
        assert_eq!(words.vital_value_in(&Vital::BloodPressure(pressure), &metric), "135/85\u{a0}mmHg");
    }

    #[test]
    fn a_medicine_reads_as_on_its_bag() {
        let times =
            vec![DoseTime { slot: DoseSlot::AfterDinner, amount: Some(1.0) }, DoseTime::at(DoseSlot::AfterBreakfast)];
        let schedule = MedicineSchedule::Times { times, days: MedicineDays::Daily };
        let mut medicine = Medicine::new("メトホルミン錠250mg", schedule, "2026-04-01".parse().unwrap()).unwrap();
        medicine.dose = Some(DoseAmount { value: 2.0, unit: DoseUnit::Tablet });
        let ja = Words::new(Lang::Ja).medicine(&medicine);
        assert_eq!(ja, "メトホルミン錠250mg  2錠  毎日 朝食後・夕食後（1錠）");
        let en = Words::new(Lang::En).medicine(&medicine);
        assert_eq!(en, "メトホルミン錠250mg  2\u{a0}tablets  Every day after breakfast, after dinner (1\u{a0}tablet)");
    }
}
