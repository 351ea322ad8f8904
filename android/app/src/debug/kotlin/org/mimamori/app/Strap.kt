package org.mimamori.app

import org.mimamori.companion.HeartRateRadio
import org.mimamori.companion.ScriptedRadio
import kotlin.time.Duration.Companion.seconds

/** Debug builds play a strap, so that the screen can be shown without one. What it says is recorded as measured. */
fun strap(): HeartRateRadio? =
    ScriptedRadio.telling(List(600) { 66 + it % 9 }, every = 1.seconds, strap = "Practice strap")
