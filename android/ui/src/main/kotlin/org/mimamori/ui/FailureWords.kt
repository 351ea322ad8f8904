package org.mimamori.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.res.stringResource
import org.mimamori.companion.CompanionFailure

/** What did not work, said to the person: what became of the entry, and what to do. */
@Composable
@ReadOnlyComposable
fun words(failure: CompanionFailure): String =
    when (failure) {
        is CompanionFailure.InvalidInput -> stringResource(R.string.failure_input)
        is CompanionFailure.KeptElsewhere -> stringResource(R.string.failure_elsewhere)
        is CompanionFailure.NeedsUnlock -> stringResource(R.string.failure_unlock)
        is CompanionFailure.NeedsSignIn -> stringResource(R.string.failure_sign_in)
        is CompanionFailure.Offline -> stringResource(R.string.failure_offline)
        is CompanionFailure.Rejected -> stringResource(R.string.failure_rejected)
        is CompanionFailure.StorageFull -> stringResource(R.string.failure_full)
        is CompanionFailure.StorageDamaged -> stringResource(R.string.failure_damaged)
        is CompanionFailure.NeedsUpdate -> stringResource(R.string.failure_update)
        is CompanionFailure.Paused -> stringResource(R.string.failure_paused)
        is CompanionFailure.Internal -> stringResource(R.string.failure_internal, failure.code)
    }
