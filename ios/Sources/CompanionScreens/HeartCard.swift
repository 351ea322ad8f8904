import CompanionKit
import SwiftUI

/// The heart rate now, what the strap says of itself, and the day so far.
struct HeartCard: View {
    let strap: Strap
    let day: HeartDay?
    let formats: Formats
    @ScaledMetric(relativeTo: .largeTitle) private var rateSize = 72

    var body: some View {
        TopicCard {
            HStack(spacing: 8) {
                Image(systemName: "heart.fill").foregroundStyle(Palette.accent).accessibilityHidden(true)
                TopicTitle(.heart)
            }
            HStack(alignment: .firstTextBaseline, spacing: 8) {
                Text(verbatim: strap.rate.map { "\($0)" } ?? "--")
                    .font(.system(size: rateSize, weight: .medium))
                    .monospacedDigit()
                    .foregroundStyle(Palette.accent)
                Word.bpm.text.font(.title3.weight(.semibold))
            }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel((strap.rate.map(Word.rateSpoken) ?? .rateUnknownSpoken).text)
            Word.of(strap).text
            if let day {
                Group {
                    Word.latest(formats.time(day.latestAt), day.latest).text
                    Word.range(day.lowest, day.highest).text
                }
                .font(.callout)
                .foregroundStyle(Palette.quiet)
            }
        }
    }
}
