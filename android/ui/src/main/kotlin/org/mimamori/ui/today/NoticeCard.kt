package org.mimamori.ui.today

import androidx.annotation.StringRes
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import org.mimamori.companion.Notice
import org.mimamori.companion.Severity
import org.mimamori.ui.R
import org.mimamori.ui.TapHeight
import org.mimamori.ui.TopicCard
import org.mimamori.ui.TopicTitle
import org.mimamori.ui.WordIcon

/** A finding: the fact, what to do, when to seek care; its reasons on request. */
@Composable
internal fun NoticeCard(notice: Notice, reasonsOpen: Boolean, actions: TodayActions) {
    val colours = MaterialTheme.colorScheme
    TopicCard(colour = colours.tertiaryContainer) {
        Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
            WordIcon(R.drawable.icon_notice, tint = colours.tertiary)
            Text(
                stringResource(
                    when (notice.severity) {
                        Severity.Notice -> R.string.notice_kind
                        Severity.Strong -> R.string.notice_kind_strong
                    },
                ),
                color = colours.tertiary,
                style = MaterialTheme.typography.labelLarge,
            )
        }
        TopicTitle(notice.title)
        Text(notice.fact, style = MaterialTheme.typography.bodyLarge)
        Part(R.string.notice_what_to_do, notice.whatToDo)
        Part(R.string.notice_seek_care, notice.seekCare)
        if (reasonsOpen) {
            Part(R.string.notice_evidence, notice.evidence)
            Part(R.string.notice_can_come_with, notice.canComeWith)
            Part(R.string.notice_source, notice.source)
        }
        Text(notice.disclaimer, style = MaterialTheme.typography.bodyMedium)
        ReasonsButton(reasonsOpen) { actions.showReasons(notice.id, !reasonsOpen) }
        Button(
            onClick = { actions.acknowledge(notice.id) },
            modifier = Modifier.fillMaxWidth().heightIn(min = TapHeight),
            colors = ButtonDefaults.buttonColors(containerColor = colours.tertiary, contentColor = colours.onTertiary),
        ) { Text(stringResource(R.string.notice_acknowledge)) }
    }
}

@Composable
private fun Part(@StringRes name: Int, text: String) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Text(
            stringResource(name),
            Modifier.semantics { heading() },
            style = MaterialTheme.typography.titleMedium,
        )
        Text(text, style = MaterialTheme.typography.bodyLarge)
    }
}

@Composable
private fun ReasonsButton(open: Boolean, onClick: () -> Unit) {
    val state = stringResource(if (open) R.string.state_open else R.string.state_closed)
    TextButton(
        onClick = onClick,
        modifier = Modifier.fillMaxWidth().heightIn(min = TapHeight).semantics { stateDescription = state },
        colors = ButtonDefaults.textButtonColors(contentColor = MaterialTheme.colorScheme.onTertiaryContainer),
    ) {
        Text(
            stringResource(if (open) R.string.notice_why_hide else R.string.notice_why_show),
            Modifier.weight(1f),
        )
        WordIcon(if (open) R.drawable.icon_close else R.drawable.icon_open)
    }
}
