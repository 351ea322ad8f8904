import CompanionKit
import SwiftUI

/// The day at a glance: what was noticed, the heart now, habits, meals, measurements.
///
/// One column that scrolls, at every text size; nothing is swiped, dragged or held.
public struct TodayView: View {
    @State private var model: TodayModel
    @Environment(\.locale) private var locale
    @Environment(\.scenePhase) private var phase

    public init(model: TodayModel) { _model = State(wrappedValue: model) }

    public var body: some View {
        let formats = Formats(locale: locale, zone: .autoupdatingCurrent)
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                if let day = model.day {
                    header(day)
                    cards(day, formats)
                } else if model.failure == nil {
                    Word.reading.text
                }
            }
            .frame(maxWidth: 640)
            .padding(16)
        }
        .font(.body)
        .foregroundStyle(Palette.ink)
        .background(Palette.paper)
        .safeAreaInset(edge: .bottom) { failureBar }
        // In the background nothing is followed: the strap rests and what it told is kept.
        .task(id: phase == .background) { if phase != .background { await model.follow() } }
    }

    private func header(_ day: Day) -> some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(verbatim: day.dateWords).font(.title.weight(.semibold)).accessibilityAddTraits(.isHeader)
            Word.person(day.name).text.foregroundStyle(Palette.quiet)
        }
    }

    @ViewBuilder private func cards(_ day: Day, _ formats: Formats) -> some View {
        ForEach(day.notices) { notice in
            NoticeCard(notice: notice, reasonsOpen: model.reasonsOpen.contains(notice.id)) {
                model.showReasons(notice.id, $0)
            } acknowledge: {
                Task { await model.acknowledge(notice.id) }
            }
        }
        HeartCard(strap: model.strap, day: day.heart, formats: formats)
        HabitCard(habits: day.habits, entry: $model.habitEntry) { habit, kept in
            Task { await model.tick(habit, kept: kept) }
        } start: {
            model.startHabit()
        } save: {
            Task { await model.saveHabit() }
        }
        MealCard(
            meals: day.meals, energy: day.nutrients.first, recorded: model.recorded, formats: formats, entry: $model.mealEntry
        ) {
            model.startMeal()
        } save: {
            Task { await model.saveMeal(locale: locale) }
        }
        MeasurementCard(vitals: day.vitals, steps: day.steps, formats: formats)
    }

    /// Stays below the list, in sight wherever it is scrolled to, until it is closed.
    @ViewBuilder private var failureBar: some View {
        if let failure = model.failure {
            VStack(alignment: .leading, spacing: 8) {
                Word.of(failure).text
                Button(action: { model.closeFailure() }) {
                    Word.close.text.font(.body.weight(.medium)).frame(minWidth: 56, minHeight: 48)
                }
                .buttonStyle(.plain)
            }
            .foregroundStyle(Palette.failureInk)
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding(20)
            .background(Palette.failure)
            .accessibilityElement(children: .contain)
            .onAppear { AccessibilityNotification.Announcement(Word.of(failure).spoken).post() }
        }
    }
}
