//! The names of things that the model has codes for.

use super::words::Words;
use crate::model::finding::{FindingState, Severity};
use crate::model::meal::{MealSlot, Nutrient};
use crate::model::vital::{Vital, VitalKind};

impl Words {
    /// Which meal of the day.
    #[must_use]
    pub fn meal_slot(&self, slot: MealSlot) -> String {
        self.get(match slot {
            MealSlot::Breakfast => "slot-breakfast",
            MealSlot::Lunch => "slot-lunch",
            MealSlot::Dinner => "slot-dinner",
            MealSlot::Snack => "slot-snack",
        })
    }

    /// A nutrient as a food label names it.
    #[must_use]
    pub fn nutrient(&self, nutrient: Nutrient) -> String {
        self.get(match nutrient {
            Nutrient::Energy => "nutrient-energy",
            Nutrient::Protein => "nutrient-protein",
            Nutrient::Fat => "nutrient-fat",
            Nutrient::SaturatedFat => "nutrient-saturated-fat",
            Nutrient::Cholesterol => "nutrient-cholesterol",
            Nutrient::Carbohydrate => "nutrient-carbohydrate",
            Nutrient::Fibre => "nutrient-fibre",
            Nutrient::Salt => "nutrient-salt",
            Nutrient::Sodium => "nutrient-sodium",
            Nutrient::Potassium => "nutrient-potassium",
            Nutrient::Calcium => "nutrient-calcium",
            Nutrient::Magnesium => "nutrient-magnesium",
            Nutrient::Phosphorus => "nutrient-phosphorus",
            Nutrient::Iron => "nutrient-iron",
            Nutrient::Zinc => "nutrient-zinc",
            Nutrient::VitaminA => "nutrient-vitamin-a",
            Nutrient::VitaminD => "nutrient-vitamin-d",
            Nutrient::VitaminE => "nutrient-vitamin-e",
            Nutrient::VitaminK => "nutrient-vitamin-k",
            Nutrient::VitaminB1 => "nutrient-vitamin-b1",
            Nutrient::VitaminB2 => "nutrient-vitamin-b2",
            Nutrient::Niacin => "nutrient-niacin",
            Nutrient::VitaminB6 => "nutrient-vitamin-b6",
            Nutrient::VitaminB12 => "nutrient-vitamin-b12",
            Nutrient::Folate => "nutrient-folate",
            Nutrient::VitaminC => "nutrient-vitamin-c",
            Nutrient::Alcohol => "nutrient-alcohol",
        })
    }

    /// What a single number measures.
    #[must_use]
    pub fn vital_kind(&self, kind: VitalKind) -> String {
        self.get(match kind {
            VitalKind::Weight => "vital-weight",
            VitalKind::BodyFat => "vital-body-fat",
            VitalKind::Waist => "vital-waist",
            VitalKind::Temperature => "vital-temperature",
            VitalKind::OxygenSaturation => "vital-oxygen-saturation",
            VitalKind::Glucose => "vital-glucose",
            VitalKind::RestingHeartRate => "vital-resting-heart-rate",
            VitalKind::RespiratoryRate => "vital-respiratory-rate",
            VitalKind::Rmssd => "vital-rmssd",
            VitalKind::PeakFlow => "vital-peak-flow",
            VitalKind::Height => "vital-height",
        })
    }

    /// What a measurement measures.
    #[must_use]
    pub fn vital(&self, vital: &Vital) -> String {
        match vital {
            Vital::BloodPressure(_) => self.get("vital-blood-pressure"),
            Vital::Single { kind, .. } => self.vital_kind(*kind),
        }
    }

    /// How much attention a finding asks for.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> String {
        self.get(match severity {
            Severity::Notice => "severity-notice",
            Severity::Strong => "severity-strong",
        })
    }

    /// What became of a finding.
    #[must_use]
    pub fn finding_state(&self, state: FindingState) -> String {
        self.get(match state {
            FindingState::New => "state-new",
            FindingState::Seen => "state-seen",
            FindingState::Acknowledged => "state-acknowledged",
            FindingState::Muted => "state-muted",
            FindingState::Resolved => "state-resolved",
            FindingState::Revised => "state-revised",
            FindingState::Withdrawn => "state-withdrawn",
        })
    }

    /// What sort of resource left the device; a type without a name of its own keeps FHIR's.
    #[must_use]
    pub fn resource_type(&self, resource_type: &str) -> String {
        self.get(match resource_type {
            "Observation" => "resource-observation",
            "NutritionIntake" | "NutritionOrder" => "resource-nutrition-intake",
            "Condition" => "resource-condition",
            "MedicationRequest" | "MedicationStatement" => "resource-medication",
            "Patient" => "resource-patient",
            "Device" => "resource-device",
            "Provenance" => "resource-provenance",
            "DocumentReference" => "resource-document",
            "Flag" => "resource-flag",
            "Goal" => "resource-goal",
            "Consent" => "resource-consent",
            other => return other.to_owned(),
        })
    }
}
