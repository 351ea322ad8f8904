package org.mimamori.app

import android.app.Application
import androidx.lifecycle.DefaultLifecycleObserver
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.ProcessLifecycleOwner
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.HealthCompanion
import org.mimamori.companion.KeystoreVault
import org.mimamori.companion.RustCompanion
import java.io.File
import kotlin.time.Duration.Companion.seconds

/** Owns the one open record of the process. */
open class MimamoriApplication : Application(), DefaultLifecycleObserver {
    private val scope = MainScope()
    private val opening = Mutex()
    private var record: HealthCompanion? = null
    private var closing: Job? = null

    override fun onCreate() {
        super<Application>.onCreate()
        ProcessLifecycleOwner.get().lifecycle.addObserver(this)
    }

    /** The record, opened when it is first asked for. What fails may be tried again: a phone gets unlocked. */
    suspend fun companion(): HealthCompanion = opening.withLock {
        record ?: RustCompanion.open(
            file = File(noBackupFilesDir, "record.db"),
            vault = vault(),
            japanese = resources.configuration.locales[0].language == "ja",
        ).also { record = it }
    }

    /** Where the record's key lies. */
    protected open fun vault(): KeystoreVault = KeystoreVault(File(noBackupFilesDir, "keys"))

    override fun onStart(owner: LifecycleOwner) {
        closing?.cancel()
    }

    override fun onStop(owner: LifecycleOwner) {
        closing = scope.launch {
            // A screen that goes lets go of its strap first and keeps what was heard.
            delay(PAUSE_AFTER)
            try {
                record?.setInFront(false)
            } catch (_: CompanionFailure) {
                // Nobody is there to be told; the record is whole, and the next screen opens or tells.
            }
        }
    }

    private companion object {
        val PAUSE_AFTER = 10.seconds
    }
}
