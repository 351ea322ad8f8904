package org.mimamori.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.mimamori.companion.Habit
import org.mimamori.ui.AddLabel
import org.mimamori.ui.EntryField
import org.mimamori.ui.QuietButton
import org.mimamori.ui.R
import org.mimamori.ui.SaveOrCancel
import org.mimamori.ui.TapHeight
import org.mimamori.ui.TopicCard
import org.mimamori.ui.TopicTitle
import org.mimamori.ui.WordIcon

/** The day's habits: a tap ticks one off, another tap takes it back. */
@Composable
internal fun HabitCard(habits: List<Habit>, entry: HabitEntry?, actions: TodayActions) {
    TopicCard {
        TopicTitle(stringResource(R.string.habits_title))
        if (habits.isEmpty() && entry == null) {
            Text(stringResource(R.string.habits_none), style = MaterialTheme.typography.bodyLarge)
        }
        for (habit in habits) HabitRow(habit) { kept -> actions.tick(habit.id, kept) }
        if (entry == null) {
            QuietButton(actions::startHabit, Modifier.fillMaxWidth()) { AddLabel(stringResource(R.string.habit_add)) }
        } else {
            EntryField(
                name = stringResource(R.string.habit_name),
                value = entry.name,
                onChange = actions::changeHabit,
                keyboard = KeyboardOptions(imeAction = ImeAction.Done),
                wrong = if (entry.wrong) stringResource(R.string.field_missing) else null,
            )
            SaveOrCancel(entry.saving, actions::saveHabit, actions::cancelHabit)
        }
    }
}

@Composable
private fun HabitRow(habit: Habit, onTick: (Boolean) -> Unit) {
    val state = stringResource(if (habit.kept) R.string.habit_kept else R.string.habit_not_kept)
    Row(
        Modifier
            .fillMaxWidth()
            .heightIn(min = TapHeight)
            .toggleable(habit.kept, role = Role.Checkbox, onValueChange = onTick)
            .semantics { stateDescription = state }
            .padding(vertical = 4.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        WordIcon(
            if (habit.kept) R.drawable.icon_kept else R.drawable.icon_not_kept,
            size = 32.sp,
            tint = if (habit.kept) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.outline,
        )
        Column {
            Text(habit.name, style = MaterialTheme.typography.bodyLarge)
            if (habit.streak > 1) {
                Text(
                    pluralStringResource(R.plurals.habit_streak, habit.streak, habit.streak),
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyMedium,
                )
            }
        }
    }
}
