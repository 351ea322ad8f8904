//! The one table of codes: what each thing of the record is called on the wire.
//!
//! Sources: LOINC and UCUM as FHIR R4 lists them for vital signs; the PGHD code system of HL7's
//! Personal Health Record guide (`hl7.fhir.uv.phr`); nutrient intake by the same guide's mapping.
//! Where none of them has a code there is one of our own. SNOMED CT is not used: Japan has no
//! national licence for it.

use serde::Serialize;

use crate::model::event::EventKind;
use crate::model::finding::Rule;
use crate::model::meal::Nutrient;
use crate::model::symptom::SymptomKind;
use crate::model::vital::{Arm, MealRelation, Occasion, Site, VitalKind};

/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// UCUM.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// HL7's code system for what people generate about themselves.
pub const PGHD: &str = "http://hl7.org/fhir/uv/phr/CodeSystem/observation-pghd-codes";
/// FHIR's categories of an Observation.
pub const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// FHIR's categories of a Flag.
pub const FLAG_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/flag-category";
/// FHIR's reasons for an absent value.
pub const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
/// What the result of a measurement says beside its reference range.
pub const INTERPRETATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
/// The system of an identifier that is a URI.
pub const URI_IDENTIFIER: &str = "urn:ietf:rfc:3986";

/// FHIR's own names of resource types.
pub const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";

/// PGHD's codes of how strong a symptom is.
pub const SYMPTOM_SEVERITY: &str = "http://hl7.org/fhir/uv/phr/CodeSystem/symptom-severity-codes";
/// PGHD's codes of what a sleep consists of.
const SLEEP_EPISODE: &str = "http://hl7.org/fhir/uv/phr/CodeSystem/sleep-episode-codes";
/// Medicines of Japan by their YJ code, as JP Core names the list.
pub const YJ: &str = "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code";
/// Medicines of Japan by their HOT code of 9 digits, as JP Core names the list.
pub const HOT9: &str = "http://medis.or.jp/CodeSystem/master-HOT9";
/// Medicines of Japan by their HOT code of 13 digits, as JP Core names the list.
pub const HOT13: &str = "http://medis.or.jp/CodeSystem/master-HOT13";
/// Packages by their barcode (GS1).
pub const GTIN: &str = "https://www.gs1.org/gtin";
/// FHIR's extension: why a value is absent.
pub const ABSENT_EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
/// What a dose is counted in: tablets, drops. Codes of our own.
pub const DOSE_UNIT: &str = "https://mimamori.example/fhir/CodeSystem/dose-unit";
/// Symptoms by the name that the record has for them. Codes of our own.
const SYMPTOM: &str = "https://mimamori.example/fhir/CodeSystem/symptom";
/// Events by the name that the record has for them. Codes of our own.
const EVENT: &str = "https://mimamori.example/fhir/CodeSystem/event";

/// How a measurement was taken, by the name that the record has for it. Codes of our own: those that
/// profiles bind to a body site are SNOMED CT's.
const TAKEN: &str = "https://mimamori.example/fhir/CodeSystem/taken";

/// Codes of our own. `.example` is reserved (RFC 2606): nobody else can answer for it.
pub const OWN: &str = "https://mimamori.example/fhir/CodeSystem/record";
/// Foods by the code of the table that they were taken from.
pub const FOOD: &str = "https://mimamori.example/fhir/CodeSystem/food";
/// Our extension: the revision of a record, and what standard elements cannot hold of it.
pub const RECORD_EXTENSION: &str = "https://mimamori.example/fhir/StructureDefinition/record";
/// Our extension: on which days a goal is due. R4's `Goal` has no element for it.
pub const SCHEDULE_EXTENSION: &str = "https://mimamori.example/fhir/StructureDefinition/goal-schedule";
/// Our extension: when in the day a measurement was taken. The profile of vital signs binds what a component
/// says to units.
pub const OCCASION_EXTENSION: &str = "https://mimamori.example/fhir/StructureDefinition/occasion";
/// FHIR's extension: the zone of a date and time.
pub const ZONE_EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/tz-code";
/// FHIR's extension: what a Flag rests on.
pub const FLAG_DETAIL: &str = "http://hl7.org/fhir/StructureDefinition/flag-detail";

/// A code, and the name that its system gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Code {
    /// The code system.
    pub system: &'static str,
    /// The code in it.
    pub code: &'static str,
    /// Its name there, in English; empty where the system's own wording is not at hand.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub display: &'static str,
}

