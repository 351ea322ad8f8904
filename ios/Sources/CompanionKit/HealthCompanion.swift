import Foundation

/// The record, as screens see it.
///
/// Screens know this protocol and the plain values beside it, never the generated binding: they are tested over a
/// fake, without a native library. `RustCompanion` is the one that keeps a real record.
///
/// No function blocks the caller's thread. What fails throws a `CompanionFailure`.
public protocol HealthCompanion: Sendable {
    /// What changed, told after it was committed, from now until the stream is let go of. Carries no data: read the
    /// day again.
    func changes() -> AsyncStream<Change>

    /// Whose records are kept here, in the order in which they were added.
    func people() async throws -> [Person]

    /// Starts a record for `name`, who has just said that it is theirs.
    func addPerson(name: String) async throws -> Person

    /// Everything that the screen of one day draws.
    func day(_ person: PersonID, _ date: LocalDay) async throws -> Day

    /// Records `meal`, eaten now.
    func recordMeal(_ person: PersonID, _ meal: QuickMeal) async throws

    /// Starts a habit that is due every day and is either kept or not.
    func addHabit(_ person: PersonID, name: String) async throws

    /// Says that `habit` was kept on `date`, or that it was not.
    func tick(_ person: PersonID, _ habit: RecordID, _ date: LocalDay, kept: Bool) async throws

    /// The person has read `notice`; it is not shown again until its episode grows.
    func acknowledge(_ person: PersonID, _ notice: RecordID) async throws

    /// Takes in one notification of a heart rate strap: decodes it and keeps it.
    /// Answers with what it says now; `nil` when it says nothing about the heart.
    func heard(_ person: PersonID, _ frame: StrapFrame) async throws -> HeartReading?

    /// Commits what was heard from the strap so far. Called when the strap goes and when the app does.
    func keepHeard(_ person: PersonID) async throws

    /// Whether the app is in front. In the background the record is closed: the system ends an app that holds a
    /// lock while it is suspended.
    func setInFront(_ inFront: Bool) async throws
}
