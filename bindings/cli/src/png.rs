//! A chart as a PNG, with a font of our own so that it looks the same on every machine.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

/// BIZ UDPGothic, cut down; see `fonts/README.md`.
const FONT: &[u8] = include_bytes!("../fonts/BIZUDPGothic-Regular.subset.ttf");
const FAMILY: &str = "BIZ UDPGothic";

/// Pixels for each unit of the drawing: sharp on a phone's screen and in print.
const SCALE: f32 = 2.0;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPicture {
    /// The drawing cannot be read.
    Drawing,
    /// It is too large, or could not be packed.
    Size,
}

/// The PNG of `svg`, at twice its size in pixels.
///
/// # Errors
/// [`NoPicture`] for what is no SVG, or one over 32,767 pixels wide or high.
pub(crate) fn render(svg: &str) -> Result<Vec<u8>, NoPicture> {
    render_with(svg, FONT)
}

fn render_with(svg: &str, font: &[u8]) -> Result<Vec<u8>, NoPicture> {
    let mut options = usvg::Options { font_family: FAMILY.to_owned(), ..usvg::Options::default() };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(font.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    let tree = usvg::Tree::from_str(svg, &options).map_err(|_| NoPicture::Drawing)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(NoPicture::Size)?;
    if size.width().max(size.height()) > 32_767 {
        return Err(NoPicture::Size);
    }
    let mut picture = Pixmap::new(size.width(), size.height()).ok_or(NoPicture::Size)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().map_err(|_| NoPicture::Size)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mimamori::chart::{Chart, Frame, NightPoint, Span, nights};
    use mimamori::model::finding::Severity;
    use mimamori::text::{Lang, Words};

    use super::*;

    fn chart(lang: Lang) -> Chart {
        let points: Vec<NightPoint> = (0..40_u8)
            .filter(|n| ![17, 18].contains(n))
            .map(|n| NightPoint {
                day: "2026-03-10".parse::<mimamori::model::LocalDay>().unwrap().plus_days(i64::from(n)),
                value: 56.0 + f64::from(u32::from(n) * 7 % 5) + if n > 36 { 9.0 } else { 0.0 },
                usual: (n >= 10).then_some((54.5, 62.0)),
                notice: match n {
                    38 => Some(Severity::Notice),
                    39 => Some(Severity::Strong),
                    _ => None,
                },
            })
            .collect();
        nights(&points, Span::new(points[0].day, points[0].day.plus_days(39)), &Words::new(lang))
    }

    const FRAME: Frame<'static> = Frame { titled: true, ..Frame::new(720, 340, "nights") };

    /// The picture of one character alone.
    fn glyph(character: char) -> Vec<u8> {
        render(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><text x=\"4\" y=\"30\" \
             font-size=\"26\" font-family=\"sans-serif\">{character}</text></svg>"
        ))
        .unwrap()
    }

    #[test]
    fn every_character_of_a_chart_has_a_glyph_in_the_font() {
        for lang in Lang::ALL {
            let chart = chart(lang);
            let drawn: BTreeSet<char> = (chart.svg(&FRAME) + &chart.table.rows.concat().concat()).chars().collect();
            let signs = drawn.into_iter().filter(|c| !c.is_whitespace() && !c.is_ascii());
            // What the font has no glyph for looks like this one, which it lacks.
            let missing: Vec<char> = signs.filter(|c| glyph(*c) == glyph('龘')).collect();
            assert!(missing.is_empty(), "{lang:?}: {missing:?}");
        }
    }

    #[test]
    fn a_japanese_chart_shows_its_words() {
        let svg = chart(Lang::Ja).svg(&FRAME);
        let (with, without) = (render(&svg).unwrap(), render_with(&svg, &[]).unwrap());
        assert_ne!(with, without, "the words left no trace");
        let picture = Pixmap::decode_png(&with).unwrap();
        assert_eq!((picture.width(), picture.height()), (1_440, 680));
        if let Some(place) = std::env::var_os("MIMAMORI_LOOK_AT") {
            std::fs::write(place, &with).unwrap();
        }
        assert_ne!(glyph('夜'), glyph('心'));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert_eq!(render("no drawing"), Err(NoPicture::Drawing));
        assert_eq!(
            render("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20000\" height=\"10\"/>"),
            Err(NoPicture::Size)
        );
    }
}