const fn loinc(code: &'static str, display: &'static str) -> Code {
    Code { system: LOINC, code, display }
}

const fn pghd(code: &'static str) -> Code {
    Code { system: PGHD, code, display: "" }
}

const fn episode(code: &'static str) -> Code {
    Code { system: SLEEP_EPISODE, code, display: "" }
}

const fn own(code: &'static str, display: &'static str) -> Code {
    Code { system: OWN, code, display }
}

/// What a void resource is said to be: its content is withheld.
pub const MASKED: &[Code] = &[Code { system: ABSENT, code: "masked", display: "" }];
/// An amount that is not known.
pub const UNKNOWN: &[Code] = &[Code { system: ABSENT, code: "unknown", display: "" }];

/// JP Core's categories of an Observation. They have the codes that FHIR's have.
const JP_CATEGORY: &str = "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS";

/// The category as JP Core names it, which it wants beside FHIR's.
#[must_use]
pub const fn japanese_category(category: &Code) -> Code {
    Code { system: JP_CATEGORY, code: category.code, display: "" }
}

/// Category of vital signs.
pub const VITAL_SIGNS: Code = Code { system: CATEGORY, code: "vital-signs", display: "Vital Signs" };
/// Category of what was examined.
pub const EXAM: Code = Code { system: CATEGORY, code: "exam", display: "Exam" };
/// Category of activity.
pub const ACTIVITY: Code = Code { system: CATEGORY, code: "activity", display: "Activity" };
/// Category of how a person lives: food and habits.
pub const SOCIAL_HISTORY: Code = Code { system: CATEGORY, code: "social-history", display: "Social History" };

/// Category of what a laboratory measured.
pub const LABORATORY: Code = Code { system: CATEGORY, code: "laboratory", display: "Laboratory" };

/// A consent about who may see data.
pub const PATIENT_PRIVACY: Code = Code {
    system: "http://terminology.hl7.org/CodeSystem/consentscope",
    code: "patient-privacy",
    display: "Privacy Consent",
};
/// A consent that the patient gave.
pub const PATIENT_CONSENT: Code = loinc("59284-0", "Consent Document");
/// Closed but for what is named.
pub const OPT_IN: Code =
    Code { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "OPTIN", display: "opt-in" };
/// To see.
pub const ACCESS: Code =
    Code { system: "http://terminology.hl7.org/CodeSystem/consentaction", code: "access", display: "Access" };
/// Somebody who acts for the patient.
pub const DELEGATEE: Code =
    Code { system: "http://terminology.hl7.org/CodeSystem/v3-RoleCode", code: "DELEGATEE", display: "delegatee" };
/// Somebody who receives information.
pub const RECIPIENT: Code = Code {
    system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
    code: "IRCP",
    display: "information recipient",
};
/// Asked for by the family.
pub const FAMILY_REQUEST: Code =
    Code { system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "FAMRQT", display: "family requested" };
/// To treat.
pub const TREATMENT: Code =
    Code { system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "TREAT", display: "treatment" };

/// Heart rate.
pub const HEART_RATE: &[Code] = &[loinc("8867-4", "Heart rate"), pghd("heartRate")];
/// Intervals between beats; LOINC has no code for them.
pub const RR_INTERVALS: &[Code] = &[pghd("rrInterval")];
/// How many units make a second, in which intervals are counted.
pub const RR_PER_SECOND: &[Code] = &[own("rr-units-per-second", "Units of an RR interval in a second")];
/// How many intervals a run has.
pub const RR_COUNT: &[Code] = &[own("rr-count", "Number of RR intervals")];
/// Steps in an interval.
pub const STEPS: &[Code] = &[loinc("55423-8", "Number of steps in unspecified time Pedometer"), pghd("stepCount")];
/// A sleep, and how long it was.
pub const SLEEP: &[Code] = &[loinc("93832-4", "Sleep duration"), pghd("sleepEpisode")];
/// How long a person was asleep in it.
pub const SLEEP_TOTAL: &[Code] = &[episode("totalSleepTime")];
/// How long it was light.
pub const SLEEP_LIGHT: &[Code] = &[loinc("93830-8", ""), episode("coreSleepDuration")];
/// How long it was deep.
pub const SLEEP_DEEP: &[Code] = &[loinc("93831-6", ""), episode("deepSleepDuration")];
/// How long it was REM sleep.
pub const SLEEP_REM: &[Code] = &[loinc("93829-0", ""), episode("remSleepDuration")];
/// How long a person lay awake in it.
pub const SLEEP_AWAKE: &[Code] = &[episode("wakeAfterSleepOnset")];
/// How strong a symptom is, from 0 to 10, as the person says.
pub const SYMPTOM_SCORE: &[Code] = &[own("symptom-score", "Strength of a symptom, 0 to 10")];
/// Blood pressure, both values.
pub const BLOOD_PRESSURE: &[Code] =
    &[loinc("85354-9", "Blood pressure panel with all children optional"), pghd("bloodPressure")];
