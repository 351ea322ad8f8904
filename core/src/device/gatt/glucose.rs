//! Glucose Measurement (0x2A18, notified) and Glucose Measurement Context (0x2A34, notified):
//! Glucose Service 1.0, sections 3.1 and 3.2. A meter sends them only when asked: [`super::record_access`].

use super::{DateTime, Fields, MedFloat, Truncated};

mod flag {
    pub(super) const TIME_OFFSET: u8 = 1 << 0;
    pub(super) const CONCENTRATION: u8 = 1 << 1;
    pub(super) const MOLES: u8 = 1 << 2;
    pub(super) const STATUS: u8 = 1 << 3;
    pub(super) const CONTEXT: u8 = 1 << 4;
}

mod context_flag {
    pub(super) const CARBOHYDRATE: u8 = 1 << 0;
    pub(super) const MEAL: u8 = 1 << 1;
    pub(super) const TESTER_HEALTH: u8 = 1 << 2;
    pub(super) const EXERCISE: u8 = 1 << 3;
    pub(super) const MEDICATION: u8 = 1 << 4;
    pub(super) const LITRES: u8 = 1 << 5;
    pub(super) const HBA1C: u8 = 1 << 6;
    pub(super) const EXTENDED: u8 = 1 << 7;
}

/// mg/dL in one mmol/L of glucose: a tenth of its molar mass, 180.156 g/mol (C6H12O6).
const MG_PER_DL_PER_MMOL_PER_L: f64 = 18.0156;

/// The unit in which a meter sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcentrationUnit {
    /// Kilograms a litre.
    KgPerLitre,
    /// Moles a litre.
    MolPerLitre,
}

/// A glucose concentration, the fluid it was taken from and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concentration {
    /// The unit of the value.
    pub unit: ConcentrationUnit,
    /// The value.
    pub value: MedFloat,
    /// 1 capillary whole blood, 2 capillary plasma, 3 venous whole blood, 4 venous plasma, 5 arterial
    /// whole blood, 6 arterial plasma, 7 undetermined whole blood, 8 undetermined plasma, 9 interstitial
    /// fluid, 10 control solution.
    pub fluid: u8,
    /// 1 finger, 2 alternate site, 3 earlobe, 4 control solution, 15 not available.
    pub location: u8,
}

impl Concentration {
    /// In mg/dL, if there is a number; rounded to 0.1, which is finer than 0.1 mmol/L and 1 mg/dL.
    #[must_use]
    pub fn mg_per_dl(&self) -> Option<f64> {
        let value = self.value.value()?;
        let mg = match self.unit {
            ConcentrationUnit::KgPerLitre => value * 1e5,
            ConcentrationUnit::MolPerLitre => value * 1e3 * MG_PER_DL_PER_MMOL_PER_L,
        };
        Some((mg * 10.0).round() / 10.0)
    }

    /// Whether it is a control solution's and no person's.
    #[must_use]
    pub const fn is_control(&self) -> bool {
        self.fluid == 10 || self.location == 4
    }
}

/// What a meter's sensor says about a reading (bits as sent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlucoseStatus(pub u16);

impl GlucoseStatus {
    /// The reading is not to be relied on: the sensor malfunctioned, the sample was too small, the
    /// strip was wrong or pulled, the temperature out of range, or the reading was interrupted.
    #[must_use]
    pub const fn unreliable(self) -> bool {
        self.0 & (1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10) != 0
    }

    /// Higher than the meter can tell.
    #[must_use]
    pub const fn above_range(self) -> bool {
        self.0 & 1 << 5 != 0
    }

    /// Lower than the meter can tell.
    #[must_use]
    pub const fn below_range(self) -> bool {
        self.0 & 1 << 6 != 0
    }
}

/// One record of a glucose meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlucoseMeasurement {
    /// Its number in the meter's memory; starts anew when the meter is emptied.
    pub sequence: u16,
    /// The base of the meter's own clock.
    pub base_time: DateTime,
    /// Minutes to add to the base: what the person changed on the clock since.
    pub offset_minutes: Option<i16>,
    /// What was measured.
    pub concentration: Option<Concentration>,
    /// What the sensor says.
    pub status: Option<GlucoseStatus>,
    /// A context of the same number follows.
    pub context_follows: bool,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

