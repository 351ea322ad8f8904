import Foundation

/// How much attention a notice asks for.
public enum Severity: Hashable, Sendable { case notice, strong }

/// A finding, in words that come from the core in the reader's language.
///
/// It states a fact with its evidence and names no disease; a screen shows it whole and adds nothing to it.
public struct Notice: Hashable, Sendable, Identifiable {
    public let id: RecordID
    public let severity: Severity
    public let title: String
    /// What is out of the ordinary, in one or two sentences.
    public let fact: String
    /// What it rests on.
    public let evidence: String
    /// What such a change can come with, everyday reasons first.
    public let canComeWith: String
    public let whatToDo: String
    public let seekCare: String
    /// What a finding is not; always shown with it.
    public let disclaimer: String
    /// Where the rule comes from.
    public let source: String
    public init(
        id: RecordID, severity: Severity, title: String, fact: String, evidence: String, canComeWith: String,
        whatToDo: String, seekCare: String, disclaimer: String, source: String
    ) {
        self.id = id
        self.severity = severity
        self.title = title
        self.fact = fact
        self.evidence = evidence
        self.canComeWith = canComeWith
        self.whatToDo = whatToDo
        self.seekCare = seekCare
        self.disclaimer = disclaimer
        self.source = source
    }
}