/// Systolic pressure.
pub const SYSTOLIC: &[Code] = &[loinc("8480-6", "Systolic blood pressure"), pghd("bloodPressureSystolic")];
/// Diastolic pressure.
pub const DIASTOLIC: &[Code] = &[loinc("8462-4", "Diastolic blood pressure"), pghd("bloodPressureDiastolic")];
/// A meal, and each thing eaten in it.
pub const MEAL: &[Code] = &[pghd("food")];
/// A sign of life of a phone.
pub const HEARTBEAT: &[Code] = &[own("phone-heartbeat", "Sign of life of the phone that keeps the record")];
/// A habit that a person keeps.
pub const HABIT: &[Code] = &[own("habit", "Habit")];
/// One time that a habit was kept.
pub const TICK: &[Code] = &[own("habit-tick", "Habit kept")];

/// What a finding's numbers mean, as components of its Observation.
pub const EVIDENCE_VALUE: &[Code] = &[own("evidence-value", "Value farthest from the usual")];
/// The middle of the person's usual range.
pub const EVIDENCE_CENTRE: &[Code] = &[own("usual-centre", "Centre of the usual range")];
/// The lower end of the person's usual range.
pub const EVIDENCE_LOW: &[Code] = &[own("usual-low", "Lower end of the usual range")];
/// The upper end of the person's usual range.
pub const EVIDENCE_HIGH: &[Code] = &[own("usual-high", "Upper end of the usual range")];
/// The limit that the person chose.
pub const EVIDENCE_LIMIT: &[Code] = &[own("limit", "Limit chosen by the person")];
/// The diastolic value that goes with a systolic one.
pub const EVIDENCE_DIASTOLIC: &[Code] = &[own("evidence-diastolic", "Diastolic value")];
/// How many times in a row.
pub const EVIDENCE_RUN: &[Code] = &[own("evidence-run", "Times in a row")];

/// The codes of a vital sign that is one number, the most widely read first.
#[must_use]
pub const fn vital(kind: VitalKind) -> &'static [Code] {
    match kind {
        VitalKind::Weight => const { &[loinc("29463-7", "Body weight"), pghd("bodyMass")] },
        VitalKind::BodyFat => {
            const { &[loinc("41982-0", "Percentage of body fat Measured"), pghd("bodyFatPercentage")] }
        }
        VitalKind::Waist => {
            const { &[loinc("8280-0", "Waist Circumference at umbilicus by Tape measure"), pghd("waistCircumference")] }
        }
        VitalKind::Temperature => const { &[loinc("8310-5", "Body temperature"), pghd("bodyTemperature")] },
        // FHIR's vital signs ask for the first; a pulse oximeter is named by the second.
        VitalKind::OxygenSaturation => {
            const {
                &[
                    loinc("2708-6", "Oxygen saturation in Arterial blood"),
                    loinc("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
                    pghd("oxygenSaturation"),
                ]
            }
        }
        VitalKind::Glucose => const { &[loinc("2339-0", "Glucose [Mass/volume] in Blood"), pghd("bloodGlucose")] },
        VitalKind::RestingHeartRate => const { &[loinc("40443-4", "Heart rate --resting"), pghd("restingHeartRate")] },
        VitalKind::RespiratoryRate => const { &[loinc("9279-1", "Respiratory rate"), pghd("respiratoryRate")] },
        // Neither LOINC nor PGHD has RMSSD; SDNN (80404-7) is another quantity.
        VitalKind::Rmssd => const { &[own("rmssd", "Heart rate variability, RMSSD")] },
        VitalKind::PeakFlow => {
            const {
                &[
                    loinc("19935-6", "Maximum expiratory gas flow Respiratory system airway by Peak flow meter"),
                    pghd("peakExpiratoryFlowRate"),
                ]
            }
        }
        VitalKind::Height => const { &[loinc("8302-2", "Body height"), pghd("height")] },
    }
}

/// How a measurement stands to food.
pub const MEAL_RELATION: &[Code] = &[own("meal-relation", "How it stands to food")];

const fn taken(code: &'static str, display: &'static str) -> Code {
    Code { system: TAKEN, code, display }
}

