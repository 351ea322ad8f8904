package org.mimamori.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import org.junit.Assert.assertTrue
import org.junit.Test

class ContrastTest {
    @Test
    fun every_text_stands_out_from_its_ground_by_4_5_to_1() {
        for (colours in listOf(LightColours, DarkColours)) {
            for ((name, pair) in pairs(colours)) {
                val (text, ground) = pair
                assertTrue("$name: ${contrast(text, ground)}", contrast(text, ground) >= 4.5)
            }
        }
    }

    private fun pairs(c: ColorScheme): Map<String, Pair<Color, Color>> = mapOf(
        "header" to (c.onBackground to c.background),
        "name" to (c.onSurfaceVariant to c.background),
        "card" to (c.onSurface to c.surfaceContainer),
        "quiet line of a card" to (c.onSurfaceVariant to c.surfaceContainer),
        "live rate" to (c.primary to c.surfaceContainer),
        "button" to (c.onPrimary to c.primary),
        "notice" to (c.onTertiaryContainer to c.tertiaryContainer),
        "kind of a notice" to (c.tertiary to c.tertiaryContainer),
        "button of a notice" to (c.onTertiary to c.tertiary),
        "failure" to (c.onErrorContainer to c.errorContainer),
        "wrong field" to (c.error to c.surfaceContainer),
        "chosen meal" to (c.onSecondaryContainer to c.secondaryContainer),
    )

    /** Contrast as WCAG 2.1 defines it. */
    private fun contrast(one: Color, other: Color): Double {
        val (dark, light) = listOf(one.luminance(), other.luminance()).sorted()
        return (light + 0.05) / (dark + 0.05)
    }
}
