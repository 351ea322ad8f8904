//! Temperature Measurement (0x2A1C, indicated), Intermediate Temperature (0x2A1E, notified) and
//! Temperature Type (0x2A1D, read): Health Thermometer Service 1.0, section 3.

use super::{DateTime, Fields, MedFloat, Truncated};

const FAHRENHEIT: u8 = 1 << 0;
const TIME: u8 = 1 << 1;
const TYPE: u8 = 1 << 2;

/// The unit in which a thermometer sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemperatureUnit {
    /// Degree Celsius.
    Celsius,
    /// Degree Fahrenheit.
    Fahrenheit,
}

/// Where a temperature was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the place of that name")]
pub enum Site {
    Armpit,
    Body,
    Ear,
    Finger,
    GastrointestinalTract,
    Mouth,
    Rectum,
    Toe,
    Eardrum,
    /// A number that the specification reserves.
    Reserved(u8),
}

impl Site {
    /// The place of this number of the Temperature Type characteristic.
    #[must_use]
    pub const fn from_type(number: u8) -> Self {
        match number {
            1 => Self::Armpit,
            2 => Self::Body,
            3 => Self::Ear,
            4 => Self::Finger,
            5 => Self::GastrointestinalTract,
            6 => Self::Mouth,
            7 => Self::Rectum,
            8 => Self::Toe,
            9 => Self::Eardrum,
            number => Self::Reserved(number),
        }
    }
}

/// One temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemperatureMeasurement {
    /// The unit of the temperature.
    pub unit: TemperatureUnit,
    /// The temperature.
    pub temperature: MedFloat,
    /// When, by the thermometer's own clock.
    pub time: Option<DateTime>,
    /// Where.
    pub site: Option<Site>,
    /// How many bytes at the end belong to no field.
    pub trailing: usize,
}

impl TemperatureMeasurement {
    /// The temperature in °C, if there is one. What was sent in Fahrenheit is rounded to 0.01 °C,
    /// which is finer than the 0.1 °F that thermometers show.
    #[must_use]
    pub fn celsius(&self) -> Option<f64> {
        let value = self.temperature.value()?;
        Some(match self.unit {
            TemperatureUnit::Celsius => value,
            TemperatureUnit::Fahrenheit => ((value - 32.0) / 1.8 * 100.0).round() / 100.0,
        })
    }
}

/// Reads a value of 0x2A1C or 0x2A1E.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<TemperatureMeasurement, Truncated> {
    let mut fields = Fields::new(bytes);
    let flags = fields.u8("flags")?;
    Ok(TemperatureMeasurement {
        unit: if flags & FAHRENHEIT == 0 { TemperatureUnit::Celsius } else { TemperatureUnit::Fahrenheit },
        temperature: fields.float("temperature")?,
        time: fields.when(flags & TIME != 0, |fields| fields.date_time("time"))?,
        site: fields.when(flags & TYPE != 0, |fields| fields.u8("temperature type"))?.map(Site::from_type),
        trailing: fields.rest.len(),
    })
}

/// Reads a value of 0x2A1D: the place that a thermometer always measures at.
///
/// # Errors
/// [`Truncated`] when it is empty.
pub fn decode_site(bytes: &[u8]) -> Result<Site, Truncated> {
    Fields::new(bytes).u8("temperature type").map(Site::from_type)
}
