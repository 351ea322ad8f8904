//! Apple's units, made canonical.

use crate::model::vital::VitalKind;

/// `value` in `unit`, as the kind's canonical unit; `None` when the kind does not come in `unit`.
///
/// Rounded to the sixth decimal, so that a conversion there and back gives the number that the
/// person saw.
pub(super) fn canonical(kind: VitalKind, value: f64, unit: &str) -> Option<f64> {
    let converted = match kind {
        VitalKind::Weight => value * kilograms(unit)?,
        VitalKind::Height | VitalKind::Waist => value * centimetres(unit)?,
        VitalKind::Temperature => celsius(value, unit)?,
        // HealthKit's per cent is a fraction of 1; some apps have written 97 all the same.
        VitalKind::OxygenSaturation | VitalKind::BodyFat => match unit {
            "%" if value <= 1.0 => value * 100.0,
            "%" => value,
            _ => return None,
        },
        VitalKind::Glucose => value * mg_per_dl(unit)?,
        VitalKind::RestingHeartRate | VitalKind::RespiratoryRate => value * per_minute(unit)?,
        VitalKind::PeakFlow => match unit {
            "L/min" => value,
            "L/s" => value * 60.0,
            _ => return None,
        },
        // Apple measures variability as SDNN, which is another number than RMSSD.
        VitalKind::Rmssd => return None,
    };
    Some((converted * 1e6).round() / 1e6)
}

/// Factor to beats or breaths a minute.
pub(super) fn per_minute(unit: &str) -> Option<f64> {
    match unit {
        "count/min" => Some(1.0),
        "count/s" | "Hz" => Some(60.0),
        _ => None,
    }
}

/// Factor to kilocalories; what food labels call a calorie, Apple writes `Cal`.
pub(super) fn kcal(unit: &str) -> Option<f64> {
    match unit {
        "kcal" | "Cal" => Some(1.0),
        "cal" => Some(0.001),
        "kJ" => Some(1.0 / 4.184),
        "J" => Some(0.001 / 4.184),
        _ => None,
    }
}

/// Factor to mmHg.
pub(super) fn mmhg(unit: &str) -> Option<f64> {
    match unit {
        "mmHg" => Some(1.0),
        "kPa" => Some(7.500_615_758_456_6),
        _ => None,
    }
}

fn kilograms(unit: &str) -> Option<f64> {
    match unit {
        "kg" => Some(1.0),
        "g" => Some(0.001),
        "lb" => Some(0.453_592_37),
        "oz" => Some(0.028_349_523_125),
        "st" => Some(6.350_293_18),
        _ => None,
    }
}

fn centimetres(unit: &str) -> Option<f64> {
    match unit {
        "cm" => Some(1.0),
        "m" => Some(100.0),
        "mm" => Some(0.1),
        "in" => Some(2.54),
        "ft" => Some(30.48),
        _ => None,
    }
}

fn celsius(value: f64, unit: &str) -> Option<f64> {
    match unit {
        "degC" => Some(value),
        "degF" => Some((value - 32.0) / 1.8),
        "K" => Some(value - 273.15),
        _ => None,
    }
}

/// Factor to mg/dL. Apple writes the molar mass into the unit: `mmol<180.1558800000541>/L`.
fn mg_per_dl(unit: &str) -> Option<f64> {
    const GLUCOSE_G_PER_MOL: f64 = 180.155_88;
    match unit {
        "mg/dL" => Some(1.0),
        "g/L" => Some(100.0),
        "mmol/L" => Some(GLUCOSE_G_PER_MOL / 10.0),
        _ => {
            let mass: f64 = unit.strip_prefix("mmol<")?.strip_suffix(">/L")?.parse().ok()?;
            ((mass - GLUCOSE_G_PER_MOL).abs() < 1.0).then_some(mass / 10.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_measurement_in_another_unit_is_the_same_number() {
        let close = |kind, value, unit, expected: f64| {
            let found = canonical(kind, value, unit).unwrap();
            assert!((found - expected).abs() < 0.005, "{value} {unit}: {found}");
        };
        close(VitalKind::Weight, 128.3, "lb", 58.196);
        close(VitalKind::Weight, 9.1, "st", 57.788);
        close(VitalKind::Height, 5.5, "ft", 167.64);
        close(VitalKind::Temperature, 98.6, "degF", 37.0);
        close(VitalKind::OxygenSaturation, 0.97, "%", 97.0);
        close(VitalKind::OxygenSaturation, 97.0, "%", 97.0);
        close(VitalKind::Glucose, 5.5, "mmol<180.1558800000541>/L", 99.09);
        close(VitalKind::Glucose, 99.0, "mg/dL", 99.0);
        assert_eq!(canonical(VitalKind::OxygenSaturation, 0.57, "%"), Some(57.0));
    }

    #[test]
    fn a_unit_of_something_else_is_not_guessed_at() {
        assert_eq!(canonical(VitalKind::Weight, 58.0, "cm"), None);
        assert_eq!(canonical(VitalKind::Weight, 58.0, ""), None);
        assert_eq!(canonical(VitalKind::Glucose, 5.5, "mmol<96.06>/L"), None);
        assert_eq!(canonical(VitalKind::Rmssd, 45.0, "ms"), None);
    }
}
