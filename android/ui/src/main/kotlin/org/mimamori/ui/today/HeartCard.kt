package org.mimamori.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.mimamori.companion.Contact
import org.mimamori.companion.HeartDay
import org.mimamori.ui.Formats
import org.mimamori.ui.R
import org.mimamori.ui.TopicCard
import org.mimamori.ui.TopicTitle
import org.mimamori.ui.WordIcon

/** The heart rate now, what the strap says of itself, and the day so far. */
@Composable
internal fun HeartCard(strap: Strap, day: HeartDay?, formats: Formats) {
    TopicCard {
        Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
            WordIcon(R.drawable.icon_heart, tint = MaterialTheme.colorScheme.primary)
            TopicTitle(stringResource(R.string.heart_title))
        }
        // Without touch a strap goes on telling its last rate: that is no measurement.
        LiveRate((strap as? Strap.Connected)?.reading?.takeIf { it.contact != Contact.Lost }?.bpm)
        // The state is spoken when it changes; the rate, which changes every second, only when asked for.
        Text(
            words(strap),
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            style = MaterialTheme.typography.bodyLarge,
        )
        if (day != null) {
            Text(
                stringResource(R.string.heart_latest, formats.time(day.latestAt), day.latest),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
            Text(
                stringResource(R.string.heart_range, day.lowest, day.highest),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun LiveRate(bpm: Int?) {
    val spoken =
        if (bpm == null) stringResource(R.string.heart_unknown_spoken) else stringResource(R.string.heart_spoken, bpm)
    val unit = stringResource(R.string.heart_unit)
    FlowRow(
        Modifier.clearAndSetSemantics { contentDescription = spoken },
        horizontalArrangement = Arrangement.spacedBy(8.dp),
    ) {
        Text(
            bpm?.toString() ?: "--",
            Modifier.alignByBaseline(),
            color = MaterialTheme.colorScheme.primary,
            style = MaterialTheme.typography.displayLarge,
        )
        Text(unit, Modifier.alignByBaseline(), style = MaterialTheme.typography.titleLarge)
    }
}

@Composable
private fun words(strap: Strap): String =
    when (strap) {
        Strap.None -> stringResource(R.string.strap_none)
        Strap.Searching -> stringResource(R.string.strap_searching)
        Strap.OutOfReach -> stringResource(R.string.strap_out_of_reach)
        is Strap.Connected ->
            when (strap.reading?.contact) {
                Contact.Lost -> stringResource(R.string.strap_no_contact)
                Contact.Detected -> stringResource(R.string.strap_contact, strap.name)
                Contact.Unsupported, null -> stringResource(R.string.strap_connected, strap.name)
            }
    }
