//! A picture of a meal, as the phone's camera made it, without what it says of where and when that was.

mod clean;

use serde::{Deserialize, Serialize};

use super::id::PhotoId;
use super::{Invalid, Problem};

/// A picture: at most [`MOST`](Self::MOST) bytes of a format that phones make and browsers show. It is
/// known by how it begins, not by what a file is called. What it shows is not looked at, and not changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    format: PhotoFormat,
    bytes: Vec<u8>,
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoFormat {
    /// JPEG (ITU-T T.81): begins with the markers SOI and any other.
    Jpeg,
    /// PNG (RFC 2083, 3.1).
    Png,
    /// WebP in RIFF (RFC 9649, 2).
    Webp,
    /// HEIF with an HEVC or another picture inside (ISO/IEC 23008-12): what iPhones make.
    Heif,
}

impl PhotoFormat {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heif => "image/heif",
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
                let brand = brand.get(..4)?;
                [b"heic", b"heix", b"mif1", b"msf1", b"avif"].iter().any(|known| *known == brand).then_some(Self::Heif)
            }
            _ => None,
        }
    }
}

impl Photo {
    /// The most bytes of a picture: several times what one of 2,048 pixels takes, to which apps scale.
    pub const MOST: usize = 4 * 1024 * 1024;

    /// The picture in `bytes`: what they hold beside it (the place, the time, the phone, previews, films, any
    /// text) is left out, and never kept. Which side is up stays.
    ///
    /// # Errors
    /// `photo` when they are no whole picture of a known format, or more than [`MOST`](Self::MOST).
    pub fn new(bytes: Vec<u8>) -> Result<Self, Invalid> {
        let unreadable = || Invalid::new("photo", Problem::Unreadable);
        let format = PhotoFormat::of(&bytes).ok_or_else(unreadable)?;
        if bytes.len() > Self::MOST {
            return Err(Invalid::new("photo", Problem::TooLong));
        }
        let clean = match format {
            PhotoFormat::Jpeg => clean::jpeg(&bytes),
            PhotoFormat::Png => clean::png(&bytes),
            PhotoFormat::Webp => clean::webp(&bytes),
            PhotoFormat::Heif => clean::heif(&bytes),
        };
        Ok(Self { format, bytes: clean.ok_or_else(unreadable)? })
    }

    /// How it is written.
    #[must_use]
    pub const fn format(&self) -> PhotoFormat {
        self.format
    }

    /// The picture as it is kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Photo").field("format", &self.format).field("bytes", &self.bytes.len()).finish()
    }
}

/// What there is to know of a picture without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoNote {
    /// Its name.
    pub id: PhotoId,
    /// How it is written.
    pub format: PhotoFormat,
    /// How many bytes it has.
    pub bytes: u32,
}

#[cfg(test)]
mod tests;
