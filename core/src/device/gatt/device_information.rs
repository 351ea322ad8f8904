//! Device Information Service 1.1: names and numbers of the device itself.

use super::{Fields, MAX_VALUE, Truncated};

/// A name of the Device Information Service: maker, model, serial number, revisions.
///
/// UTF-8 by the specification; what is not is replaced, what cannot be shown is left out, and no
/// more than 512 bytes are looked at. Devices fill up with zeros and blanks.
#[must_use]
pub fn decode_name(bytes: &[u8]) -> String {
    let bytes = bytes.get(..MAX_VALUE).unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let shown: String = text.chars().filter(|character| !character.is_control()).collect();
    shown.trim().to_owned()
}

/// Who made a device, by number (0x2A50).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PnpId {
    /// 1: the vendor's number is of the Bluetooth SIG; 2: of the USB forum.
    pub authority: u8,
    /// Vendor.
    pub vendor: u16,
    /// Product.
    pub product: u16,
    /// Version, as `0xJJMN`.
    pub version: u16,
}

/// Reads a value of 0x2A50.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode_pnp(bytes: &[u8]) -> Result<PnpId, Truncated> {
    let mut fields = Fields::new(bytes);
    Ok(PnpId {
        authority: fields.u8("authority")?,
        vendor: fields.u16("vendor")?,
        product: fields.u16("product")?,
        version: fields.u16("version")?,
    })
}

/// The number of one device (0x2A23), all eight bytes of it.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode_system_id(bytes: &[u8]) -> Result<u64, Truncated> {
    let mut fields = Fields::new(bytes);
    let (low, middle) = (fields.u24("manufacturer's identifier")?, fields.u16("manufacturer's identifier")?);
    let high = fields.u24("organisation's identifier")?;
    Ok(u64::from(low) | u64::from(middle) << 24 | u64::from(high) << 40)
}
