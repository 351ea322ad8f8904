//! Record Access Control Point (0x2A52, written and indicated): how stored records are asked for.
//! Glucose Service 1.0, section 3.4.

use super::{Fields, Truncated};

/// What can be asked of a device's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// All records.
    ReportAll,
    /// The records from this sequence number on.
    ReportFrom(u16),
    /// The last record only.
    ReportLast,
    /// How many records there are, from this sequence number on.
    CountFrom(u16),
    /// Stop what is under way.
    Abort,
}

impl Request {
    const REPORT: u8 = 1;
    const ABORT: u8 = 3;
    const COUNT: u8 = 4;
    const NULL: u8 = 0;
    const ALL: u8 = 1;
    const AT_LEAST: u8 = 3;
    const LAST: u8 = 6;
    /// The filter of the operand: by sequence number.
    const BY_SEQUENCE: u8 = 1;

    /// The bytes to write.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let from = |code: u8, sequence: u16| {
            let [low, high] = sequence.to_le_bytes();
            vec![code, Self::AT_LEAST, Self::BY_SEQUENCE, low, high]
        };
        match self {
            Self::ReportAll => vec![Self::REPORT, Self::ALL],
            Self::ReportFrom(sequence) => from(Self::REPORT, sequence),
            Self::ReportLast => vec![Self::REPORT, Self::LAST],
            Self::CountFrom(sequence) => from(Self::COUNT, sequence),
            Self::Abort => vec![Self::ABORT, Self::NULL],
        }
    }
}

/// What a device answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// How many records there are.
    Count(u16),
    /// The request with this code was done.
    Done {
        /// The code of the request.
        request: u8,
    },
    /// There are no records such as were asked for.
    NoRecords {
        /// The code of the request.
        request: u8,
    },
    /// The device refused.
    Refused {
        /// The code of the request.
        request: u8,
        /// 2 to 9: not supported, invalid, or not done.
        reason: u8,
    },
    /// Something that the specification reserves.
    Reserved {
        /// The first byte.
        code: u8,
    },
}

/// Reads a value of 0x2A52.
///
/// # Errors
/// [`Truncated`], with the name of the first field that is not whole.
pub fn decode(bytes: &[u8]) -> Result<Response, Truncated> {
    let mut fields = Fields::new(bytes);
    let code = fields.u8("code")?;
    fields.u8("operator")?;
    match code {
        5 => Ok(Response::Count(fields.u16("number of records")?)),
        6 => {
            let request = fields.u8("code of the request")?;
            Ok(match fields.u8("answer")? {
                1 => Response::Done { request },
                6 => Response::NoRecords { request },
                reason => Response::Refused { request, reason },
            })
        }
        code => Ok(Response::Reserved { code }),
    }
}
