package org.mimamori.ui.today

import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.viewModels
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasStateDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isHeading
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelProvider
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.mimamori.companion.CompanionFailure
import org.mimamori.ui.FakeCompanion
import org.mimamori.ui.Scene
import org.mimamori.ui.theme.MimamoriTheme
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What a person does on Today, and what they then see, on a phone of ordinary size. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-rUS-w411dp-h891dp-xhdpi")
class TodayTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val companion = FakeCompanion(Scene.ENGLISH)

    @Test
    fun a_meal_that_is_recorded_appears_among_the_meals_and_in_their_energy() {
        open()
        tap("Record a meal")
        rule.onNodeWithText("Lunch").assertIsSelected()
        rule.onNode(field("What did you eat?")).performTextInput("Zaru soba")
        rule.onNode(field("kcal, if you know")).performTextInput("350")
        tap("Record")
        see("Lunch recorded.")
        see("Zaru soba")
        see("Energy: 830 kcal, known for 2 of 3")
        assertEquals("Zaru soba", companion.day.meals.last().items.single())
    }

    @Test
    fun a_meal_without_words_is_refused_at_its_field_and_nothing_is_lost() {
        open()
        tap("Record a meal")
        rule.onNode(field("kcal, if you know")).performTextInput("350")
        tap("Record")
        see("Please fill this in.")
        rule.onNode(field("What did you eat?")).performTextInput("Toast")
        tap("Record")
        see("Toast")
        assertEquals(350.0, companion.day.meals.last().kcal!!, 0.0)
    }

    @Test
    fun a_number_that_is_none_is_refused_in_words() {
        open()
        tap("Record a meal")
        rule.onNode(field("What did you eat?")).performTextInput("Toast")
        rule.onNode(field("kcal, if you know")).performTextInput("a lot")
        tap("Record")
        see("Please enter a number from 0 to 10,000, or leave it empty.")
        assertEquals(Scene.ENGLISH.meals, companion.day.meals)
    }

    @Test
    fun a_tap_ticks_a_habit_off_and_another_takes_it_back() {
        open()
        val row = isToggleable() and hasText("Measure blood pressure")
        scrollTo("Measure blood pressure")
        rule.onNode(row).assertIsOff().performClick()
        rule.onNode(row and hasText("6 days in a row") and hasStateDescription("Done today")).assertIsOn().performClick()
        rule.onNode(row and hasText("5 days in a row") and hasStateDescription("Not yet today")).assertIsOff()
    }

    @Test
    fun a_habit_that_is_added_can_be_ticked_off() {
        companion.day = Scene.EMPTY
        open()
        tap("Add a habit")
        tap("Record")
        see("Please fill this in.")
        rule.onNode(field("What do you want to keep up?")).performTextInput("Walk")
        tap("Record")
        rule.onNode(isToggleable() and hasText("Walk")).assertIsOff().performClick()
        rule.onNode(isToggleable() and hasText("Walk")).assertIsOn()
    }

    @Test
    fun the_reasons_of_a_notice_open_on_request_and_reading_it_puts_it_away() {
        open()
        rule.onNodeWithText(NOTICE).assertIsDisplayed()
        rule.onNodeWithText("What was measured").assertDoesNotExist()
        rule.onNode(hasText("Why am I told this?") and hasStateDescription("closed")).assertExists()
        tap("Why am I told this?")
        see("What was measured")
        rule.onNode(hasText("Hide the reasons") and hasStateDescription("open")).assertExists()
        tap("I have read this")
        rule.onNodeWithText(NOTICE).assertDoesNotExist()
        assertTrue(companion.day.notices.isEmpty())
    }

    @Test
    fun a_failure_is_said_in_words_and_the_entry_stays_until_it_is_kept() {
        open()
        tap("Record a meal")
        rule.onNode(field("What did you eat?")).performTextInput("Toast")
        companion.failure = CompanionFailure.StorageFull()
        tap("Record")
        rule.onNodeWithText("No space is left on this phone. Nothing was recorded.").assertIsDisplayed()
        rule.onNode(field("What did you eat?") and hasText("Toast")).assertExists()
        tap("Record")
        rule.onNodeWithText("No space is left on this phone. Nothing was recorded.").assertDoesNotExist()
        see("Lunch recorded.")
    }

    @Test
    fun every_failure_has_words_of_its_own_and_none_shows_an_exception() {
        val failures = listOf(
            CompanionFailure.KeptElsewhere(),
            CompanionFailure.NeedsUnlock(),
            CompanionFailure.NeedsSignIn(),
            CompanionFailure.Offline(null),
            CompanionFailure.Rejected(),
            CompanionFailure.StorageFull(),
            CompanionFailure.StorageDamaged(),
            CompanionFailure.NeedsUpdate(),
            CompanionFailure.Paused(),
            CompanionFailure.Internal("store-7"),
        )
        open()
        val said = failures.map { failure ->
            companion.failure = failure
            tap("I have read this")
            val text = rule.onNode(isAssertive())
                .fetchSemanticsNode().config[SemanticsProperties.Text].single().text
            tap("Close")
            text
        }
        assertEquals(failures.size, said.toSet().size)
        assertTrue(said.none { "Exception" in it || "null" in it })
    }

    @Test
    fun what_is_being_entered_survives_turning_the_phone() {
        open()
        tap("Record a meal")
        rule.onNode(field("What did you eat?")).performTextReplacement("Half a sentence")
        tap("Why am I told this?")
        rule.activityRule.scenario.recreate()
        show()
        see("What was measured")
        scrollTo("What did you eat?")
        rule.onNode(field("What did you eat?") and hasText("Half a sentence")).assertExists()
    }

    @Test
    fun a_screen_reader_can_jump_from_topic_to_topic_and_hears_the_rate_with_its_unit() {
        open()
        for (topic in listOf(NOTICE, "Heart rate", "Habits", "Meals", "Measurements")) {
            scrollTo(topic)
            rule.onNode(isHeading() and hasText(topic)).assertExists()
        }
        rule.onNode(hasScrollToNodeAction()).performScrollToNode(hasContentDescription("Heart rate, not measured now"))
        rule.onNodeWithContentDescription("Heart rate, not measured now").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "ja-rJP-w360dp-h640dp-xhdpi", fontScale = 2f)
    fun on_a_small_phone_with_letters_twice_as_large_the_last_line_is_reached_by_scrolling() {
        companion.day = Scene.JAPANESE
        open()
        for (line in listOf("読みました", "習慣を加える", "食事を記録する", "3,482")) {
            scrollTo(line)
            rule.onNodeWithText(line).assertIsDisplayed()
        }
    }

    @Test
    @Config(qualifiers = "ja-rJP-w411dp-h891dp-xhdpi")
    fun a_day_without_anything_says_so_instead_of_showing_zeros() {
        companion.day = Scene.EMPTY
        open()
        for (line in listOf("ベルトはつながっていません。", "習慣はまだありません。", "今日の食事はまだありません。", "今日の測定はまだありません。")) {
            see(line)
        }
        rule.onNodeWithText("0", substring = false).assertDoesNotExist()
    }

    private fun open() {
        show()
        rule.waitForIdle()
    }

    private fun show() {
        rule.activityRule.scenario.onActivity { activity ->
            val model: TodayViewModel by activity.viewModels { factory() }
            activity.setContent { MimamoriTheme(dark = false) { Today(model) } }
        }
        rule.waitForIdle()
    }

    private fun factory() = object : ViewModelProvider.Factory {
        @Suppress("UNCHECKED_CAST")
        override fun <T : ViewModel> create(modelClass: Class<T>): T =
            TodayViewModel(companion, Scene.PERSON, radio = null, clock = { Scene.CLOCK }) as T
    }

    private fun field(name: String) = hasSetTextAction() and hasContentDescription(name)

    private fun isAssertive() = SemanticsMatcher.expectValue(
        SemanticsProperties.LiveRegion,
        LiveRegionMode.Assertive,
    )

    /** Brings what says [text] into sight; what stands below the list is there already. */
    private fun scrollTo(text: String) {
        val there = hasText(text) or hasContentDescription(text)
        val list = rule.onAllNodes(hasScrollToNodeAction())[0]
        val inList = there and hasAnyAncestor(hasScrollToNodeAction())
        if (rule.onAllNodes(there and !hasAnyAncestor(hasScrollToNodeAction())).fetchSemanticsNodes().isEmpty()) {
            list.performScrollToNode(inList)
        }
    }

    private fun tap(text: String) {
        scrollTo(text)
        rule.onNodeWithText(text).performClick()
        rule.waitForIdle()
    }

    private fun see(text: String) {
        scrollTo(text)
        rule.onNodeWithText(text).assertIsDisplayed()
    }

    private companion object {
        const val NOTICE = "Your heart rate at night has been above your usual"
    }
}
