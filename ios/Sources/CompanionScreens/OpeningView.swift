import CompanionKit
import SwiftUI

/// What is seen before there is a day to show, and then the day.
public struct OpeningView: View {
    @State private var model: OpeningModel

    public init(open: @escaping @MainActor () async throws -> any HealthCompanion) {
        _model = State(wrappedValue: OpeningModel(open: open))
    }

    public var body: some View {
        Group {
            if case .ready(let today) = model.state { TodayView(model: today) } else { welcome }
        }
        .task(id: 0) { await model.open() }
    }

    private var welcome: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 20) {
                switch model.state {
                case .opening, .ready: Word.reading.text
                case .failed(let failure):
                    Word.of(failure).text
                    WideButton(name: .tryAgain) { Task { await model.open() } }
                case .asking:
                    Word.welcomeTitle.text.font(.title.weight(.semibold)).accessibilityAddTraits(.isHeader)
                    Word.welcomeText.text
                    EntryField(name: .welcomeName, value: $model.name, wrong: model.wrong ? .fieldMissing : nil)
                    WideButton(name: .welcomeStart) { Task { await model.start() } }
                }
            }
            .frame(maxWidth: 640)
            .padding(20)
        }
        .font(.body)
        .foregroundStyle(Palette.ink)
        .background(Palette.paper)
    }
}
