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

    /// The day that it now is for `person`, wherever the phone is.
    func today(_ person: PersonID) async throws -> LocalDay

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

    /// Looks at everything that came in since the last time; what is found is in the day.
    func lookForFindings(_ person: PersonID) async throws

    /// Begins to record the strap that calls itself `strap`. One strap at a time.
    func beginRecording(_ person: PersonID, strap: String) async throws

    /// Takes in one notification of the strap: decodes it and keeps it.
    /// Answers with what the strap says now; `nil` until it has told a rate.
    func hear(_ frame: StrapFrame) async throws -> HeartReading?

    /// The strap is out of reach: commits what was heard so far.
    func linkLost() async throws

    /// Ends the recording and looks at what it brought.
    func endRecording() async throws

    /// Whether the app is in front. In the background the record is closed: the system ends an app that holds a
    /// lock while it is suspended.
    func setInFront(_ inFront: Bool) async throws
}
