//! One door to all decoders.

use super::assigned::Characteristic;
use super::battery::{self, BatteryLevel};
use super::blood_pressure::{self, BloodPressureMeasurement, CuffPressure};
use super::body_composition::{self, BodyCompositionMeasurement};
use super::current_time::{self, CurrentTime};
use super::device_information::{self, PnpId};
use super::glucose::{self, GlucoseContext, GlucoseMeasurement};
use super::heart_rate::{self, HeartRateMeasurement, SensorLocation};
use super::oximeter::{self, Continuous, SpotCheck};
use super::record_access::{self, Response};
use super::thermometer::{self, Site, TemperatureMeasurement};
use super::weight_scale::{self, WeightMeasurement};
use super::{MAX_VALUE, Truncated};

/// What a value of any known characteristic says.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the value of the characteristic of that name")]
pub enum Value {
    HeartRate(HeartRateMeasurement),
    SensorLocation(SensorLocation),
    BloodPressure(BloodPressureMeasurement),
    CuffPressure(CuffPressure),
    Weight(WeightMeasurement),
    BodyComposition(BodyCompositionMeasurement),
    Temperature(TemperatureMeasurement),
    /// A thermometer's number on its way to the measurement.
    IntermediateTemperature(TemperatureMeasurement),
    TemperatureSite(Site),
    SpotCheck(SpotCheck),
    Continuous(Continuous),
    Glucose(GlucoseMeasurement),
    GlucoseContext(GlucoseContext),
    RecordAccess(Response),
    CurrentTime(CurrentTime),
    /// Unset where the device sends a number that means nothing.
    Battery(Option<BatteryLevel>),
    /// A name of the Device Information Service.
    Name(String),
    PnpId(PnpId),
    SystemId(u64),
}

/// Reads `bytes` as a value of `characteristic`; `None` when the characteristic is not known here.
///
/// At most 512 bytes are looked at, the most that a value can have; those beyond count as trailing
/// nowhere.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(characteristic: Characteristic, bytes: &[u8]) -> Result<Option<Value>, Truncated> {
    let bytes = bytes.get(..MAX_VALUE).unwrap_or(bytes);
    Ok(Some(match characteristic {
        Characteristic::HEART_RATE_MEASUREMENT => Value::HeartRate(heart_rate::decode(bytes)?),
        Characteristic::BODY_SENSOR_LOCATION => Value::SensorLocation(heart_rate::decode_location(bytes)?),
        Characteristic::BLOOD_PRESSURE_MEASUREMENT => Value::BloodPressure(blood_pressure::decode(bytes)?),
        Characteristic::INTERMEDIATE_CUFF_PRESSURE => Value::CuffPressure(blood_pressure::decode_cuff(bytes)?),
        Characteristic::WEIGHT_MEASUREMENT => Value::Weight(weight_scale::decode(bytes)?),
        Characteristic::BODY_COMPOSITION_MEASUREMENT => Value::BodyComposition(body_composition::decode(bytes)?),
        Characteristic::TEMPERATURE_MEASUREMENT => Value::Temperature(thermometer::decode(bytes)?),
        Characteristic::INTERMEDIATE_TEMPERATURE => Value::IntermediateTemperature(thermometer::decode(bytes)?),
        Characteristic::TEMPERATURE_TYPE => Value::TemperatureSite(thermometer::decode_site(bytes)?),
        Characteristic::PLX_SPOT_CHECK => Value::SpotCheck(oximeter::decode_spot(bytes)?),
        Characteristic::PLX_CONTINUOUS => Value::Continuous(oximeter::decode_continuous(bytes)?),
        Characteristic::GLUCOSE_MEASUREMENT => Value::Glucose(glucose::decode(bytes)?),
        Characteristic::GLUCOSE_CONTEXT => Value::GlucoseContext(glucose::decode_context(bytes)?),
        Characteristic::RECORD_ACCESS_CONTROL_POINT => Value::RecordAccess(record_access::decode(bytes)?),
        Characteristic::CURRENT_TIME => Value::CurrentTime(current_time::decode(bytes)?),
        Characteristic::BATTERY_LEVEL => Value::Battery(battery::decode(bytes)?),
        Characteristic::PNP_ID => Value::PnpId(device_information::decode_pnp(bytes)?),
        Characteristic::SYSTEM_ID => Value::SystemId(device_information::decode_system_id(bytes)?),
        Characteristic::MODEL_NUMBER
        | Characteristic::SERIAL_NUMBER
        | Characteristic::FIRMWARE_REVISION
        | Characteristic::HARDWARE_REVISION
        | Characteristic::SOFTWARE_REVISION
        | Characteristic::MANUFACTURER_NAME => Value::Name(device_information::decode_name(bytes)),
        _ => return Ok(None),
    }))
}
