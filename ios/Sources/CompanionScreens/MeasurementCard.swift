import CompanionKit
import SwiftUI

/// What was measured today one at a time, and the steps.
struct MeasurementCard: View {
    let vitals: [VitalReading]
    let steps: Int?
    let formats: Formats

    var body: some View {
        TopicCard {
            TopicTitle(.measurements)
            if vitals.isEmpty, steps == nil { Word.measurementsNone.text }
            ForEach(vitals) { MeasurementRow(name: $0.name, value: $0.value, time: $0.time) }
            if let steps {
                MeasurementRow(name: Word.steps.spoken, value: formats.whole(Double(steps)), time: nil)
            }
        }
    }
}

/// Name and value in one line while the letters are small enough for it, below each other otherwise.
private struct MeasurementRow: View {
    let name: String
    let value: String
    let time: String?

    var body: some View {
        ViewThatFits(in: .horizontal) {
            HStack(alignment: .firstTextBaseline, spacing: 12) { parts }
            VStack(alignment: .leading, spacing: 2) { parts }
        }
        .accessibilityElement(children: .combine)
    }

    @ViewBuilder private var parts: some View {
        Text(verbatim: name)
        Text(verbatim: value).font(.headline)
        if let time { Text(verbatim: time).foregroundStyle(Palette.quiet) }
    }
}
