import CompanionKit
import SwiftUI

/// A finding: the fact, what to do, when to seek care; its reasons on request.
struct NoticeCard: View {
    let notice: Notice
    let reasonsOpen: Bool
    let showReasons: @MainActor (Bool) -> Void
    let acknowledge: @MainActor () -> Void

    var body: some View {
        TopicCard(ground: Palette.notice) {
            HStack(spacing: 8) {
                Image(systemName: "exclamationmark.circle.fill").accessibilityHidden(true)
                kind.text.font(.body.weight(.medium))
            }
            .foregroundStyle(Palette.noticeAccent)
            TopicTitle(verbatim: notice.title)
            Text(verbatim: notice.fact)
            Part(name: .whatToDo, words: notice.whatToDo)
            Part(name: .seekCare, words: notice.seekCare)
            if reasonsOpen {
                Part(name: .evidence, words: notice.evidence)
                Part(name: .canComeWith, words: notice.canComeWith)
                Part(name: .source, words: notice.source)
            }
            Text(verbatim: notice.disclaimer).font(.callout)
            reasonsButton
            WideButton(
                name: .acknowledge, tint: Palette.noticeAccent, onTint: Palette.onNoticeAccent, action: acknowledge)
        }
        .foregroundStyle(Palette.noticeInk)
    }

    private var kind: Word {
        switch notice.severity {
        case .notice: .noticeKind
        case .strong: .noticeKindStrong
        }
    }

    private var reasonsButton: some View {
        Button(action: { showReasons(!reasonsOpen) }) {
            HStack(spacing: 8) {
                (reasonsOpen ? Word.hideReasons : Word.showReasons).text.font(.body.weight(.medium))
                Spacer()
                Image(systemName: reasonsOpen ? "chevron.up" : "chevron.down").accessibilityHidden(true)
            }
            .frame(maxWidth: .infinity, minHeight: 56)
        }
        .buttonStyle(.plain)
        .accessibilityValue((reasonsOpen ? Word.open : Word.closed).text)
    }
}

private struct Part: View {
    let name: Word
    let words: String

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            name.text.font(.headline).accessibilityAddTraits(.isHeader)
            Text(verbatim: words)
        }
    }
}