impl GlucoseMeasurement {
    /// The time that the meter's clock showed, where it is known: base and offset together.
    #[must_use]
    pub fn time(&self) -> Option<DateTime> {
        let offset = chrono::TimeDelta::minutes(i64::from(self.offset_minutes.unwrap_or(0)));
        self.base_time.known()?.checked_add_signed(offset).map(DateTime::from)
    }
}

/// What was going on when a record was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlucoseContext {
    /// The number of the record that it belongs to.
    pub sequence: u16,
    /// Flags for later versions, as sent.
    pub extended: Option<u8>,
    /// Which meal the carbohydrate was (1 breakfast, 2 lunch, 3 dinner, 4 snack, 5 drink, 6 supper,
    /// 7 brunch) and how much, in kilograms.
    pub carbohydrate: Option<(u8, MedFloat)>,
    /// 1 before a meal, 2 after, 3 fasting, 4 casual, 5 at bedtime.
    pub meal: Option<u8>,
    /// 1 the person, 2 a professional, 3 a laboratory, 15 not available.
    pub tester: Option<u8>,
    /// 1 minor issues, 2 major issues, 3 menses, 4 stress, 5 none, 15 not available.
    pub health: Option<u8>,
    /// Seconds of exercise (65,535 is "or more") and its intensity in percent.
    pub exercise: Option<(u16, u8)>,
    /// Which medication (1 rapid, 2 short, 3 intermediate, 4 long acting insulin, 5 premixed) and how much.
    pub medication: Option<Medication>,
    /// Glycated haemoglobin in percent.
    pub hba1c: Option<MedFloat>,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

/// A medication of a [`GlucoseContext`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Medication {
    /// Which.
    pub kind: u8,
    /// How much.
    pub amount: MedFloat,
    /// Whether the amount is in litres; else in kilograms.
    pub litres: bool,
}

/// Reads a value of 0x2A18.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<GlucoseMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let has = |flag: u8| flags & flag != 0;
    let sequence = fields.u16("sequence number")?;
    let base_time = fields.date_time("base time")?;
    let offset_minutes = fields.when(has(flag::TIME_OFFSET), |fields| fields.i16("time offset"))?;
    let concentration = fields.when(has(flag::CONCENTRATION), |fields| {
        let value = fields.sfloat("concentration")?;
        let place = fields.u8("type and location")?;
        let unit = if has(flag::MOLES) { ConcentrationUnit::MolPerLitre } else { ConcentrationUnit::KgPerLitre };
        Ok(Concentration { unit, value, fluid: place & 0x0F, location: place >> 4 })
    })?;
    Ok(GlucoseMeasurement {
        sequence,
        base_time,
        offset_minutes,
        concentration,
        status: fields.when(has(flag::STATUS), |fields| fields.u16("sensor status"))?.map(GlucoseStatus),
        context_follows: has(flag::CONTEXT),
        trailing: fields.rest.len(),
    })
}

/// Reads a value of 0x2A34.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode_context(bytes: &[u8]) -> Result<GlucoseContext, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    let has = |flag: u8| flags & flag != 0;
    let sequence = fields.u16("sequence number")?;
    let extended = fields.when(has(context_flag::EXTENDED), |fields| fields.u8("extended flags"))?;
    let carbohydrate = fields.when(has(context_flag::CARBOHYDRATE), |fields| {
        Ok((fields.u8("carbohydrate kind")?, fields.sfloat("carbohydrate")?))
    })?;
    let meal = fields.when(has(context_flag::MEAL), |fields| fields.u8("meal"))?;
    let both = fields.when(has(context_flag::TESTER_HEALTH), |fields| fields.u8("tester and health"))?;
    let exercise = fields.when(has(context_flag::EXERCISE), |fields| {
        Ok((fields.u16("exercise duration")?, fields.u8("exercise intensity")?))
    })?;
    let medication = fields.when(has(context_flag::MEDICATION), |fields| {
        let (kind, amount) = (fields.u8("medication kind")?, fields.sfloat("medication")?);
        Ok(Medication { kind, amount, litres: has(context_flag::LITRES) })
    })?;
    Ok(GlucoseContext {
        sequence,
        extended,
        carbohydrate,
        meal,
        tester: both.map(|both| both & 0x0F),
        health: both.map(|both| both >> 4),
        exercise,
        medication,
        hba1c: fields.when(has(context_flag::HBA1C), |fields| fields.sfloat("HbA1c"))?,
        trailing: fields.rest.len(),
    })
}
