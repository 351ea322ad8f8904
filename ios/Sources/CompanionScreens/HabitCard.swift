import CompanionKit
import SwiftUI

/// The day's habits: a tap ticks one off, another tap takes it back.
struct HabitCard: View {
    let habits: [Habit]
    @Binding var entry: HabitEntry?
    let tick: @MainActor (RecordID, Bool) -> Void
    let start: @MainActor () -> Void
    let save: @MainActor () -> Void

    var body: some View {
        TopicCard {
            TopicTitle(.habits)
            if habits.isEmpty, entry == nil { Word.habitsNone.text }
            ForEach(habits) { habit in HabitRow(habit: habit) { tick(habit.id, $0) } }
            if let form = Binding($entry) {
                EntryField(name: .habitName, value: form.name, wrong: form.wrappedValue.wrong ? .fieldMissing : nil)
                SaveOrCancel(saving: form.wrappedValue.saving, save: save) { entry = nil }
            } else {
                WideButton(name: .addHabit, symbol: "plus", look: .quiet, action: start)
            }
        }
    }
}

private struct HabitRow: View {
    let habit: Habit
    let tick: @MainActor (Bool) -> Void

    var body: some View {
        Button(action: { tick(!habit.kept) }) {
            HStack(spacing: 16) {
                Image(systemName: habit.kept ? "checkmark.circle.fill" : "circle")
                    .font(.title)
                    .foregroundStyle(habit.kept ? Palette.accent : Palette.outline)
                    .accessibilityHidden(true)
                VStack(alignment: .leading, spacing: 2) {
                    Text(verbatim: habit.name)
                    if habit.streak > 1 {
                        Word.streak(habit.streak).text.font(.callout).foregroundStyle(Palette.quiet)
                    }
                }
                Spacer()
            }
            .frame(maxWidth: .infinity, minHeight: 56)
        }
        .buttonStyle(.plain)
        .accessibilityAddTraits(.isToggle)
        .accessibilityValue((habit.kept ? Word.habitKept : Word.habitNotKept).text)
    }
}
