import Foundation

/// Times and numbers as the reader writes them, where the core gives a value and not words.
struct Formats {
    private let locale: Locale
    private let zone: TimeZone

    init(locale: Locale, zone: TimeZone) {
        self.locale = locale
        self.zone = zone
    }

    /// The time of day, to the minute.
    func time(_ at: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = locale
        formatter.timeZone = zone
        formatter.dateStyle = .none
        formatter.timeStyle = .short
        return formatter.string(from: at)
    }

    /// A number without a fraction.
    func whole(_ number: Double) -> String {
        number.formatted(.number.precision(.fractionLength(0)).locale(locale))
    }
}
