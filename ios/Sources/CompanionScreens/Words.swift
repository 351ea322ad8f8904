import CompanionKit

extension Word {
    static func of(_ slot: MealSlot) -> Word {
        switch slot {
        case .breakfast: .breakfast
        case .lunch: .lunch
        case .dinner: .dinner
        case .snack: .snack
        }
    }

    static func of(_ strap: Strap) -> Word {
        switch strap {
        case .none: .strapNone
        case .searching: .strapSearching
        case .outOfReach: .strapOutOfReach
        case .connected(let name, let reading):
            switch reading?.contact {
            case .lost: .strapNoContact
            case .detected: .strapContact(name)
            case .unsupported, nil: .strapConnected(name)
            }
        }
    }

    /// What did not work, said to the person: what became of the entry, and what to do.
    static func of(_ failure: CompanionFailure) -> Word {
        switch failure {
        case .invalidInput: .failureInput
        case .keptElsewhere: .failureElsewhere
        case .needsUnlock: .failureUnlock
        case .needsSignIn: .failureSignIn
        case .offline: .failureOffline
        case .rejected: .failureRejected
        case .storageFull: .failureFull
        case .storageDamaged: .failureDamaged
        case .needsUpdate: .failureUpdate
        case .paused: .failurePaused
        case .unexpected(let code): .failureInternal(code)
        }
    }
}
