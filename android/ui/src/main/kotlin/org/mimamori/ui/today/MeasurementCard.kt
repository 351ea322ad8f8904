package org.mimamori.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.mimamori.companion.VitalReading
import org.mimamori.ui.Formats
import org.mimamori.ui.R
import org.mimamori.ui.TopicCard
import org.mimamori.ui.TopicTitle

/** What was measured today one at a time, and the steps. */
@Composable
internal fun MeasurementCard(vitals: List<VitalReading>, steps: Int?, formats: Formats) {
    TopicCard {
        TopicTitle(stringResource(R.string.measurements_title))
        if (vitals.isEmpty() && steps == null) {
            Text(stringResource(R.string.measurements_none), style = MaterialTheme.typography.bodyLarge)
        }
        for (vital in vitals) MeasurementRow(vital.name, vital.value, vital.time)
        if (steps != null) MeasurementRow(stringResource(R.string.steps), formats.whole(steps.toDouble()), null)
    }
}

/** Name and value in one line while the letters are small enough for it, below each other otherwise. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun MeasurementRow(name: String, value: String, time: String?) {
    FlowRow(
        Modifier.fillMaxWidth().semantics(mergeDescendants = true) {},
        horizontalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        Text(name, Modifier.alignByBaseline(), style = MaterialTheme.typography.bodyLarge)
        Text(value, Modifier.alignByBaseline(), style = MaterialTheme.typography.titleMedium)
        if (time != null) {
            Text(
                time,
                Modifier.alignByBaseline(),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyLarge,
            )
        }
    }
}