/// The code of a part of the day.
#[must_use]
pub const fn occasion(occasion: Occasion) -> Code {
    match occasion {
        Occasion::Morning => taken("morning", "Morning"),
        Occasion::Daytime => taken("daytime", "Daytime"),
        Occasion::Evening => taken("evening", "Evening"),
        Occasion::Night => taken("night", "Night"),
    }
}

/// The code of an arm.
#[must_use]
pub const fn arm(arm: Arm) -> Code {
    match arm {
        Arm::Left => taken("left-arm", "Left arm"),
        Arm::Right => taken("right-arm", "Right arm"),
    }
}

/// The code of how a measurement stands to food.
#[must_use]
pub const fn meal_relation(meal: MealRelation) -> Code {
    match meal {
        MealRelation::Fasting => taken("fasting", "Fasting"),
        MealRelation::BeforeMeal => taken("before-meal", "Before a meal"),
        MealRelation::AfterMeal => taken("after-meal", "After a meal"),
        MealRelation::Bedtime => taken("bedtime", "At bedtime"),
        MealRelation::Any => taken("any", "At any time"),
    }
}

/// The code of where a thermometer was.
#[must_use]
pub const fn site(site: Site) -> Code {
    match site {
        Site::Armpit => taken("armpit", "Armpit"),
        Site::Mouth => taken("mouth", "Mouth"),
        Site::Ear => taken("ear", "Ear"),
        Site::Forehead => taken("forehead", "Forehead"),
        Site::Rectum => taken("rectum", "Rectum"),
    }
}

/// The codes of a nutrient's intake; none where neither LOINC nor PGHD has one (salt is sent as
/// the sodium that it is reckoned from).
#[must_use]
pub const fn nutrient(nutrient: Nutrient) -> &'static [Code] {
    match nutrient {
        Nutrient::Energy => const { &[loinc("9052-2", "Calorie intake total"), pghd("dietaryEnergyConsumed")] },
        Nutrient::Protein => const { &[loinc("9079-5", ""), pghd("dietaryProtein")] },
        Nutrient::Fat => const { &[loinc("9066-2", ""), pghd("dietaryFatTotal")] },
        Nutrient::SaturatedFat => const { &[pghd("dietaryFatSaturated")] },
        Nutrient::Cholesterol => const { &[pghd("dietaryCholesterol")] },
        Nutrient::Carbohydrate => const { &[loinc("9059-7", ""), pghd("dietaryCarbohydrates")] },
        Nutrient::Fibre => const { &[pghd("dietaryFiber")] },
        Nutrient::Salt | Nutrient::Alcohol => &[],
        Nutrient::Sodium => const { &[loinc("9086-0", ""), pghd("dietarySodium")] },
        Nutrient::Potassium => const { &[pghd("dietaryPotassium")] },
        Nutrient::Calcium => const { &[loinc("9045-6", ""), pghd("dietaryCalcium")] },
        Nutrient::Magnesium => const { &[pghd("dietaryMagnesium")] },
        Nutrient::Phosphorus => const { &[pghd("dietaryPhosphorus")] },
        Nutrient::Iron => const { &[pghd("dietaryIron")] },
        Nutrient::Zinc => const { &[pghd("dietaryZinc")] },
        Nutrient::VitaminA => const { &[pghd("dietaryVitaminA")] },
        Nutrient::VitaminD => const { &[pghd("dietaryVitaminD")] },
        Nutrient::VitaminE => const { &[pghd("dietaryVitaminE")] },
        Nutrient::VitaminK => const { &[pghd("dietaryVitaminK")] },
        Nutrient::VitaminB1 => const { &[pghd("dietaryThiamin")] },
        Nutrient::VitaminB2 => const { &[pghd("dietaryRiboflavin")] },
        Nutrient::Niacin => const { &[pghd("dietaryNiacin")] },
        Nutrient::VitaminB6 => const { &[pghd("dietaryVitaminB6")] },
        Nutrient::VitaminB12 => const { &[pghd("dietaryVitaminB12")] },
        Nutrient::Folate => const { &[pghd("dietaryFolate")] },
        Nutrient::VitaminC => const { &[pghd("dietaryVitaminC")] },
    }
}

