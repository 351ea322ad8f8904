package org.mimamori.ui

import android.text.format.DateFormat
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.platform.LocalConfiguration
import androidx.compose.ui.platform.LocalContext
import java.text.NumberFormat
import java.time.Instant
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.util.Locale

/** Times and numbers as the reader writes them, where the core gives a value and not words. */
class Formats(private val locale: Locale, private val zone: ZoneId, clock24: Boolean) {
    private val times =
        DateTimeFormatter.ofPattern(DateFormat.getBestDateTimePattern(locale, if (clock24) "Hm" else "hm"), locale)

    /** The time of day, to the minute. */
    fun time(at: Instant): String = times.format(at.atZone(zone))

    /** A number without a fraction. */
    fun whole(number: Double): String =
        NumberFormat.getNumberInstance(locale).apply { maximumFractionDigits = 0 }.format(number)
}

/** The formats of whoever holds the phone. */
@Composable
@ReadOnlyComposable
fun formats(zone: ZoneId): Formats =
    Formats(
        locale = LocalConfiguration.current.locales[0],
        zone = zone,
        clock24 = DateFormat.is24HourFormat(LocalContext.current),
    )
