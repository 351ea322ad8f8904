use proptest::prelude::*;

use super::*;

/// A segment of a JPEG.
fn segment(marker: u8, said: &[u8]) -> Vec<u8> {
    let length = u16::try_from(said.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), said].concat()
}

/// Exif that says which side is up, and where it was: the words stand for GPS.
fn exif(up: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, up, 0, 0, 0]);
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend(b"\0\0\0\0GPS 35.68N 139.76E");
    exif
}

const SCAN: &[u8] = b"\xff\xda\0\x02picture\xff\0more\xff\xd3more";

fn jpeg(up: u8) -> Vec<u8> {
    let parts = [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe1, &exif(up)),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
        segment(0xe2, b"MPF\0GPS"),
        segment(0xed, b"Photoshop 3.0\0GPS"),
        segment(0xee, b"Adobe\0d\0\0\0\0\x01"),
        segment(0xfe, b"GPS in a comment"),
        segment(0xdb, b"table"),
        SCAN.to_vec(),
        segment(0xfe, b"GPS between scans"),
        SCAN.to_vec(),
        b"\xff\xd9\xff\xd8\xff\xe1 a second picture, or a film, with GPS".to_vec(),
    ];
    parts.concat()
}

fn chunk(kind: &[u8; 4], said: &[u8]) -> Vec<u8> {
    [&u32::try_from(said.len()).unwrap().to_be_bytes(), kind.as_slice(), said, b"crc4"].concat()
}

fn png() -> Vec<u8> {
    let parts = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"size and so on"),
        chunk(b"eXIf", b"GPS"),
        chunk(b"iTXt", b"GPS"),
        chunk(b"tIME", b"GPS"),
        chunk(b"iCCP", b"colours"),
        chunk(b"IDAT", b"picture"),
        chunk(b"IEND", b""),
        b"GPS behind".to_vec(),
    ];
    parts.concat()
}

fn riff(kind: &[u8; 4], said: &[u8]) -> Vec<u8> {
    let odd = if said.len() % 2 == 1 { b"\0".as_slice() } else { b"" };
    [kind.as_slice(), &u32::try_from(said.len()).unwrap().to_le_bytes(), said, odd].concat()
}

fn webp() -> Vec<u8> {
    let chunks = [
        riff(b"VP8X", &[0b0010_1100, 0, 0, 0, 9, 0, 0, 9, 0, 0]),
        riff(b"ICCP", b"colours"),
        riff(b"VP8 ", b"the picture"),
        riff(b"EXIF", b"Exif GPS"),
        riff(b"XMP ", b"<xmp>GPS</xmp>"),
    ]
    .concat();
    let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [b"RIFF".as_slice(), &size, b"WEBP", &chunks, b"GPS behind"].concat()
}

fn heif_box(kind: &[u8; 4], said: &[u8]) -> Vec<u8> {
    [&u32::try_from(said.len() + 8).unwrap().to_be_bytes(), kind.as_slice(), said].concat()
}

/// A picture, Exif and XMP in `mdat`, as an iPhone writes them; the length of the Exif is said as it is given, and as often.
fn heif(data: &[&[u8]; 3], exif_length: u32, pieces: u16) -> Vec<u8> {
    let name =
        |item: u8, kind: &[u8; 4]| heif_box(b"infe", &[&[2, 0, 0, 0, 0, item, 0, 0], kind.as_slice(), b"\0"].concat());
    let names = [&[0, 0, 0, 0, 0, 3][..], &name(1, b"hvc1"), &name(2, b"Exif"), &name(3, b"mime")].concat();
    let meta = |places: &[u8]| {
        heif_box(b"meta", &[&[0; 4][..], &heif_box(b"iinf", &names), &heif_box(b"iloc", places)].concat())
    };
    let start = heif_box(b"ftyp", b"heic\0\0\0\0mif1heic");
    let places = |first: u32| {
        let mut places = vec![1, 0, 0, 0, 0x44, 0, 0, 3];
        let mut at = first;
        for (item, part) in (1_u8..).zip(data) {
            let whole = (u32::try_from(part.len()).unwrap(), 1);
            let (length, pieces) = if item == 2 { (exif_length, pieces) } else { whole };
            places.extend([0, item, 0, 0, 0, 0]);
            places.extend(pieces.to_be_bytes());
            for _ in 0..pieces {
                places.extend(at.to_be_bytes());
                places.extend(length.to_be_bytes());
            }
            at += u32::try_from(part.len()).unwrap();
        }
        places
    };
    let before = start.len() + meta(&places(0)).len() + 8;
    let parts = [
        start,
        meta(&places(u32::try_from(before).unwrap())),
        heif_box(b"mdat", &data.concat()),
        heif_box(b"mpvd", b"a film with GPS"),
    ];
    parts.concat()
}

