//! A made-up session with a heart rate strap, as text for `mimamori record heart --replay`.
//!
//! Sitting still for 22 minutes: calm at first; the strap loses the skin for 40 seconds; the phone
//! hears nothing for 30; then twelve minutes above 120/min, and back. The intervals breathe
//! (respiratory sinus arrhythmia). The same text each time.

use std::fmt::Write;

/// When the session begins: the evening of the last day of `tests/data/nightsignal_aw`, a few
/// minutes after its last heart rate, on a clock in Japan.
pub const START: &str = "2026-04-25T20:15:00+09:00";
/// From where to where the strap has no contact, in seconds from the start.
pub const NO_CONTACT: std::ops::Range<f64> = 240.0..280.0;
/// From where to where no notification arrives.
pub const SILENCE: std::ops::Range<f64> = 360.0..390.0;
/// From where to where the rate stays above 120/min.
pub const HIGH: std::ops::Range<f64> = 420.0..1140.0;
const END: f64 = 1320.0;

/// The session, one notification a line.
#[must_use]
pub fn session() -> String {
    let mut text = String::from(
        "# Made up: a heart rate strap on a person who sits still. See tests/src/strap.rs.\n# instant, or ms after it; value of 0x2A37\n",
    );
    let mut noise = Noise(20_260_425);
    let (mut beat, mut waiting) = (0.0_f64, Vec::new());
    for second in 0..=END as u32 {
        let now = f64::from(second);
        loop {
            let rr = interval(beat, &mut noise);
            let ticks = (rr * 1024.0).round();
            if beat + ticks / 1024.0 > now {
                break;
            }
            beat += ticks / 1024.0;
            waiting.push(ticks as u16);
        }
        let beats = std::mem::take(&mut waiting);
        let arrived = second * 1000 + noise.next() % 40;
        if SILENCE.contains(&now) {
            continue;
        }
        let bpm = rate(now).round() as u8;
        let mut value = if NO_CONTACT.contains(&now) { vec![0x14, bpm] } else { vec![0x16, bpm] };
        if !NO_CONTACT.contains(&now) {
            value.extend(beats.iter().flat_map(|rr| rr.to_le_bytes()));
        }
        let hex = value.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02X}");
            hex
        });
        let _ = if second == 0 {
            // The start itself is the anchor of all offsets.
            writeln!(text, "{START} {hex}")
        } else {
            writeln!(text, "+{arrived} {hex}")
        };
    }
    text
}

/// The rate that the heart aims at, per minute, `t` seconds from the start.
fn rate(t: f64) -> f64 {
    let ramp = |from: f64, to: f64, since: f64| from + (to - from) * ((t - since) / 25.0).clamp(0.0, 1.0);
    if t < HIGH.start - 25.0 {
        68.0 + 2.0 * (t / 60.0).sin()
    } else if t < HIGH.end {
        ramp(68.0, 126.0, HIGH.start - 25.0) + 1.5 * (t / 40.0).sin()
    } else {
        ramp(126.0, 82.0, HIGH.end) + (t / 50.0).sin()
    }
}

/// The next interval in seconds: slower breathing out than in, less so when the heart is fast.
fn interval(t: f64, noise: &mut Noise) -> f64 {
    let rate = rate(t);
    let depth = if rate > 100.0 { 0.008 } else { 0.045 };
    let breath = (t * std::f64::consts::TAU / 4.2).sin();
    60.0 / rate * (1.0 + depth * breath) + (f64::from(noise.next() % 2000) - 1000.0) / 1000.0 * 0.006
}

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as u32
    }
}
