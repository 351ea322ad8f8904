import CompanionKit
import SwiftUI

/// The day's meals, and the quick way to record one.
struct MealCard: View {
    let meals: [Meal]
    let energy: NutrientTotal?
    let recorded: MealSlot?
    let formats: Formats
    @Binding var entry: MealEntry?
    let start: @MainActor () -> Void
    let save: @MainActor () -> Void

    var body: some View {
        TopicCard {
            TopicTitle(.meals)
            if meals.isEmpty, entry == nil { Word.mealsNone.text }
            ForEach(meals) { MealRow(meal: $0, formats: formats) }
            if let energy { total(energy).text.font(.headline) }
            if let recorded {
                Word.mealRecorded(Word.of(recorded).spoken).text
                    .font(.body.weight(.medium))
                    .foregroundStyle(Palette.accent)
            }
            if let form = Binding($entry) {
                MealForm(entry: form, save: save) { entry = nil }
            } else {
                WideButton(name: .recordMeal, symbol: "plus", action: start)
            }
        }
    }

    /// A sum never hides that part of it is not known.
    private func total(_ energy: NutrientTotal) -> Word {
        energy.known == energy.items
            ? .total(energy.name, energy.amount)
            : .totalPartly(energy.name, energy.amount, energy.known, energy.items)
    }
}

private struct MealRow: View {
    let meal: Meal
    let formats: Formats

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            ViewThatFits(in: .horizontal) {
                HStack(alignment: .firstTextBaseline, spacing: 12) { head }
                VStack(alignment: .leading, spacing: 2) { head }
            }
            Text(verbatim: meal.items.joined(separator: Word.listSeparator.spoken))
        }
        .accessibilityElement(children: .combine)
    }

    @ViewBuilder private var head: some View {
        Text(verbatim: meal.slot).font(.headline)
        Text(verbatim: meal.time).foregroundStyle(Palette.quiet)
        if let kcal = meal.kcal { Word.kcal(formats.whole(kcal)).text.foregroundStyle(Palette.quiet) }
    }
}

private struct MealForm: View {
    @Binding var entry: MealEntry
    let save: @MainActor () -> Void
    let cancel: @MainActor () -> Void
    @ScaledMetric private var chipWidth = 84

    var body: some View {
        LazyVGrid(columns: [GridItem(.adaptive(minimum: chipWidth), spacing: 8)], spacing: 8) {
            ForEach(MealSlot.allCases, id: \.self) { slot in
                SlotChip(slot: slot, chosen: slot == entry.slot) { entry.slot = slot }
            }
        }
        .accessibilityElement(children: .contain)
        .accessibilityLabel(Word.mealSlot.text)
        EntryField(name: .mealText, value: $entry.text, wrong: entry.wrong == .text ? .fieldMissing : nil)
        EntryField(name: .mealKcal, value: $entry.kcal, wrong: entry.wrong == .kcal ? .fieldKcal : nil)
        SaveOrCancel(saving: entry.saving, save: save, cancel: cancel)
    }
}

private struct SlotChip: View {
    let slot: MealSlot
    let chosen: Bool
    let choose: @MainActor () -> Void

    var body: some View {
        Button(action: choose) {
            HStack(spacing: 4) {
                if chosen { Image(systemName: "checkmark").accessibilityHidden(true) }
                Word.of(slot).text
            }
            .frame(maxWidth: .infinity, minHeight: 56)
            .overlay(RoundedRectangle(cornerRadius: 12).strokeBorder(chosen ? Palette.accent : Palette.outline))
        }
        .buttonStyle(.plain)
        .accessibilityAddTraits(chosen ? .isSelected : [])
    }
}
