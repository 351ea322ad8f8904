package org.mimamori.ui.today

import android.graphics.Bitmap
import androidx.activity.ComponentActivity
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.text.TextLayoutResult
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Contact
import org.mimamori.companion.Day
import org.mimamori.companion.HeartReading
import org.mimamori.companion.RecordId
import org.mimamori.ui.Scene
import org.mimamori.ui.theme.MimamoriTheme
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.RuntimeEnvironment
import java.io.File
import java.util.Locale

/**
 * Draws Today in both languages, by day and by night, at ordinary and at double text size, whole and unscrolled.
 * The pictures are for people to look at; what can be measured about them is held here.
 */
@RunWith(ParameterizedRobolectricTestRunner::class)
class TodayPicturesTest(private val language: String, private val dark: Boolean, private val percent: Int) {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val day: Day get() = if (language == "ja") Scene.JAPANESE else Scene.ENGLISH

    @Test
    fun nothing_is_cut_off_and_everything_can_be_tapped() {
        draw(
            TodayState(
                day = day,
                strap = Strap.Connected("Polar H10", HeartReading(72, Contact.Detected, Scene.NOW)),
            ),
            "today",
        )
        assertEverythingFits()
    }

    @Test
    fun nothing_is_cut_off_while_entering_and_when_something_fails() {
        draw(
            TodayState(
                day = day,
                strap = Strap.Connected("Polar H10", HeartReading(72, Contact.Lost, Scene.NOW)),
                mealEntry = MealEntry(slotAt(12), text = "おにぎり", kcal = "many", wrong = MealEntry.Field.Kcal),
                habitEntry = HabitEntry(wrong = true),
                reasonsOpen = setOf(RecordId("notice")),
                failure = CompanionFailure.StorageFull(),
            ),
            "entering",
        )
        assertEverythingFits()
    }

    private fun draw(state: TodayState, name: String) {
        // Tall enough for the whole column, so that nothing hides below the edge of the picture.
        val height = if (percent == 100) 3000 else 5600
        val locale = if (language == "ja") "ja-rJP" else "en-rUS"
        RuntimeEnvironment.setQualifiers("$locale-w411dp-h${height}dp-${if (dark) "night" else "notnight"}-xhdpi")
        RuntimeEnvironment.setFontScale(percent / 100f)
        Locale.setDefault(Locale.forLanguageTag(locale.replace("-r", "-")))
        rule.activityRule.scenario.recreate()
        rule.setContent { MimamoriTheme(dark) { TodayScreen(state, NoActions, Scene.ZONE) } }
        rule.waitForIdle()
        val folder = File(System.getProperty("mimamori.pictures") ?: "build/pictures").apply { mkdirs() }
        val picture = rule.onRoot().captureToImage().asAndroidBitmap()
        val file = "$name-$language-${if (dark) "dark" else "light"}-$percent.png"
        File(folder, file).outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    private fun assertEverythingFits() {
        val nodes = rule.onAllNodes(SemanticsMatcher("every node") { true }, useUnmergedTree = true).fetchSemanticsNodes()
        val texts = nodes.mapNotNull(::layout)
        assertTrue("texts were drawn", texts.size > 15)
        for (text in texts) {
            assertTrue("cut off: ${text.layoutInput.text}", isWhole(text))
        }
        val width = rule.onRoot().fetchSemanticsNode().size.width
        for (node in nodes) {
            // The bounds end where something above the node cuts it off; its size does not.
            val seen = node.boundsInRoot
            assertTrue("cut off: ${node.config}", seen.height + 1 >= node.size.height && seen.width + 1 >= node.size.width)
            assertTrue("beyond the edge: $seen", seen.left >= 0 && seen.right <= width)
        }
        val density = rule.activity.resources.displayMetrics.density
        for (node in rule.onAllNodes(hasClickAction()).fetchSemanticsNodes()) {
            val size = node.touchBoundsInRoot
            assertTrue("too small to tap: $size", size.height >= 48 * density && size.width >= 48 * density)
        }
        assertEquals("the text size is what was asked for", percent / 100f, rule.activity.resources.configuration.fontScale)
    }

    private fun isWhole(text: TextLayoutResult): Boolean =
        !text.multiParagraph.didExceedMaxLines &&
            text.multiParagraph.height <= text.size.height + 1 &&
            (0 until text.lineCount).all { !text.isLineEllipsized(it) && text.getLineRight(it) <= text.size.width + 1 }

    private fun layout(node: SemanticsNode): TextLayoutResult? {
        val results = mutableListOf<TextLayoutResult>()
        node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
        return results.firstOrNull()
    }

    companion object {
        @JvmStatic
        @Parameters(name = "{0}, dark {1}, {2} %")
        fun looks(): List<Array<Any>> =
            listOf("ja", "en").flatMap { language ->
                listOf(false, true).flatMap { dark -> listOf(100, 200).map { arrayOf<Any>(language, dark, it) } }
            }
    }
}
