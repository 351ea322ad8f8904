package org.mimamori.app

import org.mimamori.companion.HeartRateRadio

/** Released builds never play a strap; a real radio is not built yet. */
fun strap(): HeartRateRadio? = null