/// The codes of a symptom: PGHD's, where it has one that means the same, and our own.
#[must_use]
pub fn symptom(kind: SymptomKind) -> Vec<Code> {
    let pghd_code = match kind {
        SymptomKind::Headache => Some("headache"),
        SymptomKind::Dizziness => Some("dizziness"),
        SymptomKind::Fainting => Some("fainting"),
        SymptomKind::ChestPain => Some("chestTightnessOrPain"),
        SymptomKind::Palpitations => Some("rapidPoundingOrFlutteringHeartbeat"),
        SymptomKind::Breathlessness => Some("shortnessOfBreath"),
        SymptomKind::Wheezing => Some("wheezing"),
        SymptomKind::Cough => Some("coughing"),
        SymptomKind::SoreThroat => Some("soreThroat"),
        SymptomKind::RunnyNose => Some("runnyNose"),
        SymptomKind::Fever => Some("fever"),
        SymptomKind::Chills => Some("chills"),
        SymptomKind::Tiredness => Some("fatigue"),
        SymptomKind::Nausea => Some("nausea"),
        SymptomKind::Vomiting => Some("vomiting"),
        SymptomKind::Diarrhoea => Some("diarrhea"),
        SymptomKind::Constipation => Some("constipation"),
        SymptomKind::Heartburn => Some("heartburn"),
        SymptomKind::HotFlushes => Some("hotFlashes"),
        SymptomKind::LossOfSmell => Some("lossOfSmell"),
        _ => None,
    };
    let own = Code { system: SYMPTOM, code: kind.code(), display: "" };
    pghd_code.map(pghd).into_iter().chain([own]).collect()
}

/// The code of an event.
#[must_use]
pub const fn event(kind: EventKind) -> Code {
    Code { system: EVENT, code: kind.code(), display: "" }
}

/// The codes of what a rule finds. The night rule compares with the person's own nights, which is
/// not what PGHD's events mean: it has a code of our own only.
#[must_use]
pub const fn finding(rule: Rule) -> &'static [Code] {
    match rule {
        Rule::NightHeartRateHigh => {
            const { &[own("night-heart-rate-high", "Heart rate of the nights above the person's usual")] }
        }
        Rule::RestingHeartRateHigh => {
            const { &[own("resting-heart-rate-high", "Resting heart rate above the person's usual")] }
        }
        Rule::HeartRateHigh => {
            const { &[pghd("highHeartRateEvent"), own("heart-rate-high", "Heart rate at rest above the person's limit")] }
        }
        Rule::HeartRateLow => {
            const { &[pghd("lowHeartRateEvent"), own("heart-rate-low", "Heart rate at rest below the person's limit")] }
        }
        Rule::IrregularRhythm => {
            const {
                &[
                    pghd("irregularHeartRhythmEvent"),
                    own("irregular-rhythm", "Beats without a pattern in most checks of an hour and longer at rest"),
                ]
            }
        }
        Rule::BloodPressureHigh => {
            const { &[own("blood-pressure-high", "Average home blood pressure above the limit for home")] }
        }
        Rule::BloodPressureVeryHigh => {
            const { &[own("blood-pressure-very-high", "Blood pressure of 180/120 or more")] }
        }
        Rule::BloodPressureLow => const { &[own("blood-pressure-low", "Low blood pressure with a symptom")] },
        Rule::WeightGain => const { &[own("weight-gain", "More than 2 kg gained in three days")] },
        Rule::OxygenLow => const { &[own("oxygen-low", "Oxygen saturation below the limit")] },
        Rule::TemperatureHigh => const { &[own("temperature-high", "Body temperature above the limit")] },
        Rule::TemperatureLow => const { &[own("temperature-low", "Body temperature below the limit")] },
        Rule::GlucoseHigh => const { &[own("glucose-high", "Blood glucose above the limit")] },
        Rule::GlucoseLow => const { &[own("glucose-low", "Blood glucose below the limit")] },
        Rule::BreathingFast => const { &[own("breathing-fast", "Breathing faster than the limit")] },
        Rule::BreathingSlow => const { &[own("breathing-slow", "Breathing slower than the limit")] },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_things_share_a_code() {
        let mut seen = std::collections::HashSet::new();
        let vitals = VitalKind::ALL.into_iter().map(vital);
        let nutrients = Nutrient::ALL.into_iter().map(nutrient);
        let findings = Rule::ALL.into_iter().map(finding);
        let fixed = [HEART_RATE, RR_INTERVALS, STEPS, BLOOD_PRESSURE, SYSTOLIC, DIASTOLIC, MEAL, HABIT, TICK];
        for code in vitals.chain(nutrients).chain(findings).chain(fixed).flatten() {
            assert!(seen.insert((code.system, code.code)), "{code:?} names two things");
        }
    }
}