fn iphone() -> Vec<u8> {
    heif(&[b"the picture", b"\0\0\0\0MM GPS", b"<xmp>GPS</xmp>"], 10, 1)
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[test]
fn nobody_learns_from_a_picture_where_it_was_taken() {
    for (bytes, kept) in [
        (jpeg(1), &["JFIF", "ICC_PROFILE", "colours", "Adobe", "table", "picture", "more"][..]),
        (png(), &["size and so on", "colours", "picture", "IEND"]),
        (webp(), &["colours", "the picture"]),
        (iphone(), &["the picture", "hvc1"]),
    ] {
        assert!(holds(&bytes, "GPS"));
        let photo = Photo::new(bytes).unwrap();
        assert!(!holds(photo.bytes(), "GPS"), "{photo:?}");
        for part in kept {
            assert!(holds(photo.bytes(), part), "{part} of {photo:?}");
        }
        assert_eq!(Photo::new(photo.bytes().to_vec()).unwrap(), photo, "cleaned again, it is the same");
    }
    let scans = Photo::new(jpeg(1)).unwrap().bytes().windows(SCAN.len()).filter(|part| *part == SCAN).count();
    assert_eq!(scans, 2);
    // What was announced of it is not any more.
    let webp = Photo::new(webp()).unwrap();
    assert_eq!(webp.bytes()[20], 0b0010_0000);
    assert_eq!(u32::from_le_bytes(webp.bytes()[4..8].try_into().unwrap()) as usize, webp.bytes().len() - 8);
}

#[test]
fn a_picture_taken_upright_stays_upright() {
    let turned = Photo::new(jpeg(6)).unwrap();
    assert!(holds(turned.bytes(), "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"));
    assert_eq!(Photo::new(turned.bytes().to_vec()).unwrap(), turned);
    assert!(!holds(Photo::new(jpeg(1)).unwrap().bytes(), "Exif"), "the upper side is up anyway");
}

#[test]
fn a_picture_whose_parts_do_not_fit_is_refused() {
    let refused = Err(Invalid::new("photo", Problem::Unreadable));
    for whole in [jpeg(6), png(), webp(), iphone()] {
        for length in [13, 21, whole.len() / 3, whole.len() / 2] {
            assert_eq!(Photo::new(whole[..length].to_vec()), refused, "{length} of {}", whole.len());
        }
    }
    // Exif that is said to lie behind the end of the file.
    assert_eq!(Photo::new(heif(&[b"the picture", b"\0\0\0\0GPS", b"<x/>"], 10_000, 1)), refused);
    assert_eq!(Photo::new(heif(&[b"the picture", b"\0\0\0\0GPS", b"<x/>"], 0, 1)), refused);
    // Pieces that lie on one another: a file of 4 MiB could ask for more work than a phone can do.
    assert_eq!(Photo::new(heif(&[b"the picture", &[b'G'; 90], b"<x/>"], 90, 500)), refused);
}

#[test]
fn a_picture_is_known_by_how_it_begins_and_has_a_bound() {
    let format = |bytes: &[u8]| Photo::new(bytes.to_vec()).map(|photo| photo.format().media_type());
    assert_eq!(format(&jpeg(1)), Ok("image/jpeg"));
    assert_eq!(format(&png()), Ok("image/png"));
    assert_eq!(format(&webp()), Ok("image/webp"));
    assert_eq!(format(&iphone()), Ok("image/heif"));
    for other in [&b"<svg onload=x>"[..], b"%PDF-1.7", b"\0\0\0\x18ftypmp42", b"\xff\xd8", b"RIFF", b""] {
        assert_eq!(format(other), Err(Invalid::new("photo", Problem::Unreadable)));
    }
    let mut large = vec![0xff; Photo::MOST + 1];
    large[1] = 0xd8;
    assert_eq!(format(&large), Err(Invalid::new("photo", Problem::TooLong)));
    assert_eq!(format!("{:?}", Photo::new(png()).unwrap()), "Photo { format: Png, bytes: 84 }");
}

proptest! {
    #[test]
    fn hostile_pictures_never_stop_the_program(
        whole in prop::sample::select(vec![jpeg(6), png(), webp(), iphone()]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
    ) {
        let mut bytes = whole;
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(photo) = Photo::new(bytes) {
            prop_assert_eq!(Photo::new(photo.bytes().to_vec()).unwrap(), photo);
        }
    }
}
