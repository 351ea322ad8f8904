//! Pictures without what they say beside the picture: where and when it was taken, with which phone, by whom,
//! and the previews and films that cameras hide behind it.
//!
//! Nothing is decoded: the parts of a file are walked through and copied, or left out. What shows a picture as it
//! was meant (colours, which side is up) stays. A file whose parts do not fit together is refused, for nobody
//! could say what is left in it. The work is that of reading the file a few times, whatever it holds.

use std::collections::BTreeSet;

/// The picture alone, of a JPEG (ITU-T T.81, annex B).
///
/// Kept of the segments of applications: JFIF, colour profiles (ICC.1, annex B.4) and Adobe's transform; of
/// Exif (CIPA DC-008, 4.6.4) which side is up. What follows the end of the image is left out.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut segments = Vec::with_capacity(bytes.len());
    let mut up = None;
    let mut scanned = false;
    loop {
        // A marker may be preceded by any number of fill bytes.
        rest = rest.strip_prefix(&[0xff])?;
        while let Some(more) = rest.strip_prefix(&[0xff]) {
            rest = more;
        }
        let (marker, after) = rest.split_first()?;
        if *marker == 0xd9 {
            break;
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let (segment, after) = after.split_at_checked(length)?;
        let said = segment.get(2..)?;
        rest = after;
        let is_kept = match marker {
            // These have no length, and do not stand here.
            0x00..=0x01 | 0xd0..=0xd8 => return None,
            0xe1 if said.starts_with(b"Exif\0\0") => {
                up = up.or_else(|| said.get(6..).and_then(side_up));
                false
            }
            0xe2 => said.starts_with(b"ICC_PROFILE\0"),
            0xee => said.starts_with(b"Adobe"),
            0xe0 => said.starts_with(b"JFIF\0"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if is_kept {
            segments.extend([0xff, *marker]);
            segments.extend(segment);
        }
        if *marker == 0xda {
            scanned = true;
            let length = scan_length(rest)?;
            let (scan, after) = rest.split_at_checked(length)?;
            segments.extend(scan);
            rest = after;
        }
    }
    if !scanned {
        return None;
    }
    let mut clean = vec![0xff, 0xd8];
    if let Some(up) = up {
        let exif = [b"Exif\0\0".as_slice(), &tiff_of(up)].concat();
        clean.extend([0xff, 0xe1]);
        clean.extend(u16::try_from(exif.len() + 2).ok()?.to_be_bytes());
        clean.extend(exif);
    }
    clean.extend(segments);
    clean.extend([0xff, 0xd9]);
    Some(clean)
}

/// The bytes of a scan, up to the next marker that is no part of it.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| matches!(pair, [0xff, marker] if !matches!(marker, 0x00 | 0xd0..=0xd7 | 0xff)))
}

/// Which side is up, by TIFF 6.0's tag 274 in the first directory; `None` where it is the upper one.
fn side_up(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.first_chunk()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let (low, high) = if little { (at, at.checked_add(2)?) } else { (at.checked_add(2)?, at) };
        Some(u32::from(short(low)?) | u32::from(short(high)?) << 16)
    };
    let directory = usize::try_from(long(4)?).ok()?;
    for n in 0..usize::from(short(directory)?) {
        let entry = directory.checked_add(2)?.checked_add(n.checked_mul(12)?)?;
        if short(entry)? == 0x0112 {
            let up = u8::try_from(short(entry.checked_add(8)?)?).ok()?;
            return (2..=8).contains(&up).then_some(up);
        }
    }
    None
}

/// A TIFF that says which side is up, and nothing else.
fn tiff_of(up: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([up, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// The picture alone, of a PNG (W3C PNG, third edition, 5 and 11): without texts, Exif and times.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut clean = signature.to_vec();
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            clean.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(clean);
        }
        rest = after;
    }
}

/// The picture alone, of a WebP (RFC 9649, 2.7): without Exif and XMP.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?)).ok()?;
    let mut rest = bytes.get(12..size.checked_add(8)?)?;
    let mut chunks = b"WEBP".to_vec();
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
        // A chunk of odd length has a byte behind it; writers forget it behind the last.
        let whole = length.checked_add(8)?;
        let (chunk, after) = rest.split_at_checked(whole)?;
        rest = if length % 2 == 1 { after.get(1..).unwrap_or_default() } else { after };
        match chunk.first_chunk()? {
            b"EXIF" | b"XMP " => continue,
            b"VP8X" => {
                let mut chunk = chunk.to_vec();
                // What is left out is not announced.
                *chunk.get_mut(8)? &= !0b0000_1100;
                chunks.extend(chunk);
            }
            _ => chunks.extend(chunk),
        }
        if length % 2 == 1 {
            chunks.push(0);
        }
    }
    let mut clean = b"RIFF".to_vec();
    clean.extend(u32::try_from(chunks.len()).ok()?.to_le_bytes());
    clean.extend(chunks);
    Some(clean)
}

