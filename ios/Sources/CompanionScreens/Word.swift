import Foundation
import SwiftUI

/// The words of buttons, labels and errors, by their names in Localizable.strings. The Android app has the same names and
/// wording, and a test holds them together. What findings say comes from the core, never from here.
struct Word: Sendable {
    private let name: String
    private let arguments: [any CVarArg & Sendable]

    private init(_ name: String, _ arguments: any CVarArg & Sendable...) {
        self.name = name
        self.arguments = arguments
    }

    /// As it is said, in the reader's language.
    var spoken: String { spoken(from: .module, locale: .autoupdatingCurrent) }

    /// As it is said in `language`, whoever reads.
    func spoken(in language: String) throws -> String {
        guard let path = Bundle.module.path(forResource: language, ofType: "lproj"), let bundle = Bundle(path: path)
        else { throw CocoaError(.fileNoSuchFile) }
        return spoken(from: bundle, locale: Locale(identifier: language))
    }

    private func spoken(from bundle: Bundle, locale: Locale) -> String {
        let words = bundle.localizedString(forKey: name, value: nil, table: nil)
        return arguments.isEmpty ? words : String(format: words, locale: locale, arguments: arguments)
    }

    var text: Text { Text(verbatim: spoken) }

    static func person(_ name: String) -> Word { Word("today_person", name) }
    static let reading = Word("today_reading")

    static let noticeKind = Word("notice_kind")
    static let noticeKindStrong = Word("notice_kind_strong")
    static let whatToDo = Word("notice_what_to_do")
    static let seekCare = Word("notice_seek_care")
    static let canComeWith = Word("notice_can_come_with")
    static let evidence = Word("notice_evidence")
    static let source = Word("notice_source")
    static let showReasons = Word("notice_why_show")
    static let hideReasons = Word("notice_why_hide")
    static let acknowledge = Word("notice_acknowledge")
    static let open = Word("state_open")
    static let closed = Word("state_closed")

    static let heart = Word("heart_title")
    static let bpm = Word("heart_unit")
    static func rateSpoken(_ bpm: Int) -> Word { Word("heart_spoken", bpm) }
    static let rateUnknownSpoken = Word("heart_unknown_spoken")
    static func latest(_ time: String, _ bpm: Int) -> Word { Word("heart_latest", time, bpm) }
    static func range(_ low: Int, _ high: Int) -> Word { Word("heart_range", low, high) }
    static let strapNone = Word("strap_none")
    static let strapSearching = Word("strap_searching")
    static func strapConnected(_ name: String) -> Word { Word("strap_connected", name) }
    static func strapContact(_ name: String) -> Word { Word("strap_contact", name) }
    static let strapNoContact = Word("strap_no_contact")
    static let strapOutOfReach = Word("strap_out_of_reach")

    static let habits = Word("habits_title")
    static let habitsNone = Word("habits_none")
    static let habitKept = Word("habit_kept")
    static let habitNotKept = Word("habit_not_kept")
    static func streak(_ days: Int) -> Word { Word("habit_streak", days) }
    static let addHabit = Word("habit_add")
    static let habitName = Word("habit_name")

    static let meals = Word("meals_title")
    static let mealsNone = Word("meals_none")
    static let recordMeal = Word("meal_record")
    static let mealSlot = Word("meal_slot")
    static let mealText = Word("meal_text")
    static let mealKcal = Word("meal_kcal")
    static func mealRecorded(_ slot: String) -> Word { Word("meal_recorded", slot) }
    static let breakfast = Word("slot_breakfast")
    static let lunch = Word("slot_lunch")
    static let dinner = Word("slot_dinner")
    static let snack = Word("slot_snack")
    static let listSeparator = Word("list_separator")
    static func kcal(_ number: String) -> Word { Word("kcal", number) }
    static func total(_ name: String, _ amount: String) -> Word { Word("total", name, amount) }
    static func totalPartly(_ name: String, _ amount: String, _ known: Int, _ items: Int) -> Word {
        Word("total_partly", name, amount, known, items)
    }

    static let measurements = Word("measurements_title")
    static let measurementsNone = Word("measurements_none")
    static let steps = Word("steps")

    static let save = Word("save")
    static let cancel = Word("cancel")
    static let close = Word("close")
    static let tryAgain = Word("try_again")

    static let welcomeTitle = Word("welcome_title")
    static let welcomeText = Word("welcome_text")
    static let welcomeName = Word("welcome_name")
    static let welcomeStart = Word("welcome_start")

    static let fieldMissing = Word("field_missing")
    static let fieldKcal = Word("field_kcal")
    static let failureInput = Word("failure_input")
    static let failureUnlock = Word("failure_unlock")
    static let failureSignIn = Word("failure_sign_in")
    static let failureOffline = Word("failure_offline")
    static let failureRejected = Word("failure_rejected")
    static let failureFull = Word("failure_full")
    static let failureDamaged = Word("failure_damaged")
    static let failureElsewhere = Word("failure_elsewhere")
    static let failureUpdate = Word("failure_update")
    static let failurePaused = Word("failure_paused")
    static func failureInternal(_ code: String) -> Word { Word("failure_internal", code) }
}
