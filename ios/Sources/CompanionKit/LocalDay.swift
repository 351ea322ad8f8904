import Foundation

/// A calendar day as the person lived it; written `YYYY-MM-DD`.
public struct LocalDay: Hashable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day on which `instant` falls in `zone`.
    public init(of instant: Date, in zone: TimeZone) {
        let parts = Self.calendar(zone).dateComponents([.year, .month, .day], from: instant)
        self.init(year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1)
    }

    /// Noon of this day in `zone`: an instant that is certainly on it, for showing it.
    public func noon(in zone: TimeZone) -> Date {
        let parts = DateComponents(year: year, month: month, day: day, hour: 12)
        return Self.calendar(zone).date(from: parts) ?? Date(timeIntervalSince1970: 0)
    }

    public var description: String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    // The record counts days in the Gregorian calendar, whatever calendar the phone shows.
    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
