package org.mimamori.app

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import org.mimamori.ui.theme.MimamoriTheme
import org.mimamori.ui.today.Today
import org.mimamori.ui.today.TodayViewModel
import org.mimamori.ui.welcome.WelcomeScreen
import org.mimamori.ui.welcome.WelcomeState
import org.mimamori.ui.welcome.WelcomeViewModel

/** The app's one window: the welcome until there is a person, then their day. */
class MainActivity : ComponentActivity() {
    private val welcome: WelcomeViewModel by viewModels {
        viewModelFactory {
            initializer { WelcomeViewModel((application as MimamoriApplication)::companion) }
        }
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        setContent { MimamoriTheme { Window() } }
    }

    @Composable
    private fun Window() {
        val state by welcome.state.collectAsStateWithLifecycle()
        when (val now = state) {
            is WelcomeState.Ready -> {
                val factory = viewModelFactory { initializer { TodayViewModel(now.companion, now.person, strap()) } }
                Today(ViewModelProvider(this, factory)[now.person.value, TodayViewModel::class.java])
            }
            else -> WelcomeScreen(now, welcome)
        }
    }
}
