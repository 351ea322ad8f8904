import SwiftUI

/// One topic of a screen.
struct TopicCard<Content: View>: View {
    var ground = Palette.card
    @ViewBuilder let content: () -> Content

    var body: some View {
        VStack(alignment: .leading, spacing: 14) { content() }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding(20)
            .background(ground, in: RoundedRectangle(cornerRadius: 20))
    }
}

/// A title that VoiceOver can jump to.
struct TopicTitle: View {
    let text: Text

    init(_ name: Word) { text = name.text }
    init(verbatim words: String) { text = Text(verbatim: words) }

    var body: some View { text.font(.title3.weight(.semibold)).accessibilityAddTraits(.isHeader) }
}

/// A button across the card. Nothing to tap is lower than 56 points.
struct WideButton: View {
    enum Look { case main, quiet }

    let name: Word
    var symbol: String?
    var look = Look.main
    var tint = Palette.accent
    var onTint = Palette.onAccent
    let action: @MainActor () -> Void

    var body: some View {
        Button(action: action) {
            HStack(spacing: 8) {
                if let symbol { Image(systemName: symbol).accessibilityHidden(true) }
                name.text.font(.body.weight(.medium))
            }
            .frame(maxWidth: .infinity, minHeight: 56)
            .foregroundStyle(look == .main ? onTint : tint)
            .background(look == .main ? AnyShapeStyle(tint) : AnyShapeStyle(.clear), in: Capsule())
            .overlay(Capsule().strokeBorder(look == .main ? AnyShapeStyle(.clear) : AnyShapeStyle(Palette.outline)))
        }
        .buttonStyle(.plain)
    }
}

/// A field under its name. The name stays when something is entered, and what is wrong is said below in words.
struct EntryField: View {
    let name: Word
    @Binding var value: String
    var wrong: Word?

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            // VoiceOver hears the name from the field itself.
            name.text.font(.body.weight(.medium)).accessibilityHidden(true)
            TextField("", text: $value)
                .font(.body)
                .padding(14)
                .frame(minHeight: 56)
                .overlay(RoundedRectangle(cornerRadius: 12).strokeBorder(wrong == nil ? Palette.outline : Palette.wrong))
                .accessibilityLabel(name.text)
            if let wrong { wrong.text.font(.callout).foregroundStyle(Palette.wrong) }
        }
    }
}

/// The two ways out of an entry, side by side where they fit and below each other where the letters are large.
struct SaveOrCancel: View {
    let saving: Bool
    let save: @MainActor () -> Void
    let cancel: @MainActor () -> Void

    var body: some View {
        ViewThatFits(in: .horizontal) {
            HStack(spacing: 12) { buttons }
            VStack(spacing: 12) { buttons }
        }
    }

    @ViewBuilder private var buttons: some View {
        WideButton(name: .save, action: save).disabled(saving)
        WideButton(name: .cancel, look: .quiet, action: cancel)
    }
}
