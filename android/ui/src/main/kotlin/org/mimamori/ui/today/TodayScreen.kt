package org.mimamori.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.navigationBarsPadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Scaffold
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.lifecycle.compose.LifecycleStartEffect
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import org.mimamori.companion.CompanionFailure
import org.mimamori.companion.Day
import org.mimamori.ui.Formats
import org.mimamori.ui.R
import org.mimamori.ui.TapHeight
import org.mimamori.ui.formats
import org.mimamori.ui.words
import java.time.ZoneId

/** Today, kept by [model]. */
@Composable
fun Today(model: TodayViewModel) {
    val state by model.state.collectAsStateWithLifecycle()
    LifecycleStartEffect(model) {
        model.enter()
        onStopOrDispose { model.leave() }
    }
    TodayScreen(state, model)
}

/**
 * The day at a glance: what was noticed, the heart now, habits, meals, measurements.
 *
 * One column that scrolls, at every text size; nothing is swiped, dragged or held.
 */
@Composable
fun TodayScreen(state: TodayState, actions: TodayActions, zone: ZoneId = ZoneId.systemDefault()) {
    val formats = formats(zone)
    Scaffold(bottomBar = { state.failure?.let { FailureBar(it, actions::closeFailure) } }) { inner ->
        Box(Modifier.padding(inner).imePadding().fillMaxSize(), contentAlignment = Alignment.TopCenter) {
            LazyColumn(
                Modifier.widthIn(max = 640.dp).fillMaxSize(),
                contentPadding = PaddingValues(16.dp),
                verticalArrangement = Arrangement.spacedBy(16.dp),
            ) {
                val day = state.day
                if (day == null) {
                    item(key = "reading") { Reading(failed = state.failure != null) }
                    return@LazyColumn
                }
                item(key = "header") { Header(day.dateWords, day.name) }
                items(day.notices, key = { it.id.value }) { notice ->
                    NoticeCard(notice, notice.id in state.reasonsOpen, actions)
                }
                item(key = "heart") { HeartCard(state.strap, day.heart, formats) }
                item(key = "habits") { HabitCard(day.habits, state.habitEntry, actions) }
                item(key = "meals") { Meals(day, state, formats, actions) }
                item(key = "measurements") { MeasurementCard(day.vitals, day.steps, formats) }
            }
        }
    }
}

@Composable
private fun Header(date: String, name: String) {
    Column(Modifier.padding(horizontal = 4.dp, vertical = 8.dp)) {
        Text(
            date,
            Modifier.semantics { heading() },
            style = MaterialTheme.typography.headlineMedium,
        )
        Text(
            stringResource(R.string.today_person, name),
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            style = MaterialTheme.typography.bodyLarge,
        )
    }
}

/** Nothing is drawn for a day that has not been read; what failed is said below. */
@Composable
private fun Reading(failed: Boolean) {
    if (!failed) Text(stringResource(R.string.today_reading), style = MaterialTheme.typography.bodyLarge)
}

@Composable
private fun Meals(day: Day, state: TodayState, formats: Formats, actions: TodayActions) {
    MealCard(day.meals, day.nutrients.firstOrNull(), state.mealEntry, state.recorded, formats, actions)
}

/** Stays below the list, in sight wherever it is scrolled to, until it is closed. */
@Composable
private fun FailureBar(failure: CompanionFailure, onClose: () -> Unit) {
    Surface(color = MaterialTheme.colorScheme.errorContainer) {
        Column(Modifier.fillMaxWidth().navigationBarsPadding().padding(horizontal = 20.dp, vertical = 12.dp)) {
            Text(
                words(failure),
                Modifier.semantics { liveRegion = LiveRegionMode.Assertive },
                style = MaterialTheme.typography.bodyLarge,
            )
            TextButton(onClose, Modifier.align(Alignment.End).heightIn(min = TapHeight)) {
                Text(stringResource(R.string.close), color = MaterialTheme.colorScheme.onErrorContainer)
            }
        }
    }
}
