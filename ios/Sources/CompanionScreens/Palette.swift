import SwiftUI

/// The colours of the app: calm blue-greens on warm paper, the notice in a soft amber; the same as on Android.
enum Palette {
    static let paper = Shade(light: 0xF7F5F0, dark: 0x121817)
    static let card = Shade(light: 0xFFFFFF, dark: 0x1C2422)
    static let ink = Shade(light: 0x1C2322, dark: 0xE3E9E7)
    static let quiet = Shade(light: 0x4A5452, dark: 0xBCC8C5)
    static let accent = Shade(light: 0x0B5D5A, dark: 0x86D3CC)
    static let onAccent = Shade(light: 0xFFFFFF, dark: 0x003734)
    static let outline = Shade(light: 0x6B7674, dark: 0x8E9A97)
    static let notice = Shade(light: 0xFCEBCB, dark: 0x4A3410)
    static let noticeInk = Shade(light: 0x3A2400, dark: 0xFCE9CB)
    static let noticeAccent = Shade(light: 0x7A4B00, dark: 0xF2C681)
    static let onNoticeAccent = Shade(light: 0xFFFFFF, dark: 0x402800)
    static let failure = Shade(light: 0xFBE1DD, dark: 0x5A2019)
    static let failureInk = Shade(light: 0x4A0F0A, dark: 0xFFDAD4)
    static let wrong = Shade(light: 0xA3251C, dark: 0xFFB4A9)
}

/// A colour by day and by night.
struct Shade: ShapeStyle {
    let light: UInt32
    let dark: UInt32

    func resolve(in environment: EnvironmentValues) -> Color {
        let rgb = environment.colorScheme == .dark ? dark : light
        let part = { (shift: UInt32) in Double((rgb >> shift) & 0xFF) / 255 }
        return Color(red: part(16), green: part(8), blue: part(0))
    }
}
