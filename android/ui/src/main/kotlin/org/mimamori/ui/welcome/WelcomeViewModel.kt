package org.mimamori.ui.welcome

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.HealthCompanion
import org.mimamori.companion.PersonId

/** How far the app has come in opening the record. */
sealed interface WelcomeState {
    data object Opening : WelcomeState

    /** Nobody has a record here yet. */
    data class Asking(val name: String = "", val wrong: Boolean = false) : WelcomeState

    data class Failed(val failure: CompanionFailure) : WelcomeState

    data class Ready(val companion: HealthCompanion, val person: PersonId) : WelcomeState
}

/** Opens the record and, the first time, asks whose it is. */
class WelcomeViewModel(private val open: suspend () -> HealthCompanion) : ViewModel() {
    private val states = MutableStateFlow<WelcomeState>(WelcomeState.Opening)

    /** What to draw. */
    val state: StateFlow<WelcomeState> = states.asStateFlow()

    init {
        tryAgain()
    }

    fun tryAgain() {
        states.value = WelcomeState.Opening
        viewModelScope.launch {
            states.value = try {
                val companion = open()
                companion.setInFront(true)
                val person = companion.people().firstOrNull()
                if (person == null) WelcomeState.Asking() else WelcomeState.Ready(companion, person.id)
            } catch (failure: CompanionFailure) {
                WelcomeState.Failed(failure)
            }
        }
    }

    fun changeName(name: String) {
        states.value = WelcomeState.Asking(name)
    }

    fun start() {
        val asking = states.value as? WelcomeState.Asking ?: return
        viewModelScope.launch {
            states.value = try {
                val companion = open()
                WelcomeState.Ready(companion, companion.addPerson(asking.name).id)
            } catch (_: CompanionFailure.InvalidInput) {
                asking.copy(wrong = true)
            } catch (failure: CompanionFailure) {
                WelcomeState.Failed(failure)
            }
        }
    }
}
