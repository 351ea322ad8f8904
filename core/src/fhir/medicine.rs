//! Medicines: what a person says that they take as `MedicationStatement`, and each time that one was
//! taken or left out as `MedicationAdministration`.
//!
//! A time points to its medicine by identifier: the newest goes first, so the statement may not be on
//! the platform yet, and a server that checks references would refuse it.

use chrono::Weekday;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::code;
use super::element::Urn;
use super::habit::day_code;
use super::written::Written;
use super::{Context, element, id, observation, time};
use crate::model::Record;
use crate::model::medicine::{
    Dose, DoseAmount, DoseSlot, DoseState, DoseTime, Medicine, MedicineCode, MedicineDays, MedicineList,
    MedicineSchedule,
};

/// The resource type of a medicine.
pub(super) const STATEMENT: &str = "MedicationStatement";
/// The resource type of one time.
pub(super) const ADMINISTRATION: &str = "MedicationAdministration";

pub(super) fn write_medicine(into: &mut Written, record: &Record, medicine: &Medicine, context: &Context<'_>) {
    let id = id::record(record.id).to_string();
    let patient = element::reference("Patient", context.patient);
    // As it stood when it was written: a reader sees by the period whether it is over by now.
    let is_over =
        medicine.until.is_some_and(|until| until < crate::model::Stamp::in_zone(record.written, context.zone).day());
    let mut json = json!({
        "resourceType": STATEMENT,
        "id": id,
        "meta": {"source": Urn(record.source.0)},
        "extension": [observation::record_extension(record)],
        "identifier": [element::identifier(record.id.0)],
        "status": if is_over { "completed" } else { "active" },
        "medicationCodeableConcept": concept(medicine),
        "subject": patient,
        "effectivePeriod": period(medicine),
        "dateAsserted": time::instant(record.written),
        "informationSource": patient,
    });
    if let Some(fields) = json.as_object_mut() {
        if !medicine.purpose.is_empty() {
            fields.insert("reasonCode".into(), json!([{"text": medicine.purpose}]));
        }
        if !medicine.note.is_empty() {
            fields.insert("note".into(), json!([{"text": medicine.note}]));
        }
        fields.insert("dosage".into(), dosage(medicine).into());
    }
    into.put(STATEMENT, id, &json);
}

fn concept(medicine: &Medicine) -> Value {
    let mut concept = json!({"text": medicine.name});
    let coding = medicine.code.as_ref().and_then(coding);
    if let (Some(coding), Some(fields)) = (coding, concept.as_object_mut()) {
        fields.insert("coding".into(), json!([coding]));
    }
    concept
}

/// `None` for a list whose name on the wire is not settled; the code is in our extension all the same.
fn coding(of: &MedicineCode) -> Option<Value> {
    let system = match (of.list, of.code.len()) {
        (MedicineList::Yj, _) => code::YJ,
        (MedicineList::Hot, 9) => code::HOT9,
        (MedicineList::Hot, 13) => code::HOT13,
        (MedicineList::Jan, _) => code::GTIN,
        (MedicineList::Hot | MedicineList::Receipt, _) => return None,
    };
    Some(json!({"system": system, "code": of.code}))
}

fn period(medicine: &Medicine) -> Value {
    let mut period = json!({"start": medicine.from.to_string()});
    if let (Some(until), Some(fields)) = (medicine.until, period.as_object_mut()) {
        fields.insert("end".into(), until.to_string().into());
    }
    period
}

/// One for each time of the day: FHIR knows no list of times of which one is before breakfast and
/// another at four.
fn dosage(medicine: &Medicine) -> Vec<Value> {
    match &medicine.schedule {
        MedicineSchedule::AsNeeded { most_a_day } => {
            let mut dosage = Map::new();
            dosage.insert("asNeededBoolean".into(), true.into());
            if let Some(most) = most_a_day {
                let day = json!({"value": 1, "unit": "d", "system": code::UCUM, "code": "d"});
                dosage.insert("maxDosePerPeriod".into(), json!({"numerator": {"value": most}, "denominator": day}));
            }
            put_amount(&mut dosage, medicine.dose);
            vec![Value::Object(dosage)]
        }
        MedicineSchedule::Times { times, days } => times
            .iter()
            .map(|at| {
                let mut dosage = Map::new();
                dosage.insert("timing".into(), json!({"repeat": repeat(*at, days)}));
                put_amount(&mut dosage, medicine.amount_at(*at));
                Value::Object(dosage)
            })
            .collect(),
    }
}

