package org.mimamori.ui

import androidx.annotation.DrawableRes
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Button
import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** The height of everything that is tapped: above the 48 dp that a finger needs. */
internal val TapHeight = 56.dp

/** An icon beside words; it grows with them. */
@Composable
internal fun WordIcon(
    @DrawableRes icon: Int,
    modifier: Modifier = Modifier,
    size: TextUnit = 24.sp,
    tint: Color = LocalContentColor.current,
) {
    // What it shows is said in the words beside it.
    Icon(painterResource(icon), null, modifier.size(with(LocalDensity.current) { size.toDp() }), tint)
}

/** One topic of a screen. */
@Composable
internal fun TopicCard(
    modifier: Modifier = Modifier,
    colour: Color = MaterialTheme.colorScheme.surfaceContainer,
    content: @Composable ColumnScope.() -> Unit,
) {
    Surface(modifier.fillMaxWidth(), shape = MaterialTheme.shapes.large, color = colour) {
        Column(Modifier.padding(20.dp), verticalArrangement = Arrangement.spacedBy(14.dp), content = content)
    }
}

/** A title that a screen reader can jump to. */
@Composable
internal fun TopicTitle(text: String, modifier: Modifier = Modifier) {
    Text(text, modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge)
}

/** A field under its name. The name stays when something is entered, and what is wrong is said below in words. */
@Composable
internal fun EntryField(
    name: String,
    value: String,
    onChange: (String) -> Unit,
    keyboard: KeyboardOptions,
    wrong: String? = null,
) {
    Column(verticalArrangement = Arrangement.spacedBy(6.dp)) {
        // A screen reader hears the name from the field itself.
        Text(name, Modifier.clearAndSetSemantics {}, style = MaterialTheme.typography.labelLarge)
        OutlinedTextField(
            value = value,
            onValueChange = onChange,
            modifier = Modifier.fillMaxWidth().heightIn(min = TapHeight).semantics { contentDescription = name },
            textStyle = MaterialTheme.typography.bodyLarge,
            singleLine = true,
            isError = wrong != null,
            supportingText = wrong?.let { { Text(it, style = MaterialTheme.typography.bodyMedium) } },
            keyboardOptions = keyboard,
            shape = MaterialTheme.shapes.small,
        )
    }
}

/** A button that is not the main one. Its edge can be seen, which the default one's cannot. */
@Composable
internal fun QuietButton(onClick: () -> Unit, modifier: Modifier = Modifier, content: @Composable RowScope.() -> Unit) {
    OutlinedButton(
        onClick = onClick,
        modifier = modifier.heightIn(min = TapHeight),
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outline),
        content = content,
    )
}

/** The two ways out of an entry. They stand below each other when the letters are large. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun SaveOrCancel(saving: Boolean, onSave: () -> Unit, onCancel: () -> Unit) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        Button(onClick = onSave, modifier = Modifier.heightIn(min = TapHeight), enabled = !saving) {
            Text(stringResource(R.string.save))
        }
        QuietButton(onCancel) { Text(stringResource(R.string.cancel)) }
    }
}

/** What stands on a button that starts an entry. */
@Composable
internal fun RowScope.AddLabel(text: String) {
    WordIcon(R.drawable.icon_add, Modifier.padding(end = 8.dp))
    Text(text, Modifier.weight(1f, fill = false))
}
