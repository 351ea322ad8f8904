package org.mimamori.ui.welcome

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Scaffold
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.unit.dp
import org.mimamori.ui.EntryField
import org.mimamori.ui.R
import org.mimamori.ui.TapHeight
import org.mimamori.ui.words

/** What is seen before there is a day to show. */
@Composable
fun WelcomeScreen(state: WelcomeState, model: WelcomeViewModel) {
    Scaffold { inner ->
        Column(
            Modifier.padding(inner).imePadding().fillMaxSize().verticalScroll(rememberScrollState()).padding(20.dp),
            verticalArrangement = Arrangement.spacedBy(20.dp),
        ) {
            when (state) {
                WelcomeState.Opening, is WelcomeState.Ready ->
                    Text(stringResource(R.string.today_reading), style = MaterialTheme.typography.bodyLarge)
                is WelcomeState.Failed -> {
                    Text(words(state.failure), style = MaterialTheme.typography.bodyLarge)
                    WelcomeButton(stringResource(R.string.try_again), model::tryAgain)
                }
                is WelcomeState.Asking -> {
                    Text(
                        stringResource(R.string.welcome_title),
                        Modifier.semantics { heading() },
                        style = MaterialTheme.typography.headlineMedium,
                    )
                    Text(stringResource(R.string.welcome_text), style = MaterialTheme.typography.bodyLarge)
                    EntryField(
                        name = stringResource(R.string.welcome_name),
                        value = state.name,
                        onChange = model::changeName,
                        keyboard = KeyboardOptions(imeAction = ImeAction.Done),
                        wrong = if (state.wrong) stringResource(R.string.field_missing) else null,
                    )
                    WelcomeButton(stringResource(R.string.welcome_start), model::start)
                }
            }
        }
    }
}

@Composable
private fun WelcomeButton(text: String, onClick: () -> Unit) {
    Button(onClick, Modifier.fillMaxWidth().heightIn(min = TapHeight)) { Text(text) }
}