fn put_amount(dosage: &mut Map<String, Value>, amount: Option<DoseAmount>) {
    let Some(amount) = amount else { return };
    let unit = amount.unit.code();
    let quantity =
        json!({"value": element::Decimal(amount.value), "unit": unit, "system": code::DOSE_UNIT, "code": unit});
    dosage.insert("doseAndRate".into(), json!([{"doseQuantity": quantity}]));
}

fn repeat(at: DoseTime, days: &MedicineDays) -> Value {
    let (period, unit) = match days {
        MedicineDays::Daily => (1, "d"),
        MedicineDays::Every(days) => (*days, "d"),
        MedicineDays::Weekdays(_) => (1, "wk"),
    };
    let mut repeat = json!({"frequency": 1, "period": period, "periodUnit": unit});
    let Some(fields) = repeat.as_object_mut() else { return repeat };
    if let MedicineDays::Weekdays(days) = days {
        let days: Vec<&str> = days.iter().copied().map(|day: Weekday| day_code(day)).collect();
        fields.insert("dayOfWeek".into(), json!(days));
    }
    match when(at.slot) {
        Some(when) => fields.insert("when".into(), json!([when])),
        None => {
            let minute = at.slot.minute();
            fields.insert("timeOfDay".into(), json!([format!("{:02}:{:02}:00", minute / 60, minute % 60)]))
        }
    };
    repeat
}

/// FHIR's codes of times of the day that hang on a person's day and not on a clock.
const fn when(slot: DoseSlot) -> Option<&'static str> {
    Some(match slot {
        DoseSlot::Waking => "WAKE",
        DoseSlot::BeforeBreakfast => "ACM",
        DoseSlot::AfterBreakfast => "PCM",
        DoseSlot::BeforeLunch => "ACD",
        DoseSlot::AfterLunch => "PCD",
        DoseSlot::BeforeDinner => "ACV",
        DoseSlot::AfterDinner => "PCV",
        DoseSlot::Bedtime => "HS",
        DoseSlot::At(_) => return None,
    })
}

pub(super) fn write_dose(into: &mut Written, record: &Record, dose: &Dose, context: &Context<'_>) {
    let id = id::record(record.id).to_string();
    let patient = element::reference("Patient", context.patient);
    let mut json = json!({
        "resourceType": ADMINISTRATION,
        "id": id,
        "meta": {"source": Urn(record.source.0)},
        "extension": [observation::record_extension(record)],
        "identifier": [element::identifier(record.id.0)],
        "status": match dose.state {
            DoseState::Taken => "completed",
            DoseState::Skipped => "not-done",
        },
        "medicationReference": {"type": "Medication", "identifier": element::identifier(dose.medicine.0)},
        "subject": patient,
        "effectiveDateTime": time::stamp(&record.at),
        "performer": [{"actor": patient}],
    });
    if let Some(fields) = json.as_object_mut() {
        if !dose.note.is_empty() {
            fields.insert("note".into(), json!([{"text": dose.note}]));
        }
        if let Some(amount) = dose.amount {
            fields.insert("dosage".into(), json!({"dose": {"value": element::Decimal(amount)}}));
        }
    }
    into.put(ADMINISTRATION, id, &json);
}

/// A medicine, or one time, that is void.
pub(super) fn void(
    into: &mut Written,
    resource_type: &'static str,
    id: &str,
    context: &Context<'_>,
    identifier: Option<Uuid>,
) {
    let mut json = json!({
        "resourceType": resource_type,
        "id": id,
        "status": "entered-in-error",
        "medicationCodeableConcept": element::concept(code::MASKED),
        "subject": element::reference("Patient", context.patient),
    });
    if let Some(fields) = json.as_object_mut() {
        if resource_type == ADMINISTRATION {
            // It must say when; that it is withheld is an answer.
            let masked = json!({"extension": [{"url": code::ABSENT_EXTENSION, "valueCode": "masked"}]});
            fields.insert("_effectiveDateTime".into(), masked);
        }
        if let Some(identifier) = identifier {
            fields.insert("identifier".into(), json!([element::identifier(identifier)]));
        }
    }
    into.put(resource_type, id.to_owned(), &json);
}
