package org.mimamori.companion

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import org.mimamori.ffi.ChangeListener
import org.mimamori.ffi.ChangeTopic
import org.mimamori.ffi.MimamoriCompanion
import java.time.LocalDate

/** What changes in the record, for as long as somebody collects. */
internal fun changesOf(record: MimamoriCompanion): Flow<Change> =
    callbackFlow {
        val listener = object : ChangeListener {
            override fun changed(change: ChangeTopic) {
                trySend(change.toChange())
            }
        }
        val subscription = record.subscribe(listener)
        awaitClose {
            subscription.cancel()
            subscription.close()
        }
    }
        // The core folds what piles up into one "read everything again"; nothing is dropped on the way from it.
        .buffer(Channel.UNLIMITED)

private fun ChangeTopic.toChange(): Change =
    when (this) {
        is ChangeTopic.Day -> Change.OfDay(PersonId(person), LocalDate.parse(day))
        is ChangeTopic.Findings -> Change.OfFindings(PersonId(person))
        is ChangeTopic.Sync -> Change.OfSync(PersonId(person))
        ChangeTopic.Resync -> Change.Everything
    }
