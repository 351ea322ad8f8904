package org.mimamori.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Button
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import org.mimamori.companion.Meal
import org.mimamori.companion.MealSlot
import org.mimamori.companion.NutrientTotal
import org.mimamori.ui.AddLabel
import org.mimamori.ui.EntryField
import org.mimamori.ui.Formats
import org.mimamori.ui.R
import org.mimamori.ui.SaveOrCancel
import org.mimamori.ui.TapHeight
import org.mimamori.ui.TopicCard
import org.mimamori.ui.TopicTitle
import org.mimamori.ui.WordIcon

/** The day's meals, and the quick way to record one. */
@Composable
internal fun MealCard(
    meals: List<Meal>,
    energy: NutrientTotal?,
    entry: MealEntry?,
    recorded: MealSlot?,
    formats: Formats,
    actions: TodayActions,
) {
    TopicCard {
        TopicTitle(stringResource(R.string.meals_title))
        if (meals.isEmpty() && entry == null) {
            Text(stringResource(R.string.meals_none), style = MaterialTheme.typography.bodyLarge)
        }
        for (meal in meals) MealRow(meal, formats)
        if (energy != null) TotalLine(energy)
        if (recorded != null) {
            Text(
                stringResource(R.string.meal_recorded, name(recorded)),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                color = MaterialTheme.colorScheme.primary,
                style = MaterialTheme.typography.labelLarge,
            )
        }
        if (entry == null) {
            Button(actions::startMeal, Modifier.fillMaxWidth().heightIn(min = TapHeight)) {
                AddLabel(stringResource(R.string.meal_record))
            }
        } else {
            MealForm(entry, actions)
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun MealRow(meal: Meal, formats: Formats) {
    Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
        FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            Text(meal.slot, Modifier.alignByBaseline(), style = MaterialTheme.typography.titleMedium)
            Text(
                meal.time,
                Modifier.alignByBaseline(),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyLarge,
            )
            if (meal.kcal != null) {
                Text(
                    stringResource(R.string.kcal, formats.whole(meal.kcal)),
                    Modifier.alignByBaseline(),
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodyLarge,
                )
            }
        }
        Text(
            meal.items.joinToString(stringResource(R.string.list_separator)),
            style = MaterialTheme.typography.bodyLarge,
        )
    }
}

/** A sum never hides that part of it is not known. */
@Composable
private fun TotalLine(total: NutrientTotal) {
    Text(
        if (total.known == total.items) {
            stringResource(R.string.total, total.name, total.amount)
        } else {
            stringResource(R.string.total_partly, total.name, total.amount, total.known, total.items)
        },
        style = MaterialTheme.typography.titleMedium,
    )
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun MealForm(entry: MealEntry, actions: TodayActions) {
    val which = stringResource(R.string.meal_slot)
    FlowRow(
        Modifier.selectableGroup().semantics { contentDescription = which },
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) {
        for (slot in MealSlot.entries) {
            FilterChip(
                selected = slot == entry.slot,
                onClick = { actions.changeMeal(entry.copy(slot = slot)) },
                label = { Text(name(slot)) },
                modifier = Modifier.heightIn(min = TapHeight),
                leadingIcon = if (slot == entry.slot) { { WordIcon(R.drawable.icon_kept) } } else null,
            )
        }
    }
    EntryField(
        name = stringResource(R.string.meal_text),
        value = entry.text,
        onChange = { actions.changeMeal(entry.copy(text = it)) },
        keyboard = KeyboardOptions(imeAction = ImeAction.Next),
        wrong = if (entry.wrong == MealEntry.Field.Text) stringResource(R.string.field_missing) else null,
    )
    EntryField(
        name = stringResource(R.string.meal_kcal),
        value = entry.kcal,
        onChange = { actions.changeMeal(entry.copy(kcal = it)) },
        keyboard = KeyboardOptions(keyboardType = KeyboardType.Decimal, imeAction = ImeAction.Done),
        wrong = if (entry.wrong == MealEntry.Field.Kcal) stringResource(R.string.field_kcal) else null,
    )
    SaveOrCancel(entry.saving, onSave = { actions.saveMeal() }, onCancel = actions::cancelMeal)
}

@Composable
private fun name(slot: MealSlot): String =
    stringResource(
        when (slot) {
            MealSlot.Breakfast -> R.string.slot_breakfast
            MealSlot.Lunch -> R.string.slot_lunch
            MealSlot.Dinner -> R.string.slot_dinner
            MealSlot.Snack -> R.string.slot_snack
        },
    )
