import CompanionKit
import Foundation

/// Dates, times and numbers as the reader writes them.
struct Formats {
    private let locale: Locale
    private let zone: TimeZone

    init(locale: Locale, zone: TimeZone) {
        self.locale = locale
        self.zone = zone
    }

    /// The day with its weekday, without the year.
    func day(_ date: LocalDay) -> String {
        let formatter = formatter()
        formatter.setLocalizedDateFormatFromTemplate(Word.daySkeleton.spoken)
        return formatter.string(from: date.noon(in: zone))
    }

    /// The time of day, to the minute.
    func time(_ at: Date) -> String {
        let formatter = formatter()
        formatter.dateStyle = .none
        formatter.timeStyle = .short
        return formatter.string(from: at)
    }

    /// A number without a fraction.
    func whole(_ number: Double) -> String {
        number.formatted(.number.precision(.fractionLength(0)).locale(locale))
    }

    private func formatter() -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = locale
        formatter.timeZone = zone
        return formatter
    }
}