/// The picture alone, of a HEIF (ISO/IEC 14496-12, 8.11, and 23008-12, annex A): the bytes of Exif, XMP and any other
/// text in it are overwritten where they lie, because every other part is found by its place. Which side is
/// up is a property of the picture there, and stays.
pub(super) fn heif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.to_vec();
    let mut found = None;
    for (kind, start, end) in boxes(bytes, 0, bytes.len())? {
        match &kind {
            b"meta" => found = Some((start.checked_add(4)?, end)),
            b"ftyp" | b"mdat" => {}
            // Films, and what makers keep for themselves.
            _ => clean.get_mut(start..end)?.fill(0),
        }
    }
    let (start, end) = found?;
    let parts = boxes(bytes, start, end)?;
    for (_, start, end) in parts.iter().filter(|(kind, ..)| matches!(kind, b"xml " | b"bxml" | b"uuid")) {
        clean.get_mut(*start..*end)?.fill(0);
    }
    let part = |name: &[u8; 4]| parts.iter().find(|(kind, ..)| kind == name).map(|(_, start, end)| (*start, *end));
    let (names, names_end) = part(b"iinf")?;
    let (places, places_end) = part(b"iloc")?;
    let data = part(b"idat").map(|(start, _)| start);
    let silenced = metadata_items(bytes, names, names_end)?;
    // Pieces do not lie on one another: together they are no longer than the file.
    let mut left = bytes.len();
    for (item, method, start, length) in extents(bytes.get(places..places_end)?)? {
        if !silenced.contains(&item) {
            continue;
        }
        let start = match method {
            0 => start,
            1 => start.checked_add(data?)?,
            _ => return None,
        };
        // A length of nothing means all that there is.
        if length == 0 {
            return None;
        }
        left = left.checked_sub(length)?;
        clean.get_mut(start..start.checked_add(length)?)?.fill(0);
    }
    Some(clean)
}

/// The boxes between two places: what each is, and where what it holds begins and ends.
fn boxes(bytes: &[u8], mut at: usize, end: usize) -> Option<Vec<([u8; 4], usize, usize)>> {
    let mut found = Vec::new();
    while at < end {
        let size = u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?);
        let kind = *bytes.get(at.checked_add(4)?..)?.first_chunk()?;
        let (head, size) = match size {
            0 => (8, end.checked_sub(at)?),
            1 => (16, usize::try_from(u64::from_be_bytes(*bytes.get(at.checked_add(8)?..)?.first_chunk()?)).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let after = at.checked_add(size).filter(|after| *after <= end && size >= head)?;
        found.push((kind, at + head, after));
        at = after;
    }
    Some(found)
}

/// The numbers of the items that are not the picture, of the box `iinf`.
fn metadata_items(bytes: &[u8], start: usize, end: usize) -> Option<BTreeSet<u32>> {
    let head = if *bytes.get(start)? == 0 { 6 } else { 8 };
    let mut items = BTreeSet::new();
    for (kind, start, end) in boxes(bytes, start.checked_add(head)?, end)? {
        let entry = bytes.get(start..end)?;
        if &kind != b"infe" {
            continue;
        }
        let (item, kind) = match entry.first()? {
            2 => (u32::from(u16::from_be_bytes(*entry.get(4..)?.first_chunk()?)), entry.get(8..12)?),
            3 => (u32::from_be_bytes(*entry.get(4..)?.first_chunk()?), entry.get(10..14)?),
            // Older ones do not say what an item is.
            _ => return None,
        };
        if matches!(kind, b"Exif" | b"mime" | b"uri ") {
            items.insert(item);
        }
    }
    Some(items)
}

/// Item, how its place is meant, place and length of each piece, of the box `iloc`.
fn extents(bytes: &[u8]) -> Option<Vec<(u32, u16, usize, usize)>> {
    let mut rest = bytes;
    let mut take = |length: u8| -> Option<u64> {
        let (taken, after) = rest.split_at_checked(usize::from(length))?;
        rest = after;
        Some(taken.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let version = take(1)?;
    if version > 2 {
        return None;
    }
    take(3)?;
    let sizes = [take(1)?, take(1)?].map(|pair| [u8::try_from(pair >> 4).ok(), u8::try_from(pair & 15).ok()]);
    let [[Some(offsets), Some(lengths)], [Some(bases), Some(indices)]] = sizes else { return None };
    if [offsets, lengths, bases, indices].iter().any(|size| *size > 8) {
        return None;
    }
    let indices = if version == 0 { 0 } else { indices };
    let wide = if version == 2 { 4 } else { 2 };
    let mut found = Vec::new();
    for _ in 0..take(wide)? {
        let item = u32::try_from(take(wide)?).ok()?;
        let method = if version == 0 { 0 } else { u16::try_from(take(2)? & 15).ok()? };
        take(2)?;
        let base = take(bases)?;
        for _ in 0..take(2)? {
            take(indices)?;
            let place = usize::try_from(base.checked_add(take(offsets)?)?).ok()?;
            let length = usize::try_from(take(lengths)?).ok()?;
            found.push((item, method, place, length));
            // Sizes of nothing would make pieces out of nothing.
            if offsets + lengths + indices == 0 {
                return None;
            }
        }
    }
    Some(found)
}
